"""Which parser reads a file: by its content where that decides, else by its suffix.

One row a format. Parser modules are imported when the first file of their format comes along, so
that a folder of Markdown never pays for PDF or OCR.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType
from zipfile import BadZipFile, ZipFile

from ingest.errors import UnreadableFile, UnsupportedFormat
from ingest.source import Source


@dataclass(frozen=True, slots=True)
class Format:
    """One format: the module under `ingest.parsers` that reads it and the suffixes it goes by.

    `heavy` formats cost enough to be worth another process; `streamed` ones are never held whole.
    """

    module: str
    suffixes: frozenset[str]
    heavy: bool = False
    streamed: bool = False


def _format(module: str, suffixes: str, *, heavy: bool = False, streamed: bool = False) -> Format:
    names = frozenset(f".{name}" for name in suffixes.split())
    return Format(module, names, heavy=heavy, streamed=streamed)


_PROSE = "txt text rst adoc asciidoc tex"
_CODE = (
    "py pyi js mjs cjs jsx ts tsx sql sh bash zsh fish ps1 psm1 bat cmd go java kt kts scala rb php "
    "c h cc cpp hpp cs rs swift pl pm lua r jl groovy gradle dart ex exs erl hs clj css scss less vue "
    "svelte proto graphql rego sol puml plantuml mmd dot patch diff lock mod sum"
)

PARSERS: tuple[Format, ...] = (
    _format("text", f"{_PROSE} {_CODE}"),
    _format("markdown", "md markdown mdx mdown"),
    _format("html", "html htm xhtml xml"),
    _format("records", "json jsonl ndjson geojson sarif"),
    _format("settings", "yaml yml toml ini cfg conf properties env tf tfvars hcl"),
    _format("delimited", "csv tsv tab psv", streamed=True),
    _format("log", "log out err syslog", streamed=True),
    _format("pdf", "pdf", heavy=True),
    _format("docx", "docx docm dotx", heavy=True),
    _format("sheet", "xlsx xlsm xltx", heavy=True),
    _format("email", "eml"),
    _format("archive", "zip tar tgz gz", heavy=True),
    _format("image", "png jpg jpeg webp tif tiff gif bmp", heavy=True),
)
"""Every format that is read, in the order that a tie would be settled."""

_BY_MODULE = {row.module: row for row in PARSERS}
_BY_SUFFIX = {suffix: row for row in PARSERS for suffix in row.suffixes}
_TEXT = _BY_MODULE["text"]
_TEXTUAL = frozenset(
    {"text", "markdown", "html", "records", "settings", "delimited", "log", "email"}
)

_SIGNATURES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"%PDF-", "pdf"),
    (0, b"\x89PNG\r\n\x1a\n", "image"),
    (0, b"\xff\xd8\xff", "image"),
    (0, b"GIF87a", "image"),
    (0, b"GIF89a", "image"),
    (8, b"WEBP", "image"),
    (0, b"II*\x00", "image"),
    (0, b"MM\x00*", "image"),
    (0, b"\x1f\x8b", "archive"),
    (257, b"ustar", "archive"),
)

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_AS_PDF = "export it as PDF and add that"
_REPACK = "repack it as .zip or .tar.gz"
_SAY_IT = "add a screenshot, a transcript or a written record of what it shows"
_NO_EVIDENCE = "it is a program or a database file; add an export or a report of what it holds"

_ADVICE: tuple[tuple[str, str], ...] = (
    ("doc dot rtf odt pages wpd", "save it as .docx or PDF and add that"),
    ("xls xlsb xlt ods numbers", "save it as .xlsx or .csv and add that"),
    ("ppt pptx pps ppsx odp key", _AS_PDF),
    ("msg pst ost mbox", "save the messages as .eml and add those"),
    ("vsd vsdx drawio odg ai psd sketch fig xps one", _AS_PDF),
    ("heic heif avif svg ico", "save it as PNG and add that"),
    ("7z rar bz2 xz zst tbz txz lz cab iso dmg", _REPACK),
    ("mp4 mov avi mkv webm wmv m4v mp3 wav m4a ogg flac", _SAY_IT),
    ("exe dll so dylib bin msi com class jar war pyc o a apk deb rpm wasm", _NO_EVIDENCE),
    ("sqlite sqlite3 db mdb accdb parquet avro orc pickle pkl npz npy h5", _NO_EVIDENCE),
)
_UNSUPPORTED = {f".{name}": advice for names, advice in _ADVICE for name in names.split()}


def parser_for(source: Source) -> ModuleType:
    """The parser module for one file, chosen by content first and suffix second.

    Raises `UnsupportedFormat` for a known format that is not read, saying what to do instead, and
    `UnreadableFile` for an empty or damaged file and for binary data that claims to be text.
    """
    return import_module(f"ingest.parsers.{recognise(source).module}")


def recognise(source: Source) -> Format:
    """The format of one file, without loading its parser. Raises as `parser_for` does."""
    head = source.head()
    if not head:
        raise UnreadableFile("the file is empty")
    named = _BY_SUFFIX.get(source.suffix)
    found = _by_content(source, head)
    if found is not None:
        return found
    if head.startswith(_OLE) and named is not None:
        raise UnreadableFile(
            f"the {source.suffix} file is locked with a password or in an old format; save it again"
            " without a password"
        )
    if source.suffix in _UNSUPPORTED or head.startswith(_OLE):
        raise UnsupportedFormat(_unsupported(source.suffix))
    if named is not None and named.module not in _TEXTUAL:
        raise UnreadableFile(
            f"the name says {source.suffix}, but the content is not that; it is damaged or misnamed"
        )
    if not is_text(head):
        raise _binary(source, head, named)
    return named or _TEXT


def misnamed(source: Source, chosen: Format) -> bool:
    """Whether the suffix promises another format than the one that the content turned out to be."""
    return bool(source.suffix) and source.suffix not in chosen.suffixes and chosen is not _TEXT


def is_text(head: bytes) -> bool:
    """Whether the first bytes of a file look like text in any usual encoding."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        return True
    if b"\x00" in head:
        # UTF-16 without a mark: in Latin text every other byte is zero and the rest is text.
        zeros, letters = sorted((head[::2], head[1::2]), key=lambda half: -half.count(0))
        return zeros.count(0) >= 0.8 * len(zeros) and _is_printable(letters)
    return _is_printable(head)


