"""The numbers that Word shows in front of list items and headings but does not store in their text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MOST_STYLES = 50
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_WORDLESS = ("bullet", "none", "")


@dataclass(frozen=True, slots=True)
class _Level:
    form: str
    text: str
    start: int
    restarts: bool = True


@dataclass(frozen=True, slots=True)
class Number:
    """A list item's number as shown, without closing marks (empty for a bullet), and its depth from 0."""

    label: str
    depth: int


@dataclass(slots=True)
class Numbering:
    """Counts along while a document's paragraphs are read in order."""

    styles: dict[str, Any]
    levels: dict[str, dict[int, _Level]]
    """By number id, with what a number overrides of its list already in place."""
    lists: dict[str, str]
    """The list behind each number id: numbers of one list count on from each other."""
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, document: Any) -> Numbering:
        """The numbering of a python-docx document; without any where the file has none."""
        styles = {
            s.get(f"{_W}styleId", ""): s for s in document.styles.element.iterchildren(f"{_W}style")
        }
        part = next(
            (
                r.target_part
                for r in document.part.rels.values()
                if r.reltype.endswith("/numbering") and not r.is_external
            ),
            None,
        )
        root = part.element if part is not None else None
        if root is None:
            return cls(styles, {}, {})
        abstract = {
            a.get(f"{_W}abstractNumId"): dict(_levels(a))
            for a in root.iterchildren(f"{_W}abstractNum")
        }
        levels, lists = {}, {}
        for num in root.iterchildren(f"{_W}num"):
            name = num.get(f"{_W}numId")
            base = _value(num.find(f"{_W}abstractNumId"))
            own = dict(_overrides(num, abstract.get(base, {})))
            levels[name] = {**abstract.get(base, {}), **own}
            # A number that overrides its start is a list of its own.
            lists[name] = name if own else f"abstract {base}"
        return cls(styles, levels, lists)

    def next(self, paragraph: Any) -> Number | None:
        """Count one paragraph; None for one that is no list item."""
        found = self._reference(paragraph)
        if found is None:
            return None
        name, depth = found
        known = self.levels.get(name, {})
        if depth not in known:
            return Number("", depth)
        counts = self._counts.setdefault(self.lists[name], {})
        counts[depth] = counts.get(depth, known[depth].start - 1) + 1
        for deeper in [d for d in counts if d > depth and known.get(d, known[depth]).restarts]:
            del counts[deeper]
        return Number(_shown(known, counts, depth), depth)

    def _reference(self, paragraph: Any) -> tuple[str, int] | None:
        """The number id and level of a paragraph, by itself or by its style."""
        for properties in self._chain(paragraph):
            number = properties.find(f"{_W}numPr/{_W}numId")
            if number is not None:
                name = _value(number)
                depth = _value(properties.find(f"{_W}numPr/{_W}ilvl"))
                return None if name in ("", "0") else (name, int(depth) if depth.isdigit() else 0)
        return None

    def _chain(self, paragraph: Any) -> Iterator[Any]:
        properties = paragraph.find(f"{_W}pPr")
        if properties is None:
            return
        yield properties
        name = _value(properties.find(f"{_W}pStyle"))
        for _ in range(_MOST_STYLES):
            style = self.styles.get(name)
            if style is None:
                return
            inner = style.find(f"{_W}pPr")
            if inner is not None:
                yield inner
            name = _value(style.find(f"{_W}basedOn"))


def _levels(parent: Any) -> Iterator[tuple[int, _Level]]:
    for level in parent.iterchildren(f"{_W}lvl"):
        depth = level.get(f"{_W}ilvl", "0")
        yield int(depth) if depth.isdigit() else 0, _level(level)


def _level(level: Any) -> _Level:
    start = _value(level.find(f"{_W}start"))
    restart = level.find(f"{_W}lvlRestart")
    return _Level(
        form=_value(level.find(f"{_W}numFmt")),
        text=_value(level.find(f"{_W}lvlText")),
        start=int(start) if start.isdigit() else 1,
        restarts=restart is None or _value(restart) != "0",
    )


def _overrides(num: Any, base: dict[int, _Level]) -> Iterator[tuple[int, _Level]]:
    for override in num.iterchildren(f"{_W}lvlOverride"):
        depth = override.get(f"{_W}ilvl", "0")
        at = int(depth) if depth.isdigit() else 0
        whole = override.find(f"{_W}lvl")
        level = _level(whole) if whole is not None else base.get(at)
        start = _value(override.find(f"{_W}startOverride"))
        if level is not None:
            first = int(start) if start.isdigit() else level.start
            yield at, _Level(level.form, level.text, first, level.restarts)


def _shown(known: dict[int, _Level], counts: dict[int, int], depth: int) -> str:
    if known[depth].form in _WORDLESS:
        return ""

    def number(found: re.Match[str]) -> str:
        at = int(found.group(1)) - 1
        level = known.get(at)
        return _written(level.form, counts.get(at, level.start)) if level else ""

    return re.sub(r"%([1-9])", number, known[depth].text).strip().strip("().:][ ")


def _written(form: str, count: int) -> str:
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(97 + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letter.upper() if form == "upperLetter" else letter
    if form in ("lowerRoman", "upperRoman") and count < 40:
        roman = _roman(count)
        return roman.upper() if form == "upperRoman" else roman
    return f"{count:02d}" if form == "decimalZero" else str(count)


def _roman(count: int) -> str:
    text = ""
    for value, sign in _ROMAN:
        while count >= value:
            text, count = text + sign, count - value
    return text


def _value(element: Any) -> str:
    return "" if element is None else str(element.get(f"{_W}val", ""))
