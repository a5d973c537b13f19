"""What was read, on both kinds of database."""

from __future__ import annotations

import numpy as np

from assistant.model import Judged
from assistant.store.evidence import searched_text, text_hash
from assistant.store.store import Store
from ingest.model import Failure
from tests.store.values import read

TEXT = "Access is removed within 24 hours.\nShared accounts are forbidden."


def keep(store: Store, path: str, text: str = TEXT, sha256: str = "a" * 64) -> list[str]:
    document, passages = read(path, text)
    store.evidence.put_file(path, sha256, len(text), [(document, passages)], [])
    return [p.id for p in passages]


def test_a_file_comes_back_as_it_was_read(store: Store) -> None:
    document, passages = read("policies/access.md", TEXT)
    broken = Failure("policies/access.md", "a member is encrypted", member="x.zip")
    store.evidence.put_file("policies/access.md", "a" * 64, 70, [(document, passages)], [broken])
    (file,) = store.evidence.files().values()
    assert (file.path, file.sha256, file.indexed) == ("policies/access.md", "a" * 64, False)
    assert file.failures == (broken,)
    assert list(store.evidence.documents([document.id, "unknown"])) == [document]
    assert store.evidence.passages_of(document.id) == tuple(passages)
    assert store.evidence.passages([passages[1].id, "unknown"]) == {passages[1].id: passages[1]}
    assert store.evidence.passage_counts() == {document.id: 2}
    (head,) = store.evidence.document_heads()
    assert (head.id, head.text, head.blocks) == (document.id, "", ())


def test_words_in_any_script_and_awkward_paths_are_kept(store: Store) -> None:
    text = "Zugänge enden – sofort 🔒.\n'; DROP TABLE files; -- %s :x \\"
    for path in ("données/été 100%.md", "a'b\".md", "<script>.md"):
        ids = keep(store, path, text)
        assert [p.text for p in store.evidence.passages(ids).values()] == text.split("\n")
    assert len(store.evidence.files()) == 3


def test_paths_are_ordered_by_bytes(store: Store) -> None:
    paths = ["b.md", "B.md", "a-1.md", "a1.md", "a_1.md", "ä.md", "Z.md"]
    for path in paths:
        keep(store, path)
    assert list(store.evidence.files()) == sorted(paths)


def test_a_file_read_again_replaces_all_that_was_known_of_it(store: Store) -> None:
    old = keep(store, "a.md")
    store.evidence.mark_indexed(["a.md"])
    document = store.evidence.document_heads()[0].id
    store.judgements.put_proposals("judge", {document: Judged((), (("CC6.1", 0.5),))})
    new = keep(store, "a.md", "Other words.", sha256="b" * 64)
    assert store.evidence.passage_ids() == new
    assert not set(old) & set(new)
    assert not store.evidence.files()["a.md"].indexed
    assert store.judgements.proposals("judge") == {}


def test_files_that_are_gone_take_everything_with_them(store: Store) -> None:
    keep(store, "a.md")
    kept = keep(store, "b.md")
    store.evidence.mark_indexed(["a.md", "b.md"])
    store.evidence.forget_files(["a.md", "never-known.md"])
    assert store.evidence.passage_ids() == sorted(kept)
    assert store.evidence.passage_ids(["a.md"]) == []
    assert [f.indexed for f in store.evidence.files().values()] == [True]


def test_many_ids_are_asked_in_parts(store: Store) -> None:
    text = "\n".join(f"Sentence number {n}." for n in range(1_203))
    document, passages = read("long.md", text)
    store.evidence.put_file("long.md", "a" * 64, len(text), [(document, passages)], [])
    assert len(store.evidence.passages([p.id for p in passages])) == 1_203
    vectors = {text_hash(p): np.full(4, 0.5, dtype=np.float32) for p in passages}
    store.vectors.put(vectors)
    assert len(store.vectors.get(list(vectors))) == 1_203


def test_vectors_are_kept_by_the_words_they_stand_for(store: Store) -> None:
    _, (first, second) = read("a.md", TEXT)
    assert searched_text(first).startswith("Access > Removal\n")
    vector = np.array([0.6, 0.8, 0.0], dtype=np.float32)
    store.vectors.put({text_hash(first): vector})
    store.vectors.put({text_hash(first): -vector, text_hash(second): vector})
    found = store.vectors.get([text_hash(first), text_hash(second), "unknown"])
    assert found.keys() == {text_hash(first), text_hash(second)}
    assert np.array_equal(found[text_hash(first)], vector)
    store.vectors.clear()
    assert store.vectors.get([text_hash(first)]) == {}


def test_facts_are_replaced_and_forgotten(store: Store) -> None:
    assert store.facts.get("embedder") is None
    store.facts.put("embedder", "minilm")
    store.facts.put("embedder", "static")
    assert store.facts.get("embedder") == "static"
    store.facts.remove("embedder")
    store.facts.remove("embedder")
    assert store.facts.get("embedder") is None
