"""The controls of each criterion, as the mapping run found them described in policies and procedures."""

from __future__ import annotations

import re
from collections import defaultdict

from assistant.catalog.criteria import catalog
from assistant.claims.values import frequencies
from assistant.descriptions.model import FactValue, Part
from assistant.descriptions.sources import Source, plain
from assistant.model import Link, MappingRun, Scope

_MOST = 3
_DESCRIBED_IN = frozenset({"policy", "procedure", "record", "other"})
_CONTROL = re.compile(
    r"\b(?:reviews?|reviewed|approves?|approved|removed?|removes|disabled|granted|requires?|required|must|shall|checks?"
    r"|checked|encrypted|monitors?|monitored|logged|logs|collected|sent|tests?|tested|restored?|scans?|scanned|trains?"
    r"|trained|signs?|signed|assess\w*|assigned|assigns|runs?|kept|keeps|deleted|backed up|rotates?|rotated|blocks?"
    r"|blocked|restricts?|restricted|reports?|reported|receives?|receive|published|accountable|alerts?|patched)\b.*\S+.*\.\W*$",
    re.IGNORECASE | re.DOTALL,
)
"""Somebody does something, told in a whole sentence: a heading or a row of names is no control."""


def controls(
    key: str, part: Part, sources: tuple[Source, ...], scope: Scope, run: MappingRun | None
) -> tuple[FactValue, ...]:
    """At most three described controls a criterion in scope, best first. Cells: id, criterion,
    wording, how often, where it is described."""
    if run is None:
        return ()
    usable = {s.document.id: s for s in sources}
    links: dict[str, list[Link]] = defaultdict(list)
    for link in run.links.links:
        source = usable.get(link.document_id)
        if link.accepted and source and link.aspect != "operating":
            if source.document.kind in _DESCRIBED_IN:
                links[link.criterion].append(link)
    values = []
    for criterion in catalog().criteria:
        if criterion.category not in scope.categories:
            continue
        ranked = sorted(links[criterion.id], key=lambda x: (_late(usable[x.document_id]), -x.confidence))
        for number, link in enumerate(ranked[:_MOST], 1):
            values.append(_value(key, part, criterion.id, number, link, usable[link.document_id]))
    return tuple(v for v in values if v is not None)


def _late(source: Source) -> int:
    return 0 if source.document.kind in {"policy", "procedure"} else 1


def _value(
    key: str, part: Part, criterion: str, number: int, link: Link, source: Source
) -> FactValue | None:
    holed = {source.document.text[a:b] for a, b in source.holes}
    clear = [
        c
        for c in link.citations
        if _CONTROL.search(c.quote) and not any(h and h in c.quote for h in holed)
    ]
    if not clear:
        return None
    citation = clear[0]
    wording = plain(citation.quote)
    often = "; ".join(dict.fromkeys(v.words for v in frequencies(wording)))
    cells = (f"{criterion}-{number}", criterion, wording, often, source.document.title)
    return FactValue(
        key, part.name, wording, "evidence", (citation,), day=source.day, cells=cells,
        source=source.document.title, public=source.public, criteria=(criterion,),
    )
