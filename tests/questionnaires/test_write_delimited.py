"""Answers into delimited files: only the answered fields change, to the byte."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import QuestionnaireError
from assistant.questionnaires.write.delimited import fill_delimited
from assistant.questionnaires.write.report import Content, Entry, Outcome
from assistant.questions import Slot

ASKED = {"q": "Encrypted?", "r": "Reviewed?"}


def entry(
    row: int, column: int, text: str, question: str = "q", content: Content = "text"
) -> Entry:
    return Entry(question, Slot("answer", row=row, column=column), text, content)


def filled(data: bytes, *entries: Entry, overwrite: bool = False) -> Outcome:
    return fill_delimited(data, "form.csv", entries, asked=ASKED, overwrite=overwrite)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(b"Q,A\nEncrypted?,\n", b"Q,A\nEncrypted?,Yes\n", id="plain"),
        pytest.param(b"Q;A\r\nEncrypted?;\r\n", b"Q;A\r\nEncrypted?;Yes\r\n", id="semicolon, CRLF"),
        pytest.param(b"Q\tA\tB\rEncrypted?\t\t\r", b"Q\tA\tB\rEncrypted?\tYes\t\r", id="tab, CR"),
        pytest.param(b"\xef\xbb\xbfQ,A\nEncrypted?,", b"\xef\xbb\xbfQ,A\nEncrypted?,Yes", id="mark, no end"),
        pytest.param(b'"Q","A"\n"Encrypted?",""\n', b'"Q","A"\n"Encrypted?","Yes"\n', id="all quoted"),
        pytest.param(b"Q,A,N\nEncrypted?\n", b"Q,A,N\nEncrypted?,Yes\n", id="short row"),
        pytest.param(b"Q,A\nEncrypted?,-- select --\n", b"Q,A\nEncrypted?,Yes\n", id="a prompt"),
        pytest.param(b'"a ""b"" ,\r\n c",A\nEncrypted?,\n', b'"a ""b"" ,\r\n c",A\nEncrypted?,Yes\n', id="quotes"),
        pytest.param(
            "Ü,A\nEncrypted?,\n".encode("cp1252") + b"\xe4\xf6\xfc \xdf Stra\xdfe, K\xf6ln und M\xfcnchen gr\xfc\xdfen\n",
            "Ü,A\nEncrypted?,Yes\n".encode("cp1252") + b"\xe4\xf6\xfc \xdf Stra\xdfe, K\xf6ln und M\xfcnchen gr\xfc\xdfen\n",
            id="code page",
        ),
        pytest.param(
            "\ufeffQ,A\nEncrypted?,\n".encode("utf-16-le"),
            "\ufeffQ,A\nEncrypted?,Yes\n".encode("utf-16-le"),
            id="UTF-16",
        ),
        pytest.param(b"Q,A\nEncrypted?,\nx,\xff\xfe\n", b"Q,A\nEncrypted?,Yes\nx,\xff\xfe\n", id="stray bytes"),
    ],
)  # fmt: skip
def test_only_the_answered_field_changes(before: bytes, after: bytes) -> None:
    assert filled(before, entry(2, 2, "Yes", content="option")).data == after


def test_blank_lines_and_lines_inside_fields_count_as_records_do() -> None:
    before = b'"a\nb",A\n\nEncrypted?,\n'
    assert filled(before, entry(3, 2, "Yes")).data == b'"a\nb",A\n\nEncrypted?,Yes\n'


def test_several_fields_of_a_short_row() -> None:
    done = filled(b"Encrypted?,a\n", entry(1, 3, "c"), entry(1, 5, "e"))
    assert done.data == b"Encrypted?,a,c,,e\n"


@pytest.mark.parametrize(
    ("text", "field"),
    [
        pytest.param("a, b", '"a, b"', id="the delimiter"),
        pytest.param('say "x"', '"say ""x"""', id="quotation marks"),
        pytest.param("a\r\nb", '"a\nb"', id="line break"),
        pytest.param("=1+2", "'=1+2", id="a formula"),
        pytest.param("@SUM(A1)", "'@SUM(A1)", id="an old formula"),
        pytest.param(" -1", "' -1", id="a formula behind a space"),
    ],
)
def test_fields_are_quoted_and_inert(text: str, field: str) -> None:
    done = filled(b"Q,A\nEncrypted?,\n", entry(2, 2, text))
    assert done.data.decode() == f"Q,A\nEncrypted?,{field}\n".replace('"\' -1"', "' -1")


def test_the_customers_own_option_stays_as_it_is() -> None:
    done = filled(b"Q,A\nEncrypted?,\n", entry(2, 2, "+ yes", content="option"))
    assert done.data == b"Q,A\nEncrypted?,+ yes\n"


def test_what_is_there_is_kept_unless_told_otherwise() -> None:
    before = b"Q,A\nEncrypted?,No\n"
    done = filled(before, entry(2, 2, "Yes"))
    assert done.data == before
    assert "'No' already" in done.skipped[0].reason
    assert filled(before, entry(2, 2, "Yes"), overwrite=True).data == b"Q,A\nEncrypted?,Yes\n"


LATIN = "Frage,A\nEncrypted?,\nGröße für Straße in Köln “so” üblich,\n".encode("cp1252")


def test_dashes_are_made_plain_where_the_file_cannot_hold_them() -> None:
    done = filled(LATIN, entry(2, 2, "a → b – c"))
    assert done.data.decode("cp1252").splitlines()[1] == "Encrypted?,a -> b – c"
    assert "made plain" in done.notes[0]


def test_letters_that_the_file_cannot_hold_are_left_to_the_annex() -> None:
    done = filled(LATIN, entry(2, 2, "日本"))
    assert done.data == LATIN
    assert "cannot hold" in done.skipped[0].reason


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"Q,A\nAnother question?,\n", id="other questions"),
        pytest.param(b'Q,A\nEncrypted?,"\n', id="never closed"),
        pytest.param(b"Encrypted?\nx\n", id="one column only"),
    ],
)
def test_a_file_that_is_not_the_one_read_is_refused(data: bytes) -> None:
    with pytest.raises(QuestionnaireError, match="does not hold the questions"):
        filled(data, entry(2, 2, "Yes"))


_FIELDS = st.text(st.sampled_from('ab ,;"\n\tü'), max_size=6)


@settings(max_examples=80, deadline=None)
@given(
    rows=st.lists(st.lists(_FIELDS, min_size=3, max_size=3), min_size=1, max_size=4),
    text=st.text(st.sampled_from('xyz ,;"\nü'), max_size=12).map("x{}".format),
)
def test_csv_reads_back_what_was_written_and_all_the_rest(rows: list[list[str]], text: str) -> None:
    table = [*rows, ["Encrypted?", "", "end"]]
    target = StringIO(newline="")
    csv.writer(target).writerows(table)
    done = filled(target.getvalue().encode(), entry(len(table), 2, text))
    table[-1][1] = text
    read = list(csv.reader(StringIO(done.data.decode(), newline="")))
    assert [[f.replace("\r\n", "\n") for f in row] for row in read] == table
