"""The answer library: every version of every answer, who decided what, and where it was sent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import Connection, Engine, func, insert, select, update

from assistant.answers import LibraryAnswer, LibraryEvent
from assistant.errors import UsageError
from assistant.store import codec, schema
from assistant.store.database import writing


class LibraryTables:
    """Answers are added and change their status; words of a kept answer are never changed."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def answers(self) -> tuple[LibraryAnswer, ...]:
        """All answers, history included, by question and version."""
        table, sent = schema.library_answers, schema.library_sent
        carried: dict[str, list[str]] = {}
        with self._engine.connect() as connection:
            for row in connection.execute(select(sent).order_by(sent.c.day, sent.c.questionnaire)):
                carried.setdefault(row.answer_id, []).append(row.questionnaire)
            found = [
                replace(
                    codec.load(row.answer, LibraryAnswer),
                    status=row.status,
                    sent_in=tuple(carried.get(row.id, ())),
                )
                for row in connection.execute(select(table))
            ]
        return tuple(sorted(found, key=lambda a: (a.question.casefold(), a.version, a.id)))

    def add(
        self,
        answers: Iterable[tuple[LibraryAnswer, LibraryEvent]],
        *,
        ended: Sequence[LibraryEvent] = (),
    ) -> None:
        """Keep new answers, each with the event that made it, and end others, in one transaction."""
        with writing(self._engine) as connection:
            for event in ended:
                _set_status(connection, event)
            for answer, event in answers:
                connection.execute(
                    insert(schema.library_answers).values(
                        id=answer.id,
                        status=answer.status,
                        answer=codec.dump(replace(answer, sent_in=()), LibraryAnswer),
                    )
                )
                _append(connection, event)

    def renew(
        self, answer: LibraryAnswer, event: LibraryEvent, *, ended: Sequence[LibraryEvent] = ()
    ) -> None:
        """Keep a new approval of the same words: status, owner, dates and sources of `answer`.

        Raises `UsageError` where its words differ from those kept.
        """
        table = schema.library_answers
        with writing(self._engine) as connection:
            text = connection.scalar(select(table.c.answer).where(table.c.id == answer.id))
            kept = codec.load(text, LibraryAnswer) if text else None
            if kept is None or (kept.question, kept.text) != (answer.question, answer.text):
                raise UsageError(f"library answer {answer.id} has other words; keep a new version")
            for ending in ended:
                _set_status(connection, ending)
            connection.execute(
                update(table)
                .where(table.c.id == answer.id)
                .values(
                    status=answer.status,
                    answer=codec.dump(replace(answer, sent_in=()), LibraryAnswer),
                )
            )
            _append(connection, event)

    def end(self, event: LibraryEvent) -> None:
        """Take an answer out of use (`retired` or `superseded`); it stays as history."""
        with writing(self._engine) as connection:
            _set_status(connection, event)

    def events(self, answer_id: str) -> tuple[LibraryEvent, ...]:
        """All that was decided on an answer, oldest first."""
        table = schema.library_events
        query = select(table).where(table.c.answer_id == answer_id).order_by(table.c.number)
        with self._engine.connect() as connection:
            return tuple(
                LibraryEvent(
                    row.answer_id, row.action, row.who, date.fromisoformat(row.day), row.note
                )
                for row in connection.execute(query)
            )

    def last_event(self) -> int:
        """The number of the newest decision: another one whenever any answer changed. 0 for none."""
        with self._engine.connect() as connection:
            newest = connection.scalar(select(func.max(schema.library_events.c.number)))
            return int(newest or 0)

    def mark_sent(self, ids: Iterable[str], questionnaire: str, day: date) -> None:
        """Note that these answers left the house in this questionnaire; twice is once.

        Raises `UsageError` for an unknown id, and then notes none.
        """
        wanted = list(dict.fromkeys(ids))
        table = schema.library_sent
        with writing(self._engine) as connection:
            known = set(connection.scalars(select(schema.library_answers.c.id)))
            if unknown := [i for i in wanted if i not in known]:
                raise UsageError(f"no library answer has the id {unknown[0]!r}")
            carried = set(
                connection.scalars(
                    select(table.c.answer_id).where(table.c.questionnaire == questionnaire)
                )
            )
            for identifier in wanted:
                if identifier not in carried:
                    connection.execute(
                        insert(table).values(
                            answer_id=identifier, questionnaire=questionnaire, day=day.isoformat()
                        )
                    )


def _set_status(connection: Connection, event: LibraryEvent) -> None:
    table = schema.library_answers
    connection.execute(
        update(table).where(table.c.id == event.answer_id).values(status=event.action)
    )
    _append(connection, event)


def _append(connection: Connection, event: LibraryEvent) -> None:
    connection.execute(
        insert(schema.library_events).values(
            answer_id=event.answer_id,
            action=event.action,
            who=event.who,
            day=event.day.isoformat(),
            note=event.note,
        )
    )
