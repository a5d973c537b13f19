"""Customer duties that stand in terms and guides, with the criteria that they support."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import yaml

from assistant import resources
from assistant.catalog.criteria import catalog
from assistant.description import FactValue, Part
from assistant.descriptions.gather.statements import of_said
from assistant.descriptions.sources import Source
from assistant.model import Scope


def duties(key: str, part: Part, sources: Sequence[Source], scope: Scope) -> tuple[FactValue, ...]:
    """List entries below a heading of customer duties; those without a criterion in scope are
    ordinary duties and no controls (DC6)."""
    in_scope = {c.id for c in catalog().criteria if c.category in scope.categories}
    values = []
    for source in sources:
        for said in source.said:
            if not said.item or not are_duties(said.heading):
                continue
            criteria = tuple(c for c in _criteria(said.text) if c in in_scope)
            value = of_said(key, part, said) if criteria else None
            if value:
                cells = (said.text, ", ".join(criteria))
                values.append(replace(value, criteria=criteria, cells=cells))
    return tuple(values)


def are_duties(heading: str) -> bool:
    """Do the words below this heading tell what customers have to do?"""
    return re.search(_raw()["heading"], heading, re.IGNORECASE) is not None


def _criteria(text: str) -> tuple[str, ...]:
    found = [
        criterion
        for duty in _raw()["duties"]
        if re.search(duty["words"], text, re.IGNORECASE)
        for criterion in duty["criteria"]
    ]
    return tuple(dict.fromkeys(found))


@cache
def _raw() -> dict[str, Any]:
    raw: dict[str, Any] = yaml.safe_load(
        resources.corpus("descriptions", "duties.yaml").read_text(encoding="utf-8")
    )
    return raw
