"""Reading a questionnaire, whatever its format: the one entrance for commands and runs."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import cast

from assistant.errors import QuestionnaireError
from assistant.questionnaires.grid import Grid, number
from assistant.questions import ColumnMap, Format, Questionnaire
from ingest.parsers.package import OLE2

_PACKAGE = "assistant.questionnaires"
_MAP_KEYS = ("sheet", "head", "question", "id", "section", "answer", "comment", "evidence")
_MAP_EXAMPLE = "sheet=Security,head=3,question=B,answer=C,comment=E,evidence=F,id=A"


@dataclass(frozen=True, slots=True)
class Reader:
    """One format: its suffixes, the module that reads it, and whether its columns can be mapped."""

    format: Format
    suffixes: tuple[str, ...]
    module: str
    columns: bool = False


READERS: tuple[Reader, ...] = (
    Reader("xlsx", (".xlsx", ".xlsm", ".xltx", ".xltm"), "workbook", columns=True),
    Reader("csv", (".csv", ".tsv", ".tab", ".psv"), "delimited", columns=True),
    Reader("docx", (".docx", ".docm", ".dotx"), "document"),
    Reader("pdf", (".pdf",), "pdf"),
    Reader("md", (".md", ".markdown", ".mdown", ".mkd", ".txt"), "markdown"),
    Reader("asciidoc", (".asciidoc", ".adoc", ".asc"), "asciidoc"),
    Reader("json", (".json",), "structured"),
    Reader("yaml", (".yaml", ".yml"), "structured"),
)
"""One row per format; its module has `read(path)`, with `maps` where columns can be mapped."""


def read_questionnaire(path: Path, *, maps: Sequence[ColumnMap] = ()) -> Questionnaire:
    """The questionnaire in a file, by its content and its suffix.

    `maps` are a person's corrections of a workbook's or delimited file's columns: they replace what
    was understood of the sheets they name. Raises `QuestionnaireError`, with what to do, where the
    file cannot be read, is of no known format, asks nothing, or a map does not fit it.
    """
    reader = _reader(path)
    read = _function(reader, "read")
    if reader.columns:
        return cast(Questionnaire, read(path, maps=maps))
    if maps:
        raise QuestionnaireError(
            f"--map is for workbooks and CSV; {path.name} has no columns to map"
        )
    return cast(Questionnaire, read(path))


def layout_of(path: Path) -> str:
    """The digest of the file's shape under which a correction of its columns is kept.

    The same as `Questionnaire.layout`, also where the file asks nothing without a correction.
    Empty for formats without columns. Raises `QuestionnaireError` as `read_questionnaire` does.
    """
    reader = _reader(path)
    return cast(str, _function(reader, "layout")(path)) if reader.columns else ""


def tables_of(path: Path) -> tuple[Grid, ...]:
    """The file's tables as cells by place; empty for formats without columns.

    Raises `QuestionnaireError` where the file cannot be read, but not where it asks nothing.
    """
    reader = _reader(path)
    return cast("tuple[Grid, ...]", _function(reader, "tables")(path)) if reader.columns else ()


def suffix_of(path: Path) -> str:
    """The suffix that fits what the file's content is; its own, where that fits.

    Raises `QuestionnaireError` where no reader takes the file.
    """
    suffix, reader = path.suffix.lower(), _reader(path)
    return suffix if suffix in reader.suffixes else reader.suffixes[0]


def parse_map(text: str) -> ColumnMap:
    """A correction of the columns as a person writes it on the command line.

    `sheet=Security,head=3,question=B,answer=C,comment=E,evidence=F,id=A,section=G`; several columns
    of which one is marked are `answer=C+D+E`; `head=none` where no row names the columns; a sheet's
    name with a comma stands in quotation marks. Raises `QuestionnaireError` for anything else.
    """
    given = _pairs(text)
    if "question" not in given:
        raise QuestionnaireError(f"--map needs the question's column, as in {_MAP_EXAMPLE}")
    columns = {
        key: _column(key, given[key]) for key in _MAP_KEYS[2:] if key in given and key != "answer"
    }
    answers = tuple(_column("answer", one) for one in given.get("answer", "").split("+") if one)
    chosen = [*columns.values(), *answers]
    if twice := sorted({one for one in chosen if chosen.count(one) > 1}):
        raise QuestionnaireError(f"--map gives column {', '.join(twice)} two meanings")
    return ColumnMap(
        sheet=given.get("sheet", ""),
        head_row=_head(given.get("head")),
        question=columns["question"],
        id=columns.get("id"),
        section=columns.get("section"),
        answer=answers,
        comment=columns.get("comment"),
        evidence=columns.get("evidence"),
    )


def _pairs(text: str) -> dict[str, str]:
    given: dict[str, str] = {}
    rest = text.strip()
    while rest:
        found = re.match(r'\s*(\w+)\s*=\s*("(?:[^"]|"")*"|[^,]*?)\s*(?:,|$)', rest)
        if found is None:
            raise QuestionnaireError(f"--map cannot be read at {rest!r}; write {_MAP_EXAMPLE}")
        key, value = found[1].lower(), found[2]
        if key not in _MAP_KEYS:
            raise QuestionnaireError(f"--map knows no {key!r}; it knows {', '.join(_MAP_KEYS)}")
        if key in given:
            raise QuestionnaireError(f"--map names {key!r} twice")
        given[key] = value[1:-1].replace('""', '"') if value.startswith('"') else value
        rest = rest[found.end() :]
    return given


def _column(key: str, value: str) -> str:
    try:
        number(value.strip())
    except ValueError:
        hint = "; several are for answers only, as C+D+E" if "+" in value else ""
        raise QuestionnaireError(
            f"--map {key}={value}: a column is named by its letters, such as B or AA{hint}"
        ) from None
    return value.strip().upper()


def _head(value: str | None) -> int | None:
    if value is None or value.lower() in ("none", "0", ""):
        return None
    if not re.fullmatch(r"[1-9]\d{0,6}", value):
        raise QuestionnaireError(f"--map head={value}: the head row is a number from 1, or none")
    return int(value)


def _reader(path: Path) -> Reader:
    if not path.is_file():
        raise QuestionnaireError(f"{path} is no file")
    if path.stat().st_size == 0:
        raise QuestionnaireError(f"{path.name} is empty")
    wanted = _format_by_content(path)
    suffix = path.suffix.lower()
    for reader in READERS:
        if reader.format == wanted or (wanted is None and suffix in reader.suffixes):
            return reader
    known = ", ".join(s for reader in READERS for s in reader.suffixes)
    raise QuestionnaireError(f"{path.name}: questionnaires are read from {known}; save it as one")


def _format_by_content(path: Path) -> Format | None:
    """The format that the first bytes prove; None where only the name tells."""
    with path.open("rb") as stream:
        head = stream.read(8)
    if head.startswith(b"%PDF"):
        return "pdf"
    if head.startswith(OLE2):
        return _old_office(path)
    if head.startswith(b"PK"):
        return _office(path)
    if path.suffix.lower() in READERS[0].suffixes or path.suffix.lower() in READERS[2].suffixes:
        raise QuestionnaireError(f"{path.name} is named {path.suffix} but it is no Office file")
    return None


def _old_office(path: Path) -> Format:
    if "EncryptedPackage".encode("utf-16-le") in path.read_bytes():
        raise QuestionnaireError(
            f"{path.name} is locked with a password; save a copy without it and use that"
        )
    newer = ".docx" if path.suffix.lower().startswith(".do") else ".xlsx"
    raise QuestionnaireError(
        f"{path.name} is in an older Office format; save it as {newer} and use that"
    )


def _office(path: Path) -> Format | None:
    try:
        with zipfile.ZipFile(path) as package:
            names = set(package.namelist())
    except (zipfile.BadZipFile, OSError, ValueError) as damage:
        raise QuestionnaireError(
            f"{path.name} is damaged: {damage}; save or send it again"
        ) from damage
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "word/document.xml" in names:
        return "docx"
    if "xl/workbook.bin" in names:
        raise QuestionnaireError(f"{path.name} is a binary workbook; save it as .xlsx and use that")
    if "content.xml" in names and "mimetype" in names:
        raise QuestionnaireError(f"{path.name} is an OpenDocument file; save it as .xlsx or .docx")
    raise QuestionnaireError(
        f"{path.name} is an archive or unknown Office file; give the file in it"
    )


def _function(reader: Reader, name: str) -> Callable[..., object]:
    module = import_module(f"{_PACKAGE}.{reader.module}")
    return cast("Callable[..., object]", getattr(module, name))
