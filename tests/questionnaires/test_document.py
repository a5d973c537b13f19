"""Word forms of our own making, as awkward as customers make them, understood exactly."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from assistant.errors import QuestionnaireError
from assistant.questionnaires.document import read
from assistant.questions import Question, Questionnaire


def saved(
    document: object, tmp_path: Path, name: str = "vendor-questionnaire.docx"
) -> Questionnaire:
    path = tmp_path / name
    document.save(str(path))  # type: ignore[attr-defined]
    return read(path)


def pairs(found: Questionnaire) -> list[tuple[str, str]]:
    return [(q.id, q.text) for q in found.questions]


def places(question: Question) -> list[tuple[str, dict[str, str | int]]]:
    return [(s.role, s.location) for s in question.slots]


def table(document: object, *rows: tuple[str, ...]) -> object:
    made = document.add_table(rows=0, cols=len(rows[0]))  # type: ignore[attr-defined]
    for row in rows:
        for cell, text in zip(made.add_row().cells, row, strict=True):
            cell.text = text
    return made


def number(paragraph: object, text: str, level: int, *, id_: int) -> None:
    properties = paragraph._p.get_or_add_pPr()  # type: ignore[attr-defined]
    made = parse_xml(
        f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{id_}"/></w:numPr>'
    )
    properties.append(made)
    paragraph.add_run(text)  # type: ignore[attr-defined]


def numbering(document: object, *levels: tuple[str, str]) -> int:
    part = document.part.numbering_part.element  # type: ignore[attr-defined]
    inner = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for n, (form, text) in enumerate(levels)
    )
    abstract = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{inner}</w:abstractNum>'
    )
    part.insert(0, abstract)
    part.append(
        parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>')
    )
    return 77


def test_a_table_with_a_title_row_a_late_head_and_a_band(tmp_path: Path) -> None:
    document = Document()
    document.add_heading("Supplier security questionnaire", 0)
    made = table(
        document,
        ("Please fill in the white cells", "", "", ""),
        ("Ref", "Question", "Supplier response", "Reviewer remarks"),
        ("Access", "", "", ""),
        ("A-1", "Who grants access to production?", "", ""),
        ("A-2", "Do leavers lose access within a day?", "Yes, the same day", "fine"),
    )
    for row in (made.rows[0], made.rows[2]):  # type: ignore[attr-defined]
        row.cells[0].merge(row.cells[3])

    found = saved(document, tmp_path)

    assert pairs(found) == [
        ("A-1", "Who grants access to production?"),
        ("A-2", "Do leavers lose access within a day?"),
    ]
    first, second = found.questions
    assert first.section == second.section == "Access"
    assert places(first) == [("answer", {"table": 0, "row": 3, "column": 2})]
    assert (first.answered, second.answered) == ("", "Yes, the same day")


def test_columns_for_answer_comment_and_evidence(tmp_path: Path) -> None:
    document = Document()
    document.add_heading("Network", 2)
    table(
        document,
        ("No.", "Question", "Yes / No", "Comments", "Evidence"),
        ("7", "Is traffic between zones filtered?", "☐ Yes ☐ No", "", ""),
        ("8", "Are rules reviewed?", "☐ Yes ☒ No", "next quarter", ""),
    )

    found = saved(document, tmp_path)

    first, second = found.questions
    assert (first.id, first.options, first.field_type) == ("7", ("Yes", "No"), "yes_no")
    assert (second.answered, second.remark) == ("No", "next quarter")
    assert places(first) == [
        ("answer", {"table": 0, "row": 1, "column": 2}),
        ("comment", {"table": 0, "row": 1, "column": 3}),
        ("evidence", {"table": 0, "row": 1, "column": 4}),
    ]


def test_columns_to_tick(tmp_path: Path) -> None:
    document = Document()
    table(
        document,
        ("#", "Question", "Yes", "No", "N/A", "Notes"),
        ("1", "Is the staging data masked?", "", "", "", ""),
        ("2", "Is the test data deleted?", "", "X", "", ""),
    )

    found = saved(document, tmp_path)

    first, second = found.questions
    assert first.options == ("Yes", "No", "N/A")
    assert [(s.column, s.mark) for s in first.slots if s.role == "answer"] == [
        (2, "Yes"),
        (3, "No"),
        (4, "N/A"),
    ]
    assert second.answered == "No"


def test_label_and_value_without_a_head(tmp_path: Path) -> None:
    document = Document()
    document.add_heading("Vendor intake form", 1)
    table(document, ("Legal name", "Northwind GmbH"), ("Start date", ""), ("Number of staff", ""))

    found = saved(document, tmp_path, "intake.docx")

    assert [(q.text, q.field_type, q.answered) for q in found.questions] == [
        ("Legal name", "text", "Northwind GmbH"),
        ("Start date", "date", ""),
        ("Number of staff", "number", ""),
    ]
    assert places(found.questions[1]) == [("answer", {"table": 0, "row": 1, "column": 1})]


def test_two_pairs_of_label_and_value_in_a_row(tmp_path: Path) -> None:
    document = Document()
    document.add_heading("Onboarding form", 1)
    table(document, ("Company", "", "Country", ""), ("Contact", "", "Phone", ""))

    found = saved(document, tmp_path, "onboarding-form.docx")

    assert [q.text for q in found.questions] == ["Company", "Country", "Contact", "Phone"]
    assert [q.slots[0].column for q in found.questions] == [1, 3, 1, 3]


def test_cards(tmp_path: Path) -> None:
    document = Document()
    for name, text in (("C-1", "How are keys rotated?"), ("C-2", "Who may read the vault?")):
        table(document, ("ID", name), ("Question", text), ("Answer", ""), ("Comments", ""))
        document.add_paragraph("")

    found = saved(document, tmp_path)

    assert pairs(found) == [("C-1", "How are keys rotated?"), ("C-2", "Who may read the vault?")]
    assert places(found.questions[1]) == [
        ("answer", {"table": 1, "row": 2, "column": 1}),
        ("comment", {"table": 1, "row": 3, "column": 1}),
    ]


def test_numbered_paragraphs_with_answers_below(tmp_path: Path) -> None:
    document = Document()
    document.add_heading("Security questions", 1)
    document.add_heading("2 Backups", 2)
    document.add_paragraph("2.1 How often do you back data up?")
    document.add_paragraph("Answer:")
    document.add_paragraph("2.2 Do you test restores? (max. 50 words)")
    document.add_paragraph("Response: Yes, each quarter.")
    document.add_paragraph("2.3 Where are copies kept?")
    document.add_paragraph("______________________")

    found = saved(document, tmp_path)

    assert pairs(found) == [
        ("2.1", "How often do you back data up?"),
        ("2.2", "Do you test restores? (max. 50 words)"),
        ("2.3", "Where are copies kept?"),
    ]
    assert [q.slots[0].paragraph for q in found.questions] == [3, 5, 7]
    assert {q.section for q in found.questions} == {"2 Backups"}
    assert found.questions[1].answered == "Yes, each quarter."
    assert found.questions[1].max_words == 50


def test_automatic_numbers_and_questions_below_questions(tmp_path: Path) -> None:
    document = Document()
    document.add_heading("Privacy questionnaire", 1)
    list_ = numbering(document, ("decimal", "%1."), ("lowerLetter", "%2)"))
    number(document.add_paragraph(), "Do you keep personal data?", 0, id_=list_)
    number(document.add_paragraph(), "For how long?", 1, id_=list_)
    number(document.add_paragraph(), "On what ground?", 1, id_=list_)
    number(document.add_paragraph(), "Do you have a privacy officer?", 0, id_=list_)

    found = saved(document, tmp_path)

    assert [(q.id, q.text, q.parent) for q in found.questions] == [
        ("1", "Do you keep personal data?", None),
        ("1.a", "For how long?", "1"),
        ("1.b", "On what ground?", "1"),
        ("2", "Do you have a privacy officer?", None),
    ]


def test_numbers_of_several_levels_follow_a_numbered_heading(tmp_path: Path) -> None:
    document = Document()
    document.add_heading("Assessment questionnaire", 0)
    list_ = numbering(document, ("decimal", "%1"), ("decimal", "%1.%2"))
    for section, texts in (
        ("People", ("Who trains staff?",)),
        ("Sites", ("Who guards doors?", "Are visits logged?")),
    ):
        heading = document.add_heading("", 1)
        number(heading, section, 0, id_=list_)
        for text in texts:
            number(document.add_paragraph(), text, 1, id_=list_)

    found = saved(document, tmp_path)

    assert [(q.id, q.section) for q in found.questions] == [
        ("1.1", "1 People"),
        ("2.1", "2 Sites"),
        ("2.2", "2 Sites"),
    ]


def test_boxes_one_to_a_line(tmp_path: Path) -> None:
    document = Document()
    document.add_heading("Hosting questionnaire", 1)
    document.add_paragraph("1. Where does the service run?")
    for text in ("☐ Own data centre", "☒ Public cloud", "☐ Both"):
        document.add_paragraph(text)
    document.add_paragraph("2. Name the provider: ____________")

    found = saved(document, tmp_path)

    first, second = found.questions
    assert first.options == ("Own data centre", "Public cloud", "Both")
    assert first.answered == "Public cloud"
    assert [(s.paragraph, s.mark) for s in first.slots] == [
        (2, "Own data centre"),
        (3, "Public cloud"),
        (4, "Both"),
    ]
    assert second.text == "Name the provider"
    assert places(second) == [("answer", {"paragraph": 5})]


def test_drop_downs_and_placeholders_of_content_controls(tmp_path: Path) -> None:
    document = Document()
    made = table(
        document,
        ("Question", "Response"),
        ("Is the disk encrypted?", ""),
        ("How is it encrypted?", ""),
    )
    items = "".join(
        f'<w:listItem w:displayText="{n}" w:value="{n}"/>' for n in ("Yes", "No", "Partly")
    )
    control = parse_xml(
        f'<w:sdt {nsdecls("w")}><w:sdtPr><w:dropDownList><w:listItem w:displayText="Choose an item."/>{items}'
        "</w:dropDownList></w:sdtPr><w:sdtContent><w:r><w:t>Choose an item.</w:t></w:r></w:sdtContent></w:sdt>"
    )
    made.cell(1, 1).paragraphs[0]._p.append(control)  # type: ignore[attr-defined]
    made.cell(2, 1).text = "Click or tap here to enter text."  # type: ignore[attr-defined]

    found = saved(document, tmp_path)

    first, second = found.questions
    assert first.options == first.slots[0].choices == ("Yes", "No", "Partly")
    assert (first.answered, second.answered) == ("", "")
    assert second.slots[0].location == {"table": 0, "row": 2, "column": 1}


def test_a_cell_inside_a_content_control_keeps_its_column(tmp_path: Path) -> None:
    document = Document()
    made = table(document, ("ID", "Question", "Answer"), ("1", "Are logs kept?", ""))
    cell = made.cell(1, 1)._tc  # type: ignore[attr-defined]
    control, content = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
    cell.addprevious(control)
    control.append(content)
    content.append(cell)

    found = saved(document, tmp_path)

    assert pairs(found) == [("1", "Are logs kept?")]
    assert places(found.questions[0]) == [("answer", {"table": 0, "row": 1, "column": 2})]


def test_old_check_boxes_and_symbols_are_options(tmp_path: Path) -> None:
    document = Document()
    document.add_heading("Form", 1)
    paragraph = document.add_paragraph("1. Is there a clean desk rule? ")
    for name in ("Yes", "No"):
        run = paragraph.add_run()
        symbol = OxmlElement("w:sym")
        symbol.set(qn("w:font"), "Wingdings")
        symbol.set(qn("w:char"), "F0A8")
        run._r.append(symbol)
        paragraph.add_run(f" {name} ")

    found = saved(document, tmp_path)

    assert [(q.text, q.options) for q in found.questions] == [
        ("Is there a clean desk rule?", ("Yes", "No"))
    ]


def test_a_frame_below_a_question_takes_its_answer(tmp_path: Path) -> None:
    document = Document()
    document.add_heading("Incident questionnaire", 1)
    document.add_paragraph("Q1. Describe your last incident exercise.")
    table(document, ("",))
    document.add_paragraph("Q2. Who declares an incident?")
    table(document, ("The head of operations",))

    found = saved(document, tmp_path)

    assert pairs(found)[0] == ("Q1", "Describe your last incident exercise.")
    assert places(found.questions[0]) == [("answer", {"table": 0, "row": 0, "column": 0})]


def test_question_and_answer_stacked_in_one_table(tmp_path: Path) -> None:
    document = Document()
    table(
        document,
        ("1. Do you scan images?",),
        ("Answer:",),
        ("2. Do you sign releases?",),
        ("Answer: Yes, since 2024.",),
    )

    found = saved(document, tmp_path)

    assert pairs(found) == [("1", "Do you scan images?"), ("2", "Do you sign releases?")]
    assert places(found.questions[0]) == [("answer", {"table": 0, "row": 1, "column": 0})]
    assert found.questions[1].answered == "Yes, since 2024."


def test_nested_tables_ask_without_a_place(tmp_path: Path) -> None:
    document = Document()
    outer = document.add_table(rows=1, cols=1)
    inner = outer.cell(0, 0).add_table(rows=2, cols=2)
    for cell, text in zip(
        [c for r in inner.rows for c in r.cells],
        ("Question", "Answer", "Is the plan tested?", ""),
        strict=True,
    ):
        cell.text = text

    found = saved(document, tmp_path)

    assert [q.text for q in found.questions] == ["Is the plan tested?"]
    assert found.questions[0].slots == ()
    assert any("annex" in note for note in found.notes)


def test_a_follow_up_names_its_question(tmp_path: Path) -> None:
    document = Document()
    table(
        document,
        ("Question", "Answer"),
        ("Do you use sub-processors?", ""),
        ("If yes, list them.", ""),
    )

    found = saved(document, tmp_path)

    assert found.questions[1].parent == found.questions[0].id


def test_a_line_before_a_table_explains_its_rows(tmp_path: Path) -> None:
    document = Document()
    document.add_heading("Intake form", 1)
    document.add_paragraph("Which kinds of data will you handle?")
    table(
        document,
        ("Kind of data", "Involved?", "Notes"),
        ("Payroll", "Yes", "monthly"),
        ("Health", "", ""),
    )

    found = saved(document, tmp_path, "intake-form.docx")

    assert [q.text for q in found.questions] == ["Payroll: Involved?", "Health: Involved?"]
    assert all("Which kinds of data" in q.context for q in found.questions)
    assert found.questions[0].answered == "Yes"


def test_parts_that_ask_nothing_are_left_out_and_said(tmp_path: Path) -> None:
    document = Document()
    document.add_heading("Questionnaire", 1)
    document.add_heading("Instructions", 2)
    document.add_paragraph("Answer each item with Yes, No or N/A.")
    document.add_paragraph("Provide details where asked.", style="List Bullet")
    document.add_heading("Controls", 2)
    document.add_paragraph("1. Are laptops encrypted?")
    document.add_heading("For internal use only", 2)
    table(document, ("Risk rating", ""), ("Assessed by", ""))

    found = saved(document, tmp_path)

    assert [q.text for q in found.questions] == ["Are laptops encrypted?"]
    assert found.questions[0].options == ("Yes", "No", "N/A")
    assert sum("left out" in note for note in found.notes) == 2


@pytest.mark.parametrize(
    "name", ["findings-report.docx", "board-paper.docx"], ids=["named a report", "named anything"]
)
def test_a_report_asks_nothing(tmp_path: Path, name: str) -> None:
    document = Document()
    document.add_heading("Review findings", 1)
    document.add_paragraph("What does this mean for us? The gap is small and closed soon.")
    table(
        document,
        ("Finding ID", "Domain", "Severity", "Status"),
        ("F-1", "Access", "High", "Open"),
        ("F-2", "Backup", "Low", "Closed"),
    )
    document.add_heading("Recommendations", 2)
    for text in ("Provide training to all staff.", "Describe the process in the handbook."):
        document.add_paragraph(text, style="List Number")
    table(document, ("Severity", "High"), ("Owner", "IT"))

    assert saved(document, tmp_path, name).questions == ()


def test_a_damaged_file_is_refused_with_a_hint(tmp_path: Path) -> None:
    path = tmp_path / "broken.docx"
    path.write_bytes(b"PK\x03\x04 not a document")

    with pytest.raises(QuestionnaireError, match=r"broken\.docx .* save it as \.docx again"):
        read(path)
