"""The kept words of a description: held to the same checks as a draft, and merged where two wrote."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.description import Description, Facts, Section, Version
from assistant.description_run import checked, facts_of, is_public, outline
from assistant.description_versions import current
from assistant.descriptions.disagreements import topic_parts
from assistant.descriptions.editing import Lines, edited, lines_of
from assistant.descriptions.leaks import known, without_leaks
from assistant.descriptions.merging import Conflict, merged, with_all
from assistant.descriptions.sources import sources_of
from assistant.descriptions.words_said import against_words
from assistant.errors import UsageError
from assistant.model import Scope
from assistant.workspace import Workspace

_SETTLED = "description-settled"


def as_kept(
    workspace: Workspace,
    description: Description,
    facts: Facts | None = None,
    *,
    others: Sequence[str] = (),
) -> Description:
    """The description with the kept words of its sections in place of the drafted ones.

    A person's words pass the same checks as a draft's, and in a public kind the same leak check.
    `facts` are gathered where not given.
    """
    kept = current(workspace, description.kind)
    sections = tuple(kept[s.id].section if s.id in kept else s for s in description.sections)
    if facts is None:
        said = workspace.store.descriptions.statements()
        facts = facts_of(workspace, description.scope, said=said)
    said_otherwise = against_words(facts.facts, topic_parts(), sections)
    mismatches = tuple(dict.fromkeys((*facts.mismatches, *said_otherwise)))
    facts = replace(facts, mismatches=mismatches)
    now = replace(description, sections=sections)
    return checked(now, facts, sources_of(workspace.store), others=others)


def kept_description(workspace: Workspace, scope: Scope, kind: str, facts: Facts) -> Description:
    """The description of this kind as its words are kept now, checked; no model is asked.

    What was never drafted is composed from the facts. Raises `UsageError` where the kind does not
    fit the scope.
    """
    said = workspace.store.descriptions.statements()
    made = outline(workspace, scope, kind, facts, said=said)
    newest = max(current(workspace, kind).values(), key=lambda v: v.number, default=None)
    return as_kept(workspace, replace(made, run=newest.run) if newest else made, facts)


def leaks_in(workspace: Workspace, version: Version) -> tuple[str, ...]:
    """Why the words of a public kind may not go out, never the words; nothing for other kinds."""
    if not is_public(version.kind):
        return ()
    shown = known(sources_of(workspace.store).everything)
    return without_leaks((version.section,), shown)[1]


@dataclass(frozen=True, slots=True)
class Standoff:
    """A conflict of the newest merge that nobody settled: the person's lines stand for now."""

    id: str
    conflict: Conflict


def standoffs(workspace: Workspace, kind: str, section: str) -> tuple[Standoff, ...]:
    """What is to be settled in a section: what a person and the newest draft both changed, as long
    as the person's lines stand, nobody chose, and nobody approved."""
    history = workspace.store.descriptions.versions(kind, section)
    at = _last_merge(history)
    if at is None or any(v.origin == "approved" for v in history[at:]):
        return ()
    settled = set(_settled(workspace, kind, section))
    now = dict(lines_of(history[-1].section).parts)
    found = []
    for number, conflict in enumerate(_conflicts(history, at)):
        identifier = f"{history[at].number}.{number}"
        stands = _place(now.get(conflict.part, ()), conflict.mine) is not None
        if stands and identifier not in settled:
            found.append(Standoff(identifier, conflict))
    return tuple(found)


def settle(
    workspace: Workspace,
    kind: str,
    section: str,
    identifier: str,
    *,
    take_draft: bool,
    person: str,
) -> Version:
    """Choose between a person's lines and the new draft's; gives the newest version.

    The draft's lines come with their citations. Raises `UsageError` where there is nothing of this
    id to be settled.
    """
    chosen = next((s for s in standoffs(workspace, kind, section) if s.id == identifier), None)
    if chosen is None:
        raise UsageError("this was settled already, or the lines were changed since")
    newest = current(workspace, kind)[section]
    if take_draft:
        history = workspace.store.descriptions.versions(kind, section)
        fresh = next(v for v in reversed(history) if v.origin == "drafted")
        changed = _with_lines(newest.section, fresh.section, chosen.conflict, person)
        newest = workspace.store.descriptions.add(
            Version(0, kind, changed, "edited", person, workspace.clock.now(), fresh.run)
        )
    kept = [*_settled(workspace, kind, section), identifier]
    workspace.store.facts.put(_key(kind, section), json.dumps(kept))
    return newest


def _with_lines(newest: Section, fresh: Section, conflict: Conflict, person: str) -> Section:
    parts = []
    titles = [p.title for p in newest.parts]
    before = dict(lines_of(newest).parts)
    for title in dict.fromkeys([*titles, conflict.part]):
        lines = list(before.get(title, ()))
        if title == conflict.part:
            at = _place(lines, conflict.mine)
            assert at is not None  # it is a standoff
            lines[at : at + len(conflict.mine)] = conflict.fresh
        parts.append((title, tuple(lines)))
    return edited(with_all(fresh, newest), Lines(tuple(parts)), person=person)


def _place(lines: Sequence[str], wanted: Sequence[str]) -> int | None:
    """Where the wanted lines stand one after the other; the end for none; None where they do not."""
    if not wanted:
        return len(lines)
    starts = range(len(lines) - len(wanted) + 1)
    return next((n for n in starts if tuple(lines[n : n + len(wanted)]) == tuple(wanted)), None)


def _last_merge(history: Sequence[Version]) -> int | None:
    """Index of the newest merge, unless a later draft took its place."""
    for at in range(len(history) - 1, 1, -1):
        if history[at].origin == "merged":
            return at
        if history[at].origin == "drafted":
            return None
    return None


def _conflicts(history: Sequence[Version], at: int) -> tuple[Conflict, ...]:
    """The conflicts of the merge at this index: it was kept right after its draft."""
    mine, fresh = history[at - 2], history[at - 1]
    base = next((v for v in reversed(history[: at - 1]) if v.origin == "drafted"), None)
    if base is None:
        return ()
    return merged(base.section, mine.section, fresh.section, person=mine.person).conflicts


def _settled(workspace: Workspace, kind: str, section: str) -> list[str]:
    text = workspace.store.facts.get(_key(kind, section))
    return [str(i) for i in json.loads(text)] if text else []


def _key(kind: str, section: str) -> str:
    return f"{_SETTLED}:{kind}:{section}"
