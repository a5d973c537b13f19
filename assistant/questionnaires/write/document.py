"""Answers into a Word document: only `word/document.xml` changes, and there only the answers' places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from assistant.errors import QuestionnaireError
from assistant.questionnaires.write.boxes import tick
from assistant.questionnaires.write.letters import legal
from assistant.questionnaires.write.package import Package, tree
from assistant.questionnaires.write.report import Content, Entry, Outcome, Skipped, Written
from assistant.questionnaires.write.word_places import child, container
from assistant.questionnaires.write.word_text import put

_TAKEN = "another answer goes to the same place"


def fill_document(data: bytes, name: str, entries: Sequence[Entry], *, overwrite: bool) -> Outcome:
    """Write the entries into the document `data`; what stands in a place already is kept.

    Boxes are ticked, content controls filled, tracked changes left as they are. Raises
    `QuestionnaireError` where the file cannot be changed.
    """
    package = Package(data, name)
    main = package.main
    root = tree(package.needed(main), name)
    body = child(root, "body")
    if body is None:
        raise QuestionnaireError(f"{name!r} has no text body; open and save it again")
    # All places are found before one is filled: what is written must not move the next one.
    places = [container(body, entry.slot) for entry in entries]
    filling = _Filling(overwrite)
    for at, (entry, place) in enumerate(zip(entries, places, strict=True)):
        taken = any(place is earlier for earlier in places[:at] if earlier is not None)
        filling.take(entry, place, taken=taken)
    parts = {main: _serialised(root)} if filling.written else {}
    done = package.with_parts(parts)
    return Outcome(done, tuple(filling.written), tuple(filling.skipped), tuple(filling.notes))


@dataclass
class _Filling:
    """One document while it is filled: what became of each entry."""

    overwrite: bool
    written: list[Written] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def take(self, entry: Entry, place: Any | None, *, taken: bool) -> None:
        """Write one entry, or keep the reason why not."""
        if place is None or taken:
            return self._skip(entry, _TAKEN if taken else "the document has no such place")
        option = entry.slot.mark or entry.option or entry.text
        reason = tick(place, option, entry.options) if entry.content != "sources" else None
        if reason is None:
            text = legal(entry.text)
            reason = put(place, text, overwrite=self.overwrite)
            return self._skip(entry, reason) if reason else self._did(entry, entry.content, text)
        if reason:
            return self._skip(entry, reason)
        if entry.content == "text":
            self.notes.append(f"{entry.question}: a box is ticked; only the annex has its words")
        return self._did(entry, "mark", option)

    def _skip(self, entry: Entry, reason: str) -> None:
        self.skipped.append(Skipped(entry.question, reason, entry.slot.location))

    def _did(self, entry: Entry, content: Content, text: str) -> None:
        where = entry.slot.location
        self.written.append(Written(entry.question, entry.slot.role, content, where, text))


def _serialised(root: Any) -> bytes:
    from lxml import etree

    whole = root.getroottree()
    return bytes(
        etree.tostring(
            whole,
            encoding=whole.docinfo.encoding or "UTF-8",
            xml_declaration=True,
            standalone=whole.docinfo.standalone,
        )
    )
