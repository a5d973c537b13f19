"""What was judged: links by document, and whole runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, Select, delete, insert, select

from assistant.model import Judged, MappingRun
from assistant.store import codec, schema
from assistant.store.database import parts, writing


@dataclass(frozen=True, slots=True)
class RunHead:
    """A kept run without its result: cheap to list."""

    id: str
    started_at: datetime
    inputs: str
    """Digest of all that went into it; two runs with the same one found the same."""


class JudgementTables:
    """Checked links and finished runs."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def proposals(self, judged_by: str) -> dict[str, Judged]:
        """What was said earlier by the same judge (engine, ranker, corpus), by document id."""
        query = select(schema.proposals).where(schema.proposals.c.judged_by == judged_by)
        with self._engine.connect() as connection:
            return {
                row.document_id: codec.load(row.links, Judged) for row in connection.execute(query)
            }

    def proposals_at_hand(self) -> tuple[dict[str, Judged], frozenset[str]]:
        """What was said of each document last, by whatever judge, and the judges who said it."""
        judged: dict[str, Judged] = {}
        judges = set()
        with self._engine.connect() as connection:
            for row in connection.execute(select(schema.proposals)):
                judged[row.document_id] = codec.load(row.links, Judged)
                judges.add(row.judged_by)
        return judged, frozenset(judges)

    def judged(self) -> dict[str, str]:
        """Who judged each document last, by document id."""
        table = schema.proposals
        with self._engine.connect() as connection:
            rows = connection.execute(select(table.c.document_id, table.c.judged_by)).all()
        return {row.document_id: row.judged_by for row in rows}

    def proposals_of(self, ids: Sequence[str]) -> dict[str, Judged]:
        """What was said last of these documents, by document id."""
        table = schema.proposals
        found: dict[str, Judged] = {}
        for part in parts(list(ids)):
            query = select(table.c.document_id, table.c.links).where(table.c.document_id.in_(part))
            with self._engine.connect() as connection:
                for row in connection.execute(query):
                    found[row.document_id] = codec.load(row.links, Judged)
        return found

    def put_proposals(self, judged_by: str, proposals: Mapping[str, Judged]) -> None:
        """Keep what was judged of documents, replacing what another judge said of them."""
        rows = [
            {
                "document_id": key,
                "judged_by": judged_by,
                "links": codec.dump(links, Judged),
            }
            for key, links in proposals.items()
        ]
        with writing(self._engine) as connection:
            for part in parts(list(proposals)):
                connection.execute(
                    delete(schema.proposals).where(schema.proposals.c.document_id.in_(part))
                )
            if rows:
                connection.execute(insert(schema.proposals), rows)

    def put_run(self, inputs: str, run: MappingRun) -> None:
        """Keep a run under the digest of all that went into it."""
        with writing(self._engine) as connection:
            connection.execute(
                insert(schema.runs).values(
                    id=run.run.id,
                    started_at=run.run.started_at.isoformat(),
                    inputs=inputs,
                    result=codec.pack(run, MappingRun),
                )
            )

    def run_of(self, inputs: str) -> MappingRun | None:
        """The newest run with exactly these inputs."""
        return self._run(select(schema.runs.c.result).where(schema.runs.c.inputs == inputs))

    def latest_run(self) -> MappingRun | None:
        """The newest run."""
        return self._run(select(schema.runs.c.result))

    def heads(self, *, at_most: int = 50) -> tuple[RunHead, ...]:
        """The kept runs, the newest first, without what they found."""
        runs = schema.runs.c
        query = (
            select(runs.id, runs.started_at, runs.inputs)
            .order_by(runs.started_at.desc(), runs.id.desc())
            .limit(at_most)
        )
        with self._engine.connect() as connection:
            return tuple(
                RunHead(row.id, datetime.fromisoformat(row.started_at), row.inputs)
                for row in connection.execute(query)
            )

    def run(self, run_id: str) -> MappingRun | None:
        """The run with this id."""
        return self._run(select(schema.runs.c.result).where(schema.runs.c.id == run_id))

    def _run(self, query: Select[Any]) -> MappingRun | None:
        newest = query.order_by(schema.runs.c.started_at.desc(), schema.runs.c.id.desc()).limit(1)
        with self._engine.connect() as connection:
            data = connection.scalar(newest)
        return codec.unpack(data, MappingRun) if data else None
