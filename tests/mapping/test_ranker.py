"""The shipped ranker and its data: right on plain cases, silent on noise, the same every time."""

from __future__ import annotations

import json
import shutil
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from assistant.adapters.minilm import MiniLM
from assistant.adapters.static_words import StaticWords
from assistant.catalog.criteria import catalog
from assistant.errors import CorpusError
from assistant.mapping import model_data
from assistant.mapping.item import Item, item_of
from assistant.mapping.ranker import Ranked, Ranker, load_ranker
from assistant.ports import Embedder
from ingest.model import EvidenceKind
from ingest.passages import split
from tests.factories import document

MINILM = MiniLM(threads=1)


@pytest.fixture(scope="module")
def ranker() -> Ranker:
    return load_ranker(MINILM)


def item(text: str, kind: EvidenceKind, embedder: Embedder = MINILM, **more: str) -> Item:
    doc = document(more.pop("path", "x.md"), text, kind, **more)
    passages = split(doc)
    return item_of(doc, passages, embedder.embed([p.text for p in passages]))


def top(ranking: tuple[Ranked, ...], count: int) -> set[str]:
    return {ranked.criterion for ranked in ranking[:count]}


LEAVERS = "# Offboarding\n\nAccounts of leavers are disabled within one day of their last day.\n"
CHECK = json.dumps(
    {
        "status": "PASS",
        "check_id": "storage_bucket_versioning_and_backup",
        "title": "Storage buckets have versioning and a backup plan",
        "description": "Copies of each bucket are kept in another region for recovery.",
    }
)
CASES: dict[str, tuple[str, EvidenceKind, str]] = {
    "leavers": (LEAVERS, "policy", "CC6.2"),
    "change": (
        "# Change policy\n\nA peer approves each change before release.\n",
        "policy",
        "CC8.1",
    ),
    "restore": ("# Restore test\n\nThe backup was restored in 40 minutes.\n", "record", "A1.3"),
    "vendors": ("# Vendor review\n\nWe read the supplier's SOC 2 report.\n", "record", "CC9.2"),
    "incident": ("# Incident response plan\n\nRoles, containment, recovery.\n", "policy", "CC7.4"),
    "conduct": (
        "# Code of Conduct\n\nStaff act with integrity and sign this.\n",
        "policy",
        "CC1.1",
    ),
    "privacy": ("# Privacy Notice\n\nWe tell you what we collect and why.\n", "notice", "P1.1"),
    "doors": ("# Visitors\n\nVisitors wear badges; doors are locked.\n", "policy", "CC6.4"),
    "check": (CHECK, "config", "A1.2"),
}


@pytest.mark.parametrize(("text", "kind", "criterion"), CASES.values(), ids=CASES)
def test_the_obvious_criterion_is_among_the_first_two(
    ranker: Ranker, text: str, kind: EvidenceKind, criterion: str
) -> None:
    assert criterion in top(ranker.rank(item(text, kind)), 2)


@pytest.mark.parametrize(
    "text",
    [
        "Canteen\nMonday: pumpkin soup. Tuesday: noodles with sesame and spring onions.\n",
        "# Grow your bakery\n\nHappy customers, warm bread, more joy. Order our ovens today!\n",
        "# sudoku\n\nSolves puzzles with backtracking. Install it and call solve with a grid.\n",
    ],
    ids=["menu", "marketing", "readme"],
)
def test_an_item_that_is_evidence_of_nothing_claims_nothing(ranker: Ranker, text: str) -> None:
    assert [r.criterion for r in ranker.rank(item(text, "other")) if r.accepted] == []


def test_all_criteria_are_ranked_once_best_first(ranker: Ranker) -> None:
    ranking = ranker.rank(item(LEAVERS, "policy"))
    assert sorted(r.criterion for r in ranking) == sorted(catalog().ids)
    assert [r.confidence for r in ranking] == sorted((r.confidence for r in ranking), reverse=True)


def test_the_same_item_gets_the_same_ranking(ranker: Ranker) -> None:
    assert ranker.rank(item(LEAVERS, "policy")) == load_ranker(MINILM).rank(item(LEAVERS, "policy"))


def test_parts_add_up_to_the_score(ranker: Ranker) -> None:
    for ranked in ranker.rank(item(LEAVERS, "policy"))[:5]:
        *parts, (name, score) = ranked.parts
        assert name == "score"
        assert sum(part for _, part in parts) == pytest.approx(score, abs=1e-3)


