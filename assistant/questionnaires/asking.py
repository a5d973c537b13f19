"""Whether a text asks something, explains how to answer, or only names a part of the questionnaire."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.questionnaires.grid import fold

_ASKED = re.compile(r"[?？؟]|[⁇⁈]")
_BEGINS = re.compile(
    r"(?:do|does|did|is|are|was|were|has|have|had|can|could|will|would|shall|should|may|must|what|which"
    r"|who|whom|whose|when|where|why|how|describe|list|provide|explain|state|specify|indicate|detail"
    r"|outline|identify|attach|confirm|name|give|select|share|summari[sz]e|upload|submit|define|include"
    r"|enter|note any|document|demonstrate|elaborate|tell|discuss|please|kindly|if (?:yes|no|so|not)"
    r"|bitte|beschreiben|haben|hat|gibt es|werden|wird|sind|ist|wie|was|welche[rsnm]?|wer|wo|wann"
    r"|veuillez|decrivez|est ce|avez vous|disposez vous|quel(?:le)?s?|comment"
    r"|describa|indique|cuenta|tiene|existe|como|que|cual(?:es)?|descreva|informe|possui|descrivere)\b"
)
_NAMES = re.compile(
    r"(?:name|list|state|share|document|detail|outline|select|note)s? of\b|document (?:name|title)"
)
_ENDS_ASKING = re.compile(
    r"(?:か|ですか|ますか|吗|呢|까|나요|ください|下さい|十分か)[。.]?\s*$|^(?:请|請|是否|如何)|是否"
)
_INSTRUCTS = re.compile(
    r"(?:please |kindly |you (?:must|should|need to) )?(?:complete|fill|answer|respond|reply|read|review"
    r"|ensure|note|refer|see|use|return|do not|make sure|proceed|skip|go to|continue)\b"
)
_INSTRUCTS_HOW = re.compile(
    r"^note\b|^instructions?\b|^important\b|^nb\b"
    r"|\b(?:questions?|section|sheet|tab|questionnaire|form|table|workbook|rows?|columns?|cells?)\b.{0,40}"
    r"\b(?:below|above|following)\b|\b(?:below|following|all|each|every|remaining|this|these|the)\b.{0,30}"
    r"\b(?:questions?|section|sheet|tab|questionnaire|form|table|workbook|rows?|columns?|cells?|fields?)\b"
    r"|\b(?:skip|proceed to|go to|continue (?:to|with))\b|drop down"
)
_FOLLOWS = re.compile(
    r"(?:if (?:yes|no|so|not|applicable|not applicable|answered|you answered|the answer|your answer|other|any"
    r"|selected|partial|partially|available|implemented|in place|none|the above|this is)\b"
    r"|if (?:not|it is|they are|there (?:is|are))\b"
    r"|if .{0,20}\b(?:above|previous question)\b|wenn (?:ja|nein)|falls (?:ja|nein|vorhanden)|si oui|si non"
    r"|en caso (?:afirmativo|negativo)|se (?:sim|nao|si)\b|in caso affermativo|zo ja|zo nee)"
)
_FIELD = re.compile(
    r"\b(?:name|names|address|addresses|website|url|e mail|email|phone|telephone|contact|job title|country|countries"
    r"|location|locations|date|number|vat id|registration|headquarters|industry|year founded|employees)$"
)
_LEAD = re.compile(r"^\s*(?:[(\[][^()\[\]]{0,60}[)\]]\s*)+")


@lru_cache(maxsize=20_000)
def asks(text: str) -> bool:
    """Whether the text is a question or a request to the respondent, in form."""
    if _ASKED.search(text):
        return True
    plain = fold(_LEAD.sub("", text))
    begins = len(plain.split()) > 2 and _BEGINS.match(plain) and not _NAMES.match(plain)
    return bool(begins or _ENDS_ASKING.search(text.strip())) and not instructs(text)


def instructs(text: str) -> bool:
    """Whether the text tells how to fill the questionnaire in, rather than asks about the company."""
    if _ASKED.search(text):
        return False
    plain = fold(_LEAD.sub("", text))
    if re.match(r"(?:note|notes|instructions?|important|nb)\b", plain) and len(plain.split()) > 4:
        return True
    conditional = re.match(r"if (?:you|your) (?:answer|answered|responded|response)", plain)
    if conditional and _INSTRUCTS_HOW.search(plain):
        return True
    return bool(_INSTRUCTS.match(plain) and _INSTRUCTS_HOW.search(plain))


def follows(text: str) -> bool:
    """Whether the text only makes sense after the question before it: "If yes, …"."""
    return bool(_FOLLOWS.match(fold(text.lstrip("-–—•*([ "))))


def names_part(text: str) -> bool:
    """Whether the text could name a section: short, and asking nothing."""
    short = len(text.split()) <= 14 and len(text) <= 120
    return (
        short and not asks(text) and not instructs(text) and not text.rstrip().endswith((".", ";"))
    )


def names_field(text: str) -> bool:
    """Whether the text is the label of a form's field: `Company name`, `Head office address`."""
    return bool(_FIELD.search(fold(re.sub(r"\(.*?\)", "", text))))


def word_count(text: str) -> int:
    """Words of the text; a script without spaces counts two letters as one."""
    wide = len(re.findall(r"[\u3040-\u30ff\u3400-\u9fff]", text))
    return len(text.split()) + wide // 2
