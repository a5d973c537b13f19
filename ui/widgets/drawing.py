"""Marks drawn into a picture: outlined, tinted, and pointed at from the margin."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageChops, ImageDraw

from assistant.viewing import Mark, Picture

_TINT = (255, 224, 120)
_EDGE = (178, 60, 0, 255)
_HALO = (255, 255, 255, 230)
_PAD = 3
_ARROW = 26
_ROOM = 110
"""Pixels of the page that a close-up keeps above and below the marks."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture with its marks drawn in; `marks` are the boxes of the words, in its own pixels."""

    png: bytes
    width: int
    height: int
    marks: tuple[Mark, ...]


def whole(picture: Picture) -> Shown:
    """The whole picture, marked."""
    if not picture.marks:
        return Shown(picture.png, picture.width, picture.height, ())
    return _packed(_marked(picture), picture.marks)


def close_up(picture: Picture) -> Shown | None:
    """The stretch of the picture with the first marks; None where that is most of it anyway."""
    if not picture.marks:
        return None
    first = picture.marks[0]
    near = [m for m in picture.marks if m.bottom - first.top < 0.4 * picture.height]
    top = max(0, int(min(m.top for m in near)) - _ROOM)
    bottom = min(picture.height, int(max(m.bottom for m in near)) + _ROOM)
    if bottom - top > 0.6 * picture.height:
        return None
    inside = [m for m in picture.marks if top <= m.top and m.bottom <= bottom]
    moved = tuple(Mark(m.left, m.top - top, m.right, m.bottom - top) for m in inside)
    return _packed(_marked(picture).crop((0, top, picture.width, bottom)), moved)


def _marked(picture: Picture) -> Image.Image:
    base = Image.open(BytesIO(picture.png)).convert("RGB")
    # Multiplied like ink of a marker pen: dark letters stay dark, light ones on dark take colour.
    tint = Image.new("RGB", base.size, "white")
    layer = Image.new("RGBA", base.size, (0, 0, 0, 0))
    ink, pen = ImageDraw.Draw(tint), ImageDraw.Draw(layer)
    for mark in picture.marks:
        box = (mark.left - _PAD, mark.top - _PAD, mark.right + _PAD, mark.bottom + _PAD)
        ink.rectangle(box, fill=_TINT)
        pen.rectangle(box, outline=_EDGE, width=2)
        pen.rectangle((box[0] - 2, box[1] - 2, box[2] + 2, box[3] + 2), outline=_HALO, width=2)
        pen.polygon(_arrow(mark), fill=_EDGE, outline=_HALO)
    inked = ImageChops.multiply(base, tint).convert("RGBA")
    return Image.alpha_composite(inked, layer).convert("RGB")


def _arrow(mark: Mark) -> list[tuple[float, float]]:
    """A triangle in the left margin that points at the mark; at its right where there is no room."""
    middle = (mark.top + mark.bottom) / 2
    half = _ARROW / 2
    if mark.left > _ARROW + 14:
        tip = mark.left - 10
        return [(tip - _ARROW, middle - half), (tip - _ARROW, middle + half), (tip, middle)]
    tip = mark.right + 10
    return [(tip + _ARROW, middle - half), (tip + _ARROW, middle + half), (tip, middle)]


def _packed(image: Image.Image, marks: tuple[Mark, ...]) -> Shown:
    packed = BytesIO()
    image.save(packed, "PNG", compress_level=3)
    return Shown(packed.getvalue(), image.width, image.height, marks)
