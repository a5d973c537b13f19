"""The checkable details of a sentence: numbers with what they count, times, versions, dates.

`details` reads them once, each with the span of numbers it can mean and the bound that is set
("at least", "within"), so that a claim's detail can be compared with a text's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from assistant.claims.values import (
    NUMBER_WORD,
    Value,
    number,
    placed_durations,
    placed_frequencies,
)
from assistant.claims.words import words
from ingest.written_dates import find_dates

DetailKind = Literal[
    "identifier",
    "money",
    "percent",
    "key_size",
    "version",
    "port",
    "date",
    "frequency",
    "duration",
    "size",
    "count",
]
Bound = Literal["none", "at_least", "at_most", "exactly"]


@dataclass(frozen=True, slots=True)
class Detail:
    """One detail at `text[start:end]`, comparable with others of its kind and unit.

    `value` spans hours for a duration, times a year for a frequency, days since year 1 for a date,
    else the number itself. `unit` says what is counted; empty where anything may be meant.
    """

    kind: DetailKind
    value: Value
    unit: str
    bound: Bound
    start: int
    end: int

    @property
    def words(self) -> str:
        """The detail as it is written."""
        return self.value.words


_N = r"\d{1,3}(?:,\d{3}){1,4}(?:\.\d{1,4})?|\d{1,9}(?:\.\d{1,4})?"
_SCALE = {"k": 1e3, "thousand": 1e3, "m": 1e6, "mm": 1e6, "million": 1e6, "bn": 1e9, "billion": 1e9}
_SCALED = r"(?:[ -]?(k|thousand|mm|million|m|bn|billion)\b)?"
_CURRENCY = {"$": "usd", "€": "eur", "£": "gbp", "dollar": "usd", "euro": "eur", "pound": "gbp"}
_MONEY = re.compile(
    rf"(?P<before>[$€£]|\b(?:USD|EUR|GBP|CHF)) ?(?P<a>{_N}){_SCALED.replace('(k', '(?P<sa>k')}"
    rf"|\b(?P<b>{_N}){_SCALED.replace('(k', '(?P<sb>k')} ?(?P<after>USD|EUR|GBP|CHF|(?:US )?dollars?|euros?|pounds?|€|£)",
    re.IGNORECASE,
)
_PERCENT = re.compile(rf"\b({_N}) ?(?:%|per ?cent\b|percent\b)", re.IGNORECASE)
_CIPHER = r"AES|SHA|RSA|ECDSA|ECC|DES|HMAC|ChaCha|MD|Blowfish|Twofish|Camellia|DSA|ECDH"
_KEY_SIZE = re.compile(
    rf"\b(?P<family>{_CIPHER})[-_ ]{{0,2}}(?P<bits>\d{{1,4}})\b"
    rf"|\b(?P<bits2>\d{{2,5}})[- ]?bits? (?P<family2>{_CIPHER})\b|\b(?P<bits3>\d{{2,5}})[- ]?bits?\b",
    re.IGNORECASE,
)
_PORT = re.compile(r"\bports? (?:tcp |udp )?(\d{1,5})\b|\b(?:tcp|udp)[/: ](\d{1,5})\b", re.I)
_VERSION = re.compile(
    r"\b(?P<name>[A-Z][A-Za-z]{1,20})[ -]?(?:version |v)?(?P<v>\d{1,3}\.\d{1,3}(?:\.\d{1,4})?)(?P<plus>\+)?(?![\d%])"
    r"|\b(?:version |v)(?P<v2>\d{1,3}(?:\.\d{1,4}){0,2})(?P<plus2>\+)?(?![\d%])"
    r"|\b(?P<name3>TLS|SSL|SAML|OAuth|SSH|SMB|WPA|CVSS|IPv)[ -]?v?(?P<v3>\d)(?P<plus3>\+)?\b(?!\.\d)",
)
_IDENTIFIER = re.compile(
    r"\bSOC ?[123]\b(?: Type (?:II|I|1|2)\b)?|\b(?:ISO(?:/IEC)?|NIST(?: SP| CSF)?|FIPS(?: PUB)?|RFC|SSAE|ISAE|IEEE|BS|EN)"
    r"[ -]?\d{2,5}(?:[-:.]\d{1,4}){0,3}|\b(?:CC|PI|A|C|P)\d\.\d{1,2}\b|\bCVE-\d{4}-\d{4,7}\b|\b[A-Z]{2,5}-\d{1,6}\b"
    r"|\b(?:section|clause|article|annex|appendix|table|figure|page|level|tier|step|phase|part)s? [A-Z]?\d{1,3}(?:\.\d{1,3}){0,3}\b",
    re.IGNORECASE,
)
_SIZE = re.compile(rf"\b({_N}) ?(KB|MB|GB|TB|PB|KiB|MiB|GiB|TiB|kbps|Mbps|Gbps|MHz|GHz)\b")
_RATIO = re.compile(r"\b(\d{1,4})(?:st|nd|rd|th)\b|\b\d{1,2}:\d{2}\b", re.IGNORECASE)
_COUNT = re.compile(rf"(?<![\w.,/-])({_N}|{NUMBER_WORD})(?![\w/]|[.,]\d)", re.IGNORECASE)
_YEAR = re.compile(
    r"\b(?:in|since|from|until|of|year|during|by|for|through) ((?:19|20)\d\d)\b", re.I
)
_PRONOUN_ONE = re.compile(r"^one(?: of\b| another\b| or more\b)", re.IGNORECASE)

_AT_LEAST = re.compile(
    r"(?:at least|no less than|not less than|no fewer than|not fewer than|(?:a )?minimum(?: length)?(?: of)?|more than|over"
    r"|exceeds?|exceeding|greater than|longer than)\W{0,3}(?:an? |once |the last )?$",
    re.IGNORECASE,
)
_AT_MOST = re.compile(
    r"(?:at most|up to|no more than|not more than|(?:a )?maximum(?: of)?|within(?: the(?: next| first)?)?|no later than"
    r"|not later than|less than|fewer than|under|below|not exceed(?:ing)?|in less than|no longer than)\W{0,3}(?:an? )?$",
    re.IGNORECASE,
)
_EXACTLY = re.compile(r"(?:exactly|precisely)\W{0,3}(?:once )?$", re.IGNORECASE)
_NOT = re.compile(r"\b(?:not|no|never)\s{1,3}$", re.IGNORECASE)
_OR_MORE = re.compile(
    r"\W{0,2}(?:\w{1,15} )?(?:or (?:more|longer|higher|later|above|greater|newer|better|over)|and (?:above|up|higher|later)|minimum)\b",
    re.IGNORECASE,
)
_OR_LESS = re.compile(
    r"\W{0,2}(?:\w{1,15} )?(?:or (?:less|fewer|sooner|earlier|shorter|below)|maximum|at (?:the )?(?:most|latest))\b",
    re.IGNORECASE,
)
_ON_LEAST = re.compile(r"at least(?: on)? an?\W{1,3}$|on at least an?\W{1,3}$", re.IGNORECASE)
_NEXT_IN_LINE = re.compile(
    r"immediate (?:line |direct )?(?:managers?|supervisors?|superiors?|leads?|famil\w{1,3}|vicinity|surroundings|predecessors?|successors?)\b",
    re.IGNORECASE,
)
_BUSINESS = re.compile(r"\b(?:business|working)\b", re.IGNORECASE)

_Found = tuple[DetailKind, Value, str, int, int]


@lru_cache(maxsize=8192)
def details(text: str) -> tuple[Detail, ...]:
    """Every detail of a sentence, in order and without overlaps; the surest kinds are read first."""
    found: list[_Found] = []
    rest = text
    for reader in _READERS:
        new = [row for row in reader(rest) if rest[row[3] : row[4]].strip()]
        found += new
        rest = _masked(rest, [(row[3], row[4]) for row in new])
    ordered = sorted(found, key=lambda row: (row[3], -row[4]))
    return tuple(_bounded(text, row) for row in ordered)


def _masked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with blanks over the spans, so that later readers keep their offsets."""
    parts, at = [], 0
    for start, end in sorted(spans):
        if start >= at:
            parts += [text[at:start], " " * (end - start)]
            at = end
    return "".join([*parts, text[at:]])


