"""Descriptions of the system in versions, and what people state for them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from assistant.store.columns import words

revision = "0003_descriptions"
down_revision = "0002_review"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take the step."""
    op.create_table(
        "description_statements",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("key", words(64), nullable=False),
        sa.Column("part", words(64), nullable=False),
        sa.Column("text", words(), nullable=False),
        sa.Column("said_by", words(), nullable=False),
        sa.Column("at", words(40), nullable=False),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_table(
        "description_versions",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("kind", words(32), nullable=False),
        sa.Column("section", words(32), nullable=False),
        sa.Column("origin", words(16), nullable=False),
        sa.Column("person", words(), nullable=False),
        sa.Column("at", words(40), nullable=False),
        sa.Column("run", words(32), nullable=False),
        sa.Column("body", words(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
    )
    with op.batch_alter_table("description_versions", schema=None) as batch_op:
        batch_op.create_index(
            "description_versions_by_section", ["kind", "section", "number"], unique=False
        )
