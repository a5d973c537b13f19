"""A new draft and a person's edits brought together: three-way, line by line (diff3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from merge3 import Merge3

from assistant.description import Section
from assistant.descriptions.editing import Lines, asks, edited, lines_of


class Conflict(NamedTuple):
    """Lines of one part that a person and the new draft both changed."""

    part: str
    mine: tuple[str, ...]
    fresh: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Merged:
    """The merged section, and the lines on which both sides changed: there the person's words stand."""

    section: Section
    conflicts: tuple[Conflict, ...]


def merged(base: Section, mine: Section, fresh: Section, *, person: str) -> Merged:
    """`mine` was edited from `base`; `fresh` is the new draft of the same section.

    What only one side changed is taken from it. What both changed stays as the person wrote it and
    is listed; a question that was left as it was and is closed since goes, whatever was changed
    beside it. Proofs of the new draft win over older ones for the same words.
    """
    old, own, new = (dict(lines_of(s).parts) for s in (base, mine, fresh))
    conflicts: list[Conflict] = []
    parts = []
    for title in dict.fromkeys([*own, *new]):
        sides = (old.get(title, ()), own.get(title, ()), new.get(title, ()))
        parts.append((title, tuple(_merge(title, *sides, conflicts))))
    known = with_all(fresh, mine)
    section = edited(known, Lines(tuple(parts)), person=person)
    return Merged(section, tuple(conflicts))


def _merge(
    title: str,
    base: Sequence[str],
    mine: Sequence[str],
    fresh: Sequence[str],
    conflicts: list[Conflict],
) -> list[str]:
    closed = {line for line in base if asks(line) and line not in fresh}
    old, own = ([x for x in side if x not in closed] for side in (base, mine))
    merge = Merge3(old, own, list(fresh))
    lines: list[str] = []
    for group in merge.merge_groups():
        if group[0] == "conflict":
            _, _, kept, new = group
            conflicts.append(Conflict(title, tuple(kept), tuple(new)))
            lines.extend(kept)
        else:
            lines.extend(group[1])
    return lines


def with_all(fresh: Section, mine: Section) -> Section:
    """One section that knows the sentences of both; those of the fresh draft come last and win."""
    titles = {p.title: p for p in fresh.parts}
    mixed = []
    for part in mine.parts:
        newer = titles.pop(part.title, None)
        blocks = (*part.blocks, *(newer.blocks if newer else ()))
        mixed.append(replace(part, blocks=blocks))
    return replace(fresh, parts=(*mixed, *titles.values()))
