"""Conversations: questions asked one after another, and what was answered."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Engine, func, insert, select

from assistant.answers import EVERYTHING, Answer, Narrowing, Turn
from assistant.store import codec, schema
from assistant.store.database import writing


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

    def add(
        self,
        session: str,
        question: str,
        answer: Answer,
        at: datetime,
        narrowing: Narrowing = EVERYTHING,
    ) -> Turn:
        """Append the next turn of a session, numbered from 1 without a gap, whoever else asks."""
        table = schema.turns
        last = select(func.max(table.c.number)).where(table.c.session == session)
        with writing(self._engine) as connection:
            number = (connection.scalar(last) or 0) + 1
            turn = Turn(session, number, question, answer, at, narrowing)
            connection.execute(
                insert(table).values(session=session, number=number, turn=codec.dump(turn, Turn))
            )
        return turn