def test_the_best_passage_is_the_one_that_speaks_to_the_criterion(ranker: Ranker) -> None:
    text = (
        "# Handbook\n\n## Lunch\n\nLunch is at noon in the kitchen on the second floor.\n\n"
        "## Code review\n\nEvery change is reviewed and approved before it is deployed.\n"
    )
    given = item(text, "policy")
    change = next(r for r in ranker.rank(given) if r.criterion == "CC8.1")
    assert "approved before" in given.passages[change.best_passages[0]]


def test_an_item_without_passages_has_no_best_passages(ranker: Ranker) -> None:
    none = np.zeros((0, MINILM.dimension), dtype=np.float32)
    given = item_of(document("x.md", "# Backup", "policy"), (), none)
    assert {r.best_passages for r in ranker.rank(given)} == {()}


def test_a_named_criterion_gains_but_an_unknown_one_changes_nothing(ranker: Ranker) -> None:
    plain = item(LEAVERS, "policy")
    claimed = ranker.rank(replace(plain, claims=("CC5.3", "CC9.9")))
    before = {r.criterion: r.confidence for r in ranker.rank(plain)}
    gained = {r.criterion for r in claimed if r.confidence > before[r.criterion]}
    assert gained == {"CC5.3"}


def test_a_bar_can_be_set(ranker: Ranker) -> None:
    strict = load_ranker(MINILM, accept=0.99)
    assert not any(r.accepted for r in strict.rank(item(LEAVERS, "policy")))
    assert strict.fingerprint != ranker.fingerprint


def test_another_embedder_is_served_and_its_library_kept(tmp_path: Path) -> None:
    static = StaticWords()
    given = item("# Change policy\n\nA peer approves each change.\n", "policy", static)
    first = load_ranker(static, cache=tmp_path).rank(given)
    kept = sorted(p.name for p in tmp_path.rglob("ranker.npz"))
    again = load_ranker(static, cache=tmp_path).rank(given)
    assert "CC8.1" in top(first, 2)
    assert kept == ["ranker.npz"]
    assert [r.criterion for r in again[:5]] == [r.criterion for r in first[:5]]


# --- the shipped data ----------------------------------------------------------------------------


def test_the_shipped_ranker_was_learned_with_the_texts_of_the_corpus() -> None:
    assert model_data.is_current(model_data.shipped()), "run python -m benchmarks.train_mapping"


def test_the_shipped_ranker_is_of_the_default_embedder_and_small() -> None:
    folder = model_data.shipped()
    size = sum((folder / name).stat().st_size for name in ("ranker.json", "ranker.npz"))
    assert model_data.load(folder).library.fingerprint == MINILM.fingerprint
    assert size < 3_000_000


def test_what_is_saved_is_loaded_again(tmp_path: Path) -> None:
    shipped = model_data.load(model_data.shipped())
    model_data.save(shipped, tmp_path)
    again = model_data.load(tmp_path)
    assert again.learned.calibration == shipped.learned.calibration
    assert np.array_equal(again.library.labels, shipped.library.labels)
    assert np.allclose(again.library.vectors, shipped.library.vectors, atol=1e-2)


@pytest.mark.parametrize(
    "damage",
    [
        lambda folder: (folder / "ranker.npz").unlink(),
        lambda folder: (folder / "ranker.npz").write_bytes(b"PK not an archive"),
        lambda folder: (folder / "ranker.json").write_text("{}"),
        lambda folder: (folder / "ranker.json").write_text('{"version": 99}'),
    ],
    ids=["no arrays", "damaged arrays", "no facts", "other version"],
)
def test_damaged_data_is_a_corpus_error(tmp_path: Path, damage: object) -> None:
    for name in ("ranker.json", "ranker.npz"):
        shutil.copy(model_data.shipped() / name, tmp_path)
    assert callable(damage)
    damage(tmp_path)
    with pytest.raises(CorpusError, match=r"ranker"):
        load_ranker(MINILM, tmp_path)


def test_two_thousand_passages_are_ranked_in_a_moment(ranker: Ranker) -> None:
    one = item(LEAVERS, "log")
    many = replace(one, passages=one.passages * 2000, vectors=np.repeat(one.vectors, 2000, axis=0))
    ranker.rank(one)
    began = time.process_time()
    ranker.rank(many)
    assert time.process_time() - began < 1.0
