"""`evidary ingest`: read and index a folder without judging it."""

from __future__ import annotations

from assistant.cli.options import EmbedderOption, Evidence, WorkspaceOption


def ingest_command(
    evidence: Evidence,
    workspace: WorkspaceOption = None,
    embedder: EmbedderOption = None,
) -> None:
    """Read and index what is new or changed; forget what is gone."""
    from assistant.cli.display import console, progress_bars
    from assistant.cli.results import print_skipped
    from assistant.indexing import ingest_evidence
    from assistant.settings import load_settings
    from assistant.workspace import Workspace, default_folder

    folder = workspace or default_folder(evidence)
    settings = load_settings(folder, embedder=embedder)
    with Workspace(folder, settings=settings) as opened, progress_bars() as progress:
        report = ingest_evidence(opened, evidence, progress=progress)
    screen = console()
    screen.print(
        f"{report.added} added, {report.changed} changed, {report.removed} removed, "
        f"{report.unchanged} unchanged, {len(report.skipped)} skipped"
    )
    print_skipped(screen, report.skipped)
    screen.print(f"Workspace: {folder}", soft_wrap=True, markup=False)
