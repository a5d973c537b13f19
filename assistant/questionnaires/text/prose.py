"""Single paragraphs: whether one asks, and what it gives to the question above it."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.questionnaires.text.blocks import Draft, Paragraph
from assistant.questionnaires.text.boxes import Options, has_box, options_in
from assistant.questionnaires.text.ids import split_id
from assistant.questionnaires.text.wording import (
    asks,
    field_type_of,
    is_blank,
    label_of,
    one_line,
    requests,
)

_FIELDS = re.compile(r"([^_:]{2,60}?)\s*:?\s*_{3,}")
LINE_TO_FILL = re.compile(r"[\s:]*(?:_{3,}|\.{5,}|…{2,})\s*$")
"""A line to write on at the end of a text."""
_LONGEST_QUESTION = 120
"""Words above which a plain paragraph is prose, whatever it ends with."""


def draft_of(block: Paragraph, text: str, *, form: bool, section: str) -> Draft | None:
    """The paragraph as a question, as far as its words and its form say so."""
    text = re.sub(r"^Q\s*:\s*", "", text)
    split = split_id(text) if not block.label else replace(split_id(text), id="", text=text)
    own = block.label or split.id
    body, found = _without_place(split.text)
    if not own and has_box(text[:4]):
        split = split_id(body)
        own, body = split.id, split.text
    placed = bool(found.names) or body != split.text
    listed = block.item or bool(own)
    if not body or len(body.split()) > _LONGEST_QUESTION:
        return None
    asking = asks(body)
    wanted = asking or (requests(body) and (listed or placed or form))
    if not (wanted or placed or (listed and own and form)):
        return None
    made = Draft(
        body.rstrip(" :") if not wanted else body,
        block.place,
        own,
        section,
        depth=block.depth + (1 if is_letter(own) and not block.depth else 0),
        options=found.names or block.choices,
        answered=", ".join(found.ticked),
        sure=(asking and (listed or placed or block.strong)) or placed,
        listed=listed,
        placed=placed or bool(block.choices),
    )
    made.kind = field_type_of(made.text, made.options)
    if block.spot is not None and made.placed:
        made.take(block.spot.slot("answer", choices=block.choices))
    return made


def fields_of(block: Paragraph, text: str, section: str) -> list[Draft]:
    """Several labels with a line to write on in one paragraph, which is no place for any one answer."""
    found = [one_line(label).strip(" :,;|") for label in _FIELDS.findall(text)]
    if len(found) < 2 or not all(found):
        return []
    return [
        Draft(
            name,
            f"{block.place}.{n}",
            "",
            section,
            placed=True,
            listed=True,
            kind=field_type_of(name),
        )
        for n, name in enumerate(found, start=1)
    ]


def attached(draft: Draft, block: Paragraph, text: str) -> bool:
    """Give a line to the open question: its label, its place, its boxes."""
    spot = block.spot
    if not text or is_blank(text):
        if spot is not None and not draft.answered:
            draft.take(spot.slot("answer", choices=block.choices))
        draft.placed = draft.placed or bool(text)
        draft.options = block.choices or draft.options
        return True
    if label := label_of(text):
        found = options_in(label.rest)
        rest = "" if is_blank(label.rest) or found.names else one_line(label.rest)
        if label.role == "answer":
            draft.options = block.choices or found.names or draft.options
            draft.answered = ", ".join(found.ticked) or rest
            draft.placed = True
            draft.slots = [s for s in draft.slots if s.role != "answer"]
        elif label.role == "comment":
            draft.remark = rest
        if spot is not None:
            draft.take(spot.slot(label.role))
        return True
    return _chosen(block, draft, text)


def _chosen(block: Paragraph, draft: Draft, text: str) -> bool:
    """Take a line of boxes, or one box of a list, as options of the open question."""
    found = options_in(text)
    names = found.names
    if not names or found.rest or asks(text):
        return False
    boxed = has_box(text)
    if not boxed and len(names) < 2:
        return False
    draft.options = tuple(dict.fromkeys((*draft.options, *names)))
    draft.answered = ", ".join(filter(None, (draft.answered, *found.ticked)))
    draft.placed = True
    if block.spot is not None:
        lone = boxed and len(names) == 1
        draft.slots = [s for s in draft.slots if s.role != "answer" or (lone and s.mark)]
        draft.take(block.spot.slot("answer", mark=names[0] if lone else None))
    return True


def _without_place(text: str) -> tuple[str, Options]:
    """The text without boxes, a list of answers or a line to fill at its end."""
    if has_box(text):
        found = options_in(text)
        if (
            not found.rest
            and len(found.names) == 1
            and (asks(own := split_id(found.names[0]).text) or requests(own))
        ):
            # A check list: the box is ticked if the answer is yes.
            return found.names[0], Options(rest=found.names[0])
    else:
        asked, mark, behind = text.rpartition("?")
        names = options_in(behind.strip(" ()[]")).names if mark else ()
        found = Options(names, (), asked + mark) if names else Options(rest=text)
    body = LINE_TO_FILL.sub("", found.rest if found.names else text).strip()
    return body, found


def is_letter(label: str) -> bool:
    """Whether an id only counts below the question before it: "a", "iv"."""
    return bool(re.fullmatch(r"[a-z]|[ivx]{1,4}", label))
