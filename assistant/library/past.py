"""A filled questionnaire of the past as library answers: what the house has said, not what it approved.

After reading, before a person looks. Imported answers have no sources; they can be shown beside a
new question, never reused as they are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from assistant.answers import LibraryAnswer, LibraryEvent, Sensitivity, Verdict
from assistant.library.keep import REVIEW_IN_DAYS, answer_id
from assistant.library.wording import question_key, wording
from assistant.questionnaires.choices import Meaning, meaning_of
from assistant.questions import Question, Questionnaire
from assistant.store.store import Store

_VERDICTS: dict[Meaning, Verdict] = {
    "yes": "yes",
    "fully": "yes",
    "partly": "yes_with_limits",
    "planned": "planned",
    "no": "no",
    "not_applicable": "not_applicable",
}
_OPENING = re.compile(
    r"^\W*(?P<said>yes|no|n/?a|not applicable|partial(?:ly)?|partly|planned|in progress)\b"
    r"(?P<rest>(?=[\s,.;:()–—-]|$).*)$",
    re.IGNORECASE | re.DOTALL,
)
_LIMITED = re.compile(
    r"^\W*(?:but|except|excluding|only|however|with (?:the )?(?:exceptions?|limit\w*)|partial\w*|partly"
    r"|for (?:most|some)|in part)\b|\b(?:but (?:not|only)|except (?:for)?|only for|not for all)\b",
    re.IGNORECASE,
)
_PLANNED = re.compile(
    r"\b(?:planned|roadmap|in progress|under way|underway|by (?:the end of )?(?:Q[1-4]|20\d\d)"
    r"|will be (?:\w+ )?(?:implemented|introduced|rolled out|available))\b",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"\s*(?:we|it|they|this|that|there|not|the|our)\b", re.IGNORECASE)
_SAYS_NOTHING = re.compile(
    r"^\W*(?:tbd|tbc|todo|to be (?:determined|confirmed|completed)|pending|see (?:above|below|attached|"
    r"attachment|previous|comments?)|as above|same as above|ditto|select\W*(?:one|an option|\.+)?"
    r"|choose (?:one|an item)|click (?:or tap )?here.*|needs? input\b.*|\?+|x)?\W*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Skipped:
    """A question of the file that gave no library answer, and why."""

    id: str
    question: str
    reason: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What one file gave: new answers, those known before, and questions without an answer to keep."""

    added: tuple[LibraryAnswer, ...]
    known: tuple[LibraryAnswer, ...]
    skipped: tuple[Skipped, ...]


def import_answers(
    store: Store,
    questionnaire: Questionnaire,
    *,
    owner: str,
    today: date,
    said_on: date | None = None,
    product: str = "",
    sensitivity: Sensitivity = "internal",
    review_in_days: int = REVIEW_IN_DAYS,
) -> Imported:
    """Keep every answered question of a filled questionnaire as an imported library answer.

    The file left the house, so each answer counts as sent in it. `said_on` is the day it was sent
    (today without it). The same answer to the same question is kept once, whatever file it comes
    from; nothing that a person approved or retired is touched.
    """
    day = said_on or today
    known = {a.id: a for a in store.library.answers()}
    by_words = {_words(a): a for a in known.values()}
    added: dict[str, LibraryAnswer] = {}
    again: dict[str, LibraryAnswer] = {}
    skipped = []
    parents = {q.id: q for q in questionnaire.questions}
    for question in questionnaire.questions:
        reason = _unusable(question)
        if reason:
            skipped.append(Skipped(question.id, question.text, reason))
            continue
        verdict, text = _said(question)
        made = LibraryAnswer(
            id="",
            question=_asked(question, parents),
            verdict=verdict,
            text=text,
            owner=owner.strip(),
            approved_on=day,
            review_on=day + timedelta(days=review_in_days),
            sensitivity=sensitivity,
            product=product.strip(),
            origin=f"{questionnaire.name} {question.id}",
            status="imported",
        )
        if same := by_words.get(_words(made)):
            (added if same.id in added else again)[same.id] = same
            continue
        made = _with_id(made)
        added[made.id] = by_words[_words(made)] = made
    event = f"from {questionnaire.name}"
    store.library.add(
        [(a, LibraryEvent(a.id, "imported", a.owner, today, event)) for a in added.values()]
    )
    store.library.mark_sent([*added, *again], questionnaire.name, day)
    return Imported(tuple(added.values()), tuple(again.values()), tuple(skipped))


def verdict_of(said: str, *, yes_no: bool) -> Verdict:
    """What an answer says: from its option or its opening words; `narrative` where it says neither.

    `yes_no` is whether the question takes a yes or no; "No limit is set" to any other is none.
    """
    meaning = meaning_of(said)
    if meaning is not None:
        return _VERDICTS[meaning]
    opening = _OPENING.match(said)
    if opening is None or not _speaks(opening.group("said"), opening.group("rest"), yes_no):
        return "planned" if yes_no and _PLANNED.match(said) else "narrative"
    head, rest = opening.group("said"), opening.group("rest")
    found = meaning_of(head)
    verdict: Verdict = _VERDICTS[found] if found else "narrative"
    first = re.split(r"(?<=[.!?])\s", rest.lstrip(" ,.;:–—-"), maxsplit=1)[0]
    if verdict == "yes" and _LIMITED.search(first):
        return "yes_with_limits"
    if verdict == "no" and _PLANNED.search(first):
        return "planned"
    return verdict


def _speaks(said: str, rest: str, yes_no: bool) -> bool:
    """Whether the opening word is the answer: "No data is lost" says neither yes nor no."""
    if not rest.strip() or re.match(r"\s*[,.;:(–—-]", rest):
        return True
    return yes_no and (said.lower() != "no" or bool(_GOES_ON.match(rest)))


def _unusable(question: Question) -> str:
    if question.field_type == "group":
        return "a heading, not a question"
    if not question.text.strip():
        return "the question has no text"
    if not (question.answered.strip() or question.remark.strip()):
        return "no answer stands in the file"
    if _SAYS_NOTHING.match(question.answered) and _SAYS_NOTHING.match(question.remark):
        return f"the answer says nothing by itself: {question.answered.strip()[:60]!r}"
    return ""


def _said(question: Question) -> tuple[Verdict, str]:
    """Verdict and words: a bare option takes its words from the comment beside it."""
    answered, remark = question.answered.strip(), question.remark.strip()
    yes_no = bool(question.options) or wording(question.text).form == "yes_no"
    if _SAYS_NOTHING.match(answered):
        return verdict_of(remark, yes_no=yes_no), remark
    verdict = verdict_of(answered, yes_no=yes_no)
    if verdict == "yes" and remark and _LIMITED.match(remark):
        verdict = "yes_with_limits"
    if not remark or _SAYS_NOTHING.match(remark) or remark == answered:
        return verdict, answered
    bare = meaning_of(answered) is not None
    return verdict, remark if bare else f"{answered}\n{remark}"


def _asked(question: Question, parents: dict[str, Question]) -> str:
    """The question by itself: one that follows up another is kept with that one's words."""
    parent = parents.get(question.parent or "")
    text = " ".join(question.text.split())
    if parent is None or not wording(text).dependent:
        return text
    return f"{' '.join(parent.text.split())} {text}"


def _words(answer: LibraryAnswer) -> tuple[str, ...]:
    return (
        question_key(answer.question),
        answer.verdict,
        answer.text,
        answer.product.casefold(),
        answer.sensitivity,
    )


def _with_id(made: LibraryAnswer) -> LibraryAnswer:
    return replace(made, id=answer_id("imported", *_words(made)))
