"""Lines of texts: marked by characters, whatever the format, hostile words left as they are."""

from __future__ import annotations

import io
from email.message import EmailMessage

import docx
import pytest

from assistant.model import Citation
from assistant.viewing import Lines, Unseen, part_with, parts_of, view_of, view_of_document
from tests.viewing.desk import Desk, citing

HOSTILE = "<script>alert(1)</script> **bold** [a](http://b.example) $x^2$ :smile: {{7*7}} \u202egnp"


def lines(desk: Desk, name: str, content: bytes | str, quote: str) -> Lines:
    view = desk.see(desk.lay(name, content), quote)
    assert isinstance(view, Lines), view
    return view


def marked(view: Lines) -> list[tuple[int, str]]:
    return [(view.first + n, view.lines[n][a:b]) for n, a, b in view.marks]


TEXT = "".join(f"Line number {n} of this file says something.\n" for n in range(1, 60))


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.yaml", "a.log", "a.tf"])
def test_the_words_are_marked_in_their_line(desk: Desk, name: str) -> None:
    view = lines(desk, name, TEXT, "number 30 of this file")
    assert marked(view) == [(30, "number 30 of this file")]
    assert view.lines[0].startswith(f"Line number {view.first} ")
    assert 30 in range(view.first, view.first + len(view.lines))


def test_a_quote_over_lines_is_marked_in_each(desk: Desk) -> None:
    text = "# Policy\n\nIntro here.\n\nAccess is removed\n  within 24 hours\nof the notice. More.\n"
    view = lines(desk, "p.md", text, "is removed\n  within 24 hours\nof the notice.")
    assert marked(view) == [(5, "is removed"), (6, "within 24 hours"), (7, "of the notice.")]


@pytest.mark.parametrize("codec", ["utf-16", "cp1252", "utf-8-sig"])
def test_other_encodings_and_line_breaks(desk: Desk, codec: str) -> None:
    text = "Überblick “heute”\r\n\r\nDer Zugang für Gäste\u2028endet \u201esofort\u201c.\r\nÄnderung.\r\n"
    if codec == "cp1252":
        text = text.replace("\u2028", " ")
    view = lines(desk, "p.txt", text.encode(codec), "endet \u201esofort\u201c.")
    assert [words for _, words in marked(view)] == ["endet \u201esofort\u201c."]


def test_the_same_words_in_one_line_are_all_marked(desk: Desk) -> None:
    view = lines(desk, "p.txt", "yes and yes and yesterday\n", "yes")
    assert [a for _, a, _ in view.marks] == [0, 8]
    assert "2 times here" in view.caption


def test_a_line_of_a_megabyte_is_shown_around_its_mark(desk: Desk) -> None:
    record = '{"id": 7, "state": "active"}'
    text = "[" + ", ".join(f'{{"id": {n}, "note": "{"x" * 90}"}}' for n in range(3000))
    view = lines(desk, "r.json", f"{text}, {record}]", record)
    assert marked(view) == [(1, record)]
    assert all(len(line) < 2_000 for line in view.lines)


def test_web_pages_show_the_words_that_a_reader_sees(desk: Desk) -> None:
    page = "<html><body><h1>Notice</h1>\n<p>We keep data <b>30 days</b>.</p>\n<p>Then it goes.</p>"
    view = lines(desk, "n.html", page, "Then it goes.")
    assert [words for _, words in marked(view)] == ["Then it goes."]
    assert not any("<p>" in line for line in view.lines)
    assert "line 3" in view.caption


def test_word_documents_and_their_tables(desk: Desk) -> None:
    written = docx.Document()
    written.add_heading("Recovery", 1)
    written.add_paragraph("The plan is tested each year.")
    table = written.add_table(rows=2, cols=2)
    for cell, words in zip(
        (c for row in table.rows for c in row.cells),
        ("Service", "Time", "Ledger", "4 h"),
        strict=True,
    ):
        cell.text = words
    stream = io.BytesIO()
    written.save(stream)
    document = desk.lay("plan.docx", stream.getvalue())
    for quote in ("tested each year.", "Ledger | 4 h"):
        view = desk.see(document, quote)
        assert isinstance(view, Lines)
        assert [words for _, words in marked(view)] == [quote]


def test_mails_and_what_is_attached_to_them(desk: Desk) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"] = "ada@example.com", "ben@example.com"
    mail["Subject"] = "Approval"
    mail.set_content("Hello Ben,\n\nI approve the change CHG-7.\n\nAda\n")
    mail.add_attachment("ticket,state\nCHG-7,approved\nCHG-8,open\n", filename="state.csv")
    body, attached = desk.lay_all("mail.eml", mail.as_bytes())
    view = desk.see(body, "I approve the change CHG-7.")
    assert isinstance(view, Lines)
    assert [words for _, words in marked(view)] == ["I approve the change CHG-7."]
    assert attached.member == "state.csv"
    assert not isinstance(desk.see(attached, "CHG-7,approved"), Unseen)


@pytest.mark.parametrize("name", ["h.txt", "h.md", "h.log", "h.yaml"])
def test_hostile_words_stay_the_characters_that_they_are(desk: Desk, name: str) -> None:
    view = lines(desk, name, f"first\n\n{HOSTILE}\n\nlast\n", HOSTILE)
    assert marked(view) == [(3, HOSTILE)]


def test_words_that_the_lines_do_not_hold_are_not_marked(desk: Desk) -> None:
    right = citing(desk.lay("a.txt", TEXT), "number 30 of this file")
    for quote in ("number 31 of this file", "umber 3O", " ", ""):
        wrong = Citation(right.document_id, right.path, quote, right.locator)
        assert isinstance(view_of(desk.workspace, wrong), Unseen)


def test_a_file_is_looked_through_and_opened_at_the_quote(desk: Desk) -> None:
    text = "".join(f"Line number {n} of this file.\n" for n in range(1, 700))
    document = desk.lay("long.txt", text)
    assert parts_of(desk.workspace, document.id)[0] == "lines 1-200"
    assert part_with(desk.workspace, citing(document, "number 450 of")) == 3
    view = view_of_document(desk.workspace, document.id, 3)
    assert isinstance(view, Lines)
    assert (view.first, view.lines[0]) == (401, "Line number 401 of this file.")
    assert view.marks == ()
