"""Google's VSAQ: blocks of items, choices with ids, conditions on those ids."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from assistant.questionnaires.shapes.values import options_of, pointer, said, type_of
from assistant.questions import Question, Slot

_GROUPS = ("radiogroup", "checkgroup")
_ASKING = ("line", "box", "upload", "yesno", "check", "radio", *_GROUPS)
_NAMES = re.compile(r"[A-Za-z_]\w*")


def is_one(data: Any) -> bool:
    """Whether the file is a VSAQ questionnaire."""
    items = data.get("questionnaire") if isinstance(data, dict) else None
    return isinstance(items, list) and any(isinstance(i, dict) and "type" in i for i in items)


def questions(data: Any) -> Iterator[tuple[Question, str]]:
    """The questions in order, each with its pointer.

    An item of its own id keeps it, a group without one has its first choice's. Conditional questions
    are not hidden: their parent is the question whose choice opens them, the context says when.
    Only items for administrators are hidden.
    """
    walk = _Walk()
    yield from walk.items(data["questionnaire"], pointer("questionnaire"), (), ())


@dataclass(slots=True)
class _Walk:
    owners: dict[str, str] = field(default_factory=dict)
    """The question's id by the id of each of its choices."""
    meanings: dict[str, str] = field(default_factory=dict)

    def items(
        self, items: list[Any], at: str, path: tuple[str, ...], conditions: tuple[str, ...]
    ) -> Iterator[tuple[Question, str]]:
        lead = ""
        for number, item in enumerate(items):
            if not isinstance(item, dict):
                continue
            here = at + pointer(number)
            kind = str(item.get("type", ""))
            own = (*conditions, str(item["cond"])) if item.get("cond") else conditions
            if kind == "block" or isinstance(item.get("items"), list):
                inner = (*path, said(item.get("text"))) if item.get("text") else path
                yield from self.items(item.get("items") or [], here + pointer("items"), inner, own)
            elif kind == "info":
                lead = said(item.get("text"))
                continue
            elif kind in _ASKING:
                yield self._question(item, kind, here, path, own, lead), here
            lead = ""

    def _question(
        self,
        item: dict[str, Any],
        kind: str,
        here: str,
        path: tuple[str, ...],
        conditions: tuple[str, ...],
        lead: str,
    ) -> Question:
        choices = item.get("choices")
        choices = choices if isinstance(choices, list) else []
        name = str(item.get("id") or _first_choice(choices))
        options = (
            options_of(choices) if kind in _GROUPS else ("Yes", "No") if kind == "yesno" else ()
        )
        text = said(item.get("text")) or said(item.get("label"))
        self._remember(name, choices, kind)
        return Question(
            id=name,
            text=text or lead,
            # The outermost block is the questionnaire's title.
            section=" > ".join(p for p in path[1:] if p),
            parent=self._opened_by(conditions, name),
            context="\n".join(filter(None, (lead if text else "", *map(self._when, conditions)))),
            options=options,
            slots=(Slot("answer", path=here + pointer("value"), choices=options),),
            hidden=bool(item.get("auth")) and str(item.get("auth")) != "readonly",
            field_type=type_of(kind, options) or "question",
        )

    def _remember(self, name: str, choices: list[Any], kind: str) -> None:
        self.owners[name] = name
        for choice in choices:
            for key, value in choice.items() if isinstance(choice, dict) else ():
                self.owners[str(key)] = name
                self.meanings[str(key)] = said(value)
        if kind == "yesno":
            for answer in ("yes", "no"):
                self.owners[f"{name}/{answer}"] = name

    def _opened_by(self, conditions: tuple[str, ...], name: str) -> str | None:
        for condition in reversed(conditions):
            for used in _NAMES.findall(condition):
                if self.owners.get(used, name) != name:
                    return self.owners[used]
        return None

    def _when(self, condition: str) -> str:
        def meaning(found: re.Match[str]) -> str:
            known = self.meanings.get(found.group())
            return f"“{known}”" if known else found.group()

        plain = _NAMES.sub(meaning, condition.replace("&&", " and ").replace("||", " or "))
        return "Asked only if: " + " ".join(plain.replace("!", "not ").split())


def _first_choice(choices: list[Any]) -> str:
    first = choices[0] if choices and isinstance(choices[0], dict) else {}
    return next((str(key) for key in first), "")
