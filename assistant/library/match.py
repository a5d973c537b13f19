"""The library answer for a new question, if it has one: same meaning, same scope, and what is amiss.

Before evidence is searched. A suggestion that `stands` may be reused; any other only shows a person
what the house said before, with the reasons for looking twice.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Protocol

from assistant.answers import SENSITIVITIES, Ask, LibraryAnswer, Sensitivity
from assistant.library.meaning import NEAR, Likeness, likeness
from assistant.library.standing import IN_USE, stale_reasons
from assistant.library.wording import Wording, wording
from assistant.ports import Embedder, Vectors

_ORDER = ("identical", "same", "near")


class KnownVectors(Protocol):
    """Vectors kept by the hash of their text; `assistant.store.vectors.VectorTable`."""

    def get(self, hashes: Sequence[str]) -> dict[str, Vectors]:
        """Known vectors by hash."""
        ...

    def put(self, vectors: Mapping[str, Vectors]) -> None:
        """Keep vectors by hash."""
        ...


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A library answer to a question, and every reason why a person must look before it is reused.

    `similarity` is the cosine of the two questions' vectors; 1 where their words are the same.
    """

    answer: LibraryAnswer
    likeness: Likeness
    similarity: float
    doubts: tuple[str, ...] = ()

    @property
    def stands(self) -> bool:
        """Approved, the same question, in date, and every source as it was at approval."""
        return not self.doubts


class Shelf:
    """The answers in use, ready to be matched; questions are embedded once, when first needed."""

    def __init__(
        self,
        answers: Iterable[LibraryAnswer],
        embedder: Embedder,
        *,
        known: KnownVectors | None = None,
    ) -> None:
        self.answers = tuple(a for a in answers if a.status in IN_USE)
        self.wordings: tuple[Wording, ...] = tuple(wording(a.question) for a in self.answers)
        self._embedder = embedder
        self._known = known

    @cached_property
    def vectors(self) -> Vectors:
        """One row for each answer's question."""
        return self.embed([a.question for a in self.answers])

    def embed(self, questions: Sequence[str]) -> Vectors:
        """Unit vectors of questions; those embedded before are taken from what is known."""
        import numpy as np

        hashes = [hashlib.sha256(q.encode()).hexdigest() for q in questions]
        known = dict(self._known.get(hashes)) if self._known else {}
        new = {h: q for h, q in zip(hashes, questions, strict=True) if h not in known}
        if new:
            made = dict(zip(new, self._embedder.embed(list(new.values())), strict=True))
            if self._known:
                self._known.put(made)
            known |= made
        if not questions:
            return np.zeros((0, self._embedder.dimension), dtype=np.float32)
        return np.stack([known[h] for h in hashes])


def match(
    ask: Ask | str,
    shelf: Shelf,
    *,
    files: Mapping[str, str],
    today: date,
    product: str = "",
    audience: Sensitivity = "internal",
) -> Suggestion | None:
    """The best library answer to the question, or None where none asks the same.

    `files` is the evidence as it is now, sha256 by path. An answer for another product, or one that
    this audience may not read, is never suggested. The first by: stands, likeness, approval, date.
    """
    text = ask if isinstance(ask, str) else ask.text
    found: list[Suggestion] = []
    for alike_ones in (same_words, alike_answers):  # the first needs no vector
        found += [
            Suggestion(answer, alike, similarity, _doubts(answer, alike, files, today))
            for answer, alike, similarity in alike_ones(text, shelf)
            if _in_scope(answer, product, audience)
        ]
        if any(suggestion.stands for suggestion in found):
            break
    return min(found, key=_preference, default=None)


def suggestions(
    ask: Ask | str,
    shelf: Shelf,
    *,
    files: Mapping[str, str],
    today: date,
    most: int = 3,
) -> tuple[Suggestion, ...]:
    """What a person may look at: every library answer that asks the same or nearly, the best first.

    Of any product and sensitivity, unlike `match`: a person decides whether it may be said here.
    """
    text = ask if isinstance(ask, str) else ask.text
    found = {
        answer.id: Suggestion(answer, alike, similarity, _doubts(answer, alike, files, today))
        for alike_ones in (alike_answers, same_words)
        for answer, alike, similarity in alike_ones(text, shelf)
    }
    return tuple(sorted(found.values(), key=_preference)[:most])


def same_words(question: str, shelf: Shelf) -> list[tuple[LibraryAnswer, Likeness, float]]:
    """Every answer whose question has the same words."""
    asked = wording(question)
    return [
        (answer, alike, 1.0)
        for answer, known in zip(shelf.answers, shelf.wordings, strict=True)
        if known.key == asked.key and (alike := likeness(asked, known, 1.0))
    ]


def alike_answers(question: str, shelf: Shelf) -> list[tuple[LibraryAnswer, Likeness, float]]:
    """Every answer whose question asks the same or nearly, with the cosine of their vectors."""
    asked = wording(question)
    if asked.dependent or not shelf.answers:
        return []
    close = _similarities(question, asked, shelf)
    found = []
    for number, answer in enumerate(shelf.answers):
        similarity = close.get(number, 0.0)
        alike = likeness(asked, shelf.wordings[number], similarity)
        if alike is not None:
            similarity = 1.0 if alike.sameness == "identical" else similarity
            found.append((answer, alike, similarity))
    return found


def _similarities(question: str, asked: Wording, shelf: Shelf) -> dict[int, float]:
    """Cosines of the answers that matter: the near ones, and those with the same terms."""
    cosines = shelf.vectors @ shelf.embed([question])[0]
    wanted = (
        n for n, w in enumerate(shelf.wordings) if cosines[n] >= NEAR or w.terms == asked.terms
    )
    return {n: float(cosines[n]) for n in wanted}


def _in_scope(answer: LibraryAnswer, product: str, audience: Sensitivity) -> bool:
    """The answer speaks for all products or for this one, and this audience may read it."""
    same = not answer.product or answer.product.casefold() == product.casefold()
    return same and SENSITIVITIES.index(answer.sensitivity) <= SENSITIVITIES.index(audience)


def _doubts(
    answer: LibraryAnswer, alike: Likeness, files: Mapping[str, str], today: date
) -> tuple[str, ...]:
    doubts = []
    if alike.sameness == "near":
        words = ", ".join(repr(w) for w in alike.differing)
        doubts.append(f"the library's question differs in {words}: {answer.question!r}")
    if answer.status == "imported":
        doubts.append(
            f"imported from {answer.origin or 'a past questionnaire'}, never approved here"
        )
    doubts.extend(reason.detail for reason in stale_reasons(answer, files, today))
    return tuple(doubts)


def _preference(suggestion: Suggestion) -> tuple[bool, int, bool, bool, int, str]:
    answer = suggestion.answer
    return (
        not suggestion.stands,
        _ORDER.index(suggestion.likeness.sameness),
        answer.status != "approved",
        not answer.product,  # made for this product before made for all
        -answer.approved_on.toordinal(),
        answer.id,
    )
