"""Which answers a workbook accepts: lists of choices, inline, by range or by name, and limits of length."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from assistant.questionnaires.grid import Rule
from assistant.questionnaires.workbook_parts import RawRule, span_of

if TYPE_CHECKING:
    from openpyxl import Workbook

_RANGE = re.compile(
    r"(?:(?:'((?:[^']|'')+)'|([^'!()\[\],\"]+))!)?(\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?|\$?[A-Z]{1,3}:\$?[A-Z]{1,3})"
)
_INDIRECT = re.compile(r'INDIRECT\(\s*"([^"]+)"\s*\)', re.IGNORECASE)
_DEEPEST = 4
"""Names of names that are followed; a name may name itself in a damaged file."""
_MOST_CHOICES = 500


@dataclass
class Lists:
    """The workbook's cells and defined names, to look lists of choices up in."""

    cells: Mapping[str, Mapping[int, Mapping[int, str]]]
    names: Mapping[tuple[str, str], str]
    """What a name stands for, by sheet (empty: the workbook) and the name in lower case."""
    missing: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, book: Workbook, cells: Mapping[str, Mapping[int, Mapping[int, str]]]) -> Lists:
        """The lists of an open workbook whose cells were read."""
        names = {("", name): meant for name, meant in _names(book)}
        for sheet in book.worksheets:
            names |= {(sheet.title, name): meant for name, meant in _names(sheet)}
        return cls(cells, names)

    @property
    def notes(self) -> tuple[str, ...]:
        """What could not be looked up, for a person."""
        return tuple(
            f"sheet {sheet!r}: the list of choices {formula!r} cannot be looked up"
            for formula, sheet in self.missing.items()
        )

    def rule(self, raw: RawRule, sheet: str) -> Rule:
        """The rule with its list looked up. A list that cannot be is noted, and any text goes."""
        if raw.kind == "textLength":
            return Rule(raw.spans, max_characters=_longest(raw))
        if raw.kind != "list":
            return Rule(raw.spans)
        choices = self._choices(raw.formula, sheet, 0)
        if not choices:
            self.missing.setdefault(raw.formula, sheet)
        return Rule(raw.spans, choices=choices)

    def _choices(self, formula: str, sheet: str, depth: int) -> tuple[str, ...]:
        plain = formula.lstrip("=").strip()
        if depth > _DEEPEST or not plain:
            return ()
        if plain.startswith('"') and plain.endswith('"'):
            return _distinct(plain[1:-1].replace('""', '"').split(","))
        if found := _RANGE.fullmatch(plain):
            quoted, bare, ref = found.groups()
            return self._range((quoted or bare or sheet).replace("''", "'"), ref)
        if found := _INDIRECT.fullmatch(plain):
            return self._choices(found[1], sheet, depth + 1)
        scope, _, name = plain.rpartition("!")
        places = ((scope.strip("'") or sheet, name.lower()), ("", name.lower()))
        meant = next((self.names[p] for p in places if p in self.names), "")
        return self._choices(meant, sheet, depth + 1)

    def _range(self, sheet: str, ref: str) -> tuple[str, ...]:
        span = span_of(ref)
        rows = self.cells.get(sheet, {})
        return _distinct(
            [
                text
                for row, columns in rows.items()
                if span.top <= row <= span.bottom
                for column, text in columns.items()
                if span.left <= column <= span.right
            ]
        )


def _names(owner: Any) -> list[tuple[str, str]]:
    defined = getattr(owner, "defined_names", None) or {}
    return [(name.lower(), str(one.attr_text or "")) for name, one in defined.items()]


def _distinct(texts: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(t.strip() for t in texts if t.strip()))[:_MOST_CHOICES]


def _longest(raw: RawRule) -> int | None:
    """The most characters that a rule of length allows; None where it only asks for a least."""
    bound = raw.second if raw.operator == "between" else raw.formula
    if raw.operator not in ("between", "lessThan", "lessThanOrEqual", "equal"):
        return None
    if not re.fullmatch(r"\d+", bound):
        return None
    return int(bound) - (raw.operator == "lessThan")
