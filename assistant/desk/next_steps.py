"""What to do next: gaps that one action would end, put together and ranked by weight and effect."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.export.view import RunView
from assistant.model import SEVERITIES, Criterion, Gap, Severity

_NEXT = " Next: "


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do, and what it is good for."""

    severity: Severity
    """The worst of its gaps."""
    what: str
    """What is missing or wrong."""
    do: str
    """The next concrete step."""
    owner: str
    criteria: tuple[str, ...]
    """The criteria that it would help, in the catalogue's order."""


def next_steps(view: RunView, *, at_most: int = 5) -> tuple[Step, ...]:
    """The most severe first, among equals what helps most criteria.

    Gaps about one item, or one topic in the same files, are one step. Steps that end a finding of
    "not met" or "insufficient" go before those that better a partial one.
    """
    status = {f.criterion: f.status for f in view.run.findings}
    order = {c.criterion.id: n for n, c in enumerate(view.criteria)}
    steps = [_step(pairs) for pairs in _together(view.gaps)]

    def weight(step: Step) -> tuple[int, int, int, int]:
        hard = sum(status[c] in ("not_met_indicated", "insufficient") for c in step.criteria)
        at = order[step.criteria[0]]
        return (-SEVERITIES.index(step.severity), -len(step.criteria), -hard, at)

    return tuple(sorted(steps, key=weight)[:at_most])


def _together(gaps: Iterable[tuple[Criterion, Gap]]) -> list[list[tuple[Criterion, Gap]]]:
    groups: dict[tuple[str, str], list[tuple[Criterion, Gap]]] = defaultdict(list)
    for criterion, gap in gaps:
        groups[gap.kind, gap.about or criterion.id].append((criterion, gap))
    return list(groups.values())


def _step(pairs: Sequence[tuple[Criterion, Gap]]) -> Step:
    criterion, worst = max(pairs, key=lambda p: SEVERITIES.index(p[1].severity))
    step = worst.remediation.partition(_NEXT)[2] or worst.remediation
    return Step(
        severity=worst.severity,
        what=worst.detail if worst.about else f"{criterion.title}: {_first(worst.detail)}",
        do=step[:1].upper() + step[1:],
        owner=worst.owner,
        criteria=tuple(dict.fromkeys(c.id for c, _ in pairs)),
    )


def _first(detail: str) -> str:
    """The first sentence: what usually shows it is said by the step."""
    return f"{detail.partition('. ')[0].rstrip('.')}."
