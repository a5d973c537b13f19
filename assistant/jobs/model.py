"""The nouns of long work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

JobKind = Literal["map", "draft", "describe", "sync"]
JobState = Literal["waiting", "running", "done", "failed", "cancelled"]

ENDED: tuple[JobState, ...] = ("done", "failed", "cancelled")


@dataclass(frozen=True, slots=True)
class Made:
    """What came of a job, as the audit trail names it: the run, and the prompts it used."""

    run: str = ""
    prompts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of long work as everybody sees it, in every browser the same.

    `done` of `total` counts what `stage` names ("Reading files", "Drafting answers"); a job that is
    cancelled, or that failed, keeps what it finished and goes on from there when it is resumed.
    """

    id: str
    workspace_id: str
    kind: JobKind
    title: str
    state: JobState
    stage: str
    done: int
    total: int
    asked_by: str
    """The person's id."""
    asked_at: datetime
    changed_at: datetime
    arguments: dict[str, str]
    error: str = ""
    """The reason in words for people; never a stack trace."""
    started_at: datetime | None = None
    """When it was first taken up; None while it waits for its first turn."""
    stopping: bool = False
    """Somebody cancelled it and it has not come to its next count yet."""
