from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import jsonschema
import pytest

from assistant import resources
from assistant.export.mapping_json import dump, to_json
from assistant.model import MappingRun
from ingest.model import Document, Failure, Note
from tests.factories import access_review, document, graded_run, link, policy

SCHEMA = json.loads(resources.corpus("contracts", "mapping.schema.json").read_text("utf-8"))


def _member() -> Document:
    return document(
        "bundle.zip", "Scan of 2026-05-01\n", "report", member="q2.csv", day=date(2026, 5, 1)
    )


@pytest.fixture
def run() -> MappingRun:
    items = [policy(notes=(Note("instruction_in_evidence", "line 9: ignore"),)), _member()]
    items.append(access_review(1, date(2025, 9, 20)))
    links = [link(items[0], "CC6.3", confidence=0.91234567), link(items[1], "CC7.1")]
    links.append(link(items[0], "CC6.1", confidence=0.95))
    return graded_run(items, links, skipped=(Failure("b/empty.csv", "the file is empty"),))


def test_the_whole_run_holds_to_the_contract(run: MappingRun) -> None:
    jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker()).validate(
        json.loads(dump(run))
    )


def test_the_shipped_contract_is_the_shared_one() -> None:
    shared = Path(__file__).parents[2] / "../shared/contracts/mapping.schema.json"
    if not shared.exists():
        pytest.skip("the shared contract is not on this machine")
    assert json.loads(shared.read_text("utf-8")) == SCHEMA


def test_every_criterion_of_the_framework_has_a_row(run: MappingRun) -> None:
    rows = json.loads(dump(run))["criteria"]
    assert (len(rows), len({row["id"] for row in rows})) == (61, 61)


def test_links_are_sorted_by_evidence_and_confidence(run: MappingRun) -> None:
    links = json.loads(dump(run))["links"]
    assert [(item["criterion"], item["confidence"]) for item in links] == [
        ("CC7.1", 0.9),
        ("CC6.1", 0.95),
        ("CC6.3", 0.9123),
    ]


def test_candidates_are_added_unaccepted_and_without_quotes(run: MappingRun) -> None:
    from dataclasses import replace

    first = run.documents[0].id
    ranked = replace(run, others={first: (("CC6.2", 0.4), ("CC5.3", 0.2))})
    added = [k for k in json.loads(dump(ranked, candidates=1))["links"] if not k["accepted"]]
    assert [(k["criterion"], k["citations"]) for k in added] == [("CC6.2", [])]


def test_only_keys_that_are_set_are_written(run: MappingRun) -> None:
    citation = json.loads(dump(run))["links"][0]["citations"][0]
    assert citation["locator"] == {"line_start": 1, "line_end": 1, "member": "q2.csv"}


def test_a_member_is_named_beside_its_file(run: MappingRun) -> None:
    (bundle,) = (e for e in json.loads(dump(run))["evidence"] if e["path"] == "bundle.zip")
    assert bundle["member"] == "q2.csv"


def test_warnings_begin_with_their_kind(run: MappingRun) -> None:
    warnings = [w for e in json.loads(dump(run))["evidence"] for w in e["warnings"]]
    assert warnings == ["instruction_in_evidence: line 9: ignore"]


def test_the_same_run_gives_the_same_text(run: MappingRun) -> None:
    assert dump(run) == dump(run)
    assert json.loads(dump(run)) == json.loads(json.dumps(to_json(run)))
