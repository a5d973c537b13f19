"""The store: what was read, its vectors, what was judged. The only truth.

Domain types outside, SQLAlchemy inside. Chroma and the lexical index are derived from here and can
be rebuilt at any time.
"""

from __future__ import annotations

from pathlib import Path

from assistant.store.answers import AnswerTables
from assistant.store.calls import CallTable
from assistant.store.conversations import ConversationTables
from assistant.store.database import Facts, open_database, sqlite_url
from assistant.store.edits import EditTables
from assistant.store.evidence import EvidenceTables
from assistant.store.judgements import JudgementTables
from assistant.store.library import LibraryTables
from assistant.store.questionnaires import QuestionnaireTable
from assistant.store.tasks import TaskTables
from assistant.store.vectors import VectorTable


class Store:
    """One database, a part for each kind of content. Raises `WorkspaceError` for one of another version."""

    def __init__(self, url: str) -> None:
        engine = open_database(url)
        self.facts = Facts(engine)
        self.evidence = EvidenceTables(engine)
        self.vectors = VectorTable(engine)
        self.judgements = JudgementTables(engine)
        self.answers = AnswerTables(engine)
        self.edits = EditTables(engine)
        self.questionnaires = QuestionnaireTable(engine)
        self.conversations = ConversationTables(engine)
        self.library = LibraryTables(engine)
        self.tasks = TaskTables(engine)
        self.calls = CallTable(engine)
        self._engine = engine

    @classmethod
    def at(cls, path: Path) -> Store:
        """The store in a database file."""
        return cls(sqlite_url(path))

    def close(self) -> None:
        """Let the database go."""
        self._engine.dispose()
