"""The verb behind `evidary verify`: hold a sentence against files that a person names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from assistant.claims.check import check_claim
from assistant.claims.model import ClaimSupport
from assistant.mapping.words import terms
from assistant.model import Citation
from assistant.verify import check_citations, cite
from ingest.intake import read
from ingest.limits import Limits
from ingest.model import Document, Failure
from ingest.sentences import sentences
from ingest.walk import base_of, scan

_SHOWN = 3
_LOOKED_AT = 40
"""Sentences that are tried one by one, those that share most words with the claim first."""


@dataclass(frozen=True, slots=True)
class CheckedClaim:
    """What files say to a claim: the support, the sentences that say so, the files not read."""

    support: ClaimSupport
    citations: tuple[Citation, ...]
    unread: tuple[Failure, ...]


def check_against(claim: str, files: Sequence[Path], *, question: str = "") -> CheckedClaim:
    """Whether any of the files (or folders) supports the claim; a supporting sentence wins.

    The citations are proven like all others. Raises `ingest.errors.UnreadableFile` where a file does
    not exist; one that cannot be read is a row of `unread`.
    """
    unread: list[Failure] = []
    documents = [(base_of(f), d) for f in files for d in _documents(f, unread)]
    support = check_claim(claim, [d.text for _, d in documents], question=question)
    said = _says(claim, question, support, documents) if support.label != "silent" else ()
    return CheckedClaim(support, tuple(said)[:_SHOWN], tuple(unread))


def _documents(file: Path, unread: list[Failure]) -> Iterator[Document]:
    limits = Limits()
    found = scan(file, limits=limits)
    unread.extend(found.failures)
    for result in read(file, found.files, workers=1, limits=limits, now=datetime.now(UTC)):
        unread.extend(result.failures)
        yield from result.documents


def _says(
    claim: str,
    question: str,
    support: ClaimSupport,
    documents: Iterable[tuple[Path, Document]],
) -> Iterator[Citation]:
    wanted = set(terms(claim).counts)
    spans = [
        (len(wanted & set(terms(d.text[start:end]).counts)), root, d, start, end)
        for root, d in documents
        for start, end in sentences(d.text)
    ]
    spans.sort(key=lambda s: -s[0])
    for shared, root, document, start, end in spans[:_LOOKED_AT]:
        if not shared:
            return
        said = check_claim(claim, [document.text[start:end]], question=question)
        if said.label == support.label:
            kept, _ = check_citations([cite(document, start, end)], document, root=root)
            yield from kept