def _is_printable(data: bytes) -> bool:
    control = len(data) - len(data.translate(None, _CONTROL))
    return control <= 0.02 * len(data)


# Tab, line feed, form feed, carriage return, backspace and escape (terminal colours) occur in text.
_CONTROL = bytes(sorted(set(range(32)) - {8, 9, 10, 12, 13, 27})) + b"\x7f"


def _by_content(source: Source, head: bytes) -> Format | None:
    if head.startswith(_ZIP):
        return _zipped(source)
    # Some writers put a few bytes before a PDF's head; the format allows up to a kilobyte.
    if source.suffix == ".pdf" and b"%PDF-" in head[:1024]:
        return _BY_MODULE["pdf"]
    if head.startswith(b"BM") and source.suffix == ".bmp":
        return _BY_MODULE["image"]
    for offset, magic, module in _SIGNATURES:
        if head[offset : offset + len(magic)] == magic:
            return _BY_MODULE[module]
    return None


def _zipped(source: Source) -> Format:
    try:
        with source.open() as stream, ZipFile(stream) as packed:
            names = packed.namelist()
    except (BadZipFile, OSError, ValueError, NotImplementedError) as problem:
        raise UnreadableFile(f"the archive or office file is damaged: {problem}") from problem
    if "[Content_Types].xml" not in names:
        if "mimetype" in names and "content.xml" in names:
            raise UnsupportedFormat(_unsupported(source.suffix or ".odt"))
        return _BY_MODULE["archive"]
    return _office(names, source.suffix)


def _office(names: Sequence[str], suffix: str) -> Format:
    if "word/document.xml" in names:
        return _BY_MODULE["docx"]
    if "xl/workbook.xml" in names:
        return _BY_MODULE["sheet"]
    if "xl/workbook.bin" in names:
        raise UnsupportedFormat(_unsupported(".xlsb"))
    if any(name.startswith("ppt/") for name in names):
        raise UnsupportedFormat(_unsupported(".pptx"))
    if suffix in _UNSUPPORTED:
        raise UnsupportedFormat(_unsupported(suffix))
    return _BY_MODULE["archive"]


def _unsupported(suffix: str) -> str:
    advice = _UNSUPPORTED.get(suffix, "save it in a current format (.docx, .xlsx, .eml or PDF)")
    kind = f"{suffix} files are" if suffix else "this format is"
    return f"{kind} not read: {advice}"


def _binary(
    source: Source, head: bytes, named: Format | None
) -> UnreadableFile | UnsupportedFormat:
    looks = _looks_like(head)
    if named is None:
        return UnsupportedFormat(f"no parser reads this binary file{looks}; {_AS_PDF}")
    return UnreadableFile(f"the name says {source.suffix}, but the content is binary data{looks}")


def _looks_like(head: bytes) -> str:
    from puremagic import PureError, from_string

    try:
        suffix = from_string(head)
    except (PureError, ValueError):
        return ""
    return f" that looks like {suffix}" if suffix else ""
