import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.errors import LimitExceeded, UnreadableFile
from ingest.limits import Limits
from ingest.parsers import delimited
from ingest.passages import split
from ingest.source import Source
from tests.ingest.reading import document, misplaced, parsed, words

ROWS = "user,mfa\nann,yes\nbob,no\n"


@pytest.mark.parametrize(
    ("name", "content", "columns", "rows"),
    [
        pytest.param("a.csv", ROWS, ["user", "mfa"], [("ann", "yes"), ("bob", "no")], id="comma"),
        pytest.param("a.csv", "\ufeffuser;mfa\r\nann;yes\r\n", ["user", "mfa"], [("ann", "yes")], id="bom, semicolon"),
        pytest.param("a.tsv", "user\tnote\nann\ta, b\n", ["user", "note"], [("ann", "a, b")], id="tabs"),
        pytest.param("a.psv", "user|mfa\nann|yes\n", ["user", "mfa"], [("ann", "yes")], id="pipes"),
        pytest.param("a.csv", "name\nann\nbob\n", ["name"], [("ann",), ("bob",)], id="one column"),
        pytest.param("a.csv", 'user,note\nann,"two\nlines, ""x"""\n', ["user", "note"], [("ann", 'two\nlines, "x"')], id="quoted break"),
        pytest.param("a.csv", "1,ann@x.io\n2,bob@x.io\n", ["column 1", "column 2"], [("1", "ann@x.io"), ("2", "bob@x.io")], id="no head row"),
        pytest.param("a.csv", "Report of users\n\nuser,mfa\nann,yes\nbob,no\n", ["user", "mfa"], [("ann", "yes"), ("bob", "no")], id="lines before"),
        pytest.param("a.csv", "user,mfa\n", ["user", "mfa"], [], id="head row only"),
        pytest.param("a.csv", "user,mfa\n\n,\nann,yes\n", ["user", "mfa"], [("ann", "yes")], id="blank rows"),
        pytest.param("a.csv", "user,mfa\nann,yes,extra\nbob\n", ["user", "mfa"], [("ann", "yes", "extra"), ("bob", "")], id="ragged"),
    ],
)  # fmt: skip
def test_dialects(name: str, content: str, columns: list[str], rows: list[tuple[str, ...]]) -> None:
    (table,) = parsed(delimited, name, content).tables
    assert [c.name for c in table.columns] == columns
    assert list(table.rows) == rows
    assert table.row_count == len(rows)


def test_one_block_a_row_at_its_lines() -> None:
    data = b'Export\n\nuser,note\r\nann,"two\r\nlines"\r\nbob,\xe2\x80\xa8x\r\ncid,last\r\n'
    result = parsed(delimited, "a.csv", data)
    assert [role for role, _ in words(result)] == ["text", "heading", "row", "row", "row"]
    assert [b.locator.row_start for b in result.blocks] == [1, 3, 4, 6, 8]
    assert result.tables[0].row_numbers == (4, 6, 8)
    assert misplaced(data, document(result), [(b.start, b.end) for b in result.blocks]) == []


def test_rows_are_searched_under_their_head_row() -> None:
    (passage,) = split(document(parsed(delimited, "a.csv", ROWS)))
    assert passage.heading == "user | mfa"


@pytest.mark.parametrize(
    ("data", "error"),
    [
        pytest.param(b"a,b\x00\n1,2\n", UnreadableFile, id="nul"),
        pytest.param(b" \n \n", UnreadableFile, id="blank"),
        pytest.param(b"a,b\n1," + b"x" * 4_000_000, LimitExceeded, id="endless line"),
        pytest.param(b"a,b\n1," + b"x" * 200_000, UnreadableFile, id="endless cell"),
    ],
)
def test_what_is_no_table_is_refused(data: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        parsed(delimited, "a.csv", data)


def test_a_quotation_mark_that_never_closes_does_not_swallow_the_file() -> None:
    result = parsed(delimited, "a.csv", 'a,b\n1,"x\n' + "2,3\n" * 50_000)
    assert result.tables[0].row_count == 50_001
    assert "quoting is broken" in str(result.notes[0])


def _big_lines() -> Iterator[str]:
    yield "id,user,note\n"
    for number in range(300_000):
        note = '"approved,\nby owner"' if number % 10 == 0 else "approved by the system owner"
        yield f"{number},user{number}@example.com,{note} of the quarter under review\n"


def test_a_large_table_is_counted_in_bounded_memory(tmp_path: Path) -> None:
    file = tmp_path / "big.csv"
    with file.open("w") as stream:
        stream.writelines(_big_lines())
    assert file.stat().st_size > 20_000_000
    source = Source(name="big.csv", file=file, limits=Limits(table_rows=1_000))
    tracemalloc.start()
    try:
        result = delimited.parse(source)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 8_000_000
    assert (len(result.tables[0].rows), result.tables[0].row_count) == (1_000, 300_000)
    assert [str(n) for n in result.notes] == [
        "truncated: the first 1,000 of 300,000 rows are searched"
    ]


@pytest.mark.parametrize(
    ("limits", "kept"),
    [
        pytest.param({"table_rows": 1}, 1, id="rows"),
        pytest.param({"text_chars": 17}, 1, id="characters"),
    ],
)
def test_limits_cut_between_rows(limits: dict[str, int], kept: int) -> None:
    result = parsed(delimited, "a.csv", ROWS, **limits)
    assert (len(result.tables[0].rows), result.tables[0].row_count) == (kept, 2)
    assert result.text == "user,mfa\nann,yes\n"


def test_larger_than_the_bound_is_refused() -> None:
    with pytest.raises(LimitExceeded, match="at most 5"):
        parsed(delimited, "a.csv", ROWS, streamed_bytes=5)
