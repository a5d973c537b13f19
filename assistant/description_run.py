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
    Statement,
    Version,
    VersionOrigin,
)
from assistant.descriptions.checks import check_draft
from assistant.descriptions.compose import compose
from assistant.descriptions.editing import Lines, edited
from assistant.descriptions.fact_list import parts
from assistant.descriptions.facts import gather_facts
from assistant.descriptions.gather.registers import vendor_names
from assistant.descriptions.layout import asked_in, layout_of, layouts
from assistant.descriptions.leaks import known, without_leaks
from assistant.descriptions.merging import Merged, merged
from assistant.descriptions.soa import statement_of_applicability
from assistant.descriptions.sources import sources_of
from assistant.errors import NotAllowed, UsageError
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
    _fits(kind, scope)
    progress("Gathering facts", 0, 2)
    facts = facts_of(workspace, scope, said=said)
    progress("Gathering facts", 1, 2)
    sections, points = _drafted(kind, facts, said)
    refused: tuple[str, ...] = ()
    sources = sources_of(workspace.store)
    documents = sources.everything
    if kind != "soa" and layout_of(kind).public:
        sections, refused = without_leaks(sections, known(documents))
        facts = _public(facts, documents)
    if only is not None:
        sections = _only(sections, only)
    company = next((v.text for v in facts.get("org_legal_name").values), "the organization")
    run = workspace.clock.run_id()
    sections, prompts = _improved(workspace, sections, company, run, progress)
    if kind != "soa" and layout_of(kind).public:
        sections, more = without_leaks(sections, known(documents))
        refused = tuple(dict.fromkeys((*refused, *more)))
    vendors = vendor_names(sources.usable)
    checks = check_draft(
        kind,
        sections,
        facts,
        vendors=vendors,
        others=(*others, *_prompt_words(prompts)),
        targets=_targets(kind),
    )
    progress("Gathering facts", 2, 2)
    return Description(
        kind=kind,  # type: ignore[arg-type] # checked by _fits
        title=_title(kind),
        company=company,
        scope=scope,
        sections=sections,
        open=_open(kind, facts, points, only),
        mismatches=facts.mismatches,
        checks=checks,
        made_at=workspace.clock.now(),
        run=run,
        engine=workspace.settings.engine,
        refused=refused,
        prompts=prompts,
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


def _public(facts: Facts, documents: Sequence[Document]) -> Facts:
    """The facts with those mismatches only whose every side is public already."""
    public = {d.id for d in documents if sensitivity_of(d) == "public"}
    seen = (m for m in facts.mismatches if all(c.document_id in public for c in m.citations))
    return replace(facts, mismatches=tuple(seen))


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


def _targets(kind: str) -> dict[str, tuple[int, int]]:
    return {} if kind == "soa" else {s.id: s.words for s in layout_of(kind).sections}


def _prompt_words(prompts: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """The prompts' own texts: a model that repeats them has described nothing."""
    return tuple(resources.prompts(f"{name}.md").read_text("utf-8") for name, _ in prompts)


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
    found = [k for k in known if k == (key, part)] or [k for k in known if k[0] == key and not part]
    if len(found) != 1:
        names = (
            ", ".join(sorted(f"{k}.{p}" for k, p in known if k == key)) or "see describe --facts"
        )
        raise UsageError(f"no open point {point!r}; there are: {names}")
    statement = Statement(*found[0], text.strip(), said_by.strip(), workspace.clock.now())
    workspace.store.descriptions.say(statement)
    return statement


def redraft(
    workspace: Workspace, description: Description, *, person: str = ""
) -> tuple[Merged, ...]:
    """Keep a new draft as the newest version of each of its sections, with persons' edits kept.

    Where a section was edited since its last draft, the edit and the new draft are merged line by
    line; what both changed stays as the person wrote it and is listed.
    """
    done = []
    for section in description.sections:
        history = workspace.store.descriptions.versions(description.kind, section.id)
        base = next((v for v in reversed(history) if v.origin == "drafted"), None)
        newest = history[-1] if history else None
        _keep(workspace, description, section, "drafted", "")
        if base and newest and newest.origin != "drafted" and newest.section != base.section:
            merge = merged(base.section, newest.section, section, person=newest.person)
            _keep(workspace, description, merge.section, "merged", newest.person)
            done.append(merge)
        else:
            done.append(Merged(section, ()))
    return tuple(done)


def edit(
    workspace: Workspace,
    kind: str,
    section: str,
    lines: Lines,
    *,
    person: str,
    imported: bool = False,
) -> Version:
    """Keep a person's lines as the newest version of a section.

    Unchanged sentences keep their citations, changed ones are held to them, others are marked as
    the person's statement. Raises `UsageError` where the section was never drafted or nobody is named.
    """
    if not person.strip():
        raise UsageError("an edit needs a person: give --by NAME")
    newest = current(workspace, kind).get(section)
    if newest is None:
        raise UsageError(f"section {section} of {kind} was not drafted yet")
    changed = edited(newest.section, lines, person=person)
    if changed == newest.section:
        return newest
    origin: VersionOrigin = "imported" if imported else "edited"
    return workspace.store.descriptions.add(
        Version(0, kind, changed, origin, person, workspace.clock.now(), newest.run)
    )


def approve(workspace: Workspace, kind: str, section: str, *, person: str) -> Version:
    """A person stands by the newest version of a section, as it is.

    Raises `UsageError` where there is none, where it still holds open points or unaccounted
    sentences, or where the person wrote it: nobody approves their own words.
    """
    history = workspace.store.descriptions.versions(kind, section)
    if not history:
        raise UsageError(f"section {section} of {kind} was not drafted yet")
    newest = history[-1]
    if newest.origin == "approved":
        return newest
    if writer_of(history) == person:
        raise NotAllowed("you wrote these words; somebody else has to approve them")
    open_ones = sum(s.standing == "open" for s in newest.section.sentences)
    if open_ones:
        raise UsageError(
            f"section {section} still holds {open_ones} open points; answer them first"
        )
    return workspace.store.descriptions.add(
        replace(newest, number=0, origin="approved", person=person, at=workspace.clock.now())
    )


def current(workspace: Workspace, kind: str) -> dict[str, Version]:
    """The newest version of each section of a kind, by section id, in the order of the layout."""
    newest = {v.section.id: v for v in workspace.store.descriptions.versions(kind)}
    return dict(sorted(newest.items(), key=lambda p: _place(kind, p[0])))


def as_kept(workspace: Workspace, description: Description) -> Description:
    """The description with the kept words of its sections in place of the drafted ones."""
    kept = current(workspace, description.kind)
    sections = tuple(kept[s.id].section if s.id in kept else s for s in description.sections)
    return replace(description, sections=sections)


def is_approved(workspace: Workspace, description: Description) -> bool:
    """Is every section's newest version an approved one?"""
    kept = current(workspace, description.kind)
    return all(s.id in kept and kept[s.id].origin == "approved" for s in description.sections)


def writer_of(history: Sequence[Version]) -> str:
    """Who last changed words; empty where nobody did since the draft."""
    changes = ("edited", "imported", "merged")
    return next((v.person for v in reversed(history) if v.origin in changes), "")


def _keep(
    workspace: Workspace,
    description: Description,
    section: Section,
    origin: VersionOrigin,
    person: str,
) -> None:
    workspace.store.descriptions.add(
        Version(
            0, description.kind, section, origin, person, workspace.clock.now(), description.run
        )
    )


def _place(kind: str, section: str) -> int:
    if kind == "soa":
        return 0
    order = [s.id for s in layout_of(kind).sections]
    return order.index(section) if section in order else len(order)
