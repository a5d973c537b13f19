"""What changed from one mapping run to another: items, statuses, gaps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from assistant.model import Gap, MappingRun, Status
from assistant.review.gap_keys import gap_key


@dataclass(frozen=True, slots=True)
class Moved:
    """A criterion whose status is another."""

    criterion: str
    before: Status
    after: Status


@dataclass(frozen=True, slots=True)
class Changes:
    """Everything that differs; names and criteria in their order."""

    since: datetime
    """When the earlier run was started."""
    scope_changed: bool
    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]
    """Items at the same path with other bytes."""
    moved: tuple[Moved, ...]
    opened: tuple[tuple[str, Gap], ...]
    """Gaps that were not there before, with their criterion."""
    closed: tuple[tuple[str, Gap], ...]

    @property
    def none(self) -> bool:
        """Is everything as it was?"""
        parts = (self.added, self.removed, self.changed, self.moved, self.opened, self.closed)
        return not self.scope_changed and not any(parts)


def changes(before: MappingRun, after: MappingRun) -> Changes:
    """How `after` differs from `before`.

    A gap is the same where its lasting key is; a change of its wording or severity is none here.
    """
    old, new = ({d.name: d.id for d in run.documents} for run in (before, after))
    gone, come = _gaps(before), _gaps(after)
    was = {f.criterion: f.status for f in before.findings}
    return Changes(
        since=before.run.started_at,
        scope_changed=before.run.scope != after.run.scope,
        added=tuple(sorted(set(new) - set(old))),
        removed=tuple(sorted(set(old) - set(new))),
        changed=tuple(sorted(n for n in set(new) & set(old) if new[n] != old[n])),
        moved=tuple(
            Moved(f.criterion, was[f.criterion], f.status)
            for f in after.findings
            if f.criterion in was and was[f.criterion] != f.status
        ),
        opened=tuple(pair for key, pair in come.items() if key not in gone),
        closed=tuple(pair for key, pair in gone.items() if key not in come),
    )


def _gaps(run: MappingRun) -> dict[str, tuple[str, Gap]]:
    return {gap_key(f.criterion, g): (f.criterion, g) for f in run.findings for g in f.gaps}
