"""The verb of descriptions: facts, a draft of one kind, its checks. Nothing unproven stands in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant import resources
from assistant.answering.sensitivity import sensitivity_of
from assistant.catalog.criteria import catalog
from assistant.description import (
    Description,
    Facts,
    OpenPoint,
    Section,
    SetAside,
    Statement,
)
from assistant.descriptions.checks import check_draft
from assistant.descriptions.compose import Composed, compose
from assistant.descriptions.fact_list import parts
from assistant.descriptions.facts import gather_facts
from assistant.descriptions.gather.registers import vendor_names
from assistant.descriptions.layout import asked_in, layout_of, layouts
from assistant.descriptions.leaks import known, leaks, without_leaks
from assistant.descriptions.soa import statement_of_applicability
from assistant.descriptions.sources import Sources, sources_of
from assistant.errors import UsageError
from assistant.model import Scope
from assistant.progress import Progress, silent
from assistant.workspace import Workspace
from ingest.model import Document
from ingest.walk import base_of


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

    With a chat model its prose is improved, each sentence held to the same quotes. `only` keeps one
    section (`DC3`). `others` are texts that it must not be alike. Raises
    `UsageError` for an unknown kind or section, or a kind that does not fit the scope, and
    `WorkspaceError` where no evidence was read.
    """
    fits(kind, scope)
    progress("Gathering facts", 0, 2)
    facts = facts_of(workspace, scope, said=said)
    progress("Gathering facts", 1, 2)
    drafted = outline(workspace, scope, kind, facts, said=said, only=only)
    sections = drafted.sections
    refused: tuple[str, ...] = ()
    sources = sources_of(workspace.store)
    if is_public(kind):
        sections, refused = without_leaks(sections, known(sources.everything))
    sections, prompts = _improved(workspace, sections, drafted.company, drafted.run, progress)
    made = replace(drafted, sections=sections, refused=refused, prompts=prompts)
    done = checked(made, facts, sources, others=others)
    progress("Gathering facts", 2, 2)
    return done


def outline(
    workspace: Workspace,
    scope: Scope,
    kind: str,
    facts: Facts,
    *,
    said: Sequence[Statement] = (),
    only: str | None = None,
) -> Description:
    """What the facts alone make of this kind: no model is asked, and nothing is checked yet."""
    fits(kind, scope)
    aside = standing_aside(workspace, kind)
    made = composed(kind, facts, said, aside)
    left = _open(kind, facts, made, only)
    closed = {p.id: s for p in left for s in aside if s.closes(p)}
    return Description(
        kind=kind,  # type: ignore[arg-type] # checked by fits
        title=_title(kind),
        company=next((v.text for v in facts.get("org_legal_name").values), "the organization"),
        scope=scope,
        sections=made.sections if only is None else _only(made.sections, only),
        open=tuple(p for p in left if p.id not in closed),
        mismatches=(),
        checks=(),
        made_at=workspace.clock.now(),
        run=workspace.clock.run_id(),
        engine=workspace.settings.engine,
        set_aside=tuple(closed.values()),
    )


def checked(
    description: Description, facts: Facts, sources: Sources, *, others: Sequence[str] = ()
) -> Description:
    """The description with what all checks say of its words; a public kind without what leaks."""
    kind, sections, refused = description.kind, description.sections, description.refused
    aside = description.set_aside
    if is_public(kind):
        shown = known(sources.everything)
        sections, more = without_leaks(sections, shown)
        refused = tuple(dict.fromkeys((*refused, *more)))
        facts = _public(facts, sources.everything)
        aside = tuple(
            replace(s, reason="the reason is not public") if any(leaks(s.reason, shown)) else s
            for s in aside
        )
    checks = check_draft(
        kind,
        sections,
        facts,
        vendors=vendor_names(sources.usable),
        others=(*others, *_prompt_words(description.prompts)),
        targets=_targets(kind),
    )
    return replace(
        description,
        sections=sections,
        checks=checks,
        refused=refused,
        mismatches=facts.mismatches,
        set_aside=aside,
    )


def facts_of(workspace: Workspace, scope: Scope, *, said: Sequence[Statement] = ()) -> Facts:
    """The facts of a workspace. Raises `WorkspaceError` where no evidence was read."""
    root = base_of(workspace.evidence)
    embedder = workspace.embedder
    return gather_facts(workspace.store, scope, root=root, embedder=embedder, said=said)


def _improved(
    workspace: Workspace,
    sections: tuple[Section, ...],
    company: str,
    run: str,
    progress: Progress,
) -> tuple[tuple[Section, ...], tuple[tuple[str, str], ...]]:
    """The sections with a model's prose, under the same proof, and the prompts used."""
    prose = workspace.prose(run=run)
    if prose is None:
        return sections, ()
    done = []
    for number, section in enumerate(sections):
        progress("Writing sections", number, len(sections))
        done.append(prose.improved(section, company=company))
    progress("Writing sections", len(sections), len(sections))
    return tuple(done), prose.prompts


