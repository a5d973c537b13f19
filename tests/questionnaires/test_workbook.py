"""Whole questionnaires of the usual families, invented, each understood to the last cell."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.questionnaires.sheets import (
    BOLD,
    GREY,
    by_id,
    choices,
    ids,
    parents,
    places,
    read,
    sections,
    texts,
)


def test_sheets_per_domain_with_banners_and_analyst_columns(tmp_path: Path) -> None:
    head = [
        "Ques Num",
        "Question/Request",
        "Response",
        "Additional Information",
        "Analyst Notes",
        "Score",
    ]
    cover = [
        ["Supplier questionnaire 2026"],
        ["Please answer every question on the tabs that follow."],
    ]
    access = [
        ["B. Access control"],
        ["Fill in columns C and D only."],
        [],
        head,
        ["B.1", "Accounts and roles"],
        ["B.1.1", "Is there a process for granting access?", None, None, None, 3],
        ["B.1.1.1", "If yes, is it reviewed each year?", None, None, None, 2],
        ["B.2", "Passwords"],
        ["B.2.1", "Are default passwords changed before a system goes live?"],
    ]
    change = [
        ["C. Change"],
        head,
        ["C.1", "Are changes tested before release?"],
        ["C.2", "Describe how emergency changes are approved."],
    ]
    glossary = [
        ["Term", "Definition"],
        ["MFA", "What is needed beside a password?"],
        ["RTO", "Time"],
    ]

    def finish(made: Any) -> None:
        choices(made["Access"], "C6:C7", '"Yes,No,N/A"')
        choices(made["Access"], "C9", '"Yes,No,N/A"')

    found = read(
        tmp_path,
        {"Cover": cover, "Access": access, "Change": change, "Glossary": glossary},
        finish,
    )

    assert ids(found) == ["B.1.1", "B.1.1.1", "B.2.1", "C.1", "C.2"]
    assert sections(found) == [
        "B.1 Accounts and roles",
        "B.1 Accounts and roles",
        "B.2 Passwords",
        "C. Change",
        "C. Change",
    ]
    assert parents(found) == [None, "B.1.1", None, None, None]
    assert places(by_id(found, "B.1.1")) == {"answer": "C6", "comment": "D6"}
    assert by_id(found, "B.2.1").options == ("Yes", "No", "N/A")
    assert {"sheet 'Cover': no questions", "sheet 'Glossary': no questions"} <= set(found.notes)


def test_marks_under_a_merged_head_and_a_merged_control(tmp_path: Path) -> None:
    rows = [
        ["Cloud controls self-assessment v9"],
        ["Control Domain", "Control ID", "Question ID", "Control Specification", "Assessment Questions",
         "Assessment Answers", None, None, "Notes", "Framework A", "Framework B"],
        [None, None, None, None, None, "Yes", "No", "Not Applicable"],
        ["Application security", "AP-01", "AP-01.1", "Applications are built by a standard.",
         "Do you follow a standard when you build software?", None, None, None, None, "A14", "SA-3"],
        [None, None, "AP-01.2", None, "Do you review code by a second person?", None, "X"],
        ["Audit", "AU-01", "AU-01.1", "Audits are planned.", "Do you produce an audit plan?", "x"],
    ]  # fmt: skip

    def finish(made: Any) -> None:
        sheet = made.active
        for cells in ("F2:H2", "A2:A3", "B2:B3", "C2:C3", "D2:D3", "E2:E3", "I2:I3"):
            sheet.merge_cells(cells)
        for cells in ("A4:A5", "B4:B5", "D4:D5"):
            sheet.merge_cells(cells)

    found = read(tmp_path, {"Assessment": rows}, finish)

    assert ids(found) == ["AP-01.1", "AP-01.2", "AU-01.1"]
    assert sections(found) == ["Application security", "Application security", "Audit"]
    assert [q.context for q in found.questions] == [
        "Applications are built by a standard.",
        "Applications are built by a standard.",
        "Audits are planned.",
    ]
    second = by_id(found, "AP-01.2")
    assert places(second) == {"Yes": "F5", "No": "G5", "Not Applicable": "H5", "comment": "I5"}
    assert second.options == ("Yes", "No", "Not Applicable")
    assert [q.answered for q in found.questions] == ["", "No", "Yes"]
    assert found.maps[0].answer == ("F", "G", "H")
    assert found.maps[0].head_row == 3


def test_heads_repeat_with_the_name_of_the_part(tmp_path: Path) -> None:
    rows = [
        ["Community questionnaire"],
        ["GEN-01", "Vendor Name"],
        ["GEN-02", "Product Name"],
        ["GEN-03", "Product Description"],
        [],
        ["Documentation", None, "Vendor Answers", "Additional Information", "Guidance", "Analyst Notes"],
        ["DOC-01", "Have you had an outside audit of your controls?", None, None, "Give its date."],
        ["DOC-02", "Do you have a diagram of your network?"],
        ["Company Overview", None, "Vendor Answers", "Additional Information", "Guidance", "Analyst Notes"],
        ["COM-01", "Describe your organisation's structure."],
        ["COM-02", "Have you had a breach in the last five years?", None, None, "If so, say when."],
    ]  # fmt: skip

    def finish(made: Any) -> None:
        for row in (6, 9):
            made.active.merge_cells(start_row=row, end_row=row, start_column=1, end_column=2)
        choices(made.active, "C7:C8", '"Yes,No"')

    found = read(tmp_path, {"Questionnaire": rows}, finish)

    assert ids(found) == ["GEN-01", "GEN-02", "GEN-03", "DOC-01", "DOC-02", "COM-01", "COM-02"]
    assert sections(found)[3:] == ["Documentation"] * 2 + ["Company Overview"] * 2
    assert places(by_id(found, "GEN-02")) == {"answer": "C3"}
    assert places(by_id(found, "COM-02")) == {"answer": "C11", "comment": "D11"}
    assert by_id(found, "DOC-01").context == "Give its date."
    assert by_id(found, "DOC-01").options == ("Yes", "No")


def test_banners_merged_over_the_whole_table(tmp_path: Path) -> None:
    rows = [
        ["Due diligence request list"],
        ["No.", "Information requested", "Company's response", "Supporting documents"],
        ["Corporate matters"],
        [1, "Certificate of incorporation and by-laws"],
        [2, "List of subsidiaries with place of registration"],
        ["Information technology"],
        ["Please give the latest version of each document in this section."],
        [3, "Overview of hosting and data centres used"],
        [4, "Results of the last penetration test"],
    ]

    def finish(made: Any) -> None:
        for row in (1, 3, 6, 7):
            made.active.merge_cells(start_row=row, end_row=row, start_column=1, end_column=4)

    found = read(tmp_path, {"DDQ": rows}, finish)

    assert ids(found) == ["1", "2", "3", "4"]
    assert sections(found) == ["Corporate matters"] * 2 + ["Information technology"] * 2
    assert places(by_id(found, "4")) == {"answer": "C9", "evidence": "D9"}


def test_tables_stacked_on_one_sheet(tmp_path: Path) -> None:
    rows = [
        ["1. Organisation"],
        ["#", "Question", "Answer"],
        ["1.1", "Who is responsible for security?"],
        ["1.2", "How many people work in security?"],
        [],
        ["2. Operations"],
        ["#", "Question", "Your answer", "Evidence"],
        ["2.1", "Are backups tested?"],
        ["2.2", "Where are backups kept?"],
        [],
        ["Name", "Role", "Date"],
        ["A. Person", "CISO", "2026-01-01"],
    ]

    def finish(made: Any) -> None:
        for cell in made.active[11]:
            cell.font = BOLD

    found = read(tmp_path, {"Sheet1": rows}, finish)

    assert ids(found) == ["1.1", "1.2", "2.1", "2.2"]
    assert sections(found) == ["1. Organisation"] * 2 + ["2. Operations"] * 2
    assert places(by_id(found, "1.2")) == {"answer": "C4"}
    assert places(by_id(found, "2.1")) == {"answer": "C8", "evidence": "D8"}
    assert len(found.maps) == 2


def test_tables_side_by_side(tmp_path: Path) -> None:
    rows = [
        ["Question", "Answer", None, "Question", "Answer"],
        ["Is data encrypted at rest?", None, None, "Is there a privacy officer?", None],
        ["Is data encrypted in transit?", None, None, "Do you sell data?", None],
    ]
    found = read(tmp_path, {"Both": rows})
    assert [(q.id, *places(q).values()) for q in found.questions] == [
        ("Both!A2", "B2"),
        ("Both!A3", "B3"),
        ("Both!D2", "E2"),
        ("Both!D3", "E3"),
    ]


def test_ids_in_front_of_the_questions(tmp_path: Path) -> None:
    rows = [
        ["Question", "Response", "Comments"],
        ["A. Governance"],
        ["A.1 Do you have a security policy?"],
        ["A.1.1 If so, who approves it?"],
        ["A.2 Do you assess risks each year?"],
        ["B. People"],
        ["B.1 Are staff screened before they join?"],
        ["a) employees?"],
        ["b) contractors?"],
    ]
    found = read(tmp_path, {"Questions": rows})
    assert ids(found) == ["A.1", "A.1.1", "A.2", "B.1", "B.1.a", "B.1.b"]
    assert texts(found)[:2] == ["Do you have a security policy?", "If so, who approves it?"]
    assert parents(found) == [None, "A.1", None, None, "B.1", "B.1"]
    assert sections(found) == ["A. Governance"] * 3 + ["B. People"] * 3


def test_no_head_row(tmp_path: Path) -> None:
    rows = [
        ["Security questions for new suppliers"],
        [],
        ["Data protection"],
        ["Do you have a data protection officer?"],
        ["Where is customer data stored?"],
        ["If not in this country, on what legal basis?"],
        ["Incident handling"],
        ["How quickly do you report incidents?"],
    ]
    found = read(tmp_path, {"Tabelle1": rows})
    assert ids(found) == ["Tabelle1!A4", "Tabelle1!A5", "Tabelle1!A6", "Tabelle1!A8"]
    assert sections(found) == ["Data protection"] * 3 + ["Incident handling"]
    assert parents(found) == [None, None, "Tabelle1!A5", None]
    assert places(found.questions[0]) == {"answer": "B4"}
    assert found.maps[0].head_row is None


def test_requirements_that_do_not_ask(tmp_path: Path) -> None:
    rows = [
        ["Req ID", "Requirement", "Priority", "Compliance (Full / Partial / None)",
         "Vendor Comments", "Evaluator Comments"],
        ["Logging"],
        ["R-1", "The solution shall write an audit log of all sign-ins.", "Must"],
        ["R-2", "Logs shall be kept for at least twelve months.", "Should"],
        ["Encryption"],
        ["R-3", "Data shall be encrypted at rest.", "Must"],
    ]  # fmt: skip

    def finish(made: Any) -> None:
        for row in (2, 5):
            made.active.cell(row, 1).fill = GREY

    found = read(tmp_path, {"Requirements": rows}, finish)
    assert ids(found) == ["R-1", "R-2", "R-3"]
    assert sections(found) == ["Logging", "Logging", "Encryption"]
    assert places(by_id(found, "R-3")) == {"answer": "D6", "comment": "E6"}
    assert by_id(found, "R-1").options == ("Full", "Partial", "None")


def test_internal_columns_under_a_group_head(tmp_path: Path) -> None:
    rows = [
        [None, None, "Supplier to complete", None, "Internal use only", None],
        ["Ref", "Question", "Response", "Comments", "Response accepted", "Comments"],
        ["Q1", "Do you test your backups?"],
        ["Q2", "Do you keep a register of assets?"],
    ]

    def finish(made: Any) -> None:
        made.active.merge_cells("C1:D1")
        made.active.merge_cells("E1:F1")

    found = read(tmp_path, {"Form": rows}, finish)
    assert places(by_id(found, "Q1")) == {"answer": "C3", "comment": "D3"}


def test_a_section_column_filled_once_and_guidance(tmp_path: Path) -> None:
    rows = [
        ["Domain", "Sub-domain", "Question", "Guidance", "Answer", "Status", "Reviewer comments"],
        ["Access", "Identity", "Is multi-factor sign-in required?", "Say for whom.", None, "Open"],
        [None, None, "Are shared accounts forbidden?", "Name exceptions."],
        [None, "Reviews", "Are rights reviewed?", "How often?"],
        ["Network", None, "Is the network segmented?"],
    ]
    found = read(tmp_path, {"Sheet1": rows})
    assert sections(found) == [
        "Access / Identity",
        "Access / Identity",
        "Access / Reviews",
        "Network",
    ]
    assert [q.context for q in found.questions][:2] == ["Say for whom.", "Name exceptions."]
    assert places(found.questions[0]) == {"answer": "E2"}


def test_a_report_that_shows_the_questions_again(tmp_path: Path) -> None:
    asked = [
        ["ID", "Question", "Answer"],
        ["S-1", "Do you scan for vulnerabilities?"],
        ["S-2", "Do you patch within thirty days?"],
    ]
    report = [
        ["ID", "Question", "Vendor Answer", "Compliant?"],
        ["S-1", "Do you scan for vulnerabilities?", "=Questions!C2", None],
        ["S-2", "Do you patch within thirty days?", "=Questions!C3", None],
    ]

    def finish(made: Any) -> None:
        made["Report"]["D2"] = "=1"
        made["Report"]["D3"] = "=1"

    found = read(tmp_path, {"Report": report, "Questions": asked}, finish)
    assert ids(found) == ["S-1", "S-2"]
    assert found.questions[0].slots[0].sheet == "Questions"


def test_the_same_numbers_on_several_sheets(tmp_path: Path) -> None:
    def rows(*asked: str) -> list[list[object]]:
        return [["No", "Question", "Answer"], *([n, q] for n, q in enumerate(asked, start=1))]

    found = read(
        tmp_path,
        {
            "Legal": rows("Where are you registered?", "Who owns the company?"),
            "Security": rows(
                "Is there a security policy?", "Who maintains it?", "When was it read?"
            ),
        },
    )
    assert ids(found) == ["Legal!1", "Legal!2", "Security!1", "Security!2", "3"]


def test_merged_questions_and_answers_are_one(tmp_path: Path) -> None:
    rows = [
        ["No", "Question", "Answer"],
        ["1", "Describe your sites."],
        [],
        [],
        ["2", "Do you use subcontractors?"],
    ]

    def finish(made: Any) -> None:
        for column in "ABC":
            made.active.merge_cells(f"{column}2:{column}4")

    found = read(tmp_path, {"Form": rows}, finish)
    assert [(q.id, places(q)["answer"]) for q in found.questions] == [("1", "C2"), ("2", "C5")]


def test_other_scripts_and_languages(tmp_path: Path) -> None:
    german = [
        ["Nr.", "Frage", "Antwort (Ja / Nein / Nicht zutreffend)", "Bemerkung", "Nachweis"],
        ["1.1", "Gibt es eine Leitlinie zur Informationssicherheit?"],
        ["1.2", "Werden Zugriffsrechte regelmäßig überprüft?"],
    ]
    japanese = [
        ["番号", "質問", "回答", "備考"],
        ["J1", "情報セキュリティ方針はありますか。"],
        ["J2", "アクセスログを保存していますか。"],
    ]
    russian = [["№", "Вопрос", "Ответ", "Комментарий"], ["Р1", "Шифруются ли данные?"]]
    found = read(tmp_path, {"Fragen": german, "質問票": japanese, "Анкета": russian})
    assert ids(found) == ["1.1", "1.2", "J1", "J2", "Р1"]
    assert by_id(found, "1.1").options == ("Ja", "Nein", "Nicht zutreffend")
    assert places(by_id(found, "1.2")) == {"answer": "C3", "comment": "D3", "evidence": "E3"}
    assert places(by_id(found, "J2")) == {"answer": "C3", "comment": "D3"}
    assert places(by_id(found, "Р1")) == {"answer": "C2", "comment": "D2"}
