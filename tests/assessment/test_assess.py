from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.model import Finding, Gap, Link, MappingRun, Scope
from ingest.model import Document, Locator, Note
from tests.factories import (
    TYPE1,
    TYPE2,
    access_review,
    document,
    graded_run,
    link,
    policy,
    table_document,
)

REVIEW_DAYS = (date(2025, 9, 20), date(2025, 12, 20), date(2026, 3, 20), date(2026, 6, 20))


def _finding(run: MappingRun, criterion: str) -> Finding:
    return next(f for f in run.findings if f.criterion == criterion)


def _gaps(run: MappingRun, criterion: str, kind: str) -> list[Gap]:
    return [g for g in _finding(run, criterion).gaps if g.kind == kind]


def _judged(
    criterion: str, *items: Document, scope: Scope = TYPE2, confidence: float = 0.9
) -> MappingRun:
    return graded_run(items, [link(i, criterion, confidence=confidence) for i in items], scope)


def test_case_1_a_policy_alone_is_never_met_over_a_period() -> None:
    run = _judged("CC6.2", policy())
    finding = _finding(run, "CC6.2")
    gap = _gaps(run, "CC6.2", "no_operating_evidence")[0]
    assert (finding.status, finding.design, finding.operation, gap.severity) == (
        "insufficient",
        "designed",
        "no_evidence",
        "high",
    )


def test_case_2_a_role_policy_and_four_quarterly_reviews_are_met() -> None:
    reviews = [access_review(n, day) for n, day in enumerate(REVIEW_DAYS, start=1)]
    finding = _finding(_judged("CC6.3", policy(), *reviews), "CC6.3")
    assert (finding.status, finding.operation, finding.gaps) == ("met_indicated", "none", ())


def test_one_review_alone_speaks_for_one_day_of_the_period() -> None:
    run = _judged("CC6.3", policy(), access_review(2, date(2025, 12, 20)))
    assert _finding(run, "CC6.3").status == "partial"
    assert _gaps(run, "CC6.3", "incomplete_period")


def test_case_7_a_risk_assessment_before_the_period_supports_design_only() -> None:
    text = (
        "# Risk assessment\nCompany: Larkfield Ledger Inc. Date 2025-05-22. Scope: all systems.\n"
        "Participants: Ana Lima, Ben Okri. Performed by: Ben Okri\n"
    )
    run = _judged("CC3.2", document("risk.md", text, "report", day=date(2025, 5, 22)))
    assert _finding(run, "CC3.2").status == "insufficient"
    assert [g.severity for g in _gaps(run, "CC3.2", "stale")] == ["high"]


def test_case_11_what_to_add_to_a_bare_screenshot_is_said() -> None:
    shot = document("mfa.png", "MFA enforced for everyone", "screenshot", media_type="image/png")
    gap = _gaps(_judged("CC6.1", shot), "CC6.1", "attribute_missing")[0]
    assert (gap.severity, "date" in gap.detail) == ("medium", True)


def test_case_12_an_export_that_contradicts_a_policy_is_a_high_conflict() -> None:
    export = table_document(
        "okta.csv",
        [("user", "user"), ("mfa", "mfa"), ("status", "status"), ("date", "date")],
        [
            ["ana.lima", "true", "ACTIVE", "2026-06-29"],
            ["ben.okri", "false", "ACTIVE", "2026-06-29"],
            ["cara.poe", "false", "DEPROVISIONED", "2026-06-29"],
        ],
        "config",
        captured=date(2026, 6, 29),
        preface="source: Okta, system name production",
    )
    run = _judged("CC6.1", policy(), export, scope=TYPE1)
    gap = _gaps(run, "CC6.1", "conflict")[0]
    assert (gap.severity, _finding(run, "CC6.1").status) == ("high", "partial")
    assert [c.quote for c in gap.citations] == [
        "Every user signs in with MFA; keys are handled in the key management service.",
        "ben.okri,false,ACTIVE,2026-06-29",
    ]


def test_case_13_a_fresh_setting_is_enough_for_a_date() -> None:
    text = (
        '{"source": "GitHub", "repository": "ledger", "exportedAt": "2026-06-29T08:00:00Z",\n'
        ' "required_reviews": 2, "bypass": [], "enforced": true}\n'
    )
    export = document("branch.json", text, "config", captured=date(2026, 6, 29))
    finding = _finding(_judged("CC8.1", export, scope=TYPE1), "CC8.1")
    assert (finding.status, finding.design, finding.operation) == (
        "met_indicated",
        "designed",
        "not_assessed",
    )


def test_a_policy_alone_is_partial_for_a_date() -> None:
    run = _judged("CC6.3", policy(), scope=TYPE1)
    gap = _gaps(run, "CC6.3", "no_operating_evidence")[0]
    assert (_finding(run, "CC6.3").status, gap.severity) == ("partial", "low")


def test_nothing_found_is_insufficient_with_what_to_ask_for() -> None:
    run = graded_run([], [])
    gap = _gaps(run, "CC6.5", "no_control_found")[0]
    assert _finding(run, "CC6.5").status == "insufficient"
    assert (gap.severity, "wipe log" in gap.detail, bool(gap.owner)) == ("high", True, True)


def test_other_categories_are_out_of_scope_without_gaps() -> None:
    finding = _finding(graded_run([], []), "P1.1")
    assert (finding.status, finding.gaps) == ("out_of_scope", ())


