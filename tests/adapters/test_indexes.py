from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from assistant.adapters.chroma import ChromaIndex
from assistant.adapters.fulltext import FullText
from assistant.ports import Vectors
from ingest.model import Locator, Passage


def unit(*numbers: float) -> Vectors:
    vector = np.asarray(numbers, dtype=np.float32)
    return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)


def passage(identifier: str, text: str, heading: str = "") -> Passage:
    return Passage(identifier, "d", 0, 0, len(text), text, heading, Locator(line_start=1))


@pytest.fixture
def chroma(tmp_path: Path) -> ChromaIndex:
    return ChromaIndex(tmp_path / "chroma", fingerprint="test:3")


@pytest.fixture
def words(tmp_path: Path) -> FullText:
    return FullText(tmp_path / "words.db")


def test_the_nearest_vector_comes_first(chroma: ChromaIndex) -> None:
    chroma.upsert(["a", "b"], np.stack([unit(1, 0, 0), unit(0, 1, 0)]))
    found = chroma.nearest(unit(1, 0.1, 0), 2)
    assert [i for i, _ in found] == ["a", "b"]
    assert found[0][1] == pytest.approx(float(unit(1, 0.1, 0)[0]), abs=1e-4)


def test_an_upsert_replaces(chroma: ChromaIndex) -> None:
    chroma.upsert(["a"], unit(1, 0, 0)[None])
    chroma.upsert(["a"], unit(0, 0, 1)[None])
    assert chroma.count() == 1
    assert chroma.nearest(unit(0, 0, 1), 1)[0][1] == pytest.approx(1.0, abs=1e-4)


def test_a_broken_vector_is_refused(chroma: ChromaIndex) -> None:
    with pytest.raises(ValueError, match="length one"):
        chroma.upsert(["a"], np.asarray([[np.nan, 0, 0]], dtype=np.float32))


def test_vectors_outlive_the_process(tmp_path: Path) -> None:
    ChromaIndex(tmp_path / "c", fingerprint="test:3").upsert(["a"], unit(1, 0, 0)[None])
    assert ChromaIndex(tmp_path / "c", fingerprint="test:3").ids() == {"a"}


def test_two_embedders_never_share_a_collection(tmp_path: Path) -> None:
    ChromaIndex(tmp_path / "c", fingerprint="one").upsert(["a"], unit(1, 0, 0)[None])
    assert ChromaIndex(tmp_path / "c", fingerprint="two").count() == 0


def test_what_is_removed_is_not_found(chroma: ChromaIndex) -> None:
    chroma.upsert(["a"], unit(1, 0, 0)[None])
    chroma.remove(["a", "unknown"])
    assert chroma.nearest(unit(1, 0, 0), 3) == []


def test_words_are_found_in_other_forms(words: FullText) -> None:
    words.upsert([passage("a", "Backups are tested"), passage("b", "Visitors sign in")])
    assert [i for i, _ in words.search("testing a backup", 5)] == ["a"]


def test_headings_are_searched(words: FullText) -> None:
    words.upsert([passage("a", "Within one day.", heading="Off-boarding")])
    assert [i for i, _ in words.search("offboarding off-boarding", 5)] == ["a"]


@pytest.mark.parametrize(
    "query", ['"', "a AND (", "NEAR(", "* ^ -", "CC6.1", "", "DROP TABLE passages; --", "é ü 漢"]
)
def test_any_text_is_a_legal_query(words: FullText, query: str) -> None:
    words.upsert([passage("a", "Access rules for CC6.1")])
    assert {i for i, _ in words.search(query, 5)} <= {"a"}


def test_a_replaced_passage_is_found_once(words: FullText) -> None:
    words.upsert([passage("a", "old words")])
    words.upsert([passage("a", "new words")])
    assert words.search("old", 5) == []
    assert len(words.search("new", 5)) == words.count() == 1


def test_both_indexes_search_only_among_the_ids_given(chroma: ChromaIndex, words: FullText) -> None:
    chroma.upsert(["a", "b", "c"], np.stack([unit(1, 0, 0), unit(0.9, 0.1, 0), unit(0, 0, 1)]))
    assert [i for i, _ in chroma.nearest(unit(1, 0, 0), 2, among={"b", "c"})] == ["b", "c"]
    assert chroma.nearest(unit(1, 0, 0), 2, among=()) == []
    words.upsert([passage("a", "logs are kept"), passage("b", "logs are read")])
    assert [i for i, _ in words.search("logs", 5, among={"b", "gone"})] == ["b"]
    assert words.search("logs", 5, among=()) == []
