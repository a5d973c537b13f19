"""Which characters an Office file can hold, and which words there mean "nothing entered yet"."""

from __future__ import annotations

import re

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_PROMPT = re.compile(
    r"[\[<(\-–—.\s]*(?:please\s+)?(?:(?:click|tap)\b.{0,40}|(?:select|choose|pick|enter|insert)\b"
    r"(?:\s+(?:an?|one|the|your|from|here|item|option|answer|response|value|text|below|list)\b)*)"
    r"[\])>\-–—.…:\s]*",
    re.IGNORECASE,
)
_RULE = re.compile(r"\s*|[\s_.…\-–—]{3,}")


def legal(text: str) -> str:
    """`text` with `\\n` as its line break and without what XML cannot hold (controls, half pairs)."""
    return _ILLEGAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def is_blank(text: str) -> bool:
    """Whether a place is still free: empty, a ruled line, or a prompt such as "Select one"."""
    return bool(_RULE.fullmatch(text) or _PROMPT.fullmatch(text))
