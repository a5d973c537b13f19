"""The tables of the house as they first were, and what makes its audit trail append-only."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from assistant.store.columns import words
from assistant.store.house import triggers

revision = "0001_baseline"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take the step."""
    op.create_table(
        "audit",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", words(40), nullable=False),
        sa.Column("person_id", words(32), nullable=False),
        sa.Column("workspace_id", words(32), nullable=False),
        sa.Column("action", words(64), nullable=False),
        sa.Column("subject", words(), nullable=False),
        sa.Column("before", words(), nullable=False),
        sa.Column("after", words(), nullable=False),
        sa.Column("run", words(64), nullable=False),
        sa.Column("prompts", words(), nullable=False),
        sa.Column("previous", words(64), nullable=False),
        sa.Column("digest", words(64), nullable=False),
        sa.PrimaryKeyConstraint("number"),
    )
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.create_index("audit_by_workspace", ["workspace_id", "number"], unique=False)

    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("digest", words(64), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "jobs",
        sa.Column("id", words(64), nullable=False),
        sa.Column("workspace_id", words(64), nullable=False),
        sa.Column("kind", words(32), nullable=False),
        sa.Column("title", words(), nullable=False),
        sa.Column("arguments", words(), nullable=False),
        sa.Column("open_key", words(64), nullable=True),
        sa.Column("state", words(16), nullable=False),
        sa.Column("stage", words(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("asked_by", words(64), nullable=False),
        sa.Column("asked_at", words(40), nullable=False),
        sa.Column("started_at", words(40), nullable=True),
        sa.Column("changed_at", words(40), nullable=False),
        sa.Column("error", words(), nullable=False),
        sa.Column("stopping", sa.Boolean(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("open_key"),
    )
    with op.batch_alter_table("jobs", schema=None) as batch_op:
        batch_op.create_index("jobs_by_workspace", ["workspace_id", "asked_at"], unique=False)

    op.create_table(
        "links",
        sa.Column("digest", words(64), nullable=False),
        sa.Column("kind", words(16), nullable=False),
        sa.Column("person_id", words(32), nullable=False),
        sa.Column("expires_at", words(40), nullable=False),
        sa.Column("used_at", words(40), nullable=False),
        sa.PrimaryKeyConstraint("digest"),
    )
    op.create_table(
        "people",
        sa.Column("id", words(32), nullable=False),
        sa.Column("name", words(), nullable=False),
        sa.Column("email", words(254), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("steward", sa.Boolean(), nullable=False),
        sa.Column("created_at", words(40), nullable=False),
        sa.Column("subject", words(512), nullable=True),
        sa.Column("password", words(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("email"),
        sa.UniqueConstraint("subject"),
    )
    op.create_table(
        "tries",
        sa.Column("key", words(64), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("last_at", words(40), nullable=False),
        sa.Column("until", words(40), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_table(
        "workspaces",
        sa.Column("id", words(32), nullable=False),
        sa.Column("name", words(200), nullable=False),
        sa.Column("created_at", words(40), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name"),
    )
    op.create_table(
        "memberships",
        sa.Column("workspace_id", words(32), nullable=False),
        sa.Column("person_id", words(32), nullable=False),
        sa.Column("role", words(16), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["people.id"],
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspaces.id"],
        ),
        sa.PrimaryKeyConstraint("workspace_id", "person_id"),
    )
    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.create_index("memberships_by_person", ["person_id"], unique=False)

    op.create_table(
        "sign_ins",
        sa.Column("digest", words(64), nullable=False),
        sa.Column("id", words(32), nullable=False),
        sa.Column("person_id", words(32), nullable=False),
        sa.Column("started_at", words(40), nullable=False),
        sa.Column("seen_at", words(40), nullable=False),
        sa.Column("ended_at", words(40), nullable=False),
        sa.Column("device", words(200), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["people.id"],
        ),
        sa.PrimaryKeyConstraint("digest"),
        sa.UniqueConstraint("id"),
    )
    with op.batch_alter_table("sign_ins", schema=None) as batch_op:
        batch_op.create_index("sign_ins_by_person", ["person_id"], unique=False)

    for statement in triggers.BY_DIALECT[op.get_bind().dialect.name]:
        op.execute(statement)