def _identifiers(text: str) -> Iterator[_Found]:
    for m in _IDENTIFIER.finditer(text):
        plain = re.sub(r"[^a-z0-9]+", " ", m.group(0).lower()).strip()
        plain = re.sub(r"(?<=[a-z])(?=\d)", " ", plain).replace("iso iec", "iso")
        plain = plain.replace("type ii", "type 2").replace("type i", "type 1")
        yield "identifier", Value(m.group(0), 0, 0), plain, *m.span()


def _dates(text: str) -> Iterator[_Found]:
    for found in find_dates(text):
        low, high = found.first.toordinal(), found.last.toordinal()
        yield "date", Value(text[found.start : found.end], low, high), "", found.start, found.end


def _years(text: str) -> Iterator[_Found]:
    for m in _YEAR.finditer(text):
        first = (int(m.group(1)) - 1) * 365.2425 + 1
        yield "date", Value(m.group(1), first - 1, first + 366), "", *m.span(1)


def _money(text: str) -> Iterator[_Found]:
    for m in _MONEY.finditer(text):
        scale = _SCALE.get((m["sa"] or m["sb"] or "").lower(), 1.0)
        amount = float((m["a"] or m["b"]).replace(",", "")) * scale
        sign = (m["before"] or m["after"]).lower().removeprefix("us ").removesuffix("s")
        yield "money", Value(m.group(0), amount, amount), _CURRENCY.get(sign, sign), *m.span()


