"""The command line: parse, call one verb, print. Vendors are imported by the verbs, not here.

Exit codes: 0 done, 1 the `--fail-on` bar was met, 2 usage or unusable input.
"""

from __future__ import annotations

import logging
import os
import sys
from typing import Annotated

import typer

from assistant.cli import (
    ask,
    audit,
    describe,
    doctor,
    index,
    ingest,
    library,
    map,
    people,
    questionnaire,
    review,
    search,
    tasks,
    ui,
    verify,
)

app = typer.Typer(
    name="evidary",
    help="Evidence review for SOC 2: every link cited, every gap said. "
    "Works offline; results are a readiness indication, not an audit opinion.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # drawing help with rich costs three quarters of its time
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("map")(map.map_command)
app.command("ingest")(ingest.ingest_command)
app.command("search")(search.search_command)
app.command("ask")(ask.ask_command)
app.add_typer(questionnaire.app, name="questionnaire")
app.add_typer(describe.app, name="describe")
app.command("verify")(verify.verify_command)
app.command("doctor")(doctor.doctor_command)
app.command("ui")(ui.ui_command)
app.add_typer(index.app, name="index")
app.add_typer(library.app, name="library")
app.add_typer(review.app, name="review")
app.add_typer(tasks.app, name="tasks")
app.add_typer(people.app, name="people")
app.add_typer(audit.app, name="audit")


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"evidary {version('evidary')}")
        raise typer.Exit


@app.callback()
def _options(
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Log what happens.")] = False,
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version."
        ),
    ] = False,
) -> None:
    logging.basicConfig(
        level=logging.INFO if verbose else logging.ERROR,
        format="%(levelname)s %(name)s: %(message)s",
        stream=sys.stderr,
    )


def main() -> None:
    """Run the command line and leave with its exit code."""
    # Tracing would send evidence to a third party; tokenizers would warn about our processes.
    for switch in ("LANGSMITH_TRACING", "LANGCHAIN_TRACING_V2"):
        os.environ[switch] = "false"
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    from assistant.errors import EvidaryError
    from ingest.errors import IngestError

    try:
        app()
    except (EvidaryError, IngestError) as error:
        typer.secho(f"evidary: {error}", fg=typer.colors.RED, err=True)
        sys.exit(2)
    except KeyboardInterrupt:
        typer.secho("evidary: stopped; run the same command again to go on", err=True)
        sys.exit(130)