def open_points(
    kind: str, facts: Facts, said: Sequence[Statement], aside: Sequence[SetAside] = ()
) -> tuple[OpenPoint, ...]:
    """What a draft of this kind would leave open, those worth most first."""
    left = _open(kind, facts, composed(kind, facts, said), None)
    return tuple(p for p in left if not any(s.closes(p) for s in aside))


def standing_aside(workspace: Workspace, kind: str) -> tuple[SetAside, ...]:
    """What persons set aside for this kind and did not take back, the newest of each point."""
    newest = {s.point: s for s in workspace.store.descriptions.set_aside(kind)}
    return tuple(s for s in newest.values() if s.reason)


def _public(facts: Facts, documents: Sequence[Document]) -> Facts:
    """The facts with those mismatches only whose every side is public already."""
    public = {d.id for d in documents if sensitivity_of(d) == "public"}
    seen = (m for m in facts.mismatches if all(c.document_id in public for c in m.citations))
    return replace(facts, mismatches=tuple(seen))


def is_public(kind: str) -> bool:
    """Is this kind made of public material alone?"""
    return kind != "soa" and layout_of(kind).public


def fits(kind: str, scope: Scope) -> None:
    """Raises `UsageError` for an unknown kind, or one that does not fit the scope."""
    if kind != "soa":
        layout_of(kind)
    if kind == "soc2-type1" and scope.report_type != "type1":
        raise UsageError("a Type I description speaks of one date: give --as-of DATE")
    if kind == "soc2-type2" and scope.report_type != "type2":
        raise UsageError("a Type II description speaks of a period: give --period START..END")


def _title(kind: str) -> str:
    return "Statement of applicability (draft)" if kind == "soa" else layout_of(kind).title


def composed(
    kind: str, facts: Facts, said: Sequence[Statement], aside: Sequence[SetAside] = ()
) -> Composed:
    """The sections that the facts make of this kind, and what they leave open in each."""
    if kind == "soa":
        return statement_of_applicability(facts, aside)
    return compose(layout_of(kind), facts, said, aside)


def _only(sections: Sequence[Section], wanted: str) -> tuple[Section, ...]:
    name = wanted.upper().replace(" ", "")
    kept = tuple(s for s in sections if s.id.upper() == name)
    if not kept:
        raise UsageError(f"no section {wanted!r}; there are {', '.join(s.id for s in sections)}")
    return kept


def _targets(kind: str) -> dict[str, tuple[int, int]]:
    return {} if kind == "soa" else {s.id: s.words for s in layout_of(kind).sections}


def _prompt_words(prompts: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """The prompts' own texts: a model that repeats them has described nothing."""
    return tuple(resources.prompts(f"{name}.md").read_text("utf-8") for name, _ in prompts)


def _open(kind: str, facts: Facts, made: Composed, only: str | None) -> tuple[OpenPoint, ...]:
    """What the facts leave open in the draft; of a whole SOC 2 draft also the report's own facts and
    the unfilled places of the evidence."""
    points = [p for points in made.open.values() for p in points]
    if only is None and kind.startswith("soc2"):
        header = [p for f in facts.facts if f.criterion == "header" for p in f.open]
        points = [*points, *header, *facts.placeholders]
    unique = dict.fromkeys(replace(p) for p in points)
    return tuple(sorted(unique, key=lambda p: (-p.worth, p.criterion, p.id)))


def say(
    workspace: Workspace, point: str, text: str, *, said_by: str, kind: str = "soc2-type2"
) -> Statement:
    """Keep what management says to an open point (`key.part`); an empty text withdraws it.

    It is never evidence: wherever it stands it is marked as a statement of the named person. Raises
    `UsageError` for an unknown point, or where nobody is named.
    """
    if not said_by.strip():
        raise UsageError("a statement needs a person: give --by 'NAME, ROLE'")
    key, _, part = point.partition(".")
    known = [(k, p.name) for k, ps in parts().items() for p in ps]
    known += [(q.key, q.part) for layout in layouts().values() for q in asked_in(layout)]
    if key == "control_list" and part in catalog():
        known.append((key, part))
    known = list(dict.fromkeys(known))  # what several kinds of documents ask is one question
    found = [k for k in known if k == (key, part)] or [k for k in known if k[0] == key and not part]
    if len(found) != 1:
        names = (
            ", ".join(sorted(f"{k}.{p}" for k, p in known if k == key)) or "see describe --facts"
        )
        raise UsageError(f"no open point {point!r}; there are: {names}")
    statement = Statement(*found[0], text.strip(), said_by.strip(), workspace.clock.now())
    workspace.store.descriptions.say(statement)
    return statement
