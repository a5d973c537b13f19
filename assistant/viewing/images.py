"""A screenshot or scan as a picture, the quote marked by the boxes of its recognised words."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from assistant.viewing.boxes import marks_of
from assistant.viewing.cache import BoundedCache
from assistant.viewing.model import Picture, Unseen, View
from assistant.viewing.original import Original
from assistant.viewing.recognised import spots_of
from assistant.viewing.words import NOT_REFOUND, standing
from ingest.errors import IngestError
from ingest.limits import MIB
from ingest.model import Document, Locator
from ingest.parsers.image import upright

if TYPE_CHECKING:
    from PIL.Image import Image

_PIXELS = 6_000_000
_CACHE_BYTES = 48 * MIB


@dataclass(frozen=True, slots=True)
class _Shot:
    png: bytes
    width: int
    height: int
    scale: float


_shots: BoundedCache[_Shot] = BoundedCache(_CACHE_BYTES, size=lambda shot: len(shot.png))


def image_view(original: Original, document: Document, place: Locator, quote: str) -> View:
    """The image, or the page of a TIFF that `place` names; with a quote, marked or `Unseen`."""
    frame = (place.page or 1) - 1
    try:
        shot = _shots.get((original.sha256, frame), lambda: _shot(original, frame))
    except IngestError as problem:
        return Unseen(f"The image cannot be drawn: {problem}.")
    caption = "the whole image" if document.pages is None else f"page {frame + 1}"
    if not quote:
        return Picture(shot.png, shot.width, shot.height, (), caption)
    found = spots_of(document, quote, place, shot.scale)
    marks = tuple(mark for spots in found for mark in marks_of(spots))
    if not marks:
        return Unseen(NOT_REFOUND)
    caption = "; ".join(filter(None, (caption, standing(len(found), "at this place"))))
    return Picture(shot.png, shot.width, shot.height, marks, caption)


def _shot(original: Original, frame: int) -> _Shot:
    image = upright(original.source, frame)
    scale = min(1.0, (_PIXELS / (image.width * image.height)) ** 0.5)
    if scale < 1:
        size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
        image = image.resize(size)
    packed = BytesIO()
    _on_white(image).save(packed, "PNG", compress_level=3)
    return _Shot(packed.getvalue(), image.width, image.height, scale)


def _on_white(image: Image) -> Image:
    from PIL import Image as Pillow

    if not image.has_transparency_data:
        return image.convert("RGB")
    layer = image.convert("RGBA")
    return Pillow.alpha_composite(Pillow.new("RGBA", layer.size, "white"), layer).convert("RGB")
