"""The reports of the newest run as bytes, for a person to take away."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import UsageError
from assistant.export import html, mapping_json, workbook

if TYPE_CHECKING:
    from assistant.desk.seat import Seat
    from assistant.model import MappingRun


@dataclass(frozen=True, slots=True)
class Report:
    """A kind of report: what it is called and what it is for."""

    name: str
    label: str
    media_type: str


REPORTS = (
    Report("report.html", "Report to read and print (HTML)", "text/html"),
    Report(
        "readiness.xlsx",
        "Workbook (XLSX)",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    Report("mapping.json", "Data (JSON)", "application/json"),
)


def report(seat: Seat, run: MappingRun, name: str) -> bytes:
    """The report of this name; that it was taken is audited. Raises `UsageError` for another name."""
    seat.need("read")
    if name not in _MAKERS:
        raise UsageError(f"there is no report called {name!r}")
    made = _MAKERS[name](run)
    seat.record("report.exported", name, run=run.run.id)
    return made


def _workbook(run: MappingRun) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "readiness.xlsx"
        workbook.write(run, path)
        return path.read_bytes()


_MAKERS: dict[str, Callable[[MappingRun], bytes]] = {
    "report.html": lambda run: html.render(run).encode(),
    "readiness.xlsx": _workbook,
    "mapping.json": lambda run: f"{mapping_json.dump(run)}\n".encode(),
}
