"""All facts of a workspace: gathered from evidence, completed by management, what is open said."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from assistant.answering.remembered import Remembering
from assistant.assessment.conflicts import Conflict
from assistant.catalog.criteria import catalog
from assistant.catalog.description import FactKey, description_catalog, is_needed
from assistant.description import (
    Fact,
    Facts,
    FactState,
    FactValue,
    OpenPoint,
    Part,
    Statement,
)
from assistant.descriptions.answers_said import against_answers
from assistant.descriptions.disagreements import (
    TOPIC_KEYS,
    conflicts_in,
    mismatches_of,
    topic_parts,
)
from assistant.descriptions.fact_list import parts
from assistant.descriptions.gather import changes, company, controls, duties, registers, statements
from assistant.descriptions.holes import holes_in
from assistant.descriptions.sources import Sources, sources_of
from assistant.model import MappingRun, Scope
from assistant.ports import Embedder
from assistant.store.store import Store
from assistant.verify import check_citations

_PAIRS = {
    "incident_nil_statement": "incidents_in_scope",
    "cuec_nil_statement": "cuecs",
    "subservice_nil_statement": "subservice_list",
    "change_nil_statement": "significant_changes",
}
"""A nil statement is asked for only through its fact: either the list or the statement is given."""
_NOT_NEEDED_UNLESS = frozenset({"if_type1", "if_type2", "if_type2_none"})
_OPTIONAL_WORTH = 3


def gather_facts(
    store: Store,
    scope: Scope,
    *,
    root: Path,
    embedder: Embedder | None = None,
    said: Sequence[Statement] = (),
    only: Container[str] | None = None,
) -> Facts:
    """The 57 facts with their proofs, and every open point.

    Each citation was found again in the original file below `root`. Controls need a mapping run,
    and are open points without one; they alone need the embedder. `only` gathers just these facts.
    """
    run = store.judgements.latest_run()
    sources = sources_of(store)
    remembering = Remembering(embedder, store.vectors) if embedder else None
    gathered = _Gathering(sources, scope, run, remembering)
    proven = _prover(root, sources)
    conflicts = conflicts_in(sources)
    newest = {(s.key, s.part): s for s in said}
    facts = []
    for key in description_catalog().facts:
        if only is not None and key.key not in only:
            continue
        values = {
            p.name: tuple(filter(None, map(proven, gathered.values(key.key, p))))
            for p in parts()[key.key]
        }
        facts.append(_fact(key, values, newest, scope, conflicts))
    paired = _without_pairs(facts)
    promised = against_answers(paired, topic_parts(), store.library.answers())
    mismatches = (*mismatches_of(paired, conflicts), *promised)
    return Facts(scope, paired, mismatches, tuple(holes_in(sources)))


class _Gathering:
    """The gatherers by name, over one reading of the evidence."""

    def __init__(
        self, sources: Sources, scope: Scope, run: MappingRun | None, embedder: Embedder | None
    ) -> None:
        usable = sources.usable
        self._usable = usable
        self._named: Mapping[str, Callable[[str, Part], Iterable[FactValue]]] = {
            "legal_name": lambda k, p: company.legal_name(k, p, usable),
            "named_items": lambda k, p: company.named_items(k, p, usable),
            "channels": lambda k, p: company.channels(k, p, usable),
            "inventory": lambda k, p: registers.inventory(k, p, usable),
            "policies": lambda k, p: registers.policies(k, p, usable),
            "classification": lambda k, p: registers.classification(k, p, usable),
            "incidents": lambda k, p: registers.incidents(k, p, usable, scope),
            "providers": lambda k, p: registers.providers(k, p, usable),
            "vendor_reviews": lambda k, p: registers.vendor_reviews(k, p, usable),
            "duties": lambda k, p: duties.duties(k, p, usable, scope),
            "changes": lambda k, p: changes.changes(k, p, usable, scope),
            "controls": lambda k, p: controls.controls(k, p, usable, scope, run, embedder),
            "scope": lambda k, p: _of_scope(k, p, scope),
            "nothing": lambda _k, _p: (),
        }

    def values(self, key: str, part: Part) -> Iterable[FactValue]:
        """What the evidence says of one part."""
        if part.gatherer:
            return self._named[part.gatherer](key, part)
        return statements.stated(key, part, self._usable)


def _of_scope(key: str, part: Part, scope: Scope) -> tuple[FactValue, ...]:
    given = {
        "categories_in_scope": _in_a_row([c.replace("_", " ") for c in scope.categories]),
        "report_type": "Type II" if scope.report_type == "type2" else "Type I",
        "as_of_date": scope.as_of.isoformat() if scope.as_of and not scope.assumed else "",
        "period_start": scope.period_start.isoformat() if scope.period_start else "",
        "period_end": scope.period_end.isoformat() if scope.period_end else "",
    }[key]
    return (FactValue(key, part.name, given, "scope"),) if given else ()


def _in_a_row(words: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def _prover(root: Path, sources: Sources) -> Callable[[FactValue], FactValue | None]:
    documents = {d.id: d for d in sources.everything}

    def proven(value: FactValue) -> FactValue | None:
        if value.origin != "evidence":
            return value
        kept = [
            c
            for citation in value.citations
            for c in check_citations([citation], documents[citation.document_id], root=root)[0]
        ]
        return replace(value, citations=tuple(kept)) if kept else None

    return proven


def _fact(
    key: FactKey,
    found: Mapping[str, tuple[FactValue, ...]],
    said: Mapping[tuple[str, str], Statement],
    scope: Scope,
    conflicts: Mapping[str, Conflict],
) -> Fact:
    values: list[FactValue] = []
    points: list[OpenPoint] = []
    conflicting = False
    asked = key.required not in _NOT_NEEDED_UNLESS or is_needed(key, scope)
    if key.required.startswith("if_") and key.required[3:] in _CATEGORIES:
        asked = is_needed(key, scope)
    for part in parts()[key.key] if asked else ():
        word = said.get((key.key, part.name))
        stated = _as_value(word) if word and word.text.strip() else None
        values.extend(found[part.name])
        conflict = conflicts.get(part.conflict) if part.conflict and _topic_key(part, key) else None
        if stated:
            values.append(stated)
        elif conflict:
            conflicting = True
            points.append(_point(key, part, _disagreeing(conflict), conflict))
        elif not found[part.name] and not part.optional:
            points.append(_point(key, part, "nothing in the evidence says it"))
    points.extend(_uncontrolled(key, values, scope) if asked else ())
    return Fact(
        key.key,
        key.criterion,
        key.component,
        key.ask,
        _state(asked, values, points, conflicting),
        tuple(values),
        tuple(points),
    )


_CATEGORIES = frozenset(
    "availability confidentiality processing_integrity privacy confidentiality_or_privacy".split()
)


def _state(
    asked: bool, values: Sequence[FactValue], points: Sequence[OpenPoint], conflicting: bool
) -> FactState:
    if not asked:
        return "not_needed"
    if conflicting:
        return "conflicting"
    if not values:
        return "missing" if points else "not_needed"
    return "partly_known" if points else "known"


def _topic_key(part: Part, key: FactKey) -> bool:
    return TOPIC_KEYS.get(part.conflict) == key.key


def _as_value(word: Statement) -> FactValue:
    return FactValue(
        word.key,
        word.part,
        word.text.strip(),
        "management",
        day=word.at.date(),
        said_by=word.said_by,
    )


def _point(key: FactKey, part: Part, why: str, conflict: Conflict | None = None) -> OpenPoint:
    worth = part.worth if key.required != "false" else min(part.worth, _OPTIONAL_WORTH)
    return OpenPoint(
        key.key,
        part.name,
        key.criterion,
        part.ask,
        why,
        part.owner,
        worth,
        conflict.citations if conflict else (),
    )


def _disagreeing(conflict: Conflict) -> str:
    return f"sources {conflict.detail.removeprefix('Documents ').rstrip('.')}"


def _uncontrolled(key: FactKey, values: Sequence[FactValue], scope: Scope) -> Iterable[OpenPoint]:
    """Criteria without a described control; only where some have one, else the fact itself is open."""
    if key.key != "control_list" or not values:
        return
    have = {c for v in values for c in v.criteria}
    for criterion in catalog().criteria:
        if criterion.category in scope.categories and criterion.id not in have:
            yield OpenPoint(
                key.key,
                criterion.id,
                key.criterion,
                f"Which control meets {criterion.id} ({criterion.title}), or why is it not relevant?",
                "no described control is linked to it",
                "Head of Security",
                9,
            )


def _without_pairs(facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """Either the list or its nil statement: the one that is missing is not asked for beside the other."""
    by_key = {f.key: f for f in facts}
    kept = []
    for fact in facts:
        other = by_key.get(_PAIRS.get(fact.key, ""))
        mine = next((n for n, k in _PAIRS.items() if k == fact.key), "")
        nil = by_key.get(mine)
        if other is not None and (other.values or not fact.values):
            fact = replace(fact, state="not_needed" if not fact.values else fact.state, open=())
        elif nil is not None and nil.values and not fact.values:
            fact = replace(fact, state="not_needed", open=())
        kept.append(fact)
    return tuple(kept)
