import json

import pytest

from ingest.errors import UnreadableFile
from ingest.parsers import records
from tests.ingest.reading import document, misplaced, parsed, words

TRAIL = json.dumps(
    {
        "Records": [
            {"eventName": f"Login{n}", "userIdentity": {"userName": "ann"}} for n in range(3)
        ]
    },
    indent=1,
)


def test_one_block_a_record_and_a_table_of_flat_names() -> None:
    result = parsed(records, "trail.json", TRAIL)
    rows = [body for role, body in words(result) if role == "row"]
    assert [json.loads(row)["eventName"] for row in rows] == ["Login0", "Login1", "Login2"]
    (table,) = result.tables
    assert [c.name for c in table.columns] == ["eventName", "userIdentity.userName"]
    assert table.rows[1] == ("Login1", "ann")
    assert table.row_numbers == (1, 2, 3)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("a.json", TRAIL, id="wrapped"),
        pytest.param("a.json", '[{"a": 1},\n {"a": 2}]', id="list"),
        pytest.param(
            "a.json", '{"title": "Settings",\n "mfa": {"on": true},\n "days": 90}', id="object"
        ),
        pytest.param("a.jsonl", '{"a": 1}\r\n\r\n{"a": 2}\r\n', id="lines"),
        pytest.param("a.json", '{"a": 1}\n{"a": 2}\n', id="lines under another name"),
        pytest.param("a.json", '{"a": "x\u2028y",\n "b": 2}', id="rare break in a string"),
        pytest.param("a.json", '// remark\n{"a": 1, /* b */\n "c": "http://x"}', id="comments"),
    ],
)
def test_blocks_stand_at_their_lines(name: str, content: str) -> None:
    result = parsed(records, name, content)
    spans = [(b.start, b.end) for b in result.blocks]
    assert spans
    assert misplaced(content.encode(), document(result), spans) == []


def test_an_object_is_cut_at_its_members() -> None:
    result = parsed(records, "a.json", '{"name": "mfa",\n "on": true,\n "days": [1, 2]\n}')
    assert [body.strip("{ ") for _, body in words(result)] == [
        '"name": "mfa"',
        '"on": true',
        '"days": [1, 2]',
    ]
    assert result.title == "mfa"


def test_a_long_minified_record_is_cut_at_commas_outside_strings() -> None:
    record = {f"key{n}": "a, b, c" for n in range(600)}
    result = parsed(records, "a.json", json.dumps([record, record], separators=(",", ":")))
    pieces = [body for _, body in words(result)]
    assert max(map(len, pieces)) <= records.LONGEST_BLOCK
    assert all(piece.count('"') % 2 == 0 for piece in pieces)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param('{"a": 1,\n  oops}', r"line 2, column 3", id="syntax"),
        pytest.param("[" * 100_000, "nested too deeply", id="depth"),
        pytest.param('{"a": ' + "9" * 9_000 + "}", "not valid JSON", id="endless number"),
        pytest.param('{"a": 1} trailing', "Extra data", id="trailing"),
    ],
)
def test_what_is_not_json_is_refused(content: str, reason: str) -> None:
    with pytest.raises(UnreadableFile, match=reason):
        parsed(records, "a.json", content)


def test_broken_lines_are_noted_and_the_rest_is_kept() -> None:
    content = '{"a": 1}\n' + '{"a": \n' * 5 + '{"a": 2}\n'
    result = parsed(records, "a.jsonl", content)
    assert result.tables[0].row_count == 2
    assert [note.kind for note in result.notes] == ["truncated"] * 4
    assert "line 2 is not valid" in str(result.notes[0])
    assert "2 more lines" in str(result.notes[3])


def test_more_records_than_the_limit_are_counted() -> None:
    result = parsed(records, "a.json", json.dumps([{"a": n} for n in range(9)]), table_rows=4)
    assert (len(result.tables[0].rows), result.tables[0].row_count) == (4, 9)
    assert [str(n) for n in result.notes] == ["truncated: the first 4 of 9 records are searched"]
