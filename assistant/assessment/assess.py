"""From read evidence and checked links to grades, findings per criterion and the indication."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.assessment import design as designs
from assistant.assessment.claims import unknown_criteria
from assistant.assessment.conflicts import Conflict, find_conflicts
from assistant.assessment.deviations import (
    Deviating,
    concluded,
    find_deviations,
    linked_deviations,
)
from assistant.assessment.gaps import gaps_of
from assistant.assessment.grading import grade_item, item_of
from assistant.assessment.indication import indicate
from assistant.assessment.status import reasons_for, status_of
from assistant.assessment.subject import Subject
from assistant.assessment.support import Support, supports
from assistant.catalog.criteria import Catalog
from assistant.catalog.criteria import catalog as shipped_catalog
from assistant.model import (
    CATEGORIES,
    CheckedLinks,
    Criterion,
    Finding,
    GradedItem,
    Indication,
    Link,
    MappingRun,
    Scope,
)
from ingest.model import Document, Note


@dataclass(frozen=True, slots=True)
class Told:
    """What the evidence tells by itself, whatever it is linked to."""

    conflicts: tuple[Conflict, ...]
    deviations: tuple[Deviating, ...]
    described: tuple[Conflict, ...] = ()
    """What the system description says otherwise than the evidence."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """What the judging found. `unexamined` is what it did not look at (section 11, rule 6)."""

    grades: dict[str, GradedItem]
    notes: dict[str, tuple[Note, ...]]
    """All warnings by document id: those of reading and those of judging."""
    findings: tuple[Finding, ...]
    indication: Indication | None
    unexamined: tuple[str, ...]
    told: Told


def assess(
    documents: Sequence[Document],
    links: CheckedLinks,
    scope: Scope,
    *,
    catalog: Catalog | None = None,
    override_open: bool = False,
    described: Sequence[Conflict] = (),
) -> Assessment:
    """Grade every document, judge every criterion, and say what it leans to.

    The documents carry their notes, those of the set (`ingest.duplicates.relations`) included.
    Only accepted links are used. The result depends on nothing but the arguments; `catalog` is
    the shipped one unless given. `override_open` is a person's flag that evidence may have been
    edited: no indication is then given. `described` is what the system description says otherwise
    than the evidence.
    """
    known = catalog or shipped_catalog()
    by_document = accepted(links.links)
    ordered = sorted(documents, key=_place)
    notes = {d.id: _all_notes(d, known) for d in ordered}
    items = [item_of(d, notes[d.id], scope, by_document[d.id], criteria=known) for d in ordered]
    grades = {item.document.id: grade_item(item) for item in items}
    found = [s for item in items for s in supports(item, grades[item.document.id])]
    told = Told(find_conflicts(ordered, notes), find_deviations(ordered, notes), tuple(described))
    deviations = (*told.deviations, *linked_deviations(ordered, notes, by_document))
    findings = tuple(
        _judged(criterion, known, scope, found, told, deviations, grades)
        for criterion in known.criteria
    )
    return Assessment(
        grades=grades,
        notes=notes,
        findings=findings,
        indication=indicate(findings, scope.reference, override_open=override_open),
        unexamined=_unexamined(scope),
        told=told,
    )


@dataclass(frozen=True, slots=True)
class Again:
    """What became of the documents and criteria that were assessed again."""

    grades: dict[str, GradedItem]
    findings: dict[str, Finding]


def concerned(
    changed: Collection[str], before: Iterable[Link], now: Iterable[Link], told: Told
) -> frozenset[str]:
    """The criteria whose finding may differ where the links of these documents changed."""
    linked = {
        link.criterion for link in (*before, *now) if link.accepted and link.document_id in changed
    }
    # The grade of a document depends on its links, and what may be concluded on its grade.
    graded = {d.criterion for d in told.deviations if not set(changed).isdisjoint(d.documents)}
    return frozenset(linked | graded)


def assess_again(
    criteria: Collection[str],
    changed: Collection[str],
    documents: Sequence[Document],
    links: CheckedLinks,
    before: MappingRun,
    told: Told,
) -> Again:
    """The findings of these criteria, and the grades of the documents whose links changed.

    As `assess` would give them for the whole of `before` with these links. `documents` are the
    changed ones and all that an accepted link ties to one of the criteria.
    """
    known, scope = shipped_catalog(), before.run.scope
    by_document = accepted(links.links)
    ordered = sorted(documents, key=_place)
    items = [item_of(d, before.notes[d.id], scope, by_document[d.id]) for d in ordered]
    graded = {i.document.id: grade_item(i) for i in items if i.document.id in changed}
    grades = {**before.grades, **graded}
    found = [s for item in items for s in supports(item, grades[item.document.id])]
    linked = linked_deviations(ordered, before.notes, by_document)
    deviations = (*told.deviations, *linked)
    findings = {
        c: _judged(known.get(c), known, scope, found, told, deviations, grades)
        for c in sorted(criteria)
        if c in known
    }
    return Again(graded, findings)


def accepted(links: Iterable[Link]) -> dict[str, list[Link]]:
    """The accepted links by document id; an empty list for any other."""
    grouped: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        if link.accepted:
            grouped[link.document_id].append(link)
    return grouped


def _place(document: Document) -> tuple[str, str, str]:
    return document.path, document.member or "", document.id


def _all_notes(document: Document, known: Catalog) -> tuple[Note, ...]:
    judged = unknown_criteria(document, criteria=known)
    return tuple(dict.fromkeys((*document.notes, *judged)))


def _judged(
    criterion: Criterion,
    catalog: Catalog,
    scope: Scope,
    found: Sequence[Support],
    told: Told,
    deviations: Sequence[Deviating],
    grades: Mapping[str, GradedItem],
) -> Finding:
    if criterion.category not in scope.categories:
        return Finding(criterion.id, "out_of_scope", "not_assessed", "not_assessed", ())
    own = tuple(d for d in deviations if d.criterion == criterion.id)
    return _finding(
        Subject(
            criterion,
            scope,
            tuple(s for s in found if s.criterion.id == criterion.id),
            tuple(c for c in told.conflicts if criterion.id in c.criteria),
            tuple(c for c in told.described if criterion.id in c.criteria),
            own,
            concluded(own, grades),
            catalog.owners,
        )
    )


def _finding(subject: Subject) -> Finding:
    design = designs.design_of(subject.supports)
    operation = designs.operation_of(subject.supports, subject.scope, subject.operation)
    gaps = gaps_of(subject)
    status, rule = status_of(subject.scope, subject.supports, design, operation, gaps)
    return Finding(
        subject.criterion.id,
        status,
        design,
        operation,
        gaps,
        reasons_for(subject.supports, rule),
    )


def _unexamined(scope: Scope) -> tuple[str, ...]:
    left_out = [c.replace("_", " ") for c in CATEGORIES if c not in scope.categories]
    told = ["systems: no list of in-scope systems was given, so only the environment was checked"]
    if left_out:
        told.insert(0, f"categories not chosen: {', '.join(left_out)}")
    if scope.report_type == "type2":
        told.append(
            "populations and samples: their completeness, and the spread of occurrences over the"
            " period, were not tested"
        )
    if scope.assumed:
        told.append(f"date: none was given; {scope.reference} was assumed (Type I)")
    told.append("authenticity: whether a file was edited cannot be told from the file alone")
    return tuple(told)
