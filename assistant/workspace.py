"""The one place that builds things: a folder with the store, the indexes, and the parts behind ports.

Vendors are imported here at the earliest when first needed, so that commands which need none stay
quick. One process at a time owns a workspace; its threads share it.
"""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from assistant.clock import Clock
from assistant.errors import IndexMismatch, WorkspaceError
from assistant.once import forget, once
from assistant.settings import Settings, load_settings
from assistant.store.store import Store

if TYPE_CHECKING:
    from assistant.adapters.chat_model import ChatModel
    from assistant.adapters.chroma import ChromaIndex
    from assistant.adapters.fulltext import FullText
    from assistant.engines.chat_prose import ChatProse
    from assistant.mapping.ranker import Ranker
    from assistant.ports import AnswerEngine, Embedder, Engine

HOME = Path(".evidary")
WORKSPACES = "workspaces"
"""The folder under the home folder that holds those which the house lists, by their ids."""
_BUILT = ("ranker", "engine", "embedder", "vector_index")
_EMBEDDER = "embedder"
_EVIDENCE = "evidence"
_IN_USE = (
    "the workspace {} is in use by another process; wait for it, "
    "or give another one with --workspace"
)
_NOT_IN_NAMES = re.compile(r"[^a-z0-9]+")


class Workspace:
    """An opened workspace; use it as a context manager. Many threads of one process may share it.

    What was judged and decided lies in `evidary.db` in the folder, or in a schema of the PostgreSQL
    database that `EVIDARY_DATABASE_URL` names; the indexes always lie in the folder. Raises
    `WorkspaceError` where it is in use or of a newer version, or the database cannot be reached.
    """

    def __init__(
        self,
        folder: Path,
        *,
        settings: Settings | None = None,
        clock: Clock | None = None,
        database_url: str | None = None,
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.settings = settings or load_settings(folder)
        self.clock = clock or Clock()
        # Not bound to the thread that opened it: any thread may close the workspace.
        self._lock = FileLock(folder / ".lock", timeout=0, thread_local=False)
        try:
            self._lock.acquire()
        except Timeout as error:
            raise WorkspaceError(_IN_USE.format(folder)) from error
        try:
            self.store = _store(folder, database_url or database_url_of(self.settings))
        except BaseException:
            self._lock.release()
            raise

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
        for index in forget(self, "lexical_index", "vector_index"):
            index.close()
        self.store.close()
        self._lock.release()

    @once
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
        forget(self, *_BUILT)

    def reload(self) -> None:
        """Read the settings again; what was built by the old ones is built anew when next asked for.

        Work that is under way goes on with the parts it has.
        """
        self.settings = load_settings(self.folder)
        forget(self, *_BUILT)

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

    @once
    def vector_index(self) -> ChromaIndex:
        """The Chroma collection of this workspace."""
        from assistant.adapters.chroma import ChromaIndex

        return ChromaIndex(self.folder / "index" / "chroma", fingerprint=self.embedder.fingerprint)

    @once
    def lexical_index(self) -> FullText:
        """The full-text index of this workspace."""
        from assistant.adapters.fulltext import FullText

        return FullText(self.folder / "index" / "fulltext.db")

    @once
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

    def prose(self, *, run: str) -> ChatProse | None:
        """What improves the prose of descriptions: a chat model, or nothing offline."""
        if self.settings.engine == "offline":
            return None
        from assistant.engines.chat_prose import ChatProse

        return ChatProse(self.chat_model(run=run))

    def chat_model(self, *, run: str) -> ChatModel:
        """The chat model that the settings name; each call is logged under the run."""
        from assistant.adapters.chat_model import ChatModel

        return ChatModel(
            self.settings.engine,
            self.settings,
            record=self.store.calls.recorder(run),
            clock=self.clock,
        )

    @once
    def ranker(self) -> Ranker:
        """The ranker of criteria: the shipped one, or the one that the settings name."""
        from assistant.mapping.ranker import load_ranker

        return load_ranker(
            self.embedder,
            self.settings.mapping_model,
            accept=self.settings.accept,
            cache=self.folder / "index",
        )


def home_folder() -> Path:
    """Where the house and its workspaces lie: `EVIDARY_HOME`, else `.evidary` in this directory."""
    return Path(os.environ.get("EVIDARY_HOME") or HOME)


def default_folder(evidence: Path) -> Path:
    """Where the workspace of an evidence folder lies if nothing else is said."""
    place = evidence.resolve()
    return home_folder() / f"{place.name or 'evidence'}-{_mark(place)}"


def last_folder() -> Path:
    """The workspace used last here, one of the house included. Raises `WorkspaceError` for none."""
    home = home_folder()
    made = [f for f in (*home.glob("*"), *home.glob(f"{WORKSPACES}/*")) if _used(f)]
    if not made:
        raise WorkspaceError(
            "no workspace here yet; run `evidary map EVIDENCE` first, or give --workspace DIR"
        )
    return max(made, key=lambda f: (_used(f), str(f)))


def schema_of(folder: Path) -> str:
    """The PostgreSQL schema of the workspace in a folder.

    By its id where it is one of the house's, else by its name and place, which two never share.
    """
    place = folder.resolve()
    name = _NOT_IN_NAMES.sub("_", place.name.lower()).strip("_")[:40]
    own = place.parent.name == WORKSPACES and name == place.name
    return f"evidary_ws_{name}" if own else f"evidary_ws_{name}_{_mark(place)}"


def _store(folder: Path, url: str) -> Store:
    store = Store(url, schema_of(folder)) if url else Store.at(folder / "evidary.db")
    if not store.own():
        store.close()
        raise WorkspaceError(_IN_USE.format(folder))
    return store


def database_url_of(settings: Settings | None = None) -> str:
    """The database that the settings (or else the environment) name; empty for SQLite files."""
    url = (settings or load_settings()).database_url
    return url.get_secret_value() if url else ""


def _used(folder: Path) -> float:
    """When it was written to last; 0 where there is no workspace."""
    files = [folder / "evidary.db", folder / "evidary.db-wal", folder / ".lock"]
    return max((f.stat().st_mtime for f in files if f.is_file()), default=0.0)


def _mark(place: Path) -> str:
    return hashlib.sha256(str(place).encode()).hexdigest()[:8]
