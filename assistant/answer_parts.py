"""What answering needs of a workspace and what costs to make, kept while it holds.

A page asks one question at a time; reading two thousand documents for each would be slow. What is
kept is made anew when the evidence, the library or the newest mapping is another.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from threading import RLock
from weakref import WeakKeyDictionary

from assistant.answering.remembered import Remembering
from assistant.answering.shelf import Shelf, shelve
from assistant.library.reuse import Reuse
from assistant.model import MappingRun
from assistant.review.model import LinkDecision
from assistant.review.standing import standing
from assistant.workspace import Workspace
from ingest.model import Document
from ingest.walk import base_of


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What was made of the evidence as it stood under a mark."""

    mark: tuple[str, ...]
    shelf: Shelf
    heads: tuple[Document, ...]


class Parts:
    """The kept parts of one workspace. Several threads may ask; each part is made once."""

    def __init__(self, workspace: Workspace) -> None:
        # The workspace is handed in with each call: kept here, it would never be let go.
        self.embedder = Remembering(workspace.embedder, workspace.store.vectors)
        self._lock = RLock()
        self._evidence: _Evidence | None = None
        self._reuse: tuple[tuple[str, ...], Reuse] | None = None
        self._supporting: tuple[tuple[str, ...], dict[str, frozenset[str]] | None] | None = None

    def shelf(self, workspace: Workspace) -> Shelf:
        """Every document's names, and which of them do not count."""
        return self._evidence_now(workspace).shelf

    def heads(self, workspace: Workspace) -> tuple[Document, ...]:
        """Every document without its body."""
        return self._evidence_now(workspace).heads

    def reuse(self, workspace: Workspace) -> Reuse:
        """The library as answers."""
        mark = (*_mark(workspace), str(workspace.store.library.last_event()))
        with self._lock:
            if self._reuse is None or self._reuse[0] != mark:
                root = base_of(workspace.evidence)
                self._reuse = (mark, Reuse(workspace.store, self.embedder, root=root))
            return self._reuse[1]

    def supporting(self, workspace: Workspace) -> dict[str, frozenset[str]] | None:
        """Ids of the documents that support a criterion, by its id: as the newest mapping has it,
        with what persons decided since.

        None where nothing is mapped yet.
        """
        judgements = workspace.store.judgements
        newest = judgements.heads(at_most=1)
        decisions = workspace.store.link_decisions.all()
        mark = (*_mark(workspace), newest[0].id if newest else "", str(len(decisions)))
        with self._lock:
            if self._supporting is None or self._supporting[0] != mark:
                run = judgements.run(newest[0].id) if newest else None
                holding = standing(decisions, self.heads(workspace)).holding if run else ()
                self._supporting = (mark, _supporting(run, holding) if run else None)
            return self._supporting[1]

    def _evidence_now(self, workspace: Workspace) -> _Evidence:
        mark = _mark(workspace)
        with self._lock:
            if self._evidence is None or self._evidence.mark != mark:
                shelf = shelve(workspace.store)
                self._evidence = _Evidence(mark, shelf, workspace.store.evidence.document_heads())
            return self._evidence


def _supporting(run: MappingRun, holding: Iterable[LinkDecision]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for link in run.links.links:
        if link.accepted:
            found.setdefault(link.criterion, set()).add(link.document_id)
    for decision in holding:
        ids = found.setdefault(decision.criterion, set())
        (ids.discard if decision.verb == "reject" else ids.add)(decision.document_id)
    return {criterion: frozenset(ids) for criterion, ids in found.items()}


_kept: WeakKeyDictionary[Workspace, Parts] = WeakKeyDictionary()
_keeping = RLock()


def parts_of(workspace: Workspace) -> Parts:
    """The parts kept for an opened workspace, for as long as its embedder is the same.

    Raises `WorkspaceError` where the workspace has no evidence, or its files are gone.
    """
    workspace.evidence  # noqa: B018 - raises where there is none
    with _keeping:
        known = _kept.get(workspace)
        if known is None or known.embedder.fingerprint != workspace.embedder.fingerprint:
            known = _kept[workspace] = Parts(workspace)
        return known


def _mark(workspace: Workspace) -> tuple[str, ...]:
    """Another one whenever a file came, went or changed, or the evidence lies elsewhere."""
    return (str(workspace.evidence), workspace.store.evidence.state())
