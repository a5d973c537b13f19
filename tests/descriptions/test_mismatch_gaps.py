"""What a drafted description says otherwise than the evidence reaches the mapping, until it is mended."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from assistant.description_run import describe, facts_of
from assistant.description_versions import edit, redraft
from assistant.descriptions.editing import Lines, lines_of
from assistant.descriptions.facts import gather_facts
from assistant.export.mapping_json import to_json
from assistant.mapping_run import map_evidence
from assistant.model import Gap, MappingRun
from assistant.reassess_run import reassess
from assistant.resources import corpus
from assistant.review.links import Links
from assistant.scope import make_scope
from assistant.workspace import Workspace
from tests.descriptions.conftest import given

SCOPE = make_scope(categories="security,availability", as_of="2026-06-30")
KIND = "soc2-type1"
HEAD = "Approved by: Mira Holt, CISO. Approval date: 2026-02-03."
TERMS = f"# Terms of service\n\n{HEAD}\n\nWe will make the service available 99.9 % of each calendar month.\n"
AGREES = TERMS.replace("Terms of service", "Service level policy")
OTHERWISE = AGREES.replace("99.9 %", "99.5 %")


def mapped(workspace: Workspace, folder: Path, policy: str) -> MappingRun:
    evidence = given(folder / "evidence", terms_of_service=TERMS, policies__service_levels=policy)
    return map_evidence(workspace, evidence, SCOPE)


def mismatches(run: MappingRun) -> list[tuple[str, Gap]]:
    schema = json.loads(corpus("contracts", "mapping.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(to_json(run), schema)
    told = ((f.criterion, g) for f in run.findings for g in f.gaps)
    return [(c, g) for c, g in told if g.kind == "description_mismatch"]


def draft(workspace: Workspace) -> None:
    said = workspace.store.descriptions.statements()
    redraft(workspace, describe(workspace, SCOPE, KIND, said=said))


def test_a_mismatch_is_a_gap_once_a_description_is_drafted(
    small: Workspace, tmp_path: Path
) -> None:
    assert mismatches(mapped(small, tmp_path, OTHERWISE)) == []
    draft(small)
    ((criterion, gap),) = mismatches(mapped(small, tmp_path, OTHERWISE))
    assert (criterion, gap.severity) == ("CC2.3", "high")
    assert "99.9 %" in gap.detail
    assert "99.5 %" in gap.detail
    assert {c.path for c in gap.citations} == {"terms_of_service.md", "policies/service_levels.md"}
    assert mismatches(reassess(small, SCOPE)) == [(criterion, gap)]
    assert mismatches(mapped(small, tmp_path, AGREES)) == []


def test_a_mismatch_stands_when_a_decision_is_assessed(small: Workspace, tmp_path: Path) -> None:
    run = mapped(small, tmp_path, OTHERWISE)
    draft(small)
    terms = next(d for d in run.documents if d.path == "terms_of_service.md")
    quote = "We will make the service available 99.9 % of each calendar month."
    links = Links(small, person_id="p1", name="Ada Moss")
    links.add(terms.id, "CC2.3", aspect="design", quotes=[quote], reason="told to customers")
    first = reassess(small, SCOPE)  # all of it: the description is new
    links.add(terms.id, "A1.1", aspect="design", quotes=[quote], reason="what must be reached")
    again = reassess(small, SCOPE)
    assert mismatches(again) == mismatches(first)
    assert len(mismatches(again)) == 1


def test_a_persons_words_that_break_the_contract_are_a_gap(
    small: Workspace, tmp_path: Path
) -> None:
    assert mismatches(mapped(small, tmp_path, AGREES)) == []
    draft(small)
    assert mismatches(mapped(small, tmp_path, AGREES)) == []
    section = next(v for v in small.store.descriptions.versions(KIND) if v.section.id == "DC2")
    before = lines_of(section.section)

    def written(share: str) -> None:
        more = f"The service is available {share} of each calendar month."
        parts = tuple((t, (*x, more) if t == "Availability" else x) for t, x in before.parts)
        edit(small, KIND, "DC2", Lines(parts), person="Ada Moss, CTO")

    written("99.99 %")
    ((criterion, gap),) = mismatches(mapped(small, tmp_path, AGREES))
    assert criterion == "CC2.3"
    assert "DC2, says 99.99 %" in gap.detail
    assert "stated by Ada Moss, CTO" in gap.detail
    written("99.9 %")
    assert mismatches(mapped(small, tmp_path, AGREES)) == []


@pytest.mark.parametrize("needed", ["commitments_availability", "control_list"])
def test_only_some_facts_are_gathered_without_an_embedder(
    small: Workspace, tmp_path: Path, needed: str
) -> None:
    mapped(small, tmp_path, AGREES)
    some = gather_facts(small.store, SCOPE, root=small.evidence, only={needed})
    assert [f.key for f in some.facts] == [needed]
    everything = facts_of(small, SCOPE)
    if needed != "control_list":
        assert some.get(needed) == everything.get(needed)
