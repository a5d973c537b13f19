"""From what a person asks for to a `Scope`; `assessment_rules.md`, section 2."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from assistant.errors import ScopeError
from assistant.model import CATEGORIES, Category, Scope


def make_scope(
    *,
    categories: str | Iterable[str] = (),
    as_of: date | str | None = None,
    period: str | None = None,
    today: date | None = None,
) -> Scope:
    """The scope for a Type I date or a Type II period `START..END`; days as `YYYY-MM-DD`.

    Categories come as names, or as one text with commas, or as `all`; security is always included. Where neither is given, `today` is taken as a Type I date and the
    scope is marked `assumed`. Raises `ScopeError` where neither or both are given, or one is not
    usable; the message says what to give.
    """
    if as_of is not None and period is not None:
        raise ScopeError(
            "give either a date (Type I: --as-of 2026-06-30) or a period"
            " (Type II: --period 2026-01-01..2026-06-30), not both"
        )
    chosen = parse_categories(categories)
    if period is not None:
        start, end = parse_period(period)
        return Scope(chosen, "type2", period_start=start, period_end=end)
    if as_of is not None:
        return Scope(chosen, "type1", as_of=parse_day(as_of))
    if today is not None:
        return Scope(chosen, "type1", as_of=today, assumed=True)
    raise ScopeError(
        "an assessment needs a date (Type I: --as-of 2026-06-30) or a period"
        " (Type II: --period 2026-01-01..2026-06-30)"
    )


def parse_categories(names: str | Iterable[str]) -> tuple[Category, ...]:
    """The categories named, in their usual order, security first and always.

    Spaces and hyphens may stand for underscores. Raises `ScopeError` for an unknown name.
    """
    given = names.split(",") if isinstance(names, str) else names
    wanted = {_slug(name) for name in given if name.strip()} | {"security"}
    if "all" in wanted:
        return CATEGORIES
    unknown = sorted(wanted - set(CATEGORIES))
    if unknown:
        raise ScopeError(f"unknown category {unknown[0]!r}; known are {', '.join(CATEGORIES)}")
    return tuple(category for category in CATEGORIES if category in wanted)


def parse_period(text: str) -> tuple[date, date]:
    """First and last day of `START..END`. Raises `ScopeError` where there is no such span."""
    first, dots, last = text.partition("..")
    if not dots:
        raise ScopeError(f"a period is written START..END, as 2026-01-01..2026-06-30, not {text!r}")
    start, end = parse_day(first), parse_day(last)
    if start > end:
        raise ScopeError(f"the period {text!r} ends before it starts; swap its days")
    if start == end:
        raise ScopeError(f"the period {text!r} is one day; for one day give --as-of {start}")
    return start, end


def parse_day(text: date | str) -> date:
    """A day from `YYYY-MM-DD`. Raises `ScopeError` for anything else."""
    if isinstance(text, date):
        return text
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise ScopeError(f"{text!r} is not a day; write it as 2026-06-30") from error


def _slug(name: str) -> str:
    return name.strip().lower().replace("-", "_").replace(" ", "_")
