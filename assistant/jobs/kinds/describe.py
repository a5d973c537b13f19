"""Draft a description: facts gathered anew, edits of people kept."""

from __future__ import annotations

import json

from assistant.description_run import describe
from assistant.description_versions import redraft
from assistant.jobs.model import Job, Made
from assistant.jobs.port import Workspaces
from assistant.model import Scope
from assistant.progress import Progress
from assistant.store import codec


def arguments(kind: str, scope: Scope, *, only: str = "") -> dict[str, str]:
    """What a `describe` job is asked with; `only` names one section."""
    return {"kind": kind, "scope": codec.dump(scope, Scope), "only": only}


def run(office: Workspaces, job: Job, progress: Progress) -> Made:
    """Draft and keep the sections; where people edited, their words and the draft are merged.

    Raises `UsageError` where the kind does not fit the scope, `WorkspaceError` where no evidence
    was read.
    """
    workspace = office.workspace(job.workspace_id)
    told = job.arguments
    drafted = describe(
        workspace,
        codec.load(told["scope"], Scope),
        told["kind"],
        only=told["only"] or None,
        said=workspace.store.descriptions.statements(),
        progress=progress,
    )
    merges = redraft(workspace, drafted)
    after = {
        "sections": [s.id for s in drafted.sections],
        "open": len(drafted.open),
        "conflicts": sum(len(m.conflicts) for m in merges),
    }
    office.house.audit.append(
        person_id=job.asked_by,
        workspace_id=job.workspace_id,
        action="description.drafted",
        subject=told["kind"],
        before="",
        after=json.dumps(after),
        run=drafted.run,
        prompts=drafted.prompts,
    )
    return Made(drafted.run, drafted.prompts)
