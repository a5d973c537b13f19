"""The answer library as a person reads it in a terminal, and as JSON for a machine."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from assistant.answers import LibraryAnswer, LibraryEvent
from assistant.cli.display import console

if TYPE_CHECKING:
    from rich.table import Table

    from assistant.library.conflicts import Duplicate, LibraryConflict
    from assistant.library.past import Imported
    from assistant.library.standing import Stale, StaleReason

_MOST_SKIPPED = 20
_WIDE = frozenset({"Question", "Answer", "Against", "Other side", "Why", "Reasons", "Sent in"})


def write_json(value: object, target: str) -> None:
    """The value's fields as JSON, to a file or, for `-`, to standard output."""
    from pydantic_core import to_jsonable_python

    text = json.dumps(to_jsonable_python(value), ensure_ascii=False, indent=2)
    if target == "-":
        typer.echo(text)
        return
    path = Path(target)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text + "\n", encoding="utf-8")


def print_imported(done: Imported, name: str, *, error: bool) -> None:
    """How many answers came in, and each question that gave none with its reason."""
    screen = console(error=error)
    screen.print(
        f"{len(done.added)} answers imported from {name}, {len(done.known)} known before, "
        f"{len(done.skipped)} skipped",
        markup=False,
        soft_wrap=True,
    )
    for row in done.skipped[:_MOST_SKIPPED]:
        screen.print(f"  {row.id}: {row.reason}", markup=False, soft_wrap=True)
    if len(done.skipped) > _MOST_SKIPPED:
        screen.print(f"  … and {len(done.skipped) - _MOST_SKIPPED} more; --json lists all")
    if done.added:
        screen.print(
            "They are suggested, not reused, until `evidary library approve ID --owner NAME`."
        )


def print_answers(answers: Sequence[LibraryAnswer], *, error: bool) -> None:
    """One row an answer."""
    screen = console(error=error)
    if not answers:
        screen.print("The library has no such answers.")
        return
    table = _table("Id", "State", "Question", "Answer", "Owner", "Review by")
    for a in answers:
        product = f" ({a.product})" if a.product else ""
        _row(
            table,
            a.id,
            a.status,
            a.question + product,
            f"{_words(a.verdict)}: {_short(a.text)}",
            a.owner,
            str(a.review_on),
        )
    screen.print(table)


def print_answer(
    answer: LibraryAnswer,
    events: Sequence[LibraryEvent],
    reasons: Sequence[StaleReason],
    *,
    error: bool,
) -> None:
    """One answer whole, line by line."""
    from assistant.export.places import place_words

    lines = [
        f"{answer.id}, version {answer.version}, {answer.status}",
        f"Question: {answer.question}",
        f"Verdict: {_words(answer.verdict)}",
        f"Answer: {answer.text}",
        f"Owner: {answer.owner or '(nobody)'}; review by {answer.review_on}; "
        f"for {answer.sensitivity} use; product: {answer.product or 'all'}",
    ]
    lines += [
        f"[{n}] {c.path}, {place_words(c.locator)}: {c.quote}"
        for n, c in enumerate(answer.citations, 1)
    ]
    lines += [f"Sent in: {name}" for name in answer.sent_in]
    lines += [f"Stale: {r.detail}" for r in reasons]
    lines += [
        f"{e.day} {e.action} by {e.who or '(nobody)'}{': ' + e.note if e.note else ''}"
        for e in events
    ]
    screen = console(error=error)
    for line in lines:
        screen.print(line, markup=False, soft_wrap=True)


def print_stale(found: Sequence[Stale], *, error: bool) -> None:
    """One row an answer: why it does not stand, and which questionnaires carried it."""
    screen = console(error=error)
    if not found:
        screen.print("Every answer in use stands on its sources.")
        return
    table = _table("Id", "State", "Question", "Reasons", "Sent in")
    for row in found:
        a = row.answer
        reasons = "; ".join(r.detail for r in row.reasons)
        _row(table, a.id, a.status, a.question, reasons, ", ".join(a.sent_in) or "–")
    screen.print(table)


def print_conflicts(
    found: Sequence[LibraryConflict], double: Sequence[Duplicate], *, error: bool
) -> None:
    """Both sides of every conflict, then the answers that are there twice."""
    screen = console(error=error)
    if not found:
        screen.print("No conflicts found.")
    else:
        table = _table("Id", "Answer", "Against", "Other side", "Why", "Sent in")
        for c in found:
            against = c.other.id if c.other else c.path
            other = c.other.text if c.other else c.quote
            if c.kind == "sent":
                against = f"{against} (sent before)"
            sent = ", ".join(c.questionnaires) or "–"
            _row(table, c.answer.id, _short(c.answer.text), against, _short(other), c.detail, sent)
        screen.print(table)
    if double:
        screen.print("The same question is answered more than once:")
        table = _table("Id", "Question", "Id", "Question")
        for pair in double:
            one, two = pair.first, pair.second
            _row(table, one.id, one.question, two.id, two.question)
        screen.print(table)


def _table(*heads: str) -> Table:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(box=SIMPLE_HEAD, pad_edge=False, collapse_padding=True)
    for head in heads:
        wide = head in _WIDE
        # Words of a sentence wrap; a name or state is never broken into letters.
        table.add_column(
            head, no_wrap=not wide, ratio=1 if wide else None, min_width=14 if wide else 0
        )
    return table


def _row(table: Table, *cells: Any) -> None:
    """Cells as plain text: words of customers are never markup."""
    from rich.text import Text

    table.add_row(*(Text(cell) for cell in cells))


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 160 else f"{line[:159]}…"


def _words(verdict: str) -> str:
    return verdict.replace("_", " ")
