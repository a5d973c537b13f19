"""What persons decided on links: appended, never changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Engine, insert, select

from assistant.model import Citation
from assistant.review.model import LinkDecision
from assistant.store import codec, schema
from assistant.store.engines import writing


class LinkDecisionTable:
    """All decisions in the order in which they were made; what holds is derived elsewhere."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, decision: LinkDecision) -> LinkDecision:
        """Append a decision; it is given back with its number."""
        values = {
            "document_id": decision.document_id,
            "path": decision.path,
            "criterion": decision.criterion,
            "verb": decision.verb,
            "aspect": decision.aspect,
            "person_id": decision.person_id,
            "name": decision.name,
            "at": decision.at.isoformat(),
            "reason": decision.reason,
            "citations": codec.dump(decision.citations, tuple[Citation, ...]),
        }
        with writing(self._engine) as connection:
            made = connection.execute(insert(schema.link_decisions).values(values))
            key = made.inserted_primary_key
            assert key is not None  # one row was inserted
            return replace(decision, number=key[0])

    def all(self) -> tuple[LinkDecision, ...]:
        """Every decision, the oldest first."""
        query = select(schema.link_decisions).order_by(schema.link_decisions.c.number)
        with self._engine.connect() as connection:
            return tuple(
                LinkDecision(
                    number=row.number,
                    document_id=row.document_id,
                    path=row.path,
                    criterion=row.criterion,
                    verb=row.verb,
                    aspect=row.aspect,
                    person_id=row.person_id,
                    name=row.name,
                    at=datetime.fromisoformat(row.at),
                    reason=row.reason,
                    citations=codec.load(row.citations, tuple[Citation, ...]),
                )
                for row in connection.execute(query)
            )
