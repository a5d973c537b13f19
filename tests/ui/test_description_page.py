"""The description page: questions answered in place, text with sources, edits, checks, approval."""

from __future__ import annotations

import io

import docx
from streamlit.testing.v1 import AppTest

from assistant.description_run import describe
from assistant.description_versions import redraft
from assistant.desk.description import DescriptionDesk
from assistant.desk.description_files import DescriptionFiles
from assistant.desk.seat import Seat
from assistant.house.model import Person
from assistant.indexing import ingest_evidence
from assistant.scope import make_scope
from assistant.scope_kept import KeptScope, keep_scope, scope_of
from assistant.workspace import Workspace
from tests.desk.test_description import HOSTED, OVERVIEW
from tests.ui.papers import EVIL
from tests.ui.sitting import Sitting, words
from ui.office import office
from ui.views.description import STEPS

KIND = "soc2-type2"
FACTS, SECTIONS, COMPLETE, COMPARE, FILES, APPROVE = STEPS


def with_overview(place: Sitting) -> Workspace:
    workspace = office().workspace(place.entry.id)
    folder = workspace.folder / "evidence"
    folder.mkdir(parents=True)
    hostile = f"\nThe service is hosted by {EVIL} in Amazon Web Services.\n"
    (folder / "system-overview.md").write_text(OVERVIEW + hostile, encoding="utf-8")
    keep_scope(workspace, KeptScope(make_scope(period="2026-01-01..2026-06-30")))
    ingest_evidence(workspace, folder)
    return workspace


def drafted(place: Sitting) -> Workspace:
    workspace = with_overview(place)
    redraft(workspace, describe(workspace, scope_of(workspace), KIND))
    return workspace


def desk_of(place: Sitting, person: Person) -> DescriptionDesk:
    return DescriptionDesk(seat_of(place, person))


def seat_of(place: Sitting, person: Person) -> Seat:
    return office().seat(place.house.signing.start(person), place.entry.id)


def page(place: Sitting, person: Person, view: str, **query: str) -> AppTest:
    return seen(place.page("description", person, view=view, **query))


def seen(at: AppTest) -> AppTest:
    assert not at.exception, at.exception
    assert not at.error, [e.value for e in at.error]
    return at


def press(at: AppTest, name: str) -> AppTest:
    return seen(next(b for b in at.button if b.label.replace("\\", "") == name).click().run())


def test_without_evidence_it_says_what_to_do(place: Sitting) -> None:
    at = seen(place.page("description", place.person("Ada Moss", "contributor")))
    assert "Nothing was read yet" in words(at)
    assert not at.button


def test_without_a_draft_the_questions_are_there_and_a_reader_cannot_draft(place: Sitting) -> None:
    with_overview(place)
    at = page(place, place.person("Rea Dow", "reader"), FACTS)
    assert "questions shown, those worth most first" in words(at)
    assert not [b for b in at.button if b.label in ("Draft it", "Answer")]
    at = page(place, place.person("Ada Moss", "contributor"), SECTIONS)
    assert "Nothing is drafted yet" in words(at)
    assert [b.label for b in at.button if b.label.startswith("Draft")] == ["Draft it"]


def test_a_question_is_answered_in_place_and_marked_as_a_statement(place: Sitting) -> None:
    with_overview(place)
    ada = place.person("Ada Moss", "contributor")
    at = page(place, ada, FACTS)
    at.text_input(key="role").set_value("CTO").run()
    point = desk_of(place, ada).facts.open(KIND)[0]
    box = next(t for t in at.text_area if point.question[:20] in t.label.replace("\\", ""))
    box.set_value("It is so since spring.")
    next(b for b in at.button if b.label == "Answer").click()
    at = seen(at.run())
    assert "Kept as your statement" in words(at)
    (said,) = desk_of(place, ada).facts.statements()
    assert (said.text, said.said_by) == ("It is so since spring.", "Ada Moss, CTO")
    assert "✎ It is so since spring." in words(at)
    at = press(at, "Withdraw")
    assert desk_of(place, ada).facts.statements() == ()


