"""Where sentences begin and end: spans of a text that can be quoted by themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator

_ABBREVIATIONS = frozenset(
    "e.g i.e eg ie etc vs cf al approx dept est inc ltd co corp llc plc gmbh no nos art sec para fig "
    "ref vol ed eds pp p mr mrs ms dr prof st sr jr jan feb mar apr jun jul aug sep sept oct nov dec "
    "u.s u.k e.u a.m p.m resp incl max min tel ext dba aka ca rev ver".split()
)
_ENDS_TOO = frozenset("etc inc ltd co corp llc plc gmbh al a.m p.m u.s u.k e.u jr sr".split())
"""Abbreviations that may also be the last word of a sentence: a capital letter behind decides."""

_END = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’»)\]*_`]*+(?=\s)|[。！？]+[」』”’]*")
_LAST_WORD = re.compile(r"[\w.]+$")
_LISTED = re.compile(
    r"\s*(?:[-*+•▪–·>|#]+|\(?(?:\d{1,3}(?:\.\d{1,3})*|[A-Za-z]|[ivxIVX]{1,5})[.)])(?:\s+|$)"
)
_DATED = re.compile(
    r"\s*[\[(<]?(?:\d{4}[-/ ](?:\d\d|[A-Z][a-z]{2})[-/ ]|[A-Z][a-z]{2}\s+\d{1,2} \d\d:|\d+\.\d+\.\d+\.\d+ |"
    r"type=\w|\d{10})"
)
_SYNTAX = re.compile(r"\s*(?:[\"'{}\[\]<|`]|//|[\w.\-\"' ]{1,40}\s*(?:[:=](?:\s|$)|\{))")
_CLOSED = re.compile(r"[{}\[\]>|:;]\s*$|^\s*(?:[#|]|={1,6} )")
_DELIMITER = re.compile(r",(?! )|[;\t|]")
_WORD = re.compile(r"[^\W_]")
_SHORT_LINE = 45


def sentences(text: str, start: int = 0) -> tuple[tuple[int, int], ...]:
    """The spans of the sentences of `text`, in order, without white space around them.

    `start` is added to every offset. Abbreviations, list markers, decimals, ids and addresses do
    not end a sentence; a line break does where it ends a list item, a row or a paragraph. Pieces
    without a letter or digit are left out.
    """
    spans = []
    for first, last in _units(text):
        for begin, end in _sentences_of(text, first, last):
            body = text[begin:end]
            begin += len(body) - len(body.lstrip())
            end = begin + len(body.strip())
            if _WORD.search(text, begin, end):
                spans.append((start + begin, start + end))
    return tuple(spans)


def ends_sentence(text: str, mark: re.Match[str], first: int) -> bool:
    """Whether the full stop or mark found at `mark` ends a sentence that began at `first`."""
    if text[mark.start()] != "." or mark.end() - mark.start() > 2:
        return True
    follower = text[mark.end() : mark.end() + 40].lstrip()[:1]
    if follower.islower():
        return False
    if _LISTED.fullmatch(text, first, mark.end()):
        return False
    found = _LAST_WORD.search(text, max(first, mark.start() - 30), mark.start())
    word = found[0].strip(".").lower() if found else ""
    if word in _ABBREVIATIONS:
        return word in _ENDS_TOO and follower.isupper()
    return not (len(word) == 1 and word.isalpha() and found is not None and found[0].isupper())


def sentence_marks(text: str, first: int, last: int) -> Iterator[re.Match[str]]:
    """Each mark in `text[first:last]` that may end a sentence."""
    return _END.finditer(text, first, last)


def _sentences_of(text: str, first: int, last: int) -> Iterator[tuple[int, int]]:
    begin = first
    for mark in sentence_marks(text, first, last):
        if mark.end() < last and ends_sentence(text, mark, begin):
            yield begin, mark.end()
            begin = mark.end()
    if begin < last:
        yield begin, last


def _units(text: str) -> Iterator[tuple[int, int]]:
    """Runs of lines that belong together: a paragraph, a list item, a row."""
    begin = at = 0
    line = ""
    for following in text.splitlines(keepends=True):
        if at > begin and _breaks(line, following):
            yield begin, at
            begin = at
        at += len(following)
        line = following
    if at > begin:
        yield begin, at


def _breaks(line: str, following: str) -> bool:
    """Whether the break between two lines ends a unit rather than folds a long line."""
    if not line.strip() or not following.strip():
        return True
    if _LISTED.match(following) or _DATED.match(following) or _SYNTAX.match(following):
        return True
    if _CLOSED.search(line):
        return True
    if len(line) < _SHORT_LINE and following.lstrip()[:1].isupper():
        return True
    columns = len(_DELIMITER.findall(line))
    return columns >= 2 and columns == len(_DELIMITER.findall(following))
