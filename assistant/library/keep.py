"""What people decide goes into the library: approvals, renewals, retirements, and what was sent.

After review and export. A kept answer's words never change: an approval of other words makes a new
version and ends the old one, with who and when.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from assistant.answers import Answer, LibraryAnswer, LibraryEvent, Sensitivity
from assistant.errors import UsageError
from assistant.library.placing import Kept
from assistant.library.standing import IN_USE
from assistant.model import Citation
from assistant.store.evidence import KnownFile
from assistant.store.store import Store
from assistant.verify import cite

REVIEW_IN_DAYS = 365
_SHORTEST_PREFIX = 4


def keep(
    store: Store,
    answer: Answer,
    *,
    owner: str,
    today: date,
    origin: str,
    product: str = "",
    review_in_days: int = REVIEW_IN_DAYS,
) -> LibraryAnswer:
    """Keep an answer that `owner` approved today; the library answer that now stands.

    The same words approved again renew the answer that is there. Other words to the same question
    (of the same product and sensitivity) make the next version, and the one before is superseded;
    so are imported answers to it. Raises `UsageError` for an answer that needs input, for an unnamed
    owner, and where a cited file is no longer in the evidence.
    """
    (made,) = keep_all(
        store,
        [(answer, origin)],
        owner=owner,
        today=today,
        product=product,
        review_in_days=review_in_days,
    )
    return made


def keep_all(
    store: Store,
    answers: Iterable[tuple[Answer, str]],
    *,
    owner: str,
    today: date,
    product: str = "",
    review_in_days: int = REVIEW_IN_DAYS,
) -> tuple[LibraryAnswer, ...]:
    """As `keep`, with each answer's origin beside it: in this order, all or none."""
    with store.together():
        files = store.evidence.files()
        made = [_made(files, a, owner, today, o, product, review_in_days) for a, o in answers]
        kept = Kept(store.library.answers())
        return tuple(kept.put(store, one) for one in made)


def propose(
    store: Store,
    answer: Answer,
    *,
    owner: str,
    today: date,
    origin: str,
    product: str = "",
    review_in_days: int = REVIEW_IN_DAYS,
    author: str = "",
) -> LibraryAnswer:
    """Put an answer up for approval: it is suggested to people, never reused, until one approves it.

    Nothing in use gives way to it before. `author` is the id of the person whose own words these
    are; another one must approve them. The same words twice are one proposal, and words that are
    approved stay so. Raises `UsageError` as `keep` does, and for words that are history.
    """
    files = store.evidence.files()
    made = _made(files, answer, owner, today, origin, product, review_in_days)
    kept = Kept(store.library.answers())
    before = kept.get(made.id)
    if before is not None:
        if before.status not in IN_USE:
            raise UsageError(f"these are the words of {before.id}, which is {before.status}")
        return before
    current = kept.current(made)
    made = replace(
        made,
        status="imported",
        author=author,
        version=current.version + 1 if current else 1,
        replaces=current.id if current else "",
    )
    store.library.add([(made, LibraryEvent(made.id, "imported", made.owner, today, origin))])
    return made


def _made(
    files: Mapping[str, KnownFile],
    answer: Answer,
    owner: str,
    today: date,
    origin: str,
    product: str,
    review_in_days: int,
) -> LibraryAnswer:
    if answer.abstained or not answer.text.strip():
        raise UsageError(f"answer {answer.id!r} needs input: there is nothing to keep")
    return LibraryAnswer(
        id=_id(answer, product),
        question=answer.question,
        verdict=answer.verdict,
        text=answer.text,
        owner=_named(owner),
        approved_on=today,
        review_on=_review_day(today, review_in_days),
        citations=answer.citations,
        sources=_sources(files, answer.citations),
        sensitivity=answer.sensitivity,
        product=product.strip(),
        origin=origin,
    )


