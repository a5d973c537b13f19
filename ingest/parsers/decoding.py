"""Bytes to text: the one place that decides on an encoding and turns binaries away.

Text comes out with `\\n` as its only line break, so that its lines are those of `str.splitlines`
on the same file read as UTF-8. Nothing else is changed: no trimming, no normalisation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import TextIOWrapper

from ingest.errors import LimitExceeded, UnreadableFile
from ingest.model import Note
from ingest.source import Source

LONGEST_LINE = 4_000_000
"""Characters of one line above which a streamed file is not taken for lines of text."""

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_OTHER_BREAKS = {ord(mark): "\n" for mark in "\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"}
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_LEGACY_LETTER = re.compile(rb"[A-Za-z][\xc0-\xff](?=[a-z\s.,;])|[\xc0-\xff][a-z]{2}")
_LEGACY_QUOTE = re.compile(rb"[A-Za-z ,.][\x91-\x97](?=[A-Za-z \r\n])")
_LEGACY = ["cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257"]
_LEGACY += ["shift_jis", "gb18030", "big5", "euc_jp", "euc_kr", "koi8_r", "iso8859_2"]
_SAMPLE = 65_536


def decode(data: bytes) -> str:
    """The text of a file, with `\\n` line breaks, without byte order mark and NUL characters.

    Bytes that fit no believable encoding become U+FFFD. Raises `UnreadableFile` where the file is
    empty or holds binary data.
    """
    text = data.decode(encoding_of(data), errors="replace").removeprefix("\ufeff")
    if not text.strip():
        raise UnreadableFile("the file is empty")
    _refuse_binary(text)
    return with_plain_breaks(text.replace("\r\n", "\n")).replace("\x00", "\ufffd")


def encoding_of(data: bytes) -> str:
    """The codec that `data`, a file or its beginning, is best read with.

    A byte order mark decides, then valid UTF-8. An older code page is believed only where its
    letters stand inside words or its quotation marks between them; stray bytes are damage.
    """
    for mark, codec in _BOMS:
        if data.startswith(mark):
            return codec
    if b"\x00" in data[:_SAMPLE]:
        return _utf16_without_mark(data[:_SAMPLE]) or "utf-8"
    lossy = data.decode("utf-8", errors="replace")
    broken = lossy.count("\ufffd")
    if broken <= 1 or broken <= _valid_beyond_ascii(lossy):
        return "utf-8"
    if _LEGACY_QUOTE.search(data):
        return "cp1252"
    if broken > len(data) * 0.1 or len(_LEGACY_LETTER.findall(data)) >= 5:
        return _guessed(data) or "utf-8"
    return "utf-8"


def read_text(source: Source) -> tuple[str, tuple[Note, ...]]:
    """A whole file as text, cut at `limits.text_chars` with a note that says so.

    Raises `LimitExceeded` above `limits.file_bytes`, `UnreadableFile` as `decode` does.
    """
    return cut(read_whole(source), source.limits.text_chars)


def read_whole(source: Source) -> str:
    """All of a file's text, for formats that must be understood before they can be cut.

    Raises `LimitExceeded` above `limits.file_bytes`, `UnreadableFile` as `decode` does.
    """
    if source.size > source.limits.file_bytes:
        raise LimitExceeded(
            f"the file has {source.size:,} bytes; at most {source.limits.file_bytes:,} are read"
        )
    return decode(source.read())


def cut(text: str, limit: int) -> tuple[str, tuple[Note, ...]]:
    """`text`, or its lines up to `limit` characters and a note of how much is missing."""
    if len(text) <= limit:
        return text, ()
    end = text.rfind("\n", 0, limit) + 1 or limit
    detail = f"the first {end:,} of {len(text):,} characters are read"
    return text[:end], (Note("truncated", detail),)


def stream_lines(source: Source) -> Iterator[str]:
    """Line by line with `\\n` at the end, in bounded memory; the rarer breaks are left inside.

    `with_plain_breaks` makes them plain, character for character. Raises `LimitExceeded` above
    `limits.streamed_bytes` and at a line of `LONGEST_LINE`, `UnreadableFile` as `decode` does.
    """
    if source.size > source.limits.streamed_bytes:
        raise LimitExceeded(
            f"the file has {source.size:,} bytes; at most {source.limits.streamed_bytes:,} are read"
        )
    codec = _codec_of_head(source)
    with source.open() as raw, TextIOWrapper(raw, encoding=codec, errors="replace") as stream:
        number = 0
        while line := stream.readline(LONGEST_LINE):
            number += 1
            if len(line) >= LONGEST_LINE:
                raise LimitExceeded(f"line {number} is longer than {LONGEST_LINE:,} characters")
            if number == 1:
                line = line.removeprefix("\ufeff")
            yield line.replace("\x00", "\ufffd") if "\x00" in line else line


def with_plain_breaks(text: str) -> str:
    """`text` with each rarer line break (form feed, U+2028, ...) replaced by one `\\n`."""
    if text.isascii() and not any(mark in text for mark in "\r\x0b\x0c\x1c\x1d\x1e"):
        return text
    return text.translate(_OTHER_BREAKS)


def _codec_of_head(source: Source) -> str:
    head = source.head(_SAMPLE)
    codec = encoding_of(head)
    sample = head.decode(codec, errors="replace").removeprefix("\ufeff")
    if not sample.strip() and source.size <= _SAMPLE:
        raise UnreadableFile("the file is empty")
    _refuse_binary(sample)
    return codec


def _valid_beyond_ascii(lossy: str) -> int:
    return sum(1 for mark in re.findall(r"[^\x00-\x7f]", lossy) if mark != "\ufffd")


def _utf16_without_mark(data: bytes) -> str | None:
    """UTF-16 of Latin text has every other byte zero, and hardly any of the others."""
    even, odd = data[::2].count(0), data[1::2].count(0)
    if max(even, odd) < 0.2 * len(data) or min(even, odd) > 0.02 * len(data):
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _guessed(data: bytes) -> str | None:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_SAMPLE], cp_isolation=_LEGACY, enable_fallback=False).best()
    return best.encoding if best is not None else None


def _refuse_binary(text: str) -> None:
    sample = text[:1_000_000]
    if sample.count("\x00") > len(sample) * 0.005:
        raise UnreadableFile("the file holds binary data (NUL bytes), not text")
    if len(_CONTROL.findall(sample)) > len(sample) * 0.03:
        raise UnreadableFile("the file holds binary data (control characters), not text")
    if sample.count("\ufffd") > max(10, len(sample) * 0.15):
        raise UnreadableFile("the file is neither text in a known encoding nor its named format")
