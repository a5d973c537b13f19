"""JSON and JSON lines: one block a record, and a table where the records share keys.

The text is the file's own. Records are the elements of a top-level list or of the longest list of
objects that a top-level object holds (`Records`, `items`, `data`, ...); any other object is cut at
its members.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ingest.errors import UnreadableFile
from ingest.model import Block, Column, Note, Parsed, Table
from ingest.parsers.decoding import cut, read_text, read_whole
from ingest.parsers.outline import Outline
from ingest.source import Source

SUFFIXES: tuple[str, ...] = (".json", ".jsonl", ".ndjson", ".geojson", ".sarif")

LONGEST_BLOCK = 4_000
"""Characters of one record above which it is cut at line breaks, or at commas outside strings."""

_DECODER = json.JSONDecoder(strict=False)
_SPACE = re.compile(r"[ \t\n\r\x00-\x1f]*")
_COMMENT = re.compile(r'("(?:[^"\\\n]|\\.)*")|//[^\n]*|/\*.*?\*/', re.DOTALL)
_NOT_BREAK = re.compile(r"[^\n]")
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"?|,|\n', re.DOTALL)
_WORD = re.compile(r"\w")
_MAX_COLUMNS = 60
_MAX_DEPTH = 4
_COLUMN_SAMPLE = 200
_SHOWN_FAULTS = 3


@dataclass(frozen=True, slots=True)
class _Value:
    """A JSON value and where it stands in the text."""

    start: int
    end: int
    content: Any


def parse(source: Source) -> Parsed:
    """Reads records; raises `UnreadableFile` with line and column where the JSON is not valid.

    Broken lines of JSON lines are noted and the rest is kept.
    """
    if source.suffix in (".jsonl", ".ndjson"):
        return _parse_lines(source)
    text = read_whole(source)
    try:
        return _parse_whole(source, text, _without_comments(text))
    except json.JSONDecodeError as error:
        if error.msg == "Extra data" and _holds_lines(text):
            return _parse_lines(source)
        raise UnreadableFile(
            f"not valid JSON: {error.msg} at line {error.lineno}, column {error.colno}"
        ) from None
    except ValueError as error:
        raise UnreadableFile(f"not valid JSON: {error}") from None
    except RecursionError:
        raise UnreadableFile("the JSON is nested too deeply to be read") from None


def _without_comments(text: str) -> str:
    """`text` with its `//` and `/* */` comments blanked, as settings kept as JSON have them."""
    if "//" not in text and "/*" not in text:
        return text
    return _COMMENT.sub(lambda found: found[1] or _NOT_BREAK.sub(" ", found[0]), text)


def _parse_whole(source: Source, text: str, plain: str) -> Parsed:
    """Cuts `text` by the values of `plain`, which is as long and holds no comments."""
    top = _value_at(plain, 0)
    rest = _skip(plain, top.end)
    if rest < len(plain):
        raise json.JSONDecodeError("Extra data", plain, rest)
    members = list(_members(plain, top)) if isinstance(top.content, dict) else []
    records = _records(plain, top, members)
    kept, notes = cut(text, source.limits.text_chars)
    outline = Outline(kept)
    if records:
        _add_records(outline, records, source.limits.table_rows)
    else:
        _add_members(outline, top, members)
    return Parsed(
        media_type="application/json",
        text=kept,
        blocks=outline.blocks,
        tables=_tables(records, source.limits.table_rows),
        title=_title(top.content),
        notes=(*notes, *_left_out(outline, records)),
    )


def _parse_lines(source: Source) -> Parsed:
    text, notes = read_text(source)
    records: list[_Value] = []
    faults: list[str] = []
    start = 0
    for number, line in enumerate(text.split("\n"), 1):
        try:
            if line.strip():
                records.append(_Value(start, start + len(line), _DECODER.decode(line)))
        except (ValueError, RecursionError) as error:
            faults.append(f"line {number} is not valid JSON: {error}")
        start += len(line) + 1
    if not records:
        raise UnreadableFile(f"no line is valid JSON; {faults[0]}")
    outline = Outline(text)
    _add_records(outline, records, source.limits.table_rows)
    shown = [Note("truncated", fault) for fault in faults[:_SHOWN_FAULTS]]
    if len(faults) > _SHOWN_FAULTS:
        shown.append(Note("truncated", f"{len(faults) - _SHOWN_FAULTS} more lines are not valid"))
    return Parsed(
        media_type="application/x-ndjson",
        text=text,
        blocks=outline.blocks,
        tables=_tables(records, source.limits.table_rows),
        notes=(*shown, *notes, *_left_out(outline, records)),
    )


def _holds_lines(text: str) -> bool:
    """Whether the first two lines are JSON by themselves."""
    lines = [line for line in text.split("\n") if line.strip()][:2]
    try:
        return len([_DECODER.decode(line) for line in lines]) == 2
    except (ValueError, RecursionError):
        return False


def _skip(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _value_at(text: str, at: int) -> _Value:
    start = _skip(text, at)
    content, end = _DECODER.raw_decode(text, start)
    return _Value(start, end, content)


def _members(text: str, top: _Value) -> Iterator[_Value]:
    """The value of each member of an object."""
    at = _skip(text, top.start + 1)
    while text[at] != "}":
        key = _value_at(text, at)
        value = _value_at(text, _skip(text, key.end) + 1)
        yield value
        at = _skip(text, value.end)
        at = _skip(text, at + 1) if text[at] == "," else at


def _elements(text: str, top: _Value) -> Iterator[_Value]:
    at = _skip(text, top.start + 1)
    while text[at] != "]":
        value = _value_at(text, at)
        yield value
        at = _skip(text, value.end)
        at = _skip(text, at + 1) if text[at] == "," else at


def _records(text: str, top: _Value, members: list[_Value]) -> list[_Value]:
    if isinstance(top.content, list):
        return list(_elements(text, top))
    lists = [value for value in members if _is_record_list(value.content)]
    if not lists:
        return []
    longest = max(lists, key=lambda value: (value.end - value.start, -value.start))
    if 2 * (longest.end - longest.start) < top.end - top.start:
        return []
    return list(_elements(text, longest))


def _is_record_list(content: object) -> bool:
    return (
        isinstance(content, list)
        and len(content) > 1
        and all(isinstance(item, dict) for item in content)
    )


def _add_records(outline: Outline, records: list[_Value], limit: int) -> None:
    """One block a record, and what stands before and after the records as blocks of their own."""
    kept = [r for r in records[:limit] if r.end <= len(outline.text)]
    first = kept[0].start if kept else 0
    for start, end in _pieces(outline.text, 0, first):
        outline.add(start, end, "code")
    for number, record in enumerate(kept, 1):
        for start, end in _pieces(outline.text, record.start, record.end):
            outline.add(start, end, "row", rows=(number, number))
    if kept and len(kept) == len(records):
        for start, end in _pieces(outline.text, kept[-1].end, len(outline.text)):
            outline.add(start, end, "code")


def _add_members(outline: Outline, top: _Value, members: list[_Value]) -> None:
    """One block a member, with its key; one for a value that has no members."""
    ends = [value.end for value in members] or [top.end]
    for start, end in zip([top.start, *ends], ends, strict=False):
        for piece_start, piece_end in _pieces(outline.text, start, end):
            outline.add(piece_start, piece_end, "code")


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """`text[start:end]` without the separators before it, in pieces of `LONGEST_BLOCK`."""
    end = min(end, len(text))
    while start < end and text[start] in ", \n\t]":
        start += 1
    last_break = start
    for token in _TOKEN.finditer(text, start, end) if end - start > LONGEST_BLOCK else ():
        if token[0] not in (",", "\n"):
            continue
        if token.end() - start > LONGEST_BLOCK and last_break > start:
            yield start, last_break
            start = last_break
        last_break = token.end()
    if _WORD.search(text, start, end):
        yield start, end


def _left_out(outline: Outline, records: list[_Value]) -> Iterator[Note]:
    kept = _last_record(outline.blocks)
    if kept < len(records):
        yield Note("truncated", f"the first {kept:,} of {len(records):,} records are searched")


def _last_record(blocks: tuple[Block, ...]) -> int:
    return max((block.locator.row_end or 0 for block in blocks), default=0)


def _tables(records: list[_Value], limit: int) -> tuple[Table, ...]:
    rows = [(n, r.content) for n, r in enumerate(records, 1) if isinstance(r.content, dict)]
    if len(rows) < 2 or len(rows) < len(records) / 2:
        return ()
    names = _shared_names([content for _, content in rows[:_COLUMN_SAMPLE]])
    cells = [(number, dict(_flat(content))) for number, content in rows[:limit]]
    return (
        (
            Table(
                name="records",
                columns=tuple(Column(name) for name in names),
                rows=tuple(tuple(row.get(name, "") for name in names) for _, row in cells),
                row_count=len(rows),
                row_numbers=tuple(number for number, _ in cells),
            ),
        )
        if names
        else ()
    )


def _shared_names(sample: list[dict[str, Any]]) -> list[str]:
    """The names that at least a tenth of the records use, in order of first appearance."""
    counts: dict[str, int] = {}
    for content in sample:
        for name, _ in _flat(content):
            counts[name] = counts.get(name, 0) + 1
    shared = [name for name, count in counts.items() if count * 10 >= len(sample)]
    return shared[:_MAX_COLUMNS]


def _flat(content: dict[str, Any], prefix: str = "", depth: int = 1) -> Iterator[tuple[str, str]]:
    for key, value in content.items():
        name = f"{prefix}{key}"
        if isinstance(value, dict) and value and depth < _MAX_DEPTH:
            yield from _flat(value, f"{name}.", depth + 1)
        else:
            yield name, _cell(value)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return ", ".join(value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _title(content: object) -> str | None:
    if not isinstance(content, dict):
        return None
    for key in ("title", "Title", "name", "Name"):
        value = content.get(key)
        if isinstance(value, str) and value.strip():
            return value.strip()
    return None
