"""Every request that was made to a model: when, for which prompt, what it used, how it ended."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from statistics import median
from typing import Any

from sqlalchemy import Engine, insert, select

from assistant.ports import Call, CallLog, Typical
from assistant.store import schema
from assistant.store.database import writing

_LATEST = 50


class CallTable:
    """The log of calls; appended, never changed. No key, prompt or reply is in it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def recorder(self, run: str = "") -> CallLog:
        """What a model is given to log its calls of one run with; may be called from any thread."""

        def put(call: Call) -> None:
            with writing(self._engine) as connection:
                connection.execute(insert(schema.calls).values(_row(run, call)))

        return put

    def of_run(self, run: str) -> Sequence[Call]:
        """The calls of a run, in the order in which they ended."""
        table = schema.calls
        query = select(table).where(table.c.run == run).order_by(table.c.id)
        with self._engine.connect() as connection:
            return [_call(row) for row in connection.execute(query)]

    def typical(self, model: str, prompt: str) -> Typical | None:
        """What the latest answered calls of a model with a prompt took; None where there are none."""
        table = schema.calls
        query = (
            select(table.c.tokens_out, table.c.seconds)
            .where(table.c.model == model, table.c.prompt == prompt)
            .where(table.c.outcome == "answered", table.c.tokens_out.is_not(None))
            .order_by(table.c.id.desc())
            .limit(_LATEST)
        )
        with self._engine.connect() as connection:
            rows = connection.execute(query).all()
        if not rows:
            return None
        tokens, seconds = zip(*rows, strict=True)
        return Typical(int(median(tokens)), float(median(seconds)))


def _row(run: str, call: Call) -> dict[str, Any]:
    return {
        "run": run,
        "at": call.at.isoformat(),
        "model": call.model,
        "prompt": call.prompt,
        "way": call.way,
        "outcome": call.outcome,
        "seconds": call.seconds,
        "tokens_in": call.tokens_in,
        "tokens_out": call.tokens_out,
        "error": call.error,
        "digest": call.digest,
    }


def _call(row: Any) -> Call:
    return Call(
        at=datetime.fromisoformat(row.at),
        model=row.model,
        prompt=row.prompt,
        way=row.way,
        outcome=row.outcome,
        seconds=row.seconds,
        tokens_in=row.tokens_in,
        tokens_out=row.tokens_out,
        error=row.error,
        digest=row.digest,
    )
