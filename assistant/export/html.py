"""`report.html`: one file to read, print and pass on.

Everything is inside it: no request leaves the page, and a content policy forbids any. All evidence
text is escaped; the page is readable without its script, which only filters.
"""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.export import picture, words
from assistant.export.view import cited, view_of
from assistant.model import MappingRun

if TYPE_CHECKING:
    from jinja2 import Environment

MOST_QUOTES = 6
"""Quotes shown a side of a criterion; all of them are in mapping.json."""


def write(run: MappingRun, path: Path) -> None:
    """Write the page. The same run gives the same bytes."""
    path.write_text(render(run), encoding="utf-8", newline="\n")


def render(run: MappingRun) -> str:
    """The page as text."""
    view = view_of(run)
    style, script = _asset("report.css"), _asset("report.js")
    page = _environment().get_template("report.html")
    text = page.render(
        view=view,
        run=run,
        scope=words.scope_line(run.run.scope),
        bar=picture.bar(view),
        rows=picture.rows(view),
        words=words,
        cited=cited,
        most_quotes=MOST_QUOTES,
        style=style,
        script=script,
        policy=_policy(style, script),
    )
    return re.sub(r"\n\s*\n+", "\n", text)


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("assistant.export", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["plain"] = words.plain
    environment.filters["leaning"] = _leaning
    environment.filters["anchor"] = _anchor
    environment.filters["codelike"] = _codelike
    return environment


def _asset(name: str) -> str:
    return files("assistant.export").joinpath("templates", name).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    """Nothing may be loaded, and only our own style and script may run."""
    return (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}';"
        " img-src data:; base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _leaning(name: str) -> str:
    return words.plain(name).replace(" leaning", "-leaning")


def _codelike(quote: str) -> bool:
    """Is it a record or a setting rather than prose? Such quotes are set in equal widths."""
    return quote.lstrip().startswith(("{", "[", "<", "|", '"')) or '": ' in quote


def _anchor(identifier: str) -> str:
    """An id for an element, from an evidence id."""
    return "e-" + re.sub(r"[^A-Za-z0-9_-]", "-", identifier)
