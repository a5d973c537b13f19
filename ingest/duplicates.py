"""Items of a set that repeat each other: copies, near copies, and older versions of one document.

Called once over all documents of a workspace, after reading.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from ingest.likeness import Text, as_text, candidates, jaccard
from ingest.model import Document, Note
from ingest.versions import other_period, says_replaced, superseded, versions

NEAR = 0.85
"""Jaccard similarity of three-word shingles from which two items are called near copies."""

_FEWEST_WORDS = 20

_COPY = re.compile(
    r"\bcopy\b|\bcopie\b|\(\d\)|\bduplicate\b|\bold\b|\barchived?\b|\bbackup of\b|\bdrafts?\b",
    re.IGNORECASE,
)


def relations(documents: Iterable[Document]) -> dict[str, tuple[Note, ...]]:
    """Notes of kind `duplicate` and `superseded` by document id, for documents that have any.

    The copy is noted, never its original: that is the one whose name says neither copy nor old, or
    comes first. Of two versions the older one is noted. A recurring record of
    another period is neither, unless its text is the same.
    """
    reads = [as_text(document) for document in sorted(documents, key=_likely_original)]
    notes: defaultdict[str, list[Note]] = defaultdict(list)
    copies = _copies(reads)
    for first, copy in sorted(copies | _near_copies(reads, copies)):
        said = "same content as" if (first, copy) in copies else "nearly the same text as"
        note = Note("duplicate", f"{said} {reads[first].document.name}")
        notes[reads[copy].document.id].append(note)
    for older, newer in sorted(versions(reads, copies)):
        note = superseded(reads[older].document, reads[newer].document)
        notes[reads[older].document.id].append(note)
    for read in reads:
        stated = says_replaced(read.document)
        if stated and all(n.kind != "superseded" for n in notes[read.document.id]):
            notes[read.document.id].append(stated)
    return {key: tuple(found) for key, found in notes.items() if found}


def _likely_original(document: Document) -> tuple[bool, str]:
    name = document.name.replace("_", " ")
    return _COPY.search(name) is not None, document.name


# --- copies --------------------------------------------------------------------------------------


def _copies(reads: Sequence[Text]) -> set[tuple[int, int]]:
    """Pairs of the same bytes, each copy paired with the first."""
    first: dict[str, int] = {}
    pairs = set()
    for at, read in enumerate(reads):
        before = first.setdefault(read.document.sha256, at)
        if before != at:
            pairs.add((before, at))
    return pairs


def _near_copies(reads: Sequence[Text], copies: set[tuple[int, int]]) -> set[tuple[int, int]]:
    copied = {later for _, later in copies}
    long_enough = [
        at
        for at, r in enumerate(reads)
        if at not in copied and len(r.words) >= _FEWEST_WORDS and r.document.kind != "log"
    ]
    pairs = set()
    for one, other in candidates([reads[at].shingles for at in long_enough]):
        left, right = reads[long_enough[one]], reads[long_enough[other]]
        alike = jaccard(left.shingles, right.shingles) >= NEAR
        if alike and not other_period(left.document, right.document) and _same_numbers(left, right):
            pairs.add((long_enough[one], long_enough[other]))
    return pairs


def _same_numbers(one: Text, other: Text) -> bool:
    """Whether two similar texts differ in wording only: two tables of other figures are no copies."""
    if not (one.document.tables or other.document.tables):
        return True
    numbers = [{w for w in read.words if w.isdigit()} for read in (one, other)]
    both, either = numbers[0] & numbers[1], numbers[0] | numbers[1]
    return len(both) >= NEAR * len(either)
