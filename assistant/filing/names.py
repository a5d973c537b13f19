"""File names that are safe in any folder of any system, from names that may be hostile."""

from __future__ import annotations

import unicodedata
from pathlib import PurePosixPath

from pathvalidate import sanitize_filename

_PART = 120
"""Longest part of a path in characters; in bytes it stays under every file system's 255."""
_DEPTH = 16


def cleaned(name: str) -> str:
    """A relative path with forward slashes: no way out, no control or invisible characters, no
    names that a system reserves. Empty where nothing is left of the name."""
    parts = [_part(p) for p in name.replace("\\", "/").split("/")]
    kept = [p for p in parts if p]
    return "/".join([*kept[:-1][-_DEPTH + 1 :], *kept[-1:]])


def folded(path: str) -> str:
    """The same for names that some file system takes for the same."""
    return unicodedata.normalize("NFC", path).casefold()


def numbered(path: str, number: int) -> str:
    """The name with a number before its suffix: `policy (2).md`."""
    pure = PurePosixPath(path)
    return str(pure.with_name(f"{pure.stem} ({number}){pure.suffix}"))


def _part(part: str) -> str:
    if part.strip() in ("", ".", ".."):
        return ""
    seen = unicodedata.normalize("NFC", part)
    # Control, format (also those that turn the writing direction), unassigned and lone surrogates.
    visible = "".join(c for c in seen if unicodedata.category(c)[0] != "C").strip(" ")
    return str(sanitize_filename(_short(visible), replacement_text="_", platform="universal"))


def _short(part: str) -> str:
    if len(part) <= _PART and len(part.encode()) <= 2 * _PART:
        return part
    pure = PurePosixPath(part)
    suffix = pure.suffix[:16]
    stem = pure.stem[: _PART - len(suffix)]
    while len(stem.encode()) > 2 * _PART - len(suffix.encode()):
        stem = stem[:-1]
    return f"{stem.rstrip(' .')}{suffix}"
