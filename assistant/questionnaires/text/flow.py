"""Questions of a document, block by block: what asks, what answers it, where the answer goes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from assistant.questionnaires.text.blocks import Block, Draft, Heading, Paragraph, Table
from assistant.questionnaires.text.boxes import has_box, told_options
from assistant.questionnaires.text.grids import read_table
from assistant.questionnaires.text.ids import split_id
from assistant.questionnaires.text.layout import is_layout, lines_of
from assistant.questionnaires.text.prose import (
    LINE_TO_FILL,
    attached,
    draft_of,
    fields_of,
    is_letter,
)
from assistant.questionnaires.text.sections import (
    LOOKS_ONLY,
    Sections,
    is_caption,
    promises_form,
)
from assistant.questionnaires.text.table_rows import fill_cell
from assistant.questionnaires.text.wording import (
    asks,
    follows_up,
    is_blank,
    is_guidance,
    is_ruled,
    label_of,
    one_line,
    requests,
)

_TITLE_BLOCKS = 3
_SHORT_OPTION = 60
_SELECTING = re.compile(
    r"\b(?:select|selecting|choose|choosing|answer|respond|response|rate|using|use)\b.{0,80}"
    r"\b(?:the following|these|below)\b[^:]{0,60}:$",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Flow:
    """Walks over the blocks of one document; `drafts`, `notes` and `shape` are what it found."""

    form: bool
    drafts: list[Draft] = field(default_factory=list)
    shape: list[str] = field(default_factory=list)
    told: tuple[str, ...] = ()
    """The answer words that the instructions name, in effect for all questions without their own."""
    paragraphs: int = 0
    _sections: Sections = field(default_factory=Sections)
    _open: Draft | None = None
    """The question that the next lines may belong to."""
    _lead: Paragraph | None = None
    _telling: bool = False
    _by_heading: int = 0

    def add(self, block: Block) -> None:
        """Take the next block."""
        if isinstance(block, Heading):
            self._heading(block)
        elif isinstance(block, Table):
            self._table(block)
        elif self._sections.silent is not None:
            self._instruct(block)
        else:
            self._paragraph(block)

    @property
    def notes(self) -> tuple[str, ...]:
        """What a person should know of how the document was understood."""
        return tuple(
            f"the part {name!r} asks the respondent nothing and was left out"
            for name in dict.fromkeys(self._sections.left_out)
        )

    def _heading(self, block: Heading) -> None:
        text = one_line(f"{block.label} {block.text}" if block.label else block.text)
        split = split_id(text)
        asking = asks(split.text) and self._sections.silent is None
        self._telling = False
        if asking and (self.form or "?" in split.text):
            self._begin(
                Draft(
                    split.text,
                    block.place,
                    split.id,
                    self._sections.name,
                    depth=-1,
                    listed=True,
                )
            )
            self._by_heading = block.level
            return
        self._open, self._by_heading = None, 0
        self._sections.enter(block.level, text)
        self._lead = None

    def _instruct(self, block: Paragraph) -> None:
        """Read a part that asks nothing: only the answer words it names are kept."""
        self._lead = None
        if block.strong and not block.item and len(block.text.split()) <= 12:
            self._look_alike(block)
            return
        text = one_line(block.text)
        if any(d.kind not in ("text", "date", "number") for d in self.drafts):
            return
        if named := told_options(text):
            self.told = self.told or named
        elif _SELECTING.search(text):
            self._telling = True
        elif self._telling and block.item:
            name = re.split(r"\s*[:–—]\s|\*\*|\s-\s", block.text.strip("* "))[0]
            name = re.sub(r"\s*\(\d+\)\s*:?$", "", one_line(name)).rstrip(":")
            if 0 < len(name) <= _SHORT_OPTION:
                self.told = (*self.told, name)
        elif not block.item:
            self._telling = False

    def _paragraph(self, block: Paragraph) -> None:
        text = one_line(block.text)
        if text:
            self.paragraphs += 1
        if self._open is not None and attached(self._open, block, text):
            return
        if self._open is None and text and is_ruled(text):
            return
        if not text:
            return
        if self._look_alike(block):
            return
        if self._open is not None and self._hinted(self._open, block, text):
            return
        if fields := fields_of(block, text, self._sections.name):
            self.drafts += fields
            self._open = None
            return
        made = draft_of(block, text, form=self.form, section=self._sections.name)
        if made is not None:
            self._begin(made)
            self._lead = None if made.listed or made.placed else block
        elif not self._explained(block, text):
            self._open = None
            self._lead = block
            self.told = self.told or (told_options(text) if not self.drafts else ())

    def _look_alike(self, block: Paragraph) -> bool:
        """Enter a section at a bold line or a caption; headings proper end it again."""
        text = one_line(f"{block.label} {block.text}" if block.label else block.text)
        short = len(text.split()) <= 12 and not text.endswith((".", "?", "…"))
        named = (block.strong and not block.item) or (is_caption(text) and not block.label)
        bare = not (has_box(text) or LINE_TO_FILL.search(text) or label_of(text))
        if (
            not (short and named and bare)
            or asks(split_id(text).text)
            or requests(split_id(text).text)
        ):
            return False
        if block.item and not block.strong:
            return False
        if self._open is not None and is_guidance(text):
            return False
        self._open, self._by_heading, self._lead = None, 0, block
        self._sections.enter(LOOKS_ONLY, text.rstrip(":"))
        return True

    def _hinted(self, draft: Draft, block: Paragraph, text: str) -> bool:
        """Take a hint below a question: slanted, bracketed, or "Please give details."."""
        listed = block.item and not (is_guidance(text) and block.depth > draft.depth)
        plain = not (listed or block.label or split_id(text).id or block.strong)
        asked = requests(text) and not (follows_up(text) or asks(text)) and draft.listed
        ends = LINE_TO_FILL.search(text) or has_box(text)
        if not plain or ends or not (block.slanted or is_guidance(text) or asked):
            return False
        draft.context.append(text)
        return True

    def _begin(self, made: Draft) -> None:
        made.parent = self._parent(made)
        if made.parent is not None and is_letter(made.id) and made.parent.id:
            made.id = f"{made.parent.id}.{made.id}"
        self.drafts.append(made)
        self._open = made

    def _parent(self, made: Draft) -> Draft | None:
        """The question that this one is deeper than, or follows up with "If yes, …"."""
        for earlier in reversed(self.drafts):
            if earlier.in_table or earlier.section != made.section:
                return None
            if earlier.depth < made.depth and earlier.listed:
                return earlier
            if earlier.depth == made.depth and follows_up(made.text):
                return earlier if not follows_up(earlier.text) else earlier.parent
        return None

    def _explained(self, block: Paragraph, text: str) -> bool:
        """Take a plain line below a question: an explanation, or what was answered already."""
        draft = self._open
        if draft is None:
            return False
        by_heading = draft.depth < 0
        if not draft.listed and not draft.placed:
            return False
        if block.item and not by_heading and block.depth <= draft.depth:
            return False
        if text.endswith(":") and not by_heading:
            return False
        draft.answered = " ".join(filter(None, (draft.answered, text)))
        draft.placed = True
        if block.spot is not None:
            draft.slots = [s for s in draft.slots if s.role != "answer" or draft.answered != text]
            draft.take(block.spot.slot("answer"))
        return True

    def _table(self, block: Table) -> None:
        if self._open is not None and self._is_answer_box(block):
            return
        found = read_table(block, form=self.form)
        explicit = found.columns is not None and not found.columns.items and found.columns.sure
        if self._sections.silent is not None and (self._sections.internal or not explicit):
            found.drafts = []
        elif not found.drafts and is_layout(block):
            self._walk(block)
            return
        self._lead_in(found.drafts)
        if found.drafts:
            self.shape.append(" | ".join(found.heads))
        for draft in found.drafts:
            draft.section = draft.section or self._sections.name
            draft.parent = self._parent_in_table(draft)
            self.drafts.append(draft)
        self._open = None

    def _parent_in_table(self, made: Draft) -> Draft | None:
        last = self.drafts[-1] if self.drafts else None
        if last is None or not last.in_table or last.section != made.section:
            return None
        if is_letter(made.id):
            parent = last if not is_letter(last.id.rpartition(".")[2]) else last.parent
            made.id = f"{parent.id}.{made.id}" if parent and parent.id else made.id
            return parent
        if follows_up(made.text):
            return last if not follows_up(last.text) else last.parent
        return None

    def _lead_in(self, drafts: list[Draft]) -> None:
        """A line before a table explains its rows; it is no question of its own."""
        if not drafts or self._lead is None:
            return
        lead = self._lead
        if self.drafts and self.drafts[-1].place == lead.place:
            self.drafts.pop()
        text = one_line(lead.text)
        if text != self._sections.name and (asks(text) or text.endswith(":")):
            for draft in drafts:
                draft.context.append(text)
        self._lead = None

    def _is_answer_box(self, table: Table) -> bool:
        """Whether the table is only a frame to write the open question's answer in."""
        cells = {c.key: c for row in table.rows for c in row}
        if len(cells) != 1 or self._open is None:
            return False
        cell = next(iter(cells.values()))
        if not (is_blank(cell.text) or label_of(cell.text) or cell.choices):
            return False
        self._open.slots = [s for s in self._open.slots if s.role != "answer"]
        fill_cell(self._open, "answer", cell)
        self._open.placed = True
        return True

    def _walk(self, table: Table) -> None:
        """Read a layout table cell by cell as if its cells were paragraphs."""
        for number, row in enumerate(table.rows):
            for cell in {c.key: c for c in row}.values():
                for block in lines_of(cell, f"{table.place}r{number + 1}"):
                    if self._sections.silent is None:
                        self._paragraph(block)
        self._open = None


def read_flow(blocks: Iterable[Block], title: str) -> Flow:
    """Walk over all blocks. `title` is the file's name without its suffix."""
    whole = list(blocks)
    heads = [b.text for b in whole if not isinstance(b, Table) and b.text.strip()][:_TITLE_BLOCKS]
    name = title.replace("-", " ").replace("_", " ")
    flow = Flow(form=promises_form([name, *heads]))
    for block in whole:
        flow.add(block)
    return flow
