"""Answers as drafted, what people decided on them, the runs that made them, and corrected layouts."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, Engine, delete, insert, select

from assistant.answers import Answer, AnswerRun, Review, decided
from assistant.questions import ColumnMap
from assistant.store import codec, schema
from assistant.store.database import writing


class AnswerTables:
    """Answers by questionnaire (the file's sha256) and question id.

    Drafts are replaced by later drafts; reviews are appended and stay.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def put(self, questionnaire: str, position: int, answer: Answer) -> None:
        """Keep a draft, in place of an earlier one to the same question."""
        with writing(self._engine) as connection:
            _put(connection, questionnaire, position, answer)

    def put_over(
        self, questionnaire: str, position: int, answer: Answer, known: Answer | None
    ) -> bool:
        """Keep a draft only where `known` is still the question's answer; whether it was kept.

        What a person wrote or approved while the draft was made is not lost to it.
        """
        with writing(self._engine) as connection:
            if _answer(connection, questionnaire, answer.id) != known:
                return False
            _put(connection, questionnaire, position, answer)
        return True

    def answer(self, questionnaire: str, question_id: str) -> Answer | None:
        """One answer with the state that reviews give it; None where there is no draft."""
        with self._engine.connect() as connection:
            return _answer(connection, questionnaire, question_id)

    def drafts(self, questionnaire: str) -> dict[str, Answer]:
        """The questionnaire's answers by question id, in its order, as drafted."""
        table = schema.answers
        query = (
            select(table.c.answer)
            .where(table.c.questionnaire == questionnaire)
            .order_by(table.c.position, table.c.question_id)
        )
        with self._engine.connect() as connection:
            found = [codec.load(text, Answer) for text in connection.scalars(query)]
        return {a.id: a for a in found}

    def current(self, questionnaire: str) -> dict[str, Answer]:
        """The same with the state that reviews give them: approved where a person approved it."""
        latest = {r.answer.id: r for r in self.reviews(questionnaire)}
        return {
            i: _reviewed(answer, latest.get(i)) for i, answer in self.drafts(questionnaire).items()
        }

    def add_reviews(self, reviews: Sequence[Review]) -> None:
        """Append decisions, all or none."""
        rows = [
            {
                "questionnaire": review.questionnaire,
                "question_id": review.answer.id,
                "review": codec.dump(review, Review),
            }
            for review in reviews
        ]
        if rows:
            with writing(self._engine) as connection:
                connection.execute(insert(schema.reviews), rows)

    def reviews(self, questionnaire: str) -> tuple[Review, ...]:
        """All decisions on a questionnaire's answers, oldest first."""
        query = (
            select(schema.reviews.c.review)
            .where(schema.reviews.c.questionnaire == questionnaire)
            .order_by(schema.reviews.c.number)
        )
        with self._engine.connect() as connection:
            return tuple(codec.load(text, Review) for text in connection.scalars(query))

    def put_run(self, questionnaire: str, run: AnswerRun) -> None:
        """Keep the record of a run, in place of what was kept of it when it began."""
        table = schema.answer_runs
        with writing(self._engine) as connection:
            connection.execute(delete(table).where(table.c.id == run.id))
            connection.execute(
                insert(schema.answer_runs).values(
                    id=run.id,
                    questionnaire=questionnaire,
                    started_at=run.started_at.isoformat(),
                    run=codec.pack(run, AnswerRun),
                )
            )

    def latest_run(self, questionnaire: str) -> AnswerRun | None:
        """The newest run over a questionnaire."""
        table = schema.answer_runs
        query = (
            select(table.c.run)
            .where(table.c.questionnaire == questionnaire)
            .order_by(table.c.started_at.desc())
            .limit(1)
        )
        with self._engine.connect() as connection:
            data = connection.scalar(query)
        return codec.unpack(data, AnswerRun) if data else None

    def runs(self, questionnaire: str) -> tuple[AnswerRun, ...]:
        """All runs over a questionnaire, oldest first; one that was stopped is as it began."""
        table = schema.answer_runs
        query = (
            select(table.c.run)
            .where(table.c.questionnaire == questionnaire)
            .order_by(table.c.started_at, table.c.id)
        )
        with self._engine.connect() as connection:
            return tuple(codec.unpack(data, AnswerRun) for data in connection.scalars(query))

    def remember_layout(self, layout: str, maps: Sequence[ColumnMap]) -> None:
        """Keep a person's correction of how tables of this layout are read."""
        with writing(self._engine) as connection:
            connection.execute(delete(schema.layouts).where(schema.layouts.c.layout == layout))
            connection.execute(
                insert(schema.layouts).values(
                    layout=layout, maps=codec.dump(tuple(maps), tuple[ColumnMap, ...])
                )
            )

    def maps_of(self, layout: str) -> tuple[ColumnMap, ...]:
        """The correction kept for a layout; empty where there is none."""
        query = select(schema.layouts.c.maps).where(schema.layouts.c.layout == layout)
        with self._engine.connect() as connection:
            text = connection.scalar(query)
        return codec.load(text, tuple[ColumnMap, ...]) if text else ()


def _put(connection: Connection, questionnaire: str, position: int, answer: Answer) -> None:
    table = schema.answers
    same = (table.c.questionnaire == questionnaire, table.c.question_id == answer.id)
    row = {
        "questionnaire": questionnaire,
        "question_id": answer.id,
        "position": position,
        "run": answer.run,
        "answer": codec.dump(answer, Answer),
    }
    connection.execute(delete(table).where(*same))
    connection.execute(insert(table).values(row))


def _answer(connection: Connection, questionnaire: str, question_id: str) -> Answer | None:
    table, decided = schema.answers, schema.reviews
    found = connection.scalar(
        select(table.c.answer).where(
            table.c.questionnaire == questionnaire, table.c.question_id == question_id
        )
    )
    if found is None:
        return None
    review = connection.scalar(
        select(decided.c.review)
        .where(decided.c.questionnaire == questionnaire, decided.c.question_id == question_id)
        .order_by(decided.c.number.desc())
        .limit(1)
    )
    return _reviewed(codec.load(found, Answer), codec.load(review, Review) if review else None)


def _reviewed(answer: Answer, review: Review | None) -> Answer:
    """A decision holds for the words that were decided on, not for a later draft."""
    if (
        review is None
        or review.answer.text != answer.text
        or review.answer.verdict != answer.verdict
        or review.answer.citations != answer.citations
    ):
        return answer
    return decided(answer, review.decision)
