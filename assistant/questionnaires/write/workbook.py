"""Answers into an Excel workbook: only the answers' own cells in the sheets' parts change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from assistant.errors import QuestionnaireError
from assistant.questionnaires.write.addresses import address, position
from assistant.questionnaires.write.letters import is_blank, legal
from assistant.questionnaires.write.package import Package, tree
from assistant.questionnaires.write.report import Entry, Outcome, Skipped, Written
from assistant.questionnaires.write.sheet_part import Cell, SheetPart, read_sheet
from assistant.questionnaires.write.splicing import splice

_STALE = (
    "the workbook calculates: values that depend on the answers are those of the empty file until a "
    "spreadsheet program recalculates it (Ctrl+Alt+F9)"
)


def fill_workbook(data: bytes, name: str, entries: Sequence[Entry], *, overwrite: bool) -> Outcome:
    """Write the entries into the workbook `data`; what a cell holds already is kept.

    A formula is never replaced. Raises `QuestionnaireError` where the file cannot be changed.
    """
    package = Package(data, name)
    parts = _sheet_parts(package)
    book = _Book(package, overwrite)
    changed: dict[str, bytes] = {}
    for sheet_name, wanted in _by_sheet(entries).items():
        if sheet_name not in parts:
            book.skip(wanted, f"the workbook has no sheet {sheet_name!r}")
            continue
        part = parts[sheet_name]
        texts = book.decide(sheet_name, part, wanted)
        if texts:
            made = splice(book.sheets[part], texts)
            read_sheet(made, name)  # what was spliced must be whole before it goes out
            changed[part] = made
    return Outcome(
        package.with_parts(changed), tuple(book.written), tuple(book.skipped), book.notes(changed)
    )


def _by_sheet(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.slot.sheet is None or entry.slot.cell is None:
            raise QuestionnaireError(f"the place of question {entry.question!r} names no cell")
        found[entry.slot.sheet].append(entry)
    return found


def _sheet_parts(package: Package) -> dict[str, str]:
    """Part names of the worksheets by sheet name; chart and macro sheets hold no cells."""
    main = package.main
    targets = package.related(main)
    found = {}
    for element in tree(package.needed(main), package.name).iterfind("{*}sheets/{*}sheet"):
        key = next((v for k, v in element.attrib.items() if k.endswith("}id")), "")
        kind, part = targets.get(key, ("", ""))
        if kind.endswith("/worksheet"):
            found[element.get("name", "")] = part
    return found


class _Book:
    """One workbook while its answers are placed: its sheets, and what became of each entry."""

    def __init__(self, package: Package, overwrite: bool) -> None:
        self._package, self._overwrite = package, overwrite
        self._strings: list[str] | None = None
        self.sheets: dict[str, SheetPart] = {}
        self.written: list[Written] = []
        self.skipped: list[Skipped] = []

    def skip(self, entries: Iterable[Entry], reason: str) -> None:
        """Leave these entries out for one reason."""
        self.skipped += [Skipped(e.question, reason, e.slot.location) for e in entries]

    def decide(
        self, sheet_name: str, part: str, entries: Iterable[Entry]
    ) -> dict[tuple[int, int], str]:
        """The texts to put into one sheet, by row and column."""
        sheet = read_sheet(self._package.needed(part), self._package.name)
        self.sheets[part] = sheet
        texts: dict[tuple[int, int], str] = {}
        for entry in entries:
            assert entry.slot.cell is not None  # `_by_sheet` has seen to it
            place = sheet.anchor(*position(entry.slot.cell))
            reason = self._hindrance(sheet.cell(*place))
            if place in texts:
                reason = "another answer goes to the same cell"
            text = legal(entry.text)
            if reason:
                self.skip([entry], reason)
            elif text:
                texts[place] = text
                location: dict[str, str | int] = {"sheet": sheet_name, "cell": address(*place)}
                role, content = entry.slot.role, entry.content
                self.written.append(Written(entry.question, role, content, location, text))
        return texts

    def notes(self, changed: Iterable[str]) -> tuple[str, ...]:
        """What a person should know of the file as a whole."""
        calculates = self._package.part("xl/calcChain.xml") is not None or any(
            cell.formula
            for sheet in self.sheets.values()
            for row in sheet.rows.values()
            for cell in row.cells.values()
        )
        return (_STALE,) if calculates and list(changed) else ()

    def _hindrance(self, cell: Cell | None) -> str:
        """Why this cell may not be written; empty where it may."""
        if cell is None:
            return ""
        if cell.formula:
            return "the cell calculates; a formula is never replaced"
        held = self._shown(cell)
        if held and not is_blank(held) and not self._overwrite:
            return f"the cell holds {held[:60]!r} already"
        return ""

    def _shown(self, cell: Cell) -> str:
        if cell.attributes.get("t") != "s" or not cell.value.strip().isdigit():
            return cell.value
        if self._strings is None:
            self._strings = self._shared_strings()
        at = int(cell.value)
        return self._strings[at] if at < len(self._strings) else cell.value

    def _shared_strings(self) -> list[str]:
        related = self._package.related(self._package.main).values()
        part = next((p for kind, p in related if kind.endswith("/sharedStrings")), None)
        data = self._package.part(part) if part else None
        if data is None:
            return []
        items = tree(data, self._package.name).iterchildren("{*}si")
        return ["".join(t.text or "" for t in item.iterfind(".//{*}t")) for item in items]
