"""Real questionnaires in tables, where the labelled set lies beside the checkout."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from assistant.questionnaires.read import read_questionnaire

SETS = Path(__file__).resolve().parents[3] / "shared" / "eval" / "questionnaires"
TABLES = sorted(
    (*SETS.glob("*/native/*.csv"), *SETS.glob("*/native/*.xlsx"), *SETS.glob("*/questions.csv"))
)


def _folded(text: str) -> str:
    return re.sub(r"[\W_]+", " ", unicodedata.normalize("NFKC", text).casefold()).strip()


@pytest.mark.skipif(not TABLES, reason="the labelled set is not here")
@pytest.mark.parametrize("path", TABLES, ids=lambda p: str(p.relative_to(SETS)))
def test_questions_and_ids(path: Path) -> None:
    folder = path.parent.parent if path.parent.name == "native" else path.parent
    lines = (folder / "questions.jsonl").read_text("utf-8").splitlines()
    gold = [g for line in lines if not (g := json.loads(line)).get("corpus_exclude")]
    found = read_questionnaire(path).questions
    named = any(not re.fullmatch(r"[A-Z]+\d+", q.id) for q in found)
    ours = Counter((q.id if named else "", _folded(q.text)) for q in found)
    theirs = Counter((g["id"] if named else "", _folded(g["question"])) for g in gold)
    hits = sum((ours & theirs).values())
    assert 2 * hits / (len(found) + len(gold)) >= 0.98
