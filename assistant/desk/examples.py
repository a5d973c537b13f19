"""Questions to begin with, drawn from what lies in the workspace."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import PurePosixPath
from typing import Any

import yaml

from assistant import resources
from ingest.model import Document

ABOUT_SOC = "What is the difference between a Type I and a Type II report?"
"""Always offered last: it shows that answers about SOC in general are marked as such."""
_MOST = 4


def examples_for(heads: Iterable[Document]) -> tuple[str, ...]:
    """At most four questions that some item's title or path speaks of, and one about SOC itself."""
    spoken = [_spoken(document) for document in heads]
    fitting = (
        str(row["question"])
        for row in _rows()
        if any(f" {about} " in text for about in row["about"] for text in spoken)
    )
    return (*(question for question, _ in zip(fitting, range(_MOST), strict=False)), ABOUT_SOC)


def _spoken(document: Document) -> str:
    path = " ".join((*PurePosixPath(document.path).parts[:-1], PurePosixPath(document.path).stem))
    words = f"{document.title} {path}".casefold()
    return f" {' '.join(''.join(c if c.isalnum() else ' ' for c in words).split())} "


@cache
def _rows() -> tuple[dict[str, Any], ...]:
    text = resources.corpus("answering", "examples.yaml").read_text(encoding="utf-8")
    return tuple(yaml.safe_load(text))
