"""Marks on screenshots: cited words red, others black; OCR finds the boxes."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageDraw, ImageFont

from assistant.viewing import Picture, view_of_document
from tests.viewing.desk import Desk, black_inside, red_count, red_outside

RED, BLACK = (220, 0, 0), (0, 0, 0)


def shot(*, size: tuple[int, int] = (1000, 400), mode: str = "RGB") -> Image.Image:
    image = Image.new(mode, size, "white" if mode == "RGB" else (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    font = ImageFont.load_default(size=28)
    pen.text((60, 40), "Sign-in settings of the company", fill=BLACK, font=font)
    pen.text((60, 140), "Require second factor", fill=RED, font=font)
    pen.text((700, 140), "Enabled", fill=RED, font=font)
    pen.text((60, 260), "Session length", fill=BLACK, font=font)
    pen.text((700, 260), "Disabled", fill=BLACK, font=font)
    return image


def packed(image: Image.Image, form: str = "PNG", **options: object) -> bytes:
    stream = io.BytesIO()
    image.save(stream, form, **options)
    return stream.getvalue()


def the_row(text: str) -> str:
    return next(line for line in text.split("\n") if line.startswith("Require"))


def test_the_marks_lie_on_the_recognised_words(desk: Desk) -> None:
    document = desk.lay("settings.png", packed(shot()))
    picture = desk.picture(document, the_row(document.text))
    assert red_count(picture) > 300
    assert red_outside(picture, pad=4) == 0
    assert black_inside(picture) == 0
    assert len(picture.marks) == 2


def test_part_of_a_row_marks_its_words_alone(desk: Desk) -> None:
    document = desk.lay("settings.png", packed(shot()))
    picture = desk.picture(document, "Enabled")
    assert [(m.left > 650, m.right < 850) for m in picture.marks] == [(True, True)]


@pytest.mark.parametrize(
    ("name", "form"), [("s.jpg", "JPEG"), ("s.webp", "WEBP"), ("s.tif", "TIFF")]
)
def test_other_formats_are_drawn_too(desk: Desk, name: str, form: str) -> None:
    document = desk.lay(name, packed(shot(), form))
    picture = desk.picture(document, the_row(document.text))
    assert red_outside(picture, pad=4) < 0.02 * red_count(picture)


def test_a_photo_is_shown_upright_as_it_was_read(desk: Desk) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    document = desk.lay("phone.png", packed(shot().rotate(90, expand=True), exif=exif))
    picture = desk.picture(document, the_row(document.text))
    assert (picture.width, picture.height) == (1000, 400)
    assert red_outside(picture, pad=4) == 0


def test_a_large_picture_is_made_smaller_with_its_marks(desk: Desk) -> None:
    large = shot().resize((5000, 2000))
    document = desk.lay("large.png", packed(large))
    picture = desk.picture(document, the_row(document.text))
    assert picture.width * picture.height <= 6_100_000
    assert red_outside(picture, pad=4) < 0.01 * red_count(picture)
    assert black_inside(picture, pad=4) == 0


def test_transparent_parts_are_white_paper(desk: Desk) -> None:
    document = desk.lay("clear.png", packed(shot(mode="RGBA")))
    view = view_of_document(desk.workspace, document.id)
    assert isinstance(view, Picture)
    assert view.marks == ()
    corner = Image.open(io.BytesIO(view.png)).convert("RGB").getpixel((5, 5))
    assert corner == (255, 255, 255)
