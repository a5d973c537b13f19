from __future__ import annotations

from datetime import date

from assistant.model import Design
from ingest.model import Document
from tests.factories import document, graded_run, link


def _design(item: Document, criterion: str) -> Design:
    run = graded_run([item], [link(item, criterion, aspect="operating")])
    return next(f.design for f in run.findings if f.criterion == criterion)


def test_a_record_the_catalogue_expects_for_design_states_it() -> None:
    text = (
        "# Control matrix linking risks and criteria to controls\nCompany: Larkfield Inc.\n"
        "Prepared by: Ben Okri. Approved by: Ana Lima. Date 2026-03-01\n"
        "Control id, owner, frequency, criterion\n"
    )
    assert _design(document("matrix.md", text, "record", day=date(2026, 3, 1)), "CC5.1") == (
        "designed"
    )


def test_another_record_shows_the_control_at_work_only() -> None:
    text = (
        "# Security training completion\nCompany: Larkfield Inc.\n"
        "Prepared by: Ben Okri. Approved by: Ana Lima. Date 2026-03-01\n"
        "Course, completion date, percentage complete\n"
    )
    assert _design(document("training.md", text, "record", day=date(2026, 3, 1)), "CC1.4") == (
        "partly_designed"
    )
