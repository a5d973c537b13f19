"""How each fact is found and asked for: `corpus/descriptions/facts.yaml` as typed values."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import yaml

from assistant import resources
from assistant.description import Part


@cache
def parts() -> Mapping[str, tuple[Part, ...]]:
    """The parts of each fact by its key."""
    raw = _raw()
    return {
        fact["key"]: tuple(_part(p, fact, raw["stated_in"]) for p in fact["parts"])
        for fact in raw["facts"]
    }


@cache
def _raw() -> dict[str, Any]:
    path = resources.corpus("descriptions", "facts.yaml")
    raw: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return raw


def _part(raw: Mapping[str, Any], fact: Mapping[str, Any], stated_in: list[str]) -> Part:
    return Part(
        name=raw["name"],
        ask=raw["ask"],
        owner=raw.get("owner", fact["owner"]),
        worth=int(fact["worth"]),
        all=tuple(raw.get("all", ())),
        cased=tuple(raw.get("cased", ())),
        none=tuple(raw.get("none", ())),
        under=raw.get("under", ""),
        kinds=tuple(raw.get("kinds", stated_in)),
        prefer=tuple(raw.get("prefer", ())),
        most=int(raw.get("most", 3)),
        gatherer=raw.get("from", ""),
        conflict=raw.get("conflict", ""),
        code=bool(raw.get("code", False)),
        optional=bool(raw.get("optional", False)),
    )
