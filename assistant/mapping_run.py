"""The main verb: map a folder of evidence to the criteria, and say what is missing."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from assistant import resources
from assistant.catalog.criteria import FRAMEWORK
from assistant.indexing import IngestReport, embed, ingest_evidence
from assistant.model import CheckedLinks, Finding, Gap, Judged, MappingRun, RunInfo, Scope
from assistant.progress import Progress, silent
from assistant.store import codec
from assistant.workspace import Workspace
from ingest.model import Document

_KEEP_EVERY = 50
"""Documents judged between two writes: what a killed run may have to judge again."""


def map_evidence(
    workspace: Workspace, evidence: Path, scope: Scope, *, progress: Progress = silent
) -> MappingRun:
    """Bring the workspace up to date, link every item to criteria, assess each criterion.

    The same evidence, scope, settings and corpus give the same result but for the run's id and
    times; where all of them are unchanged since an earlier run, its result is given again.
    Raises the errors of `ingest_evidence`, and `EngineError` for a chat model that cannot be had.
    """
    started = workspace.clock.now()
    report = ingest_evidence(workspace, evidence, progress=progress)
    heads = workspace.store.evidence.document_heads()
    inputs = _digest(workspace, scope, heads, report)
    earlier = workspace.store.judgements.run_of(inputs)
    if earlier is not None:
        return replace(earlier, run=_again(earlier.run, workspace, started))
    judged = _judge_all(workspace, heads, evidence, progress)
    run = _assessed(workspace, scope, heads, judged, evidence, report, started, progress)
    workspace.store.judgements.put_run(inputs, run)
    return run


def _digest(
    workspace: Workspace, scope: Scope, heads: Sequence[Document], report: IngestReport
) -> str:
    """Changes with anything that can change the result: evidence, scope, settings, data, code."""
    state = hashlib.sha256()
    state.update(workspace.settings.digest.encode())
    state.update(workspace.indexed_by.encode())
    state.update(_corpus_digest().encode())
    state.update(_other_ranker_digest(workspace).encode())
    state.update(codec.dump(scope, Scope).encode())
    for head in heads:
        state.update(f"{head.id}\n".encode())
    for failure in report.skipped:
        state.update(f"{failure}\n".encode())
    return state.hexdigest()


def _corpus_digest() -> str:
    """Over the catalogue, the rules, the learned data and the modules that judge by them."""
    return resources.judging_digest("frameworks", "mapping", "rules")


def _other_ranker_digest(workspace: Workspace) -> str:
    """Over a ranker given in place of the shipped one, which may be learned anew at its place."""
    folder = workspace.settings.mapping_model
    return resources.digest(*sorted(folder.glob("ranker.*"))) if folder else ""


def _again(info: RunInfo, workspace: Workspace, started: datetime) -> RunInfo:
    return replace(
        info,
        id=workspace.clock.run_id(),
        started_at=started,
        finished_at=workspace.clock.now(),
    )


def _judge_all(
    workspace: Workspace, heads: Sequence[Document], evidence: Path, progress: Progress
) -> dict[str, Judged]:
    from assistant.mapping.propose import Judge, judge_document
    from ingest.walk import base_of

    judge = Judge(workspace.ranker, workspace.engine)
    judged = workspace.store.judgements.proposals(judge.name)
    todo = [h.id for h in heads if h.id not in judged]
    new: dict[str, Judged] = {}
    for done, document in enumerate(workspace.store.evidence.documents(todo)):
        progress("Mapping to criteria", done, len(todo))
        passages = workspace.store.evidence.passages_of(document.id)
        new[document.id] = judge_document(
            document, passages, embed(workspace, passages), judge=judge, root=base_of(evidence)
        )
        if len(new) >= _KEEP_EVERY:
            workspace.store.judgements.put_proposals(judge.name, new)
            judged |= new
            new = {}
    workspace.store.judgements.put_proposals(judge.name, new)
    progress("Mapping to criteria", len(todo), len(todo))
    return judged | new


def _assessed(
    workspace: Workspace,
    scope: Scope,
    heads: Sequence[Document],
    judged: Mapping[str, Judged],
    evidence: Path,
    report: IngestReport,
    started: datetime,
    progress: Progress,
) -> MappingRun:
    from assistant.assessment.assess import assess
    from ingest.walk import base_of

    documents = _related(tuple(workspace.store.evidence.documents([h.id for h in heads])))
    links = CheckedLinks(
        tuple(link for h in heads for link in judged[h.id].links),
        tuple(problem for h in heads for problem in judged[h.id].problems),
    )
    progress("Assessing criteria", 0, 1)
    assessment = assess(documents, links, scope)
    findings = _proven(assessment.findings, documents, base_of(evidence))
    progress("Assessing criteria", 1, 1)
    return MappingRun(
        run=_info(workspace, scope, started),
        documents=tuple(codec.head_of(d) for d in documents),
        passages=workspace.store.evidence.passage_counts(),
        grades=assessment.grades,
        notes=assessment.notes,
        links=links,
        others={h.id: judged[h.id].others for h in heads},
        findings=findings,
        indication=assessment.indication,
        skipped=report.skipped,
        unexamined=assessment.unexamined,
    )


def _proven(
    findings: Sequence[Finding], documents: Sequence[Document], root: Path
) -> tuple[Finding, ...]:
    """The findings with those citations of their gaps that were re-found, as links are."""
    from assistant.verify import check_citations

    by_id = {d.id: d for d in documents}

    def proven(gap: Gap) -> Gap:
        kept = [
            found
            for citation in gap.citations
            for found in check_citations([citation], by_id[citation.document_id], root=root)[0]
        ]
        return replace(gap, citations=tuple(kept))

    return tuple(replace(f, gaps=tuple(proven(g) for g in f.gaps)) for f in findings)


def _related(documents: tuple[Document, ...]) -> tuple[Document, ...]:
    """The documents with what only the whole set tells: copies, near-copies, older versions."""
    from ingest.duplicates import relations

    notes = relations(documents)
    return tuple(replace(d, notes=(*d.notes, *notes.get(d.id, ()))) for d in documents)


def _info(workspace: Workspace, scope: Scope, started: datetime) -> RunInfo:
    return RunInfo(
        id=workspace.clock.run_id(),
        started_at=started,
        finished_at=workspace.clock.now(),
        engine=workspace.engine.name,
        embedder=workspace.indexed_by,
        framework=FRAMEWORK,
        scope=scope,
        prompts=workspace.engine.prompts,
        settings_digest=workspace.settings.digest,
        corpus_digest=_corpus_digest(),
    )