def test_a_stub_counts_for_nothing_and_is_cited() -> None:
    note = Note("stub", "only says Coming Soon", Locator(line_start=3, line_end=3), "Coming Soon")
    stub = document("privacy.md", "# Plan\n\nComing Soon\n", "policy", notes=(note,))
    run = _judged("CC7.4", stub)
    gap = _gaps(run, "CC7.4", "design_weak")[0]
    assert _finding(run, "CC7.4").status == "insufficient"
    assert [c.quote for c in gap.citations] == ["Coming Soon"]
    assert _gaps(run, "CC7.4", "no_control_found")


def test_evidence_of_another_environment_is_shown_but_not_counted() -> None:
    staged = policy()
    note = Note("other_environment", "staging account")
    item = document(staged.path, staged.text, "config", captured=date(2026, 6, 20), notes=(note,))
    run = _judged("CC6.1", item)
    assert [g.severity for g in _gaps(run, "CC6.1", "out_of_scope_evidence")] == ["low"]


def test_a_leaver_with_a_working_account_is_a_deviation_with_both_rows() -> None:
    left = table_document(
        "hr/leavers.csv",
        [("Employee", "user"), ("Last working day", "end_date")],
        [["Gareth Pollan", "2026-02-13"], ["Otis Brand", "2026-05-08"]],
        preface="source: BambooHR\nquery: all leavers",
        captured=date(2026, 7, 1),
    )
    users = table_document(
        "idp/users.csv",
        [("login", "user"), ("status", "status")],
        [["gareth.pollan@x.example", "ACTIVE"], ["otis.brand@x.example", "DEPROVISIONED"]],
        preface="source: Okta\nquery: all users",
        captured=date(2026, 7, 2),
    )
    gap = _gaps(_judged("CC6.2", left, users), "CC6.2", "deviation")[0]
    assert "1 of 2 leavers" in gap.detail
    assert [c.quote for c in gap.citations] == [
        "Gareth Pollan,2026-02-13",
        "gareth.pollan@x.example,ACTIVE",
    ]


def test_a_leaver_disabled_after_every_limit_is_late() -> None:
    left = table_document(
        "hr/leavers.csv",
        [("Employee", "user"), ("Last working day", "end_date")],
        [["Nadia Lund", "2026-03-20"], ["Otis Brand", "2026-05-08"]],
        captured=date(2026, 7, 1),
    )
    users = table_document(
        "idp/users.csv",
        [("login", "user"), ("status", "status"), ("deactivatedAt", "end_date")],
        [
            ["nadia.lund@x.example", "DEPROVISIONED", "2026-04-09"],
            ["otis.brand@x.example", "DEPROVISIONED", "2026-05-08"],
        ],
        captured=date(2026, 7, 2),
    )
    gap = _gaps(_judged("CC6.2", policy(), left, users), "CC6.2", "deviation")[0]
    assert "1 of 2 leavers" in gap.detail
    assert gap.citations[1].quote == "nadia.lund@x.example,DEPROVISIONED,2026-04-09"


def test_a_change_approved_by_its_author_is_a_deviation() -> None:
    changes = table_document(
        "changes/merged-pull-requests.csv",
        [("number", "id"), ("author", "user"), ("approved by", "approver")],
        [["#898", "ana", "ben"], ["#899", "cara", "cara"]],
        captured=date(2026, 7, 1),
    )
    gap = _gaps(_judged("CC8.1", changes), "CC8.1", "deviation")[0]
    assert (gap.severity, [c.quote for c in gap.citations]) == ("high", ["#899,cara,cara"])


def test_case_19_a_link_to_an_id_that_does_not_exist_is_ignored() -> None:
    item = policy()
    run = graded_run([item], [link(item, "CC6.9")])
    assert {f.criterion for f in run.findings if f.criterion == "CC6.9"} == set()
    assert run.grades[item.id].grade == "C"


@settings(max_examples=15, deadline=None)
@given(confidence=st.floats(min_value=0, max_value=1))
def test_nothing_judged_depends_on_confidence(confidence: float) -> None:
    items = (policy(), access_review(1, date(2025, 9, 20)), _undated())
    base = _judged("CC6.3", *items)
    other = _judged("CC6.3", *items, confidence=confidence)
    assert (base.findings, base.indication, base.grades) == (
        other.findings,
        other.indication,
        other.grades,
    )


def _undated() -> Document:
    return document("notes.md", "# Access rules\nNothing else.\n", "policy")


def test_the_same_evidence_in_another_order_gives_the_same_result() -> None:
    items = (policy(), access_review(1, date(2025, 9, 20)), _undated())
    links: list[Link] = [link(i, "CC6.3") for i in items]
    assert graded_run(items, links).findings == graded_run(items[::-1], links[::-1]).findings


def test_each_status_says_items_grades_and_rule() -> None:
    item = policy()
    reasons = _finding(_judged("CC6.3", item), "CC6.3").reasons
    assert reasons[0].startswith("section 10:")
    assert item.id in reasons[1]
    assert "grade A" in reasons[1]


def test_an_assumed_date_is_among_what_was_not_examined() -> None:
    scope = Scope(("security",), "type1", as_of=date(2026, 6, 30), assumed=True)
    assert any("assumed" in line for line in graded_run([], [], scope).unexamined)
