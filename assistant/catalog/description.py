"""The nine description criteria and their facts, read from `corpus/rules/description_criteria.yaml`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from assistant import resources
from assistant.model import Scope

HEADER = "header"
"""Where the facts about the report itself belong, beside DC1 to DC9."""


@dataclass(frozen=True, slots=True)
class FactKey:
    """One fact that a description needs: where it belongs, what is asked, when it is required."""

    key: str
    ask: str
    criterion: str
    """`DC1` to `DC9`, or `header`."""
    component: str
    """Of DC3: infrastructure, software, people, procedures, data or boundary; else empty."""
    required: str
    """`true`, `false`, or a condition such as `if_availability`."""


@dataclass(frozen=True, slots=True)
class DescriptionCriterion:
    """One of the nine, in our own words."""

    id: str
    title: str
    purpose: str
    must_contain: tuple[str, ...]
    facts: tuple[FactKey, ...]
    links_to: tuple[str, ...]
    """Trust services criteria it is linked to."""


@dataclass(frozen=True, slots=True)
class DescriptionCatalog:
    """The nine in their order, and the facts about the report itself."""

    criteria: tuple[DescriptionCriterion, ...]
    header: tuple[FactKey, ...]

    @property
    def facts(self) -> tuple[FactKey, ...]:
        """All 57 facts, those of the report first."""
        return (*self.header, *(f for c in self.criteria for f in c.facts))

    def get(self, identifier: str) -> DescriptionCriterion:
        """The criterion with this id (`DC3`, `dc 3`). Raises `KeyError` for another."""
        wanted = identifier.upper().replace(" ", "")
        return next_or_key_error(self.criteria, wanted)


def next_or_key_error(
    criteria: tuple[DescriptionCriterion, ...], wanted: str
) -> DescriptionCriterion:
    """The one with the id. Raises `KeyError` where there is none."""
    for criterion in criteria:
        if criterion.id == wanted:
            return criterion
    raise KeyError(wanted)


@cache
def description_catalog() -> DescriptionCatalog:
    """The shipped catalogue."""
    raw = yaml.safe_load(
        resources.corpus("rules", "description_criteria.yaml").read_text(encoding="utf-8")
    )
    return DescriptionCatalog(
        tuple(_criterion(c) for c in sorted(raw["criteria"], key=lambda c: int(c["order"]))),
        tuple(_keys(raw["header_facts"], HEADER, "")),
    )


def is_needed(fact: FactKey, scope: Scope) -> bool:
    """Is the fact required whatever the company is like? Conditions on what it has are not."""
    return fact.required == "true" or fact.required in {
        *(f"if_{category}" for category in scope.categories),
        f"if_{scope.report_type}",
        *(["if_confidentiality_or_privacy"] if _secret(scope) else []),
    }


def _secret(scope: Scope) -> bool:
    return bool({"confidentiality", "privacy"} & set(scope.categories))


def _criterion(raw: Mapping[str, Any]) -> DescriptionCriterion:
    identifier = str(raw["id"]).replace(" ", "")
    return DescriptionCriterion(
        id=identifier,
        title=raw["title"],
        purpose=raw["purpose"],
        must_contain=tuple(_must_contain(raw)),
        facts=tuple(_facts(raw, identifier)),
        links_to=tuple(raw.get("links_to_criteria", ())),
    )


def _must_contain(raw: Mapping[str, Any]) -> Iterator[str]:
    yield from raw.get("must_contain", ())
    for method in raw.get("methods", {}).values():
        yield from method["must_contain"]


def _facts(raw: Mapping[str, Any], criterion: str) -> Iterator[FactKey]:
    yield from _keys(raw.get("facts", ()), criterion, "")
    for name, component in raw.get("components", {}).items():
        yield from _keys(component["facts"], criterion, name)
    yield from _keys(raw.get("boundary_facts", ()), criterion, "boundary")


def _keys(raw: Any, criterion: str, component: str) -> Iterator[FactKey]:
    for fact in raw:
        required = str(fact["required"]).lower()
        yield FactKey(fact["key"], fact["ask"], criterion, component, required)
