"""Evidary's public face: the verbs and types that the pages, the command line and scripts use.

    from assistant import Workspace, make_scope, map_evidence

Everything is imported when first asked for, so that a command needs only what it uses.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.errors import EvidaryError
    from assistant.indexing import ingest_evidence, rebuild_index
    from assistant.mapping_run import map_evidence
    from assistant.model import Finding, Gap, Link, MappingRun, Scope
    from assistant.retrieval.search import retrieve
    from assistant.scope import make_scope
    from assistant.settings import Settings, load_settings
    from assistant.workspace import Workspace

__all__ = [
    "EvidaryError",
    "Finding",
    "Gap",
    "Link",
    "MappingRun",
    "Scope",
    "Settings",
    "Workspace",
    "ingest_evidence",
    "load_settings",
    "make_scope",
    "map_evidence",
    "rebuild_index",
    "retrieve",
]

_HOMES = {
    "EvidaryError": "errors",
    "Finding": "model",
    "Gap": "model",
    "Link": "model",
    "MappingRun": "model",
    "Scope": "model",
    "Settings": "settings",
    "Workspace": "workspace",
    "ingest_evidence": "indexing",
    "load_settings": "settings",
    "make_scope": "scope",
    "map_evidence": "mapping_run",
    "rebuild_index": "indexing",
    "retrieve": "retrieval.search",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'assistant' has no attribute {name!r}")
    return getattr(import_module(f"assistant.{_HOMES[name]}"), name)
