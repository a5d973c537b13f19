"""What a column of a questionnaire holds, told by its head; the words are data in `corpus/`.

`columns` weighs this against what the column's cells hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Literal, cast

import yaml

from assistant.errors import CorpusError
from assistant.questionnaires.grid import fold
from assistant.resources import corpus

Role = Literal[
    "id",
    "parent",
    "limit",
    "options",
    "context",
    "evidence",
    "comment",
    "answer",
    "question",
    "section",
    "subsection",
    "other",
    "mark",
]
Strength = Literal[3, 2, 1]
"""3: the head is the role's name; 2: the role's words stand in it; 1: only if nothing is better."""

_TO_FILL: tuple[Role, ...] = ("answer", "comment", "evidence")
_LONGEST = 14
"""Words above which a cell is a text, not the head of a column."""
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|（[^（）]*）")
_MARKS = "✓✔☑☒✗✘×●■"
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


@dataclass(frozen=True, slots=True)
class Head:
    """What the head says: a role, how surely, and whether the respondent is named in it."""

    role: Role
    strength: Strength
    ours: bool = False


@dataclass(frozen=True, slots=True)
class _Words:
    role: Role
    exact: frozenset[str]
    words: re.Pattern[str]
    weak: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    roles: tuple[_Words, ...]
    not_ours: re.Pattern[str]
    ours: re.Pattern[str]
    parties: frozenset[str]
    answers: frozenset[str]
    placeholders: frozenset[str]
    silent: frozenset[str]


@lru_cache(maxsize=20_000)
def understand_head(text: str) -> Head | None:
    """The role that a head names, or None where it names none that is known."""
    plain = _BRACKETS.sub(" ", text)
    name = fold(plain) or fold(text)
    if not name or len(name.split()) > _LONGEST:
        return None
    if is_answer_word(text):
        return Head("mark", 3)
    words = _vocabulary()
    ours = bool(words.ours.search(name))
    found = _role(" ".join(words.ours.sub(" ", name).split()) if ours else name) or _role(name)
    listed = head_options(text)
    if found is None and not listed:
        return Head("answer", 1, ours=True) if name in words.parties else None
    role, strength = found or ("answer", 2)
    if listed and role in ("comment", "evidence"):
        # `Evidence attached (Y/N)` wants no evidence but a yes about it.
        role = "other"
    if not ours and words.not_ours.search(name) and role not in ("question", "id", "section"):
        role = "context" if role == "context" else "other"
    return Head(role, strength, ours)


def row_heads(cells: Mapping[int, str]) -> dict[int, Head]:
    """What the cells of a head row say, by column; cells that name no known role are left out.

    `No` beside `Yes` is an answer to mark; alone it is short for number.
    """
    heads = {c: head for c, text in cells.items() if (head := understand_head(text))}
    marks = [c for c, head in heads.items() if head.role == "mark"]
    if len(marks) == 1 and fold(cells[marks[0]]) == "no":
        heads[marks[0]] = Head("id", 3)
    return heads


def names_others(text: str) -> bool:
    """Whether a head over several heads says that they are for others to fill: `Internal use only`."""
    name, words = fold(text), _vocabulary()
    return bool(words.not_ours.search(name)) and not words.ours.search(name)


def is_answer_word(text: str) -> bool:
    """Whether a short text is itself an answer, such as Yes, N/A or Partially implemented."""
    return len(text) <= 40 and fold(text) in _vocabulary().answers


def is_placeholder(text: str) -> bool:
    """Whether a text only holds the answer's place: `[Select]`, `Choose an item.`, `Yes / No`."""
    if not fold(text):
        return not set(text) & set(_MARKS)
    if fold(text) in _vocabulary().placeholders:
        return True
    return len(listed_options(text)) > 1


def is_silent_sheet(name: str) -> bool:
    """Whether a sheet of this name explains, counts or lists rather than asks."""
    folded = re.sub(r"^\d+ | \d+$", "", fold(name))
    return folded in _vocabulary().silent


def listed_options(text: str, *, mostly: bool = False) -> tuple[str, ...]:
    """The answers that a text lists, `Yes / No / N/A` or `☐ Yes ☐ No`; empty if it is no list.

    All of them must be known answers, or with `mostly` two of them, if the others are as short.
    """
    if len(text) > 120:
        return ()
    joined = re.sub(r"\bN\s*/\s*A\b", "N\u2044A", text, flags=re.IGNORECASE)
    parts = re.split(r"[/,;|\n☐□○◯◻]|\[ ?\]|\bor\b|\boder\b|\bou\b", joined)
    options = tuple(p.replace("\u2044", "/").strip(" .:()[]") for p in parts)
    options = tuple(option for option in options if option)
    known = sum(is_answer_word(option) for option in options)
    brief = mostly and known > 1 and all(len(option.split()) <= 3 for option in options)
    return options if len(options) > 1 and (known == len(options) or brief) else ()


def head_options(text: str) -> tuple[str, ...]:
    """The answers that a head lists, in brackets or as the whole of it: `Answer (Yes / No / NA)`."""
    for found in re.findall(r"[(\[（]([^()\[\]（）]+)[)\]）]", text):
        if options := listed_options(found, mostly=True):
            return options
    return listed_options(re.sub(r"^[^:]{0,40}:", "", text))


def _role(name: str) -> tuple[Role, Strength] | None:
    rules = _vocabulary().roles
    for rule in rules:
        if name in rule.exact:
            return rule.role, 3
    for rule in rules:
        if name in rule.weak:
            return rule.role, 1
    for rule in rules:
        if rule.words.search(name):
            return rule.role, 2
    return None


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    """Finds any of the words, whole; those of scripts without spaces anywhere."""
    listed = sorted(words, key=len, reverse=True)
    spaced = "|".join(re.escape(word) for word in listed if not _WIDE.search(word))
    joined = [re.escape(word) for word in listed if _WIDE.search(word)]
    return re.compile("|".join([f"(?<!\\S)(?:{spaced})(?!\\S)"] * bool(spaced) + joined) or "(?!)")


@cache
def _vocabulary() -> _Vocabulary:
    path = corpus("questionnaires", "columns.yaml")
    data: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    try:
        return _Vocabulary(
            roles=tuple(_words(row) for row in data["roles"]),
            not_ours=_any_of(_folded(data["not_ours"])),
            ours=_any_of(_folded(data["ours"])),
            parties=_folded(data["ours"]),
            answers=_folded(data["answer_words"]),
            placeholders=_folded(data["placeholders"]),
            silent=_folded(data["silent_sheets"]),
        )
    except KeyError as missing:
        raise CorpusError(f"{path.name} lacks {missing}") from missing


def _words(row: dict[str, Any]) -> _Words:
    return _Words(
        role=cast(Role, row["role"]),
        exact=_folded(row.get("exact", ())),
        words=_any_of(_folded(row.get("words", ()))),
        weak=_folded(row.get("weak", ())),
    )


def _folded(words: list[str] | tuple[str, ...]) -> frozenset[str]:
    return frozenset(fold(word) for word in words)
