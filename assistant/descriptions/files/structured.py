"""A description as JSON: sections with paragraphs and their citations, open points, checks.

The shape of a citation is that of `mapping.json` and `answers.json`; each sentence and each row of
a table is a paragraph entry, so that readers account for all of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from assistant.description import (
    Description,
    Fact,
    Facts,
    FactValue,
    Grid,
    OpenPoint,
    Section,
    Sentence,
)
from assistant.export.citations import citation_json
from assistant.model import Scope

SCHEMA = "description/1"


def description_json(description: Description) -> dict[str, Any]:
    """The draft, with counts of how its sentences stand."""
    sentences = [s for section in description.sections for s in section.sentences]
    return {
        "schema": SCHEMA,
        "kind": description.kind,
        "title": description.title,
        "company": description.company,
        "notice": "Draft of management's description, unaudited.",
        "scope": _scope(description.scope),
        "run": {
            "id": description.run,
            "made_at": description.made_at.isoformat(),
            "engine": description.engine,
            "prompts": [list(p) for p in description.prompts],
        },
        "counts": {
            standing: sum(s.standing == standing for s in sentences)
            for standing in ("cited", "management", "open", "frame")
        },
        "sections": [_section(s) for s in description.sections],
        "open": [open_json(p) for p in description.open],
        "set_aside": [
            {
                "id": s.point,
                "question": s.question,
                "why": s.why,
                "reason": s.reason,
                "person": s.person,
                "at": s.at.isoformat(),
            }
            for s in description.set_aside
        ],
        "mismatches": [
            {
                "key": m.key,
                "gap": "description_mismatch",
                "detail": m.detail,
                "citations": [citation_json(c) for c in m.citations],
            }
            for m in description.mismatches
        ],
        "checks": [
            {
                "id": c.id,
                "check": c.check,
                "severity": c.severity,
                "passed": c.passed,
                "findings": list(c.findings),
            }
            for c in description.checks
        ],
        "refused": list(description.refused),
    }


def facts_json(facts: Facts) -> dict[str, Any]:
    """All facts with their values and proofs, for `describe --facts`."""
    return {
        "schema": "facts/1",
        "scope": _scope(facts.scope),
        "facts": [_fact(f) for f in facts.facts],
        "open": [open_json(p) for p in facts.open],
    }


def open_json(point: OpenPoint) -> dict[str, Any]:
    """An open point: what is asked, of whom, and why."""
    return {
        "id": point.id,
        "key": point.key,
        "part": point.part,
        "criterion": point.criterion,
        "question": point.question,
        "why": point.why,
        "owner": point.owner,
        "worth": point.worth,
        "citations": [citation_json(c) for c in point.citations],
    }


def _fact(fact: Fact) -> dict[str, Any]:
    return {
        "key": fact.key,
        "criterion": fact.criterion,
        "component": fact.component,
        "ask": fact.ask,
        "state": fact.state,
        "values": [_value(v) for v in fact.values],
        "open": [p.id for p in fact.open],
    }


def _value(value: FactValue) -> dict[str, Any]:
    return {
        "part": value.part,
        "text": value.text,
        "cells": list(value.cells),
        "origin": value.origin,
        "date": value.day.isoformat() if value.day else None,
        "said_by": value.said_by,
        "source": value.source,
        "public": value.public,
        "criteria": list(value.criteria),
        "citations": [citation_json(c) for c in value.citations],
    }


def _section(section: Section) -> dict[str, Any]:
    return {"id": section.id, "title": section.title, "paragraphs": list(_paragraphs(section))}


def _paragraphs(section: Section) -> Iterator[dict[str, Any]]:
    for part in section.parts:
        for block in part.blocks:
            if isinstance(block, Grid):
                for row, proof in zip(block.rows, block.proofs, strict=True):
                    cells = dict(zip(block.head, row, strict=False))
                    yield {**_sentence(proof), "part": part.title, "form": "row", "cells": cells}
            else:
                form = "item" if block.items else "sentence"
                for sentence in block.sentences:
                    yield {**_sentence(sentence), "part": part.title, "form": form}


def _sentence(sentence: Sentence) -> dict[str, Any]:
    return {
        "text": sentence.text,
        "standing": sentence.standing,
        "facts": list(sentence.facts),
        "said_by": sentence.said_by,
        "citations": [citation_json(c) for c in sentence.citations],
    }


def _scope(scope: Scope) -> dict[str, Any]:
    return {
        "categories": list(scope.categories),
        "report_type": scope.report_type,
        "as_of": scope.as_of.isoformat() if scope.as_of else None,
        "period_start": scope.period_start.isoformat() if scope.period_start else None,
        "period_end": scope.period_end.isoformat() if scope.period_end else None,
    }
