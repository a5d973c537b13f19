"""What people decide on links, answers and gaps; their questionnaires and conversations."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from assistant.store.columns import words

revision = "0002_review"
down_revision = "0001_baseline"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take the step."""
    op.create_table(
        "answer_edits",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("questionnaire", words(64), nullable=False),
        sa.Column("question_id", words(), nullable=False),
        sa.Column("edit", words(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
    )
    with op.batch_alter_table("answer_edits", schema=None) as batch_op:
        batch_op.create_index(
            "answer_edits_by_question", ["questionnaire", "question_id"], unique=False
        )

    op.create_table(
        "assignments",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("questionnaire", words(64), nullable=False),
        sa.Column("question_id", words(), nullable=False),
        sa.Column("assignment", words(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
    )
    with op.batch_alter_table("assignments", schema=None) as batch_op:
        batch_op.create_index(
            "assignments_by_question", ["questionnaire", "question_id"], unique=False
        )

    op.create_table(
        "conversations",
        sa.Column("id", words(64), nullable=False),
        sa.Column("owner", words(64), nullable=False),
        sa.Column("title", words(), nullable=False),
        sa.Column("started_at", words(40), nullable=False),
        sa.Column("changed_at", words(40), nullable=False),
        sa.Column("hidden", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("conversations", schema=None) as batch_op:
        batch_op.create_index("conversations_by_owner", ["owner", "changed_at"], unique=False)

    op.create_table(
        "link_decisions",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("document_id", words(16), nullable=False),
        sa.Column("path", words(), nullable=False),
        sa.Column("criterion", words(16), nullable=False),
        sa.Column("verb", words(16), nullable=False),
        sa.Column("aspect", words(16), nullable=False),
        sa.Column("person_id", words(), nullable=False),
        sa.Column("name", words(), nullable=False),
        sa.Column("at", words(40), nullable=False),
        sa.Column("reason", words(), nullable=False),
        sa.Column("citations", words(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
    )
    with op.batch_alter_table("link_decisions", schema=None) as batch_op:
        batch_op.create_index("link_decisions_by_criterion", ["criterion"], unique=False)

    op.create_table(
        "questionnaire_files",
        sa.Column("sha256", words(64), nullable=False),
        sa.Column("added_at", words(40), nullable=False),
        sa.Column("file", words(), nullable=False),
        sa.PrimaryKeyConstraint("sha256"),
    )
    op.create_table(
        "tasks",
        sa.Column("id", words(16), nullable=False),
        sa.Column("gap", words(), nullable=False),
        sa.Column("criterion", words(16), nullable=False),
        sa.Column("title", words(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("gap"),
    )
    op.create_table(
        "task_events",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("task_id", words(16), nullable=False),
        sa.Column("verb", words(16), nullable=False),
        sa.Column("person_id", words(64), nullable=False),
        sa.Column("at", words(40), nullable=False),
        sa.Column("text", words(), nullable=False),
        sa.Column("day", words(10), nullable=True),
        sa.ForeignKeyConstraint(
            ["task_id"],
            ["tasks.id"],
        ),
        sa.PrimaryKeyConstraint("number"),
    )
    with op.batch_alter_table("task_events", schema=None) as batch_op:
        batch_op.create_index("task_events_by_task", ["task_id", "number"], unique=False)
    # A version from before there were steps must not take this for its own.
    op.execute("DELETE FROM meta WHERE key = 'schema'")
    op.execute("INSERT INTO meta (key, value) VALUES ('schema', '2')")
