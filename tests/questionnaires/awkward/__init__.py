"""Workbooks that are hard to fill in without harm, each made in code; `python -m` writes them here.

Each book names places that are free for an answer and the cells where the words must end up. All
but the one saved by LibreOffice are made again, byte for byte, by `BOOKS[name].make()`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.questionnaires.awkward import layouts, packages

FOLDER = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Book:
    """One awkward workbook: how it is made, where answers go, and where merged cells send them."""

    name: str
    make: Callable[[], bytes] | None
    places: tuple[tuple[str, str], ...]
    lands: tuple[tuple[str, str], ...] = ()

    @property
    def path(self) -> Path:
        return FOLDER / self.name

    @property
    def landing(self) -> tuple[tuple[str, str], ...]:
        return self.lands or self.places


def _column(sheet: str, letter: str, first: int, last: int) -> tuple[tuple[str, str], ...]:
    return tuple((sheet, f"{letter}{row}") for row in range(first, last + 1))


_PLAIN = _column("Security", "C", 2, 5)
BOOKS: dict[str, Book] = {
    book.name: book
    for book in (
        Book(
            "merged.xlsx",
            layouts.merged,
            (("Form", "C4"), ("Form", "D6"), ("Form", "B9")),
            (("Form", "B4"), ("Form", "B6"), ("Form", "B9")),
        ),
        Book(
            "many_sheets.xlsx",
            layouts.many_sheets,
            (("Access control", "C3"), ("It's 'quoted' & <odd>", "E2"), ("Backups", "B2")),
        ),
        Book("validations.xlsx", layouts.validations, _column("Security", "C", 2, 6)),
        Book(
            "conditional_formats.xlsx", layouts.conditional_formats, _column("Security", "C", 2, 6)
        ),
        Book("drawings.xlsx", layouts.drawings, _PLAIN),
        Book("comments.xlsx", packages.comments, _PLAIN),
        Book("protected.xlsx", packages.protected, _PLAIN),
        Book("names_and_formulas.xlsx", packages.names_and_formulas, _PLAIN),
        Book("table.xlsx", layouts.table, _PLAIN),
        Book("macros.xlsm", layouts.macros, _PLAIN),
        Book("x_columns.xlsx", layouts.x_columns, (("Security", "C2"), ("Security", "E3"))),
        Book("hidden.xlsx", layouts.hidden, (*_PLAIN, ("Secret", "C2"), ("Deep", "A1"))),
        Book("other_scripts.xlsx", layouts.other_scripts, (("質問票", "C2"), ("أسئلة", "C3"))),
        Book("rich_text.xlsx", layouts.rich_text, _PLAIN),
        Book("prefixed.xlsx", packages.prefixed, (*_PLAIN, ("Security", "F9"))),
        Book("strict.xlsx", packages.strict, _PLAIN),
        Book("no_references.xlsx", packages.no_references, _PLAIN),
        Book(
            "sparse.xlsx",
            packages.sparse,
            (("Security", "C2"), ("Security", "C4"), ("Security", "H7"), ("Empty", "B3")),
        ),
        Book("utf16.xlsx", packages.utf16, _PLAIN),
        Book("odd_zip.xlsx", packages.odd_zip, _PLAIN),
        Book("libreoffice.xlsx", None, (*_PLAIN, ("Security", "D5"))),
    )
}
