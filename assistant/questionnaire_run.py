"""The verbs around a questionnaire's file: open it, decide on its answers, write it back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.answers import Answer, AnswerRun, Decision, Review, Verdict
from assistant.errors import QuestionnaireError, UsageError
from assistant.export import answers_json
from assistant.library.keep import keep, mark_sent
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
    path: Path, workspace: Workspace | None = None, maps: Sequence[ColumnMap] = ()
) -> Questionnaire:
    """The questionnaire as understood, with a person's correction of its columns.

    A correction is remembered in the workspace under the file's layout, and used for every file of
    the same layout. Raises `QuestionnaireError` where the file cannot be read or understood.
    """
    if maps:
        corrected = read_questionnaire(path, maps=maps)
        if workspace is not None:
            workspace.store.answers.remember_layout(corrected.layout, maps)
        return corrected
    known = workspace.store.answers.maps_of(layout_of(path)) if workspace is not None else ()
    return read_questionnaire(path, maps=known)


def decide(
    workspace: Workspace,
    questionnaire: Questionnaire,
    ids: Iterable[str],
    *,
    decision: Decision,
    reviewer: str,
    reason: str = "",
    product: str = "",
) -> tuple[Answer, ...]:
    """Append a person's decision on answers; approved ones go into the answer library.

    An answer that needs input cannot be approved: there is nothing to approve. Raises `UsageError`
    for that, for an unknown id, and where nobody is named.
    """
    if not reviewer.strip():
        raise UsageError("a decision needs a person: give --by NAME")
    known = workspace.store.answers.drafts(questionnaire.sha256)
    wanted = list(dict.fromkeys(ids))
    unknown = [i for i in wanted if i not in known]
    if unknown:
        raise UsageError(
            f"no draft for {', '.join(map(repr, unknown))}; draft the questionnaire first"
        )
    open_ones = [i for i in wanted if known[i].abstained]
    if open_ones and decision == "approve":
        raise UsageError(f"these answers need input and cannot be approved: {', '.join(open_ones)}")
    now = workspace.clock.now()
    for identifier in wanted:
        answer = known[identifier]
        workspace.store.answers.add_review(
            Review(questionnaire.sha256, answer, decision, reviewer.strip(), now, reason)
        )
        if decision == "approve":
            keep(
                workspace.store,
                answer,
                owner=reviewer.strip(),
                today=now.date(),
                origin=f"{questionnaire.name} {identifier}",
                product=product,
            )
    return tuple(known[i] for i in wanted)


def state(
    workspace: Workspace,
    questionnaire: Questionnaire,
    identifier: str,
    *,
    verdict: Verdict,
    text: str,
    person: str,
) -> Answer:
    """Keep what a person states where no evidence answers; it waits for an approval like any draft.

    It cites nothing and says so: who stated it and when stands among its warnings. Raises
    `UsageError` for an unknown question, empty words, or where nobody is named.
    """
    asked = next((q for q in questionnaire.questions if q.id == identifier), None)
    if asked is None:
        raise UsageError(f"{questionnaire.name} has no question {identifier!r}")
    if not text.strip() or not person.strip() or verdict == "needs_input":
        raise UsageError("a statement needs words, a verdict and a person: --text, --verdict, --by")
    day = workspace.clock.today()
    answer = Answer(
        id=identifier,
        question=asked.text,
        verdict=verdict,
        text=text.strip(),
        abstained=False,
        confidence=0.0,
        citations=(),
        section=asked.section,
        status="needs_review",
        warnings=(f"stated by {person.strip()} on {day}; no evidence is cited",),
    )
    position = [q.id for q in questionnaire.questions].index(identifier)
    workspace.store.answers.put(questionnaire.sha256, position, answer)
    return answer


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
