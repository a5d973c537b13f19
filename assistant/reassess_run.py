"""Assess again without judging: after a person decided on a link, or for another scope.

Where only decisions on links changed since the newest run, only the documents they are about and
the criteria that these bear on are assessed; the rest of that run stands. The outcome is the one
that assessing everything would give.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from assistant.assessment.assess import Again, Told, assess_again, concerned
from assistant.assessment.indication import indicate
from assistant.errors import WorkspaceError
from assistant.mapping_run import (
    Basis,
    assessed,
    holding_decisions,
    inputs_digest,
    known_run,
    proven,
    ranker_digest,
    still_proven,
)
from assistant.model import CheckedLinks, Finding, Judged, Link, MappingRun, Problem, Scope
from assistant.review.standing import decided, says_unproven
from assistant.told_kept import assessed_now, keep_told, note_assessed, told_by
from assistant.workspace import Workspace
from ingest.model import Document
from ingest.walk import base_of


@dataclass(frozen=True, slots=True)
class _Change:
    """The newest run, what its evidence tells, and what became of links since."""

    before: MappingRun
    told: Told
    judged: dict[str, Judged]
    """By document id, with the decisions that hold now: those documents whose links changed."""
    problems: tuple[Problem, ...]


def reassess(workspace: Workspace, scope: Scope, *, latest: MappingRun | None = None) -> MappingRun:
    """Assess the criteria again with what was judged before; nothing is judged.

    For after a decision on a link, or for another scope. What was read but not yet judged is left
    out and said. `latest` is the newest run, where the caller has it at hand. Raises
    `WorkspaceError` before the first run, and where a run with another engine stopped half way: the
    next whole run then applies what was decided.
    """
    started = workspace.clock.now()
    before = _newest(workspace, latest)
    judges = workspace.store.judgements.judged()
    if len(set(judges.values())) > 1:
        raise WorkspaceError(
            "a mapping with another engine stopped half way; map the evidence again, and what was "
            "decided on links is applied"
        )
    heads = workspace.store.evidence.document_heads()
    kept = [h for h in heads if h.id in judges]
    inputs = _inputs(workspace, before, scope, kept, waiting=len(heads) - len(kept))
    known = known_run(workspace, inputs, started)
    if known is not None:
        return known
    whole = scope != before.run.scope or len(kept) < len(heads)
    change = None if whole else _change(workspace, before, heads)
    if change is not None:
        run = _in_part(workspace, change, started)
    else:
        run = _whole(workspace, before, scope, heads, started)
    workspace.store.judgements.put_run(inputs, run)
    note_assessed(workspace.store.facts, run.run)
    return run


def _newest(workspace: Workspace, latest: MappingRun | None) -> MappingRun:
    heads = workspace.store.judgements.heads(at_most=1)
    if not heads:
        raise WorkspaceError("nothing is mapped yet; map the evidence first")
    if latest is not None and latest.run.id == heads[0].id:
        return latest
    newest = workspace.store.judgements.run(heads[0].id)
    assert newest is not None  # runs are never removed
    return newest


def _inputs(
    workspace: Workspace,
    before: MappingRun,
    scope: Scope,
    kept: Sequence[Document],
    *,
    waiting: int,
) -> str:
    info = before.run
    basis = Basis(info.settings_digest, info.embedder, info.corpus_digest, ranker_digest(workspace))
    return inputs_digest(workspace, basis, scope, kept, before.skipped, waiting=waiting)


# --- everything ----------------------------------------------------------------------------------


def _whole(
    workspace: Workspace,
    before: MappingRun,
    scope: Scope,
    heads: Sequence[Document],
    started: datetime,
) -> MappingRun:
    judged, _ = workspace.store.judgements.proposals_at_hand()
    kept = [h for h in heads if h.id in judged]
    info = replace(before.run, id=workspace.clock.run_id(), started_at=started, scope=scope)
    own = {h.id: judged[h.id] for h in kept}
    run, told = assessed(workspace, info, own, workspace.evidence, before.skipped)
    waiting = len(heads) - len(kept)
    if waiting:
        said = f"evidence: {waiting} items were read but are not mapped yet"
        return replace(run, unexamined=(*run.unexamined, said))
    keep_told(workspace, told, heads, scope)
    return run


# --- in part -------------------------------------------------------------------------------------


def _change(workspace: Workspace, before: MappingRun, heads: Sequence[Document]) -> _Change | None:
    """What decisions changed; None where more than decisions changed, or nothing is kept to tell."""
    if not assessed_now(workspace.store.facts, before.run):
        return None
    if [h.id for h in heads] != [d.id for d in before.documents]:
        return None
    told = told_by(workspace, heads, before.run.scope)
    if told is None:
        return None
    judged, problems = _changed_links(workspace, before, heads)
    return _Change(before, told, judged, problems)


def _changed_links(
    workspace: Workspace, before: MappingRun, heads: Sequence[Document]
) -> tuple[dict[str, Judged], tuple[Problem, ...]]:
    """The documents whose links are others than in the run before, and the problems as they are now.

    A decision that the run before applied was proven then and is not proven again here.
    """
    store = workspace.store
    decisions = store.link_decisions.all()
    present = {h.id for h in heads}
    about = sorted({d.document_id for d in decisions if d.document_id in present})
    judged = store.judgements.proposals_of(about)
    holding = holding_decisions(workspace, heads)
    wanted = decided(judged, holding)
    were = _links_by_document(before)
    changed = [
        i
        for i in about
        if set(wanted[i].links) != set(were[i]) or wanted[i].others != before.others[i]
    ]
    documents = list(store.evidence.documents(changed))
    mine = [d for d in holding if d.document_id in changed]
    kept, unheld = still_proven(mine, documents, base_of(workspace.evidence))
    problems = [p for p in before.links.problems if not says_unproven(p, decisions)]
    return decided({i: judged[i] for i in changed}, kept), (*problems, *unheld)


def _in_part(workspace: Workspace, change: _Change, started: datetime) -> MappingRun:
    before = change.before
    links = _links(change)
    changed = change.judged.keys()
    criteria = concerned(changed, before.links.links, links.links, change.told)
    tied = {k.document_id for k in links.links if k.accepted and k.criterion in criteria}
    documents = _whole_documents(workspace, before, {*changed, *tied})
    again = assess_again(criteria, changed, documents, links, before, change.told)
    new = _proven_again(workspace, again, before, documents)
    findings = tuple(new.get(f.criterion, f) for f in before.findings)
    info = replace(before.run, id=workspace.clock.run_id(), started_at=started)
    return replace(
        before,
        run=replace(info, finished_at=workspace.clock.now()),
        grades={**before.grades, **again.grades},
        links=links,
        others={**before.others, **{i: j.others for i, j in change.judged.items()}},
        findings=findings,
        indication=indicate(findings, info.scope.reference),
    )


def _links(change: _Change) -> CheckedLinks:
    """All links in the order of the documents, those of the changed ones as they are now."""
    by_document = _links_by_document(change.before)
    by_document.update({i: list(judged.links) for i, judged in change.judged.items()})
    ordered = (k for d in change.before.documents for k in by_document[d.id])
    return CheckedLinks(tuple(ordered), change.problems)


def _links_by_document(run: MappingRun) -> defaultdict[str, list[Link]]:
    found: defaultdict[str, list[Link]] = defaultdict(list)
    for link in run.links.links:
        found[link.document_id].append(link)
    return found


def _whole_documents(
    workspace: Workspace, before: MappingRun, ids: Collection[str]
) -> tuple[Document, ...]:
    """The documents with the notes that the run before gave them, those of the set included."""
    notes = {d.id: d.notes for d in before.documents}
    found = workspace.store.evidence.documents(sorted(ids))
    return tuple(replace(d, notes=notes[d.id]) for d in found)


def _proven_again(
    workspace: Workspace, again: Again, before: MappingRun, documents: Sequence[Document]
) -> dict[str, Finding]:
    """The new findings with those citations that were proven by the run before or are now."""
    already = {c for f in before.findings for gap in f.gaps for c in gap.citations}
    cited = {c for f in again.findings.values() for gap in f.gaps for c in gap.citations} - already
    missing = {c.document_id for c in cited} - {d.id for d in documents}
    more = _whole_documents(workspace, before, missing)
    root = base_of(workspace.evidence)
    found = proven(tuple(again.findings.values()), (*documents, *more), root, already=already)
    return {f.criterion: f for f in found}
