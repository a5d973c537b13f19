"""The customers' files that were handed in: what they were called, by whom and when."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection, Engine, insert, select, update

from assistant.questions import QuestionnaireFile
from assistant.store import codec, schema
from assistant.store.engines import writing


class QuestionnaireTable:
    """Handed-in questionnaires by sha256; the bytes lie in the workspace's folder."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, file: QuestionnaireFile) -> QuestionnaireFile:
        """Note a file; the same bytes handed in again stay as they were first noted."""
        with writing(self._engine) as connection:
            known = _kept(connection, file.sha256)
            if known is not None:
                return known
            connection.execute(
                insert(schema.questionnaire_files).values(
                    sha256=file.sha256,
                    added_at=file.added_at.isoformat(),
                    file=codec.dump(file, QuestionnaireFile),
                )
            )
        return file

    def understood(self, sha256: str, questions: int) -> None:
        """Note how many questions were understood."""
        table = schema.questionnaire_files
        with writing(self._engine) as connection:
            known = _kept(connection, sha256)
            if known is None or known.questions == questions:
                return
            text = codec.dump(replace(known, questions=questions), QuestionnaireFile)
            connection.execute(update(table).where(table.c.sha256 == sha256).values(file=text))

    def get(self, sha256: str) -> QuestionnaireFile | None:
        """The file with this sha256, or None."""
        with self._engine.connect() as connection:
            return _kept(connection, sha256)

    def all(self) -> tuple[QuestionnaireFile, ...]:
        """Every file, the newest first."""
        table = schema.questionnaire_files
        query = select(table.c.file).order_by(table.c.added_at.desc(), table.c.sha256)
        with self._engine.connect() as connection:
            return tuple(codec.load(text, QuestionnaireFile) for text in connection.scalars(query))


def _kept(connection: Connection, sha256: str) -> QuestionnaireFile | None:
    table = schema.questionnaire_files
    text = connection.scalar(select(table.c.file).where(table.c.sha256 == sha256))
    return codec.load(text, QuestionnaireFile) if text else None
