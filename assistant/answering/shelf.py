"""All documents of a workspace as answering sees them: their names, and which of them do not count.

Made once a run. A stub, a draft, an old version, a copy or an item of a test system answers nothing;
the reason is kept for the reader.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from assistant.answering.lexicon import lexicon, phrase
from assistant.store.store import Store
from ingest.duplicates import relations
from ingest.model import Document, Note

COPY = "repeats another file"
_REASONS = {
    "stub": "is a stub: it announces content and has none",
    "superseded": "was replaced by a newer version",
    "duplicate": COPY,
    "other_environment": "comes from a test system",
}
_HEAD = 2_000
_TYPE_WORDS = frozenset(
    phrase(
        "policy policies plan plans procedure procedures standard agreement notice handbook manual "
        "charter statement runbook the own current company"
    ).split()
)
_NAME = re.compile(r"\b[A-Z0-9][\w.&'-]*")
_PLAIN_NAMES = frozenset(
    "The Agreement Non-Disclosure Privacy Policy Terms Service And Of Between Inc Inc. Ltd LLC Company "
    "Mutual Confidentiality NDA Parent Target Document Contract".split()
)
_ENOUGH = 0.7
_SUPPLIER_FOLDERS = frozenset(
    "vendor supplier subprocessor sub-processor third-party third-partie third_party provider".split()
)
_THEIR_WORDS = re.compile(r"\b(?:we|our)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SetAside:
    """An item that would have spoken to the question but does not count, and why."""

    document: str
    """Its name, for a person."""
    reason: str


@dataclass(frozen=True, slots=True)
class Shelved:
    """One document: id, path, name, the words of its title and path, how its text begins."""

    id: str
    path: str
    name: str
    titled: str
    head: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """Every document of a workspace, and by id why one of them is set aside."""

    documents: tuple[Shelved, ...]
    aside: Mapping[str, str]

    def named_in(self, question: str) -> tuple[str, tuple[str, ...]] | None:
        """The document that a question names, and the ids of those that bear the name.

        None where it names none that must be there: "your privacy policy" names one only if there
        is one, a name in quotation marks always does.
        """
        for pattern in lexicon().named_document:
            if found := pattern.search(question):
                name = found.group(1).strip()
                given = question.casefold().startswith("consider ")
                ids = self._called(name, exact=given)
                if ids or given:
                    return name, ids
        return None

    def _called(self, name: str, *, exact: bool) -> tuple[str, ...]:
        wanted = set(phrase(name).split())
        telling = wanted - _TYPE_WORDS or wanted
        titled = [d for d in self.documents if telling <= set(d.titled.split())]
        if titled:
            closest = [d for d in titled if set(d.titled.split()) - _TYPE_WORDS == telling]
            return tuple(d.id for d in closest or titled)
        return self._beginning_with(name) if exact else ()

    def _beginning_with(self, name: str) -> tuple[str, ...]:
        """Documents whose beginning holds most of the proper names in `name`, written the same."""
        proper = {w for w in _NAME.findall(name) if w.strip(".'") not in _PLAIN_NAMES}
        if not proper:
            return ()
        shares = [(sum(w in d.head for w in proper) / len(proper), d.id) for d in self.documents]
        best = max((share for share, _ in shares), default=0.0)
        return tuple(i for share, i in shares if share == best) if best >= _ENOUGH else ()


def shelve(store: Store) -> Shelf:
    """The shelf of all documents in a store, ordered by path."""
    heads = store.evidence.document_heads()
    documents = list(store.evidence.documents([d.id for d in heads]))
    related = relations(documents)
    aside = {
        d.id: reason
        for d in documents
        if (reason := _reason(d, (*d.notes, *related.get(d.id, ()))))
    }
    return Shelf(tuple(_shelved(d) for d in documents), aside)


def _shelved(document: Document) -> Shelved:
    path = PurePosixPath(document.name)
    words = f"{document.title} {' '.join(path.parts[:-1])} {path.stem}".replace("_", " ")
    return Shelved(document.id, document.path, document.name, phrase(words), document.text[:_HEAD])


def _of_supplier(document: Document) -> bool:
    """Whether another company speaks in it: its "we" is not ours (a supplier's statement or report).

    What we keep about suppliers (a register, a review) is ours.
    """
    folders = {part.casefold().rstrip("s") for part in PurePosixPath(document.path).parts[:-1]}
    return (
        bool(folders & _SUPPLIER_FOLDERS)
        and document.kind in {"other", "notice", "policy", "report"}
        and _THEIR_WORDS.search(document.text[:_HEAD]) is not None
    )


def _reason(document: Document, notes: Iterable[Note]) -> str:
    for note in notes:
        if note.kind in _REASONS:
            return _REASONS[note.kind]
        if note.kind == "unapproved" and note.quote:
            return f"is a draft: {note.quote!r}"
    if _of_supplier(document):
        return "speaks for a supplier, not for us"
    return ""
