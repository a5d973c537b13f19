"""Answers into Word documents: the text part alone changes, and there the answers' places alone."""

from __future__ import annotations

import copy
import zipfile
from io import BytesIO
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt
from lxml import etree

from assistant.errors import QuestionnaireError
from assistant.questionnaires.write.document import fill_document
from assistant.questionnaires.write.report import Content, Entry, Outcome
from assistant.questions import Slot
from tests.questionnaires.awkward.packages import changed
from tests.questionnaires.roundtrip import assert_kept, part

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MAIN = "word/document.xml"
NAMES = nsdecls("w") + ' xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
YES_NO = ("Yes", "No", "N/A")


def entry(
    text: str, *, content: Content = "text", option: str | None = None, **place: Any
) -> Entry:
    return Entry("q", Slot("answer", **place), text, content, YES_NO, option)


def filled(data: bytes, *entries: Entry, overwrite: bool = False) -> Outcome:
    return fill_document(data, "form.docx", entries, overwrite=overwrite)


def saved(document: Any) -> bytes:
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def opened(data: bytes) -> Any:
    return docx.Document(BytesIO(data))


def paragraph(inner: str) -> bytes:
    """A document whose first paragraph is this XML, with another behind it."""
    document = docx.Document()
    document.add_paragraph("behind")
    first = document.paragraphs[0]._p
    first.addprevious(parse_xml(f"<w:p {NAMES}>{inner}</w:p>"))
    return saved(document)


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def shown(data: bytes, at: int = 0) -> str:
    """All text of a paragraph, also inside of content controls."""
    line = opened(data).paragraphs[at]._p
    return "".join(t.text or "" for t in line.iter(f"{W}t"))


@pytest.fixture
def form() -> bytes:
    """A table with a merged cell, a styled cell, a field, bookmarks and tracked changes around."""
    document = docx.Document()
    document.add_heading("Supplier form")
    document.add_paragraph("Answer:")
    document.add_paragraph("Name: ________ (in capitals)")
    table = document.add_table(rows=3, cols=3)
    for at, text in enumerate(("No.", "Question", "Response")):
        table.cell(0, at).text = text
    table.cell(1, 1).text = "Encrypted?"
    styled = table.cell(1, 2).paragraphs[0]
    mark = styled._p.get_or_add_pPr()
    mark.append(parse_xml(f'<w:rPr {NAMES}><w:i/><w:sz w:val="18"/></w:rPr>'))
    table.cell(2, 0).merge(table.cell(2, 1)).text = "Reviewed?"
    tracked = document.add_paragraph("kept ")
    tracked._p.append(
        parse_xml(f'<w:ins {NAMES} w:id="7" w:author="A"><w:r><w:t>inserted</w:t></w:r></w:ins>')
    )
    document.add_paragraph().add_run("end").font.size = Pt(9)
    return saved(document)


def test_only_the_text_part_changes(form: bytes) -> None:
    done = filled(form, entry("Yes", table=0, row=1, column=2), entry("B & <c>", paragraph=1))
    assert_kept(form, done.data, {MAIN})
    assert done.skipped == ()
    before, after = part(form, MAIN), part(done.data, MAIN)
    for place in (".//{*}tbl/{*}tr[2]/{*}tc[3]", "{*}body/{*}p[2]"):
        for root in (before, after):
            found = root.find(place)
            found.getparent().remove(found)
    assert etree.tostring(before, method="c14n2") == etree.tostring(after, method="c14n2")


def test_the_declaration_and_all_prefixes_stay(form: bytes) -> None:
    done = filled(form, entry("Yes", table=0, row=1, column=2))
    assert part(form, MAIN).nsmap == part(done.data, MAIN).nsmap


def test_words_go_into_cells_in_their_style(form: bytes) -> None:
    done = filled(form, entry("two\nlines", table=0, row=1, column=2))
    cell = opened(done.data).tables[0].cell(1, 2)
    assert cell.text == "two\nlines"
    assert cell.paragraphs[0].runs[0].italic is True
    assert cell.paragraphs[0].runs[0].font.size == Pt(9)


def test_a_merged_cell_is_one_place(form: bytes) -> None:
    done = filled(form, entry("x", table=0, row=2, column=1), overwrite=True)
    assert opened(done.data).tables[0].cell(2, 0).text == "x"


@pytest.mark.parametrize(
    ("at", "text"),
    [
        pytest.param(1, "Answer: Ada", id="behind a label"),
        pytest.param(2, "Name: Ada (in capitals)", id="on a ruled line"),
    ],
)
def test_words_go_behind_labels_and_onto_lines(at: int, text: str, form: bytes) -> None:
    assert opened(filled(form, entry("Ada", paragraph=at)).data).paragraphs[at].text == text