def test_questions_are_filtered_by_owner(place: Sitting) -> None:
    with_overview(place)
    ada = place.person("Ada Moss", "contributor")
    points = desk_of(place, ada).facts.open(KIND)
    owner = points[0].owner
    at = page(place, ada, FACTS)
    at = seen(at.selectbox(key="asked_of").set_value(owner).run())
    wanted = sum(p.owner == owner for p in points)
    assert f"{wanted} of {len(points)} questions shown" in words(at)


def test_a_section_stands_with_its_marks_and_numbered_sources(place: Sitting) -> None:
    drafted(place)
    at = page(place, place.person("Rea Dow", "reader"), SECTIONS, section="DC3")
    text = words(at)
    assert f"✓ {HOSTED} [1]" in text
    assert "? • NEEDS INPUT" in text
    assert any("system" in b.label and b.label.startswith("1") for b in at.button)
    assert not at.toggle


def test_words_of_the_evidence_are_never_markup(place: Sitting) -> None:
    drafted(place)
    ada = place.person("Ada Moss", "contributor")
    for step in STEPS:
        at = page(place, ada, step, section="DC3")
        for element in (*at.markdown, *at.caption, *at.warning, *at.success):
            assert "<script>" not in element.value
            assert "**bold**" not in element.value


def test_an_edit_says_what_became_of_its_lines(place: Sitting) -> None:
    drafted(place)
    ada = place.person("Ada Moss", "contributor")
    at = page(place, ada, SECTIONS, section="DC3")
    at = seen(at.toggle[0].set_value(True).run())
    box = next(t for t in at.text_area if HOSTED in t.value)
    box.set_value(box.value.replace(HOSTED, "Production runs in our own cellar."))
    at = press(at, "Save")
    text = words(at)
    assert "✎ now your statement: no source carries it: Production runs in our own cellar." in text
    assert f"✕ taken out: {HOSTED}" in text
    assert "Production runs in our own cellar. (stated by Ada Moss)" in text
    assert not at.toggle[0].value
    at = page(place, ada, COMPARE, section="DC3")
    assert any("⟦**" in m.value and "cellar" in m.value for m in at.markdown)


def test_what_was_typed_survives_somebody_elses_save(place: Sitting) -> None:
    drafted(place)
    ada, ben = (place.person(name, "contributor") for name in ("Ada Moss", "Ben Okri"))
    at = page(place, ada, SECTIONS, section="DC3")
    at = seen(at.toggle[0].set_value(True).run())
    other = desk_of(place, ben)
    lines = other.lines(KIND, "DC3")
    parts = tuple((t, tuple(x for x in ls if x != HOSTED)) for t, ls in lines.parts)
    seen_number = other.newest(KIND, "DC3").number
    other.edit(KIND, "DC3", type(lines)(parts), seen=seen_number)
    box = next(t for t in at.text_area if HOSTED in t.value)
    box.set_value(box.value.replace(HOSTED, "Production runs in our own cellar."))
    at = next(b for b in at.button if b.label == "Save").click().run()
    assert [e.value.replace("\\", "") for e in at.error] == [
        "DC3 was changed meanwhile by Ben Okri; look at it again first."
    ]
    assert any("cellar" in t.value for t in at.text_area)
    assert desk_of(place, ada).newest(KIND, "DC3").person == "Ben Okri"


def test_completeness_shows_findings_and_each_criterion(place: Sitting) -> None:
    drafted(place)
    at = page(place, place.person("Rea Dow", "reader"), COMPLETE)
    text = words(at).replace("\\", "")
    assert "checks found nothing" in text
    assert "? DC7" in text
    assert "Open questions:" in text


