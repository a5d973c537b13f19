"""The tables of a workspace as the command line alone had them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from assistant.store.columns import words

revision = "0001_baseline"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take the step."""
    op.create_table(
        "answer_runs",
        sa.Column("id", words(32), nullable=False),
        sa.Column("questionnaire", words(64), nullable=False),
        sa.Column("started_at", words(40), nullable=False),
        sa.Column("run", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "answers",
        sa.Column("questionnaire", words(64), nullable=False),
        sa.Column("question_id", words(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("run", words(32), nullable=False),
        sa.Column("answer", words(), nullable=False),
        sa.PrimaryKeyConstraint("questionnaire", "question_id"),
    )
    op.create_table(
        "calls",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("run", words(32), nullable=False),
        sa.Column("at", words(40), nullable=False),
        sa.Column("model", words(), nullable=False),
        sa.Column("prompt", words(), nullable=False),
        sa.Column("way", words(32), nullable=False),
        sa.Column("outcome", words(16), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.Column("tokens_in", sa.Integer(), nullable=True),
        sa.Column("tokens_out", sa.Integer(), nullable=True),
        sa.Column("error", words(), nullable=False),
        sa.Column("digest", words(64), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("calls", schema=None) as batch_op:
        batch_op.create_index("calls_by_run", ["run"], unique=False)

    op.create_table(
        "files",
        sa.Column("path", words(), nullable=False),
        sa.Column("sha256", words(64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("indexed", sa.Boolean(), nullable=False),
        sa.Column("failures", words(), nullable=False),
        sa.PrimaryKeyConstraint("path"),
    )
    op.create_table(
        "layouts",
        sa.Column("layout", words(64), nullable=False),
        sa.Column("maps", words(), nullable=False),
        sa.PrimaryKeyConstraint("layout"),
    )
    op.create_table(
        "library_answers",
        sa.Column("id", words(16), nullable=False),
        sa.Column("status", words(16), nullable=False),
        sa.Column("answer", words(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "meta",
        sa.Column("key", words(64), nullable=False),
        sa.Column("value", words(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_table(
        "reviews",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("questionnaire", words(64), nullable=False),
        sa.Column("question_id", words(), nullable=False),
        sa.Column("review", words(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
    )
    with op.batch_alter_table("reviews", schema=None) as batch_op:
        batch_op.create_index("reviews_by_question", ["questionnaire", "question_id"], unique=False)

    op.create_table(
        "runs",
        sa.Column("id", words(32), nullable=False),
        sa.Column("started_at", words(40), nullable=False),
        sa.Column("inputs", words(64), nullable=False),
        sa.Column("result", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("runs", schema=None) as batch_op:
        batch_op.create_index("runs_by_inputs", ["inputs"], unique=False)

    op.create_table(
        "turns",
        sa.Column("session", words(64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("turn", words(), nullable=False),
        sa.PrimaryKeyConstraint("session", "number"),
    )
    op.create_table(
        "vectors",
        sa.Column("text_hash", words(64), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("text_hash"),
    )
    op.create_table(
        "documents",
        sa.Column("id", words(16), nullable=False),
        sa.Column("path", words(), nullable=False),
        sa.Column("head", words(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["path"], ["files.path"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("documents", schema=None) as batch_op:
        batch_op.create_index("documents_by_path", ["path"], unique=False)

    op.create_table(
        "library_events",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("answer_id", words(16), nullable=False),
        sa.Column("action", words(16), nullable=False),
        sa.Column("who", words(), nullable=False),
        sa.Column("day", words(10), nullable=False),
        sa.Column("note", words(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answer_id"],
            ["library_answers.id"],
        ),
        sa.PrimaryKeyConstraint("number"),
    )
    with op.batch_alter_table("library_events", schema=None) as batch_op:
        batch_op.create_index("library_events_by_answer", ["answer_id"], unique=False)

    op.create_table(
        "library_sent",
        sa.Column("answer_id", words(16), nullable=False),
        sa.Column("questionnaire", words(), nullable=False),
        sa.Column("day", words(10), nullable=False),
        sa.ForeignKeyConstraint(
            ["answer_id"],
            ["library_answers.id"],
        ),
        sa.PrimaryKeyConstraint("answer_id", "questionnaire"),
    )
    op.create_table(
        "passages",
        sa.Column("id", words(16), nullable=False),
        sa.Column("document_id", words(16), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("text", words(), nullable=False),
        sa.Column("heading", words(), nullable=False),
        sa.Column("locator", words(), nullable=False),
        sa.Column("text_hash", words(64), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("passages", schema=None) as batch_op:
        batch_op.create_index("passages_by_document", ["document_id", "ordinal"], unique=False)

    op.create_table(
        "proposals",
        sa.Column("document_id", words(16), nullable=False),
        sa.Column("judged_by", words(64), nullable=False),
        sa.Column("links", words(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("document_id"),
    )
