"""Gaps beside the work on them, as rows: how they are filtered, said in words, and exported."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from assistant.export.words import SEVERITY, plain
from assistant.export.workbook import safe
from assistant.model import SEVERITIES, Citation, Criterion, Gap, Severity
from assistant.review.gap_keys import gap_key
from assistant.review.model import Task
from assistant.review.tasks import attached, days_left

Due = Literal["any", "overdue", "week", "none"]
NOBODY = ""
_SOON_DAYS = 7
_LONGEST_TITLE = 160


@dataclass(frozen=True, slots=True)
class GapRow:
    """One gap of the newest run, with its task where there is one; or a task whose gap is gone."""

    key: str
    criterion: str
    criterion_title: str
    kind: str
    """In words, such as "No control found"."""
    severity: Severity | None
    """None where the gap is gone."""
    title: str
    detail: str
    remediation: str
    owner: str
    """The team that usually has what is missing."""
    citations: tuple[Citation, ...]
    gone: bool
    task: Task | None
    assignee_name: str
    today: date

    @property
    def assignee(self) -> str:
        """The person's id, empty for nobody."""
        return self.task.assignee if self.task else NOBODY

    @property
    def days_left(self) -> int | None:
        """Days until it is due, negative where overdue; None where nothing is due."""
        return days_left(self.task, self.today) if self.task else None

    @property
    def state(self) -> str:
        """Where the work stands, in words."""
        if self.task is None:
            return "No task yet"
        if self.task.state == "closed":
            return "Closed" if self.gone else "Closed, the gap is still there"
        words = "In progress" if self.task.state == "in_progress" else "Open"
        return f"{words}, gap gone: close?" if self.gone else words

    @property
    def due_words(self) -> str:
        """When it is due, seen from today."""
        left = self.days_left
        if left is None:
            return ""
        if left < 0:
            return f"overdue by {_days(-left)}"
        return "due today" if left == 0 else f"due in {_days(left)}"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows are looked for; an empty part asks for nothing in particular."""

    severities: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    assignees: tuple[str, ...] = ()
    """People's ids; `NOBODY` for work that nobody was asked to do."""
    criteria: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    due: Due = "any"
    text: str = ""


def rows_of(
    gaps: Sequence[tuple[Criterion, Gap]],
    tasks: Iterable[Task],
    names: Mapping[str, str],
    today: date,
) -> tuple[GapRow, ...]:
    """Gaps in their order, each with its task; after them the tasks whose gap is gone. Whoever has
    no entry in `names` is called by their id, which on the command line is a name."""
    by_gap = {task.gap: task for task in tasks}
    found = []
    for criterion, gap in gaps:
        task = by_gap.pop(gap_key(criterion.id, gap), None)
        found.append(_row(criterion, gap, task, names, today))
    return (*found, *(_gone(task, names, today) for task in by_gap.values()))


def matching(rows: Iterable[GapRow], wanted: Wanted) -> tuple[GapRow, ...]:
    """The rows that are wanted, in their order. Every word of the text must occur."""
    words = wanted.text.casefold().split()
    return tuple(
        r for r in rows if _chosen(r, wanted) and _in_time(r, wanted.due) and _says(r, words)
    )


def title_of(gap: Gap) -> str:
    """A gap in one line: what a task on it is called."""
    title = f"{plain(gap.kind)}: {gap.detail}"
    return title if len(title) <= _LONGEST_TITLE else title[: _LONGEST_TITLE - 1].rstrip() + "…"


HEAD = (
    "Criterion",
    "Title",
    "Gap",
    "Severity",
    "Detail",
    "What to do",
    "Team",
    "State",
    "Assigned to",
    "Due",
    "Due in words",
    "Evidence attached",
    "Last said",
)


def as_csv(rows: Iterable[GapRow]) -> bytes:
    """The rows for a spreadsheet: UTF-8 with a mark, no cell that it could take for a formula."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(HEAD)
    for row in rows:
        writer.writerow([safe(cell) for cell in _cells(row)])
    return text.getvalue().encode("utf-8-sig")


def _cells(row: GapRow) -> tuple[str, ...]:
    task = row.task
    said = [e.text for e in task.events if e.verb in ("comment", "close", "reopen")] if task else []
    return (
        row.criterion,
        row.criterion_title,
        row.kind,
        SEVERITY[row.severity] if row.severity else "",
        row.detail,
        row.remediation,
        row.owner,
        row.state,
        row.assignee_name,
        task.due.isoformat() if task and task.due else "",
        row.due_words,
        "; ".join(attached(task)) if task else "",
        said[-1] if said else "",
    )


def _row(
    criterion: Criterion, gap: Gap, task: Task | None, names: Mapping[str, str], today: date
) -> GapRow:
    return GapRow(
        key=gap_key(criterion.id, gap),
        criterion=criterion.id,
        criterion_title=criterion.title,
        kind=plain(gap.kind),
        severity=gap.severity,
        title=title_of(gap),
        detail=gap.detail,
        remediation=gap.remediation,
        owner=gap.owner,
        citations=gap.citations,
        gone=False,
        task=task,
        assignee_name=names.get(task.assignee, task.assignee) if task else "",
        today=today,
    )


def _gone(task: Task, names: Mapping[str, str], today: date) -> GapRow:
    return GapRow(
        key=task.gap,
        criterion=task.criterion,
        criterion_title="",
        kind=task.title.split(":", 1)[0],
        severity=None,
        title=task.title,
        detail="The newest run does not find this gap any more.",
        remediation="",
        owner="",
        citations=(),
        gone=True,
        task=task,
        assignee_name=names.get(task.assignee, task.assignee),
        today=today,
    )


def _chosen(row: GapRow, wanted: Wanted) -> bool:
    pairs: tuple[tuple[Sequence[str], str], ...] = (
        (wanted.severities, row.severity or ""),
        (wanted.kinds, row.kind),
        (wanted.owners, row.owner),
        (wanted.assignees, row.assignee),
        (wanted.criteria, row.criterion),
        (wanted.states, row.state),
    )
    return all(value in choice for choice, value in pairs if choice)


def _in_time(row: GapRow, due: Due) -> bool:
    left = row.days_left
    if due == "any":
        return True
    if due == "none":
        return left is None
    return left is not None and (left < 0 if due == "overdue" else left <= _SOON_DAYS)


def _says(row: GapRow, words: Sequence[str]) -> bool:
    if not words:
        return True
    said = " ".join(
        (row.criterion, row.criterion_title, row.title, row.detail, row.remediation, row.owner)
    ).casefold()
    return all(word in said for word in words)


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"


def choices(rows: Iterable[GapRow]) -> dict[str, tuple[str, ...]]:
    """What can be chosen in each filter, from the rows themselves."""
    found = tuple(rows)
    order = {name: n for n, name in enumerate(reversed(SEVERITIES))}
    return {
        "severities": tuple(
            sorted({r.severity for r in found if r.severity}, key=order.__getitem__)
        ),
        "kinds": tuple(sorted({r.kind for r in found})),
        "owners": tuple(sorted({r.owner for r in found if r.owner})),
        "criteria": tuple(dict.fromkeys(r.criterion for r in found)),
        "states": tuple(sorted({r.state for r in found})),
    }