def approve(
    store: Store,
    identifier: str,
    *,
    owner: str,
    today: date,
    review_in_days: int = REVIEW_IN_DAYS,
    sensitivity: Sensitivity | None = None,
    product: str | None = None,
) -> LibraryAnswer:
    """A person stands by a kept or imported answer from today, its words as they are.

    Its citations must still be verbatim in the evidence as last read; their files' hashes are taken
    anew. Raises `UsageError` for an unknown or superseded id, and where a quote is gone: then the
    question is to be answered anew, or the answer retired.
    """
    with store.deciding():
        known = find(store, identifier)
        if known.status == "superseded":
            raise UsageError(f"{known.id} was superseded by a newer version; approve that one")
        citations = _cited_now(store, known)
        made = replace(
            known,
            status="approved",
            owner=_named(owner),
            approved_on=today,
            review_on=_review_day(today, review_in_days),
            citations=citations,
            sources=_sources(store.evidence.files(), citations),
            sensitivity=sensitivity or known.sensitivity,
            product=known.product if product is None else product.strip(),
        )
        return Kept(store.library.answers()).put(store, made)


def retire(store: Store, identifier: str, *, by: str, today: date, reason: str) -> LibraryAnswer:
    """Take an answer out of use; it stays as history. Raises `UsageError` where it is not in use."""
    with store.deciding():
        known = find(store, identifier)
        if known.status not in IN_USE:
            raise UsageError(f"{known.id} is already {known.status}")
        store.library.end(LibraryEvent(known.id, "retired", _named(by), today, reason))
    return replace(known, status="retired")


def find(store: Store, identifier: str) -> LibraryAnswer:
    """The answer of this id, or of the one id that begins so. Raises `UsageError` otherwise."""
    wanted = identifier.strip().lower()
    found = [a for a in store.library.answers() if a.id.startswith(wanted)]
    if len(wanted) < _SHORTEST_PREFIX or not found:
        raise UsageError(f"no library answer has the id {identifier!r}; see `evidary library list`")
    if len(found) > 1:
        raise UsageError(f"{identifier!r} begins {len(found)} ids; give more of it")
    return found[0]


def mark_sent(
    store: Store, answers: Iterable[Answer], questionnaire: str, day: date
) -> tuple[str, ...]:
    """Note which library answers left the house in this questionnaire; their ids.

    An answer is found by its question, verdict and words; one that is not kept is left out.
    """
    kept = {
        (a.question, a.verdict, a.text): a.id for a in store.library.answers() if a.status in IN_USE
    }
    ids = [i for a in answers if (i := kept.get((a.question, a.verdict, a.text)))]
    store.library.mark_sent(ids, questionnaire, day)
    return tuple(dict.fromkeys(ids))


def answer_id(*parts: str) -> str:
    """An id from content: 12 hex digits."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:12]


def _id(answer: Answer, product: str) -> str:
    quotes = (f"{c.path} {c.quote}" for c in answer.citations)
    return answer_id(
        answer.question, answer.verdict, answer.text, answer.sensitivity, product.strip(), *quotes
    )


def _named(person: str) -> str:
    if not person.strip():
        raise UsageError("a decision needs a person: give a name")
    return person.strip()


def _review_day(today: date, days: int) -> date:
    if not 1 <= days <= 3_650:
        raise UsageError(f"a review in {days} days is out of reach; give 1 to 3650")
    return today + timedelta(days=days)


def _sources(
    files: Mapping[str, KnownFile], citations: Sequence[Citation]
) -> tuple[tuple[str, str], ...]:
    paths = sorted({c.path for c in citations})
    if gone := [p for p in paths if p not in files]:
        raise UsageError(f"{gone[0]} is no longer in the evidence; answer the question anew")
    return tuple((path, files[path].sha256) for path in paths)


def _cited_now(store: Store, known: LibraryAnswer) -> tuple[Citation, ...]:
    """The citations as they stand in the evidence now, with their places."""
    heads = store.evidence.document_heads()
    paths = {c.path for c in known.citations}
    documents = list(store.evidence.documents([d.id for d in heads if d.path in paths]))
    found = []
    for citation in known.citations:
        holding = next(
            (d for d in documents if d.path == citation.path and citation.quote in d.text), None
        )
        if holding is None:
            raise UsageError(
                f"{citation.path} no longer says {citation.quote[:60]!r}; answer the question anew, "
                f"or retire {known.id}"
            )
        if holding.id == citation.document_id:
            found.append(citation)
        else:
            at = holding.text.index(citation.quote)
            found.append(cite(holding, at, at + len(citation.quote)))
    return tuple(found)
