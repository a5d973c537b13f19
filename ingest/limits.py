"""How much of a file may be read: one value, handed down, so that a test can tighten it."""

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on hostile or huge input. Sizes are bytes; over a bound the file is skipped and said so."""

    file_bytes: int = 200 * MIB
    """Largest file read whole. Delimited tables and logs are streamed and have their own bounds."""
    streamed_bytes: int = 4096 * MIB
    text_chars: int = 20_000_000
    """Most text kept of one document."""
    table_rows: int = 20_000
    """Rows of one table kept and searched; the count goes over all rows."""
    pdf_pages: int = 3_000
    ocr_pages: int = 200
    image_pixels: int = 100_000_000
    archive_members: int = 5_000
    archive_bytes: int = 1024 * MIB
    archive_ratio: int = 200
    """Unpacked to packed size above which an archive is taken for a bomb."""
    archive_depth: int = 3
