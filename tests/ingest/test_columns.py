"""Columns get a role when their name and their cells agree on it."""

import pytest

from ingest.columns import cells_with, spoken, understand
from ingest.model import Column, ColumnRole, Table


def table(name: str, *cells: str) -> Table:
    return Table("t", (Column(name),), tuple((cell,) for cell in cells), len(cells))


@pytest.mark.parametrize(
    ("name", "cells", "role"),
    [
        pytest.param("Login", ["a.b", "c.d"], "user", id="login"),
        pytest.param("E-mail", ["a@b.org"], "user", id="e-mail"),
        pytest.param("User Principal Name", ["a@b.org"], "user", id="upn"),
        pytest.param("userPrincipalName", ["a@b.org"], "user", id="camel-case"),
        pytest.param("Author", ["wen.aoki"], "user", id="author"),
        pytest.param("Termination date", ["2026-01-30"], "end_date", id="termination"),
        pytest.param("Last day", ["30 Jan 2026", ""], "end_date", id="last-day"),
        pytest.param("Disabled at", ["2026-01-30T10:00Z", "null"], "end_date", id="disabled-at"),
        pytest.param("merged_at", ["2026-01-02T10:10:00Z"], "end_date", id="merged-at"),
        pytest.param("Hire Date", ["01/02/2026"], "date", id="hire-date"),
        pytest.param("Approved by", ["Priya Vellore"], "approver", id="approved-by"),
        pytest.param("Reviewer", ["Priya Vellore"], "reviewer", id="reviewer"),
        pytest.param("State", ["open", "closed", "open"], "status", id="state"),
        pytest.param("MFA enabled", ["true", "false"], "mfa", id="mfa"),
        pytest.param("Severity", ["high", "low"], "severity", id="severity"),
        pytest.param("Risk owner", ["Joanna Creed"], "owner", id="owner"),
        pytest.param("Decision", ["keep", "remove"], "decision", id="decision"),
        pytest.param("sourceIPAddress", ["198.51.100.24"], "address", id="ip"),
        pytest.param("Ticket ID", ["IT-2210"], "id", id="ticket-id"),
    ],
)
def test_a_name_with_fitting_cells_gets_its_role(
    name: str, cells: list[str], role: ColumnRole
) -> None:
    assert understand(table(name, *cells)).columns[0].role == role


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        pytest.param("Approved by", ["yes", "no"], id="approver-without-names"),
        pytest.param("Colour", ["red"], id="unknown-name"),
        pytest.param("", ["x"], id="no-name"),
    ],
)
def test_a_name_that_its_cells_belie_gets_none(name: str, cells: list[str]) -> None:
    assert understand(table(name, *cells)).columns[0].role is None


def test_a_date_called_closed_is_an_end_and_a_flag_called_closed_is_not() -> None:
    assert understand(table("Closed", "2026-01-02")).columns[0].role == "end_date"
    assert understand(table("Closed", "yes")).columns[0].role != "end_date"


def test_a_role_that_is_known_stays() -> None:
    known = Table("t", (Column("Login", "owner"),), (("a",),), 1)
    assert understand(known).columns[0].role == "owner"


def test_cells_with_reads_short_rows_as_empty() -> None:
    ragged = Table("t", (Column("a"), Column("b", "status")), (("1", "ok"), ("2",)), 2)
    assert cells_with(ragged, "status") == ("ok", "")
    assert cells_with(ragged, "mfa") == ()


@pytest.mark.parametrize(
    ("head", "said"), [("createdAt", "created at"), ("LAST_LOGIN", "last login"), ("PR #", "pr #")]
)
def test_heads_are_compared_as_words(head: str, said: str) -> None:
    assert spoken(head) == said
