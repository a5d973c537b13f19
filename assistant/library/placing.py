"""How an approved answer takes its place among those that are kept: new, renewed, or instead of others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from assistant.answers import LibraryAnswer, LibraryEvent
from assistant.library.standing import IN_USE
from assistant.library.wording import question_key
from assistant.store.store import Store


class Kept:
    """The library's answers while some are put in: each one put sees those put before it."""

    def __init__(self, answers: Iterable[LibraryAnswer]) -> None:
        self._answers: dict[str, LibraryAnswer] = {}
        self._by_question: defaultdict[str, set[str]] = defaultdict(set)
        for answer in answers:
            self._remember(answer)

    def get(self, identifier: str) -> LibraryAnswer | None:
        """The answer of this id."""
        return self._answers.get(identifier)

    def current(self, made: LibraryAnswer) -> LibraryAnswer | None:
        """The approved answer whose place the new one takes, if there is one."""
        standing = (a for a in self._others(made) if a.status == "approved")
        return max(standing, key=lambda a: a.version, default=None)

    def put(self, store: Store, made: LibraryAnswer) -> LibraryAnswer:
        """Write an approved answer as new or as a renewal, and end what it takes the place of."""
        before, current = self.get(made.id), self.current(made)
        if current is not None:
            made = replace(made, version=current.version + 1, replaces=current.id)
        elif before is not None:
            made = replace(made, version=before.version, replaces=before.replaces)
        event = LibraryEvent(made.id, "approved", made.owner, made.approved_on, made.origin)
        ending = [a for a in self._others(made) if a.status in IN_USE]
        ended = [
            LibraryEvent(a.id, "superseded", made.owner, made.approved_on, f"by {made.id}")
            for a in ending
        ]
        if before is None:
            store.library.add([(made, event)], ended=ended)
        else:
            store.library.renew(made, event, ended=ended)
        for answer in (*(replace(a, status="superseded") for a in ending), made):
            self._remember(answer)
        return made

    def _remember(self, answer: LibraryAnswer) -> None:
        self._answers[answer.id] = answer
        self._by_question[question_key(answer.question)].add(answer.id)

    def _others(self, made: LibraryAnswer) -> list[LibraryAnswer]:
        same = (self._answers[i] for i in self._by_question[question_key(made.question)])
        found = [a for a in same if a.id != made.id and _same_place(a, made)]
        return sorted(found, key=lambda a: (a.version, a.id))


def _same_place(known: LibraryAnswer, made: LibraryAnswer) -> bool:
    """Whether the answer to a question takes that one's place: same product, same readers.

    An imported one gives way to any approved answer of its question.
    """
    return known.product.casefold() == made.product.casefold() and (
        known.status == "imported" or known.sensitivity == made.sensitivity
    )
