"""Boxes to tick in a Word document: a glyph, a symbol of a picture font, a control or a form field."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from assistant.questionnaires.write.word_places import child, paragraphs, value
from ingest.parsers.wordml import tag

_EMPTY = re.compile(r"[☐□◻◯○⬜❑❏▢]|\[[ _\u00a0]{0,3}\]|(?<!\w)\([ _\u00a0]{0,3}\)")
_TICKED = re.compile(r"[☑☒■▣◼◉●✅⬛]|\[\s?[xX✓✔]\s?\]|(?<!\w)\(\s?[xX✓✔]\s?\)")
_TICKS = {"○": "●", "◯": "●", "[": "[X]", "(": "(X)"}
_SYMBOLS = {"A8": "FE", "6F": "FE", "71": "FE", "72": "FE"}
"""Wingdings' empty boxes and the crossed one."""
_CROSSED = "☒"


@dataclass(frozen=True, slots=True)
class Box:
    """One box: its place in the text of its paragraphs, and how it is ticked."""

    start: int
    end: int
    ticked: bool
    tick: Callable[[], None]


class Line:
    """The text of a cell or paragraph with the boxes in it, each character's element known."""

    def __init__(self, place: Any) -> None:
        self.text = ""
        self._owners: list[tuple[Any, int]] = []
        self.boxes: list[Box] = []
        for paragraph in paragraphs(place):
            for element in paragraph.iter():
                self._read(element)
            self._add("\n", None)
        self.boxes += list(self._glyphs())
        self.boxes.sort(key=lambda box: box.start)

    def labels(self) -> list[str]:
        """What each box stands for: the words behind it, or before it where none stand behind."""
        boxes = self.boxes
        starts = [box.start for box in boxes[1:]] + [len(self.text)]
        behind = [self.text[b.end : s] for b, s in zip(boxes, starts, strict=True)]
        ends = [0] + [box.end for box in boxes[:-1]]
        before = [self.text[e : b.start] for b, e in zip(boxes, ends, strict=True)]
        leads = bool(before and before[0].strip()) and not behind[-1].strip()
        return before if leads else behind

    def _read(self, element: Any) -> None:
        kind = tag(element)
        if kind == "t":
            if not _in_checkbox(element):
                for at, letter in enumerate(element.text or ""):
                    self._add(letter, element, at)
        elif kind in ("br", "cr", "tab"):
            self._add("\n" if kind != "tab" else " ", None)
        elif kind == "sym" and value(element, "char").upper()[-2:] in _SYMBOLS:
            self._special(lambda: _tick_symbol(element), ticked=False)
        elif kind == "sdt" and (box := child(element, "sdtPr", "checkbox")) is not None:
            ticked = value(child(box, "checked")) in ("1", "true", "on")
            self._special(lambda: _tick_control(element, box), ticked=ticked)
        elif kind == "checkBox":
            on = child(element, "checked")
            ticked = on is not None and value(on) not in ("0", "false", "off")
            self._special(lambda: _tick_field(element), ticked=ticked)

    def _add(self, letter: str, owner: Any, at: int = 0) -> None:
        self.text += letter
        self._owners.append((owner, at))

    def _special(self, tick: Callable[[], None], *, ticked: bool) -> None:
        at = len(self.text)
        self._add("\ufffc", None)
        self.boxes.append(Box(at, at + 1, ticked, tick))

    def _glyphs(self) -> Iterator[Box]:
        for found in _TICKED.finditer(self.text):
            yield Box(found.start(), found.end(), True, lambda: None)
        for found in _EMPTY.finditer(self.text):
            start, end = found.span()
            made = _TICKS.get(found[0][0], _CROSSED)
            yield Box(start, end, False, partial(self._replace, start, end, made))

    def _replace(self, start: int, end: int, made: str) -> None:
        """Put `made` for these characters, which may stand in several runs."""
        for number, (owner, at) in reversed(list(enumerate(self._owners[start:end]))):
            if owner is not None:
                text = owner.text or ""
                owner.text = text[:at] + (made if number == 0 else "") + text[at + 1 :]


def tick(place: Any, option: str, options: Sequence[str]) -> str | None:
    """Tick the box of `option` in a cell or paragraph.

    Empty where it was ticked, a reason where it could not be, None where the place has no boxes.
    A lone box without words is ticked whatever the option: its column says what it means.
    """
    line = Line(place)
    if not line.boxes:
        return None
    if any(box.ticked for box in line.boxes):
        return "a box is ticked here already"
    labels = line.labels()
    if len(line.boxes) == 1 and not labels[0].strip():
        line.boxes[0].tick()
        return ""
    fitting = [
        b for b, label in zip(line.boxes, labels, strict=True) if _is(label, option, options)
    ]
    if len(fitting) != 1:
        return f"no single box here is that of {option[:60]!r}"
    fitting[0].tick()
    return ""


def _is(label: str, option: str, options: Sequence[str]) -> bool:
    """Whether a box's words are the option, perhaps with more words that are no other option."""
    words, wanted = _plain(label), _plain(option)
    if words == wanted:
        return True
    longer = [o for o in map(_plain, options) if len(o) > len(wanted) and words.startswith(o)]
    return bool(wanted) and words.startswith(f"{wanted} ") and not longer


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", text).casefold()))


def _in_checkbox(element: Any) -> bool:
    return any(
        tag(up) == "sdt" and child(up, "sdtPr", "checkbox") is not None
        for up in element.iterancestors()
    )


def _named(element: Any, name: str) -> str:
    """The name of an attribute in the element's own namespace."""
    return f"{{{element.tag[1:].partition('}')[0]}}}{name}"


def _tick_symbol(symbol: Any) -> None:
    code = value(symbol, "char")
    symbol.set(_named(symbol, "char"), code[:-2] + _SYMBOLS[code.upper()[-2:]])


def _tick_control(control: Any, box: Any) -> None:
    checked = child(box, "checked")
    if checked is None:
        checked = box.makeelement(_named(box, "checked"))
        box.insert(0, checked)
    checked.set(_named(box, "val"), "1")
    code = value(child(box, "checkedState"))
    glyph = chr(int(code, 16)) if re.fullmatch(r"[0-9A-Fa-f]{1,5}", code) else _CROSSED
    for element in control.iter():
        if tag(element) == "t":
            element.text = glyph
            return


def _tick_field(field: Any) -> None:
    checked = child(field, "checked")
    if checked is None:
        checked = field.makeelement(_named(field, "checked"))
        field.append(checked)
    checked.set(_named(field, "val"), "1")
