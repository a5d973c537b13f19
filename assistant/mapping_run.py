"""The main verb: map a folder of evidence to the criteria, and say what is missing."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from assistant import resources
from assistant.catalog.criteria import FRAMEWORK
from assistant.description_gaps import description_digest, description_gaps
from assistant.errors import WorkspaceError
from assistant.indexing import embed, ingest_evidence
from assistant.model import CheckedLinks, Finding, Gap, Judged, MappingRun, Problem, RunInfo, Scope
from assistant.progress import Progress, silent
from assistant.review.model import LinkDecision
from assistant.review.standing import decided, standing, unproven
from assistant.store import codec
from assistant.workspace import Workspace
from ingest.model import Document, Failure

_KEEP_EVERY = 50
"""Documents judged between two writes: what a killed run may have to judge again."""


@dataclass(frozen=True, slots=True)
class _Basis:
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
    known = _known(workspace, _digest(workspace, basis, scope, heads, report.skipped), started)
    if known is not None:
        return known
    judged = _judge_all(workspace, heads, evidence, progress)
    progress("Assessing criteria", 0, 1)
    # Decisions made while the items were judged are in: the digest is taken again.
    inputs = _digest(workspace, basis, scope, heads, report.skipped)
    run = _assessed(workspace, _info(workspace, scope, started), judged, evidence, report.skipped)
    workspace.store.judgements.put_run(inputs, run)
    progress("Assessing criteria", 1, 1)
    return run


def reassess(workspace: Workspace, scope: Scope) -> MappingRun:
    """Assess the criteria again with what was judged before; no file is read, nothing is judged.

    For after a decision on a link, or for another scope. What was read but not yet judged is left
    out and said. Raises `WorkspaceError` before the first run, and where a run with another engine
    stopped half way: the next whole run then applies what was decided.
    """
    started = workspace.clock.now()
    latest = workspace.store.judgements.latest_run()
    judged, judges = workspace.store.judgements.proposals_at_hand()
    if latest is None:
        raise WorkspaceError("nothing is mapped yet; map the evidence first")
    if len(judges) > 1:
        raise WorkspaceError(
            "a mapping with another engine stopped half way; map the evidence again, and what was "
            "decided on links is applied"
        )
    heads = workspace.store.evidence.document_heads()
    kept = [h for h in heads if h.id in judged]
    info = latest.run
    basis = _Basis(
        info.settings_digest, info.embedder, info.corpus_digest, _other_ranker_digest(workspace)
    )
    waiting = len(heads) - len(kept)
    inputs = _digest(workspace, basis, scope, kept, latest.skipped, waiting=waiting)
    known = _known(workspace, inputs, started)
    if known is not None:
        return known
    info = replace(info, id=workspace.clock.run_id(), started_at=started, scope=scope)
    kept_only = {h.id: judged[h.id] for h in kept}
    run = _assessed(workspace, info, kept_only, workspace.evidence, latest.skipped)
    if waiting:
        told = f"evidence: {waiting} items were read but are not mapped yet"
        run = replace(run, unexamined=(*run.unexamined, told))
    workspace.store.judgements.put_run(inputs, run)
    return run


def _basis(workspace: Workspace) -> _Basis:
    return _Basis(
        workspace.settings.digest,
        workspace.indexed_by,
        _corpus_digest(),
        _other_ranker_digest(workspace),
    )


def _digest(
    workspace: Workspace,
    basis: _Basis,
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
    for decision in _holding(workspace, heads):
        state.update(codec.dump(replace(decision, number=0), LinkDecision).encode())
    return state.hexdigest()


def _holding(workspace: Workspace, heads: Sequence[Document]) -> tuple[LinkDecision, ...]:
    return standing(workspace.store.link_decisions.all(), heads).holding


def _known(workspace: Workspace, inputs: str, started: datetime) -> MappingRun | None:
    """The earlier run with these inputs, given again; kept anew where another came between."""
    judgements = workspace.store.judgements
    earlier = judgements.run_of(inputs)
    if earlier is None:
        return None
    again = replace(earlier, run=_again(earlier.run, workspace, started))
    if judgements.heads(at_most=1)[0].inputs != inputs:
        judgements.put_run(inputs, again)
    return again


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
    return {h.id: (judged | new)[h.id] for h in heads}


def _assessed(
    workspace: Workspace,
    info: RunInfo,
    judged: Mapping[str, Judged],
    evidence: Path,
    skipped: Sequence[Failure],
) -> MappingRun:
    """The run over these documents, in the order of `judged`, with what persons decided applied."""
    from assistant.assessment.assess import assess
    from ingest.walk import base_of

    documents = _related(tuple(workspace.store.evidence.documents(list(judged))))
    holding, unheld = _still_proven(_holding(workspace, documents), documents, base_of(evidence))
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
    findings = _proven(assessment.findings, documents, base_of(evidence))
    return MappingRun(
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


def _still_proven(
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
