"""WordprocessingML below python-docx: text with changes accepted, hidden runs, styles, cell grids.

python-docx leaves out inserted runs, content controls and text boxes, and repeats merged cells by
recursion; `docx` reads through the functions here instead.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ingest.model import Note

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_GOES_THROUGH = (
    "hyperlink",
    "smartTag",
    "sdt",
    "sdtContent",
    "fldSimple",
    "customXml",
    "dir",
    "bdo",
)
_MARKS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_MOST_STYLES = 50
_EXCERPT = 200


def tag(element: Any) -> str:
    """An element's name without its namespace; empty for comments and instructions."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def is_on(element: Any, name: str) -> bool:
    """Whether a run or style switches the property `name` on, as in `<w:rPr><w:b/></w:rPr>`."""
    switch = element.find(f"{_W}rPr/{_W}{name}")
    return switch is not None and _value(switch, "1") not in ("0", "false", "off")


def rows_of(table: Any) -> Iterator[tuple[Any, ...]]:
    """The rows of a table as cells, one for each column of its grid; deleted rows are left out.

    A merged cell stands in every column and row that it covers.
    """
    above: dict[int, Any] = {}
    for row in _inside(table, "tr"):
        if row.find(f"{_W}trPr/{_W}del") is not None:
            continue
        cells: list[Any] = []
        at = _number(row.find(f"{_W}trPr/{_W}gridBefore"), 0)
        for cell in _inside(row, "tc"):
            merge = cell.find(f"{_W}tcPr/{_W}vMerge")
            goes_on = merge is not None and _value(merge, "continue") == "continue"
            shown = above.get(at, cell) if goes_on else cell
            span = _number(cell.find(f"{_W}tcPr/{_W}gridSpan"), 1)
            for column in range(at, at + span):
                above[column] = shown
            cells += [shown] * span
            at += span
        yield tuple(cells)


@dataclass(frozen=True, slots=True)
class Styles:
    """What the paragraph and character styles mean: heading levels, list items, hidden text."""

    levels: dict[str, int]
    items: frozenset[str]
    hidden: frozenset[str]

    @classmethod
    def of(cls, document: WordDocument) -> Styles:
        """The styles of a document, each with what it takes over from those it is based on."""
        known = {
            s.get(f"{_W}styleId", ""): s for s in document.styles.element.iterchildren(f"{_W}style")
        }
        levels: dict[str, int] = {}
        items, hidden = set(), set()
        for name in known:
            chain = list(_chain(name, known))
            level = next((at for s in chain if (at := _style_level(s)) is not None), None)
            if level is not None:
                levels[name] = level
            if any(s.find(f"{_W}pPr/{_W}numPr") is not None for s in chain):
                items.add(name)
            if any(is_on(s, "vanish") for s in chain):
                hidden.add(name)
        return cls(levels, frozenset(items), frozenset(hidden))

    def level(self, paragraph: Any) -> int | None:
        """A heading's depth from 1; None for any other paragraph."""
        own = paragraph.find(f"{_W}pPr/{_W}outlineLvl")
        if own is not None:
            depth = _number(own, 9)
            return depth + 1 if depth < 9 else None
        return self.levels.get(_style(paragraph, "pPr/{}pStyle"))

    def is_item(self, paragraph: Any) -> bool:
        """Whether a paragraph is a list item, by itself or by its style."""
        own = paragraph.find(f"{_W}pPr/{_W}numPr")
        return own is not None or _style(paragraph, "pPr/{}pStyle") in self.items

    def hides(self, run: Any) -> bool:
        """Whether a run is not shown, by itself or by its style."""
        return is_on(run, "vanish") or _style(run, "rPr/{}rStyle") in self.hidden


