"""Questionnaires in delimited files: CSV, TSV and their kin, of any dialect and encoding."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from assistant.errors import QuestionnaireError
from assistant.questionnaires.formats import file_digest
from assistant.questionnaires.grid import Grid, mapping
from assistant.questionnaires.understanding import layout_digest, understand
from assistant.questions import ColumnMap, Questionnaire
from ingest.errors import LimitExceeded, UnreadableFile
from ingest.parsers.delimited import records
from ingest.source import Source


def read(path: Path, *, maps: Sequence[ColumnMap] = ()) -> Questionnaire:
    """The questionnaire in a delimited file; its slots count records and fields from 1.

    Raises `QuestionnaireError` where the file is no delimited text, and where it asks nothing.
    """
    grid = _grid(path)
    found = understand((grid,), maps)
    return Questionnaire(
        name=path.name,
        format="csv",
        sha256=file_digest(path),
        questions=found.questions,
        maps=found.maps,
        layout=layout_digest((grid,)),
        notes=found.notes,
    )


def layout(path: Path) -> str:
    """The digest of the file's head row; raises as `read` does for a file that cannot be read."""
    return layout_digest((_grid(path),))


def tables(path: Path) -> tuple[Grid, ...]:
    """The one table as cells by place, for a person who corrects how it is read; raises as `read`."""
    return (_grid(path),)


def _grid(path: Path) -> Grid:
    source = Source(path.name, file=path)
    try:
        rows = list(records(source))
    except (UnreadableFile, LimitExceeded) as problem:
        raise QuestionnaireError(f"{path.name}: {problem}") from problem
    except csv.Error as problem:
        raise QuestionnaireError(
            f"{path.name}: the quoting is broken ({problem}); save it as CSV again"
        ) from problem
    places = (
        (row, column, text.replace("\r\n", "\n"))
        for row, cells in enumerate(rows, start=1)
        for column, text in enumerate(cells, start=1)
    )
    return Grid(
        name=path.stem,
        kind="records",
        cells=mapping(places),
        extent=max(map(len, rows), default=0),
    )
