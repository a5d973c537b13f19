"""People's own words in answers, and who is asked to look at which: appended, never changed."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Engine, delete, insert, select

from assistant.answers import Answer
from assistant.review.model import AnswerEdit, Assignment
from assistant.store import codec, schema
from assistant.store.engines import writing


class EditTables:
    """Edits and assignments by questionnaire (the file's sha256) and question id."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def put(
        self, edit: AnswerEdit, position: int, before: Answer | None, after: Answer
    ) -> AnswerEdit | None:
        """Put a person's answer in place of `before`, and append the edit, both or neither.

        None where `before` no longer is the answer: somebody was quicker.
        """
        table = schema.answers
        same = (
            table.c.questionnaire == edit.questionnaire,
            table.c.question_id == edit.question_id,
        )
        kept = replace(edit, number=0, before=_dumped(before), after=_dumped(after))
        row = {
            "questionnaire": edit.questionnaire,
            "question_id": edit.question_id,
            "position": position,
            "run": after.run,
            "answer": kept.after,
        }
        with writing(self._engine) as connection:
            stored = connection.scalar(select(table.c.answer).where(*same).with_for_update())
            if (codec.load(stored, Answer) if stored else None) != before:
                return None
            if stored:
                gone = connection.execute(delete(table).where(*same, table.c.answer == stored))
                if gone.rowcount != 1:
                    return None
            connection.execute(insert(table).values(row))
            made = connection.execute(
                insert(schema.answer_edits).values(
                    questionnaire=edit.questionnaire,
                    question_id=edit.question_id,
                    edit=codec.dump(kept, AnswerEdit),
                )
            )
            (number,) = made.inserted_primary_key or (0,)
        return replace(kept, number=number)

    def edits(self, questionnaire: str) -> tuple[AnswerEdit, ...]:
        """All edits of a questionnaire's answers, oldest first."""
        table = schema.answer_edits
        query = (
            select(table.c.number, table.c.edit)
            .where(table.c.questionnaire == questionnaire)
            .order_by(table.c.number)
        )
        with self._engine.connect() as connection:
            rows = connection.execute(query).all()
        return tuple(replace(codec.load(text, AnswerEdit), number=number) for number, text in rows)

    def assign(self, assignment: Assignment) -> None:
        """Append who is asked to look at an answer."""
        with writing(self._engine) as connection:
            connection.execute(
                insert(schema.assignments).values(
                    questionnaire=assignment.questionnaire,
                    question_id=assignment.question_id,
                    assignment=codec.dump(assignment, Assignment),
                )
            )

    def assignments(self, questionnaire: str) -> tuple[Assignment, ...]:
        """All assignments of a questionnaire, oldest first; the newest of a question holds."""
        table = schema.assignments
        query = (
            select(table.c.assignment)
            .where(table.c.questionnaire == questionnaire)
            .order_by(table.c.number)
        )
        with self._engine.connect() as connection:
            return tuple(codec.load(text, Assignment) for text in connection.scalars(query))


def _dumped(answer: Answer | None) -> str:
    return codec.dump(answer, Answer) if answer is not None else ""