@dataclass(slots=True)
class Reading:
    """Reads paragraphs and keeps account of what it met: tracked changes and hidden text."""

    styles: Styles
    inserted: int = 0
    deleted: int = 0
    authors: set[str] = field(default_factory=set)
    hidden: list[str] = field(default_factory=list)

    def text(self, paragraph: Any) -> str:
        """The paragraph as it reads with all changes accepted, without hidden text, stripped."""
        hides = _style(paragraph, "pPr/{}pStyle") in self.styles.hidden
        return "".join(self._parts(paragraph, hides)).strip()

    def cell(self, cell: Any) -> str:
        """A table cell's paragraphs, one a line; tables inside it are left to the caller."""
        return "\n".join(t for p in _inside(cell, "p") if (t := self.text(p)))

    def boxes(self, paragraph: Any) -> list[Any]:
        """The text boxes anchored in a paragraph, without the copies kept for old programs."""
        return [
            box
            for box in paragraph.iter(f"{_W}txbxContent")
            if not any(tag(a) in ("Fallback", "txbxContent") for a in box.iterancestors())
        ]

    def notes(self) -> Iterator[Note]:
        """What a reader of the document should know of its changes and of what it hides."""
        if self.inserted or self.deleted:
            by = f" by {', '.join(sorted(self.authors))}" if self.authors else ""
            yield Note(
                "tracked_changes",
                f"{self.inserted} insertions and {self.deleted} deletions{by} are not accepted yet; "
                "the text is shown as if they were",
            )
        if self.hidden:
            excerpt = " ".join(" ".join(self.hidden).split())[:_EXCERPT]
            yield Note("hidden_content", "hidden text was left out of the text", quote=excerpt)

    def _parts(self, parent: Any, hides: bool) -> Iterator[str]:
        for child in parent.iterchildren():
            kind = tag(child)
            if kind == "r":
                yield self._run(child, hides)
            elif kind in ("ins", "moveTo"):
                self.inserted += 1
                self._met(child)
                yield from self._parts(child, hides)
            elif kind in ("del", "moveFrom"):
                self.deleted += 1
                self._met(child)
            elif kind in _GOES_THROUGH:
                yield from self._parts(child, hides)

    def _run(self, run: Any, hides: bool) -> str:
        text = "".join(
            child.text or "" if tag(child) == "t" else _MARKS.get(tag(child), "")
            for child in run.iterchildren()
        )
        if not (hides or self.styles.hides(run)):
            return text
        if text.strip():
            self.hidden.append(text)
        return ""

    def _met(self, change: Any) -> None:
        if author := change.get(f"{_W}author"):
            self.authors.add(author)


def _inside(parent: Any, name: str) -> Iterator[Any]:
    """Children of that name, also where a content control or an insertion is wrapped around them."""
    for child in parent.iterchildren():
        if tag(child) == name:
            yield child
        elif tag(child) in ("sdt", "sdtContent", "customXml", "ins"):
            yield from _inside(child, name)


def _chain(name: str, known: dict[str, Any]) -> Iterator[Any]:
    for _ in range(_MOST_STYLES):
        style = known.get(name)
        if style is None:
            return
        yield style
        name = _style(style, "{}basedOn")


def _style_level(style: Any) -> int | None:
    """A heading style's depth, by its name or its outline level; `Title` stands above all."""
    named = style.find(f"{_W}name")
    name = _value(named, "").lower() if named is not None else ""
    if name == "title":
        return 1
    if name.startswith("heading ") and name[8:].isdigit():
        return max(1, int(name[8:]))
    depth = _number(style.find(f"{_W}pPr/{_W}outlineLvl"), 9)
    return depth + 1 if depth < 9 else None


def _style(element: Any, path: str) -> str:
    parts = path.split("/")
    found = element.find("/".join(p.format(_W) if "{}" in p else _W + p for p in parts))
    return _value(found, "") if found is not None else ""


def _value(element: Any, default: str) -> str:
    return str(element.get(f"{_W}val", default))


def _number(element: Any, default: int) -> int:
    """An element's whole number; the default where it is missing, no number or absurd."""
    value = "" if element is None else _value(element, "")
    return int(value) if value.isdigit() and int(value) < 1000 else default
