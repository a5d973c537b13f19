"""What `evidary describe` is asked for: the scope of a draft, and texts to compare it with."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.model import Scope
    from assistant.workspace import Workspace


def scope_of_draft(
    workspace: Workspace,
    categories: str,
    as_of: str | None,
    period: str | None,
    kind: str,
) -> Scope:
    """The scope given, else that of the newest mapping run, else the one kept with the workspace."""
    from assistant.scope import make_scope
    from assistant.scope_kept import scope_of

    run = workspace.store.judgements.latest_run()
    known = run.run.scope if run else scope_of(workspace)
    named = categories or ",".join(known.categories)
    if as_of or period:
        return make_scope(categories=named, as_of=as_of, period=period)
    if kind == "soc2-type1" and known.report_type == "type2":
        return make_scope(categories=named, as_of=known.period_end)
    if categories:
        span = f"{known.period_start}..{known.period_end}" if known.period_end else None
        return make_scope(categories=named, as_of=known.as_of, period=span)
    return known


def compared_texts(files: Sequence[Path] | None) -> tuple[str, ...]:
    """The words of files to compare with, read as evidence is. Raises `UsageError` for an unreadable one."""
    from datetime import UTC, datetime

    from assistant.errors import UsageError
    from ingest.intake import read_file
    from ingest.limits import Limits
    from ingest.walk import base_of, scan

    texts: list[str] = []
    limits, now = Limits(), datetime.now(UTC)
    for path in files or ():
        for found in scan(path, limits=limits).files:
            read = read_file(base_of(path), found, limits=limits, now=now)
            texts.extend(d.text for d in read.documents)
    if files and not texts:
        raise UsageError("the files to compare with hold no text that can be read")
    return tuple(texts)
