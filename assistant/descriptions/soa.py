"""A draft of the ISO 27001 statement of applicability, by the crosswalk from trust criteria.

A crosswalk says that two requirements touch one subject; it proves neither. Whether a control
applies, and why, is for management: every row is a proposal or an open point.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import yaml

from assistant import resources
from assistant.description import (
    Facts,
    FactValue,
    Grid,
    OpenPoint,
    Paragraph,
    Section,
    Sentence,
    SetAside,
    Subsection,
)
from assistant.descriptions.compose import Composed, asked_of, framed

_HEAD = ("Control", "Subject", "Closest criteria", "Described control found", "Applies?")
_NOTE = (
    "Control numbers are those of ISO/IEC 27001:2022, Annex A; the subjects are in our own short words. "
    "A described control of a related criterion is a lead, not a proof that this control is met."
)


def statement_of_applicability(facts: Facts, aside: Sequence[SetAside] = ()) -> Composed:
    """One section with all Annex A controls, and the decisions that management has to take."""
    by_criterion: dict[str, list[FactValue]] = {}
    for control_value in facts.get("control_list").values:
        for criterion in control_value.criteria:
            by_criterion.setdefault(criterion, []).append(control_value)
    rows, proofs = [], []
    without = {c["id"]: not any(by_criterion.get(p) for p in c["primary"]) for c in _controls()}
    points = _points([identifier for identifier, missing in without.items() if missing])
    asked = not any(s.closes(p) for s in aside for p in points if p.part == "implementation")
    for control in _controls():
        near = [c for c in control["primary"] if by_criterion.get(c)]
        value = by_criterion[near[0]][0] if near else None
        row = _row(control, value, asked=asked)
        rows.append(row)
        proofs.append(_proof(row, value, asked=asked))
    parts = [
        Subsection("How to read it", (Paragraph(framed(_NOTE)),)),
        Subsection("Controls", (Grid(_HEAD, tuple(rows), tuple(proofs)),)),
    ]
    left = asked_of(points, aside)
    parts += [Subsection("Open", (left,))] if left else []
    section = Section("annex-a", "Statement of applicability", tuple(parts))
    return Composed((section,), {section.id: points})


def _row(control: Mapping[str, Any], value: FactValue | None, *, asked: bool) -> tuple[str, ...]:
    missing = f"NEEDS INPUT soa.{control['id']}" if asked else "none is described"
    found = value.text if value else missing
    return (control["id"], control["label"], ", ".join(control["primary"]), found, "to be decided")


def _proof(row: tuple[str, ...], value: FactValue | None, *, asked: bool) -> Sentence:
    text = " | ".join(row)
    if value is None:
        return Sentence(text, "open" if asked else "frame", facts=("soa",))
    return Sentence(text, "cited", value.citations, ("control_list",))


def _points(missing: list[str]) -> tuple[OpenPoint, ...]:
    decide = OpenPoint(
        "soa",
        "applicability",
        "annex-a",
        "Which controls apply, and for what reason is each taken in or left out?",
        "only management can decide it",
        "Head of Security",
        9,
    )
    if not missing:
        return (decide,)
    found = OpenPoint(
        "soa",
        "implementation",
        "annex-a",
        f"How are these met, or why are they left out: {', '.join(missing)}?",
        "no described control was found",
        "Head of Security",
        8,
    )
    return (decide, found)


@cache
def _controls() -> tuple[Mapping[str, Any], ...]:
    path = resources.corpus("frameworks", "crosswalk.yaml")
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    return tuple(raw["iso27001_2022"]["controls"])
