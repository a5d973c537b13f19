"""The labelled texts of our own that the ranker compares an item with.

The catalogue's titles, points of focus, expected items and phrases; the crosswalk's labels; the
exemplars. Each says which criteria it speaks for, and how much it counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import yaml

from assistant import resources
from assistant.catalog.criteria import Catalog
from assistant.model import Criterion

TextKind = Literal[
    "core",
    "title",
    "focus",
    "expected",
    "shown",
    "phrase",
    "gap",
    "remedy",
    "crosswalk",
    "exemplar",
]

RELATED = 0.6
"""How far a text speaks for a criterion that it is related to only."""
_WEIGHTS: dict[TextKind, float] = {
    "core": 1.0,
    "title": 0.5,
    "focus": 1.0,
    "expected": 0.7,
    "shown": 0.7,
    "phrase": 0.7,
    "gap": 0.4,
    "remedy": 0.4,
    "crosswalk": 1.0,
    "exemplar": 2.0,
}


@dataclass(frozen=True, slots=True)
class LabelledText:
    """One text, what it is, and the criteria it speaks for with a share of 0 to 1."""

    text: str
    kind: TextKind
    labels: tuple[tuple[str, float], ...]

    @property
    def weight(self) -> float:
        """How much the text counts among others."""
        return _WEIGHTS[self.kind]


def sources() -> tuple[Path, ...]:
    """The files that the texts come from."""
    names = ("tsc_2017.yaml", "crosswalk.yaml", "exemplars.yaml")
    return tuple(resources.corpus("frameworks", name) for name in names)


def labelled_texts(catalog: Catalog) -> tuple[LabelledText, ...]:
    """Every labelled text, the catalogue's first and in its order."""
    known = frozenset(catalog.ids)
    return (
        *catalogue_texts(catalog),
        *_crosswalk(_load(sources()[1]), known),
        *_exemplars(_load(sources()[2]), known),
    )


def catalogue_texts(catalog: Catalog) -> tuple[LabelledText, ...]:
    """The catalogue's own texts, criterion by criterion."""
    return tuple(text for criterion in catalog.criteria for text in _of(criterion))


def _of(criterion: Criterion) -> Iterator[LabelledText]:
    said: list[tuple[TextKind, str]] = [
        ("core", criterion.query),
        ("title", criterion.title),
        *(("focus", point.label) for point in criterion.points_of_focus),
        *(("expected", item.name) for item in criterion.evidence),
        *(("shown", f"{i.name}: {', '.join(i.must_show)}") for i in criterion.evidence),
        *(("phrase", phrase) for phrase in criterion.phrases),
        *(("gap", gap) for gap in criterion.common_gaps),
        ("remedy", criterion.remediation),
    ]
    for kind, text in said:
        yield LabelledText(text, kind, ((criterion.id, 1.0),))


def _crosswalk(node: Any, known: frozenset[str]) -> Iterator[LabelledText]:
    if isinstance(node, dict):
        if "label" in node and ("primary" in node or "criteria" in node):
            primary = node.get("primary", node.get("criteria")) or ()
            yield _labelled(node["label"], "crosswalk", primary, node.get("related") or (), known)
        node = tuple(node.values())
    if isinstance(node, list | tuple):
        for child in node:
            yield from _crosswalk(child, known)


def _exemplars(raw: Any, known: frozenset[str]) -> Iterator[LabelledText]:
    for row in raw["exemplars"]:
        yield _labelled(row["text"], "exemplar", row["primary"], row.get("related") or (), known)


def _labelled(
    text: str,
    kind: TextKind,
    primary: Iterable[str],
    related: Iterable[str],
    known: frozenset[str],
) -> LabelledText:
    shares = dict.fromkeys(related, RELATED) | dict.fromkeys(primary, 1.0)
    return LabelledText(
        text, kind, tuple((name, share) for name, share in sorted(shares.items()) if name in known)
    )


def _load(path: Path) -> Any:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - a safe loader
