"""OSCAL catalogs: each control is a question whether its statement is met."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from assistant.questionnaires.shapes.values import pointer, said
from assistant.questions import Question, Slot

_PARAMETER = re.compile(r"\{\{\s*insert:\s*param,\s*([\w.\-]+)\s*\}\}")
_LINK = re.compile(r"\[([^\]]+)\]\([^()\s]+\)")
_ASKS = ("assessment-objective", "objective", "question", "assessment-question")


def is_one(data: Any) -> bool:
    """Whether the file is an OSCAL catalog."""
    return isinstance(data, dict) and isinstance(data.get("catalog"), dict)


def questions(data: Any) -> Iterator[tuple[Question, str]]:
    """The controls in order: id is the label where there is one, text is title and statement."""
    yield from _groups(data["catalog"], pointer("catalog"), "", None)


def _groups(
    holder: dict[str, Any], at: str, section: str, parent: str | None
) -> Iterator[tuple[Question, str]]:
    for number, control in enumerate(_list(holder, "controls")):
        here = at + pointer("controls", number)
        if (made := _question(control, here, section, parent)) is not None:
            yield made, here
            yield from _groups(control, here, section, made.id)
        else:
            yield from _groups(control, here, section, parent)
    for number, group in enumerate(_list(holder, "groups")):
        name = " ".join(filter(None, (_label(group), said(group.get("title")))))
        yield from _groups(group, at + pointer("groups", number), name or section, None)


def _question(
    control: dict[str, Any], here: str, section: str, parent: str | None
) -> Question | None:
    parts = _list(control, "parts")
    parameters = {p.get("id"): p for p in _list(control, "params")}
    asked = [_prose(p, parameters) for p in parts if p.get("name") in ("statement", "question")]
    if _property(control, "status") == "withdrawn":
        return None
    text = ": ".join(filter(None, (said(control.get("title")), " ".join(filter(None, asked)))))
    if not text:
        return None
    beside = [
        _prose(p, parameters) for p in parts if p.get("name") not in ("statement", "question")
    ]
    return Question(
        id=_label(control) or str(control.get("id", "")),
        text=text,
        section=section,
        parent=parent,
        context="\n".join(filter(None, beside)),
        slots=(Slot("answer", path=here + pointer("response")),),
        field_type="question" if text.endswith("?") else "claim",
    )


def _prose(part: dict[str, Any], parameters: dict[Any, dict[str, Any]]) -> str:
    """A part's words with those of the parts below it, marks of lists and links taken off."""

    def parameter(found: re.Match[str]) -> str:
        known = parameters.get(found.group(1), {})
        return f"[{said(known.get('label')) or found.group(1)}]"

    raw = str(part.get("prose") or "")
    raw = re.sub(r"^\s*>?\s*(?:[-*+]|\d+\.)\s+", "", raw, flags=re.MULTILINE)
    own = said(_LINK.sub(r"\1", _PARAMETER.sub(parameter, raw)).replace("`", ""))
    label = _label(part)
    inner = [_prose(p, parameters) for p in _list(part, "parts")]
    own = f"{label} {own}" if label and part.get("name") == "item" else own
    return " ".join(filter(None, (own, *inner)))


def _label(thing: dict[str, Any]) -> str:
    return _property(thing, "label")


def _property(thing: dict[str, Any], name: str) -> str:
    """A property's value; of several labels the one that is not padded for sorting."""
    found = [p for p in _list(thing, "props") if p.get("name") == name]
    plain = [p for p in found if p.get("class") not in ("zero-padded", "sort-id")]
    return said((plain or found)[0].get("value")) if found else ""


def _list(holder: dict[str, Any], key: str) -> list[dict[str, Any]]:
    value = holder.get(key)
    return [v for v in value if isinstance(v, dict)] if isinstance(value, list) else []
