import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pypdf
import pytest
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from ingest.errors import UnreadableFile
from ingest.limits import Limits
from ingest.model import Block, Parsed
from ingest.parsers.pdf import parse
from ingest.source import Source

SENTENCES = (
    "Access to production is requested in the ticket system and",
    "approved by the manager of the person who asks for it.",
)


def drawn(draw: Callable[[Canvas], None], **options: bool) -> bytes:
    packed = io.BytesIO()
    canvas = Canvas(packed, **options)
    draw(canvas)
    canvas.save()
    return packed.getvalue()


def a_policy(canvas: Canvas) -> None:
    canvas.setTitle("Access Control Policy")
    canvas.setFont("Helvetica", 18)
    canvas.drawString(72, 760, "Access Control Policy")
    canvas.setFont("Helvetica", 10)
    for line, y in zip(SENTENCES, (720, 708), strict=True):
        canvas.drawString(72, y, line)
    canvas.drawString(72, 670, "Reviews are held each quarter.")
    canvas.drawString(72, 658, "- one list item")
    canvas.showPage()
    canvas.setFont("Helvetica-Bold", 10)
    canvas.drawString(72, 760, "2.1 Removal")
    canvas.setFont("Helvetica", 10)
    canvas.drawString(72, 740, "Removal is due within 24 hours of the infor-")
    canvas.drawString(72, 728, "mation about the leaver; multi-")
    canvas.drawString(72, 716, "factor tokens are revoked.")


def outlined(canvas: Canvas) -> None:
    canvas.bookmarkPage("a")
    canvas.addOutlineEntry("Scope of this policy", "a", 0)
    canvas.bookmarkPage("b")
    canvas.addOutlineEntry("Who it binds", "b", 1)
    for line, y in (("Scope of this policy", 760), ("Who it binds", 700), ("All staff.", 640)):
        canvas.drawString(72, y, line)


def scanned(canvas: Canvas) -> None:
    page = Image.new("RGB", (1240, 400), "white")
    font = ImageFont.load_default(size=32)
    ImageDraw.Draw(page).text((100, 100), "Board approved the budget", fill="black", font=font)
    canvas.drawImage(ImageReader(page), 0, 600, 595, 192)
    canvas.showPage()
    canvas.drawString(72, 700, "This page has a text layer of its own.")


def read(content: bytes, limits: Limits | None = None) -> Parsed:
    return parse(Source("p.pdf", content=content, limits=limits or Limits()))


def text_of(parsed: Parsed, block: Block) -> str:
    return parsed.text[block.start : block.end]


def locked(password: str) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(drawn(a_policy)))
    writer.encrypt(user_password=password, owner_password="owner")
    packed = io.BytesIO()
    writer.write(packed)
    return packed.getvalue()


def test_headings_paragraphs_and_items_are_told_apart() -> None:
    parsed = read(drawn(a_policy))
    assert [(b.role, b.level, b.locator.page) for b in parsed.blocks] == [
        ("heading", 1, 1),
        ("text", 0, 1),
        ("text", 0, 1),
        ("item", 0, 1),
        ("heading", 3, 2),
        ("text", 0, 2),
    ]


def test_lines_of_a_paragraph_stay_together() -> None:
    parsed = read(drawn(a_policy))
    assert text_of(parsed, parsed.blocks[1]) == "\n".join(SENTENCES)


def test_words_broken_at_a_line_end_are_whole() -> None:
    parsed = read(drawn(a_policy))
    assert "information about the leaver; multi-factor tokens" in parsed.text


def test_quotes_are_found_by_another_reader_on_the_page() -> None:
    content = drawn(a_policy)
    parsed = read(content)
    pages = [p.extract_text() for p in pypdf.PdfReader(io.BytesIO(content)).pages]
    for block in parsed.blocks:
        assert block.locator.page is not None
        seen = "".join(c for c in pages[block.locator.page - 1] if c.isalnum())
        assert "".join(c for c in text_of(parsed, block) if c.isalnum()) in seen


def test_bookmarks_give_headings_and_levels() -> None:
    parsed = read(drawn(outlined))
    headings = [(text_of(parsed, b), b.level) for b in parsed.blocks if b.role == "heading"]
    assert headings == [("Scope of this policy", 1), ("Who it binds", 2)]


def test_title_and_pages_come_from_the_file() -> None:
    parsed = read(drawn(a_policy))
    assert (parsed.title, parsed.pages) == ("Access Control Policy", 2)


def test_date_comes_from_the_properties() -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(drawn(a_policy)))
    writer.add_metadata({"/CreationDate": "D:20260331111513Z"})
    packed = io.BytesIO()
    writer.write(packed)
    assert read(packed.getvalue()).created == date(2026, 3, 31)


def test_placeholder_date_and_title_say_nothing() -> None:
    parsed = read(drawn(outlined, invariant=True))
    assert (parsed.created, parsed.title) == (None, "Scope of this policy")


def test_page_without_text_layer_is_read_by_ocr() -> None:
    parsed = read(drawn(scanned))
    assert [str(n) for n in parsed.notes] == ["ocr: page 1 has no text layer and was read by OCR"]
    assert "Board approved the budget" in parsed.text


def test_scanned_words_have_boxes_in_points_and_text_pages_none() -> None:
    parsed = read(drawn(scanned))
    word = next(w for w in parsed.words if parsed.text[w.start : w.end] == "Board")
    # The word is drawn 100 px right of and 100 px under the corner of a picture of 0.48 points a
    # pixel, whose top edge lies 50 points under that of the page.
    left, top, right, bottom = word.box
    assert word.page == 1
    assert 40 < left < 56 < right < 110
    assert 90 < top < 105 < bottom < 125
    assert [b.locator.bbox is None for b in parsed.blocks] == [False, True]


def test_scans_beyond_the_limit_are_said() -> None:
    parsed = read(drawn(scanned), replace(Limits(), ocr_pages=0))
    assert [n.kind for n in parsed.notes] == ["truncated"]


def test_pages_beyond_the_limit_are_said() -> None:
    parsed = read(drawn(a_policy), replace(Limits(), pdf_pages=1))
    assert [str(n) for n in parsed.notes] == ["truncated: only the first 1 of 2 pages were read"]


def test_blocks_are_in_order_and_do_not_overlap() -> None:
    blocks = read(drawn(a_policy)).blocks
    assert all(a.end <= b.start for a, b in pairwise(blocks))


def test_lock_against_changes_only_does_not_stop_reading() -> None:
    assert "approved by the manager" in read(locked("")).text


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"PK\x03\x04 something else", "holds no PDF"),
        (drawn(a_policy)[:900], "cut off"),
        (b"%PDF-1.4\nno objects at all\n%%EOF", "damaged or cut short"),
        (locked("secret"), "encrypted"),
        (drawn(lambda canvas: canvas.showPage()), "no text"),
    ],
    ids=["empty", "wrong suffix", "truncated", "garbage", "locked", "blank"],
)
def test_what_cannot_be_read_says_why(content: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFile, match=reason):
        read(content)
