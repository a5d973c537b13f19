"""The versions of a description's sections: redrafted with edits kept, edited, approved by another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.catalog.description import HEADER
from assistant.description import Description, Facts, Section, Version, VersionOrigin
from assistant.description_open import open_in, open_words
from assistant.descriptions.editing import Lines, edited, lines_of
from assistant.descriptions.layout import layout_of
from assistant.descriptions.merging import Merged, merged
from assistant.errors import NotAllowed, UsageError
from assistant.workspace import Workspace


def redraft(
    workspace: Workspace, description: Description, *, person: str = ""
) -> tuple[Merged, ...]:
    """Keep a new draft as the newest version of each of its sections, with persons' edits kept.

    Where a section was edited since its last draft, the edit and the new draft are merged line by
    line; what both changed stays as the person wrote it and is listed. A section whose draft is the
    same as the last one stays as it is, approved where it was.
    """
    done = []
    for section in description.sections:
        history = workspace.store.descriptions.versions(description.kind, section.id)
        base = next((v for v in reversed(history) if v.origin == "drafted"), None)
        newest = history[-1] if history else None
        if base and newest and base.section == section:
            done.append(Merged(newest.section, ()))
            continue
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
    if lines_of(changed) == lines_of(newest.section):
        return newest
    origin: VersionOrigin = "imported" if imported else "edited"
    return workspace.store.descriptions.add(
        Version(0, kind, changed, origin, person, workspace.clock.now(), newest.run)
    )


def approve(workspace: Workspace, kind: str, section: str, *, person: str, facts: Facts) -> Version:
    """A person stands by the newest version of a section, as it is.

    Raises `UsageError` where there is none, where the facts leave a question of it open (also one
    whose line was struck) or its words still ask one, and `NotAllowed` where the person wrote it:
    nobody approves their own words.
    """
    history = workspace.store.descriptions.versions(kind, section)
    if not history:
        raise UsageError(f"section {section} of {kind} was not drafted yet")
    newest = history[-1]
    if newest.origin == "approved":
        return newest
    if writer_of(history) == person:
        raise NotAllowed("you wrote these words; somebody else has to approve them")
    if left := open_in(workspace, kind, section, facts):
        raise UsageError(f"section {section} is not ready: {open_words(left)}")
    open_ones = sum(s.standing == "open" for s in newest.section.sentences)
    if open_ones:
        raise UsageError(
            f"section {section} still asks {open_ones} questions that are closed; draft it again"
        )
    return workspace.store.descriptions.add(
        replace(newest, number=0, origin="approved", person=person, at=workspace.clock.now())
    )


def current(workspace: Workspace, kind: str) -> dict[str, Version]:
    """The newest version of each section of a kind, by section id, in the order of the layout."""
    newest = {v.section.id: v for v in workspace.store.descriptions.versions(kind)}
    return dict(sorted(newest.items(), key=lambda p: _place(kind, p[0])))


def is_approved(workspace: Workspace, description: Description) -> bool:
    """Is every section's newest version an approved one, and nothing about the report itself open?"""
    if any(p.criterion == HEADER for p in description.open):
        return False
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
