"""Decisions on links: they need reasons and proven quotes, survive re-runs, and change findings."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import openpyxl
import pytest

from assistant.errors import UsageError, WorkspaceError
from assistant.export import html, workbook
from assistant.export.mapping_json import to_json
from assistant.indexing import ingest_evidence
from assistant.mapping_run import map_evidence
from assistant.model import Finding, Link, MappingRun
from assistant.reassess_run import reassess
from assistant.review.links import Links, standings, suggested_quotes
from assistant.scope import make_scope
from assistant.settings import Settings
from assistant.workspace import Workspace

ROOT = Path(__file__).resolve().parents[2]
SCOPE = make_scope(categories="security", as_of="2026-06-30", period=None, today=None)
POLICY = "access-policy.md"
MFA = "Multi-factor authentication is required for every user of the identity provider."
WHY = "the policy says nothing of it"


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    settings = Settings(embedder="static", workers=1)
    with Workspace(tmp_path / "ws", settings=settings) as opened:
        yield opened


def mapped(workspace: Workspace, evidence: Path) -> MappingRun:
    return map_evidence(workspace, evidence, SCOPE)


def by(workspace: Workspace, name: str = "Ada Moss") -> Links:
    return Links(workspace, person_id="p1", name=name)


def found(run: MappingRun, criterion: str) -> Finding:
    return next(f for f in run.findings if f.criterion == criterion)


def link_of(run: MappingRun, path: str, criterion: str) -> Link | None:
    ids = {d.id for d in run.documents if d.name == path}
    links = run.links.links
    return next((k for k in links if k.document_id in ids and k.criterion == criterion), None)


def linked(run: MappingRun, path: str = POLICY) -> str:
    """A criterion that the item is claimed for."""
    ids = {d.id for d in run.documents if d.name == path}
    return next(k.criterion for k in run.links.links if k.document_id in ids and k.accepted)


def test_a_rejected_link_is_claimed_no_longer_and_the_finding_follows(
    workspace: Workspace, evidence: Path
) -> None:
    before = mapped(workspace, evidence)
    criterion = linked(before)
    by(workspace).reject(POLICY, criterion, reason=WHY)
    after = reassess(workspace, SCOPE)
    link = link_of(after, POLICY, criterion)
    assert link is not None
    assert not link.accepted
    assert link.decided.startswith("rejected by Ada Moss on ")
    assert link.decided.endswith(WHY)
    assert POLICY in " ".join(found(before, criterion).reasons)
    assert POLICY not in " ".join(found(after, criterion).reasons)
    assert [g.kind for g in found(before, criterion).gaps] != ["no_control_found"]
    assert [g.kind for g in found(after, criterion).gaps] == ["no_control_found"]


def test_it_survives_a_whole_run_and_a_judge_who_says_otherwise(
    workspace: Workspace, evidence: Path
) -> None:
    criterion = linked(mapped(workspace, evidence))
    by(workspace).reject(POLICY, criterion, reason=WHY)
    reassessed = reassess(workspace, SCOPE)
    again = mapped(workspace, evidence)
    assert again.findings == reassessed.findings
    (evidence / "more.md").write_text("# Change Policy\n\nEvery change is reviewed.\n")
    link = link_of(mapped(workspace, evidence), POLICY, criterion)
    assert link is not None
    assert not link.accepted


def test_withdrawn_the_tools_own_word_stands_again_and_is_the_newest_run(
    workspace: Workspace, evidence: Path
) -> None:
    first = mapped(workspace, evidence)
    criterion = linked(first)
    by(workspace).reject(POLICY, criterion, reason=WHY)
    reassess(workspace, SCOPE)
    by(workspace, "Ben Ruiz").withdraw(POLICY, criterion)
    after = reassess(workspace, SCOPE)
    assert after.findings == first.findings
    newest = workspace.store.judgements.latest_run()
    assert newest is not None
    assert newest.findings == first.findings
    assert standings(workspace).holding == ()
    assert [d.verb for d in workspace.store.link_decisions.all()] == ["reject", "withdraw"]


def test_an_added_link_counts_and_leaves_the_candidates(
    workspace: Workspace, evidence: Path
) -> None:
    before = mapped(workspace, evidence)
    assert link_of(before, POLICY, "CC4.1") is None
    by(workspace).add(POLICY, "CC4.1", aspect="design", quotes=[MFA], reason="it is monitored")
    after = reassess(workspace, SCOPE)
    link = link_of(after, POLICY, "CC4.1")
    assert link is not None
    assert link.accepted
    assert link.citations[0].locator.line_start == 7
    assert POLICY in " ".join(found(after, "CC4.1").reasons)
    assert "CC4.1" not in [c for c, _ in after.others[link.document_id]]


@pytest.mark.parametrize("quote", ["Passwords have 40 characters.", "", "Multi-factor is optional"])
def test_words_that_are_not_in_the_item_are_refused(
    workspace: Workspace, evidence: Path, quote: str
) -> None:
    mapped(workspace, evidence)
    with pytest.raises(UsageError):
        by(workspace).add(POLICY, "CC4.1", aspect="design", quotes=[quote], reason="so it is")
    assert workspace.store.link_decisions.all() == ()


def test_words_that_left_the_original_file_are_refused(
    workspace: Workspace, evidence: Path
) -> None:
    mapped(workspace, evidence)
    (evidence / POLICY).write_text("# Access Control Policy\n\nNothing is required.\n")
    with pytest.raises(UsageError, match="could not be proven"):
        by(workspace).add(POLICY, "CC4.1", aspect="design", quotes=[MFA], reason="so it is")
    assert workspace.store.link_decisions.all() == ()


def test_reject_and_add_ask_for_a_reason(workspace: Workspace, evidence: Path) -> None:
    criterion = linked(mapped(workspace, evidence))
    with pytest.raises(UsageError, match="say why"):
        by(workspace).reject(POLICY, criterion, reason=" ")
    with pytest.raises(UsageError, match="say why"):
        by(workspace).add(POLICY, "CC4.1", aspect="design", quotes=[MFA], reason="")
    by(workspace).accept(POLICY, criterion)
    assert len(workspace.store.link_decisions.all()) == 1


def test_what_is_not_there_cannot_be_decided(workspace: Workspace, evidence: Path) -> None:
    mapped(workspace, evidence)
    with pytest.raises(UsageError, match="no evidence item"):
        by(workspace).reject("none.md", "CC6.1", reason=WHY)
    with pytest.raises(UsageError, match="not linked"):
        by(workspace).reject("menu.txt", "CC6.1", reason=WHY)
    with pytest.raises(UsageError, match="add the link"):
        by(workspace).accept("menu.txt", "CC6.1")
    with pytest.raises(UsageError, match="nothing was decided"):
        by(workspace).withdraw(POLICY, "CC6.1")
    with pytest.raises(UsageError, match="not a criterion"):
        by(workspace).add(POLICY, "CC9.9", aspect="both", quotes=[MFA], reason=WHY)


def test_on_a_changed_file_it_waits_to_be_confirmed(workspace: Workspace, evidence: Path) -> None:
    criterion = linked(mapped(workspace, evidence))
    rejected = by(workspace).reject(POLICY, criterion, reason=WHY)
    added = by(workspace).add(POLICY, "CC4.1", aspect="design", quotes=[MFA], reason="so it is")
    text = (evidence / POLICY).read_text()
    (evidence / POLICY).write_text(text.replace("Version 2.1", "Version 2.2"))
    changed = mapped(workspace, evidence)
    assert link_of(changed, POLICY, "CC4.1") is None
    kept = link_of(changed, POLICY, criterion)
    assert kept is not None
    assert kept.accepted
    state = standings(workspace)
    assert state.holding == ()
    assert [d.number for d, _ in state.to_confirm] == [rejected.number, added.number]
    by(workspace, "Ben Ruiz").confirm(added)
    by(workspace, "Ben Ruiz").withdraw(POLICY, criterion)
    state = standings(workspace)
    assert state.to_confirm == ()
    assert [(d.criterion, d.name) for d in state.holding] == [("CC4.1", "Ben Ruiz")]
    assert link_of(reassess(workspace, SCOPE), POLICY, "CC4.1") is not None


def test_a_confirmation_needs_the_words_in_the_new_version(
    workspace: Workspace, evidence: Path
) -> None:
    mapped(workspace, evidence)
    added = by(workspace).add(POLICY, "CC4.1", aspect="design", quotes=[MFA], reason="so it is")
    text = (evidence / POLICY).read_text()
    (evidence / POLICY).write_text(text.replace("every user", "most users"))
    mapped(workspace, evidence)
    with pytest.raises(UsageError, match="do not stand in"):
        by(workspace).confirm(added)
    assert len(standings(workspace).to_confirm) == 1


def test_without_its_file_a_decision_is_listed_as_gone(
    workspace: Workspace, evidence: Path
) -> None:
    criterion = linked(mapped(workspace, evidence))
    by(workspace).reject(POLICY, criterion, reason=WHY)
    (evidence / POLICY).unlink()
    mapped(workspace, evidence)
    state = standings(workspace)
    assert (state.holding, state.to_confirm) == ((), ())
    assert [d.path for d in state.gone] == [POLICY]


def test_a_deviation_leaves_with_the_link_it_hangs_on(workspace: Workspace, evidence: Path) -> None:
    rows = "".join(f"check-{n},mfa enforced for user accounts,PASS\n" for n in range(4))
    (evidence / "checks.csv").write_text(f"check,title,status\n{rows}x,mfa for root user,FAIL\n")
    mapped(workspace, evidence)
    quote = "mfa for root user"
    by(workspace).add("checks.csv", "CC6.1", aspect="operating", quotes=[quote], reason="it is so")
    with_link = reassess(workspace, SCOPE)
    assert "deviation" in [g.kind for g in found(with_link, "CC6.1").gaps]
    by(workspace).withdraw("checks.csv", "CC6.1")
    if link_of(reassess(workspace, SCOPE), "checks.csv", "CC6.1"):
        by(workspace).reject("checks.csv", "CC6.1", reason=WHY)
    without = reassess(workspace, SCOPE)
    assert "deviation" not in [g.kind for g in found(without, "CC6.1").gaps]


def test_reassessing_asks_for_a_first_run_and_says_what_waits(
    workspace: Workspace, evidence: Path
) -> None:
    with pytest.raises(WorkspaceError, match="map the evidence first"):
        reassess(workspace, SCOPE)
    mapped(workspace, evidence)
    (evidence / "more.md").write_text("# Change Policy\n\nEvery change is reviewed.\n")
    ingest_evidence(workspace, evidence)
    run = reassess(workspace, SCOPE)
    assert len(run.documents) == 4
    assert "1 items were read but are not mapped yet" in run.unexamined[-1]


def test_another_scope_is_assessed_without_reading(workspace: Workspace, evidence: Path) -> None:
    mapped(workspace, evidence)
    wider = make_scope(categories="all", as_of="2026-06-30", period=None, today=None)
    run = reassess(workspace, wider)
    assert run.run.scope == wider
    assert found(run, "A1.2").status != "out_of_scope"


def test_quotes_are_suggested_from_the_item(workspace: Workspace, evidence: Path) -> None:
    mapped(workspace, evidence)
    quotes = suggested_quotes(workspace, POLICY, "CC6.1")
    assert MFA in quotes
    text = (evidence / POLICY).read_text()
    assert all(quote in text for quote in quotes)
    assert suggested_quotes(workspace, "menu.txt", "CC6.1")


def test_reports_show_what_was_decided(
    workspace: Workspace, evidence: Path, tmp_path: Path
) -> None:
    criterion = linked(mapped(workspace, evidence))
    by(workspace).reject(POLICY, criterion, reason=WHY)
    by(workspace).add(POLICY, "CC4.1", aspect="design", quotes=[MFA], reason="<b>so it is</b>")
    run = reassess(workspace, SCOPE)
    written = json.loads(json.dumps(to_json(run)))
    schema = json.loads((ROOT / "corpus" / "contracts" / "mapping.schema.json").read_text())
    jsonschema.validate(written, schema)
    said = {k["criterion"]: k for k in written["links"]}
    assert said[criterion]["accepted"] is False
    assert said[criterion]["rationale"].startswith("Rejected by Ada Moss on ")
    assert said["CC4.1"]["rationale"].startswith("Added by Ada Moss on ")
    page = html.render(run)
    assert f"rejected by Ada Moss on {run.run.started_at:%Y-%m-%d}: {WHY}" in page
    assert "&lt;b&gt;so it is&lt;/b&gt;" in page
    workbook.write(run, tmp_path / "r.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "r.xlsx")["Links"]
    rows = [row for row in sheet.iter_rows(min_row=2, values_only=True) if row[2] == criterion]
    assert {row[8] for row in rows if row[0] == POLICY} == {"no"}
    assert any(WHY in str(row[9]) for row in rows)
