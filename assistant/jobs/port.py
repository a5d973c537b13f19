"""What the rest of the house asks of the job queue."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol

from assistant.jobs.model import Job, JobKind

if TYPE_CHECKING:
    from assistant.house.house import House
    from assistant.workspace import Workspace


class Jobs(Protocol):
    """A durable queue; the one implementation is `assistant.adapters.job_queue`."""

    def ask(
        self,
        kind: JobKind,
        *,
        workspace_id: str,
        title: str,
        person_id: str,
        arguments: Mapping[str, str],
    ) -> Job:
        """Queue work; one job of a workspace runs at a time. The same work twice is one job while
        the first has not ended."""
        ...

    def job(self, job_id: str) -> Job | None:
        """The job as it stands now."""
        ...

    def of_workspace(self, workspace_id: str) -> tuple[Job, ...]:
        """Its jobs, the newest first."""
        ...

    def cancel(self, job_id: str) -> None:
        """Stop at the next count; what was finished is kept. An ended job is left as it is."""
        ...

    def resume(self, job_id: str) -> None:
        """Go on where a failed or cancelled job stopped."""
        ...

    def start(self) -> None:
        """Begin to work: first what an earlier server left, then what is asked. Twice is once."""
        ...

    def close(self) -> None:
        """Stop working; running jobs go on at the next start."""
        ...


class Workspaces(Protocol):
    """Where a job finds the workspace it works in; the office is one."""

    @property
    def house(self) -> House:
        """For the audit trail; a job acts for the person who asked for it."""
        ...

    def workspace(self, workspace_id: str) -> Workspace:
        """The opened workspace, shared with the pages. Nobody else closes it while a job works."""
        ...
