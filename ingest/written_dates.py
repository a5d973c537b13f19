"""Dates as people and machines write them, found in text with their place.

A numeric date whose day and month could be swapped is settled by the other dates of the same text;
where those do not tell, it is left out rather than guessed.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from dateutil.parser import ParserError, parse

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)

_DATES = re.compile(
    rf"""
    (?<![0-9a-z])(?=[0-9jfmasondqht])(?:
      (?<![\d.-])(?P<iso>(?:19|20)\d\d([-/.])\d{{1,2}}\2\d{{1,2}})(?!\d)
    | (?<![\d.-])(?P<dmy>\d{{1,2}}(?:st|nd|rd|th)?[ /-]{{0,2}}(?:of[ ])?{_MONTH},?[ /-]{{1,2}}(?:19|20)\d\d)(?!\d)
    | \b(?P<mdy>{_MONTH}[ ]{{1,2}}\d{{1,2}}(?:st|nd|rd|th)?,?[ ](?:\d\d:\d\d:\d\d[ ](?:utc[ ])?)?(?:19|20)\d\d)(?!\d)
    | (?<![\d./-])(?P<numeric>\d{{1,2}}([./-])\d{{1,2}}\6(?:19|20)\d\d)(?![\d/-])
    | \b(?P<quarter>q[1-4][ /-]?(?:19|20)\d\d|(?:19|20)\d\d[ /-]?q[1-4]
        |(?:first|second|third|fourth)[ ]quarter[ ](?:of[ ])?(?:19|20)\d\d)\b
    | \b(?P<half>(?:first|second)[ ]half[ ](?:of[ ])?(?:19|20)\d\d|h[12][ /-]?(?:19|20)\d\d|(?:19|20)\d\d[ /-]?h[12])\b
    | \b(?P<month>{_MONTH},?[ ](?:19|20)\d\d|(?:19|20)\d\d-(?:0[1-9]|1[0-2])(?![\d-]))\b
    )""",
    re.IGNORECASE | re.VERBOSE,
)

_AMERICAN = re.compile(r"\bInc\.|\bLLC\b|\bUSA?\b|\b[AP]M\b")
_ORDINALS = ("first", "second", "third", "fourth")


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date at `text[start:end]`: the days it spans, the same day twice for a plain date."""

    start: int
    end: int
    first: date
    last: date


def find_dates(text: str) -> tuple[FoundDate, ...]:
    """All dates in a text that can be told, in order, those before 1990 or after 2100 left out."""
    matches = list(_DATES.finditer(text))
    day_first = _day_first(text, matches)
    found = []
    for match in matches:
        span = _span(match.lastgroup or "", match.group(), day_first)
        if span is not None and span[0].year >= 1990 and span[1].year <= 2100:
            found.append(FoundDate(match.start(), match.end(), *span))
    return tuple(found)


def looks_like_date(cell: str) -> bool:
    """Whether a table cell is a date or a time stamp, whichever way round it is written."""
    cell = cell.strip()
    return len(cell) <= 40 and _DATES.match(cell) is not None


def cell_days(cells: Iterable[str]) -> tuple[date, ...]:
    """The last day of the first date in each cell that has one, read alike over all cells."""
    joined = "\n".join(cell[:60] for cell in cells)
    line_ends = -1
    days = []
    for found in find_dates(joined):
        if found.start > line_ends:
            days.append(found.last)
            line_ends = joined.find("\n", found.end)
            line_ends = len(joined) if line_ends < 0 else line_ends
    return tuple(days)


def _day_first(text: str, matches: Iterable[re.Match[str]]) -> bool | None:
    """How slashed dates of this text are to be read, if anything in it tells."""
    day, month, american = 0, 0, 0
    for match in matches:
        if match.lastgroup == "numeric":
            first, second = (int(n) for n in re.split(r"[./-]", match.group())[:2])
            day += first > 12
            month += second > 12
        american += match.lastgroup == "mdy"
    if day != month:
        return day > month
    return False if american or _AMERICAN.search(text[:20_000]) else None


def _span(how: str, written: str, day_first: bool | None) -> tuple[date, date] | None:
    if how == "numeric":
        return _numeric(written, day_first)
    return _plain(how, written)


def _numeric(written: str, day_first: bool | None) -> tuple[date, date] | None:
    first, second, year = (int(n) for n in re.split(r"[./-]", written))
    if "." in written or first > 12 or first == second:
        day_first = True
    elif second > 12:
        day_first = False
    if day_first is None:
        return None
    return _one_day(year, *((second, first) if day_first else (first, second)))


def _one_day(year: int, month: int, day: int) -> tuple[date, date] | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found, found


@lru_cache(maxsize=20_000)
def _plain(how: str, written: str) -> tuple[date, date] | None:
    if how == "iso":
        year, month, day = (int(n) for n in re.split(r"[-/.]", written))
        return _one_day(year, month, day)
    if how in ("dmy", "mdy"):
        return _named_day(written)
    year = int(re.findall(r"(?:19|20)\d\d", written)[0])
    if how == "quarter":
        return _months(year, 3 * _quarter(written) - 2, 3)
    if how == "half":
        return _months(year, 1 if re.search("h1|first", written, re.IGNORECASE) else 7, 6)
    return _months(year, _month(written), 1)


def _named_day(written: str) -> tuple[date, date] | None:
    try:
        found = parse(re.sub(r"\bof\b", " ", written, flags=re.IGNORECASE)).date()
    except (ParserError, OverflowError):
        return None
    return found, found


def _quarter(written: str) -> int:
    number = re.search(r"q([1-4])", written, re.IGNORECASE)
    if number:
        return int(number.group(1))
    return 1 + _ORDINALS.index(written.split()[0].lower())


def _month(written: str) -> int:
    if written[0].isdigit():
        return int(written[5:7])
    return parse(f"1 {written.replace(',', ' ')}").month


def _months(year: int, month: int, count: int) -> tuple[date, date]:
    last = month + count - 1
    end = date(year, last, monthrange(year, last)[1])
    return date(year, month, 1), end
