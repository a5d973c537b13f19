"""Assessing again in part gives what assessing everything gives, and looks at what changed alone."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from assistant import reassess_run
from assistant.catalog.criteria import catalog
from assistant.mapping_run import map_evidence
from assistant.model import MappingRun
from assistant.reassess_run import reassess
from assistant.review.links import Links
from assistant.workspace import Workspace
from ingest.model import Document
from tests.mapped import SCOPE, SETTINGS, copied

WHY = "a second look"


@pytest.fixture
def workspace(mapped_template: Path, tmp_path: Path) -> Iterator[Workspace]:
    with Workspace(copied(mapped_template, tmp_path / "ws"), settings=SETTINGS) as opened:
        yield opened


@pytest.fixture
def loaded(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ids of documents whose text was read, as they are read."""
    ids: list[str] = []
    read = workspace.store.evidence.documents

    def noted(wanted: Sequence[str]) -> Iterator[Document]:
        ids.extend(wanted)
        return read(wanted)

    monkeypatch.setattr(workspace.store.evidence, "documents", noted)
    return ids


def whole(workspace: Workspace, run: MappingRun) -> MappingRun:
    """The same by assessing everything."""
    heads = workspace.store.evidence.document_heads()
    return reassess_run._whole(workspace, run, run.run.scope, heads, run.run.started_at)


def same(one: MappingRun, other: MappingRun) -> bool:
    return replace(one, run=other.run) == other


def newest(workspace: Workspace) -> MappingRun:
    run = workspace.store.judgements.latest_run()
    assert run is not None
    return run


def test_any_decisions_in_any_order_give_what_the_whole_gives(workspace: Workspace) -> None:
    chance = random.Random(5)
    criteria = [c.id for c in catalog().criteria if c.category in SCOPE.categories]
    links = Links(workspace, person_id="p1", name="Ada Moss")
    run = newest(workspace)
    made: list[tuple[str, str]] = []
    for turn in range(16):
        link = chance.choice(run.links.links)
        if turn % 4 == 3:
            links.withdraw(*made.pop())
        elif turn % 4 == 1:
            other = chance.choice(criteria)
            quote = link.citations[0].quote
            links.add(link.document_id, other, aspect="both", quotes=[quote], reason=WHY)
            made.append((link.document_id, other))
        else:
            links.reject(link.document_id, link.criterion, reason=WHY)
            made.append((link.document_id, link.criterion))
        if turn % 5 != 4:  # now and then two decisions come at once
            run = reassess(workspace, SCOPE)
            assert same(run, whole(workspace, run)), made
    run = reassess(workspace, SCOPE)
    assert same(run, whole(workspace, run))


def test_failed_checks_leavers_and_conflicts_follow_their_documents(workspace: Workspace) -> None:
    links = Links(workspace, person_id="p1", name="Ada Moss")
    run = newest(workspace)
    gaps = [g for f in run.findings for g in f.gaps if g.kind in ("deviation", "contradiction")]
    cited = {c.document_id for g in gaps for c in g.citations}
    assert cited
    for link in [k for k in run.links.links if k.accepted and k.document_id in cited][:8]:
        links.reject(link.document_id, link.criterion, reason=WHY)
        run = reassess(workspace, SCOPE, latest=run)
        assert same(run, whole(workspace, run)), link


def test_only_what_the_decision_bears_on_is_read(workspace: Workspace, loaded: list[str]) -> None:
    run = newest(workspace)
    by_criterion: dict[str, set[str]] = {}
    for link in run.links.links:
        if link.accepted:
            by_criterion.setdefault(link.criterion, set()).add(link.document_id)
    link = min(
        (k for k in run.links.links if k.accepted), key=lambda k: len(by_criterion[k.criterion])
    )
    Links(workspace, person_id="p1", name="Ada Moss").reject(
        link.document_id, link.criterion, reason=WHY
    )
    loaded.clear()
    reassess(workspace, SCOPE)
    own = {k.criterion for k in run.links.links if k.accepted and k.document_id == link.document_id}
    tied = {i for c in own for i in by_criterion[c]}
    assert link.document_id in loaded
    assert len(set(loaded)) < len(run.documents) / 2
    assert tied <= {link.document_id, *loaded}


def test_quotes_that_are_gone_are_said_and_then_said_no_longer(workspace: Workspace) -> None:
    links = Links(workspace, person_id="p1", name="Ada Moss")
    run = newest(workspace)
    link = next(k for k in run.links.links if k.accepted and k.citations[0].path.endswith(".md"))
    item = next(d for d in run.documents if d.id == link.document_id)
    free = next(
        c.id
        for c in catalog().criteria
        if (item.id, c.id) not in {(k.document_id, k.criterion) for k in run.links.links}
    )
    quote = link.citations[0].quote
    links.add(item.id, free, aspect="both", quotes=[quote], reason=WHY)
    file = workspace.evidence / item.path
    text = file.read_text()
    file.write_text("# Nothing\n")
    run = reassess(workspace, SCOPE)
    assert "its quotes were not found again" in run.links.problems[-1].reason
    file.write_text(text)
    links.withdraw(item.id, free)
    Links(workspace, person_id="p2", name="Ben Okri").reject(item.id, link.criterion, reason=WHY)
    run = reassess(workspace, SCOPE)
    assert not any("its quotes were not found again" in p.reason for p in run.links.problems)
    assert same(run, whole(workspace, run))


def test_other_evidence_or_another_scope_is_assessed_as_a_whole(
    workspace: Workspace, loaded: list[str]
) -> None:
    first = newest(workspace)
    wider = replace(SCOPE, categories=(*SCOPE.categories, "confidentiality"))
    run = reassess(workspace, wider)
    assert {*loaded} == {d.id for d in run.documents}
    (workspace.evidence / "more.md").write_text("# Change Policy\n\nEvery change is reviewed.\n")
    map_evidence(workspace, workspace.evidence, SCOPE)
    link = next(k for k in first.links.links if k.accepted)
    Links(workspace, person_id="p1", name="A").reject(link.document_id, link.criterion, reason=WHY)
    run = reassess(workspace, SCOPE)
    assert len(run.documents) == len(first.documents) + 1
    assert same(run, whole(workspace, run))
