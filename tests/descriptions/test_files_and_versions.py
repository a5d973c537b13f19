"""A description as a file, edited by a person and read back; versions and merges."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from assistant.description import Description, Facts, Paragraph, Section, Sentence, Subsection
from assistant.description_versions import approve, current, edit, redraft
from assistant.descriptions.editing import Lines, edited, lines_of
from assistant.descriptions.files.word import write_docx
from assistant.descriptions.files.word_changes import write_changes
from assistant.descriptions.files.word_read import read_docx
from assistant.descriptions.files.write import write_description
from assistant.descriptions.merging import merged
from assistant.errors import NotAllowed, UsageError
from assistant.model import Citation
from assistant.workspace import Workspace
from ingest.model import Locator


def titles(description: Description) -> dict[str, str]:
    return {s.id: s.title for s in description.sections}


def cited(text: str) -> Sentence:
    return Sentence(text, "cited", (Citation("d", "a.md", text, Locator(line_start=1)),), ("k",))


def section(*texts: str) -> Section:
    body = Paragraph(tuple(cited(t) for t in texts), items=True)
    return Section("DC1", "Services provided", (Subsection("The organization", (body,)),))


def lines(*texts: str) -> Lines:
    return Lines((("The organization", tuple(f"- {t}" for t in texts)),))


RUNS = "Production runs in one region."
KEPT = "Backups are kept for 35 days."
TEAM = "Security owns the policies."


def test_a_word_file_read_back_unchanged_loses_nothing(
    drafted: Description, tmp_path: Path
) -> None:
    write_docx(drafted, tmp_path / "draft.docx")
    back = read_docx(tmp_path / "draft.docx", titles(drafted))
    again = tuple(edited(s, back[s.id], person="Ada") for s in drafted.sections)
    assert [s for x in again for s in x.sentences] == [
        s for x in drafted.sections for s in x.sentences
    ]


def test_footnotes_resolve_and_hold_the_quotes(drafted: Description, tmp_path: Path) -> None:
    write_docx(drafted, tmp_path / "draft.docx")
    with zipfile.ZipFile(tmp_path / "draft.docx") as package:
        notes = package.read("word/footnotes.xml").decode()
        body = package.read("word/document.xml").decode()
        types = package.read("[Content_Types].xml").decode()
    kept = re.findall(r'<w:footnote [^>]*w:id="(\d+)"', notes)
    used = re.findall(r'<w:footnoteReference w:id="(\d+)"', body)
    assert used == kept[2:]  # behind the two separators one note a mark, in the order of the text
    assert len(set(used)) == len(used)
    assert "footnotes+xml" in types
    assert "Larkfield Ledger, Inc. offers software to finance teams" in notes


def test_an_edited_word_file_keeps_citations_where_the_sentence_stands(
    drafted: Description, company: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "draft.docx"
    write_docx(drafted, path)
    document = docx.Document(str(path))
    for paragraph in document.paragraphs:
        if paragraph.text.startswith("The services are written in Python"):
            paragraph.add_run(" The team grew in spring.")
    document.save(str(path))
    back = read_docx(path, titles(drafted))
    dc3 = next(s for s in drafted.sections if s.id == "DC3")
    changed = edited(dc3, back["DC3"], person="Ada Moss, CTO")
    added = [s for s in changed.sentences if s.text == "The team grew in spring."]
    assert [(s.standing, s.said_by) for s in added] == [("management", "Ada Moss, CTO")]
    old = {s.text: s.citations for s in dc3.sentences}
    assert all(s.citations == old[s.text] for s in changed.sentences if s.text in old)
    assert len(changed.sentences) == len(dc3.sentences) + 1


def test_a_file_that_is_no_word_file_is_said(drafted: Description, tmp_path: Path) -> None:
    path = tmp_path / "notes.docx"
    path.write_text("not a package")
    with pytest.raises(UsageError, match="cannot be read"):
        read_docx(path, titles(drafted))


def test_a_draft_says_so_on_every_page(drafted: Description, tmp_path: Path) -> None:
    write_docx(drafted, tmp_path / "draft.docx")
    write_docx(drafted, tmp_path / "final.docx", approved=True)
    heads = [
        docx.Document(str(tmp_path / name)).sections[0].header.paragraphs[0].text
        for name in ("draft.docx", "final.docx")
    ]
    assert heads == [f"DRAFT, unaudited: {drafted.title}", drafted.title]


@pytest.mark.parametrize("ending", ["md", "json", "docx"])
def test_a_description_is_written_by_its_ending(
    drafted: Description, tmp_path: Path, ending: str
) -> None:
    path = tmp_path / "out" / f"d.{ending}"
    write_description(drafted, path)
    assert path.stat().st_size > 2_000


def test_another_ending_is_refused(drafted: Description, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"not '\.odt'"):
        write_description(drafted, tmp_path / "d.odt")


def test_a_changed_number_is_no_longer_cited() -> None:
    changed = edited(section(KEPT), lines("Backups are kept for 90 days."), person="Ada")
    assert [(s.standing, s.said_by, s.citations) for s in changed.sentences] == [
        ("management", "Ada", ())
    ]


def test_a_line_that_the_quote_carries_stays_cited() -> None:
    changed = edited(section(KEPT), lines("Backups are kept 35 days."), person="Ada")
    assert [s.standing for s in changed.sentences] == ["cited"]


def test_what_only_one_side_changed_is_taken_from_it() -> None:
    base, fresh = section(RUNS, KEPT), section(RUNS, KEPT, TEAM)
    mine = edited(base, lines("We opened an office in Oslo.", RUNS, KEPT), person="Ada")
    merge = merged(base, mine, fresh, person="Ada")
    assert [s.text for s in merge.section.sentences] == [
        "We opened an office in Oslo.",
        RUNS,
        KEPT,
        TEAM,
    ]
    assert merge.conflicts == ()
    assert [s.standing for s in merge.section.sentences][1:] == ["cited"] * 3


def test_what_both_changed_stays_as_the_person_wrote_it() -> None:
    base, fresh = section(KEPT), section("Backups are kept for 40 days.")
    mine = edited(base, lines("Backups are kept for 90 days."), person="Ada")
    merge = merged(base, mine, fresh, person="Ada")
    assert [s.text for s in merge.section.sentences] == ["Backups are kept for 90 days."]
    assert merge.conflicts == (
        (
            "The organization",
            ("- Backups are kept for 90 days.",),
            ("- Backups are kept for 40 days.",),
        ),
    )


def test_a_closed_question_goes_though_the_line_beside_it_was_edited() -> None:
    asked = "NEEDS INPUT: Who owns the policies?"
    base, fresh = section(KEPT, asked, RUNS), section(KEPT, RUNS)
    mine = edited(base, lines("Backups are kept for 90 days.", asked, RUNS), person="Ada")
    merge = merged(base, mine, fresh, person="Ada")
    assert [s.text for s in merge.section.sentences] == ["Backups are kept for 90 days.", RUNS]
    assert merge.conflicts == ()


def test_versions_keep_edits_over_a_new_draft(small: Workspace, drafted: Description) -> None:
    only = replace(drafted, sections=(section(RUNS, KEPT),))
    redraft(small, only)
    edit(small, only.kind, "DC1", lines(RUNS, "We opened an office in Oslo.", KEPT), person="Ada")
    redraft(small, replace(drafted, sections=(section(RUNS, KEPT, TEAM),)))
    kept = current(small, only.kind)["DC1"]
    assert (kept.origin, kept.person) == ("merged", "Ada")
    assert [s.text for s in kept.section.sentences] == [
        RUNS,
        "We opened an office in Oslo.",
        KEPT,
        TEAM,
    ]


def closed(facts: Facts) -> Facts:
    """The facts as they were if nothing were open."""
    return replace(facts, facts=tuple(replace(f, open=()) for f in facts.facts))


def test_nobody_approves_their_own_words(
    small: Workspace, drafted: Description, facts: Facts
) -> None:
    only = replace(drafted, sections=(section(RUNS),))
    redraft(small, only)
    edit(small, only.kind, "DC1", lines("Production runs in two regions."), person="Ada")
    with pytest.raises(NotAllowed, match="somebody else"):
        approve(small, only.kind, "DC1", person="Ada", facts=closed(facts))
    assert approve(small, only.kind, "DC1", person="Ben", facts=closed(facts)).origin == "approved"


def test_a_section_with_open_points_is_not_approved(
    small: Workspace, drafted: Description, facts: Facts
) -> None:
    redraft(small, drafted)
    with pytest.raises(UsageError, match="closed; draft it again"):
        approve(small, drafted.kind, "DC3", person="Ben", facts=closed(facts))
    redraft(small, replace(drafted, sections=(replace(section(RUNS), id="DC3"),)))
    with pytest.raises(UsageError, match=r"questions are open \("):
        approve(small, drafted.kind, "DC3", person="Ben", facts=facts)


def test_an_edit_needs_a_person_and_a_draft(small: Workspace) -> None:
    with pytest.raises(UsageError, match="needs a person"):
        edit(small, "soc2-type2", "DC1", lines(RUNS), person="")
    with pytest.raises(UsageError, match="not drafted yet"):
        edit(small, "soc2-type2", "DC1", lines(RUNS), person="Ada")


def test_tracked_changes_show_what_went_and_what_came(
    small: Workspace, drafted: Description, tmp_path: Path
) -> None:
    only = replace(drafted, sections=(section(KEPT),))
    redraft(small, only)
    old = current(small, only.kind)["DC1"]
    new = edit(small, only.kind, "DC1", lines("Backups are kept for 90 days."), person="Ada")
    assert write_changes([(old, new)], tmp_path / "changes.docx") == 2
    body = docx.Document(str(tmp_path / "changes.docx")).element.body
    gone = "".join(t.text or "" for t in body.iter(qn("w:delText")))
    come = "".join(t.text or "" for i in body.iter(qn("w:ins")) for t in i.iter(qn("w:t")))
    assert (gone, come) == ("35", "90")


def test_lines_of_a_section_are_what_is_edited() -> None:
    assert lines_of(section(RUNS, KEPT)) == lines(RUNS, KEPT)
