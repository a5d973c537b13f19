"""Printing descriptions: how its sentences stand, what is open, what the checks found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

    from assistant.description import Description, Facts, OpenPoint
    from assistant.descriptions.merging import Merged

_MOST = 12


def print_description(
    screen: Console, description: Description, merges: Sequence[Merged] = ()
) -> None:
    """A line a section, then open points, mismatches and checks."""
    from rich.table import Table
    from rich.text import Text

    table = Table(title=f"{description.title} ({description.kind})", title_justify="left")
    for name in ("section", "cited", "stated", "open"):
        table.add_column(name, justify="left" if name == "section" else "right")
    for section in description.sections:
        standing = [s.standing for s in section.sentences]
        counts = (str(standing.count(s)) for s in ("cited", "management", "open"))
        table.add_row(Text(f"{section.id} {section.title}"), *counts)
    screen.print(table)
    for mismatch in description.mismatches:
        screen.print(Text(f"Sources disagree: {mismatch.detail}"))
    for reason in description.refused:
        screen.print(Text(f"Kept out: {reason}"))
    conflicts = sum(len(m.conflicts) for m in merges)
    if conflicts:
        screen.print(
            f"{conflicts} places were changed by a person and by the new draft; the person's words stand."
        )
    failed = [c for c in description.checks if not c.passed]
    for check in failed:
        screen.print(
            Text(
                f"{check.id} {check.check}: {len(check.findings)} found, such as {check.findings[0]}"
            )
        )
    _print_open(screen, description.open)
    for aside in description.set_aside:
        screen.print(Text(f"Set aside by {aside.person}: {aside.point}: {aside.reason}"))
    screen.print("A draft of management's description, unaudited. No opinion is given.")


def print_facts(screen: Console, facts: Facts) -> None:
    """Each fact's state with its first value, then the open questions in the order of their worth."""
    from rich.table import Table
    from rich.text import Text

    table = Table()
    for name in ("where", "fact", "state", "first value", "source"):
        table.add_column(name)
    for fact in facts.facts:
        first = fact.values[0] if fact.values else None
        source = (first.citations[0].path if first.citations else first.origin) if first else ""
        more = f" (+{len(fact.values) - 1})" if len(fact.values) > 1 else ""
        text = f"{first.text[:70]}{more}" if first else ""
        table.add_row(
            fact.criterion, fact.key, fact.state.replace("_", " "), Text(text), Text(source)
        )
    screen.print(table)
    _print_open(screen, facts.open)


def _print_open(screen: Console, points: Sequence[OpenPoint]) -> None:
    from rich.text import Text

    if not points:
        screen.print("No open point.")
        return
    screen.print(f"{len(points)} open points, those worth most first:")
    for point in points[:_MOST]:
        screen.print(Text(f"  {point.id}: {point.question} ({point.owner})"))
    if len(points) > _MOST:
        screen.print(f"  … and {len(points) - _MOST} more; --json lists them all")
    screen.print('Answer one with: evidary describe answer KEY "TEXT" --by "NAME, ROLE"')
