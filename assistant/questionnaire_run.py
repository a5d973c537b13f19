"""The verbs around a questionnaire's file: open it, write its answers back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.answers import Answer, AnswerRun
from assistant.errors import QuestionnaireError, UsageError
from assistant.export import answers_json
from assistant.library.keep import mark_sent
from assistant.questionnaires.read import layout_of, read_questionnaire
from assistant.questionnaires.write import Annex, FillReport, fill, write_annex
from assistant.questionnaires.write.fill import FILLABLE
from assistant.questions import ColumnMap, Question, Questionnaire
from assistant.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export wrote: the filled file (None where the format takes no answers), the annex."""

    file: Path | None
    annex: Annex
    report: FillReport | None


def open_questionnaire(
    path: Path,
    workspace: Workspace | None = None,
    maps: Sequence[ColumnMap] = (),
    *,
    name: str = "",
) -> Questionnaire:
    """The questionnaire as understood, with a person's correction of its columns.

    A correction is remembered in the workspace under the file's layout, and used for every file of
    the same layout. `name` is what the customer called the file, where it is kept under another
    name. Raises `QuestionnaireError` where the file cannot be read or understood.
    """
    if maps:
        found = read_questionnaire(path, maps=maps)
        if workspace is not None:
            # A delimited file's table is called after the file: its name is no part of the layout.
            kept = [replace(m, sheet="") for m in maps] if found.format == "csv" else maps
            workspace.store.answers.remember_layout(found.layout, kept)
    else:
        known = workspace.store.answers.maps_of(layout_of(path)) if workspace is not None else ()
        found = read_questionnaire(path, maps=known)
    return replace(found, name=name) if name else found


def export_questionnaire(
    workspace: Workspace,
    path: Path,
    questionnaire: Questionnaire,
    out: Path,
    *,
    final: bool = False,
    overwrite: bool = False,
) -> Exported:
    """Write the stored answers into a copy of the customer's file, and the annex beside it.

    Without `final` every answer that nobody approved carries a visible mark. With it, an answer that
    is not approved is an error, and the library notes what was sent. Formats that take no answers
    (PDF, Markdown, JSON, YAML) get the annexes only. Raises `QuestionnaireError`.
    """
    answers = workspace.store.answers.current(questionnaire.sha256)
    if not answers:
        raise QuestionnaireError(
            f"{questionnaire.name} has no answers yet; run `evidary questionnaire draft` first"
        )
    if out.resolve() == path.resolve():
        raise UsageError("the filled file may not replace the original; give another --out")
    report = None
    if questionnaire.format in FILLABLE:
        report = fill(path, questionnaire, answers, out, final=final, overwrite=overwrite)
    elif final:
        _demand_approval(answers.values())
    annex = write_annex(questionnaire, answers, out.with_name(f"{out.stem}-annex.xlsx"))
    if final:
        mark_sent(
            workspace.store, tuple(answers.values()), questionnaire.name, workspace.clock.today()
        )
    return Exported(out if report else None, annex, report)


def dump_answers(
    run: AnswerRun,
    questionnaire: Questionnaire,
    *,
    answers: Sequence[Answer] | None = None,
    report: FillReport | None = None,
) -> str:
    """The run as `answers.json`, with the places where its answers go or, after a fill, went.

    `answers` replace the run's own, as when people have decided on them since.
    """
    shown = replace(run, answers=tuple(answers)) if answers is not None else run
    places = {
        q.id: report.location(q.id) if report else _places(q) for q in questionnaire.questions
    }
    return answers_json.dump(shown, locations={i: p for i, p in places.items() if p})


def _places(question: Question) -> dict[str, object]:
    """All places that are ours for a question: a workbook's as `cells`, else the first."""
    if not question.slots:
        return {}
    first = question.slots[0]
    cells = [s.cell for s in question.slots if s.sheet == first.sheet and s.cell]
    if len(cells) > 1:
        return {"sheet": first.sheet, "cells": cells}
    return dict(first.location)


def _demand_approval(answers: Iterable[Answer]) -> None:
    waiting = [a.id for a in answers if a.status != "approved"]
    if waiting:
        raise QuestionnaireError(f"not approved yet: {', '.join(waiting)}")
