"""What evidence and description tell by themselves, kept from one assessment to the next: decisions on
links do not change it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.assessment.assess import Told
from assistant.description_gaps import description_digest
from assistant.model import RunInfo, Scope
from assistant.resources import mapping_digest
from assistant.store import codec
from assistant.store.database import Facts
from assistant.workspace import Workspace
from ingest.model import Document

_KEY, _ASSESSED = "told_by_evidence", "assessed_by"


@dataclass(frozen=True, slots=True)
class _Kept:
    by: str
    told: Told


def keep_told(workspace: Workspace, told: Told, heads: Sequence[Document], scope: Scope) -> None:
    """Keep what these documents, all of them, and the description as it is told to the code and data
    at work now."""
    kept = _Kept(_digest(workspace, heads, scope), told)
    workspace.store.facts.put(_KEY, codec.dump(kept, _Kept))


def told_by(workspace: Workspace, heads: Sequence[Document], scope: Scope) -> Told | None:
    """What these documents told; None where others did, or another description, or to other code
    or data."""
    text = workspace.store.facts.get(_KEY)
    kept = codec.load(text, _Kept) if text else None
    same = kept is not None and kept.by == _digest(workspace, heads, scope)
    return kept.told if kept is not None and same else None


def note_assessed(facts: Facts, run: RunInfo) -> None:
    """This run was assessed by the code and data at work now, whatever judged its items."""
    facts.put(_ASSESSED, f"{run.id} {mapping_digest()}")


def assessed_now(facts: Facts, run: RunInfo) -> bool:
    """Whether the code and data at work now would assess this run as it was."""
    noted = facts.get(_ASSESSED) == f"{run.id} {mapping_digest()}"
    return noted or run.corpus_digest == mapping_digest()


def _digest(workspace: Workspace, heads: Sequence[Document], scope: Scope) -> str:
    state = hashlib.sha256(mapping_digest().encode())
    state.update(description_digest(workspace).encode())
    state.update(codec.dump(scope, Scope).encode())
    for head in heads:
        state.update(codec.dump(head, Document).encode())
    return state.hexdigest()
