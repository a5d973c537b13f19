"""Open points of a description that people set aside, with their reasons."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from assistant.store.columns import words

revision = "0004_description_set_aside"
down_revision = "0003_descriptions"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take the step."""
    op.create_table(
        "description_set_aside",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("kind", words(32), nullable=False),
        sa.Column("point", words(140), nullable=False),
        sa.Column("question", words(), nullable=False),
        sa.Column("why", words(), nullable=False),
        sa.Column("reason", words(), nullable=False),
        sa.Column("person", words(), nullable=False),
        sa.Column("at", words(40), nullable=False),
        sa.PrimaryKeyConstraint("number"),
    )
