"""Filling in: the answers of a questionnaire into a copy of the file that it was read from."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from assistant.answers import Answer
from assistant.errors import QuestionnaireError
from assistant.questionnaires.write.plan import plan
from assistant.questionnaires.write.report import Entry, FillReport, Outcome, Skipped
from assistant.questions import Format, Question, Questionnaire

FILLABLE: tuple[Format, ...] = ("xlsx", "csv", "docx")


def fill(
    original: Path,
    questionnaire: Questionnaire,
    answers: Mapping[str, Answer],
    out: Path,
    *,
    final: bool = False,
    overwrite: bool = False,
) -> FillReport:
    """Write `answers`, by question id, into a copy of `original` at `out`; the rest stays as it is.

    What nobody approved carries the mark of a draft. `final` lets nothing out that is not approved.
    What a place holds already is kept unless `overwrite`; a formula always. The report says what was
    left out. Raises `QuestionnaireError` where the file cannot be written back or was changed since
    it was read, and under `final` for every answer that is not approved; nothing is written then.
    """
    if final:
        _refuse_unapproved(answers)
    data = _read(original, questionnaire)
    if out.exists() and out.samefile(original):
        raise QuestionnaireError(
            f"{str(out)!r} is the customer's own file; name another to write to"
        )
    asked = {question.id: question for question in questionnaire.questions}
    plans = [plan(asked[k], answers[k], final=final) for k in asked if k in answers]
    entries = [entry for made in plans for entry in made.entries]
    done = _written(data, original, questionnaire, entries, overwrite=overwrite)
    unknown = [
        Skipped(key, "the questionnaire has no such question")
        for key in answers
        if key not in asked
    ]
    _save(done.data, out)
    return FillReport(
        out=out,
        written=done.written,
        skipped=(*(s for made in plans for s in made.skipped), *done.skipped, *unknown),
        notes=(*done.notes, *(n for made in plans for n in made.notes), *_unasked(asked, answers)),
    )


def _refuse_unapproved(answers: Mapping[str, Answer]) -> None:
    open_ = [key for key, answer in answers.items() if answer.status != "approved"]
    if open_:
        raise QuestionnaireError(
            f"{len(open_)} answers are not approved: {', '.join(open_)}; approve them, leave them "
            "out, or write a draft"
        )


def _read(original: Path, questionnaire: Questionnaire) -> bytes:
    if questionnaire.format not in FILLABLE:
        raise QuestionnaireError(
            f"answers are written into {', '.join(FILLABLE)}, not into {questionnaire.format}; "
            "send the annex, which has every question with its answer"
        )
    try:
        data = original.read_bytes()
    except OSError as error:
        raise QuestionnaireError(f"{str(original)!r} cannot be read: {error.strerror}") from error
    if questionnaire.sha256 and hashlib.sha256(data).hexdigest() != questionnaire.sha256:
        raise QuestionnaireError(f"{original.name!r} has changed since it was read; read it again")
    return data


def _written(
    data: bytes,
    original: Path,
    questionnaire: Questionnaire,
    entries: Sequence[Entry],
    *,
    overwrite: bool,
) -> Outcome:
    name = original.name
    if questionnaire.format == "xlsx":
        from assistant.questionnaires.write.workbook import fill_workbook

        return fill_workbook(data, name, entries, overwrite=overwrite)
    if questionnaire.format == "docx":
        from assistant.questionnaires.write.document import fill_document

        return fill_document(data, name, entries, overwrite=overwrite)
    from assistant.questionnaires.write.delimited import fill_delimited

    asked = {question.id: question.text for question in questionnaire.questions}
    return fill_delimited(data, name, entries, asked=asked, overwrite=overwrite)


def _unasked(asked: Mapping[str, Question], answers: Mapping[str, Answer]) -> tuple[str, ...]:
    open_ = [q.id for q in asked.values() if q.id not in answers and q.field_type != "group"]
    return (f"{len(open_)} questions have no answer: {', '.join(open_)}",) if open_ else ()


def _save(data: bytes, out: Path) -> None:
    """All of the file or nothing: a reader never sees half of it."""
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=out.parent, prefix=".filling-", suffix=out.suffix)
        half = Path(name)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
            half.chmod(0o644)
            half.replace(out)
        finally:
            half.unlink(missing_ok=True)
    except OSError as error:
        raise QuestionnaireError(f"{str(out)!r} cannot be written: {error.strerror}") from error
