"""Which side of a control an item can show, by its kind; assessment_rules.md, section 3.1."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.model import Aspect
from ingest.model import EvidenceKind

ASPECTS: Mapping[EvidenceKind, Aspect] = {
    "policy": "design",
    "procedure": "design",
    "diagram": "design",
    "notice": "design",
    "contract": "design",
    "other": "design",
    "config": "both",
    "screenshot": "both",
    "log": "operating",
    "report": "operating",
    "ticket": "operating",
    "record": "operating",
    "minutes": "operating",
    "sample": "operating",
    "population": "operating",
}


def aspect_of(kind: EvidenceKind) -> Aspect:
    """Design, operating or both. A policy never shows operation, whatever it says."""
    return ASPECTS[kind]