def test_both_changed_is_shown_and_a_choice_settles_it(place: Sitting) -> None:
    workspace = drafted(place)
    ada = place.person("Ada Moss", "contributor")
    desk = desk_of(place, ada)
    lines = desk.lines(KIND, "DC3")
    parts = tuple(
        (t, tuple(x.replace(HOSTED, "Production runs in our own cellar.") for x in ls))
        for t, ls in lines.parts
    )
    desk.edit(KIND, "DC3", type(lines)(parts), seen=desk.newest(KIND, "DC3").number)
    folder = workspace.folder / "evidence"
    file = folder / "system-overview.md"
    file.write_text(file.read_text("utf-8").replace("eu-central-1", "eu-west-1"), "utf-8")
    ingest_evidence(workspace, folder)
    redraft(workspace, describe(workspace, scope_of(workspace), KIND))
    at = page(place, ada, SECTIONS, section="DC3")
    assert "changed the same lines" in words(at)
    at = press(at, "Take the draft's")
    assert "Settled" in words(at)
    assert "eu-west-1" in words(at)
    assert "cellar" not in words(at)


def test_a_file_is_written_and_an_edited_one_is_previewed(place: Sitting) -> None:
    drafted(place)
    ada = place.person("Ada Moss", "contributor")
    at = page(place, ada, FILES)
    at = press(at, "Write the file")
    (offer,) = at.get("download_button")
    assert offer.label.replace("\\", "") == "soc2-type2-draft.docx"
    written = DescriptionFiles(desk_of(place, ada)).export(KIND, ".docx").file.data
    document = docx.Document(io.BytesIO(written))
    line = next(p for p in document.paragraphs if p.text.startswith(HOSTED[:30]))
    line.add_run(" The cellar holds the rest.")
    edited = io.BytesIO()
    document.save(edited)
    at.file_uploader[0].upload("edited.docx", edited.getvalue(), "application/octet-stream")
    at = press(at.run(), "Show what would change")
    assert "✎ now your statement: no source carries it: The cellar holds the rest." in words(at)
    at = press(at, "Keep these changes in 1 sections")
    assert "Kept: DC3 Components of the system" in words(at).replace("\\", "")
    assert desk_of(place, ada).newest(KIND, "DC3").origin == "imported"


def test_another_person_approves(place: Sitting) -> None:
    drafted(place)
    ada, eve = place.person("Ada Moss", "contributor"), place.person("Eve Sorel", "approver")
    desk = desk_of(place, ada)
    lines = desk.lines(KIND, "DC3")
    parts = tuple((t, tuple(x for x in ls if "NEEDS INPUT" not in x)) for t, ls in lines.parts)
    desk.edit(KIND, "DC3", type(lines)(parts), seen=desk.newest(KIND, "DC3").number)
    at = page(place, ada, APPROVE)
    assert "approving needs the role of an approver" in words(at)
    at = page(place, eve, APPROVE)
    assert "questions are open" in words(at)
    eve_desk = desk_of(place, eve)
    point, *others = eve_desk.open_in(KIND, "DC3")
    for other in others:
        eve_desk.close(KIND, other.id, "Not a part of this system.")
    at = page(place, eve, APPROVE)
    assert " ".join(point.question.split()) in at.selectbox(key="aside-point-DC3").options
    at.selectbox(key="aside-point-DC3").set_value(point.id)
    at.text_input(key="aside-reason-DC3").set_value("Nobody needs it.")
    form = next(b for b in at.button if b.label == "Set aside" and "DC3" in str(b.form_id))
    at = seen(form.click().run())
    assert "Nobody needs it. (Eve Sorel" in words(at)
    at = press(at, "Approve DC3 Components of the system")
    assert "DC3 Components of the system is approved." in words(at).replace("\\", "")
    assert desk_of(place, eve).newest(KIND, "DC3").person == "Eve Sorel"


def test_other_kinds_are_chosen(place: Sitting) -> None:
    with_overview(place)
    ada = place.person("Ada Moss", "contributor")
    at = page(place, ada, FACTS)
    at = seen(at.selectbox(key="address-describe").set_value("public-summary").run())
    assert "Made of public material alone" in words(at)
