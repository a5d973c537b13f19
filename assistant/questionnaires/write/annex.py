"""The annex: every question with its answer and each quote that proves it, with file and place.

It is for the respondent's reviewers and, where they choose so, for the customer. A question without
an answer and an answer without a quote have their row too: absence is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from assistant.answers import Answer, Verdict
from assistant.errors import QuestionnaireError
from assistant.export.places import named, place_words
from assistant.questionnaires.write.wording import NEEDS_INPUT, needed
from assistant.questions import Question, Questionnaire

HEADS: tuple[tuple[str, int], ...] = (
    ("Question id", 14),
    ("Question", 50),
    ("Verdict", 14),
    ("Answer", 60),
    ("Status", 13),
    ("Confidence", 11),
    ("Mark", 7),
    ("File", 36),
    ("Place", 26),
    ("Quote", 70),
    ("Freshness", 11),
    ("Warnings", 40),
)
"""The columns and their widths in characters."""

VERDICTS: dict[Verdict, str] = {
    "yes": "Yes",
    "yes_with_limits": "Yes, with limits",
    "planned": "Planned",
    "no": "No",
    "not_applicable": "Not applicable",
    "needs_input": "Needs input",
    "narrative": "In words",
}
_STATUS = {"draft": "draft, not reviewed", "needs_review": "needs review", "approved": "approved"}


@dataclass(frozen=True, slots=True)
class Annex:
    """Where the two forms of the annex were written."""

    workbook: Path
    markdown: Path


@dataclass(frozen=True, slots=True)
class AnnexRow:
    """One quote of one answer, as text; the empty quote of a row says that nothing is cited."""

    id: str
    question: str
    verdict: str
    answer: str
    status: str
    confidence: float | None
    mark: str
    file: str
    place: str
    quote: str
    freshness: str
    warnings: str


def write_annex(questionnaire: Questionnaire, answers: Mapping[str, Answer], out: Path) -> Annex:
    """Write `out` as a workbook (.xlsx) and beside it the same as Markdown (.md).

    The same answers give the same bytes. No text of evidence becomes a formula, link or markup.
    Raises `QuestionnaireError` where the files cannot be written.
    """
    from assistant.questionnaires.write import annex_markdown, annex_workbook

    made = Annex(out.with_suffix(".xlsx"), out.with_suffix(".md"))
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        annex_workbook.write(questionnaire, answers, made.workbook)
        text = annex_markdown.render(questionnaire, answers)
        made.markdown.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise QuestionnaireError(f"the annex cannot be written: {error}") from error
    return made


def rows(questionnaire: Questionnaire, answers: Mapping[str, Answer]) -> Iterator[AnnexRow]:
    """The rows in the order of the questionnaire, one a quote; groups ask nothing and have none."""
    for question in questionnaire.questions:
        if question.field_type == "group" and question.id not in answers:
            continue
        yield from _rows_of(question, answers.get(question.id))


def said(answer: Answer) -> str:
    """The answer's words, or what is missing."""
    return answer.text or (needed(answer) if answer.verdict == "needs_input" else "")


def _rows_of(question: Question, answer: Answer | None) -> Iterator[AnnexRow]:
    if answer is None:
        text = f"{NEEDS_INPUT}not answered"
        yield AnnexRow(question.id, question.text, "", text, "", None, "", "", "", "", "", "")
        return
    quotes = [
        (f"[{at}]", named(c.path, c.locator.member), place_words(c.locator), c.quote)
        for at, c in enumerate(answer.citations, start=1)
    ]
    for mark, file, place, quote in quotes or [("", "", "", "")]:
        yield AnnexRow(
            id=question.id,
            question=question.text,
            verdict=VERDICTS[answer.verdict],
            answer=said(answer),
            status=_STATUS[answer.status],
            confidence=round(answer.confidence, 2),
            mark=mark,
            file=file,
            place=place,
            quote=quote,
            freshness=answer.freshness,
            warnings="\n".join(answer.warnings),
        )
