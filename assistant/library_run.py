"""The verbs of people on library answers: approve, write anew; nobody approves their own words."""

from __future__ import annotations

from dataclasses import replace

from assistant.answering.gate import Gate
from assistant.answers import SENSITIVITIES, Answer, LibraryAnswer, Sensitivity, Verdict
from assistant.errors import NotAllowed, UsageError
from assistant.library import keep
from assistant.review.wording import cites, reworded, said, stated
from assistant.scope_kept import scope_of
from assistant.workspace import Workspace
from ingest.walk import base_of


def approve(
    workspace: Workspace,
    identifier: str,
    *,
    person: str,
    person_id: str,
    review_in_days: int = keep.REVIEW_IN_DAYS,
    sensitivity: Sensitivity | None = None,
    product: str | None = None,
) -> LibraryAnswer:
    """A person stands by a proposed, imported or kept answer from today, its words as they are.

    Raises `NotAllowed` where the words are the person's own, and `UsageError` as
    `assistant.library.keep.approve` does.
    """
    known = keep.find(workspace.store, identifier)
    if reason := hindrance(known, person_id):
        raise NotAllowed(reason)
    return keep.approve(
        workspace.store,
        known.id,
        owner=person,
        today=workspace.clock.today(),
        review_in_days=review_in_days,
        sensitivity=sensitivity,
        product=product,
    )


def hindrance(answer: LibraryAnswer, person_id: str) -> str:
    """Why this person may not approve the answer; empty where they may."""
    if answer.author and answer.author == person_id:
        return "these are your own words; somebody else must approve them"
    return ""


def revise(
    workspace: Workspace,
    identifier: str,
    *,
    verdict: Verdict,
    text: str,
    person: str,
    person_id: str,
    review_in_days: int = keep.REVIEW_IN_DAYS,
) -> LibraryAnswer:
    """Put up a person's own words as the next version of an answer; somebody else must approve them.

    Sentences that cite, as `[1]`, are held to the answer's sources, and must be borne out. The
    version in use stays in use until then. Raises `UsageError` for empty or unproven words, words
    that change nothing, and where nobody is named.
    """
    known = keep.find(workspace.store, identifier)
    words = text.strip()
    if not said(words) or not person.strip() or verdict == "needs_input":
        raise UsageError("a new version needs words, a verdict and a person")
    if (words, verdict) == (known.text, known.verdict):
        raise UsageError("these are the words that are there already")
    made = _in_words(workspace, known, verdict, words, person)
    return keep.propose(
        workspace.store,
        made,
        owner=person,
        today=workspace.clock.today(),
        origin=f"edited from {known.id}",
        product=known.product,
        review_in_days=review_in_days,
        author=person_id,
    )


def _in_words(
    workspace: Workspace, known: LibraryAnswer, verdict: Verdict, text: str, person: str
) -> Answer:
    day = workspace.clock.today()
    before = _as_answer(known)
    if not cites(text) or not known.citations:
        return stated(before, verdict=verdict, text=text, person=person, day=day)
    made = reworded(
        before,
        verdict=verdict,
        text=text,
        person=person,
        day=day,
        citations=known.citations,
        documents=workspace.store.evidence.documents([c.document_id for c in known.citations]),
        gate=Gate(base_of(workspace.evidence), scope_of(workspace)),
    )
    narrower = max(made.sensitivity, known.sensitivity, key=SENSITIVITIES.index)
    return replace(made, sensitivity=narrower)


def _as_answer(known: LibraryAnswer) -> Answer:
    return Answer(
        id=known.id,
        question=known.question,
        verdict=known.verdict,
        text=known.text,
        abstained=False,
        confidence=1.0,
        citations=known.citations,
        source="library",
        sensitivity=known.sensitivity,
    )
