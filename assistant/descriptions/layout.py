"""Which section holds which facts: `corpus/descriptions/layouts/*.yaml` as typed values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import yaml

from assistant import resources
from assistant.description import OpenPoint
from assistant.errors import UsageError


@dataclass(frozen=True, slots=True)
class BlockLayout:
    """One block: a frame, facts as prose or as list, or one fact as a table."""

    frame: str = ""
    over: str = ""
    """The frame stands only where this fact has values."""
    say: tuple[str, ...] = ()
    entries: tuple[str, ...] = ()
    table: str = ""
    head: tuple[str, ...] = ()
    columns: tuple[int, ...] = ()

    @property
    def facts(self) -> tuple[str, ...]:
        """Every fact named in it, `key` or `key.part`."""
        return (*self.say, *self.entries, *([self.table] if self.table else []))


@dataclass(frozen=True, slots=True)
class Question:
    """An open point that belongs to the layout and not to a fact; `only` one report type."""

    point: OpenPoint
    only: str = ""
    over: str = ""


@dataclass(frozen=True, slots=True)
class PartLayout:
    """A titled part."""

    title: str
    blocks: tuple[BlockLayout, ...]
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True)
class Objective:
    """A SOC 1 control objective, and the criteria whose controls are likely to meet it."""

    id: str
    objective: str
    criteria: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SectionLayout:
    """A section."""

    id: str
    title: str
    parts: tuple[PartLayout, ...]
    only: str = ""
    objectives: tuple[Objective, ...] = ()
    words: tuple[int, int] = (0, 0)
    """Fewest and most words of a section that is neither thin nor padded; zeros: no target."""


@dataclass(frozen=True, slots=True)
class Layout:
    """A whole document. `public`: made of public material alone."""

    title: str
    sections: tuple[SectionLayout, ...]
    public: bool = False
    kinds: tuple[str, ...] = field(default=())


@cache
def layouts() -> Mapping[str, Layout]:
    """Every shipped layout by the kinds of description that it makes."""
    found: dict[str, Layout] = {}
    for path in sorted(resources.corpus("descriptions", "layouts").glob("*.yaml")):
        layout = _layout(yaml.safe_load(path.read_text(encoding="utf-8")))
        found.update(dict.fromkeys(layout.kinds, layout))
    return found


def layout_of(kind: str) -> Layout:
    """The layout of a kind. Raises `UsageError` for a kind that has none."""
    if kind not in layouts():
        raise UsageError(f"no description of kind {kind!r}; known are {', '.join(layouts())}")
    return layouts()[kind]


def asked_in(layout: Layout) -> tuple[OpenPoint, ...]:
    """The open points that a layout itself asks."""
    return tuple(q.point for s in layout.sections for p in s.parts for q in p.questions)


def _layout(raw: Mapping[str, Any]) -> Layout:
    return Layout(
        raw["title"],
        tuple(_section(s) for s in raw["sections"]),
        bool(raw.get("public", False)),
        tuple(raw["kinds"]),
    )


def _section(raw: Mapping[str, Any]) -> SectionLayout:
    return SectionLayout(
        raw["id"],
        raw["title"],
        tuple(_part(p, raw["id"]) for p in raw["parts"]),
        raw.get("only", ""),
        tuple(
            Objective(o["id"], o["objective"], tuple(o["from"])) for o in raw.get("objectives", ())
        ),
        tuple(raw.get("words", (0, 0))),
    )


def _part(raw: Mapping[str, Any], section: str) -> PartLayout:
    asked = [*raw.get("ask", ()), *([raw["decide"]] if "decide" in raw else [])]
    return PartLayout(
        raw["title"],
        tuple(_block(b) for b in raw["blocks"]),
        tuple(_question(q, section) for q in asked),
    )


def _block(raw: Mapping[str, Any]) -> BlockLayout:
    return BlockLayout(
        frame=raw.get("frame", ""),
        over=raw.get("over", ""),
        say=tuple(raw.get("say", ())),
        entries=tuple(raw.get("list", ())),
        table=raw.get("table", ""),
        head=tuple(raw.get("head", ())),
        columns=tuple(raw.get("columns", ())),
    )


def _question(raw: Mapping[str, Any], section: str) -> Question:
    why = raw.get("why", "only management can say it")
    point = OpenPoint(
        raw["key"], raw["part"], section, raw["ask"], why, raw["owner"], int(raw["worth"])
    )
    return Question(point, raw.get("only", ""), raw.get("over", ""))
