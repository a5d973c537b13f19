"""Marks on PDF pages. The cited words are drawn red, all others black: every red pixel must lie
under a mark and no black one, whatever the page does to its coordinates."""

from __future__ import annotations

import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pypdf
import pytest
from pypdf.generic import RectangleObject
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from assistant.viewing import Unseen, view_of
from assistant.viewing.pages import SCALE
from ingest.parsers.pdf import parse
from ingest.source import Source
from tests.viewing.desk import Desk, black_inside, citing, red_count, red_outside

WIDTH, HEIGHT = 595.28, 841.89
FILLER = "Other words of the policy stand on this page so that it is not thin."
QUOTE = "Access is removed within 24 hours."


def drawn(draw: Callable[[Canvas], None], size: tuple[float, float] = (WIDTH, HEIGHT)) -> bytes:
    packed = io.BytesIO()
    canvas = Canvas(packed, pagesize=size)
    draw(canvas)
    canvas.save()
    return packed.getvalue()


def put(canvas: Canvas, x: float, y: float, text: str, *, red: bool = False) -> None:
    canvas.setFillColorRGB(1 if red else 0, 0, 0)
    canvas.drawString(x, y, text)


def policy(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", 11)
    put(canvas, 72, 760, FILLER)
    put(canvas, 72, 700, QUOTE, red=True)
    put(canvas, 72, 640, FILLER)


def in_its_line(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", 11)
    put(canvas, 72, 760, FILLER)
    before = "We promise this: "
    put(canvas, 72, 700, before)
    x = 72 + pdfmetrics.stringWidth(before, "Helvetica", 11)
    put(canvas, x, 700, QUOTE, red=True)
    put(canvas, x + pdfmetrics.stringWidth(QUOTE, "Helvetica", 11), 700, " And nothing else.")


def over_lines(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", 11)
    put(canvas, 72, 714, "We promise this to every customer who asks for")
    put(canvas, 72, 700, "Access is removed", red=True)
    put(canvas, 72, 686, "within 24", red=True)
    put(canvas, 72, 672, "hours.", red=True)
    put(canvas, 72, 658, "It is written down in the ticket system of ours.")


def turned_text(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", 11)
    put(canvas, 72, 760, FILLER)
    canvas.saveState()
    canvas.translate(300, 530)
    canvas.rotate(90)
    put(canvas, 0, 0, QUOTE, red=True)
    canvas.restoreState()


def two_columns(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", 10)
    for n in range(5):
        put(canvas, 72, 700 - 14 * n, f"Left column line number {n} of the text.")
    put(canvas, 72, 630, "Access is removed", red=True)
    put(canvas, 330, 700, "within 24 hours.", red=True)
    for n in range(1, 6):
        put(canvas, 330, 700 - 14 * n, f"Right column line number {n} of it.")


def small_and_scaled(canvas: Canvas) -> None:
    canvas.scale(0.5, 0.5)
    canvas.setFont("Helvetica", 16)
    put(canvas, 144, 1500, FILLER)
    put(canvas, 144, 1400, QUOTE, red=True)


PAGES = {
    "a line of its own": policy,
    "inside a line": in_its_line,
    "over three lines": over_lines,
    "text that runs up the page": turned_text,
    "two columns": two_columns,
    "half the size": small_and_scaled,
}


def changed(content: bytes, change: Callable[[pypdf.PageObject], object]) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(content))
    change(writer.pages[0])
    packed = io.BytesIO()
    writer.write(packed)
    return packed.getvalue()


def cropped(page: pypdf.PageObject) -> None:
    page.cropbox = RectangleObject((50, 500, 500, 800))


def moved(page: pypdf.PageObject) -> None:
    page.mediabox = RectangleObject((-40, -60, 620, 880))
    page.cropbox = RectangleObject((-40, -60, 620, 880))


CHANGES: dict[str, Callable[[pypdf.PageObject], object]] = {
    "as it is": lambda page: None,
    "turned right": lambda page: page.rotate(90),
    "upside down": lambda page: page.rotate(180),
    "turned left": lambda page: page.rotate(270),
    "cropped": cropped,
    "cropped and turned": lambda page: (cropped(page), page.rotate(90)),
    "origin elsewhere": moved,
}


def read_quote(text: str) -> str:
    """The quote as the text has it, with whatever breaks its lines."""
    return next(q for q in (QUOTE, *_broken()) if q in text)


def _broken() -> list[str]:
    return [
        QUOTE.replace("removed ", f"removed{a}").replace("24 ", f"24{b}")
        for a in ("\n", "\n\n", " ")
        for b in ("\n", "\n\n", " ")
    ]


# pdfium reads lines that stand sideways on the shown page from the last to the first, so that a
# quote over lines is none there.
SIDEWAYS = {(p, c) for p in ("over three lines", "two columns") for c in CHANGES if "turned" in c}
CASES = [(p, c) for p in PAGES for c in CHANGES if (p, c) not in SIDEWAYS]


@pytest.mark.parametrize(("page", "change"), CASES)
def test_the_marks_lie_on_the_quoted_words_and_no_others(
    desk: Desk, page: str, change: str
) -> None:
    document = desk.lay("policy.pdf", changed(drawn(PAGES[page]), CHANGES[change]))
    picture = desk.picture(document, read_quote(document.text))
    assert red_count(picture) > 250
    assert red_outside(picture) == 0
    assert black_inside(picture) == 0


def test_a_mark_is_where_the_words_were_drawn(desk: Desk) -> None:
    document = desk.lay("policy.pdf", drawn(policy))
    (mark,) = desk.picture(document, QUOTE).marks
    right = 72 + pdfmetrics.stringWidth(QUOTE, "Helvetica", 11)
    assert mark.left == pytest.approx(72 * SCALE, abs=2)
    assert mark.right == pytest.approx(right * SCALE, abs=2)
    assert mark.top < (HEIGHT - 700 - 8) * SCALE
    assert mark.bottom > (HEIGHT - 700) * SCALE
    assert mark.bottom - mark.top < 1.6 * 11 * SCALE


def test_a_quote_over_lines_has_a_mark_for_each(desk: Desk) -> None:
    document = desk.lay("policy.pdf", drawn(over_lines))
    picture = desk.picture(document, read_quote(document.text))
    assert len(picture.marks) == 3
    assert picture.caption == "page 1 of 1"


def test_ligatures_and_broken_words_are_found(desk: Desk) -> None:
    pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Vera", 11)
        put(canvas, 72, 760, FILLER)
        put(canvas, 72, 700, "The of\ufb01cer con\ufb01rms the infor-", red=True)
        put(canvas, 72, 686, "mation by multi-", red=True)
        put(canvas, 72, 672, "factor sign-in.", red=True)
        put(canvas, 72, 630, FILLER)

    document = desk.lay("policy.pdf", drawn(draw))
    start = document.text.index("The officer")
    end = document.text.index("sign-in.") + len("sign-in.")
    quote = document.text[start:end]
    assert "information" in quote
    picture = desk.picture(document, quote)
    assert red_outside(picture) == 0
    assert black_inside(picture) == 0


def test_words_that_stand_twice_are_both_marked_and_it_is_said(desk: Desk) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 11)
        for y in (700, 500):
            put(canvas, 72, y, QUOTE, red=True)
            put(canvas, 72, y - 40, FILLER)

    document = desk.lay("policy.pdf", drawn(draw))
    picture = desk.picture(document, QUOTE)
    assert len(picture.marks) == 2
    assert red_outside(picture) == 0
    assert "2 times on this page" in picture.caption


def test_a_word_inside_another_is_not_marked(desk: Desk) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 11)
        put(canvas, 72, 700, "Passwords are unable, disabled and sorted by hand.")
        put(canvas, 72, 660, "able", red=True)

    document = desk.lay("policy.pdf", drawn(draw))
    picture = desk.picture(document, "able", nth=document.text.count("able") - 1)
    assert len(picture.marks) == 1
    assert red_outside(picture) == 0


def test_words_outside_the_visible_part_of_a_page_are_not_marked(desk: Desk) -> None:
    def away(page: pypdf.PageObject) -> None:
        page.cropbox = RectangleObject((50, 720, 500, 800))

    document = desk.lay("policy.pdf", changed(drawn(policy), away))
    view = desk.see(document, QUOTE)
    assert isinstance(view, Unseen)
    assert "outside the visible part" in view.reason
    assert len(desk.picture(document, FILLER).marks) == 1


def two_pages(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", 11)
    put(canvas, 72, 760, FILLER)
    put(canvas, 72, 80, "Access is removed", red=True)
    canvas.showPage()
    canvas.setFont("Helvetica", 11)
    put(canvas, 72, 760, "within 24 hours.", red=True)
    put(canvas, 72, 600, FILLER)


def test_a_quote_that_runs_on_is_marked_on_its_first_page(desk: Desk) -> None:
    document = desk.lay("policy.pdf", drawn(two_pages))
    picture = desk.picture(document, read_quote(document.text))
    assert red_outside(picture) == 0
    assert black_inside(picture) == 0
    assert picture.caption == "page 1 of 2; the quote goes on on page 2"


def test_a_scanned_page_is_marked_by_its_recognised_words(desk: Desk) -> None:
    from PIL import Image, ImageDraw, ImageFont

    def draw(canvas: Canvas) -> None:
        page = Image.new("RGB", (1240, 700), "white")
        pen = ImageDraw.Draw(page)
        font = ImageFont.load_default(size=30)
        pen.text((120, 60), "Minutes of the board, held in April", fill="black", font=font)
        pen.text((120, 200), "The budget was approved", fill=(220, 0, 0), font=font)
        pen.text((120, 340), "Nothing else was on the table", fill="black", font=font)
        canvas.drawImage(ImageReader(page), 0, 450, 595, 336)

    document = desk.lay("scan.pdf", drawn(draw))
    picture = desk.picture(document, "The budget was approved")
    assert red_count(picture) > 300
    assert red_outside(picture, pad=5) == 0
    assert black_inside(picture) == 0


def test_words_that_the_page_does_not_hold_are_not_marked(desk: Desk) -> None:
    document = desk.lay("policy.pdf", drawn(two_pages))
    citation = citing(document, "within 24 hours.")
    elsewhere = type(citation)(
        citation.document_id, citation.path, "within 48 hours.", citation.locator
    )
    view = view_of(desk.workspace, elsewhere)
    assert isinstance(view, Unseen)
    assert "not found again" in view.reason


def test_pages_are_drawn_by_several_threads_while_files_are_read(desk: Desk) -> None:
    contents = [drawn(lambda c, n=n: put(c, 72, 700 - n, QUOTE, red=True)) for n in range(6)]
    documents = [desk.lay(f"p{n}.pdf", content) for n, content in enumerate(contents)]
    with ThreadPoolExecutor(6) as pool:
        read = [
            pool.submit(parse, Source("p.pdf", content=content))
            for content in contents
            for _ in range(5)
        ]
        views = list(pool.map(lambda d: desk.picture(d, QUOTE), documents * 5))
    assert all(QUOTE in done.result().text for done in read)
    assert [v.marks for v in views] == [v.marks for v in views[:6]] * 5
