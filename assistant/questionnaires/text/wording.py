"""What a piece of a document is, by its words: a question, a request, a label, an answer's place.

Every document reader asks here, so that a question reads alike in a table, a list or a PDF line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.questionnaires.heads import is_placeholder
from assistant.questions import FieldType, SlotRole

MOST_WORDS_OF_A_BAND = 10
"""Words above which a cell is a text, not the name of a column or a section."""

_QUESTION_MARK = re.compile(r"[?？](?=[\s)\]\"'”’*_.]|$)")
_INVERTED = re.compile(
    r"(?:if (?:yes|no|so|not|applicable)[,:]?\s+)?"
    r"(?:(?:do|does|did|is|are|was|were|has|have|can|could|will|would)\s+(?:you|your|the|there|any|all|we|our|it)"
    r"|how\s+(?:many|much|often|long|do|does|is|are|will|would)|what\s+(?:is|are|do|does|type|kind|level)"
    r"|which\s+of|who\s+(?:is|are|has))\b",
    re.IGNORECASE,
)
_REQUEST = re.compile(
    r"(?:(?:if|where|when)\s[^,]{2,60},\s+)?(?:please\s+)?(?:briefly\s+|also\s+)?"
    r"(?:describe|provide|list|explain|specify|indicate|identify|state|detail|outline|attach|confirm|select"
    r"|enter|give|name|upload|summari[sz]e|tell\s+us|choose|share|elaborate|supply|define|document)\b(?!\s+of\b)",
    re.IGNORECASE,
)
_FOLLOWS = re.compile(
    r"[\[(]?(?:if\s+(?:so|not|yes|no|applicable|any|[‘'\"“](?:yes|no))|if\s+you\s+(?:answered|responded))\b",
    re.IGNORECASE,
)
_STATEMENT = re.compile(
    r"\b(?:is|are|was|were|has|have|must|shall|should|will|does|do|can)\b", re.IGNORECASE
)
_DATE = re.compile(r"\bdate\b|\b(?:expiry|expiration)\b", re.IGNORECASE)
_NUMBER = re.compile(
    r"^(?:total\s+)?(?:number|count|percentage|amount)\s+of\b|^#\s+of\b|\bhow many\b", re.IGNORECASE
)
_RULED = re.compile(r"[\s_.…\-–—=:*|\u00a0\u2002]*")
_PLACEHOLDER = re.compile(
    r"(?:click|tap)\s+(?:or\s+(?:click|tap)\s+)?(?:here\s+)?(?:to\s+)?.{0,40}"
    r"|[\[<({]\s*(?:click|choose|select|enter|insert|type|write|add|provide|free[ -]?text|your|vendor|supplier"
    r"|response|answer|text|tbd|blank|to be completed)\b[^\[\]<>{}]{0,80}[\]>)}]",
    re.IGNORECASE,
)
_LABELS: tuple[tuple[SlotRole, re.Pattern[str]], ...] = (
    (
        "answer",
        re.compile(
            r"(?:(?:vendor|supplier|your|company|respondent|provider)(?:['’]s)?\s+)?"
            r"(?:answer|response|reply|ans)(?:\s*\(?(?:yes|no|please)[^):]{0,30}\)?)?\s*\d*\s*[:：]\s*(?P<rest>.*)",
            re.IGNORECASE | re.DOTALL,
        ),
    ),
    ("answer", re.compile(r"A\d{0,3}(?:[:：]|\.(?=\s|$))\s*(?P<rest>.*)", re.DOTALL)),
    (
        "comment",
        re.compile(
            r"(?:additional\s+)?(?:comments?|notes|remarks?|explanation|details|justification)"
            r"(?:\s*/\s*\w+)?\s*[:：]\s*(?P<rest>.*)",
            re.IGNORECASE | re.DOTALL,
        ),
    ),
    (
        "evidence",
        re.compile(
            r"(?:supporting\s+)?(?:evidence|attachments?|documents?|documentation)"
            r"(?:\s*\([^)]{0,40}\))?\s*[:：]\s*(?P<rest>.*)",
            re.IGNORECASE | re.DOTALL,
        ),
    ),
)
_GUIDANCE = re.compile(
    r"(?:guidance|hint|note|help|tip|example|e\.g\.|for example|rationale|why\b|instructions?|objective|intent|include|consider|such as|for instance)\b",
    re.IGNORECASE,
)
_IDLE = re.compile(
    r"(?:any |have (?:any )?|got |more )?(?:questions|problems)\b[^?]{0,40}\?|need (?:any )?help\?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Label:
    """A line such as "Answer: …": which place it marks, and what already stands there."""

    role: SlotRole
    rest: str


def one_line(text: str) -> str:
    """The text on one line, white space folded, without stray stars around it."""
    return " ".join(text.replace("\u00a0", " ").split()).strip(" *")


def asks(text: str) -> bool:
    """Whether it asks: a sentence ends in a question mark, or the words stand as in a question."""
    if _IDLE.match(text):
        return False
    return bool(_QUESTION_MARK.search(text) or _INVERTED.match(text))


def requests(text: str) -> bool:
    """Whether it asks by request: "Describe …", "Please list …", "If yes, provide …"."""
    return bool(_REQUEST.match(text)) and len(text.split()) > 1


def follows_up(text: str) -> bool:
    """Whether it only makes sense behind another question: "If yes, …"."""
    return bool(_FOLLOWS.match(text))


def is_blank(text: str) -> bool:
    """Whether nothing stands there: empty, ruled lines, or a placeholder to be typed over."""
    text = text.strip()
    if _RULED.fullmatch(text) or _PLACEHOLDER.fullmatch(text):
        return True
    return len(text) < 60 and "/" not in text and is_placeholder(text)


def is_ruled(text: str) -> bool:
    """Whether it is a line to write on: underscores or dots and no words."""
    return bool(_RULED.fullmatch(text)) and (
        text.count("_") >= 3 or text.count("…") + text.count(".") > 3
    )


def is_guidance(text: str) -> bool:
    """Whether it explains the question rather than answers it, by its first word or its brackets."""
    return bool(_GUIDANCE.match(text)) or (text.startswith("(") and text.endswith(")"))


def label_of(text: str) -> Label | None:
    """The place that a line marks ("Answer:", "Comments:", "Evidence:"), if it marks one."""
    stripped = text.strip().strip("*_").strip()
    for role, pattern in _LABELS:
        if found := pattern.fullmatch(stripped):
            rest = found.group("rest").strip().strip("*").strip()
            return Label(role, "" if is_blank(rest) else rest)
    return None


def field_type_of(text: str, options: tuple[str, ...] = ()) -> FieldType:
    """What kind of answer is wanted; a label that asks nothing is "text", "date" or "number"."""
    if options:
        folded = {o.casefold().strip(" .") for o in options}
        known = {"yes", "no", "n/a", "na", "not applicable", "partial", "partially"}
        return "yes_no" if folded <= known and folded & {"yes", "no"} else "choice"
    if asks(text) or requests(text):
        return "question"
    if len(text.split()) > 5 and (text.endswith(".") or _STATEMENT.search(text)):
        return "claim"
    if _DATE.search(text):
        return "date"
    return "number" if _NUMBER.search(text) else "text"
