"""The controls of each criterion, as linked policies, procedures and records describe them.

The mapping run says which documents bear on a criterion; of their sentences those are taken that
tell of somebody doing something, the nearest in meaning first.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import numpy as np

from assistant.catalog.criteria import catalog
from assistant.claims.values import frequencies
from assistant.description import FactValue, Part
from assistant.descriptions.gather.statements import of_said
from assistant.descriptions.sources import Said, Source
from assistant.model import Criterion, MappingRun, Scope
from assistant.ports import Embedder

_MOST = 2
_NEAR = 0.35
"""Cosine from which a sentence is about the criterion; chosen on the sample company by eye."""
_DESCRIBED_IN = frozenset({"policy", "procedure", "record", "other", "diagram", "population"})
_LONGEST = 320
_ACTS = re.compile(
    r"\b(?:reviews?|reviewed|approves?|approved|removed?|removes|disabled|granted|requires?|required|must|shall|checks?"
    r"|checked|encrypted|monitors?|monitored|logged|collected|sent|tests?|tested|scans?|scanned|trains?|trained|signs?"
    r"|signed|assess\w*|assigned|assigns|runs?|kept|keeps|deleted|backed up|rotates?|rotated|blocks?|blocked|restricts?"
    r"|restricted|reports?|reported|receives?|receive|published|accountable|alerts?|patched|wiped|carried out|complete)\b",
    re.IGNORECASE,
)


def controls(
    key: str,
    part: Part,
    sources: Sequence[Source],
    scope: Scope,
    run: MappingRun | None,
    embedder: Embedder | None,
) -> tuple[FactValue, ...]:
    """At most two described controls a criterion in scope, nearest first. Cells: id, criterion,
    wording, how often, where it is described."""
    if run is None or embedder is None:
        return ()
    linked: dict[str, set[str]] = defaultdict(set)
    for link in run.links.links:
        if link.accepted and link.aspect != "operating":
            linked[link.criterion].add(link.document_id)
    told = [s for source in sources for s in _told(source)]
    if not told:
        return ()
    vectors = _unit(embedder.embed([s.text for s in told]))
    values: list[FactValue] = []
    for criterion in catalog().criteria:
        if criterion.category in scope.categories:
            near = vectors @ _asked(embedder, criterion).T
            values.extend(_best(key, part, criterion, told, near.max(axis=1), linked[criterion.id]))
    return tuple(values)


def _told(source: Source) -> list[Said]:
    if source.document.kind not in _DESCRIBED_IN:
        return []
    return [
        s
        for s in source.said
        if not s.code
        and 25 <= len(s.text) <= _LONGEST
        and s.text.endswith(".")
        and _ACTS.search(s.text)
    ]


def _best(
    key: str,
    part: Part,
    criterion: Criterion,
    told: Sequence[Said],
    near: np.ndarray,
    linked: set[str],
) -> list[FactValue]:
    found: list[FactValue] = []
    wordings: set[str] = set()
    for at in np.argsort(-near, kind="stable"):
        said = told[int(at)]
        if near[at] < _NEAR or len(found) == _MOST:
            break
        if said.source.document.id not in linked or said.text in wordings:
            continue
        wordings.add(said.text)
        if value := of_said(key, part, said):
            found.append(_numbered(value, criterion.id, len(found) + 1))
    return found


def _numbered(value: FactValue, criterion: str, number: int) -> FactValue:
    often = "; ".join(dict.fromkeys(v.words for v in frequencies(value.text)))
    cells = (f"{criterion}-{number}", criterion, value.text, often, value.source)
    return replace(value, cells=cells, criteria=(criterion,))


@cache
def _phrases(criterion: Criterion) -> tuple[str, ...]:
    return (criterion.query, *criterion.phrases)


def _asked(embedder: Embedder, criterion: Criterion) -> np.ndarray:
    return _unit(embedder.embed(list(_phrases(criterion))))


def _unit(vectors: np.ndarray) -> np.ndarray:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.where(lengths == 0, 1, lengths))
