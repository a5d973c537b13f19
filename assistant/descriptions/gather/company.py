"""The company: its legal name, its services by name, where its commitments stand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from assistant.assessment import quotes
from assistant.description import FactValue, Part
from assistant.descriptions.gather.statements import of_said
from assistant.descriptions.sources import Source, titled

_FORM = r"(?:Inc\.?|Incorporated|LLC|L\.L\.C\.|Ltd\.?|Limited|GmbH|Corp\.?|Corporation|PLC|plc|AG|S\.A\.|B\.V\.|Pty\.? Ltd\.?|SAS|Oy|AB)"
_LEGAL = re.compile(rf"\b([A-Z][\w&'-]*(?: [A-Z&][\w&'-]*){{0,4}},? {_FORM})(?=[\s,;:|)*<.]|$)")
_NAMED = re.compile(
    r"^[\s>*+•–-]*(?:\*\*|__|`)?([A-Z][\w .&/-]{1,40}?)(?:\*\*|__|`)?\s?(?::|–|—| - )\s*(\S.{8,})",
    re.S,
)
_MAIL = re.compile(r"\.(?:eml|msg|mbox)$", re.IGNORECASE)
_NO_NAME = re.compile(
    r"\b(?:note|example|owner|version|date|status|inside|outside|product \d+)\b", re.I
)
_HEAD = 20_000
_OURS = frozenset({"contract", "policy", "notice", "procedure", "other", "diagram"})


def legal_name(key: str, part: Part, sources: Sequence[Source]) -> tuple[FactValue, ...]:
    """The name with a legal form that most of the company's own documents carry.

    One document is not enough unless it is a contract: a supplier's name stands in one too.
    """
    places: dict[str, dict[bool, tuple[Source, int, int]]] = {}
    counted: Counter[str] = Counter()
    contracts: set[str] = set()
    for source in sources:
        if source.document.kind not in _OURS:
            continue
        found = {m.group(1): m for m in _LEGAL.finditer(source.document.text[:_HEAD])}
        for match in found.values():
            name = " ".join(match.group(1).split())
            counted[name] += 1
            place = (source, match.start(1), match.end(1))
            places.setdefault(name, {}).setdefault(source.public, place)
            if source.document.kind == "contract":
                contracts.add(name)
    for name, count in counted.most_common(3):
        if count > 1 or name in contracts:
            return _named(key, part, name, tuple(places[name].values()))
    return ()


def _named(
    key: str, part: Part, name: str, places: tuple[tuple[Source, int, int], ...]
) -> tuple[FactValue, ...]:
    """One value a readership: what the public may read stands on a public document alone."""
    values = []
    for source, start, end in places:
        citation = quotes.of_span(source.document, start, end)
        if citation:
            document = source.document
            values.append(
                FactValue(
                    key,
                    part.name,
                    name,
                    "evidence",
                    (citation,),
                    day=source.day,
                    source=document.title,
                    public=source.public,
                )
            )
    return tuple(values)


def named_items(key: str, part: Part, sources: Sequence[Source]) -> tuple[FactValue, ...]:
    """Entries of the form "Name: what it is" below a heading of the part; from one document."""
    under = re.compile(part.under, re.IGNORECASE)
    best: tuple[FactValue, ...] = ()
    for source in sorted(sources, key=lambda s: not _preferred(part, s)):
        if source.document.kind not in part.kinds:
            continue
        values = []
        for said in source.said:
            match = _NAMED.match(said.quote)
            if not match or not under.search(said.heading) or _NO_NAME.search(match.group(1)):
                continue
            value = of_said(key, part, said)
            if value:
                cells = (match.group(1).strip(), " ".join(match.group(2).split()))
                values.append(_with(value, cells))
        if values:
            best = tuple(values[: part.most])
            break
    return best


def channels(key: str, part: Part, sources: Sequence[Source]) -> tuple[FactValue, ...]:
    """The contracts and public notices by their titles."""
    values = []
    for source in sources:
        document = source.document
        if document.kind not in ("contract", "notice") or not document.blocks:
            continue
        at = document.text.find(document.title)
        block = document.blocks[0]
        span = (at, at + len(document.title)) if at >= 0 else (block.start, block.end)
        citation = quotes.of_span(document, *span)
        if citation and not source.holes and not _MAIL.search(document.path):
            cells = (titled(document.title), source.day.isoformat() if source.day else "")
            values.append(
                FactValue(
                    key,
                    part.name,
                    document.title,
                    "evidence",
                    (citation,),
                    day=source.day,
                    cells=cells,
                    source=document.title,
                    public=source.public,
                )
            )
    return tuple(values[:8])


def _preferred(part: Part, source: Source) -> bool:
    named = f"{source.document.path} {source.document.title}".casefold()
    return any(word in named for word in part.prefer)


def _with(value: FactValue, cells: tuple[str, ...]) -> FactValue:
    from dataclasses import replace

    return replace(value, cells=cells)
