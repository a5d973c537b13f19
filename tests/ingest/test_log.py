import json

import pytest

from ingest.parsers import log
from ingest.passages import quotable, split
from tests.ingest.reading import document, misplaced, parsed

FORMATS = [
    pytest.param(
        "Jan  3 00:01:02 web1 sshd[42]: Accepted publickey for ann",
        ("Jan 3 00:01:02", "web1", "sshd", "Accepted publickey for ann"),
        id="syslog",
    ),
    pytest.param(
        "<34>1 2026-01-03T00:01:02.003Z web1 su - ID47 - failed for root",
        ("2026-01-03T00:01:02", "web1", "su", "- failed for root"),
        id="syslog 5424",
    ),
    pytest.param(
        '10.0.0.1 - ann [03/Jan/2026:00:01:02 +0000] "GET /a HTTP/1.1" 403 12 "-" "curl"',
        ("2026-01-03T00:01:02", "10.0.0.1", "ann", "GET /a HTTP/1.1", "403"),
        id="web access",
    ),
    pytest.param(
        "2026/01/03 00:01:02 [error] 80#2: accept() failed",
        ("2026-01-03T00:01:02", "error", "80#2: accept() failed"),
        id="nginx error",
    ),
    pytest.param(
        "[Sat Jan 03 00:01:02.123456 2026] [core:error] AH00135: Invalid method",
        ("2026-01-03T00:01:02", "core:error", "AH00135: Invalid method"),
        id="apache error",
    ),
    pytest.param(
        "type=USER_LOGIN msg=audit(1767398462.822:336): pid=27 uid=0 res=success",
        ("2026-01-03T00:01:02", "USER_LOGIN", "pid=27 uid=0 res=success"),
        id="auditd",
    ),
    pytest.param(
        "2026-01-03 00:01:02,123 INFO backup finished",
        ("2026-01-03T00:01:02", "INFO backup finished"),
        id="dated lines",
    ),
    pytest.param(
        "2026 Jan 03 00:01:02 WinEvtLog: Security: AUDIT_FAILURE(4625): An account failed",
        ("2026-01-03T00:01:02", "Security", "AUDIT_FAILURE(4625)", "An account failed"),
        id="Windows event",
    ),
    pytest.param(
        "Information\t1/3/2026 12:01:02 AM\tSecurity-Auditing\t4624\tLogon",
        ("2026-01-03T00:01:02", "Information", "Security-Auditing", "4624", "Logon"),
        id="Windows export",
    ),
    pytest.param(
        json.dumps(
            {
                "eventTime": "2026-01-03T00:01:02Z",
                "eventSource": "iam.amazonaws.com",
                "eventName": "CreateUser",
                "userIdentity": {"userName": "ann"},
            }
        ),
        ("2026-01-03T00:01:02", "iam.amazonaws.com", "CreateUser", "ann"),
        id="CloudTrail lines",
    ),
]


@pytest.mark.parametrize(("line", "cells"), FORMATS)
def test_formats(line: str, cells: tuple[str, ...]) -> None:
    (table,) = parsed(log, "a.log", f"{line}\n{line}\n").tables
    assert table.rows == (cells, cells)
    assert len(table.columns) == len(cells)
    assert table.row_numbers == (1, 2)


def _days() -> str:
    return "".join(
        f"2026-01-{day:02d}T{hour:02d}:00:00Z app[1]: job {hour} done\n"
        for day in (1, 2)
        for hour in range(20)
    )


def test_blocks_hold_few_lines_of_one_day_and_say_from_when_to_when() -> None:
    result = parsed(log, "a.log", _days())
    assert [b.locator.section for b in result.blocks] == [
        "2026-01-01T00:00:00 to 2026-01-01T14:00:00",
        "2026-01-01T15:00:00 to 2026-01-01T19:00:00",
        "2026-01-02T00:00:00 to 2026-01-02T14:00:00",
        "2026-01-02T15:00:00 to 2026-01-02T19:00:00",
    ]
    assert [(b.locator.row_start, b.locator.row_end) for b in result.blocks][:2] == [
        (1, 15),
        (16, 20),
    ]


def test_a_stack_trace_stays_with_its_line() -> None:
    text = "2026-01-01 10:00:00 ERROR failed\nTraceback:\n  at main\n2026-01-02 11:00:00 INFO ok\n"
    result = parsed(log, "a.log", text)
    assert [b.locator.line_end for b in result.blocks] == [3, 4]
    assert result.tables[0].row_numbers == (1, 4)


def test_each_line_can_be_quoted_at_its_place() -> None:
    data = _days().replace("\n", "\r\n").encode()
    item = document(parsed(log, "a.log", data))
    spans = [span for p in split(item) for span in quotable(item, p)]
    assert len(spans) == 40
    assert misplaced(data, item, spans) == []


def test_unknown_lines_are_kept_without_a_table() -> None:
    result = parsed(log, "a.out", "all checks passed\nno errors\n")
    assert result.text == "all checks passed\nno errors\n"
    assert (len(result.blocks), result.tables) == (1, ())


@pytest.mark.parametrize(
    "limits", [{"table_rows": 10}, {"text_chars": 400}], ids=["lines", "characters"]
)
def test_a_long_log_is_cut_and_its_end_is_told(limits: dict[str, int]) -> None:
    result = parsed(log, "a.log", _days(), **limits)
    assert result.tables[0].row_count == 40
    assert len(result.text) <= 400
    (note,) = result.notes
    assert str(note) == (
        f"truncated: the first {result.text.count(chr(10))} of 40 lines are searched, "
        "the last of 2026-01-02T19:00:00"
    )


def test_days_with_few_lines_share_a_passage_that_spans_their_times() -> None:
    line = "2026-01-{:02d}T09:00:00Z app[1]: backup done\n"
    item = document(parsed(log, "a.log", "".join(line.format(day) for day in range(1, 6))))
    (passage,) = split(item)
    assert len(item.blocks) == 5
    assert passage.locator.section == "2026-01-01T09:00:00 to 2026-01-05T09:00:00"
