"""The command line as a newcomer meets it: answers, files, exit codes, wrong arguments."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from assistant.cli.main import main

SCHEMA = Path(__file__).resolve().parents[2] / "corpus" / "contracts" / "mapping.schema.json"


@dataclass(frozen=True, slots=True)
class Ran:
    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def evidary(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Run:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "160")

    def run(*arguments: object) -> Ran:
        monkeypatch.setattr("sys.argv", ["evidary", *map(str, arguments)])
        with pytest.raises(SystemExit) as left:
            main()
        captured = capsys.readouterr()
        code = left.value.code
        return Ran(code if isinstance(code, int) else 0, captured.out, captured.err)

    return run


def mapping_of(ran: Ran) -> dict[str, Any]:
    assert ran.code == 0, ran.err
    result: dict[str, Any] = json.loads(ran.out)
    return result


def test_a_folder_is_mapped_from_files_to_reports(evidary: Run, evidence: Path) -> None:
    ran = evidary("map", evidence, "--report", "out", "--as-of", "2026-06-30")
    assert ran.code == 0, ran.err
    assert "Readiness indication (not an audit opinion)" in ran.out
    assert sorted(p.name for p in Path("out").iterdir()) == [
        "mapping.json",
        "readiness.xlsx",
        "report.html",
    ]


def test_the_json_holds_to_the_contract(evidary: Run, evidence: Path) -> None:
    import jsonschema

    mapping = mapping_of(evidary("map", evidence, "--json", "-", "--as-of", "2026-06-30"))
    jsonschema.validate(
        mapping,
        json.loads(SCHEMA.read_text()),
        format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER,
    )
    assert len(mapping["criteria"]) == 61
    linked = {k["evidence"] for k in mapping["links"] if k["accepted"]}
    by_path = {e["path"]: e["id"] for e in mapping["evidence"]}
    assert by_path["access-policy.md"] in linked
    assert by_path["menu.txt"] not in linked


def test_the_same_input_gives_the_same_output(evidary: Run, evidence: Path) -> None:
    def without_times(mapping: dict[str, Any]) -> dict[str, Any]:
        for key in ("id", "started_at", "finished_at"):
            mapping["run"].pop(key)
        for item in mapping["evidence"]:
            item["dates"].pop("ingested")
        return mapping

    options = ("map", evidence, "--json", "-", "--candidates", "61", "--as-of", "2026-06-30")
    first = mapping_of(evidary(*options, "--workspace", "one"))
    other = mapping_of(evidary(*options, "--workspace", "two"))
    assert without_times(first) == without_times(other)


def test_candidates_are_marked_as_not_claimed(evidary: Run, evidence: Path) -> None:
    options = ("map", evidence, "--json", "-", "--as-of", "2026-06-30")
    mapping = mapping_of(evidary(*options, "--candidates", "3"))
    for item in mapping["evidence"]:
        ranked = [k for k in mapping["links"] if k["evidence"] == item["id"] and not k["accepted"]]
        assert len(ranked) == 3


@pytest.mark.parametrize(("bar", "code"), [("high", 1), ("critical", 0)])
def test_the_bar_decides_the_exit_code(evidary: Run, evidence: Path, bar: str, code: int) -> None:
    period = "2026-01-01..2026-06-30"
    assert evidary("map", evidence, "--period", period, "--fail-on", bar).code == code


def test_policies_alone_never_meet_a_criterion_over_a_period(evidary: Run, evidence: Path) -> None:
    options = ("--period", "2026-01-01..2026-06-30", "--categories", "all", "--json", "-")
    mapping = mapping_of(evidary("map", evidence, *options))
    assert "met_indicated" not in {c["status"] for c in mapping["criteria"]}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        pytest.param(("map", "nowhere"), "no such file or folder", id="no such folder"),
        pytest.param(("map",), "Missing argument", id="nothing given"),
        pytest.param(("map", ".", "--period", "2026"), "period", id="period without end"),
        pytest.param(
            ("map", ".", "--period", "2026-06-30..2026-01-01"), "period", id="period reversed"
        ),
        pytest.param(
            ("map", ".", "--period", "2026-01-01..2026-06-30", "--as-of", "2026-06-30"),
            "as-of",
            id="date and period",
        ),
        pytest.param(("map", ".", "--as-of", "tomorrow"), "tomorrow", id="no date"),
        pytest.param(("map", ".", "--categories", "safety"), "safety", id="unknown category"),
        pytest.param(("map", ".", "--engine", "magic"), "engine", id="unknown engine"),
        pytest.param(("map", ".", "--embedder", "magic"), "embedder", id="unknown embedder"),
        pytest.param(("map", ".", "--fail-on", "fatal"), "fatal", id="unknown severity"),
        pytest.param(("search", "words"), "evidary map", id="search before any run"),
        pytest.param(("index", "rebuild"), "evidary map", id="rebuild before any run"),
        pytest.param(("frobnicate",), "No such command", id="unknown command"),
    ],
)
def test_wrong_arguments_are_explained(
    evidary: Run,
    evidence: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    words: str,
) -> None:
    ran = evidary(*(evidence if a == "." else a for a in arguments))
    assert ran.code == 2
    assert words in ran.err
    assert "Traceback" not in ran.err


def test_an_empty_folder_is_no_evidence_and_every_criterion_is_open(
    evidary: Run, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    mapping = mapping_of(evidary("map", "empty", "--json", "-", "--as-of", "2026-06-30"))
    in_scope = {c["status"] for c in mapping["criteria"]} - {"out_of_scope"}
    assert in_scope == {"insufficient"}


def test_ingest_then_search_shows_the_place(evidary: Run, evidence: Path) -> None:
    assert "4 added" in evidary("ingest", evidence).out
    ran = evidary("search", "removal of access from leavers", "--limit", "1")
    assert "access-policy.md, line" in ran.out


def test_a_rebuilt_index_is_sound(evidary: Run, evidence: Path) -> None:
    evidary("ingest", evidence, "--embedder", "static")
    assert "passages indexed with minilm" in evidary("index", "rebuild").out
    assert evidary("doctor").code == 0


def test_doctor_masks_the_key(evidary: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EVIDARY_API_KEY", "sk-secret-value")
    assert "sk-secret-value" not in evidary("doctor").out
