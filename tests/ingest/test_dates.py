"""Which dates an item states, and which of its dates are neither."""

from datetime import date

import pytest

from ingest.columns import understand
from ingest.dates import dates_of
from ingest.model import Block, Column, Dates, EvidenceKind, Locator, Parsed, Table
from ingest.written_dates import find_dates, looks_like_date


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        pytest.param("2026-01-05", "2026-01-05", "2026-01-05", id="iso"),
        pytest.param("2026-06-05T10:00:00Z", "2026-06-05", "2026-06-05", id="iso-with-time"),
        pytest.param("5 January 2026", "2026-01-05", "2026-01-05", id="day-month-year"),
        pytest.param("1st of May, 2026", "2026-05-01", "2026-05-01", id="ordinal-day"),
        pytest.param("Jan 5, 2026", "2026-01-05", "2026-01-05", id="month-day-year"),
        pytest.param("Mon Oct 24 11:32:53 2016", "2016-10-24", "2016-10-24", id="ctime"),
        pytest.param("[03/Jun/2026:00:10:41 +0000]", "2026-06-03", "2026-06-03", id="web-log"),
        pytest.param("05.01.2026", "2026-01-05", "2026-01-05", id="dotted-is-day-first"),
        pytest.param("Q2 2026", "2026-04-01", "2026-06-30", id="quarter"),
        pytest.param("the second quarter of 2026", "2026-04-01", "2026-06-30", id="quarter-word"),
        pytest.param("first half of 2026", "2026-01-01", "2026-06-30", id="half-words"),
        pytest.param("2026H1", "2026-01-01", "2026-06-30", id="half"),
        pytest.param("June 2026", "2026-06-01", "2026-06-30", id="month"),
    ],
)
def test_a_written_date_spans_its_days(text: str, first: str, last: str) -> None:
    (found,) = find_dates(text)
    assert (found.first, found.last) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("01/05/2026", id="day-or-month"),
        pytest.param("2026-13-45", id="no-such-day"),
        pytest.param("31 Nov 2026", id="no-such-day-of-month"),
        pytest.param("1970-01-01", id="too-early"),
        pytest.param("2199-01-01", id="nonsense-year"),
        pytest.param("release 10.20.2026.1", id="version-number"),
    ],
)
def test_what_cannot_be_told_is_no_date(text: str) -> None:
    assert find_dates(text) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("13/05/2026 and 01/06/2026", date(2026, 6, 1), id="other-date-is-day-first"),
        pytest.param("05/13/2026 and 01/06/2026", date(2026, 1, 6), id="other-date-is-month-first"),
        pytest.param("Larkfield, Inc. 01/06/2026", date(2026, 1, 6), id="american-text"),
    ],
)
def test_a_swappable_date_is_settled_by_its_text(text: str, expected: date) -> None:
    assert find_dates(text)[-1].first == expected


def test_a_cell_of_prose_is_no_date() -> None:
    assert not looks_like_date("Approved in the meeting of 2026-01-05 by all members present")


def prose(text: str, **more: object) -> Parsed:
    block = Block(0, len(text), Locator(line_start=1, line_end=1 + text.count("\n")))
    return Parsed(media_type="text/plain", text=text, blocks=(block,), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        pytest.param(
            "policy",
            "Approved by: A. B. | Approval date: 2026-01-15 | Next review: 2027-01-15",
            date(2026, 1, 15),
            id="next-review-is-ahead",
        ),
        pytest.param(
            "policy",
            "majorRevisions:\n  - date: Jun 1 2018\n  - date: Jul 2 2019\n",
            date(2019, 7, 2),
            id="latest-front-matter-revision",
        ),
        pytest.param(
            "policy", "Approval date\n2024-11-18\n", date(2024, 11, 18), id="label-in-line-above"
        ),
        pytest.param(
            "policy", "We were founded in 1999 on 2001-02-03.", None, id="passing-mention"
        ),
        pytest.param(
            "minutes",
            "Board meeting, 22 April 2026\nActions due 2026-09-30.",
            date(2026, 4, 22),
            id="meeting-day",
        ),
        pytest.param(
            "report",
            "Reporting period: 2026-01-01 to 2026-06-30. Prepared 2026-07-01.",
            date(2026, 6, 30),
            id="period-end",
        ),
        pytest.param(
            "record",
            "Date of the exercise: 2026-05-14.\nIssues were closed on 2026-06-17.",
            date(2026, 5, 14),
            id="exercise-not-follow-up",
        ),
        pytest.param(
            "ticket",
            "Created: 2026-07-08 09:12\nClosed: 2026-07-09 16:41",
            date(2026, 7, 9),
            id="ticket-closed",
        ),
        pytest.param(
            "diagram", "Organization chart. As of 2026-06-30.", date(2026, 6, 30), id="as-of"
        ),
    ],
)
def test_effective_date(kind: EvidenceKind, text: str, expected: date | None) -> None:
    assert dates_of(prose(text), kind, "file.md").effective == expected


def test_a_setting_speaks_for_the_moment_it_was_read() -> None:
    text = '{"exportedAt": "2026-06-24T13:40:00Z", "lastUpdated": "2025-11-04"}'
    found = dates_of(prose(text), "config", "policy.json")
    assert found == Dates(effective=date(2026, 6, 24), captured=date(2026, 6, 24))


def test_a_list_spans_its_events_up_to_its_run_date() -> None:
    rows = (("alice", "2026-01-19", "2027-01-01"), ("bob", "2026-06-01", "2027-02-01"))
    columns = (Column("Name"), Column("Start date"), Column("Next review date"))
    table = understand(Table("joiners", columns, rows, 2))
    parsed = prose("Run date: 2026-07-02\nrows: 2", tables=(table,))
    assert dates_of(parsed, "population", "joiners.csv") == Dates(
        effective=date(2026, 6, 1), captured=date(2026, 7, 2), effective_from=date(2026, 1, 19)
    )


def test_dates_in_rows_do_not_speak_for_the_list() -> None:
    text = "Run: 2026-07-02\n#812 | Fix the export | 2026-01-02\n"
    at = text.index("#812")
    row = Block(at, len(text) - 1, Locator(line_start=2, line_end=2), role="row")
    head = Block(0, at - 1, Locator(line_start=1, line_end=1))
    parsed = Parsed("text/csv", text, (head, row))
    assert dates_of(parsed, "population", "x.csv").captured == date(2026, 7, 2)


def test_the_name_is_asked_last() -> None:
    named = "reviews/access-review-2026-Q2.txt"
    assert dates_of(prose("Nothing dated."), "record", named).effective == date(2026, 6, 30)
    assert dates_of(prose("Review date: 2026-04-06"), "record", named).effective == date(2026, 4, 6)


def test_a_clock_on_the_screen_dates_a_screenshot() -> None:
    text = "Expires 2027-01-01\nPassword policy\n10:42 24 June 2026"
    parsed = Parsed("image/png", text, (Block(0, len(text), Locator(bbox=(0, 0, 9, 9))),))
    assert dates_of(parsed, "screenshot", "shot.png").captured == date(2026, 6, 24)
