"""From our verdict to the questionnaire's own words: the one option that says it, or none.

An option is taken only where it says neither more nor less than the verdict. Where none does, the
place stays empty with the reason: a wrong option in a customer's file is worse than an empty one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.answers import Answer, Verdict
from assistant.questions import Question

Meaning = Literal["yes", "fully", "partly", "planned", "no", "not_applicable"]

_PHRASES: dict[Meaning, str] = {
    "yes": """yes|y|true|ja|j|oui|o|sí|si|sim|in place|implemented|compliant|in compliance|complies
        |comply|conforms|conforming|conformant|met|meets|requirement met|meets requirement
        |meets requirements|satisfied|adopted|supported|affirmative|done|complete|completed|✓|✔|✅
        |umgesetzt|erfüllt|konform|vorhanden|zutreffend|trifft zu|wahr|en place|conforme|vrai
        |mis en œuvre|mis en place|cumple|implementado|verdadero|はい|是""",
    "fully": """fully|full|in full|completely|fully implemented|fully compliant|fully in place
        |fully met|fully meets|fully supported|fully satisfied|full compliance|entirely|yes fully
        |vollständig|voll umgesetzt|vollständig umgesetzt|voll erfüllt|vollständig erfüllt
        |entièrement|totalement|pleinement|totalmente|completamente|plenamente""",
    "partly": """partially|partial|partly|in part|to some extent|partially implemented
        |partly implemented|partially compliant|partly compliant|partial compliance
        |partially in place|partly in place|partially met|partly met|partially meets|with limits
        |partially supported|partially satisfied|with limitations|with exceptions|with exception
        |limited|teilweise|zum teil|teilweise umgesetzt|teilweise erfüllt|teils|partiellement
        |en partie|parcialmente|parcial|en parte|em parte""",
    "planned": """planned|in progress|planned or in progress|in planning|in development|on roadmap
        |under development|on the roadmap|roadmap|work in progress|wip|to be implemented
        |being implemented|implementation in progress|implementation planned|will be implemented
        |planned for the future|but planned|not yet but planned|geplant|in arbeit|in umsetzung
        |in planung|prévu|planifié|en cours|planeado|planificado|en curso|em andamento|previsto""",
    "no": """no|n|false|nein|non|não|not in place|not implemented|non compliant|noncompliant|not met
        |not compliant|does not comply|non compliance|non conforming|nonconforming|not supported
        |does not meet|not satisfied|requirement not met|negative|not done|missing|absent|✗|✘|❌
        |nicht umgesetzt|nicht erfüllt|nicht konform|nicht vorhanden|falsch|pas en place|faux
        |non conforme|no cumple|no conforme|no implementado|falso|não conforme|いいえ|否""",
    "not_applicable": """n a|na|not applicable|does not apply|not relevant|inapplicable|n v t
        |nicht anwendbar|nicht zutreffend|trifft nicht zu|entfällt|nicht relevant|n z
        |sans objet|non applicable|s o|no aplica|no aplicable|não aplicável|não se aplica""",
}
_PLAIN = re.compile(r"[^\w✓✔✅✗✘❌]+")
_SIGNS = re.compile(r"[✓✔✅✗✘❌]")
_BRACKETED = re.compile(r"\s*[(\[][^)\]]*[)\]]\s*")
_NUMBERED = re.compile(r"^\(?(?:\d{1,2}|[a-z]{1,3})(?:[.):]|\s*[-–—=])\s*(?=\w)", re.IGNORECASE)
_ASIDE = re.compile(
    r"(?:if (?:so|yes|no)\b|(?:please\s+)?(?:explain|describe|provide|specify|comment|elaborate"
    r"|attach|see|give|justify|state|note|add)\b)",
    re.IGNORECASE,
)
_HEAD = re.compile(r"(yes|no|ja|nein|oui|non|sí|si)\b[\s,;:.–—-]*(.*)$", re.IGNORECASE | re.DOTALL)
_WANTED: dict[Verdict, tuple[Meaning, ...]] = {
    "yes": ("yes", "fully"),
    "yes_with_limits": ("partly",),
    "planned": ("planned",),
    "no": ("no",),
    "not_applicable": ("not_applicable",),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """The option to enter, in the customer's own words; None with the reason where none is right."""

    option: str | None
    reason: str = ""


