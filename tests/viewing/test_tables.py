"""Rows of tables: the head kept, the quote's rows marked and no others, numbered as in the file."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest

from assistant.model import Citation
from assistant.viewing import Rows, Unseen, parts_of, view_of, view_of_document
from ingest.model import Document
from tests.viewing.desk import Desk, citing

CSV = "user,role,removed\n" + "".join(f"person{n},clerk,2026-01-{n:02}\n" for n in range(1, 29))
PREAMBLE = "Export of leavers\nMade on 2026-07-01\n\n" + CSV


def rows(desk: Desk, document: Document, quote: str) -> Rows:
    view = desk.see(document, quote)
    assert isinstance(view, Rows), view
    return view


def marked(view: Rows) -> list[tuple[int, str]]:
    return [(view.numbers[n], view.rows[n][0]) for n in sorted(view.marked)]


def test_the_cited_row_is_marked_under_the_head(desk: Desk) -> None:
    view = rows(desk, desk.lay("leavers.csv", CSV), "person14,clerk,2026-01-14")
    assert view.head == ("user", "role", "removed")
    assert marked(view) == [(15, "person14")]
    assert view.numbers == tuple(range(9, 22))
    assert view.caption == "row 15"


def test_a_quote_over_rows_marks_them_all(desk: Desk) -> None:
    quote = "clerk,2026-01-14\nperson15,clerk,2026-01-15\nperson16"
    view = rows(desk, desk.lay("leavers.csv", CSV), quote)
    assert marked(view) == [(15, "person14"), (16, "person15"), (17, "person16")]


def test_rows_before_the_head_do_not_hide_it(desk: Desk) -> None:
    view = rows(desk, desk.lay("leavers.csv", PREAMBLE), "person2,clerk,2026-01-02")
    assert view.head == ("user", "role", "removed")
    assert marked(view) == [(6, "person2")]
    assert ("Export of leavers", "", "") in view.rows


def test_the_head_itself_can_be_cited(desk: Desk) -> None:
    view = rows(desk, desk.lay("leavers.csv", CSV), "user,role,removed")
    assert marked(view) == [(1, "user")]


def test_a_cell_with_line_breaks_and_the_separator_is_one_row(desk: Desk) -> None:
    text = 'ticket;what\n1;"first line\nsecond; line"\n2;"other"\n3;"last"\n'
    view = rows(desk, desk.lay("tickets.csv", text), 'second; line"')
    assert view.head == ("ticket", "what")
    assert marked(view) == [(2, "1")]
    assert view.rows[sorted(view.marked)[0]] == ("1", "first line\nsecond; line")


def test_a_broken_quotation_mark_does_not_hide_the_rows(desk: Desk) -> None:
    text = 'id,text\n1,"never closed\n' + "".join(f"{n},{'x' * 60}\n" for n in range(2, 3000))
    view = rows(desk, desk.lay("broken.csv", text), f"1200,{'x' * 60}")
    assert view.head == ("id", "text")
    assert marked(view) == [(1201, "1200")]


def book() -> bytes:
    made = openpyxl.Workbook()
    users = made.active
    users.title = "Users"
    users["A1"] = "Users of the ledger"
    users.append([])
    users.append(["user", "role", None, "since"])
    for n in range(1, 41):
        users.append([f"person{n}", "clerk", None, date(2026, 1, 1)])
    users["A9"] = None
    other = made.create_sheet("Übersicht | 2")
    other.append(["user", "state"])
    for n in range(5):
        other.append([f"person{n}", "active"])
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def test_a_row_of_a_sheet_is_marked_under_its_head(desk: Desk) -> None:
    document = desk.lay("users.xlsx", book())
    quote = next(line for line in document.text.split("\n") if line.startswith("person20 "))
    view = rows(desk, document, quote)
    assert view.head == ("user", "role", "since")
    assert marked(view) == [(23, "person20")]
    assert view.rows[sorted(view.marked)[0]][1] == "clerk"
    assert view.caption == "sheet Users, row 23"


def test_the_sheet_is_the_one_that_was_cited(desk: Desk) -> None:
    view = rows(desk, desk.lay("users.xlsx", book()), "person3 | active")
    assert view.head == ("user", "state")
    assert marked(view) == [(5, "person3")]


def test_words_that_the_rows_do_not_hold_are_not_marked(desk: Desk) -> None:
    for name, content, quote in (
        ("leavers.csv", CSV, "person14,clerk,2026-01-14"),
        ("users.xlsx", book(), "person3 | active"),
    ):
        right = citing(desk.lay(name, content), quote)
        wrong = Citation(right.document_id, right.path, "person99", right.locator)
        assert isinstance(view_of(desk.workspace, wrong), Unseen)


@pytest.mark.parametrize(("name", "content"), [("leavers.csv", CSV), ("users.xlsx", book())])
def test_a_table_is_looked_through_part_by_part(desk: Desk, name: str, content: bytes) -> None:
    document = desk.lay(name, content)
    parts = parts_of(desk.workspace, document.id)
    seen = ""
    for number in range(1, len(parts) + 1):
        view = view_of_document(desk.workspace, document.id, number)
        assert isinstance(view, Rows)
        assert view.marked == frozenset()
        seen += str(view.rows)
    assert all(f"'person{n}'" in seen for n in range(1, 29) if n != 6)


def test_a_long_table_has_several_parts(desk: Desk) -> None:
    text = "user,role\n" + "".join(f"person{n},clerk\n" for n in range(1, 500))
    document = desk.lay("long.csv", text)
    assert parts_of(desk.workspace, document.id)[:2] == ("lines 1-200", "lines 201-400")
    view = view_of_document(desk.workspace, document.id, 2)
    assert isinstance(view, Rows)
    assert view.head == ("user", "role")
    assert (view.numbers[0], view.numbers[-1], view.rows[0][0]) == (201, 400, "person200")
