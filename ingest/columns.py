"""What the columns of a table hold: their heads against a vocabulary, checked on their cells.

Called on every table before kind and dates are judged, as both lean on the roles found here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import cast

import yaml

from ingest.model import Column, ColumnRole, Table
from ingest.written_dates import looks_like_date

_SAMPLED = 200
_FEW = 12


@dataclass(frozen=True, slots=True)
class _Rule:
    role: ColumnRole
    exact: frozenset[str]
    words: tuple[str, ...]
    values: str | None


def understand(table: Table) -> Table:
    """The same table with a role for each column whose name and cells agree on one."""
    columns = tuple(
        column if column.role else replace(column, role=_role(column, _cells(table, at)))
        for at, column in enumerate(table.columns)
    )
    return replace(table, columns=columns)


def cells_with(table: Table, role: ColumnRole) -> tuple[str, ...]:
    """The cells of the first column of a role, row by row; empty if no column has it."""
    for at, column in enumerate(table.columns):
        if column.role == role:
            return tuple(row[at] if at < len(row) else "" for row in table.rows)
    return ()


def spoken(name: str) -> str:
    """A column head as plain lower-case words: `createdAt`, `CREATED_AT` -> `created at`."""
    opened = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", name.strip()[:80])
    return " ".join(re.sub(r"[^a-z0-9#]+", " ", opened.lower()).split())


def _cells(table: Table, at: int) -> list[str]:
    rows = table.rows[:_SAMPLED]
    return [cell for row in rows if at < len(row) and (cell := row[at].strip())]


def _role(column: Column, cells: Sequence[str]) -> ColumnRole | None:
    name = spoken(column.name)
    if not name:
        return None
    rules = _rules()
    for rule in rules:
        if name in rule.exact and _agree(rule, cells):
            return rule.role
    padded = f" {name} "
    for rule in rules:
        if any(f" {words} " in padded for words in rule.words) and _agree(rule, cells):
            return rule.role
    return None


def _agree(rule: _Rule, cells: Sequence[str]) -> bool:
    return not cells or rule.values is None or _CHECKS[rule.values](cells)


def _are_dates(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell.lower() not in _NOTHING]
    return not filled or sum(map(looks_like_date, filled)) >= 0.6 * len(filled)


def _are_names(cells: Sequence[str]) -> bool:
    """People, teams or accounts: no dates, no bare numbers, no yes and no."""
    plain = [c for c in cells if c.lower() not in _ANSWERS and len(c) <= 120]
    wrong = sum(1 for c in plain if looks_like_date(c) or _NUMBER.fullmatch(c))
    return len(plain) >= 0.5 * len(cells) and wrong <= 0.3 * len(plain)


def _are_few(cells: Sequence[str]) -> bool:
    """A small set of answers, and not dates."""
    distinct = {cell.lower() for cell in cells}
    few = len(distinct) <= max(_FEW, len(cells) // 5) or all(map(_NUMBER.fullmatch, distinct))
    return few and sum(map(looks_like_date, cells)) < 0.5 * len(cells)


_NUMBER = re.compile(r"[-+]?[\d.,]{1,20}%?")
_NOTHING = frozenset({"-", "–", "—", "n/a", "na", "none", "null", "never", "no_information", "nil"})
_ANSWERS = frozenset({"yes", "no", "true", "false", "y", "n", "x", "pass", "fail", "success"})
_CHECKS: dict[str, Callable[[Sequence[str]], bool]] = {
    "dates": _are_dates,
    "names": _are_names,
    "few": _are_few,
}


@cache
def _rules() -> tuple[_Rule, ...]:
    """The vocabulary in its order; a word list is data, the checks on cells are code."""
    text = files("ingest.vocabulary").joinpath("columns.yaml").read_text(encoding="utf-8")
    return tuple(
        _Rule(
            role=cast(ColumnRole, row["role"]),
            exact=frozenset(row.get("exact", ())),
            words=tuple(row.get("words", ())),
            values=row.get("values"),
        )
        for row in yaml.safe_load(text)["roles"]
    )
