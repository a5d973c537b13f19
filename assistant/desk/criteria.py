"""The face of the criteria page: the matrix, one criterion in full, and decisions on its links."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.desk import runs
from assistant.desk.criterion_detail import CriterionDetail, criterion_detail
from assistant.desk.criterion_rows import CriterionRow, criterion_rows
from assistant.desk.tasks import Tasks
from assistant.errors import UsageError
from assistant.export.words import STATUS
from assistant.model import Aspect, Finding, MappingRun
from assistant.reassess_run import reassess
from assistant.review.links import Links, standings, suggested_quotes
from assistant.review.model import LinkDecision
from assistant.review.standing import in_words

if TYPE_CHECKING:
    from assistant.desk.gap_rows import GapRow
    from assistant.desk.seat import Seat
    from assistant.export.view import RunView


@dataclass(frozen=True, slots=True)
class PastDecision:
    """One decision as its history tells it."""

    decision: LinkDecision
    words: str
    state: str
    """"holds", "over" (a later one took its place), "to confirm" or "file gone"."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a decision did to the criterion."""

    decision: LinkDecision
    words: str
    """A sentence for the person who decided."""


class Criteria:
    """Reading takes any role, deciding a contributor. Every decision is assessed and audited at once."""

    def __init__(self, seat: Seat) -> None:
        self.seat = seat

    # --- looking ---

    def rows(self) -> tuple[CriterionRow, ...]:
        """All 61 criteria; empty before the first run."""
        self.seat.need("read")
        view = runs.latest(self.seat)
        return criterion_rows(view) if view else ()

    def detail(self, criterion: str) -> CriterionDetail | None:
        """One criterion in full; None before the first run and for an id that does not exist."""
        self.seat.need("read")
        view = runs.latest(self.seat)
        return criterion_detail(view, criterion) if view else None

    def gaps(self, criterion: str) -> tuple[GapRow, ...]:
        """Its gaps with the work on them, the most severe first."""
        return tuple(r for r in Tasks(self.seat).rows() if r.criterion == criterion and not r.gone)

    def history(self, criterion: str) -> tuple[PastDecision, ...]:
        """Every decision on its links, the newest first."""
        self.seat.need("read")
        state = standings(self.seat.workspace)
        states = {d.number: "holds" for d in state.holding}
        states |= {d.number: "to confirm" for d, _ in state.to_confirm}
        states |= {d.number: "file gone" for d in state.gone}
        made = self.seat.workspace.store.link_decisions.all()
        return tuple(
            PastDecision(d, f"{d.path}: {in_words(d)}", states.get(d.number, "over"))
            for d in reversed(made)
            if d.criterion == criterion
        )

    def to_confirm(self) -> tuple[LinkDecision, ...]:
        """Decisions of all criteria that were made on earlier versions of files."""
        self.seat.need("read")
        return tuple(d for d, _ in standings(self.seat.workspace).to_confirm)

    def items(self) -> tuple[tuple[str, str], ...]:
        """Ids and names of all items of the newest run: what a link can be added to."""
        view = runs.latest(self.seat)
        return tuple((e.document.id, e.name) for e in view.evidence) if view else ()

    def quotes(self, document_id: str, criterion: str) -> tuple[str, ...]:
        """Words of the item that speak most to the criterion, for a person to choose from."""
        self.seat.need("read")
        return suggested_quotes(self.seat.workspace, document_id, criterion)

    # --- deciding ---

    def accept(
        self, document_id: str, criterion: str, *, reason: str = "", aspect: Aspect | None = None
    ) -> Outcome:
        """A proposed link holds."""
        return self._decide(
            "link.accepted",
            lambda links: links.accept(document_id, criterion, reason=reason, aspect=aspect),
        )

    def reject(self, document_id: str, criterion: str, *, reason: str) -> Outcome:
        """A link does not hold, for a reason."""
        return self._decide(
            "link.rejected", lambda links: links.reject(document_id, criterion, reason=reason)
        )

    def add(
        self,
        document_id: str,
        criterion: str,
        *,
        aspect: Aspect,
        quotes: Sequence[str],
        reason: str,
    ) -> Outcome:
        """An item supports the criterion by these words of its own, which are looked up first."""
        return self._decide(
            "link.added",
            lambda links: links.add(
                document_id, criterion, aspect=aspect, quotes=quotes, reason=reason
            ),
        )

    def withdraw(self, document_id: str, criterion: str, *, reason: str = "") -> Outcome:
        """End what was decided: the tool's own word stands again."""
        return self._decide(
            "link.withdrawn", lambda links: links.withdraw(document_id, criterion, reason=reason)
        )

    def confirm(self, number: int) -> Outcome:
        """Decide the same on the file as it is now."""
        waiting = next((d for d in self.to_confirm() if d.number == number), None)
        if waiting is None:
            raise UsageError("this decision waits for nobody any more; load the page again")
        return self._decide("link.confirmed", lambda links: links.confirm(waiting))

    def discard(self, number: int) -> Outcome:
        """The decision on the earlier version is not meant for the file as it is now."""
        state = standings(self.seat.workspace)
        now = next((now for d, now in state.to_confirm if d.number == number), None)
        decision = next((d for d, _ in state.to_confirm if d.number == number), None)
        if now is None or decision is None:
            raise UsageError("this decision waits for nobody any more; load the page again")
        return self.withdraw(now.id, decision.criterion)

    def _decide(self, action: str, change: Callable[[Links], LinkDecision]) -> Outcome:
        self.seat.need("contribute")
        before = runs.latest(self.seat)
        if before is None:
            raise UsageError("nothing is mapped yet; map the evidence first")
        workspace, person = self.seat.workspace, self.seat.person
        made = change(Links(workspace, person_id=person.id, name=person.name))
        was = now = _finding(before.run, made)
        try:
            after = reassess(workspace, before.run.run.scope, latest=before.run)
            runs.remember(self.seat, after)
            now = _finding(after, made)
        finally:  # what was decided is kept, so it is audited whatever came of it
            self.seat.record(
                action,
                f"{made.criterion} {made.path}",
                before=_told(before, made, was),
                after=_state(made, now),
                run=runs.run_id(self.seat),
                prompts=before.run.run.prompts,
            )
        return Outcome(made, _moved(made.criterion, was, now))


def _finding(run: MappingRun, decision: LinkDecision) -> Finding:
    return next(f for f in run.findings if f.criterion == decision.criterion)


def _moved(criterion: str, was: Finding, now: Finding) -> str:
    count = f"{len(now.gaps)} gap{'' if len(now.gaps) == 1 else 's'}"
    if was.status == now.status:
        return f"Kept. {criterion} stays “{STATUS[now.status]}”, with {count}."
    return (
        f"Kept. {criterion} was “{STATUS[was.status]}”, now “{STATUS[now.status]}”, with {count}."
    )


def _told(view: RunView, decision: LinkDecision, finding: Finding) -> str:
    link = next(
        (
            k
            for k in view.run.links.links
            if (k.document_id, k.criterion) == (decision.document_id, decision.criterion)
        ),
        None,
    )
    said = {"claimed": bool(link and link.accepted), "decided": link.decided if link else ""}
    return json.dumps(said | {"status": finding.status}, ensure_ascii=False, sort_keys=True)


def _state(decision: LinkDecision, finding: Finding) -> str:
    said = {
        "decision": decision.number,
        "verb": decision.verb,
        "aspect": decision.aspect,
        "reason": decision.reason,
        "quotes": [c.quote for c in decision.citations],
        "status": finding.status,
    }
    return json.dumps(said, ensure_ascii=False, sort_keys=True)
