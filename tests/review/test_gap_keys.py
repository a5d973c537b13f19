"""A gap keeps its key from run to run, and two gaps never share one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

from assistant.model import Gap
from assistant.review.gap_keys import gap_key
from tests.factories import TYPE1, access_review, graded_run, link, policy

GAP = Gap("deviation", "high", "2 of 5 leavers kept access", "do", "IT", about="leavers a.csv")


def test_counts_severity_and_wording_do_not_change_it() -> None:
    later = replace(GAP, detail="1 of 6 leavers kept access", severity="low", remediation="x")
    assert gap_key("CC6.2", later) == gap_key("CC6.2", GAP)


def test_criterion_kind_and_subject_do() -> None:
    keys = {
        gap_key("CC6.2", GAP),
        gap_key("CC6.3", GAP),
        gap_key("CC6.2", replace(GAP, kind="stale")),
        gap_key("CC6.2", replace(GAP, about="leavers b.csv")),
    }
    assert len(keys) == 4


def test_gaps_of_one_run_have_distinct_keys() -> None:
    old = [policy(path=f"policies/{n}.md", day=date(2020, 1, n)) for n in (1, 2, 3)]
    review = access_review(1, date(2020, 3, 1))
    run = graded_run([*old, review], [link(d, "CC6.1") for d in (*old, review)], TYPE1)
    keys = [gap_key(f.criterion, g) for f in run.findings for g in f.gaps]
    assert len([k for k in keys if k.startswith("CC6.1:stale")]) >= 3
    assert all(a != b for a, b in pairwise(sorted(keys)))
