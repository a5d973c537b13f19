"""Screenshots and scans: the pixels are bounded before they are decoded, then read row by row."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING, BinaryIO

from ingest.errors import LimitExceeded, UnreadableFile
from ingest.model import Block, Note, Parsed, Word
from ingest.source import Source

if TYPE_CHECKING:
    from PIL.Image import Image

SUFFIXES = (".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff", ".bmp", ".gif")

_FORMATS = ("PNG", "JPEG", "WEBP", "TIFF", "BMP", "GIF")
_EXIF_IFD, _EXIF_TAKEN, _EXIF_CHANGED = 0x8769, 0x9003, 0x0132


def parse(source: Source) -> Parsed:
    """Read an image by OCR: one block a visual row, words with boxes in pixels of the upright image.

    Each page of a TIFF is read; of an animation the first frame. Raises `LimitExceeded` for more
    pixels or pages than allowed and `UnreadableFile` for a damaged file or one without text.
    """
    from ingest.ocr import doubt, reader, transcribe

    with _opened(source) as image:
        media_type = _media_type(image)
        with _naming_damage(source):
            created, many = _taken(image), _pages(image, source)
        texts: list[str] = []
        blocks: list[Block] = []
        words: list[Word] = []
        notes: list[Note | None] = []
        at = 0
        for number in range(many):
            page = number + 1 if many > 1 else None
            rows = reader().read(_frame(image, number, source))
            read = transcribe(rows, start=at, page=page)
            if not read.text:
                continue
            texts.append(read.text)
            blocks += read.blocks
            words += read.words
            notes.append(doubt(read, "the image" if page is None else f"page {page}"))
            at += len(read.text) + 1
    if not texts:
        raise UnreadableFile("no text was recognised in the image")
    return Parsed(
        media_type=media_type,
        text="\n".join(texts),
        blocks=tuple(blocks),
        notes=tuple(n for n in notes if n is not None),
        words=tuple(words),
        pages=many if many > 1 else None,
        created=created,
    )


def upright(source: Source, frame: int = 0) -> Image:
    """One frame of an image as it is read: decoded, turned as its camera says. Raises as `parse`."""
    with _opened(source) as image:
        return _frame(image, frame, source).copy()


@contextmanager
def _opened(source: Source) -> Iterator[Image]:
    if source.size == 0:
        raise UnreadableFile("the file is empty")
    with source.open() as stream:
        with _naming_damage(source):
            image = _bounded(stream, source)
        with image:
            yield image


@contextmanager
def _naming_damage(source: Source) -> Iterator[None]:
    """Whatever Pillow raises on a broken file becomes `UnreadableFile`."""
    from PIL import UnidentifiedImageError

    try:
        yield
    except UnidentifiedImageError:
        raise UnreadableFile(
            f"named {source.suffix or 'as an image'} but it holds no image of a known format"
        ) from None
    except (OSError, SyntaxError, ValueError, EOFError) as damage:
        raise UnreadableFile(f"the image is damaged or cut short: {damage}") from damage


def _bounded(stream: BinaryIO, source: Source) -> Image:
    """The opened image, not decoded yet, its size checked against `limits.image_pixels`.

    Pillow's own bound is lifted meanwhile: it would warn or refuse without naming the size.
    """
    from PIL import Image as Pillow

    usual = Pillow.MAX_IMAGE_PIXELS
    Pillow.MAX_IMAGE_PIXELS = None
    try:
        image = Pillow.open(stream, formats=_FORMATS)
    finally:
        Pillow.MAX_IMAGE_PIXELS = usual
    _check_size(image, source)
    return image


def _media_type(image: Image) -> str:
    from PIL import Image as Pillow

    return Pillow.MIME.get(image.format or "", "application/octet-stream")


def _check_size(image: Image, source: Source) -> None:
    pixels = image.width * image.height
    if pixels > source.limits.image_pixels:
        raise LimitExceeded(
            f"the image has {image.width} x {image.height} = {pixels / 1e6:.0f} megapixels, more "
            f"than the {source.limits.image_pixels / 1e6:.0f} that are read; scale it down or crop it"
        )


def _pages(image: Image, source: Source) -> int:
    if image.format != "TIFF":
        return 1
    many = int(getattr(image, "n_frames", 1))
    if many > source.limits.ocr_pages:
        raise LimitExceeded(
            f"the TIFF has {many} pages, more than the {source.limits.ocr_pages} that are read; "
            "split it"
        )
    return many


def _frame(image: Image, number: int, source: Source) -> Image:
    from PIL import ImageOps

    with _naming_damage(source):
        image.seek(number)
        _check_size(image, source)
        return ImageOps.exif_transpose(image)


def _taken(image: Image) -> date | None:
    """The day the picture says it was taken, or else last changed."""
    exif = image.getexif()
    for value in (exif.get_ifd(_EXIF_IFD).get(_EXIF_TAKEN), exif.get(_EXIF_CHANGED)):
        try:
            return datetime.strptime(str(value)[:10], "%Y:%m:%d").date()
        except ValueError:
            continue
    return None
