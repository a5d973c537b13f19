"""Whether the parts are there and agree with each other; what `evidary doctor` shows."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from assistant.errors import EvidaryError
from assistant.workspace import Workspace

_SAMPLE = 20


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: good or not, and what was seen."""

    name: str
    good: bool
    detail: str


def check_installation() -> Iterator[Check]:
    """The parts of the installation, each tried for real."""
    yield Check("Python", sys.version_info >= (3, 11), sys.version.split()[0])
    yield _tried("Criteria catalogue", _catalog)
    yield _tried("Default embedder", _embedder)
    yield _tried("Text recognition", _ocr)


def check_workspace(workspace: Workspace) -> Iterator[Check]:
    """Store and indexes of a workspace: same passages, and each finds itself."""
    stored = set(workspace.store.evidence.passage_ids())
    yield Check("Database", True, workspace.store.place)
    yield Check(
        "Stored passages", True, f"{len(stored)} from {len(workspace.store.evidence.files())} files"
    )
    for name, held in (
        ("Vector index", workspace.vector_index.ids()),
        ("Word index", workspace.lexical_index.ids()),
    ):
        missing, extra = len(stored - held), len(held - stored)
        detail = f"{len(held)} passages, {missing} missing, {extra} unknown"
        if missing or extra:
            detail += "; run `evidary index rebuild`"
        yield Check(name, not missing and not extra, detail)
    yield _self_queries(workspace, sorted(stored))


def _self_queries(workspace: Workspace, stored: list[str]) -> Check:
    """A sample of passages searched by their own vectors: each must be its own nearest."""
    from assistant.indexing import embed

    step = max(1, len(stored) // _SAMPLE)
    sample = list(workspace.store.evidence.passages(stored[::step][:_SAMPLE]).values())
    vectors = embed(workspace, sample)
    lost = 0
    for _, vector in zip(sample, vectors, strict=True):
        found = workspace.vector_index.nearest(vector, 1)
        lost += not found or found[0][1] < 0.999
    detail = f"{len(sample) - lost} of {len(sample)} sampled passages find themselves"
    return Check("Self search", lost == 0, detail)


def _tried(name: str, part: Callable[[], str]) -> Check:
    try:
        detail = part()
    except (EvidaryError, ImportError, OSError) as error:
        return Check(name, False, str(error))
    return Check(name, True, detail)


def _catalog() -> str:
    from assistant.catalog.criteria import FRAMEWORK, catalog

    return f"{FRAMEWORK}, {len(catalog().criteria)} criteria"


def _embedder() -> str:
    from assistant.adapters.minilm import MiniLM

    return MiniLM().fingerprint


def _ocr() -> str:
    from importlib.metadata import version

    return f"rapidocr {version('rapidocr')}"
