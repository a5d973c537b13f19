"""Any other JSON or YAML: records that hold a question, wherever they stand, and bare lists of questions.

Covers lists of `{id, question, …}`, sections with items, control catalogues with questions (as the
machine-readable CAIQ has them), survey tools' exports and mappings of ids to questions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from assistant.questionnaires.shapes import keys
from assistant.questionnaires.shapes.values import options_of, pointer, said, type_of
from assistant.questionnaires.text.wording import asks, field_type_of, requests
from assistant.questions import Question, Slot, SlotRole


def is_one(data: Any) -> bool:
    """Anything at all may hold questions; a file without any gives none."""
    return True


def questions(data: Any) -> Iterator[tuple[Question, str]]:
    """The questions in the order of the file, each with its pointer."""
    yield from _walk(data, _Where())


@dataclass(frozen=True, slots=True)
class _Where:
    """Where in the file we are."""

    at: str = ""
    key: str = ""
    """The folded key of the list or mapping that we are in."""
    section: str = ""
    parent: str | None = None
    id: str = ""
    """The key in a mapping of ids to questions."""
    context: str = ""


def _walk(value: Any, where: _Where) -> Iterator[tuple[Question, str]]:
    if isinstance(value, dict):
        yield from _mapping(value, where)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            below = replace(where, at=where.at + pointer(number), id="")
            if isinstance(inner, str):
                yield from _bare(inner, value, below)
            else:
                yield from _walk(inner, below)


def _bare(text: str, beside: list[Any], where: _Where) -> Iterator[tuple[Question, str]]:
    """A text in a list: a question where its list is one of questions, or asks as a whole."""
    plain = said(text)
    texts = [said(t) for t in beside if isinstance(t, str)]
    listed = where.key in ("questions", "items", "subquestions", "followups", "checks", "")
    asking = sum(asks(t) or requests(t) for t in texts)
    if where.key in (*keys.OPTIONS, *keys.ANSWER) or not plain:
        return
    if where.key == "questions" or (listed and asking * 2 > len(texts)):
        # The text itself stands at the pointer, so there is no place for an answer beside it.
        made = Question(id="", text=plain, section=where.section, parent=where.parent)
        yield replace(made, field_type=field_type_of(plain)), where.at


def _mapping(value: dict[Any, Any], where: _Where) -> Iterator[tuple[Question, str]]:
    folded = {_fold(k): k for k in value}
    record = _text_key(value, folded, where)
    below = where
    if record is not None:
        made = _question(value, folded, record, where)
        yield made, where.at
        below = replace(where, parent=made.id or where.at, section=made.section)
    else:
        heading = _first(value, folded, keys.HEADING)
        below = replace(
            where,
            section=heading if heading and len(heading.split()) < 16 else where.section,
            context=_control(value, folded) or where.context,
        )
        yield from _by_ids(value, where)
    for key, inner in value.items():
        name = _fold(key)
        skipped = name in (*keys.OPTIONS, *keys.CONTEXT) or (record is not None and key == record)
        if isinstance(inner, (dict, list)) and not (skipped and record is not None):
            yield from _walk(
                inner, replace(below, at=where.at + pointer(str(key)), key=name, id=str(key))
            )


def _control(value: Mapping[Any, Any], folded: dict[str, Any]) -> str:
    """What a control above its questions says."""
    return _first(
        value, folded, ("specification", "controlspecification", "controltext", "description")
    )


def _by_ids(value: dict[Any, Any], where: _Where) -> Iterator[tuple[Question, str]]:
    """A mapping of ids to questions: `{"q1": "Do you …?"}`."""
    texts = {k: said(v) for k, v in value.items() if isinstance(v, str)}
    asking = {k: t for k, t in texts.items() if asks(t) and len(t.split()) >= keys.FEW_WORDS}
    known = (*keys.HEADING, *keys.CONTEXT, *keys.TEXT)
    if where.key != "questions" and (len(asking) < 2 or len(asking) * 2 <= len(texts)):
        return
    for key, text in asking.items():
        if _fold(key) not in known:
            made = Question(id=str(key), text=text, section=where.section, parent=where.parent)
            yield replace(made, field_type=field_type_of(text)), where.at + pointer(str(key))


def _text_key(value: dict[Any, Any], folded: dict[str, Any], where: _Where) -> Any | None:
    """The key under which a mapping asks; None where it is no question."""
    if type_of(_first(value, folded, keys.TYPE), ()) == "group":
        return None
    for name in keys.QUESTION:
        key = folded.get(name)
        if key is not None and said(value[key]):
            return key
    if _holds_others(value, folded):
        return None
    named = (folded[n] for n in keys.TEXT if n in folded)
    return next(
        (k for k in named if (text := said(value[k])) and _is_asked(text, k, folded, where)), None
    )


def _holds_others(value: dict[Any, Any], folded: dict[str, Any]) -> bool:
    """Whether it is a section: it lists items, which are no follow-ups, and is not answered itself."""
    lists = [folded[n] for n in keys.LISTS if n in folded and n not in keys.BELOW]
    return any(isinstance(value[k], list) for k in lists) and not _answers(folded)


def _is_asked(text: str, key: Any, folded: dict[str, Any], where: _Where) -> bool:
    if asks(text):
        return _is_listed(where) or _answers(folded)
    if _answers(folded) and _is_listed(where):
        return True
    return where.key in ("questions", *keys.BELOW) and _fold(key) in ("text", "title", "label")


def _answers(folded: dict[str, Any]) -> bool:
    """Whether a mapping has a place for an answer, or says how it is answered."""
    places = any(n in folded for n in (*keys.ANSWER, *keys.OPTIONS[:5], *keys.TYPE[1:6]))
    return places or (
        "type" in folded and any(n in folded for n in ("id", "linkid", "required", "name"))
    )


def _is_listed(where: _Where) -> bool:
    return where.key in keys.LISTS or where.key == "" or "question" in where.key


def _question(
    value: dict[Any, Any], folded: dict[str, Any], record: Any, where: _Where
) -> Question:
    text = said(value[record])
    free = {n: k for n, k in folded.items() if k != record}
    options = next((o for n in keys.OPTIONS if n in free and (o := options_of(value[free[n]]))), ())
    kind = type_of(_first(value, free, keys.TYPE), options)
    answered = next((said(value[free[n]]) for n in keys.ANSWER if n in free), "")
    ids = {n: k for n, k in free.items() if n != "name" or _is_slug(said(value[k]))}
    plain = field_type_of(text, options)
    return Question(
        id=_first(value, ids, keys.ID)
        or (where.id if not where.id.isdigit() and where.key == "questions" else ""),
        text=text,
        section=_first(value, free, keys.SECTION) or where.section,
        parent=_first(value, free, keys.PARENT) or where.parent,
        context="\n".join(filter(None, (where.context, _first(value, free, keys.CONTEXT)))),
        options=options,
        slots=tuple(_slots(free, where, options)),
        hidden=_hidden(value, folded),
        answered="" if answered in ("null", "~") else answered,
        remark=_first(value, free, keys.COMMENT),
        field_type=plain if kind in (None, "text") and plain != "text" else kind or plain,
        max_words=_limit(value, folded),
    )


def _slots(free: dict[str, Any], where: _Where, options: tuple[str, ...]) -> Iterator[Slot]:
    """The answer's place, there or to be added; comment and evidence only where the file has them."""
    roles: tuple[tuple[SlotRole, tuple[str, ...]], ...] = (
        ("answer", keys.ANSWER),
        ("comment", keys.COMMENT),
        ("evidence", keys.EVIDENCE),
    )
    for role, names in roles:
        key = next((free[n] for n in names if n in free), "answer" if role == "answer" else None)
        if key is not None:
            yield Slot(
                role, path=where.at + pointer(str(key)), choices=options if role == "answer" else ()
            )


def _hidden(value: Mapping[Any, Any], folded: dict[str, Any]) -> bool:
    def on(name: str) -> str:
        return said(value[folded[name]]).casefold() if name in folded else ""

    return on("hidden") in ("yes", "true") or on("visible") in ("no", "false")


def _limit(value: Mapping[Any, Any], folded: dict[str, Any]) -> int | None:
    text = _first(value, folded, ("maxwords", "wordlimit", "maximumwords"))
    return int(text) if text.isdigit() and int(text) > 0 else None


def _first(value: Mapping[Any, Any], folded: dict[str, Any], names: tuple[str, ...]) -> str:
    return next((t for n in names if n in folded and (t := said(value[folded[n]]))), "")


def _fold(key: Any) -> str:
    return re.sub(r"[\W_]+", "", str(key)).casefold()


def _is_slug(text: str) -> bool:
    return bool(re.fullmatch(r"[\w.\-]{1,60}", text))
