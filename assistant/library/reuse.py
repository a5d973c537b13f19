"""From a suggestion to an answer for the new question: citations proven again, doubts said.

After `match`. What the changed files no longer prove is dropped and the answer waits for a person;
nothing that was only imported is ever more than a draft to be reviewed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from assistant.answering.sensitivity import most_sensitive
from assistant.answers import SENSITIVITIES, Answer, Ask, Freshness, LibraryAnswer, Sensitivity
from assistant.assessment.freshness import freshness
from assistant.library.match import Shelf, Suggestion, match
from assistant.model import Citation, Scope
from assistant.ports import Embedder
from assistant.store.store import Store
from assistant.verify import check_citations
from ingest.model import Document

MARK = re.compile(r"\s*\[(\d{1,3})\]")
_WORST: tuple[Freshness, ...] = ("fresh", "due", "undated", "stale")
_CONFIDENCE = {"identical": 0.95, "same": 0.9, "near": 0.5}
_FROM = "from the library: "
_DOUBTED = 0.5
"""What is left of the confidence where a person must look."""


class Reuse:
    """The library of a workspace as answers: made once a run, for it reads every kept answer."""

    def __init__(self, store: Store, embedder: Embedder, *, root: Path) -> None:
        self._store = store
        self._root = root
        self._shelf = Shelf(store.library.answers(), embedder)
        self._files = {path: file.sha256 for path, file in store.evidence.files().items()}

    def answer(
        self,
        ask: Ask,
        *,
        today: date,
        audience: Sensitivity = "internal",
        product: str = "",
        scope: Scope | None = None,
    ) -> Answer | None:
        """The approved answer to the same question, where all that it rests on still stands.

        None where there is none: then the evidence is searched. `scope` says the day that freshness
        is judged for; today without it.
        """
        found = self._answer(ask, today, audience, product, scope)
        return found if found is not None and found.status == "draft" else None

    def in_doubt(
        self,
        ask: Ask,
        *,
        today: date,
        audience: Sensitivity = "internal",
        product: str = "",
        scope: Scope | None = None,
    ) -> Answer | None:
        """What the house said to the same question, where the evidence gives no answer.

        Always `needs_review`, with every reason among its warnings. None where nothing was said.
        """
        found = self._answer(ask, today, audience, product, scope)
        return found if found is not None and found.status == "needs_review" else None

    def _answer(
        self, ask: Ask, today: date, audience: Sensitivity, product: str, scope: Scope | None
    ) -> Answer | None:
        suggestion = match(
            ask,
            self._shelf,
            files=self._files,
            today=today,
            product=product,
            audience=audience,
        )
        if suggestion is None:
            return None
        cited = list(dict.fromkeys(c.document_id for c in suggestion.answer.citations))
        return as_answer(
            suggestion,
            ask,
            self._store.evidence.documents(cited),
            root=self._root,
            scope=scope or Scope(("security",), "type1", as_of=today),
            audience=audience,
        )


@dataclass(frozen=True, slots=True)
class _Proven:
    """Citations that hold in the current documents, in their order, and what was dropped."""

    citations: tuple[Citation, ...]
    dropped: tuple[str, ...]
    documents: tuple[Document, ...]


def as_answer(
    suggestion: Suggestion,
    ask: Ask,
    documents: Iterable[Document],
    *,
    root: Path,
    scope: Scope,
    audience: Sensitivity = "internal",
) -> Answer:
    """The library's answer as an answer to `ask`, for a person to approve.

    `documents` are the current ones that it cites; `root` is the evidence folder. Status is `draft`
    where the answer stands and every citation was proven again, else `needs_review` with the reasons
    among the warnings. Source is `both` where current evidence still proves a part of it, else
    `library`.
    """
    kept = suggestion.answer
    proven = _prove(kept, tuple(documents), root)
    state = _freshness(proven.documents, scope)
    sensitivity = _narrower(kept.sensitivity, most_sensitive(proven.documents))
    doubts = [*suggestion.doubts, *proven.dropped]
    if state == "stale":
        doubts.append("the evidence that it cites is outdated for the date asked for")
    if ask.form == "yes_no" and kept.verdict == "narrative":
        doubts.append("the library's answer says neither yes nor no")
    if SENSITIVITIES.index(sensitivity) > SENSITIVITIES.index(audience):
        doubts.append(f"what it cites is {sensitivity}, the answer is for {audience}")
    return Answer(
        id=ask.id,
        question=ask.text,
        verdict=kept.verdict,
        text=_renumbered(kept, proven.citations),
        abstained=False,
        confidence=_CONFIDENCE[suggestion.likeness.sameness] * (_DOUBTED if doubts else 1.0),
        citations=proven.citations,
        section=ask.section,
        source="both" if proven.citations else "library",
        status="needs_review" if doubts else "draft",
        warnings=(_provenance(kept), *dict.fromkeys(doubts)),
        sensitivity=sensitivity,
        freshness=state,
    )


def is_provenance(warning: str) -> bool:
    """Whether a warning only says that an answer comes from the library, and who approved it."""
    return warning.startswith(_FROM)


def _provenance(answer: LibraryAnswer) -> str:
    if answer.status == "imported":
        return f"{_FROM}{answer.id}, said on {answer.approved_on}"
    return f"{_FROM}{answer.id}, approved by {answer.owner} on {answer.approved_on}"


def _prove(answer: LibraryAnswer, documents: Sequence[Document], root: Path) -> _Proven:
    by_id = {d.id: d for d in documents}
    kept: list[Citation] = []
    dropped: list[str] = []
    for citation in answer.citations:
        document = by_id.get(citation.document_id)
        if document is None:
            dropped.append(f"{citation.path} changed or is gone, so it is no longer cited")
            continue
        good, refused = check_citations([citation], document, root=root)
        kept.extend(good)
        dropped.extend(f"{citation.path} is no longer cited: {reason}" for reason in refused)
    cited = {c.document_id for c in kept}
    return _Proven(
        tuple(dict.fromkeys(kept)), tuple(dropped), tuple(d for d in documents if d.id in cited)
    )


def _renumbered(answer: LibraryAnswer, citations: Sequence[Citation]) -> str:
    """The text with its marks counting the citations that are left; marks of the others go."""

    def mark(found: re.Match[str]) -> str:
        number = int(found.group(1))
        if not 1 <= number <= len(answer.citations):
            return found.group(0) if not answer.citations else ""
        old = answer.citations[number - 1]
        return f" [{citations.index(old) + 1}]" if old in citations else ""

    return MARK.sub(mark, answer.text)


def _freshness(documents: Iterable[Document], scope: Scope) -> Freshness:
    """The worst of what is cited; undated where nothing is."""
    states: list[Freshness] = []
    for document in documents:
        state = freshness(document.kind, document.dates, scope, questionnaire=True)
        match state:
            case "fresh" | "due" | "stale":
                states.append(state)
            case "future":
                states.append("fresh")  # newer than the day asked for: current for a questionnaire
            case "unknown":
                states.append("undated")
    return max(states, key=_WORST.index, default="undated")


def _narrower(one: Sensitivity, other: Sensitivity) -> Sensitivity:
    return max(one, other, key=SENSITIVITIES.index)
