"""Conversations: questions asked one after another, what was answered, and whose they are."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Engine, Row, exists, func, insert, select, update

from assistant.answers import EVERYTHING, Answer, Conversation, Narrowing, Turn
from assistant.store import codec, schema
from assistant.store.database import writing


class ConversationTables:
    """Turns by session, in order; and the conversations of people, each read by its owner alone.

    A session of the command line has no owner and is in nobody's list.
    """

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
        table, talks = schema.turns, schema.conversations
        last = select(func.max(table.c.number)).where(table.c.session == session)
        with writing(self._engine) as connection:
            number = (connection.scalar(last) or 0) + 1
            turn = Turn(session, number, question, answer, at, narrowing)
            connection.execute(
                insert(table).values(session=session, number=number, turn=codec.dump(turn, Turn))
            )
            connection.execute(
                update(talks).where(talks.c.id == session).values(changed_at=at.isoformat())
            )
        return turn

    def start(self, conversation: Conversation) -> None:
        """Keep a new conversation; its id must be unknown."""
        with writing(self._engine) as connection:
            connection.execute(
                insert(schema.conversations).values(
                    id=conversation.id,
                    owner=conversation.owner,
                    title=conversation.title,
                    started_at=conversation.started_at.isoformat(),
                    changed_at=conversation.changed_at.isoformat(),
                    hidden=conversation.hidden,
                )
            )

    def of_person(self, owner: str) -> tuple[Conversation, ...]:
        """A person's conversations with at least one answer, not hidden, the one used last first."""
        table = schema.conversations
        answered = exists().where(schema.turns.c.session == table.c.id)
        query = (
            select(table)
            .where(table.c.owner == owner, table.c.hidden.is_(False), answered)
            .order_by(table.c.changed_at.desc(), table.c.id)
        )
        with self._engine.connect() as connection:
            return tuple(_conversation(row) for row in connection.execute(query))

    def get(self, conversation_id: str, owner: str) -> Conversation | None:
        """The conversation with this id if it is this person's; None for any other."""
        table = schema.conversations
        query = select(table).where(table.c.id == conversation_id, table.c.owner == owner)
        with self._engine.connect() as connection:
            row = connection.execute(query).first()
        return _conversation(row) if row else None

    def rename(self, conversation_id: str, owner: str, title: str) -> None:
        """Give a person's conversation another title; nothing happens to any other."""
        self._change(conversation_id, owner, title=title)

    def hide(self, conversation_id: str, owner: str) -> None:
        """Take a person's conversation out of their list; nothing is removed."""
        self._change(conversation_id, owner, hidden=True)

    def _change(self, conversation_id: str, owner: str, **values: object) -> None:
        table = schema.conversations
        with writing(self._engine) as connection:
            connection.execute(
                update(table)
                .where(table.c.id == conversation_id, table.c.owner == owner)
                .values(**values)
            )


def _conversation(row: Row[Any]) -> Conversation:
    return Conversation(
        row.id,
        row.owner,
        row.title,
        datetime.fromisoformat(row.started_at),
        datetime.fromisoformat(row.changed_at),
        row.hidden,
    )
