import io
import struct
import zlib
from dataclasses import replace
from datetime import date

import pytest
from PIL import Image, ImageDraw, ImageFont

from ingest.errors import IngestError, LimitExceeded, UnreadableFile
from ingest.limits import Limits
from ingest.model import Parsed
from ingest.parsers.image import parse
from ingest.source import Source

TABLE = (("User", "Role", "MFA"), ("anna", "admin", "enabled"), ("li.wei", "reader", "none"))


def screenshot(ink: str = "black", paper: str = "white") -> Image.Image:
    image = Image.new("RGB", (640, 200), paper)
    draw, font = ImageDraw.Draw(image), ImageFont.load_default(size=20)
    for row, cells in enumerate(TABLE):
        for column, cell in enumerate(cells):
            draw.text((30 + column * 200, 20 + row * 50), cell, fill=ink, font=font)
    return image


def saved(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    packed = io.BytesIO()
    image.save(packed, kind, **options)
    return packed.getvalue()


def huge_png() -> bytes:
    """The head of a PNG of 200 megapixels, without the pixels."""
    size = struct.pack(">IIBBBBB", 20_000, 10_000, 8, 2, 0, 0, 0)
    head = b"IHDR" + size
    return (
        b"\x89PNG\r\n\x1a\n"
        + struct.pack(">I", len(size))
        + head
        + struct.pack(">I", zlib.crc32(head))
        + struct.pack(">I", 9)
        + b"IDAT"
    )


@pytest.fixture(scope="module")
def upright() -> Parsed:
    exif = Image.Exif()
    exif[0x0132] = "2026:04:06 10:00:00"
    return parse(Source("s.png", content=saved(screenshot("#dddddd", "#16191f"), exif=exif)))


def test_rows_of_a_dark_table_stay_together(upright: Parsed) -> None:
    assert upright.text.splitlines() == [" | ".join(row) for row in TABLE]


def test_each_row_is_a_block_with_its_box(upright: Parsed) -> None:
    boxes = [b.locator.bbox for b in upright.blocks]
    assert all(box and 0 <= box[0] < box[2] <= 640 for box in boxes)
    assert [b.role for b in upright.blocks] == ["row"] * 3


def test_words_are_slices_with_boxes_and_confidence(upright: Parsed) -> None:
    assert [upright.text[w.start : w.end] for w in upright.words] == [c for r in TABLE for c in r]
    word = upright.words[4]
    assert 225 < word.box[0] < 240
    assert 60 < word.box[1] < word.box[3] < 105
    assert 0.8 < word.confidence <= 1


def test_day_the_picture_was_taken_is_stated(upright: Parsed) -> None:
    assert (upright.created, upright.media_type) == (date(2026, 4, 6), "image/png")


def test_picture_on_its_side_is_turned_as_it_says() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    turned = screenshot().transpose(Image.Transpose.ROTATE_90)
    parsed = parse(Source("s.jpg", content=saved(turned, "JPEG", exif=exif, quality=95)))
    assert "li.wei | reader | none" in parsed.text


def test_every_page_of_a_tiff_is_read() -> None:
    small = screenshot().crop((0, 0, 640, 60))
    content = saved(small, "TIFF", save_all=True, append_images=[small])
    parsed = parse(Source("s.tif", content=content))
    assert [(b.locator.page, parsed.pages) for b in parsed.blocks] == [(1, 2), (2, 2)]


@pytest.mark.parametrize(
    ("content", "limits", "error", "reason"),
    [
        (b"", Limits(), UnreadableFile, "empty"),
        (b"%PDF-1.4 and so on", Limits(), UnreadableFile, "no image"),
        (saved(screenshot())[:300], Limits(), UnreadableFile, "damaged or cut short"),
        (huge_png(), Limits(), LimitExceeded, "20000 x 10000 = 200 megapixels"),
        (
            saved(screenshot()),
            replace(Limits(), image_pixels=1000),
            LimitExceeded,
            "megapixels",
        ),
        (saved(Image.new("RGB", (64, 64))), Limits(), UnreadableFile, "no text"),
    ],
    ids=["empty", "wrong suffix", "cut short", "200 megapixels", "tight limit", "no text"],
)
def test_what_cannot_be_read_says_why(
    content: bytes, limits: Limits, error: type[IngestError], reason: str
) -> None:
    with pytest.raises(error, match=reason):
        parse(Source("s.png", content=content, limits=limits))
