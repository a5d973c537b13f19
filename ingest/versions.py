"""Older and newer versions of one document, told by name, version, date and likeness of text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations

from ingest.likeness import Text
from ingest.model import Document, Note

LIKENESS = 0.4
"""Share of the shorter text's distinct words that an older version has in common with its successor."""

_VERSIONS = re.compile(
    r"\bv(?:ersion|er|\.)?[ ._-]?(?P<number>\d{1,3}(?:[._]\d{1,3}){0,2})\b|\brev(?:ision)?[ ._-]?(?P<rev>\d{1,3}(?:\.\d{1,3})?)\b",
    re.IGNORECASE,
)
_STATED_VERSION = re.compile(
    r"\b(?:version|revision|rev\.?)(?: number| no\.?)?[ \t*]{0,4}[:|]?[ \t*|]{0,6}v?(?P<number>\d{1,3}(?:\.\d{1,3}){0,2})\b",
    re.IGNORECASE,
)
_OLD = re.compile(
    r"\b(?:old|previous|prev|superseded|obsolete|outdated|deprecated|archived?|backup|bak)\b",
    re.IGNORECASE,
)
_NEW = re.compile(
    r"\b(?:new|current|latest|final|copy(?: of)?|draft|\(\d\)|signed|approved)\b", re.IGNORECASE
)
_PERIODS = re.compile(
    r"\bq[1-4]\b|\bh[12]\b|\b(?:19|20)\d\d(?:[ ._-]?(?:q[1-4]|h[12]|\d\d(?:[ ._-]?\d\d)?))?\b"
    r"|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\b|\b(?:week|month|sprint|no|nr|inc|chg)[ ._-]?\d{1,4}\b",
    re.IGNORECASE,
)
_REPLACED = re.compile(
    r"^(?:[^\n`]{0,40}\bstatus\b[^\n`]{0,20}|[ \t>*_#|-]{0,8}(?:this (?:policy|document|version|procedure|plan)"
    r"[^\n`]{0,30})?)(?P<said>\b(?:superseded|replaced|obsoleted) by (?:[^\n|.`]|\.(?=\d)){2,80}"
    r"|(?<=status)[ \t*]{0,4}[:|][ \t*|]{0,6}(?:superseded|obsolete|retired|withdrawn)\b[^\n|`]{0,60})",
    re.IGNORECASE | re.MULTILINE,
)
_VERSIONED = frozenset({"policy", "procedure", "contract", "notice", "diagram", "other"})


def versions(reads: Sequence[Text], copies: set[tuple[int, int]]) -> set[tuple[int, int]]:
    """(older, newer) for each document that has a later version, by way of the latest one."""
    groups: defaultdict[str, list[int]] = defaultdict(list)
    for at, read in enumerate(reads):
        for key in _names(read.document):
            groups[key].append(at)
    best: dict[int, int] = {}
    for members in groups.values():
        for one, other in combinations(members[:50], 2):
            pair = _ordered(reads, one, other)
            if (one, other) in copies or pair is None:
                continue
            older, newer = pair
            if older not in best or _ordered(reads, best[older], newer) == (best[older], newer):
                best[older] = newer
    return set(best.items())


def _names(document: Document) -> set[str]:
    """What a document is called, without version, age and copy marks: its title and file name."""
    name = document.name.rsplit("/", 1)[-1].rsplit("!", 1)[-1].rsplit(".", 1)[0]
    # Contracts with different parties share their title: only the file's name tells them apart.
    called = [name] if document.kind == "contract" else [name, document.title]
    return {bare for bare in map(_bare, called) if len(bare) >= 6}


def _bare(name: str) -> str:
    plain = re.sub(r"[_\-]+", " ", name)
    for marks in (_VERSIONS, _OLD, _NEW):
        plain = marks.sub(" ", plain)
    return " ".join(re.findall(r"[a-z0-9]+", plain.lower()))


def _ordered(reads: Sequence[Text], one: int, other: int) -> tuple[int, int] | None:
    """The two as (older, newer), if they are versions of one document and it can be told."""
    left, right = reads[one], reads[other]
    if not _are_versions(left, right):
        return None
    for key in (_version, _day):
        early, late = key(left.document), key(right.document)
        if early and late and early != late:
            return (one, other) if early < late else (other, one)
    aged = _is_old(left.document), _is_old(right.document)
    if aged[0] != aged[1]:
        return (one, other) if aged[0] else (other, one)
    return None


def _are_versions(left: Text, right: Text) -> bool:
    documents = left.document, right.document
    if any(d.kind not in _VERSIONED for d in documents) or other_period(*documents):
        return False
    shorter = min(len(left.words), len(right.words))
    return shorter > 0 and len(left.words & right.words) >= LIKENESS * shorter


def other_period(one: Document, other: Document) -> bool:
    """Whether two names speak of different quarters, months, weeks or numbers of a series."""
    periods = [frozenset(m.lower() for m in _PERIODS.findall(_spaced(d))) for d in (one, other)]
    return bool(periods[0] and periods[1]) and periods[0] != periods[1]


def _spaced(document: Document) -> str:
    name = document.name.rsplit("/", 1)[-1]
    return f"{name} {document.title}".replace("_", " ")


def _version(document: Document) -> tuple[int, ...] | None:
    named = _VERSIONS.search(_spaced(document))
    if named:
        return _number(named.group("number") or named.group("rev"))
    stated = _STATED_VERSION.search(document.text[:3_000])
    return _number(stated.group("number")) if stated else None


def _number(written: str) -> tuple[int, ...]:
    # 2 and 2.0 are one version.
    parts = [int(n) for n in re.split(r"[._]", written)]
    while len(parts) > 1 and parts[-1] == 0:
        parts.pop()
    return tuple(parts)


def _day(document: Document) -> tuple[int, ...] | None:
    day = document.dates.effective
    return (day.toordinal(),) if day else None


def _is_old(document: Document) -> bool:
    folders = document.name.replace("_", " ").replace("-", " ").replace("/", " ")
    return _OLD.search(folders) is not None


def superseded(older: Document, newer: Document) -> Note:
    """The note on an older version, with its own words where it says so itself."""
    stated = says_replaced(older)
    return Note(
        "superseded",
        f"by {newer.name}",
        locator=stated.locator if stated else None,
        quote=stated.quote if stated else None,
    )


def says_replaced(document: Document) -> Note | None:
    """What an item says itself about having been replaced."""
    found = _REPLACED.search(document.text[:2_000])
    if found is None or document.kind not in _VERSIONED:
        return None
    quote = found.group("said").strip(" :|*\t")
    return Note("superseded", f"the document says: {quote}", quote=quote)
