"""What happened to one answer: drafted, written in, decided on, handed to somebody."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from assistant.answers import Answer, AnswerRun
from assistant.store import codec
from assistant.store.store import Store


@dataclass(frozen=True, slots=True)
class Happened:
    """One line of an answer's history."""

    at: datetime
    who: str
    """A person's name, or the engine's."""
    what: str
    before: str = ""
    after: str = ""


def history(
    store: Store,
    questionnaire: str,
    question_id: str,
    run: AnswerRun | None,
    names: Mapping[str, str],
) -> tuple[Happened, ...]:
    """Everything that is known of it, the newest first. `names` are people's by id."""
    found = [*_written(store, questionnaire, question_id, names)]
    found += _decided(store, questionnaire, question_id, names)
    found += [
        Happened(a.at, names.get(a.by, ""), f"asked {names.get(a.person_id, 'nobody')} to look")
        for a in store.edits.assignments(questionnaire)
        if a.question_id == question_id
    ]
    if run is not None:
        cards = ", ".join(f"{name} {version}" for name, version in run.prompts)
        found.append(
            Happened(run.started_at, run.engine, f"drafted it{f' with {cards}' if cards else ''}")
        )
    return tuple(sorted(found, key=lambda one: one.at, reverse=True))


def _written(
    store: Store, questionnaire: str, question_id: str, names: Mapping[str, str]
) -> Iterator[Happened]:
    for edit in store.edits.edits(questionnaire):
        if edit.question_id == question_id:
            yield Happened(
                edit.at,
                names.get(edit.person_id, edit.name),
                f"wrote in it{f' ({edit.reason})' if edit.reason else ''}",
                codec.load(edit.before, Answer).text if edit.before else "",
                codec.load(edit.after, Answer).text,
            )


def _decided(
    store: Store, questionnaire: str, question_id: str, names: Mapping[str, str]
) -> Iterator[Happened]:
    for review in store.answers.reviews(questionnaire):
        if review.answer.id == question_id:
            approved = review.decision == "approve"
            yield Happened(
                review.at,
                names.get(review.person_id, review.reviewer),
                "approved it" if approved else f"rejected it: {review.reason}",
                after=review.answer.text,
            )
