"""`evidary questionnaire`: the commands around a customer's file."""

from __future__ import annotations

import typer

from assistant.cli import (
    questionnaire_draft,
    questionnaire_export,
    questionnaire_inspect,
    questionnaire_review,
)

app = typer.Typer(
    help="Read a customer's questionnaire, draft its answers, decide on them, write them back.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.command("inspect")(questionnaire_inspect.inspect_command)
app.command("draft")(questionnaire_draft.draft_command)
app.command("answer")(questionnaire_review.answer_command)
app.command("approve")(questionnaire_review.approve_command)
app.command("reject")(questionnaire_review.reject_command)
app.command("export")(questionnaire_export.export_command)
