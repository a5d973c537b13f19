"""The verb of descriptions: facts, a draft of one kind, its checks. Nothing unproven stands in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.descriptions.checks import check_draft
from assistant.descriptions.compose import compose
from assistant.descriptions.facts import gather_facts
from assistant.descriptions.layout import layout_of
from assistant.descriptions.leaks import known, without_leaks
from assistant.descriptions.model import Description, Facts, OpenPoint, Section, Statement
from assistant.descriptions.soa import statement_of_applicability
from assistant.descriptions.sources import sources_of
from assistant.errors import UsageError
from assistant.model import Scope
from assistant.progress import Progress, silent
from assistant.workspace import Workspace


def describe(
    workspace: Workspace,
    scope: Scope,
    kind: str,
    *,
    only: str | None = None,
    said: Sequence[Statement] = (),
    others: Sequence[str] = (),
    progress: Progress = silent,
) -> Description:
    """A draft of this kind for the scope, from the evidence and what management said.

    `only` keeps one section (`DC3`). `others` are texts that it must not be alike. Raises
    `UsageError` for an unknown kind or section, or a kind that does not fit the scope, and
    `WorkspaceError` where no evidence was read.
    """
    _fits(kind, scope)
    progress("Gathering facts", 0, 2)
    facts = gather_facts(workspace, scope, said=said)
    progress("Gathering facts", 1, 2)
    sections, points = _drafted(kind, facts, said)
    refused: tuple[str, ...] = ()
    documents = sources_of(workspace.store).everything
    if kind != "soa" and layout_of(kind).public:
        sections, refused = without_leaks(sections, known(documents))
    if only is not None:
        sections = _only(sections, only)
    vendors = _vendors(facts)
    checks = check_draft(kind, sections, facts, vendors=vendors, others=others)
    progress("Gathering facts", 2, 2)
    return Description(
        kind=kind,  # type: ignore[arg-type] # checked by _fits
        title=_title(kind),
        company=next((v.text for v in facts.get("org_legal_name").values), "the organization"),
        scope=scope,
        sections=sections,
        open=_open(kind, facts, points, only),
        mismatches=facts.mismatches,
        checks=checks,
        made_at=workspace.clock.now(),
        run=workspace.clock.run_id(),
        engine=workspace.settings.engine,
        refused=refused,
    )


def _fits(kind: str, scope: Scope) -> None:
    if kind != "soa":
        layout_of(kind)
    if kind == "soc2-type1" and scope.report_type != "type1":
        raise UsageError("a Type I description speaks of one date: give --as-of DATE")
    if kind == "soc2-type2" and scope.report_type != "type2":
        raise UsageError("a Type II description speaks of a period: give --period START..END")


def _title(kind: str) -> str:
    return "Statement of applicability (draft)" if kind == "soa" else layout_of(kind).title


def _drafted(
    kind: str, facts: Facts, said: Sequence[Statement]
) -> tuple[tuple[Section, ...], tuple[OpenPoint, ...]]:
    if kind == "soa":
        return statement_of_applicability(facts)
    return compose(layout_of(kind), facts, said)


def _only(sections: Sequence[Section], wanted: str) -> tuple[Section, ...]:
    name = wanted.upper().replace(" ", "")
    kept = tuple(s for s in sections if s.id.upper() == name)
    if not kept:
        raise UsageError(f"no section {wanted!r}; there are {', '.join(s.id for s in sections)}")
    return kept


def _open(
    kind: str, facts: Facts, points: Sequence[OpenPoint], only: str | None
) -> tuple[OpenPoint, ...]:
    """What stands open in the draft; of a whole SOC 2 draft also the report's own facts and the
    unfilled places of the evidence."""
    if only is None and kind.startswith("soc2"):
        header = [p for f in facts.facts if f.criterion == "header" for p in f.open]
        points = [*points, *header, *facts.placeholders]
    unique = dict.fromkeys(replace(p) for p in points)
    return tuple(sorted(unique, key=lambda p: (-p.worth, p.criterion, p.id)))


def _vendors(facts: Facts) -> tuple[str, ...]:
    keys = ("subservice_list", "subservice_monitoring")
    return tuple(c for k in keys for v in facts.get(k).values for c in (v.cells or (v.text,)))
