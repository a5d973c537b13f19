"""What changed between two runs is told by names, statuses and lasting keys of gaps."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from assistant.review.changes import changes
from tests.factories import EVERYTHING, TYPE1, access_review, document, graded_run, link, policy

OLD = graded_run([policy()], [link(policy(), "CC6.1")], TYPE1)


def test_the_same_run_changes_nothing() -> None:
    assert changes(OLD, OLD).none


def test_items_come_go_and_change() -> None:
    other = policy("# Access control policy\n\nVersion 3\n")
    new = document("new.md", "# New\n", "policy")
    found = changes(
        graded_run([policy(), document("gone.md", "# Gone\n", "policy")], [], TYPE1),
        graded_run([other, new], [], TYPE1),
    )
    assert (found.added, found.removed, found.changed) == (
        ("new.md",),
        ("gone.md",),
        ("policies/access.md",),
    )


def test_statuses_move_and_gaps_open_and_close() -> None:
    papers = [policy(), access_review(2, date(2026, 6, 20))]
    new = graded_run(papers, [link(d, "CC6.3") for d in papers], TYPE1)
    found = changes(OLD, new)
    moved = {m.criterion: (m.before, m.after) for m in found.moved}
    assert moved["CC6.1"] == ("partial", "insufficient")
    assert moved["CC6.3"][0] == "insufficient"
    assert ("CC6.1", "no_control_found") in [(c, g.kind) for c, g in found.opened]
    assert ("CC6.3", "no_control_found") in [(c, g.kind) for c, g in found.closed]


def test_a_gap_said_in_other_words_is_neither_opened_nor_closed() -> None:
    findings = tuple(
        replace(f, gaps=tuple(replace(g, detail="other words", severity="low") for g in f.gaps))
        for f in OLD.findings
    )
    found = changes(OLD, replace(OLD, findings=findings))
    assert (found.opened, found.closed) == ((), ())


def test_another_scope_is_said() -> None:
    assert changes(OLD, graded_run([policy()], [link(policy(), "CC6.1")], EVERYTHING)).scope_changed
