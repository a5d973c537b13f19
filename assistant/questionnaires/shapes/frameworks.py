"""CISO Assistant's library files: requirement nodes of a framework, with questions and choices."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from assistant.questionnaires.shapes.values import options_of, pointer, said, type_of
from assistant.questions import Question, Slot

_NUMBERED = re.compile(r":question:(\d+)$")


def is_one(data: Any) -> bool:
    """Whether the file holds a framework with requirement nodes."""
    return any(True for _ in _frameworks(data))


def questions(data: Any) -> Iterator[tuple[Question, str]]:
    """Each node's questions, numbered behind its reference (`1.1#2`).

    An assessable node without questions is asked by its own text: a "group" where nodes hang below
    it, else a statement. Nodes that only head or explain others ask nothing.
    """
    for framework, at in _frameworks(data):
        nodes = framework["requirement_nodes"]
        byurn = {n.get("urn"): n for n in nodes if isinstance(n, dict)}
        parents = {n.get("parent_urn") for n in byurn.values()}
        for number, node in enumerate(nodes):
            if isinstance(node, dict):
                here = at + pointer("requirement_nodes", number)
                yield from _node(node, here, byurn, node.get("urn") in parents)


def _frameworks(data: Any) -> Iterator[tuple[dict[str, Any], str]]:
    objects = data.get("objects") if isinstance(data, dict) else None
    holders: list[tuple[Any, str]] = [(data, "")]
    if isinstance(objects, dict):
        for key in ("framework", "frameworks"):
            found = objects.get(key)
            if isinstance(found, list):
                holders += [(f, pointer("objects", key, n)) for n, f in enumerate(found)]
            else:
                holders.append((found, pointer("objects", key)))
    for holder, at in holders:
        if isinstance(holder, dict) and isinstance(holder.get("requirement_nodes"), list):
            yield holder, at


def _node(
    node: dict[str, Any], here: str, byurn: dict[Any, dict[str, Any]], leads: bool
) -> Iterator[tuple[Question, str]]:
    section = _section(node, byurn)
    reference = said(node.get("ref_id")) or str(node.get("urn", "")).rpartition(":")[2]
    context = [said(node.get(k)) for k in ("name", "description", "annotation", "typical_evidence")]
    asked = list(_asked(node))
    parent = _parent(node, byurn)
    for number, key, question in asked:
        at = here + pointer("questions", key)
        options = options_of(question.get("choices") or question.get("options"))
        yield (
            Question(
                id=f"{reference}#{number}",
                text=said(question.get("text") or question.get("question")),
                section=section,
                parent=parent,
                context="\n".join(filter(None, context)),
                options=options,
                slots=(Slot("answer", path=at + pointer("answer"), choices=options),),
                field_type=type_of(said(question.get("type")), options) or "question",
            ),
            at,
        )
    text = said(node.get("description")) or said(node.get("name"))
    if not asked and said(node.get("assessable")).casefold() in ("true", "yes") and text:
        name = said(node.get("name"))
        yield (
            Question(
                id=reference,
                text=text,
                section=name if leads and name else section,
                parent=parent,
                context="" if text == name else name,
                slots=(Slot("answer", path=here + pointer("answer")),),
                field_type="group" if leads else "claim",
            ),
            here,
        )


def _asked(node: dict[str, Any]) -> Iterator[tuple[str, str | int, dict[str, Any]]]:
    """The node's questions with number and key, from a mapping by urn or from a list."""
    found = node.get("questions") or node.get("question")
    pairs: list[tuple[Any, Any]] = []
    if isinstance(found, dict) and ("text" in found or "questions" in found):
        inner = found.get("questions")
        pairs = list(enumerate(inner)) if isinstance(inner, list) else [("", found)]
    elif isinstance(found, dict):
        pairs = list(found.items())
    elif isinstance(found, list):
        pairs = list(enumerate(found))
    for number, (key, question) in enumerate(pairs, start=1):
        if isinstance(question, dict) and said(question.get("text") or question.get("question")):
            named = _NUMBERED.search(str(key)) or _NUMBERED.search(str(question.get("urn", "")))
            yield named.group(1) if named else str(number), key, question


def _section(node: dict[str, Any], byurn: dict[Any, dict[str, Any]]) -> str:
    """The name of the outermost node above, or of the node itself where nothing is above."""
    top, seen = node, {id(node)}
    while (above := byurn.get(top.get("parent_urn"))) is not None and id(above) not in seen:
        seen.add(id(above))
        top = above
    return said(top.get("name")) or said(top.get("description")) if top is not node else ""


def _parent(node: dict[str, Any], byurn: dict[Any, dict[str, Any]]) -> str | None:
    """The first question of the node right above, if that one asks."""
    above = byurn.get(node.get("parent_urn"))
    if above is None:
        return None
    reference = said(above.get("ref_id")) or str(above.get("urn", "")).rpartition(":")[2]
    numbers = [number for number, _, _ in _asked(above)]
    return f"{reference}#{numbers[0]}" if numbers else None
