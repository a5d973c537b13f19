"""What `evidary describe` is asked for: where, which kind, what scope, and texts to compare with."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from assistant.model import Scope
    from assistant.workspace import Workspace


class DescriptionKind(StrEnum):
    """What is drafted."""

    soc2_type1 = "soc2-type1"
    soc2_type2 = "soc2-type2"
    soc3 = "soc3"
    soc1 = "soc1"
    public_summary = "public-summary"
    soa = "soa"
    assertion = "assertion"
    bridge_letter = "bridge-letter"
    cuec_list = "cuec-list"
    security_overview = "security-overview"


KindOption = Annotated[
    DescriptionKind | None,
    typer.Option(help="What to draft. Default: SOC 2, of the type that the scope has."),
]


def folder_of(context: typer.Context, workspace: Path | None) -> Path | None:
    """The workspace given after the verb, else before it; None where neither was."""
    return workspace or (context.obj[0] if context.obj else None)


def drafted_kind(workspace: Workspace) -> str:
    """The SOC 2 description that was drafted here, the one over a period first."""
    from assistant.description_versions import current

    return "soc2-type2" if current(workspace, "soc2-type2") else "soc2-type1"


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
