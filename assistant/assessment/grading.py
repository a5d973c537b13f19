"""The grade A, B, C or X of one evidence item; `assessment_rules.md`, section 3.2."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from assistant.assessment.checks import CHECKS, Item, Judged
from assistant.catalog.criteria import Catalog, catalog
from assistant.model import Grade, GradedItem, Link, Scope
from ingest.model import Document, Note

FAIL_X = ("E4", "E8", "E10")
FAIL_C = ("E1", "E2", "E5", "E6", "E7")
UNKNOWN_C = ("E1", "E2", "E3", "E4", "E6", "E10")
COUNTED: frozenset[Grade] = frozenset({"A", "B"})


def grade(
    document: Document,
    notes: Iterable[Note],
    scope: Scope,
    links: Iterable[Link],
    *,
    criteria: Catalog | None = None,
) -> GradedItem:
    """The item's grade with every check and the reasons of those that did not simply pass.

    `notes` are all warnings about the item; of `links` those of this document that are accepted
    are used.
    """
    return grade_item(item_of(document, notes, scope, links, criteria=criteria))


def item_of(
    document: Document,
    notes: Iterable[Note],
    scope: Scope,
    links: Iterable[Link],
    *,
    criteria: Catalog | None = None,
) -> Item:
    """The document with its warnings, accepted links and the criteria these name."""
    known = criteria or catalog()
    own = tuple(
        link
        for link in links
        if link.accepted and link.document_id == document.id and link.criterion in known
    )
    named = tuple(known.get(name) for name in sorted({link.criterion for link in own}))
    return Item(document, tuple(notes), own, scope, named)


def grade_item(item: Item) -> GradedItem:
    """Run all checks and apply the first rule that matches: X, C, B, A."""
    judged = {name: check(item) for name, check in CHECKS}
    return GradedItem(
        document_id=item.document.id,
        grade=_first_match(judged),
        checks=tuple((name, answer.check) for name, answer in judged.items()),
        reasons=tuple(
            f"{name} {answer.check.replace('_', ' ')}: {answer.reason}"
            for name, answer in judged.items()
            if answer.reason
        ),
    )


def _first_match(judged: Mapping[str, Judged]) -> Grade:
    def failed(names: Iterable[str]) -> bool:
        return any(judged[name].check == "fail" for name in names)

    unknown = [name for name, answer in judged.items() if answer.check == "unknown"]
    approval = judged["E9"]
    if failed(FAIL_X):
        return "X"
    if failed(FAIL_C) or (approval.check == "fail" and not approval.only_overdue):
        return "C"
    if len(unknown) >= 3 or any(name in UNKNOWN_C for name in unknown):
        return "C"
    return "B" if unknown or approval.only_overdue else "A"
