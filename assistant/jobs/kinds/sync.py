"""Bring the copies of a connected folder up to date."""

from __future__ import annotations

import json

from assistant.filing.connections import connection, remember
from assistant.filing.file import Bounds, Cabinet
from assistant.filing.folders import synchronise
from assistant.jobs.model import Job, Made
from assistant.jobs.port import Workspaces
from assistant.progress import Progress
from ingest.limits import MIB, Limits


def arguments(identifier: str) -> dict[str, str]:
    """What a `sync` job is asked with."""
    return {"connection": identifier}


def run(office: Workspaces, job: Job, progress: Progress) -> Made:
    """Copy what is new or changed, take out what is gone, and note what was found.

    Raises `UsageError` where the folder is gone or not connected any more.
    """
    workspace = office.workspace(job.workspace_id)
    limits = Limits(file_bytes=workspace.settings.max_file_mib * MIB)
    before = connection(workspace.store.facts, job.arguments["connection"])
    after = synchronise(
        before,
        Cabinet(workspace.folder, Bounds(limits=limits)),
        limits=limits,
        now=workspace.clock.now(),
        progress=progress,
    )
    remember(workspace.store.facts, after)
    assert after.last is not None  # it was just synchronised
    office.house.audit.append(
        person_id=job.asked_by,
        workspace_id=job.workspace_id,
        action="folder.synchronised",
        subject=after.source,
        before=json.dumps({name: digest for name, (_, digest) in before.files.items()}),
        after=json.dumps({name: digest for name, (_, digest) in after.files.items()}),
        run=job.id,
        prompts=(),
    )
    return Made(job.id)
