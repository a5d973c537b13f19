"""What a drafted description says otherwise than contracts, policies and answers, for the mapping.

Told only where a description was drafted in the workspace, and always of its words and of the
evidence as they are now: a mended side leaves nothing behind.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from assistant.assessment.conflicts import Conflict, topics
from assistant.catalog.criteria import catalog
from assistant.description import KINDS, Section
from assistant.description_versions import current
from assistant.descriptions.disagreements import TOPIC_KEYS, topic_parts
from assistant.descriptions.facts import gather_facts
from assistant.descriptions.words_said import against_words
from assistant.model import Scope
from assistant.workspace import Workspace
from ingest.walk import base_of

_TOLD_TO_CUSTOMERS = "CC2.3"


def description_gaps(workspace: Workspace, scope: Scope) -> tuple[Conflict, ...]:
    """Each mismatch for the first criterion in scope that its topic bears on, else for that of what
    customers are told; nothing before a draft.
    """
    sections = described(workspace)
    if not sections:
        return ()
    keys = {*TOPIC_KEYS.values(), *(key for key, _ in topic_parts().values())}
    facts = gather_facts(workspace.store, scope, root=base_of(workspace.evidence), only=keys)
    said = against_words(facts.facts, topic_parts(), sections)
    criteria = {t.id: _first_in_scope(t.criteria, scope) for t in topics()}
    return tuple(
        Conflict(m.topic, (criteria[m.topic],), m.detail, m.citations)
        for m in dict.fromkeys((*facts.mismatches, *said))
    )


def _first_in_scope(criteria: Iterable[str], scope: Scope) -> str:
    in_scope = {c.id for c in catalog().criteria if c.category in scope.categories}
    return next((c for c in criteria if c in in_scope), _TOLD_TO_CUSTOMERS)


def described(workspace: Workspace) -> tuple[Section, ...]:
    """The newest words of every section of the SOC descriptions drafted here."""
    return tuple(v.section for kind in KINDS for v in current(workspace, kind).values())


def description_digest(workspace: Workspace) -> str:
    """Changes with what `description_gaps` depends on beside evidence and scope."""
    sections = described(workspace)
    if not sections:
        return ""
    answers = [(a.id, a.text) for a in workspace.store.library.answers() if a.status == "approved"]
    return hashlib.sha256(repr((sections, answers)).encode()).hexdigest()
