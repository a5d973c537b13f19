"""`evidary describe` as a person types it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assistant.cli.main import app
from assistant.errors import EvidaryError
from tests.descriptions.conftest import given

OVERVIEW = """# System overview

Moss Works, Inc. offers software to finance teams from its office in Portland, Oregon.

## Infrastructure

Production runs in Amazon Web Services, region us-east-1, over three availability zones.
"""


def run(*words: object) -> str:
    done = CliRunner().invoke(app, [str(w) for w in words])
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    assert done.exit_code == 0, done.output
    return done.output


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("EVIDARY_EMBEDDER", "static")
    folder = tmp_path / "workspace"
    evidence = given(tmp_path / "evidence", overview=OVERVIEW)
    run("map", evidence, "--workspace", folder, "--as-of", "2026-06-30")
    return folder


def test_draft_answer_edit_and_approve(workspace: Path, tmp_path: Path) -> None:
    out, target = tmp_path / "d.docx", tmp_path / "d.json"
    told = run("describe", "--workspace", workspace, "--out", out, "--json", target)
    assert "open points" in told
    assert out.is_file()
    made = json.loads(target.read_text())
    assert made["kind"] == "soc2-type1"
    assert "approver.role" in {p["id"] for p in made["open"]}
    run(
        "describe",
        "answer",
        "approver.role",
        "The CEO approves it.",
        "--by",
        "Ada Moss, CEO",
        "--workspace",
        workspace,
    )
    run("describe", "--workspace", workspace, "--json", target)
    assert "approver.role" not in {p["id"] for p in json.loads(target.read_text())["open"]}
    assert "unchanged" in run("describe", "import", out, "--by", "Ada", "--workspace", workspace)
    changes = tmp_path / "changes.docx"
    assert "0 changes" in run("describe", "compare", changes, "--workspace", workspace)


def test_facts_are_shown_without_a_draft(workspace: Path, tmp_path: Path) -> None:
    told = run("describe", "--workspace", workspace, "--facts", "--json", tmp_path / "facts.json")
    assert "hosting_provider" in told
    facts = json.loads((tmp_path / "facts.json").read_text())
    assert len(facts["facts"]) == 57


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--section", "DC12"], "no section 'DC12'"),
        (["--out", "d.odt"], "not '.odt'"),
        (["--kind", "soc2-type2"], "give --period"),
    ],
)
def test_wrong_arguments_are_told_in_a_sentence(
    workspace: Path, words: list[str], said: str
) -> None:
    with pytest.raises(EvidaryError, match=said.replace(".", r"\.")):
        run("describe", "--workspace", workspace, *words)


def test_a_struck_question_hinders_approval_until_it_is_set_aside_with_a_reason(
    workspace: Path, tmp_path: Path
) -> None:
    target = tmp_path / "d.json"
    there = ["--workspace", workspace]
    run("describe", *there, "--json", target)
    (open_one,) = {
        p["id"] for p in json.loads(target.read_text())["open"] if p["criterion"] == "DC8"
    }
    approve = ["describe", "approve", "DC8", "--by", "Ben", *there]
    aside = ["describe", "set-aside", open_one]
    with pytest.raises(EvidaryError, match=rf"1 question is open \({open_one}\)"):
        run(*approve)
    with pytest.raises(EvidaryError, match="say why"):
        run(*aside, "", "--by", "Ben", *there)
    assert "draft again" in run(*aside, "All criteria apply.", "--by", "Ben", *there)
    with pytest.raises(EvidaryError, match="draft it again"):
        run(*approve)
    told = run("describe", *there, "--json", target)
    assert "All criteria apply." in " ".join(told.split())
    assert json.loads(target.read_text())["set_aside"][0]["reason"] == "All criteria apply."
    assert "DC8: approved by Ben" in run(*approve)
