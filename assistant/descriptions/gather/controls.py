"""The controls of each criterion, as policies, procedures and records describe them.

Taken are sentences that state a rule: of documents that the mapping links to the criterion, and of
other policies and procedures only where they come much nearer. What happened once is no rule, and a
plan with unfilled places states none before it is finished. Evidence at hand is named beside it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from assistant.catalog.criteria import catalog
from assistant.claims.values import frequencies
from assistant.description import FactValue, Part
from assistant.descriptions.gather.duties import are_duties
from assistant.descriptions.gather.statements import of_said
from assistant.descriptions.sources import (
    Said,
    Source,
    may_be_quoted,
    speaks_of_itself,
    titled,
)
from assistant.mapping.library import unit
from assistant.model import Citation, Criterion, MappingRun, Scope
from assistant.ports import Embedder

_MOST = 2
_MOST_EVIDENCE = 3
_NEAR, _ASIDE = 0.35, 0.15
"""Of a linked document: cosine from which a sentence is about the criterion, and how much nearer it
may be to another one; chosen on the sample company by eye."""
_NEAR_UNLINKED, _ASIDE_UNLINKED = 0.60, 0.10
_RULES = frozenset({"policy", "procedure"})
_DESCRIBED_IN = _RULES | {"record", "other", "diagram", "population", "contract", "notice"}
_LONGEST = 320
_ACTS = re.compile(
    r"\b(?:reviews?|reviewed|approves?|approved|remov(?:e|es|ed)|disabled|granted|requires?|required|must|shall"
    r"|checks?|checked|encrypt(?:ed|ion)|monitors?|monitored|logged|collected|sent|tests?|tested|scans?|scanned"
    r"|trains?|trained|signs?|signed|assess(?:es|ed)|investigated|assigned|assigns|runs?|kept|keeps|deleted|erased"
    r"|backed up|rotates?|rotated|blocks?|blocked|filters?|filtered|restricts?|restricted|limited|reports?|reported"
    r"|receives?|published|accountable|alerts?|patched|wiped|carried out|complete|triaged|judged|recorded|leads?"
    r"|answers?|enrolled|given|announces?|informs?|told)\b",
    re.IGNORECASE,
)
_STATES = re.compile(r"\b(?:is|are|must|shall|may|will|cannot)\b", re.IGNORECASE)
"""A record's own heading has a verb of action too, but none of these."""
_ONCE = re.compile(r"\b(?:was|were|had|took|ha(?:s|ve) been)\b|\b20\d\d-\d\d-\d\d\b", re.IGNORECASE)
_HEAD_LINE = re.compile(r"^(?:it applies|approved by|owner|source|scope)\b|\|", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Linked:
    """What the mapping run links to one criterion: documents, and the evidence that it is at work."""

    documents: frozenset[str]
    at_work: Mapping[str, Citation]
    """A verified quote of each counted item of operation, by the item's name."""


def controls(
    key: str,
    part: Part,
    sources: Sequence[Source],
    scope: Scope,
    run: MappingRun | None,
    embedder: Embedder | None,
) -> tuple[FactValue, ...]:
    """At most two described controls a criterion in scope, nearest first. Cells: id, criterion,
    wording, how often, where it is described, evidence at hand."""
    if run is None or embedder is None:
        return ()
    told = [s for source in sources for s in _told(source)]
    if not told:
        return ()
    wanted = [c for c in catalog().criteria if c.category in scope.categories]
    vectors = unit(embedder.embed([s.text for s in told]))
    near = np.stack([(vectors @ _asked(embedder, c).T).max(axis=1) for c in wanted], axis=1)
    linked = _linked(run, sources)
    values: list[FactValue] = []
    for at, criterion in enumerate(wanted):
        mine = linked[criterion.id]
        order = _about(told, near[:, at], near.max(axis=1), mine.documents)
        values.extend(_first(key, part, criterion, order, mine))
    return tuple(values)


def _linked(run: MappingRun, sources: Sequence[Source]) -> Mapping[str, _Linked]:
    """Evidence is at hand where its item counts (grades A and B), is not set aside, and has words
    that a description may quote: a row of a log tells of persons and addresses."""
    usable = {s.document.id: s.document for s in sources}
    documents: dict[str, set[str]] = defaultdict(set)
    at_work: dict[str, dict[str, Citation]] = defaultdict(dict)
    for link in run.links.links:
        if not link.accepted or link.document_id not in usable:
            continue
        documents[link.criterion].add(link.document_id)
        quote = next((c for c in link.citations if may_be_quoted(c.quote)), None)
        counted = run.grades[link.document_id].grade in ("A", "B")
        if counted and link.aspect != "design" and quote:
            at_work[link.criterion].setdefault(usable[link.document_id].name, quote)
    return {
        c: _Linked(frozenset(documents[c]), dict(list(at_work[c].items())[:_MOST_EVIDENCE]))
        for c in catalog().ids
    }


def _told(source: Source) -> list[Said]:
    if source.document.kind not in _DESCRIBED_IN or source.holes:
        return []
    return [s for s in source.said if _states_a_rule(s)]


def _states_a_rule(said: Said) -> bool:
    text = said.text
    return (
        not said.code
        and 25 <= len(text) <= _LONGEST
        and text.endswith(".")
        and _ACTS.search(text) is not None
        and (said.source.document.kind in _RULES | {"diagram"} or bool(_STATES.search(text)))
        and not _ONCE.search(text)
        and not _HEAD_LINE.search(text)
        and not speaks_of_itself(text)
        and not are_duties(said.heading)
    )


def _about(
    told: Sequence[Said], near: np.ndarray, best: np.ndarray, linked: frozenset[str]
) -> Iterator[Said]:
    """The sentences about a criterion, the nearest first."""
    for index in np.argsort(-near, kind="stable"):
        document = told[int(index)].source.document
        if document.id in linked:
            least, aside = _NEAR, _ASIDE
        elif document.kind in _RULES:
            least, aside = _NEAR_UNLINKED, _ASIDE_UNLINKED
        else:
            continue
        if near[index] >= max(least, best[index] - aside):
            yield told[int(index)]


def _first(
    key: str, part: Part, criterion: Criterion, order: Iterator[Said], linked: _Linked
) -> list[FactValue]:
    """The first few wordings as controls of the criterion, numbered."""
    found: dict[str, FactValue] = {}
    for said in order:
        if len(found) == _MOST:
            break
        if said.text not in found and (value := of_said(key, part, said)):
            found[said.text] = _numbered(value, criterion.id, len(found) + 1, linked)
    return list(found.values())


def _numbered(value: FactValue, criterion: str, number: int, linked: _Linked) -> FactValue:
    """Evidence is named beside the first control of a criterion alone: it is the criterion's."""
    often = "; ".join(dict.fromkeys(v.words for v in frequencies(value.text)))
    described_in = {c.path for c in value.citations}
    others = {n: c for n, c in linked.at_work.items() if c.path not in described_in}
    at_work = others if number == 1 else {}
    at_hand = ", ".join(at_work)
    cells = (f"{criterion}-{number}", criterion, value.text, often, titled(value.source), at_hand)
    cited = tuple(dict.fromkeys((*value.citations, *at_work.values())))
    return replace(value, cells=cells, citations=cited, criteria=(criterion,))


@cache
def _phrases(criterion: Criterion) -> tuple[str, ...]:
    return (criterion.query, *criterion.phrases)


def _asked(embedder: Embedder, criterion: Criterion) -> np.ndarray:
    return unit(embedder.embed(list(_phrases(criterion))))
