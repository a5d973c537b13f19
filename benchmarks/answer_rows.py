"""Drafted answers held against their gold rows: what became of each, and how far confidence holds.

Used by `benchmarks.evaluate_answers`; the sets' own scorer stays the judge of their figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import mean
from typing import Any, Literal

Outcome = Literal["right", "wrong_source", "refused", "claimed", "declined"]
"""Of answerable rows: answered from a gold source, from another, or not at all. Of rows that the
evidence does not answer: answered none the less, or rightly left open."""
EDGES = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
RUN = 8
"""So many words in a row that a quote and a gold passage share make them one place."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One labelled row and what became of it."""

    id: str
    question: str
    outcome: Outcome
    confidence: float
    cited: tuple[str, ...]
    wanted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bin:
    """Answers whose confidence lies from `low` up to `high`: how many, how sure, how often right."""

    low: float
    high: float
    answers: int
    confidence: float
    right: float


def judge_rows(answers: Sequence[dict[str, Any]], gold: Iterable[dict[str, Any]]) -> list[Judged]:
    """Every row whose gold says whether it can be answered, joined by id."""
    by_id = {a["id"]: a for a in answers}
    labelled = [g for g in gold if isinstance(g.get("answerable"), bool) and g["id"] in by_id]
    return [_judged(by_id[g["id"]], g) for g in labelled if not g.get("corpus_exclude")]


def _judged(answer: dict[str, Any], gold: dict[str, Any]) -> Judged:
    refs = [r for r in gold.get("evidence_refs") or [] if r.get("file")]
    return Judged(
        gold["id"],
        gold["question"],
        _outcome(answer, refs, answerable=gold["answerable"]),
        float(answer["confidence"]),
        tuple(c["path"] for c in answer["citations"]),
        tuple(dict.fromkeys(r["file"] for r in refs)),
    )


def _outcome(
    answer: dict[str, Any], refs: Sequence[dict[str, Any]], *, answerable: bool
) -> Outcome:
    if not answerable:
        return "declined" if answer["abstained"] else "claimed"
    if answer["abstained"]:
        return "refused"
    cited = any(_same_source(c, r) for c in answer["citations"] for r in refs)
    return "right" if cited or not refs else "wrong_source"


def _same_source(citation: dict[str, Any], ref: dict[str, Any]) -> bool:
    """The same file and, where the gold has a passage, the same place in it."""
    path, file = citation["path"], ref["file"]
    if path != file and not path.endswith(f"/{file}") and not file.endswith(f"/{path}"):
        return False
    return not ref.get("quote") or _overlap(citation["quote"], ref["quote"])


def _overlap(quote: str, passage: str) -> bool:
    one, other = (" ".join(re.findall(r"[a-z0-9]+", t.casefold())) for t in (quote, passage))
    if not one or not other:
        return False
    return one in other or other in one or bool(_runs(one) & _runs(other))


def _runs(text: str) -> set[tuple[str, ...]]:
    words = text.split()
    return {tuple(words[i : i + RUN]) for i in range(len(words) - RUN + 1)}


def reliability(rows: Iterable[Judged]) -> list[Bin]:
    """The answers given, by stated confidence; bins without answers are left out."""
    given = [r for r in rows if r.outcome in ("right", "wrong_source", "claimed")]
    bins = []
    for low, high in pairwise(EDGES):
        own = [r for r in given if low <= r.confidence < high or r.confidence == high == EDGES[-1]]
        if own:
            sure = mean(r.confidence for r in own)
            right = mean(r.outcome == "right" for r in own)
            bins.append(Bin(low, high, len(own), round(sure, 3), round(right, 3)))
    return bins


def calibration_error(bins: Sequence[Bin]) -> float:
    """Expected calibration error: the mean distance of sureness from truth, by answers."""
    total = sum(b.answers for b in bins)
    return sum(b.answers * abs(b.confidence - b.right) for b in bins) / total if total else 0.0


def misses(rows: Iterable[Judged], most: int = 10) -> dict[str, list[dict[str, Any]]]:
    """The first so many rows of each kind that went wrong."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        if row.outcome in ("wrong_source", "refused", "claimed"):
            found.setdefault(row.outcome, []).append(
                {
                    "id": row.id,
                    "question": row.question,
                    "confidence": row.confidence,
                    "cited": list(row.cited),
                    "wanted": list(row.wanted),
                }
            )
    return {kind: own[:most] for kind, own in found.items()}
