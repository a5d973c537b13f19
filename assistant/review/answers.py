"""People's part in answers: their own words held against what they cite, and who may approve.

Pure rules over stored values; the verbs that keep their outcome are in `assistant.decision_run`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.answers import Answer
from assistant.library.reuse import is_provenance
from assistant.review.model import AnswerEdit
from assistant.store import codec


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody who writes or decides: a person of the house, or a name on the command line."""

    name: str
    id: str = ""

    def is_also(self, other: Who) -> bool:
        """Whether the two are one person: by id where both have one, else by name."""
        if self.id and other.id:
            return self.id == other.id
        return bool(_folded(self.name)) and _folded(self.name) == _folded(other.name)


@dataclass(frozen=True, slots=True)
class Passed:
    """An answer that a bulk approval leaves alone, and why."""

    id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Bulk:
    """What a bulk approval would do, told before it is done."""

    above: float
    approve: tuple[str, ...]
    passed: tuple[Passed, ...]


def writers(
    edits: Sequence[AnswerEdit], drafts: Mapping[str, Answer]
) -> dict[str, tuple[Who, ...]]:
    """Who wrote in each answer since the software last drafted it, by question id.

    An answer that nobody wrote in is not there. The newest writer comes last.
    """
    by_question: dict[str, list[AnswerEdit]] = {}
    for edit in edits:
        by_question.setdefault(edit.question_id, []).append(edit)
    found = {i: _chain(by_question.get(i, []), answer) for i, answer in drafts.items()}
    return {i: names for i, names in found.items() if names}


def hindrance(person: Who, wrote: Sequence[Who]) -> str | None:
    """Why this person may not approve the answer; None where they may.

    Nobody approves words that they wrote, or wrote in: a second person must read them.
    """
    if any(person.is_also(writer) for writer in wrote):
        return "you wrote in it; somebody else must approve it"
    return None


def plan_bulk(
    current: Mapping[str, Answer],
    wrote: Mapping[str, Sequence[Who]],
    *,
    above: float,
    person: Who,
) -> Bulk:
    """The answers that this person may approve together: drafts that nothing is said against.

    Everything else is named with its reason: needs input, a warning, a person's own words, too low a
    confidence. What is approved already is in neither list.
    """
    approve: list[str] = []
    passed: list[Passed] = []
    for identifier, answer in current.items():
        if answer.status == "approved":
            continue
        reason = _against(answer, wrote.get(identifier, ()), above, person)
        if reason is None:
            approve.append(identifier)
        else:
            passed.append(Passed(identifier, reason))
    return Bulk(above, tuple(approve), tuple(passed))


def same_words(one: Answer, other: Answer) -> bool:
    """Whether two states of an answer say the same on the same proof."""
    return (one.text, one.verdict, one.citations) == (other.text, other.verdict, other.citations)


def _against(answer: Answer, wrote: Sequence[Who], above: float, person: Who) -> str | None:
    if answer.abstained:
        return "it needs input"
    if own := hindrance(person, wrote):
        return own
    if wrote:
        return f"{wrote[-1].name} wrote in it; read it by itself"
    said = [w for w in answer.warnings if not is_provenance(w)]
    if said:
        return f"it has a warning: {said[0]}"
    if answer.status != "draft":
        return "it was rejected or waits for a closer look"
    if answer.confidence < above:
        return f"its confidence is {answer.confidence:.2f}"
    return None


def _chain(edits: Sequence[AnswerEdit], answer: Answer) -> tuple[Who, ...]:
    names: list[Who] = []
    state: Answer | None = answer
    for edit in reversed(edits):
        if state is None or codec.load(edit.after, Answer) != state:
            break
        writer = Who(edit.name, edit.person_id)
        if not any(writer.is_also(known) for known in names):
            names.append(writer)
        state = codec.load(edit.before, Answer) if edit.before else None
    return tuple(reversed(names))


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
