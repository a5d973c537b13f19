from __future__ import annotations

import importlib.util
from importlib.machinery import ModuleSpec
from pathlib import Path

import numpy as np
import pytest

from assistant.adapters.embedders import make_embedder
from assistant.adapters.minilm import MiniLM
from assistant.adapters.static_words import StaticWords
from assistant.errors import EmbedderUnavailable, SettingsError
from assistant.ports import Embedder

NEAR = "Multi-factor authentication is required", "MFA must be used at sign-in"
FAR = "The canteen serves soup on Monday"


@pytest.fixture(scope="module", params=["minilm", "static"])
def embedder(request: pytest.FixtureRequest) -> Embedder:
    return make_embedder(request.param, threads=1)


def test_vectors_are_of_length_one(embedder: Embedder) -> None:
    vectors = embedder.embed([*NEAR, FAR, "", "   "])
    assert vectors.shape == (5, embedder.dimension)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)


def test_like_things_are_near(embedder: Embedder) -> None:
    one, other, far = embedder.embed([*NEAR, FAR])
    assert one @ other > one @ far + 0.1


def test_the_same_text_gives_the_same_vector(embedder: Embedder) -> None:
    assert (embedder.embed([FAR]) == embedder.embed([FAR])).all()


def test_no_texts_give_no_rows(embedder: Embedder) -> None:
    assert embedder.embed([]).shape == (0, embedder.dimension)


def test_tokens_are_counted_beyond_what_the_model_reads() -> None:
    assert MiniLM().count_tokens("word " * 1_000) == 1_000


def test_a_changed_weights_file_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    _pretend_package(monkeypatch, tmp_path)
    (tmp_path / "model.onnx").write_bytes(b"other weights")
    with pytest.raises(EmbedderUnavailable, match="sha256"):
        MiniLM()


def test_without_its_weights_the_static_embedder_stands_in(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    _pretend_package(monkeypatch, tmp_path)
    assert isinstance(make_embedder("minilm", threads=1), StaticWords)
    assert "unavailable" in caplog.text


def test_an_unknown_name_is_a_usage_error() -> None:
    with pytest.raises(SettingsError, match="minilm"):
        make_embedder("word2vec", threads=1)


def _pretend_package(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    def find(name: str) -> ModuleSpec:
        spec = ModuleSpec(name, None, is_package=True)
        spec.submodule_search_locations = [str(folder)]
        return spec

    monkeypatch.setattr(importlib.util, "find_spec", find)
