"""Sources that disagree on a fact: found by the topics of conflict that the facts name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from assistant.assessment.conflicts import Conflict, find_conflicts
from assistant.description import Fact, Mismatch
from assistant.descriptions.fact_list import parts
from assistant.descriptions.sources import Sources
from ingest.duplicates import relations

TOPIC_KEYS = {
    "availability-target": "commitments_availability",
    "customer-breach-notice": "commitments_security",
    "customer-data-retention": "retention_rules",
    "recovery-time": "commitments_availability",
    "recovery-point": "commitments_availability",
    "access-removal": "procedure_summaries",
}
"""The fact that each topic of `conflict_topics.yaml` bears on."""


def topic_parts() -> dict[str, tuple[str, str]]:
    """The first part that states each topic of conflict."""
    found: dict[str, tuple[str, str]] = {}
    for key, known in parts().items():
        for part in known:
            if part.conflict:
                found.setdefault(part.conflict, (key, part.name))
    return found


def conflicts_in(sources: Sources) -> Mapping[str, Conflict]:
    """The first conflict of each topic among the usable documents."""
    documents = [s.document for s in sources.usable]
    related = relations(sources.everything)
    notes = {d.id: (*d.notes, *related.get(d.id, ())) for d in documents}
    found: dict[str, Conflict] = {}
    for conflict in find_conflicts(documents, notes):
        found.setdefault(conflict.topic, conflict)
    return found


def mismatches_of(facts: Sequence[Fact], conflicts: Mapping[str, Conflict]) -> Iterable[Mismatch]:
    """The conflicts that bear on facts which are asked for."""
    asked = {f.key for f in facts if f.state != "not_needed"}
    for topic, conflict in conflicts.items():
        key = TOPIC_KEYS.get(topic)
        if key in asked and key is not None:
            yield Mismatch(key, conflict.detail, conflict.citations, topic)
