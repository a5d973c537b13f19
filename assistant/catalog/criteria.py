"""The Trust Services Criteria as typed values, read from `corpus/frameworks/tsc_2017.yaml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from assistant import resources
from assistant.errors import CorpusError
from assistant.model import Criterion, ExpectedEvidence, PointOfFocus

FRAMEWORK = "tsc-2017"
_ID = re.compile(r"\b(?:CC|PI|PP|A|C|P)\d\.\d{1,2}\b")


@dataclass(frozen=True, slots=True)
class Series:
    """A run of criteria under one heading, such as CC6."""

    id: str
    name: str
    category: str
    criteria: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Frequency:
    """How often something runs, and how long a gap may be; `enums.frequency` of the catalogue."""

    max_gap_days: int
    grace_days: int


@dataclass(frozen=True, slots=True)
class Catalog:
    """The 61 criteria in their order, and the facts around them."""

    criteria: tuple[Criterion, ...]
    series: tuple[Series, ...]
    owners: Mapping[str, str]
    frequencies: Mapping[str, Frequency]

    @property
    def ids(self) -> tuple[str, ...]:
        """All criterion ids, in the catalogue's order."""
        return tuple(c.id for c in self.criteria)

    def __contains__(self, identifier: str) -> bool:
        return any(c.id == identifier for c in self.criteria)

    def get(self, identifier: str) -> Criterion:
        """The criterion with this id; `KeyError` where the id does not exist."""
        for criterion in self.criteria:
            if criterion.id == identifier:
                return criterion
        raise KeyError(identifier)


def mentioned_ids(text: str) -> tuple[str, ...]:
    """Every criterion-like id in a text, existing or not, in order of first appearance."""
    return tuple(dict.fromkeys(_ID.findall(text)))


@cache
def catalog() -> Catalog:
    """The shipped catalogue. Raises `CorpusError` where it contradicts its own counts."""
    path = resources.corpus("frameworks", "tsc_2017.yaml")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    raw = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - a safe loader
    criteria = tuple(_criterion(c) for c in raw["criteria"])
    _check_counts(raw, criteria)
    return Catalog(
        criteria=criteria,
        series=tuple(
            Series(s["id"], s["name"], s["category"], tuple(s["criteria"])) for s in raw["series"]
        ),
        owners=dict(raw["enums"]["owners"]),
        frequencies={
            name: Frequency(f["max_gap_days"], f["grace_days"])
            for name, f in raw["enums"]["frequency"].items()
        },
    )


def _check_counts(raw: dict[str, Any], criteria: tuple[Criterion, ...]) -> None:
    points = sum(len(c.points_of_focus) for c in criteria)
    found = (len(criteria), points)
    stated = (raw["counts"]["criteria"], raw["counts"]["points_of_focus"])
    if found != stated:
        raise CorpusError(f"the criteria catalogue states {stated} but holds {found}")


def _criterion(raw: dict[str, Any]) -> Criterion:
    return Criterion(
        id=raw["id"],
        title=raw["title"],
        category=raw["category"],
        series=raw["series"],
        paraphrase=raw["paraphrase"],
        points_of_focus=tuple(
            PointOfFocus(p["idx"], p["label"], p["scope"]) for p in raw["points_of_focus"]
        ),
        evidence=tuple(_expected(e) for e in raw["typical_evidence"]),
        phrases=tuple(raw["retrieval_phrases"]),
        common_gaps=tuple(raw["common_gaps"]),
        remediation=raw["remediation"],
        exception_prone=raw["exception_prone"],
        related=tuple(raw.get("related", ())),
    )


def _expected(raw: dict[str, Any]) -> ExpectedEvidence:
    return ExpectedEvidence(
        id=raw["id"],
        name=raw["name"],
        kind=raw["kind"],
        supports=tuple(raw["supports"]),
        frequency=raw["frequency"],
        owners=tuple(raw["owners"]),
        must_show=tuple(raw["must_show"]),
    )