@pytest.mark.parametrize(
    ("place", "reason"),
    [
        pytest.param({"table": 0, "row": 1, "column": 1}, "'Encrypted?' stands there", id="cell"),
        pytest.param({"paragraph": 3}, "'kept inserted' stands there", id="tracked insertion"),
        pytest.param({"paragraph": 99}, "no such place", id="no paragraph"),
        pytest.param({"table": 4, "row": 0, "column": 0}, "no such place", id="no table"),
        pytest.param({"table": 0, "row": 0, "column": 9}, "no such place", id="no column"),
    ],
)
def test_what_is_there_is_kept_and_said(place: dict[str, int], reason: str, form: bytes) -> None:
    done = filled(form, entry("new", **place))
    assert reason in done.skipped[0].reason
    assert done.data == form


def test_two_answers_for_one_place_are_not_mixed(form: bytes) -> None:
    place = {"table": 0, "row": 1, "column": 2}
    done = filled(form, entry("one", **place), entry("two", **place), overwrite=True)
    assert opened(done.data).tables[0].cell(1, 2).text == "one"
    assert "same place" in done.skipped[0].reason


def test_deleted_text_does_not_count_and_stays() -> None:
    deleted = '<w:del w:id="1" w:author="A"><w:r><w:delText>old</w:delText></w:r></w:del>'
    done = filled(paragraph(deleted), entry("new", paragraph=0))
    assert shown(done.data) == "new"
    assert part(done.data, MAIN).find(".//{*}delText").text == "old"


SYMBOL = '<w:r><w:sym w:font="Wingdings" w:char="F0A8"/></w:r>'
CONTROL = (
    '<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="0"/><w14:checkedState w14:val="2612" '
    'w14:font="MS Gothic"/></w14:checkbox></w:sdtPr><w:sdtContent><w:r><w:t>☐</w:t></w:r>'
    "</w:sdtContent></w:sdt>"
)
FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="0"/>'
    '</w:checkBox></w:ffData></w:fldChar></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
)


@pytest.mark.parametrize(
    ("inner", "option", "text"),
    [
        pytest.param(run("☐ Yes ☐ No ☐ N/A"), "No", "☐ Yes ☒ No ☐ N/A", id="glyphs"),
        pytest.param(run("Yes ☐ No ☐"), "Yes", "Yes ☒ No ☐", id="boxes behind"),
        pytest.param(run("[ ] Yes  [ ] No"), "No", "[ ] Yes  [X] No", id="brackets"),
        pytest.param(run("( ) Yes ( ) No"), "Yes", "(X) Yes ( ) No", id="round brackets"),
        pytest.param(run("○ Yes ○ No"), "Yes", "● Yes ○ No", id="circles"),
        pytest.param(run("[") + run(" ] Y") + run("es [ ] No"), "Yes", "[X] Yes [ ] No", id="runs"),
        pytest.param(run("☐ Yes, please explain ☐ No"), "Yes", "☒ Yes, please explain ☐ No", id="aside"),
        pytest.param(CONTROL + run(" Yes ") + CONTROL + run(" No"), "No", "☐ Yes ☒ No", id="controls"),
    ],
)  # fmt: skip
def test_the_right_box_is_ticked(inner: str, option: str, text: str) -> None:
    done = filled(paragraph(inner), entry(option, content="option", paragraph=0))
    assert done.skipped == ()
    assert shown(done.data) == text
    assert done.written[0].content == "mark"


def test_a_control_knows_that_it_is_ticked() -> None:
    before = paragraph(CONTROL + run(" Yes ") + CONTROL + run(" No"))
    done = filled(before, entry("No", content="option", paragraph=0))
    states = [
        next(iter(e.attrib.values())) for e in part(done.data, MAIN).iterfind(".//{*}checked")
    ]
    assert states == ["0", "1"]


def test_symbols_and_form_fields_are_ticked() -> None:
    symbols = paragraph(SYMBOL + run("Yes ") + SYMBOL + run("No"))
    done = filled(symbols, entry("Yes", content="option", paragraph=0))
    found = [e.get(f"{W}char") for e in part(done.data, MAIN).iter(f"{W}sym")]
    assert found == ["F0FE", "F0A8"]
    fields = paragraph(FIELD + run("Yes ") + FIELD + run("No"))
    done = filled(fields, entry("No", content="option", paragraph=0))
    boxes = list(part(done.data, MAIN).iter(f"{W}checkBox"))
    assert [box.find(f"{W}checked") is not None for box in boxes] == [False, True]


