"""Ids of questions: cells that hold one, ids glued in front of a text, parents, uniqueness."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from assistant.questions import Question

_CODE = re.compile(
    r"[A-Za-z]{0,12}[\s._:#-]?(?:[A-Za-z]{1,12}[._-])?\d{1,5}[A-Za-z]?(?:[._/-]?[A-Za-z0-9]{1,6}|\([A-Za-z0-9]{1,4}\)){0,6}\.?"
)
_GLUED = re.compile(
    r"^\s*(?P<id>(?:(?:Question|Frage|Q|Req)[\s.#-]*)?(?:"
    r"[A-Z]{1,8}(?:[.-][A-Z]{1,6})*[.-]?\d{1,4}(?:[.-]\d{1,4})*[a-z]?"  # AC-1.2, A.1.2, GRC01
    r"|\d{1,3}(?:\.\d{1,3})+[a-z]?"  # 1.2.3
    r"|\d{1,4}[a-z]?(?=\s*[.):\]])"  # 12. or 12)
    r"|\((?:\d{1,3}|[a-z]|[ivx]{1,4})\)|[a-zA-Z](?=[.)]\s)|[ivx]{1,4}(?=[.)]\s)"  # (a) a) iv.
    r"))\s*(?:[.):\]–—-]|\s)\s*(?P<rest>\S.*)$",
    re.DOTALL,
)
_LETTER = re.compile(r"\(?(?:[a-zA-Z]|[ivx]{1,4})[.)]?|\(\d{1,3}\)")
_PARTS = re.compile(r"[A-Za-z]+|\d+")


def is_code(text: str) -> bool:
    """Whether a cell could hold an id: a short code with a digit, or a lone letter as `a)`."""
    return len(text) <= 32 and bool(_CODE.fullmatch(text) or re.fullmatch(r"[A-Za-z][.)]?", text))


def unglued(text: str) -> tuple[str, str]:
    """The id in front of a question and the rest; an empty id where none stands there."""
    found = _GLUED.match(text)
    if found is None or not re.match(r"[^\W\d_]|[(\[\"'“¿]", found["rest"]):
        return "", text
    return re.sub(r"\s+", "", found["id"]).strip("()"), found["rest"].strip()


def is_letter(code: str) -> bool:
    """Whether an id only counts below the question before it: `a`, `(b)`, `iv`."""
    return bool(_LETTER.fullmatch(code))


def begins(code: str, longer: str) -> bool:
    """Whether `longer` is an id below `code`: 2.1 and 2.1.3, A and A.1, 4 and 4a, 1.0 and 1.1."""
    root = re.sub(r"(?:[.]0+)+$", "", code.rstrip(".)"))
    if not root or longer.casefold() == code.casefold():
        return False
    rest = longer[len(root) :]
    if not longer.casefold().startswith(root.casefold()) or not rest:
        return False
    if root[-1].isdigit():
        return not rest[0].isdigit()
    return not rest[0].isalpha()


def parent_of(code: str, known: Sequence[str] | frozenset[str]) -> str | None:
    """The nearest id among `known` that `code` is numbered below."""
    shorter = code
    while cut := re.search(r"[.\-/(]?(?:[A-Za-z]+|\d+)\)?$", shorter):
        shorter = shorter[: cut.start()]
        if shorter and shorter in known and begins(shorter, code):
            return shorter
        if not shorter:
            return None
    return None


def with_unique_ids(found: Sequence[tuple[Question, str, str]]) -> tuple[Question, ...]:
    """The questions with ids that are unique in the file; each comes with sheet and place.

    The same id on several sheets gets the sheet's name in front; several times on one sheet, `#1`,
    `#2` behind. An empty id becomes the place. Parents follow their question's new id.
    """
    sheets: dict[str, set[str]] = {}
    for question, sheet, _ in found:
        sheets.setdefault(question.id, set()).add(sheet)
    wide = [
        _in_sheet(question.id, sheet, sheets) if question.id else place
        for question, sheet, place in found
    ]
    counts, seen, ids = Counter(wide), Counter[str](), []
    for one in wide:
        seen[one] += 1
        ids.append(f"{one}#{seen[one]}" if counts[one] > 1 else one)
    return _with_parents(found, ids)


def _in_sheet(code: str, sheet: str, sheets: dict[str, set[str]]) -> str:
    return f"{sheet}!{code}" if len(sheets[code]) > 1 else code


def _with_parents(
    found: Sequence[tuple[Question, str, str]], ids: Sequence[str]
) -> tuple[Question, ...]:
    """Parents are named by id or, of a question without one, by place; the nearest above is meant."""
    latest: dict[tuple[str, str], str] = {}
    done = []
    for (question, sheet, place), one in zip(found, ids, strict=True):
        parent = latest.get((sheet, question.parent)) if question.parent else None
        done.append(replace(question, id=one, parent=parent))
        latest[sheet, question.id or place] = latest[sheet, place] = one
    return tuple(done)
