"""Answers as a terminal shows them: verdict, text, sources, and what to know about it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from assistant.answers import Answer, AnswerRun, Verdict

if TYPE_CHECKING:
    from rich.console import Console

VERDICTS: dict[Verdict, str] = {
    "yes": "Yes",
    "yes_with_limits": "Yes, with limits",
    "planned": "Planned",
    "no": "No",
    "not_applicable": "Not applicable",
    "needs_input": "Needs input",
    "narrative": "Answer",
}


def print_answer(screen: Console, answer: Answer) -> None:
    """One answer whole."""
    from rich.text import Text

    from assistant.answering.guide import NOT_EVIDENCE
    from assistant.export.places import of_citation

    general = any(w.startswith(NOT_EVIDENCE) for w in answer.warnings)
    title = f"About SOC in general: {answer.section}" if general else VERDICTS[answer.verdict]
    screen.print(Text(title, style="bold"))
    screen.print(Text(answer.missing if answer.abstained else answer.text))
    for number, citation in enumerate(answer.citations, 1):
        screen.print(Text(f"  [{number}] {of_citation(citation)}", style="bold"))
        screen.print(Text(f"      “{' '.join(citation.quote.split())}”"))
    for warning in answer.warnings:
        screen.print(Text(f"  ! {warning}", style="yellow"))
    if not answer.abstained and not general:
        facts = [f"confidence {answer.confidence:.2f}", answer.freshness, answer.sensitivity]
        facts += [f"criteria {', '.join(answer.criteria)}"] if answer.criteria else []
        screen.print(Text("  " + " · ".join(facts), style="dim"))


def print_run(screen: Console, run: AnswerRun) -> None:
    """A questionnaire's answers: how many of each verdict, and each that wants a person."""
    from rich.table import Table
    from rich.text import Text

    counts = Counter(a.verdict for a in run.answers)
    parts = [f"{counts[v]} {label.lower()}" for v, label in VERDICTS.items() if counts[v]]
    screen.print(Text(f"{len(run.answers)} answers: {', '.join(parts) or 'none'}", style="bold"))
    waiting = [a for a in run.answers if a.abstained]
    if waiting:
        table = Table(title="Needs input", title_justify="left", box=None, pad_edge=False)
        table.add_column("Id", style="bold", no_wrap=True)
        table.add_column("Question", ratio=2)
        table.add_column("What is missing", ratio=3)
        for answer in waiting:
            table.add_row(*(Text(t) for t in (answer.id, answer.question, answer.missing)))
        screen.print(table)
    for answer in run.answers:
        for warning in answer.warnings if not answer.abstained else ():
            screen.print(Text(f"! {answer.id}: {warning}", style="yellow"))
    for identifier, reason in run.failed:
        screen.print(Text(f"Failed {identifier}: {reason}", style="red"))
