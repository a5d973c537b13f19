"""The store: what was read, its vectors, what was judged. The only truth.

Domain types outside, SQLAlchemy inside. Chroma and the lexical index are derived from here and can
be rebuilt at any time.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock

from sqlalchemy import Connection

from assistant.store.answers import AnswerTables
from assistant.store.calls import CallTable
from assistant.store.conversations import ConversationTables
from assistant.store.database import Facts, open_database
from assistant.store.descriptions import DescriptionTables
from assistant.store.edits import EditTables
from assistant.store.engines import owned, shown, sqlite_url, writing
from assistant.store.evidence import EvidenceTables
from assistant.store.judgements import JudgementTables
from assistant.store.library import LibraryTables
from assistant.store.link_decisions import LinkDecisionTable
from assistant.store.questionnaires import QuestionnaireTable
from assistant.store.tasks import TaskTables
from assistant.store.vectors import VectorTable


class Store:
    """One database, a part for each kind of content; many threads may use it.

    `schema` names the PostgreSQL schema. Raises `WorkspaceError` for a database of a newer version.
    """

    def __init__(self, url: str, schema: str = "") -> None:
        engine = open_database(url, schema_name=schema)
        self.place = f"{shown(url)}, schema {schema}" if schema else shown(url)
        """Where it lies, for people; without a password."""
        self.facts = Facts(engine)
        self.evidence = EvidenceTables(engine)
        self.vectors = VectorTable(engine)
        self.judgements = JudgementTables(engine)
        self.answers = AnswerTables(engine)
        self.edits = EditTables(engine)
        self.questionnaires = QuestionnaireTable(engine)
        self.conversations = ConversationTables(engine)
        self.library = LibraryTables(engine)
        self.link_decisions = LinkDecisionTable(engine)
        self.tasks = TaskTables(engine)
        self.descriptions = DescriptionTables(engine)
        self.calls = CallTable(engine)
        self._engine = engine
        self._schema = schema
        self._own: Connection | None = None
        self._deciding = RLock()

    @classmethod
    def at(cls, path: Path) -> Store:
        """The store in a database file."""
        return cls(sqlite_url(path))

    def own(self) -> bool:
        """Hold the store for this process until it is closed; False where another process has it.

        Needed on PostgreSQL alone, where servers with folders of their own could meet.
        """
        if self._engine.dialect.name == "postgresql" and self._own is None:
            self._own = owned(self._engine, self._schema)
            return self._own is not None
        return True

    @contextmanager
    def deciding(self) -> Iterator[None]:
        """Hold this while you read what stands and then decide on it: no other decision comes between.

        One process owns a workspace, so it need hold only among its threads.
        """
        with self._deciding:
            yield

    @contextmanager
    def together(self) -> Iterator[None]:
        """As `deciding`; and all that this thread writes meanwhile is one transaction, kept at the
        end or, where something is raised, not at all. Reads see what stood before it."""
        with self._deciding, writing(self._engine):  # in this order, or two threads wait for good
            yield

    def close(self) -> None:
        """Let the database go."""
        if self._own is not None:
            self._own.invalidate()  # back in the pool, it would go on holding the lock
            self._own.close()
            self._own = None
        self._engine.dispose()
