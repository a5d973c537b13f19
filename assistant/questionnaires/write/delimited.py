"""Answers into a delimited file: only the answered fields change, every other byte stays.

Rows and columns count from 1; a row is one record of the table, whatever lines it fills.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from assistant.errors import QuestionnaireError
from assistant.export.workbook import safe
from assistant.questionnaires.write.letters import is_blank, legal
from assistant.questionnaires.write.report import Entry, Outcome, Skipped, Written
from ingest.parsers.decoding import encoding_of

_QUOTE = '"'
_DELIMITERS = (",", ";", "\t", "|")
_ENOUGH = 60
"""Characters of a question that tell it from the others."""
_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_PLAINER = str.maketrans(
    {"–": "-", "—": "-", "‑": "-", "−": "-", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"'}
    | {"‘": "'", "’": "'", "‚": "'", "…": "...", "\u00a0": " ", "•": "-", "→": "->", "≥": ">="}
    | {"≤": "<=", "\u202f": " ", "\u2011": "-"}
)


@dataclass(frozen=True, slots=True)
class _Field:
    """The span of one field, its quotation marks included."""

    start: int
    end: int


Record = list[_Field]


def fill_delimited(
    data: bytes,
    name: str,
    entries: Sequence[Entry],
    *,
    asked: Mapping[str, str],
    overwrite: bool,
) -> Outcome:
    """Write the entries into the delimited file `data`; what a field holds already is kept.

    `asked` gives the questions' texts by id: the delimiter is the one that finds them in their rows.
    Text that a spreadsheet would take for a formula gets an apostrophe in front. Raises
    `QuestionnaireError` where the file is damaged or not the one that was read.
    """
    mark, codec = _encoding(data)
    text = _decoded(data[len(mark) :], codec, name)
    table = _table(text, name, {e.question: e.slot.row or 0 for e in entries}, asked)
    filling = _Filling(table, codec, overwrite)
    for entry in entries:
        filling.take(entry)
    edits = [e for row, said in filling.texts.items() for e in table.edits(row, said)]
    out = mark + _spliced(text, edits).encode(codec, "surrogateescape")
    notes = tuple(filling.notes)
    return Outcome(out, tuple(filling.written), tuple(filling.skipped), notes)


@dataclass
class _Filling:
    """One file while its answers are placed: what goes where, and what became of each entry."""

    table: _Table
    codec: str
    overwrite: bool
    texts: dict[int, dict[int, str]] = field(default_factory=dict)
    written: list[Written] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def take(self, entry: Entry) -> None:
        """Decide on one entry."""
        row, column = entry.slot.row, entry.slot.column
        if row is None or column is None:
            raise QuestionnaireError(f"the place of question {entry.question!r} names no field")
        said = _encodable(_inert(entry), self.codec)
        reason = self.table.hindrance(row, column, overwrite=self.overwrite)
        if column in self.texts.get(row, {}):
            reason = "another answer goes to the same field"
        elif said is None:
            reason = (
                f"the file's encoding, {self.codec}, cannot hold its letters; save the questionnaire "
                "as CSV in UTF-8 and read it again"
            )
        if reason or said is None:
            self.skipped.append(Skipped(entry.question, reason, entry.slot.location))
            return
        if said != _inert(entry):
            self.notes.append(
                f"{entry.question}: dashes and quotation marks made plain for {self.codec}"
            )
        self.texts.setdefault(row, {})[column] = said
        where = entry.slot.location
        self.written.append(Written(entry.question, entry.slot.role, entry.content, where, said))


def _table(text: str, name: str, rows: Mapping[str, int], asked: Mapping[str, str]) -> _Table:
    """The records, told apart by the delimiter that finds most questions in rows of several fields."""
    best: tuple[int, int, _Table] | None = None
    for at, delimiter in enumerate(_DELIMITERS):
        try:
            table = _Table(text, list(records(text, delimiter)), delimiter)
        except QuestionnaireError:
            continue  # not closed quotation marks: under another delimiter they may stand inside
        found = sum(table.asks(row, asked.get(question, "")) for question, row in rows.items())
        if best is None or (found, -at) > best[:2]:
            best = (found, -at, table)
    if best is None or (rows and not best[0]):
        raise QuestionnaireError(
            f"{name!r} does not hold the questions where they were read; read it again"
        )
    return best[2]


def records(text: str, delimiter: str) -> Iterator[Record]:
    """The records of a table as spans of its fields; an empty line is a record of one empty field.

    Read as `csv` reads: a quotation mark counts at the beginning of a field, doubled inside it. A
    line ends with CR, LF or both.
    """
    special = re.compile(f"{re.escape(delimiter)}|\r\n|\r|\n")
    at = 0
    fields: list[_Field] = []
    while at < len(text) or fields:
        end = _field_end(text, at, special)
        fields.append(_Field(at, end))
        found = special.match(text, end)
        at = found.end() if found else end
        if found is None or found[0] != delimiter:
            yield fields
            fields = []
            if found is None:
                return


def _field_end(text: str, start: int, special: re.Pattern[str]) -> int:
    at = start
    if text.startswith(_QUOTE, at):
        at += 1
        while True:
            at = text.find(_QUOTE, at)
            if at < 0:
                raise QuestionnaireError(
                    "a quotation mark of the file is never closed; open it and save it again"
                )
            at += 1
            if not text.startswith(_QUOTE, at):
                break
            at += 1
    found = special.search(text, at)
    return found.start() if found else len(text)


@dataclass(frozen=True, slots=True)
class _Table:
    text: str
    records: list[Record]
    delimiter: str

    def hindrance(self, row: int, column: int, *, overwrite: bool) -> str:
        """Why this field may not be written; empty where it may."""
        if not 1 <= row <= len(self.records) or column < 1:
            return "the file has no such row"
        record = self.records[row - 1]
        if column > len(record):
            return ""
        held = self._held(record[column - 1])
        if held and not is_blank(held) and not overwrite:
            return f"the field holds {held[:60]!r} already"
        return ""

    def asks(self, row: int, question: str) -> bool:
        """Whether a row holds a question in one of several fields, or alone as a row cut short."""
        if not 1 <= row <= len(self.records):
            return False
        held = [_one_line(self.text[f.start : f.end]) for f in self.records[row - 1]]
        if len(held) < 2:
            return held == [_one_line(question)] and any(len(r) > 1 for r in self.records)
        return any(_one_line(question)[:_ENOUGH] in text for text in held)

    def edits(self, row: int, said: Mapping[int, str]) -> list[tuple[int, int, str]]:
        """What to put where in one row; a row that is too short is made long enough."""
        record = self.records[row - 1]
        made = [
            (old.start, old.end, self._field(said[at], record, old))
            for at, old in enumerate(record, start=1)
            if at in said
        ]
        beyond = range(len(record) + 1, max(said) + 1)
        if beyond:
            added = (self._field(said.get(at, ""), record, None) for at in beyond)
            end = record[-1].end
            made.append((end, end, "".join(self.delimiter + text for text in added)))
        return made

    def _held(self, field: _Field) -> str:
        return self.text[field.start : field.end].strip(_QUOTE + " ")

    def _is_quoted(self, field: _Field) -> bool:
        return self.text.startswith(_QUOTE, field.start) and field.end > field.start

    def _field(self, said: str, record: Record, old: _Field | None) -> str:
        """`said` in quotation marks where it needs them, or where the file puts them everywhere."""
        filled = [f for f in record if f.end > f.start]
        everywhere = bool(filled) and all(self._is_quoted(f) for f in filled)
        special = any(mark in said for mark in (self.delimiter, _QUOTE, "\n", "\r"))
        if (
            special
            or (everywhere and said)
            or said != said.strip()
            or (old and self._is_quoted(old))
        ):
            return _QUOTE + said.replace(_QUOTE, _QUOTE * 2) + _QUOTE
        return said


def _spliced(text: str, edits: Sequence[tuple[int, int, str]]) -> str:
    out, at = [], 0
    for start, end, made in sorted(edits, key=lambda edit: edit[:2]):
        out += [text[at:start], made]
        at = end
    return "".join([*out, text[at:]])


def _one_line(text: str) -> str:
    return " ".join(text.replace(_QUOTE * 2, _QUOTE).strip(_QUOTE).split())


def _inert(entry: Entry) -> str:
    """The text as no spreadsheet takes it for a formula; the customer's own options stay as they are."""
    text = legal(entry.text)
    return text if entry.content == "option" else safe(text)


def _encoding(data: bytes) -> tuple[bytes, str]:
    for mark, codec in _BOMS:
        if data.startswith(mark):
            return mark, codec
    return b"", encoding_of(data)


def _decoded(data: bytes, codec: str, name: str) -> str:
    try:
        text = data.decode(codec, "surrogateescape")
        same = text.encode(codec, "surrogateescape") == data
    except UnicodeError:
        same = False
    if not same:
        raise QuestionnaireError(
            f"{name!r} is damaged or in an unknown encoding; save it as CSV in UTF-8"
        )
    return text


def _encodable(text: str, codec: str) -> str | None:
    """The text as the file's encoding can hold it, dashes and quotes made plain; None if it cannot."""
    plainer = "".join(c if _fits(c, codec) else c.translate(_PLAINER) for c in text)
    return plainer if _fits(plainer, codec) else None


def _fits(text: str, codec: str) -> bool:
    try:
        text.encode(codec)
    except UnicodeEncodeError:
        return False
    return True
