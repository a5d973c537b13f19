"""Answers into a Word document: only `word/document.xml` changes, and there only the answers' places."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from assistant.errors import QuestionnaireError
from assistant.questionnaires.write.boxes import tick
from assistant.questionnaires.write.letters import legal
from assistant.questionnaires.write.package import Package, tree
from assistant.questionnaires.write.report import Entry, Outcome, Skipped, Written
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
    written: list[Written] = []
    skipped: list[Skipped] = []
    for at, (entry, place) in enumerate(zip(entries, places, strict=True)):
        taken = any(place is earlier for earlier in places[:at] if earlier is not None)
        reason = _TAKEN if taken else _put(place, entry, overwrite=overwrite)
        where = entry.slot.location
        if reason:
            skipped.append(Skipped(entry.question, reason, where))
        else:
            role, text = entry.slot.role, legal(entry.text)
            written.append(Written(entry.question, role, entry.content, where, text))
    parts = {main: _serialised(root)} if written else {}
    return Outcome(package.with_parts(parts), tuple(written), tuple(skipped))


def _put(place: Any | None, entry: Entry, *, overwrite: bool) -> str:
    """Write one entry; empty where it was done, else the reason why not."""
    if place is None:
        return "the document has no such place"
    if entry.content in ("option", "mark"):
        option = entry.slot.mark or entry.text
        ticked = tick(place, option, entry.options)
        if ticked is not None:
            return ticked
    return put(place, legal(entry.text), overwrite=overwrite)


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