def _percents(text: str) -> Iterator[_Found]:
    for m in _PERCENT.finditer(text):
        share = float(m.group(1).replace(",", ""))
        yield "percent", Value(m.group(0), share, share), "", *m.span()


def _key_sizes(text: str) -> Iterator[_Found]:
    for m in _KEY_SIZE.finditer(text):
        bits = float(m["bits"] or m["bits2"] or m["bits3"])
        unit = (m["family"] or m["family2"] or "").lower()
        yield "key_size", Value(m.group(0), bits, bits), unit, *m.span()


def _ports(text: str) -> Iterator[_Found]:
    for m in _PORT.finditer(text):
        port = float(m.group(1) or m.group(2))
        yield "port", Value(m.group(0), port, port), "", *m.span()


def _versions(text: str) -> Iterator[_Found]:
    for m in _VERSION.finditer(text):
        parts = [int(p) for p in (m["v"] or m["v2"] or m["v3"]).split(".")][:3]
        order = float(sum(part * 10_000 ** (2 - at) for at, part in enumerate(parts)))
        unit = (m["name"] or m["name3"] or "").lower()
        yield "version", Value(m.group(0), order, order), unit, *m.span()


def _frequencies(text: str) -> Iterator[_Found]:
    for placed in placed_frequencies(text):
        yield "frequency", placed.value, "", placed.start, placed.end


def _durations(text: str) -> Iterator[_Found]:
    for placed in placed_durations(text):
        written = placed.value.words
        if re.match(r"an? day\b|a(?:n)? (?:week|month|year|hour|minute)\b", written, re.I):
            before = text[max(0, placed.start - 12) : placed.start].lower()
            if not re.search(r"(?:within|for|than|least|after|in|of) $", before):
                continue  # "a day" is seldom a length of time
        if _NEXT_IN_LINE.match(text, placed.start):
            continue
        unit = "business" if _BUSINESS.search(written) else ""
        yield "duration", placed.value, unit, placed.start, placed.end


def _sizes(text: str) -> Iterator[_Found]:
    for m in _SIZE.finditer(text):
        size = float(m.group(1).replace(",", ""))
        yield "size", Value(m.group(0), size, size), m.group(2).lower(), *m.span()


def _ordinals(text: str) -> Iterator[_Found]:
    for m in _RATIO.finditer(text):
        yield "identifier", Value(m.group(0), 0, 0), m.group(0).lower(), *m.span()


def _counts(text: str) -> Iterator[_Found]:
    for m in _COUNT.finditer(text):
        ahead = text[m.start() : m.start() + 60]
        if _PRONOUN_ONE.match(ahead) or not text[: m.start()].strip(" \t-*•|>#("):
            if not re.match(r"[ -][a-z]", text[m.end() : m.end() + 2]):
                continue  # a list's own number, or "one of"
            if _PRONOUN_ONE.match(ahead):
                continue
        how_many = number(m.group(1))
        counted = words(text[m.end() : m.end() + 40])
        unit = " ".join(w.concept for w in counted[:2])
        yield "count", Value(m.group(0), how_many, how_many), unit, *m.span()


_READERS = (
    _dates,
    _money,
    _percents,
    _key_sizes,
    _ports,
    _identifiers,
    _versions,
    _frequencies,
    _durations,
    _sizes,
    _years,
    _ordinals,
    _counts,
)


def _bounded(text: str, row: _Found) -> Detail:
    kind, value, unit, start, end = row
    return Detail(
        kind, value, unit, _bound(text[max(0, start - 40) : start], text[end:][:40]), start, end
    )


def _bound(before: str, after: str) -> Bound:
    denied = None
    for pattern, bound, other in (
        (_EXACTLY, "exactly", "exactly"),
        (_AT_LEAST, "at_least", "at_most"),
        (_AT_MOST, "at_most", "at_least"),
    ):
        if found := pattern.search(before):
            denied = _NOT.search(before[: found.start()])
            return other if denied else bound  # type: ignore[return-value]
    if _ON_LEAST.search(before) or _OR_MORE.match(after):
        return "at_least"
    return "at_most" if _OR_LESS.match(after) else "none"
