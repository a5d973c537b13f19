"""Read the workspace's evidence and map it to the criteria, in the scope that was asked."""

from __future__ import annotations

from assistant.errors import UsageError
from assistant.filing.file import EVIDENCE
from assistant.indexing import renew_index
from assistant.jobs.model import Job, Made
from assistant.jobs.port import Workspaces
from assistant.mapping_run import map_evidence
from assistant.model import Scope
from assistant.progress import Progress
from assistant.store import codec


def arguments(scope: Scope, state: str) -> dict[str, str]:
    """What a `map` job is asked with. `state` names the evidence as it stands (`Tree.state`), so
    that files which came after a job began are worth another."""
    return {"scope": codec.dump(scope, Scope), "evidence": state}


def run(office: Workspaces, job: Job, progress: Progress) -> Made:
    """Ingest and map; what was read or judged before is not done again. Where the settings name
    another embedder since, the index is made anew first.

    Raises `UsageError` where the workspace has no evidence.
    """
    workspace = office.workspace(job.workspace_id)
    evidence = workspace.folder / EVIDENCE
    if not evidence.is_dir():
        raise UsageError("there is no evidence yet; upload files or connect a folder first")
    scope = codec.load(job.arguments["scope"], Scope)
    renew_index(workspace, progress=progress)
    mapped = map_evidence(workspace, evidence, scope, progress=progress)
    return Made(mapped.run.id, mapped.run.prompts)
