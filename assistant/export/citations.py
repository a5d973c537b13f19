"""A citation as the contracts of `mapping.json` and `answers.json` write it."""

from __future__ import annotations

from dataclasses import asdict, replace

from assistant.model import Citation
from ingest.model import Locator


def citation_json(citation: Citation) -> dict[str, object]:
    """Path with forward slashes, verbatim quote, and the place without what it leaves open."""
    return {
        "path": citation.path.replace("\\", "/"),
        "quote": citation.quote,
        "locator": locator_json(citation.locator),
    }


def locator_json(place: Locator) -> dict[str, object]:
    """The place's known parts."""
    # A page read by OCR: the words stand in the page's picture, and no text reader finds them.
    if place.page is not None and place.bbox is not None and place.member is None:
        place = replace(place, member=f"image of page {place.page}")
    values = asdict(place).items()
    return {k: list(v) if k == "bbox" else v for k, v in values if v is not None}
