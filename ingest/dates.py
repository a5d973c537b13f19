"""Effective and captured dates, each from what the item itself says.

A date is judged by the words before it in its line (or in the line above, where a form puts them
there). Dates that lie ahead on purpose, such as a next review or an expiry, count as neither.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from ingest.columns import spoken
from ingest.model import Dates, EvidenceKind, Parsed, Table
from ingest.written_dates import FoundDate, cell_days, find_dates

Meaning = Literal["ahead", "captured", "covered", "held", "stated", "began", "none"]
"""What the words before a date make of it."""

_HEAD, _TAIL = 60_000, 20_000
_CELLS = 20_000
_WRAPPED = 60
_TITLE = 300

_MEANINGS: tuple[tuple[Meaning, str], ...] = (
    (
        "ahead",
        r"\bnext\b|\bdue\b|expir|valid (?:until|to|through)|\buntil\b|\bplanned|deadline|no later than"
        r"|review by|\bretain|sunset|end of (?:life|support)|scheduled for|target date|renew(?:al|s)|not after",
    ),
    (
        "captured",
        r"generated|export|run[ _-]?(?:date|at|on|time)\b|\brun\W{0,3}\Z|\bran (?:at|on)\b|\bas[ _-]?(?:of|at)\b|captured?\b|captured[ _-]?at"
        r"|snapshot (?:taken|date|time)|printed|retrieved|downloaded|extracted|pulled|query date|taken (?:at|on)|collected|fetched|scan(?:ned)?[ _-]?(?:date|at|on|time)|report (?:date|run|of)|assessment[ _]start|assessed at",
    ),
    (
        "covered",
        r"\bperiod|reporting window|covering|coverage|covers|\bfor the (?:month|quarter|half|year)|time range|date range|\bfrom\b",
    ),
    (
        "held",
        r"held|meeting|minutes|review[ _]?date|date of (?:the )?(?:test|review|exercise|meeting|assessment)|performed|conducted"
        r"|carried out|tested|(?:test|exercise|drill|meeting|workshop)[ _]?date|reviewed (?:on|at)|took place",
    ),
    (
        "stated",
        r"approv|effective|adopted|ratified|in force|review|revis|updat|version|issued|publish|signed|dated|reconciled|drawn"
        r"|\bdates?\b|completed|executed|closed|resolved|entered into|last (?:changed|modified)|accepted|acknowledged",
    ),
    ("began", r"created|opened|started|detected|reported|requested|established|hired|since|raised"),
)
_WORDS = re.compile(
    "|".join(f"(?P<{meaning}>{words})" for meaning, words in _MEANINGS), re.IGNORECASE
)

_NAMED: dict[str, Meaning] = {meaning: meaning for meaning, _ in _MEANINGS}

_VERSION_LINE = re.compile(
    r"^[\s|*>-]{0,8}(?:v|version|rev\.?|revision)?\s?\d{1,3}(?:\.\d{1,3}){0,2}\b"
)
_CELLS_END = re.compile(r"[|;\t,]")
_FENCES = re.compile(r"[|;\t]|\. |  | · ")
_TO = re.compile(r"\s{0,2}(?:to|through|until|till|–|—|-|\.\.)\s{0,2}", re.IGNORECASE)

_OF_EVENTS: frozenset[EvidenceKind] = frozenset({"log", "population", "sample"})
_OF_A_MOMENT: frozenset[EvidenceKind] = frozenset({"config", "screenshot"})


@dataclass(frozen=True, slots=True)
class _Reading:
    """One date of the text with its meaning; `span` where it closes a stated period."""

    at: int
    first: date
    last: date
    meaning: Meaning


def dates_of(parsed: Parsed, kind: EvidenceKind, name: str) -> Dates:
    """The dates an item states; `ingested` is left for the caller.

    The file's name is asked last, and only for an ISO-like effective date.
    """
    readings = _readings(parsed)
    captured = _first_captured(readings) or parsed.created
    if kind in _OF_A_MOMENT:
        captured = _first_captured(readings) or _moment(parsed, readings) or parsed.created
        effective, since = captured or _stated(readings), None
    elif kind in _OF_EVENTS:
        since, effective = _events(parsed, readings, captured)
    elif _is_register(parsed, kind):
        since, effective = _register(parsed, readings)
    else:
        since, effective = _told(readings, kind, parsed)
    return Dates(
        effective=effective or (None if captured else _from_name(name)),
        captured=captured,
        effective_from=since if since and effective and since < effective else None,
    )


def _is_register(parsed: Parsed, kind: EvidenceKind) -> bool:
    """Whether the item is mostly its table: a register, a completion list, an access review."""
    if kind not in ("record", "report") or not parsed.tables:
        return False
    cells = sum(len(cell) for table in parsed.tables for row in table.rows for cell in row)
    return cells >= 0.5 * len(parsed.text)


def _readings(parsed: Parsed) -> tuple[_Reading, ...]:
    text = parsed.text
    if len(text) > _HEAD + _TAIL:
        text = f"{text[:_HEAD]}\n{text[-_TAIL:]}"
    readings: list[_Reading] = []
    previous: FoundDate | None = None
    for found in find_dates(text):
        if previous and _TO.fullmatch(text[previous.end : found.start]):
            start = readings.pop()
            whole: Meaning = "ahead" if start.meaning == "ahead" else "covered"
            readings.append(_Reading(start.at, start.first, found.last, whole))
        else:
            meaning = _meaning(text, found, in_row=_in_row(parsed, found.start))
            readings.append(_Reading(found.start, found.first, found.last, meaning))
        previous = found
    return tuple(readings)


def _in_row(parsed: Parsed, at: int) -> bool:
    """Whether a place lies in a row of a table; false past the part of a long text kept whole."""
    index = bisect_right(parsed.blocks, at, key=lambda block: block.start) - 1
    return index >= 0 and at < _HEAD and parsed.blocks[index].role == "row"


def _meaning(text: str, found: FoundDate, *, in_row: bool) -> Meaning:
    """What the words before a date say of it, the nearest cell or clause first."""
    line_start = _clause_start(text, found.start)
    before = text[max(line_start, found.start - 160) : found.start].replace("\n", " ")
    clauses = (_CELLS_END if in_row else _FENCES).split(before.lstrip(" |"))
    # In a row of many cells only the cell itself speaks of the date; with two, the first names it.
    reach = 4 if not in_row else 2 if len(clauses) == 2 else 1
    for clause in reversed(clauses[-reach:]):
        if find_dates(clause):
            break
        meaning = _of_words(clause)
        if meaning != "none":
            return meaning
    if in_row:
        return "none"
    if not before.strip(" \t|*-#>:\"'"):
        return _of_words(_line_above(text, line_start))
    return "stated" if _VERSION_LINE.match(before) else "none"


def _clause_start(text: str, at: int) -> int:
    """The start of the line of a date, or of the line above where that one ran over into it."""
    start = text.rfind("\n", max(0, at - 200), at) + 1
    if ":" in text[start:at]:
        return start
    above = text.rfind("\n", max(0, start - 200), max(0, start - 1)) + 1
    line = text[above : max(above, start - 1)]
    return above if len(line) >= _WRAPPED and line[-1:] not in ".:|;" else start


def _of_words(words: str) -> Meaning:
    """The meaning nearest to the date; a word that points ahead rules out every other."""
    meaning: Meaning = "none"
    for match in _WORDS.finditer(words):
        meaning = _NAMED[match.lastgroup or "none"]
        if meaning == "ahead":
            break
    return meaning


def _line_above(text: str, line_start: int) -> str:
    above = text[max(0, line_start - 120) : line_start].rstrip()
    line = above.rsplit("\n", 1)[-1]
    return line if len(line) <= 60 and not find_dates(line) else ""


def _first_captured(readings: Iterable[_Reading]) -> date | None:
    """The run or export date: an item is made once, and says so at its top."""
    return next((r.last for r in readings if r.meaning == "captured"), None)


def _register(parsed: Parsed, readings: Sequence[_Reading]) -> tuple[date | None, date | None]:
    """Days of a kept list: when its review was held, else as of when it stands, else its entries."""
    since, last = _events(parsed, readings, _first_captured(readings))
    held = next((r.last for r in readings if r.meaning == "held"), None)
    return since, held or _first_captured(readings) or _stated(readings) or last


def _told(
    readings: Sequence[_Reading], kind: EvidenceKind, parsed: Parsed
) -> tuple[date | None, date | None]:
    """First and last day that a written item speaks for."""
    if kind == "report":
        spans = [r for r in readings if r.first < r.last]
        periods = [r for r in spans if r.meaning == "covered" or r.at < _TITLE]
        if periods:
            period = max(periods, key=lambda r: r.last)
            return period.first, period.last
    if kind in ("minutes", "record", "report"):
        held = [r for r in readings if r.meaning == "held"]
        if kind == "minutes":
            held = held or [r for r in readings if r.meaning != "ahead" and r.at < 1_500][:1]
            return min((r.first for r in held), default=None), _latest(r.last for r in held)
        if held:
            return None, held[0].last
    latest = _stated(readings) or _latest(_revisions(parsed.tables)) or _first_captured(readings)
    if latest is None and kind in ("ticket", "record", "report", "notice"):
        latest = _latest(r.last for r in readings if r.meaning in ("none", "began"))
        latest = latest or parsed.created
    began = [r.first for r in readings if r.meaning == "began"] if kind == "ticket" else []
    return min(began, default=None), latest


def _stated(readings: Iterable[_Reading]) -> date | None:
    return _latest(r.last for r in readings if r.meaning in ("stated", "held"))


def _revisions(tables: Iterable[Table]) -> Iterable[date]:
    """The dates of revision histories: tables with a date beside a version or an approver."""
    for table in tables:
        heads = {spoken(column.name) for column in table.columns}
        if heads & {"version", "revision", "rev", "approved by", "change", "changes"}:
            yield from cell_days(_date_cells(table))


def _events(
    parsed: Parsed, readings: Sequence[_Reading], captured: date | None
) -> tuple[date | None, date | None]:
    """First and last event of a log or list; nothing after its capture has happened yet."""
    days = [day for table in parsed.tables for day in cell_days(_date_cells(table))]
    if not days:
        days = [
            d for r in readings if r.meaning not in ("ahead", "captured") for d in (r.first, r.last)
        ]
    happened = [day for day in days if captured is None or day <= captured]
    return min(happened, default=None), max(happened, default=captured)


def _date_cells(table: Table) -> list[str]:
    wanted = [
        at
        for at, column in enumerate(table.columns)
        if column.role in ("date", "end_date")
        and _of_words(spoken(column.name)) not in ("ahead", "captured")
    ]
    return [row[at] for row in table.rows[:_CELLS] for at in wanted if at < len(row) and row[at]]


def _moment(parsed: Parsed, readings: Sequence[_Reading]) -> date | None:
    """When a setting was read: a capture column, or the clock of a screen."""
    for table in parsed.tables:
        for at, column in enumerate(table.columns):
            name = spoken(column.name)
            if name in ("timestamp", "time") or _of_words(name) == "captured":
                days = cell_days(row[at] for row in table.rows[:_CELLS] if at < len(row))
                if days:
                    return max(days)
    if not parsed.media_type.startswith("image/"):
        return None
    shown = [r for r in readings if r.meaning != "ahead"]
    timed = [r.last for r in shown if _has_clock(parsed.text, r.at)]
    return _latest(timed) or _latest(r.last for r in shown)


_CLOCK = re.compile(r"\b\d{1,2}:\d\d\b")


def _has_clock(text: str, at: int) -> bool:
    return _CLOCK.search(text[max(0, at - 16) : at + 40]) is not None


def _from_name(name: str) -> date | None:
    stem = name.replace("\\", "/").rsplit("/", 1)[-1].rsplit("!", 1)[-1].replace("_", " ")
    return _latest(found.last for found in find_dates(stem))


def _latest(days: Iterable[date]) -> date | None:
    return max(days, default=None)
