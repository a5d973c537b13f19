"""Values of JSON and YAML records as text, whatever type the file gives them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from assistant.questions import FieldType

_TYPES: dict[str, FieldType] = {
    "text": "text", "string": "text", "line": "text", "box": "text", "textarea": "text", "free_text": "text",
    "freetext": "text", "long_text": "text", "short_text": "text", "comment": "text", "open": "text",
    "open_ended": "text", "narrative": "text", "str": "text", "upload": "text", "file": "text",
    "yesno": "yes_no", "yes_no": "yes_no", "boolean": "yes_no", "bool": "yes_no", "yes/no": "yes_no",
    "radio": "choice", "radiogroup": "choice", "check": "choice", "checkgroup": "choice", "checkbox": "choice",
    "choice": "choice", "unique_choice": "choice", "multiple_choice": "choice", "single_choice": "choice",
    "single_select": "choice", "multi_select": "choice", "select": "choice", "dropdown": "choice", "enum": "choice",
    "multichoice": "choice", "rating": "choice", "open-choice": "choice", "multiselect": "choice",
    "date": "date", "datetime": "date", "number": "number", "integer": "number", "int": "number",
    "float": "number", "decimal": "number", "numeric": "number", "percentage": "number",
    "group": "group", "block": "group", "section": "group", "panel": "group", "claim": "claim",
}  # fmt: skip
_YES_NO = {"yes", "no", "n/a", "na", "not applicable"}


def said(value: Any) -> str:
    """A scalar as words on one line, HTML reduced to its text; empty for anything else."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, (int, float)):
        return str(value)
    if isinstance(value, list) and value and all(isinstance(v, str) for v in value):
        return said(" ".join(value))
    return words(value) if isinstance(value, str) else ""


def words(text: str) -> str:
    """A text without HTML tags, entities resolved, on one line."""
    if re.search(r"</?[a-zA-Z][^<>]*>|&[a-zA-Z#]\w*;", text):
        from bs4 import BeautifulSoup

        text = BeautifulSoup(text, "html.parser").get_text(" ")
    return " ".join(text.split())


def pointer(*parts: str | int) -> str:
    """A JSON pointer (RFC 6901) from its parts."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts)


def options_of(value: Any) -> tuple[str, ...]:
    """The options of a list or mapping of choices, each by its label."""
    if isinstance(value, str):
        from assistant.questionnaires.text.boxes import options_in

        return options_in(value).names
    if isinstance(value, dict):
        found: Iterable[Any] = value.values()
    elif isinstance(value, list):
        found = value
    else:
        return ()
    return tuple(dict.fromkeys(filter(None, (_option(v) for v in found))))


def _option(value: Any) -> str:
    if not isinstance(value, dict):
        return said(value)
    named = (
        "label",
        "text",
        "title",
        "name",
        "value",
        "option",
        "answer",
        "display",
        "description",
    )
    for key in named:
        if key in value:
            inner = value[key]
            return _option(inner) if isinstance(inner, dict) else said(inner)
    for nested in ("valueCoding", "valueString"):
        if nested in value:
            return (
                _option(value[nested]) if isinstance(value[nested], dict) else said(value[nested])
            )
    if len(value) == 1:
        return said(next(iter(value.values())))
    return ""


def type_of(name: str, options: tuple[str, ...]) -> FieldType | None:
    """The kind of answer that a type's name says; options decide between yes or no and a choice."""
    kind = _TYPES.get(name.strip().casefold().replace(" ", "_"))
    if options and kind in (None, "choice", "yes_no"):
        folded = {o.casefold().strip(" .") for o in options}
        return "yes_no" if folded <= _YES_NO and "yes" in folded else "choice"
    return kind
