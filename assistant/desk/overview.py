"""The face of the first page: how ready, where it is thin, what changed, what to do next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from assistant.assessment.freshness import Freshness, freshness
from assistant.desk import runs
from assistant.desk.next_steps import Step, next_steps
from assistant.desk.tasks import Tasks
from assistant.export.words import STATUS_ORDER, plain, scope_line
from assistant.model import SEVERITIES, MappingRun, Severity, Status
from assistant.review.changes import Changes, changes
from assistant.review.links import standings

if TYPE_CHECKING:
    from assistant.desk.seat import Seat
    from assistant.export.view import RunView

FRESHNESS: tuple[Freshness, ...] = ("fresh", "due", "stale", "future", "unknown")
_MOST_QUESTIONNAIRES = 5


@dataclass(frozen=True, slots=True)
class Cell:
    """Criteria of one series with one status."""

    series: str
    series_name: str
    status: Status
    criteria: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GapCount:
    """Gaps of one team with one severity."""

    owner: str
    severity: Severity
    count: int


@dataclass(frozen=True, slots=True)
class Readiness:
    """The indication in words, with the numbers that led to it. Not an audit opinion."""

    scope: str
    name: str
    """Such as "Qualified-leaning"; empty where none is given."""
    reading: str
    rule: str
    if_supplied: str
    """What would be indicated if all that is insufficient were supplied and clean; often empty."""
    in_scope: int
    counts: tuple[tuple[Status, int], ...]
    items: int
    skipped: int
    engine: str
    at: datetime
    unexamined: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QuestionnaireWork:
    """A customer's questionnaire, and how far it is."""

    name: str
    approved: int
    waiting: int
    """Drafted and not yet decided on."""
    open: int
    """Needs input, or rejected."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for somebody."""

    tasks: int
    mine: int
    overdue: int
    confirm: int
    """Decisions on links that were made on an earlier version of a file."""


class Overview:
    """Only looks. Every part is empty before the first run."""

    def __init__(self, seat: Seat) -> None:
        seat.need("read")
        self._seat = seat
        self._view = runs.latest(seat)

    @property
    def run(self) -> MappingRun | None:
        """The newest run, for the exports."""
        return self._view.run if self._view else None

    def readiness(self) -> Readiness | None:
        """The indication and what led to it."""
        return _readiness(self._view) if self._view else None

    def heat(self) -> tuple[Cell, ...]:
        """Series by status; series whose category was not chosen are left out."""
        return tuple(heat(self._view)) if self._view else ()

    def gaps(self) -> tuple[GapCount, ...]:
        """Gaps by team and severity, the team with most severe ones first."""
        return gap_counts(self._view) if self._view else ()

    def freshness(self) -> tuple[tuple[Freshness, int], ...]:
        """Items by how their date stands to the scope, in a fixed order, none left out."""
        return fresh_counts(self._view) if self._view else ()

    def steps(self) -> tuple[Step, ...]:
        """What to do next."""
        return next_steps(self._view) if self._view else ()

    def earlier(self) -> tuple[tuple[str, datetime], ...]:
        """Ids and starts of the runs before the newest, the newest of them first."""
        heads = self._seat.workspace.store.judgements.heads(at_most=20)
        return tuple((h.id, h.started_at) for h in heads[1:])

    def changes(self, since: str = "") -> Changes | None:
        """What changed since the run with this id, else since the run before; None for the first."""
        before = runs.by_id(self._seat, since) if since else runs.run_before(self._seat)
        return changes(before.run, self._view.run) if before and self._view else None

    def waiting(self) -> Waiting:
        """Open tasks, and decisions to confirm."""
        tasks = [r for r in Tasks(self._seat).rows() if r.task and r.task.state != "closed"]
        me = self._seat.person.id
        return Waiting(
            tasks=len(tasks),
            mine=sum(r.assignee == me for r in tasks),
            overdue=sum((r.days_left or 0) < 0 for r in tasks),
            confirm=len(standings(self._seat.workspace).to_confirm),
        )

    def questionnaires(self) -> tuple[QuestionnaireWork, ...]:
        """The newest questionnaires that were drafted and are not wholly approved."""
        store = self._seat.workspace.store
        found = []
        for file in store.questionnaires.all()[:_MOST_QUESTIONNAIRES]:
            answers = store.answers.current(file.sha256).values()
            approved = sum(a.status == "approved" for a in answers)
            waiting = sum(a.status == "draft" and not a.abstained for a in answers)
            if len(answers) > approved:
                rest = len(answers) - approved - waiting
                found.append(QuestionnaireWork(file.name, approved, waiting, rest))
        return tuple(found)


def heat(view: RunView) -> Iterable[Cell]:
    """Series by status, in the order of the catalogue and of statuses."""
    for series in view.series:
        if not series.in_scope:
            continue
        for status in STATUS_ORDER:
            ids = tuple(c.criterion.id for c in series.criteria if c.status == status)
            if ids:
                yield Cell(series.series.id, series.series.name, status, ids)


def gap_counts(view: RunView) -> tuple[GapCount, ...]:
    """Gaps by team and severity."""
    counted = Counter((g.owner, g.severity) for _, g in view.gaps)
    weight: Counter[str] = Counter()
    for (owner, severity), count in counted.items():
        weight[owner] += count * 10 ** SEVERITIES.index(severity)
    return tuple(
        GapCount(owner, severity, counted[owner, severity])
        for owner in sorted(weight, key=lambda o: (-weight[o], o))
        for severity in reversed(SEVERITIES)
        if counted[owner, severity]
    )


def fresh_counts(view: RunView) -> tuple[tuple[Freshness, int], ...]:
    """Items by how their date stands to the scope."""
    scope = view.run.run.scope
    counted = Counter(freshness(d.kind, d.dates, scope) for d in view.run.documents)
    return tuple((name, counted[name]) for name in FRESHNESS)


def _readiness(view: RunView) -> Readiness:
    run, found = view.run, view.run.indication
    return Readiness(
        scope=scope_line(run.run.scope),
        name=_leaning(found.name) if found else "",
        reading=found.reading
        if found
        else "None is shown while a flagged item waits for a person.",
        rule=(
            f"Rule {found.rule} of 4: {len(found.not_met)} of {found.in_scope} criteria are not met, "
            f"as indicated; for {len(found.insufficient)} there is too little evidence to say."
            if found
            else ""
        ),
        if_supplied=_leaning(found.if_supplied) if found and found.if_supplied else "",
        in_scope=found.in_scope if found else 0,
        counts=view.counts,
        items=len(run.documents),
        skipped=len(run.skipped),
        engine=run.run.engine,
        at=run.run.finished_at,
        unexamined=run.unexamined,
    )


def _leaning(name: str) -> str:
    return plain(name).replace(" leaning", "-leaning")
