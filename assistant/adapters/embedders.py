"""Which embedder a setting means; the only place that names all of them."""

from __future__ import annotations

import logging

from assistant.errors import EmbedderUnavailable, SettingsError
from assistant.ports import Embedder

log = logging.getLogger(__name__)


def make_embedder(setting: str, *, threads: int) -> Embedder:
    """The embedder for `minilm`, `static`, or `provider:model`.

    Where MiniLM's files are missing or changed the static embedder stands in, with a warning: the
    index remembers which made it, so the two never mix. Raises `SettingsError` for anything else.
    """
    if setting == "static":
        return _static()
    if setting == "minilm":
        from assistant.adapters.minilm import MiniLM

        try:
            return MiniLM(threads=threads)
        except EmbedderUnavailable as error:
            log.warning("default embedder unavailable, using the static one: %s", error)
            return _static()
    if ":" in setting:
        from assistant.adapters.provider_embeddings import ProviderEmbeddings

        return ProviderEmbeddings(setting)
    raise SettingsError(
        f"unknown embedder {setting!r}: use 'minilm', 'static' or 'provider:model' "
        "such as 'openai:text-embedding-3-small'"
    )


def _static() -> Embedder:
    from assistant.adapters.static_words import StaticWords

    return StaticWords()
