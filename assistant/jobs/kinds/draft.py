"""Draft a stored questionnaire: every answer is kept as it comes, so the work can stop anywhere."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import cast

from assistant.answer_run import AnswerOptions, Only, draft
from assistant.answers import Sensitivity
from assistant.errors import EngineError
from assistant.jobs.model import Job, Made
from assistant.jobs.port import Workspaces
from assistant.model import Scope
from assistant.progress import Progress
from assistant.questionnaire_files import opened
from assistant.store import codec


def arguments(
    sha256: str,
    options: AnswerOptions,
    *,
    resume: bool = True,
    only: Only | None = None,
    over_edits: bool = False,
    ids: Sequence[str] = (),
) -> dict[str, str]:
    """What a `draft` job is asked with."""
    return {
        "questionnaire": sha256,
        "scope": codec.dump(options.scope, Scope),
        "audience": options.audience,
        "product": options.product,
        "resume": "yes" if resume else "",
        "only": only or "",
        "over_edits": "yes" if over_edits else "",
        "ids": json.dumps(list(ids)),
    }


def run(office: Workspaces, job: Job, progress: Progress) -> Made:
    """Draft what is due; what an earlier start of this job drafted is not done again.

    Raises `UsageError` where the questionnaire is not there or cannot be understood, and
    `EngineError` where a model gave no answer to some questions: the job can be resumed for them.
    """
    workspace = office.workspace(job.workspace_id)
    told = job.arguments
    options = AnswerOptions(
        codec.load(told["scope"], Scope), cast(Sensitivity, told["audience"]), told["product"]
    )
    done = draft(
        workspace,
        opened(workspace, told["questionnaire"]),
        options,
        resume=bool(told["resume"]),
        only=cast(Only, told["only"]) if told["only"] else None,
        since=job.asked_at,
        over_edits=bool(told["over_edits"]),
        ids=json.loads(told["ids"]),
        progress=progress,
    )
    if done.failed:
        first = done.failed[0]
        raise EngineError(
            f"{len(done.failed)} questions got no answer, the first is {first[0]}: {first[1]}. "
            "All others are kept; resume to ask these again"
        )
    return Made(done.id, done.prompts)


def left(office: Workspaces, job: Job) -> Made:
    """The run in which a job that was not done has drafted last; a run is kept as it begins."""
    found = office.workspace(job.workspace_id).store.answers.latest_run(
        job.arguments["questionnaire"]
    )
    if found is None or job.started_at is None or found.started_at < job.started_at:
        return Made()
    return Made(found.id, found.prompts)