@pytest.mark.parametrize(
    ("inner", "option", "reason"),
    [
        pytest.param(run("☐ High ☐ Low"), "Yes", "no single box", id="no such option"),
        pytest.param(run("☒ Yes ☐ No"), "No", "ticked here already", id="ticked before"),
        pytest.param(run("☐ Yes ☐ Yes"), "Yes", "no single box", id="twice"),
    ],
)
def test_never_a_wrong_box(inner: str, option: str, reason: str) -> None:
    before = paragraph(inner)
    done = filled(before, entry(option, content="option", paragraph=0))
    assert reason in done.skipped[0].reason
    assert done.data == before


def test_words_for_a_place_with_boxes_tick_their_option() -> None:
    words = entry("Yes. All of them.", option="Yes", paragraph=0)
    done = filled(paragraph(run("☐ Yes ☐ No")), words)
    assert shown(done.data) == "☒ Yes ☐ No"
    assert "only the annex" in done.notes[0]


def test_a_lone_box_in_a_column_is_ticked() -> None:
    mark = Entry("q", Slot("answer", paragraph=0, mark="Yes"), "X", "mark", YES_NO)
    assert shown(filled(paragraph(run("☐")), mark).data) == "☒"


def control(kind: str, inner: str, *, prompt: bool = True, lock: str = "") -> str:
    shows = "<w:showingPlcHdr/>" if prompt else ""
    locked = f'<w:lock w:val="{lock}"/>' if lock else ""
    return (
        f"<w:sdt><w:sdtPr>{locked}{shows}{kind}</w:sdtPr><w:sdtContent>{run(inner)}"
        "</w:sdtContent></w:sdt>"
    )


LIST = (
    '<w:dropDownList><w:listItem w:displayText="Yes" w:value="1"/>'
    '<w:listItem w:displayText="No" w:value="0"/></w:dropDownList>'
)


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        pytest.param(run("Q? ") + control("<w:text/>", "Click here"), "Q? Yes", id="text control"),
        pytest.param(run("Q? ") + control(LIST, "Choose an item."), "Q? Yes", id="drop-down"),
        pytest.param(control("<w:text/>", "", prompt=False), "Yes", id="an empty control"),
    ],
)
def test_content_controls_are_filled(inner: str, text: str) -> None:
    done = filled(paragraph(inner), entry("Yes", content="option", paragraph=0))
    assert shown(done.data) == text
    assert part(done.data, MAIN).find(".//{*}showingPlcHdr") is None
    assert part(done.data, MAIN).find(".//{*}sdt") is not None


@pytest.mark.parametrize(
    ("inner", "reason"),
    [
        pytest.param(control(LIST, "Choose"), "takes only 'Yes', 'No'", id="not in the list"),
        pytest.param(
            control("<w:text/>", "mine", prompt=False), "'mine' stands there", id="filled"
        ),
        pytest.param(control("<w:text/>", "x", lock="sdtContentLocked"), "locked", id="locked"),
    ],
)
def test_content_controls_are_respected(inner: str, reason: str) -> None:
    done = filled(paragraph(inner), entry("Perhaps", content="option", paragraph=0))
    assert reason in done.skipped[0].reason


def test_a_control_around_a_cell_is_filled() -> None:
    document = docx.Document()
    cell = document.add_table(rows=1, cols=2).cell(0, 1)._tc
    wrapped = parse_xml(
        f"<w:sdt {NAMES}><w:sdtPr><w:showingPlcHdr/><w:text/></w:sdtPr><w:sdtContent/></w:sdt>"
    )
    cell.addprevious(wrapped)
    held = copy.deepcopy(cell)
    held.find(f"{W}p").append(parse_xml(f"<w:r {NAMES}><w:t>Click or tap here</w:t></w:r>"))
    wrapped[1].append(held)
    cell.getparent().remove(cell)
    done = filled(saved(document), entry("Yes", table=0, row=0, column=1))
    texts = [t.text for t in part(done.data, MAIN).iter(f"{W}t")]
    assert texts == ["Yes"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param(lambda p: b"<!DOCTYPE w>" + p, "entities|damaged", id="document type"),
        pytest.param(lambda p: p[:-30], "damaged", id="cut off"),
        pytest.param(lambda p: b"<a/>", "no text body", id="no body"),
    ],
)
def test_a_file_that_cannot_be_filled_is_refused(change: Any, message: str, form: bytes) -> None:
    with pytest.raises(QuestionnaireError, match=message):
        filled(changed(form, {MAIN: change}), entry("Yes", paragraph=0))


def test_the_filled_file_is_a_whole_zip(form: bytes) -> None:
    done = filled(form, entry("Yes", table=0, row=1, column=2))
    with zipfile.ZipFile(BytesIO(done.data)) as archive:
        assert archive.testzip() is None
