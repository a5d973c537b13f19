"""Evidence for an ask: hybrid search for each part, fused, without what does not count.

Second step of answering. What was set aside is handed on with its reason, so that an absence can be
explained.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.answering.asked import Asked, asked, coverage, spaced
from assistant.answering.judge import is_customary
from assistant.answering.shelf import SetAside, Shelf, shelve
from assistant.answers import Ask
from assistant.model import Evidence
from assistant.ports import Embedder, LexicalIndex, VectorIndex
from assistant.retrieval.fusion import fuse
from assistant.store.evidence import searched_text
from assistant.store.store import Store
from ingest.model import Document, Passage

LIMIT = 36
"""Passages shown to an engine."""
_POOL = 60
_Ranking = Sequence[tuple[str, float]]


@dataclass(frozen=True, slots=True)
class Found:
    """The evidence for one ask, best first, and what was set aside with the reasons.

    `named` is the document that the question itself names; where it is not among the evidence
    files, `unknown` is True and nothing is found.
    """

    evidence: tuple[Evidence, ...]
    set_aside: tuple[SetAside, ...] = ()
    named: str = ""
    unknown: bool = False


def find(
    ask: Ask,
    *,
    store: Store,
    embedder: Embedder,
    vector_index: VectorIndex,
    lexical_index: LexicalIndex,
    limit: int = LIMIT,
    shelf: Shelf | None = None,
    within: Sequence[str] = (),
    among: frozenset[str] | None = None,
) -> Found:
    """The passages that speak to the ask's parts, best first, with handles S1, S2, …

    `shelf` saves work where many asks are found evidence for; it is made from the store if not
    given. `within` says that the question is about these documents; `among` allows no others than
    these to be searched, whatever the question names. Set-aside documents are never evidence.
    """
    known = shelf or shelve(store)
    parts = [asked(part, ask.text) for part in ask.parts]
    naming = ("", tuple(within)) if within else known.named_in(ask.text)
    if naming and not naming[1]:
        return Found((), named=naming[0], unknown=True)
    open_to = None if among is None else frozenset(store.evidence.passage_ids_of(sorted(among)))
    rankings: list[_Ranking] = []
    for part in parts:
        if naming:
            about = naming[1]
        else:
            rankings.extend(_across(part, embedder, vector_index, lexical_index, open_to))
            about = tuple(d.id for d in known.documents if is_customary(part, d.path))
        allowed = (i for i in about if among is None or i in among)
        passages = [p for i in allowed for p in store.evidence.passages_of(i)]
        rankings.extend(_within(part, passages, embedder))
    best = fuse(*rankings, limit=_POOL)
    found, aside = _kept(best, store, known, limit)
    return Found(found, aside, naming[0] if naming else "")


def _across(
    part: Asked,
    embedder: Embedder,
    vector_index: VectorIndex,
    lexical_index: LexicalIndex,
    among: frozenset[str] | None,
) -> Iterable[_Ranking]:
    yield vector_index.nearest(embedder.embed([part.text])[0], _POOL, among=among)
    yield lexical_index.search(part.text, _POOL, among=among)
    yield lexical_index.search(part.search, _POOL, among=among)


def _within(part: Asked, passages: Sequence[Passage], embedder: Embedder) -> Iterable[_Ranking]:
    """The same two views on the passages of the documents that the question names."""
    vectors = embedder.embed([searched_text(p) for p in passages])
    near = vectors @ embedder.embed([part.text])[0]
    worded = [coverage(part.terms, spaced(searched_text(p))) for p in passages]
    for scores in (near, worded):
        ranked = sorted(zip(passages, scores, strict=True), key=lambda pair: (-pair[1], pair[0].id))
        yield [(p.id, float(score)) for p, score in ranked[:_POOL]]


def _kept(
    best: _Ranking, store: Store, shelf: Shelf, limit: int
) -> tuple[tuple[Evidence, ...], tuple[SetAside, ...]]:
    passages = store.evidence.passages([identifier for identifier, _ in best])
    ranked = [(passages[i], score) for i, score in best if i in passages]
    wanted = dict.fromkeys(p.document_id for p, _ in ranked)
    documents = {d.id: d for d in store.evidence.documents(list(wanted))}
    aside = [
        SetAside(documents[p.document_id].name, shelf.aside[p.document_id])
        for p, _ in ranked[:limit]
        if p.document_id in shelf.aside
    ]
    usable = [(p, score) for p, score in ranked if p.document_id not in shelf.aside][:limit]
    aside += [said for p, _ in usable[:3] for said in _unfilled(p, documents[p.document_id])]
    return (
        tuple(
            Evidence(f"S{number}", passage, documents[passage.document_id], score)
            for number, (passage, score) in enumerate(usable, 1)
        ),
        tuple(dict.fromkeys(aside)),
    )


def _unfilled(passage: Passage, document: Document) -> Iterable[SetAside]:
    for note in document.notes:
        if note.kind == "placeholder" and note.quote and note.quote in passage.text:
            short = " ".join(note.quote.split())[:80]
            yield SetAside(document.name, f"holds an unfilled placeholder: {short}")