def vocabulary(question: Question) -> tuple[str, ...]:
    """What may be answered: the columns to mark, else the list the file accepts, else the options."""
    answers = [slot for slot in question.slots if slot.role == "answer"]
    marks = tuple(slot.mark for slot in answers if slot.mark)
    if marks:
        return marks
    listed = next((slot.choices for slot in answers if slot.choices), ())
    return listed or question.options


def choose(question: Question, answer: Answer) -> Choice:
    """The option of `question` that says what `answer` says, or none and why.

    A plain "Yes" stands for "yes with limits" only where a place beside it can state the limit.
    """
    if answer.verdict == "needs_input":
        return Choice(None, f"needs input: {answer.missing}" if answer.missing else "needs input")
    options = tuple(o for o in vocabulary(question) if o.strip())
    if answer.verdict == "narrative":
        return Choice(None, f"the answer is in words; the options are {_listed(options)}")
    wanted = _WANTED[answer.verdict]
    if answer.verdict == "yes_with_limits" and _limit_can_be_said(question):
        wanted = (*wanted, "yes")
    said = answer.verdict.replace("_", " ")
    for meaning in wanted:
        fitting = [option for option in options if meaning_of(option) == meaning]
        if len({_plain(option) for option in fitting}) > 1:
            return Choice(None, f"more than one option says {said!r}: {_listed(fitting)}")
        if fitting:
            return Choice(fitting[0])
    return Choice(None, f"no option says {said!r} and no more: {_listed(options)}")


def meaning_of(option: str) -> Meaning | None:
    """What an option says; None where it says something that no verdict says.

    >>> meaning_of("1 - Yes (please explain)"), meaning_of("Yes, partially")
    ('yes', 'partly')
    >>> meaning_of("Yes, by a third party") is None
    True
    """
    whole = _known(option)
    if whole:
        return whole
    if _qualified(option):
        return None
    bare = _BRACKETED.sub(" ", option).strip()
    for text in (bare, _NUMBERED.sub("", bare)):
        found = _known(text) or _with_rest(text)
        if found:
            return found
    return None


def _qualified(option: str) -> bool:
    """Whether brackets add something that must be true too: `Yes (tested by a third party)`.

    A request for words, an abbreviation and a word of the same meaning add nothing.
    """
    for found in re.finditer(r"[(\[]([^)\]]*)[)\]]", option):
        inner = found[1].strip()
        if len(inner) > 3 and not _ASIDE.match(inner) and _known(inner) is None:
            return True
    return False


def _with_rest(text: str) -> Meaning | None:
    """A yes or no that goes on: the rest may say how far, or ask for words; else it says too much."""
    head = _HEAD.match(text)
    if head is None:
        return None
    said, rest = _known(head[1]), head[2]
    if not rest or _ASIDE.match(rest):
        return said
    how = _known(rest)
    if said == "yes" and how in ("yes", "fully", "partly", "planned"):
        return how
    return how if said == "no" and how in ("no", "planned") else None


def _known(text: str) -> Meaning | None:
    return _MEANINGS.get(_plain(text))


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold().replace("\ufe0f", "")
    plain = _PLAIN.sub(" ", folded).strip()
    return _SIGNS.sub("", plain).strip() or plain


def _limit_can_be_said(question: Question) -> bool:
    answer = question.slot("answer")
    free = answer is not None and not answer.choices and not answer.mark
    return free or question.slot("comment") is not None


def _listed(options: Sequence[str]) -> str:
    return ", ".join(repr(option) for option in options) or "none"


_MEANINGS: dict[str, Meaning] = {
    _plain(phrase): meaning
    for meaning, phrases in _PHRASES.items()
    for phrase in phrases.split("|")
}
