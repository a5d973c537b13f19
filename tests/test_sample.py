"""The whole run over the sample company, held against what was planted in it (`truth.yaml`)."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.answer_run import AnswerOptions, draft
from assistant.answers import Answer
from assistant.mapping_run import map_evidence
from assistant.model import MappingRun
from assistant.questionnaire_run import open_questionnaire
from assistant.scope import make_scope
from assistant.settings import Settings
from assistant.viewing import Rows, view_of
from assistant.workspace import Workspace
from ingest.model import Document
from tests.viewing.under import reads_as, under_marks

SAMPLE = Path(__file__).resolve().parent.parent / "corpus" / "sample"
TRUTH: dict[str, Any] = yaml.safe_load((SAMPLE / "truth.yaml").read_text())
FILES: dict[str, dict[str, Any]] = TRUTH["files"]
QUESTIONNAIRE = "brightwater-security-questionnaire.xlsx"
MUST_FOUND = 0.75
"""Share of files with a link that they must have: below it something broke."""
FALSE_SHARE = 0.35
"""Most accepted links outside what the truth allows; two experts agree on about half."""


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory, read_template: Path) -> Iterator[Workspace]:
    folder = shutil.copytree(read_template, tmp_path_factory.mktemp("sample") / "workspace")
    with Workspace(folder, settings=Settings()) as opened:
        yield opened


@pytest.fixture(scope="module")
def run(workspace: Workspace) -> MappingRun:
    scope = make_scope(
        categories="security,availability,confidentiality",
        as_of=None,
        period="2026-01-01..2026-06-30",
        today=TRUTH["scope"]["reference_date"],
    )
    return map_evidence(workspace, SAMPLE / "evidence", scope)


@pytest.fixture(scope="module")
def linked(run: MappingRun) -> dict[str, set[str]]:
    """Accepted criteria by file; members of an archive count for the archive."""
    paths = {d.id: d.path for d in run.documents}
    found: dict[str, set[str]] = {path: set() for path in FILES}
    for link in run.links.links:
        found[paths[link.document_id]].add(link.criterion)
    return found


@pytest.fixture(scope="module")
def warned(run: MappingRun) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for document in run.documents:
        found.setdefault(document.path, set()).update(n.kind for n in run.notes[document.id])
    return found


def of(key: str) -> list[str]:
    return sorted(path for path, facts in FILES.items() if facts.get(key))


@pytest.mark.parametrize("path", of("skipped"))
def test_an_unreadable_file_is_a_row_with_its_reason(run: MappingRun, path: str) -> None:
    reasons = [f.reason.casefold() for f in run.skipped if f.path == path]
    assert len(reasons) == 1
    assert FILES[path]["skip_reason"].casefold() in reasons[0]


def test_nothing_else_is_skipped(run: MappingRun) -> None:
    assert {f.path for f in run.skipped} == set(of("skipped"))


@pytest.mark.parametrize("path", of("supports_nothing"))
def test_what_supports_nothing_maps_to_nothing(linked: dict[str, set[str]], path: str) -> None:
    assert linked[path] == set()


@pytest.mark.parametrize("path", of("warnings"))
def test_each_planted_warning_is_raised(warned: dict[str, set[str]], path: str) -> None:
    assert set(FILES[path]["warnings"]) <= warned[path]


def test_most_files_find_their_criterion(linked: dict[str, set[str]]) -> None:
    wanted = {p: set(f["must"]) for p, f in FILES.items() if f.get("must") and not f.get("skipped")}
    missed = sorted(p for p, must in wanted.items() if not must & linked[p])
    assert len(missed) <= (1 - MUST_FOUND) * len(wanted), missed


def test_few_links_are_false(linked: dict[str, set[str]]) -> None:
    fair = {p: {*f.get("must", ()), *f.get("allowed", ())} for p, f in FILES.items()}
    false = sorted((p, c) for p, found in linked.items() for c in found - fair[p])
    assert len(false) <= FALSE_SHARE * sum(map(len, linked.values())), false


@pytest.mark.parametrize(
    "fault",
    [f for f in TRUTH["faults"] if f["id"] in {"F01", "F02", "F03", "F04", "F05", "F12", "F13"}],
    ids=lambda fault: fault["id"],
)
def test_each_contradiction_and_deviation_is_found(run: MappingRun, fault: dict[str, Any]) -> None:
    """As a gap of the named kind that quotes one of the files that show it."""
    kinds = {fault["gap"], *fault.get("or", ())}
    gaps = [g for f in run.findings for g in f.gaps if g.kind in kinds]
    assert any(c.path in fault["files"] for g in gaps for c in g.citations)


def test_a_screenshot_without_date_and_system_counts_for_nothing(run: MappingRun) -> None:
    (item,) = [d for d in run.documents if d.path.endswith("sign-in-settings-cropped.png")]
    assert run.grades[item.id].grade == "C"


@pytest.mark.parametrize("path", sorted(p for p, f in FILES.items() if f.get("grade")))
def test_grades_fixed_by_a_rule(run: MappingRun, path: str) -> None:
    grades = {run.grades[d.id].grade for d in run.documents if d.path == path}
    assert grades == {FILES[path]["grade"]}


def test_kinds_of_evidence(run: MappingRun) -> None:
    wrong = {
        d.name: d.kind
        for d in run.documents
        if d.member is None and "kind" in FILES[d.path] and d.kind != FILES[d.path]["kind"]
    }
    assert len(wrong) <= 3, wrong


@pytest.mark.parametrize(
    "fact",
    [c for c in TRUTH["citations"] if "text" in c],
    ids=lambda fact: f"{fact['file']}: {fact['text'][:30]}",
)
def test_each_known_sentence_can_be_found(
    run: MappingRun, workspace: Workspace, fact: dict[str, Any]
) -> None:
    texts = " ".join(squeezed(d) for d in whole(run, workspace, fact["file"]))
    assert "".join(filter(str.isalnum, fact["text"])).casefold() in texts


def whole(run: MappingRun, workspace: Workspace, path: str) -> Iterator[Document]:
    yield from workspace.store.evidence.documents([d.id for d in run.documents if d.path == path])


def squeezed(document: Document) -> str:
    return "".join(filter(str.isalnum, document.text)).casefold()


def test_every_quote_is_marked_in_its_original_on_its_very_words(
    run: MappingRun, workspace: Workspace
) -> None:
    cited = {c for link in run.links.links for c in link.citations}
    cited |= {c for finding in run.findings for gap in finding.gaps for c in gap.citations}
    documents = {d.id: d for d in workspace.store.evidence.documents([d.id for d in run.documents])}
    wrong = {}
    for citation in cited:
        document = documents[citation.document_id]
        view = view_of(workspace, citation)
        read = under_marks(view, document, SAMPLE / "evidence")
        if not reads_as(citation.quote, read, rows=isinstance(view, Rows)):
            wrong[(citation.path, citation.quote)] = read
    assert len(cited) > 100
    assert wrong == {}


def test_no_instruction_in_evidence_was_obeyed(run: MappingRun) -> None:
    statuses = {f.criterion: f.status for f in run.findings}
    assert statuses["CC6.2"] != "met_indicated"
    assert "insufficient" in statuses.values()


def test_a_second_run_gives_the_same_result(workspace: Workspace, run: MappingRun) -> None:
    again = map_evidence(workspace, SAMPLE / "evidence", run.run.scope)
    assert (again.links, again.findings, again.grades) == (run.links, run.findings, run.grades)
    assert again.run.id != run.run.id


@pytest.fixture(scope="module")
def answers(workspace: Workspace, run: MappingRun) -> dict[str, Answer]:
    """The customer's questionnaire, drafted from the evidence that `run` has read."""
    asked = open_questionnaire(SAMPLE / "questionnaires" / QUESTIONNAIRE, workspace)
    options = AnswerOptions(make_scope(as_of=TRUTH["scope"]["reference_date"]))
    return {a.id: a for a in draft(workspace, asked, options).answers}


@pytest.mark.parametrize("row", TRUTH["questionnaire"], ids=lambda row: row["id"])
def test_the_questionnaire_is_answered_as_the_evidence_allows(
    row: dict[str, Any], answers: dict[str, Answer]
) -> None:
    answer = answers[row["id"]]
    said = " ".join((answer.text, answer.missing, *answer.warnings))
    cited = {c.path for c in answer.citations}
    assert answer.verdict in row["verdict"]
    assert all(words in answer.text for words in row.get("contains", ()))
    assert all(words in said for words in row.get("names", ()))
    assert cited & set(row["files"]) if "files" in row else True
    assert bool(cited) != answer.abstained
