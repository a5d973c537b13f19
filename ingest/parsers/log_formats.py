"""How log lines look: one pattern a format, with the columns that a reader asks for.

An entry's time is kept as ISO 8601 where the line states a year, else as the line has it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_MONTH = "(?:" + "|".join(_MONTHS) + ")"
_CLOCK = r"\d{1,2}:\d{2}:\d{2}"
_ISO = rf"\d{{4}}[-/]\d{{2}}[-/]\d{{2}}[T ]{_CLOCK}(?:[.,]\d+)?(?:Z|\s?[+-]\d{{2}}:?\d{{2}})?"
_RFC3164 = rf"{_MONTH}\s+\d{{1,2}} {_CLOCK}"
_LONG = rf"(?:[A-Z][a-z]{{2}} )?{_MONTH}\s+\d{{1,2}} {_CLOCK}(?:\.\d+)?(?: [A-Z]{{3,4}})? \d{{4}}"
_US = rf"\d{{1,2}}/\d{{1,2}}/\d{{4}} {_CLOCK} [AP]M"

_ISO_TIME = re.compile(rf"(\d{{4}})[-/](\d{{2}})[-/](\d{{2}})[T ]({_CLOCK})")
_LONG_TIME = re.compile(rf"({_MONTH})\s+(\d{{1,2}}) ({_CLOCK})\D.*?(\d{{4}})$")
_WEB_TIME = re.compile(rf"(\d{{1,2}})/({_MONTH})/(\d{{4}}):({_CLOCK})")
_YEAR_FIRST = re.compile(rf"(\d{{4}}) ({_MONTH})\s+(\d{{1,2}}) ({_CLOCK})")
_US_TIME = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}) (\d{1,2}):(\d{2}:\d{2}) ([AP]M)")
_EPOCH = re.compile(r"\d{9,10}(?:\.\d+)?$|\d{12,13}$")

_TIME_KEYS = ("@timestamp", "eventTime", "timestamp", "time", "ts", "datetime", "date", "published")
_SOURCE_KEYS = ("eventSource", "source", "service", "logger", "app", "host", "@source", "component")
_EVENT_KEYS = ("message", "msg", "eventName", "event", "action", "eventType", "displayMessage")
_USER_KEYS = ("user", "userName", "username", "actor", "userIdentity", "principal")


@dataclass(frozen=True, slots=True)
class Entry:
    """One recognised line: its time as shown, and its cells in the order of the format's columns."""

    time: str
    cells: tuple[str, ...]

    @property
    def day(self) -> str:
        """The time without its clock: entries of one day share it."""
        return re.split(r"[T ](?=\d{1,2}:\d{2})", self.time, maxsplit=1)[0]


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of log: its name, its columns, and how a line becomes an entry (or None)."""

    name: str
    columns: tuple[str, ...]
    read: Callable[[str], Entry | None]


def moment(raw: str) -> str:
    """A time as ISO 8601 to the second, or unchanged where it names no year."""
    if found := _ISO_TIME.match(raw):
        year, month, day, clock = found.groups()
        return f"{year}-{month}-{day}T{clock}"
    if found := _WEB_TIME.match(raw):
        return _iso(found[3], found[2], found[1], found[4])
    if found := _YEAR_FIRST.match(raw):
        return _iso(found[1], found[2], found[3], found[4])
    if found := _LONG_TIME.search(raw):
        return _iso(found[4], found[1], found[2], found[3])
    if found := _US_TIME.match(raw):
        hour = int(found[4]) % 12 + (12 if found[6] == "PM" else 0)
        return f"{found[3]}-{int(found[1]):02d}-{int(found[2]):02d}T{hour:02d}:{found[5]}"
    if _EPOCH.match(raw):
        seconds = float(raw) / (1000 if len(raw.split(".")[0]) > 10 else 1)
        return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S")
    return " ".join(raw.split())


def recognise(lines: Sequence[str]) -> Format | None:
    """The format that reads most of `lines`, if it reads at least half of them."""
    if not lines:
        return None
    scores = [sum(1 for line in lines if form.read(line)) for form in FORMATS]
    best = max(range(len(FORMATS)), key=lambda at: (scores[at], -at))
    return FORMATS[best] if scores[best] * 2 >= len(lines) else None


def _iso(year: str, month: str, day: str, clock: str) -> str:
    return f"{year}-{_MONTHS.index(month) + 1:02d}-{int(day):02d}T{clock:0>8}"


def _by_pattern(name: str, pattern: str, *columns: str) -> Format:
    compiled = re.compile(pattern)

    def read(line: str) -> Entry | None:
        found = compiled.match(line)
        if found is None:
            return None
        parts = found.groupdict(default="")
        time = moment(parts["time"])
        return Entry(time, tuple(time if c == "time" else parts[c].strip() for c in columns))

    return Format(name, columns, read)


def _read_object(line: str) -> Entry | None:
    if not line.startswith("{"):
        return None
    try:
        record = json.loads(line, strict=False)
    except (ValueError, RecursionError):
        return None
    time = moment(_first(record, _TIME_KEYS))
    source, event = _first(record, _SOURCE_KEYS), _first(record, _EVENT_KEYS)
    return Entry(time, (time, source, event, _first(record, _USER_KEYS)))


def _first(record: dict[str, object], keys: tuple[str, ...]) -> str:
    for key in keys:
        value = record.get(key)
        if isinstance(value, dict):
            value = value.get("userName") or value.get("name") or value.get("arn")
        if value not in (None, "", [], {}):
            return str(value)
    return ""


FORMATS: tuple[Format, ...] = (
    Format("JSON lines", ("time", "source", "event", "user"), _read_object),
    _by_pattern(
        "web access",
        rf"(?P<client>\S+) \S+ (?P<user>.{{1,80}}?) \[(?P<time>\d{{1,2}}/{_MONTH}/\d{{4}}:{_CLOCK})"
        r'[^\]]*\] "(?P<request>(?:[^"\\]|\\.)*)" (?P<status>\d{3})\b',
        *("time", "client", "user", "request", "status"),
    ),
    _by_pattern(
        "nginx error",
        rf"(?P<time>\d{{4}}/\d{{2}}/\d{{2}} {_CLOCK}) \[(?P<level>\w+)\] (?P<message>.*)",
        *("time", "level", "message"),
    ),
    _by_pattern(
        "apache error",
        rf"\[(?P<time>{_LONG})\] \[(?P<level>[^\]]*)\] (?P<message>.*)",
        *("time", "level", "message"),
    ),
    _by_pattern(
        "syslog 5424",
        rf"<\d{{1,3}}>1 (?P<time>{_ISO}) (?P<host>\S+) (?P<program>\S+) \S+ \S+ (?P<message>.*)",
        *("time", "host", "program", "message"),
    ),
    _by_pattern(
        "syslog",
        rf"(?:<\d{{1,3}}>)?(?P<time>{_RFC3164}|{_ISO}) +(?P<host>[\w.:-]+) "
        r"(?P<program>[\w./()@ -]{1,60}?)(?:\[\d+\])?: +(?P<message>.*)",
        *("time", "host", "program", "message"),
    ),
    _by_pattern(
        "audit",
        r"(?:node=\S+ )?type=(?P<type>\w+) msg=audit\((?P<time>\d+\.\d+):\d+\): ?(?P<message>.*)",
        *("time", "type", "message"),
    ),
    _by_pattern(
        "Windows events",
        rf"(?P<time>\d{{4}} {_MONTH}\s+\d{{1,2}} {_CLOCK}) WinEvtLog: (?P<source>[^:]*): "
        r"(?P<event>\w+\(\d+\)): (?P<message>.*)",
        *("time", "source", "event", "message"),
    ),
    _by_pattern(
        "Windows events",
        rf"(?P<level>\w[\w ]*)\t(?P<time>{_US}|{_ISO})\t(?P<source>[^\t]*)\t(?P<event>\d+)\t"
        r"(?P<message>.*)",
        *("time", "level", "source", "event", "message"),
    ),
    _by_pattern(
        "proxy access",
        r"(?P<time>\d{10}\.\d{3}) +\d+ (?P<client>\S+) (?P<status>\S+) \d+ (?P<request>\S+ \S+)"
        r" (?P<user>\S+)",
        *("time", "client", "user", "request", "status"),
    ),
    _by_pattern(
        "dated lines",
        rf"[\[(]?(?P<time>{_ISO}|{_LONG}|{_US}|{_RFC3164})[\])]?[ \t,:|-]+(?P<message>\S.*)",
        *("time", "message"),
    ),
)
"""The formats, the most telling first."""
