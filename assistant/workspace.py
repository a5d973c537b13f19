"""The one place that builds things: a folder with the store, the indexes, and the parts behind ports.

Vendors are imported here at the earliest when first needed, so that commands which need none stay
quick. One process at a time owns a workspace.
"""

from __future__ import annotations

import hashlib
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from assistant.clock import Clock
from assistant.errors import IndexMismatch, WorkspaceError
from assistant.settings import Settings, load_settings
from assistant.store.store import Store

if TYPE_CHECKING:
    from assistant.adapters.chat_model import ChatModel
    from assistant.adapters.chroma import ChromaIndex
    from assistant.adapters.fulltext import FullText
    from assistant.mapping.ranker import Ranker
    from assistant.ports import AnswerEngine, Embedder, Engine

HOME = Path(".evidary")
_EMBEDDER = "embedder"
_EVIDENCE = "evidence"


class Workspace:
    """An opened workspace; use it as a context manager.

    Raises `WorkspaceError` where the folder is in use or of another version.
    """

    def __init__(
        self, folder: Path, *, settings: Settings | None = None, clock: Clock | None = None
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.settings = settings or load_settings(folder)
        self.clock = clock or Clock()
        self._lock = FileLock(folder / ".lock", timeout=0)
        try:
            self._lock.acquire()
        except Timeout as error:
            raise WorkspaceError(
                f"the workspace {folder} is in use by another process; wait for it, "
                "or give another one with --workspace"
            ) from error
        self.store = Store.at(folder / "evidary.db")

    def __enter__(self) -> Workspace:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let the database, the indexes and the lock go."""
        for part in ("lexical_index", "vector_index"):
            if part in self.__dict__:
                getattr(self, part).close()
        self.store.close()
        self._lock.release()

    @cached_property
    def embedder(self) -> Embedder:
        """The embedder that the settings name.

        Raises `IndexMismatch` where this workspace's vectors were made by another.
        """
        from assistant.adapters.embedders import make_embedder

        embedder = make_embedder(self.settings.embedder, threads=self.settings.workers)
        made_by = self.store.facts.get(_EMBEDDER)
        if made_by is None:
            self.store.facts.put(_EMBEDDER, embedder.fingerprint)
        elif made_by != embedder.fingerprint:
            raise IndexMismatch(
                f"this workspace was indexed by {made_by!r}, but the embedder is now "
                f"{embedder.fingerprint!r}; run `evidary index rebuild`, or set EVIDARY_EMBEDDER back"
            )
        return embedder

    def forget_embedder(self) -> None:
        """Drop all vectors and the memory of who made them, before a rebuild."""
        self.store.vectors.clear()
        self.store.facts.remove(_EMBEDDER)
        self.__dict__.pop("embedder", None)

    @property
    def indexed_by(self) -> str:
        """The fingerprint of the embedder that made the index; empty before the first."""
        return self.store.facts.get(_EMBEDDER) or ""

    def remember_evidence(self, folder: Path) -> None:
        """Keep where the evidence lies: quotes are found again in the original files."""
        self.store.facts.put(_EVIDENCE, str(folder.resolve()))

    @property
    def evidence(self) -> Path:
        """The folder (or file) that was read last.

        Raises `WorkspaceError` where nothing was read yet, or it is gone: an answer that cannot be
        proven in the original files is not given.
        """
        known = self.store.facts.get(_EVIDENCE)
        if known is None:
            raise WorkspaceError(
                "this workspace holds no evidence yet; run `evidary ingest EVIDENCE` first, "
                "or give --evidence DIR"
            )
        if not Path(known).exists():
            raise WorkspaceError(
                f"the evidence that was read from {known} is no longer there; "
                "give its new place with --evidence DIR"
            )
        return Path(known)

    @cached_property
    def vector_index(self) -> ChromaIndex:
        """The Chroma collection of this workspace."""
        from assistant.adapters.chroma import ChromaIndex

        return ChromaIndex(self.folder / "index" / "chroma", fingerprint=self.embedder.fingerprint)

    @cached_property
    def lexical_index(self) -> FullText:
        """The full-text index of this workspace."""
        from assistant.adapters.fulltext import FullText

        return FullText(self.folder / "index" / "fulltext.db")

    @cached_property
    def engine(self) -> Engine:
        """The engine that the settings name: offline, or a chat model."""
        if self.settings.engine == "offline":
            from assistant.engines.offline import OfflineEngine

            return OfflineEngine()
        from assistant.engines.chat import ChatEngine

        return ChatEngine(self.chat_model(run="mapping"))

    def answer_engine(self, embedder: Embedder, *, run: str) -> AnswerEngine:
        """The engine that drafts answers: offline, or a chat model whose calls are logged by run."""
        if self.settings.engine == "offline":
            from assistant.engines.offline_answers import OfflineAnswers

            return OfflineAnswers(embedder)
        from assistant.engines.chat_answers import ChatAnswers

        return ChatAnswers(self.chat_model(run=run), concurrency=self.settings.concurrency)

    def chat_model(self, *, run: str) -> ChatModel:
        """The chat model that the settings name; each call is logged under the run."""
        from assistant.adapters.chat_model import ChatModel

        return ChatModel(
            self.settings.engine,
            self.settings,
            record=self.store.calls.recorder(run),
            clock=self.clock,
        )

    @cached_property
    def ranker(self) -> Ranker:
        """The ranker of criteria: the shipped one, or the one that the settings name."""
        from assistant.mapping.ranker import load_ranker

        return load_ranker(
            self.embedder,
            self.settings.mapping_model,
            accept=self.settings.accept,
            cache=self.folder / "index",
        )


def default_folder(evidence: Path) -> Path:
    """Where the workspace of an evidence folder lies if nothing else is said."""
    place = evidence.resolve()
    mark = hashlib.sha256(str(place).encode()).hexdigest()[:8]
    return HOME / f"{place.name or 'evidence'}-{mark}"


def last_folder() -> Path:
    """The workspace used last in this directory. Raises `WorkspaceError` where there is none."""
    made = list(HOME.glob("*/evidary.db")) if HOME.is_dir() else []
    if not made:
        raise WorkspaceError(
            "no workspace here yet; run `evidary map EVIDENCE` first, or give --workspace DIR"
        )
    return max(made, key=lambda p: (p.stat().st_mtime, str(p))).parent
