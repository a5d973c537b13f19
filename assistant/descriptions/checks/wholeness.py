"""What must be there: sections, criteria, providers, commitments with controls, ids of duties."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from assistant.catalog.criteria import catalog
from assistant.description import Facts, Section, Sentence
from assistant.model import Scope

_CRITERION = re.compile(r"\b(?:CC|PI|A|C|P)\d\.\d\b")
_COMMITMENTS = (
    ("commitments_security", ("CC6", "CC7")),
    ("commitments_availability", ("A1",)),
    ("commitments_confidentiality", ("C1",)),
    ("commitments_processing_integrity", ("PI1",)),
    ("commitments_privacy", ("P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8")),
)
_PROVIDERS = ("hosting_provider", "supporting_tools")


def without_text(sections: Sequence[Section], wanted: Sequence[str]) -> Iterator[str]:
    """Sections that say nothing of the company: no cited sentence, no statement (CK-01)."""
    found = {s.id: s for s in sections}
    for identifier in wanted:
        section = found.get(identifier)
        said = section.sentences if section else ()
        if not any(s.standing in ("cited", "management") for s in said):
            yield f"{identifier} has no text and no reasoned nil statement yet"


def uncovered(sections: Sequence[Section], scope: Scope) -> Iterator[str]:
    """Criteria in scope without a control (DC5), provider's control (DC7) or reason (DC8) (CK-02)."""
    text = {s.id: _said(s) for s in sections}
    told = set(_CRITERION.findall(" ".join(text.get(i, "") for i in ("DC5", "DC7", "DC8"))))
    for criterion in catalog().criteria:
        if criterion.category in scope.categories and criterion.id not in told:
            yield f"{criterion.id} has no control, no provider and no reason"


def unlisted_providers(facts: Facts, vendors: Sequence[str]) -> Iterator[str]:
    """Providers named among the components that no vendor register lists (CK-03)."""
    known = " ".join(vendors).casefold()
    for key in _PROVIDERS:
        for value in facts.get(key).values:
            for name in _names(value.text):
                if name.casefold() not in known:
                    yield f"{name} is named under {key} and is in no vendor register"


def unkept_commitments(facts: Facts) -> Iterator[str]:
    """Commitments of a category none of whose criteria has a described control (CK-04)."""
    have = {c.split(".")[0] for v in facts.get("control_list").values for c in v.criteria}
    for key, series in _COMMITMENTS:
        if facts.get(key).values and not have & set(series):
            yield f"{key} is promised, and no control of {', '.join(series)} is described"


def without_criterion(facts: Facts) -> Iterator[str]:
    """Customer's and provider's controls that name no valid criterion (CK-05)."""
    known = set(catalog().ids)
    for key in ("cuecs", "csocs"):
        for value in facts.get(key).values:
            named = set(value.criteria) | set(_CRITERION.findall(value.text))
            if not named & known:
                yield f"{key}: no criterion for {value.text[:80]!r}"


def nil_against_register(facts: Facts) -> Iterator[str]:
    """Nil statements although the registers show entries (CK-07)."""
    for nil, listed in (
        ("incident_nil_statement", "incidents_in_scope"),
        ("change_nil_statement", "significant_changes"),
        ("subservice_nil_statement", "subservice_list"),
        ("cuec_nil_statement", "cuecs"),
    ):
        found = [v for v in facts.get(listed).values if v.origin == "evidence"]
        if facts.get(nil).values and found:
            yield f"{nil} stands although the evidence lists {len(found)} for {listed}"


def off_length(
    sections: Sequence[Section], targets: Mapping[str, tuple[int, int]]
) -> Iterator[str]:
    """Sections shorter or longer than their target; open points and frames do not count."""
    for section in sections:
        fewest, most = targets.get(section.id, (0, 0))
        words = len(_said(section).split())
        if most and not fewest <= words <= most:
            yield f"{section.id} has {words} words, {fewest} to {most} are usual"


def unaccounted(sections: Sequence[Section]) -> Iterator[str]:
    """Sentences that are neither cited nor said by somebody nor open nor our own frame."""
    for section in sections:
        for sentence in section.sentences:
            if not accounted(sentence):
                yield f"{section.id}: {sentence.text[:100]!r}"


def accounted(sentence: Sentence) -> bool:
    """Does it stand on citations, on a named person's word, or is it marked as open or as a frame?"""
    if sentence.standing == "cited":
        return bool(sentence.citations)
    if sentence.standing == "management":
        return bool(sentence.said_by)
    return sentence.standing in ("open", "frame")


def _said(section: Section) -> str:
    cells = (
        cell
        for part in section.parts
        for block in part.blocks
        if hasattr(block, "rows")
        for row in block.rows
        for cell in row
    )
    rows = {id(p) for part in section.parts for b in part.blocks for p in getattr(b, "proofs", ())}
    sentences = (
        s.text
        for s in section.sentences
        if s.standing in ("cited", "management") and id(s) not in rows
    )
    return " ".join([*sentences, *cells])


_TOOL = re.compile(r"\b([A-Z][\w.]+(?: [A-Z][\w.]+){0,2}) (?:is the|holds|shows|protects|hosts)\b")


def _names(text: str) -> list[str]:
    return [m.group(1) for m in _TOOL.finditer(text)]
