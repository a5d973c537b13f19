"""Template text that nobody filled in, told apart from what only looks like it.

Links, check boxes, citations, code, templating of configuration files and lists of open issues are
full of the same brackets. Every pattern here has bounded repetition, so a hostile line costs no
more than a long one.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from ingest.model import Block, EvidenceKind, Parsed

_NOUNS = (
    r"(?:company|organi[sz]ation|client|customer|vendor|supplier|provider|business|entity|firm|agency|product"
    r"|service|system|department|team|employee|your|job|role|position|person|people|contact|owner|approver|author"
    r"|reviewer|manager|officer|name|title|date|day|month|year|period|amount|number|address|e-?mail|phone|telephone"
    r"|url|location|city|state|country|jurisdiction|version|signature|frequency|time ?frame|days|hours|tool)"
)
_ORDERS = (
    r"(?:insert|enter|add|set|list|specify|replace|fill|provide|describe|state|define|choose|select|include"
    r"|name of|title of|date of|names? of|type|describe|identify|indicate|update|your|tbc|tbd|to be)"
)
_FIELD = (
    rf"(?:the |your |full |legal |registered |effective |start |end |approval |current )?{_NOUNS}"
)

# [set the …], [Company Name], [person responsible for …], [day/month/year]; never [text](url).
_SQUARE = re.compile(
    rf"(?<![\]!\\\w`\[])\[\s?(?:"
    rf"{_ORDERS}\b[^\[\]\n]{{2,300}}"
    rf"|{_FIELD}(?:[ /_-]{{1,3}}(?:of |or |for |and )?{_NOUNS}){{0,4}}(?:\(s\))?"
    rf"|(?:person|people|party|role|title|job title|position|name|names|team|department)s? "
    rf"(?:responsible|in charge|of|or|who)\b[^\[\]\n]{{2,200}}"
    rf"|(?:xx+|●|•|_{{2,20}}|blank)"
    rf")\s?\](?![(\[:])",
    re.IGNORECASE,
)
# <insert email address here>, <company name>; HTML tags and generics have no such words.
_ANGLE = re.compile(
    rf"(?<![\w/`$<=@.-])<\s?(?:{_ORDERS}\b[ _-][^<>=\n`]{{2,200}}"
    rf"|{_FIELD}(?:[ _-]{{1,2}}(?:of |or )?{_NOUNS}){{1,4}})\s?>(?![\w./`(])",
    re.IGNORECASE,
)
_BRACES = re.compile(r"(?<![$\\{`%])\{\{-?\s{0,3}[.$]?[A-Za-z][^{}\n`]{0,60}\}\}(?!`)")
_DOLLAR = re.compile(
    r"(?<![\\`$])\$\{(?:[A-Z]{2,20}_){0,3}(?:COMPANY|ORG|ORGANI[SZ]ATION|NAME|DATE|OWNER|EMAIL|ADDRESS|TITLE"
    r"|APPROVER|VENDOR|CLIENT|CUSTOMER|PRODUCT)(?:_[A-Z]{2,20}){0,3}\}(?!`)"
)
_PERCENT = re.compile(r"%%?(?:COMPANY|ORGANI[SZ]ATION|CLIENT|OWNER|APPROVER)(?:_?NAME)?%%?")
_TODO = re.compile(
    r"(?:^|(?<=[|\t>*(\[:])|(?<=- ))[ \t]{0,4}\**(?:TODO|FIXME|XXX)\b(?!/)(?:\**:|[ \t]{0,4}(?=$|\|)|(?=[ \t)\]]))"
    r"[^\n|]{0,120}",
    re.MULTILINE,
)
_TO_BE = re.compile(
    r"(?<![\w'\"“‘`/.-])(?:TBD|TBC|T\.B\.D\.?)(?![\w'\"”’`/-])"
    r"|(?:^|(?<=[|\t])|(?<=: ))[ \t]{0,4}(?i:to be (?:determined|completed|filled in|written|defined))[ \t.]{0,4}(?=$|\|)",
    re.MULTILINE,
)
# Capitals that give an order are for a person even inside a code block, such as a mail template.
_SHOUTED = re.compile(r"\[(?:REPLACE|INSERT|ENTER|FILL|YOUR|COMPANY)\b[A-Z0-9 ,/_'-]{2,100}\]")
_LICENCE_FORM = "How to Apply These Terms to Your New Programs"
_FILLER = re.compile(r"lorem ipsum[^\n]{0,60}", re.IGNORECASE)
_BLANK = re.compile(
    r"(?<=[A-Za-z:.,)’'\"”“(] )_{4,200}|(?<=[A-Za-z:])_{5,200}(?!\w)|(?<!\S)_{2,20} (?=day of)"
)
_SOON = re.compile(
    r"^[#>* \t]{0,8}(?:template |content |more |policy )?coming soon\W{0,5}$",
    re.IGNORECASE | re.MULTILINE,
)

_ALWAYS = (_SQUARE, _ANGLE, _BRACES, _DOLLAR, _PERCENT, _FILLER, _SOON)
_IN_DOCUMENTS = (_TODO, _TO_BE, _BLANK)

_MACHINE: frozenset[EvidenceKind] = frozenset({"config", "log", "screenshot"})
_OPEN_WORK: frozenset[EvidenceKind] = frozenset({"ticket", "population", "sample", "log", "config"})
_CODE_MEDIA = re.compile(
    r"x-(?:python|script|sh|go|java|source|c)|javascript|typescript|sql|x-code"
)
_FENCE = re.compile(r"^[ \t>]{0,12}(`{3,}|~{3,}|-{4,}$|\.{4,}$)", re.MULTILINE)
_INLINE = re.compile(r"`[^`\n]{1,300}`")


@dataclass(frozen=True, slots=True)
class Placeholder:
    """One unfilled place: `text[start:end]`."""

    start: int
    end: int


def placeholders(parsed: Parsed, kind: EvidenceKind) -> tuple[Placeholder, ...]:
    """The unfilled places of an item, in order and without overlaps.

    Configuration, logs, screenshots and source code have none by definition: their templating is
    how they work.
    """
    if kind in _MACHINE or _CODE_MEDIA.search(parsed.media_type):
        return ()
    text = parsed.text
    patterns = _ALWAYS if kind in _OPEN_WORK else (*_ALWAYS, *_IN_DOCUMENTS)
    spans = sorted({m.span() for pattern in patterns for m in pattern.finditer(text)})
    code = _code_spans(text, parsed.blocks) if spans else ()
    labels = _link_labels(text) if spans else frozenset()
    forms = text.find(_LICENCE_FORM)
    kept: list[Placeholder] = []
    for start, end in spans:
        start += len(text[start:end]) - len(text[start:end].lstrip())
        inside = kept and start < kept[-1].end
        coded = _within(code, start) and not _SHOUTED.match(text, start)
        if inside or coded or 0 <= forms < start or text[start:end].strip("[]").lower() in labels:
            continue
        kept.append(Placeholder(start, start + len(text[start:end].rstrip())))
    return tuple(kept)


def _code_spans(text: str, blocks: tuple[Block, ...]) -> tuple[tuple[int, int], ...]:
    """Code blocks, fenced lines and inline code, in order of their start."""
    spans = [(b.start, b.end) for b in blocks if b.role == "code"]
    opened: re.Match[str] | None = None
    for fence in _FENCE.finditer(text):
        if opened is None:
            opened = fence
        elif fence.group(1)[:3] == opened.group(1)[:3]:
            if fence.group(1)[0] in "`~":
                spans.append((opened.start(), fence.end()))
            opened = None
    spans += [m.span() for m in _INLINE.finditer(text)]
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def _within(spans: tuple[tuple[int, int], ...], at: int) -> bool:
    index = bisect_right(spans, at, key=lambda span: span[0]) - 1
    return index >= 0 and at < spans[index][1]


_LABEL = re.compile(r"^ {0,3}\[([^\]\n]{1,80})\]:", re.MULTILINE)


def _link_labels(text: str) -> frozenset[str]:
    """The names of reference links, which stand in brackets wherever they are used."""
    return frozenset(match.group(1).lower() for match in _LABEL.finditer(text))
