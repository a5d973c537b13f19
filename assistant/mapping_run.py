"""The main verb: map a folder of evidence to the criteria, and say what is missing."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from assistant import resources
from assistant.catalog.criteria import FRAMEWORK
from assistant.description_gaps import description_digest, description_gaps
from assistant.indexing import embed, ingest_evidence
from assistant.model import (
    CheckedLinks,
    Citation,
    Finding,
    Gap,
    Judged,
    MappingRun,
    Problem,
    RunInfo,
    Scope,
)
from assistant.progress import Progress, silent
from assistant.review.model import LinkDecision
from assistant.review.standing import decided, standing, unproven
from assistant.store import codec
from assistant.told_kept import keep_told
from assistant.workspace import Workspace
from ingest.model import Document, Failure

if TYPE_CHECKING:
    from assistant.assessment.assess import Told

_KEEP_EVERY = 50
"""Documents judged between two writes: what a killed run may have to judge again."""


@dataclass(frozen=True, slots=True)
class Basis:
    """What a run rests on beside evidence and decisions: settings, embedder, data and code."""

    settings: str
    embedder: str
    corpus: str
    ranker: str


def map_evidence(
    workspace: Workspace, evidence: Path, scope: Scope, *, progress: Progress = silent
) -> MappingRun:
    """Bring the workspace up to date, link every item to criteria, assess each criterion.

    What persons decided on links holds. The same evidence, scope, settings, decisions and corpus
    give the same result but for the run's id and times; where all of them are unchanged since an
    earlier run, its result is given again. Raises the errors of `ingest_evidence`, and
    `EngineError` for a chat model that cannot be had.
    """
    started = workspace.clock.now()
    report = ingest_evidence(workspace, evidence, progress=progress)
    heads = workspace.store.evidence.document_heads()
    basis = _basis(workspace)
    known = known_run(
        workspace, inputs_digest(workspace, basis, scope, heads, report.skipped), started
    )
    if known is not None:
        return known
    judged = _judge_all(workspace, heads, evidence, progress)
    progress("Assessing criteria", 0, 1)
    # Decisions made while the items were judged are in: the digest is taken again.
    inputs = inputs_digest(workspace, basis, scope, heads, report.skipped)
    info = _info(workspace, scope, started)
    run, told = assessed(workspace, info, judged, evidence, report.skipped)
    keep_told(workspace, told, heads, scope)
    workspace.store.judgements.put_run(inputs, run)
    progress("Assessing criteria", 1, 1)
    return run


def _basis(workspace: Workspace) -> Basis:
    return Basis(
        workspace.settings.digest,
        workspace.indexed_by,
        resources.mapping_digest(),
        ranker_digest(workspace),
    )


def inputs_digest(
    workspace: Workspace,
    basis: Basis,
    scope: Scope,
    heads: Sequence[Document],
    skipped: Sequence[Failure],
    *,
    waiting: int = 0,
) -> str:
    """Changes with anything that can change the result: evidence, scope, decisions, settings, code."""
    state = hashlib.sha256(f"{waiting or ''}".encode())
    for part in (basis.settings, basis.embedder, basis.corpus, basis.ranker):
        state.update(part.encode())
    state.update(codec.dump(scope, Scope).encode())
    for head in heads:
        state.update(f"{head.id}\n".encode())
    for failure in skipped:
        state.update(f"{failure}\n".encode())
    state.update(description_digest(workspace).encode())
    for decision in holding_decisions(workspace, heads):
        state.update(codec.dump(replace(decision, number=0), LinkDecision).encode())
    return state.hexdigest()


def holding_decisions(workspace: Workspace, heads: Sequence[Document]) -> tuple[LinkDecision, ...]:
    """What persons decided on links of these documents and holds."""
    return standing(workspace.store.link_decisions.all(), heads).holding


def known_run(workspace: Workspace, inputs: str, started: datetime) -> MappingRun | None:
    """The earlier run with these inputs, given again; kept anew where another came between."""
    judgements = workspace.store.judgements
    earlier = judgements.run_of(inputs)
    if earlier is None:
        return None
    again = replace(earlier, run=_again(earlier.run, workspace, started))
    if judgements.heads(at_most=1)[0].inputs != inputs:
        judgements.put_run(inputs, again)
    return again


def ranker_digest(workspace: Workspace) -> str:
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
    return {h.id: (judged | new)[h.id] for h in heads}


def assessed(
    workspace: Workspace,
    info: RunInfo,
    judged: Mapping[str, Judged],
    evidence: Path,
    skipped: Sequence[Failure],
) -> tuple[MappingRun, Told]:
    """The run over these documents, in the order of `judged`, with what persons decided applied;
    and what the documents tell whatever they are linked to."""
    from assistant.assessment.assess import assess
    from ingest.walk import base_of

    documents = _related(tuple(workspace.store.evidence.documents(list(judged))))
    holding, unheld = still_proven(
        holding_decisions(workspace, documents), documents, base_of(evidence)
    )
    said = decided(judged, holding)
    links = CheckedLinks(
        tuple(link for d in documents for link in said[d.id].links),
        (*(problem for d in documents for problem in said[d.id].problems), *unheld),
    )
    at_hand = {d.id for d in documents}
    described = [
        m
        for m in description_gaps(workspace, info.scope)
        if all(c.document_id in at_hand for c in m.citations)
    ]
    assessment = assess(documents, links, info.scope, described=described)
    findings = proven(assessment.findings, documents, base_of(evidence))
    run = MappingRun(
        run=replace(info, finished_at=workspace.clock.now()),
        documents=tuple(codec.head_of(d) for d in documents),
        passages=workspace.store.evidence.passage_counts(),
        grades=assessment.grades,
        notes=assessment.notes,
        links=links,
        others={d.id: said[d.id].others for d in documents},
        findings=findings,
        indication=assessment.indication,
        skipped=tuple(skipped),
        unexamined=assessment.unexamined,
    )
    return run, assessment.told


def still_proven(
    holding: Sequence[LinkDecision], documents: Sequence[Document], root: Path
) -> tuple[tuple[LinkDecision, ...], tuple[Problem, ...]]:
    """The decisions whose quotes are found again now, and what is said of the others."""
    from assistant.verify import check_citations

    by_id = {d.id: d for d in documents}
    kept: list[LinkDecision] = []
    problems: list[Problem] = []
    for decision in holding:
        document = by_id[decision.document_id]
        found, refused = check_citations(decision.citations, document, root=root)
        if refused and not found:
            problems.append(unproven(decision, refused))
        else:
            kept.append(replace(decision, citations=found))
    return tuple(kept), tuple(problems)


def proven(
    findings: Sequence[Finding],
    documents: Sequence[Document],
    root: Path,
    *,
    already: Collection[Citation] = (),
) -> tuple[Finding, ...]:
    """The findings with those citations of their gaps that were re-found, as links are, or that
    were `already`."""
    from assistant.verify import check_citations

    by_id = {d.id: d for d in documents}

    def found(citation: Citation) -> bool:
        if citation in already:
            return True
        return bool(check_citations([citation], by_id[citation.document_id], root=root)[0])

    def of_gap(gap: Gap) -> Gap:
        return replace(gap, citations=tuple(c for c in gap.citations if found(c)))

    return tuple(replace(f, gaps=tuple(of_gap(g) for g in f.gaps)) for f in findings)


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
        corpus_digest=resources.mapping_digest(),
    )
