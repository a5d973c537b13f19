"""What the evidence tells by itself, kept from one assessment to the next: texts do not change by decisions."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.assessment.assess import Told
from assistant.model import RunInfo
from assistant.resources import mapping_digest
from assistant.store import codec
from assistant.store.database import Facts
from ingest.model import Document

_KEY, _ASSESSED = "told_by_evidence", "assessed_by"


@dataclass(frozen=True, slots=True)
class _Kept:
    by: str
    told: Told


def keep_told(facts: Facts, told: Told, heads: Sequence[Document]) -> None:
    """Keep what these documents, all of them, told to the code and data at work now."""
    facts.put(_KEY, codec.dump(_Kept(_digest(heads), told), _Kept))


def told_by(facts: Facts, heads: Sequence[Document]) -> Told | None:
    """What these documents told; None where others did, or to other code or data."""
    text = facts.get(_KEY)
    kept = codec.load(text, _Kept) if text else None
    return kept.told if kept is not None and kept.by == _digest(heads) else None


def note_assessed(facts: Facts, run: RunInfo) -> None:
    """This run was assessed by the code and data at work now, whatever judged its items."""
    facts.put(_ASSESSED, f"{run.id} {mapping_digest()}")


def assessed_now(facts: Facts, run: RunInfo) -> bool:
    """Whether the code and data at work now would assess this run as it was."""
    noted = facts.get(_ASSESSED) == f"{run.id} {mapping_digest()}"
    return noted or run.corpus_digest == mapping_digest()


def _digest(heads: Sequence[Document]) -> str:
    state = hashlib.sha256(mapping_digest().encode())
    for head in heads:
        state.update(codec.dump(head, Document).encode())
    return state.hexdigest()
