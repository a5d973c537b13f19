"""Any embeddings provider that LangChain knows, such as an OpenAI-compatible endpoint."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from assistant.errors import EmbedderUnavailable
from assistant.once import once
from assistant.ports import Vectors

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

_BATCH = 64


class ProviderEmbeddings:
    """Vectors from `provider:model`. Texts leave this machine; the user chose that by the setting.

    Raises `EmbedderUnavailable` where the provider cannot be built or answers unusably.
    """

    def __init__(self, model: str) -> None:
        self._model = model

    @property
    def fingerprint(self) -> str:
        """Provider and model with the dimension it answered with."""
        return f"{self._model}:{self.dimension}"

    @once
    def dimension(self) -> int:
        """Length of a vector, asked of the provider once."""
        return len(self._ask(["dimension"])[0])

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One unit row a text."""
        rows: list[list[float]] = []
        for start in range(0, len(texts), _BATCH):
            rows.extend(self._ask(list(texts[start : start + _BATCH])))
        vectors = np.asarray(rows, dtype=np.float32).reshape(len(texts), -1)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        if not np.isfinite(vectors).all() or (lengths == 0).any():
            raise EmbedderUnavailable(f"{self._model!r} answered with an empty or broken vector")
        return np.asarray(vectors / lengths, dtype=np.float32)

    def count_tokens(self, text: str) -> int:
        """An estimate by cl100k_base; the provider's own tokenizer may differ."""
        from assistant.adapters.tokens import count_tokens

        return count_tokens(text)

    def _ask(self, texts: list[str]) -> list[list[float]]:
        from openai import OpenAIError

        try:
            return self._client.embed_documents(texts)
        except OpenAIError as error:
            raise EmbedderUnavailable(f"{self._model!r} gave no vectors: {error}") from error

    @once
    def _client(self) -> Embeddings:
        from langchain.embeddings import init_embeddings

        provider, _, name = self._model.partition(":")
        # Without this the client fetches a tokenizer before it calls the endpoint.
        extra = {"check_embedding_ctx_length": False} if provider == "openai" else {}
        if provider == "openai" and not os.environ.get("OPENAI_API_KEY"):
            extra["api_key"] = "none"  # type: ignore[assignment] # local servers want any key
        try:
            client = init_embeddings(name, provider=provider, **extra)
        except (ImportError, ValueError) as error:
            raise EmbedderUnavailable(f"cannot use {self._model!r}: {error}") from error
        return client
