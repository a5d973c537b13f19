"""What Alembic runs for each command, on the connection it is given."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import String


def render(kind: str, value: Any, autogen: AutogenContext) -> str | Literal[False]:
    """How a column of text is written in a step."""
    if kind == "type" and isinstance(value, String):
        autogen.imports.add("from assistant.store.columns import words")
        return f"words({value.length or ''})"
    return False


given = context.config.attributes
context.configure(
    connection=given["connection"],
    target_metadata=given["metadata"],
    render_as_batch=True,  # SQLite changes a table by making it anew
    render_item=render,
)
with context.begin_transaction():
    context.run_migrations()
