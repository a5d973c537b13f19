"""Conversations: questions asked one after another, and what was answered."""

from __future__ import annotations

from sqlalchemy import Engine, insert, select

from assistant.answers import Turn
from assistant.store import codec, schema


class ConversationTables:
    """Turns by session, in order."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def turns(self, session: str) -> tuple[Turn, ...]:
        """All turns of a session, oldest first; empty for an unknown one."""
        query = (
            select(schema.turns.c.turn)
            .where(schema.turns.c.session == session)
            .order_by(schema.turns.c.number)
        )
        with self._engine.connect() as connection:
            return tuple(codec.load(text, Turn) for text in connection.scalars(query))

    def add(self, turn: Turn) -> None:
        """Append a turn."""
        with self._engine.begin() as connection:
            connection.execute(
                insert(schema.turns).values(
                    session=turn.session, number=turn.number, turn=codec.dump(turn, Turn)
                )
            )
