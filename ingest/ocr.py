"""An image becomes rows of words with boxes and confidence, by local recognition, without network.

Images and scanned pages come here from their parsers; `transcribe` turns the rows into text,
blocks and words that fit a `Parsed`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.errors import UnsupportedFormat
from ingest.model import Block, Box, Locator, Note, Word
from ingest.ocr_pieces import Piece, pieces
from ingest.ocr_spaces import respaced

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL.Image import Image

THREADS = 2
MAX_WIDTH = 4096
LOW_CONFIDENCE = 0.85
CELL_GAP = 0.65
"""Gap between two words, in heights of their row, from which they are taken for two cells."""


@dataclass(frozen=True, slots=True)
class RecognisedWord:
    """One word as it was read: its box in pixels of the image, its confidence from 0 to 1."""

    text: str
    box: Box
    confidence: float


@dataclass(frozen=True, slots=True)
class Row:
    """Words that stand at one height, from left to right; a row of a table is one row."""

    words: tuple[RecognisedWord, ...]

    @property
    def box(self) -> Box:
        """The box around all words."""
        return _around([w.box for w in self.words])


@dataclass(frozen=True, slots=True)
class Transcript:
    """Rows laid out as text: one block a row, spans counted from the `start` asked for."""

    text: str
    blocks: tuple[Block, ...]
    words: tuple[Word, ...]

    @property
    def confidence(self) -> float:
        """Mean confidence of the words; 1.0 where there is none."""
        if not self.words:
            return 1.0
        return sum(w.confidence for w in self.words) / len(self.words)


class Reader:
    """The recogniser with its models loaded: about a second to make, so one a process (`reader`).

    Raises `UnsupportedFormat` where the recogniser's package is not installed.
    """

    def __init__(self) -> None:
        try:
            import rapidocr
        except ImportError as missing:
            raise UnsupportedFormat(
                "reading text from images needs the rapidocr package: pip install rapidocr"
            ) from missing
        models = Path(rapidocr.__file__).parent / "models"
        # The models' paths are given because a missing one is otherwise fetched from the network.
        self._engine = rapidocr.RapidOCR(
            params={
                "Global.use_cls": False,
                "Global.log_level": "error",
                "Global.max_side_len": MAX_WIDTH,
                "Global.return_word_box": True,
                "EngineConfig.onnxruntime.intra_op_num_threads": THREADS,
                "Det.model_path": str(models / "PP-OCRv6_det_small.onnx"),
                "Rec.model_path": str(models / "PP-OCRv6_rec_small.onnx"),
            }
        )

    def read(self, image: Image) -> tuple[Row, ...]:
        """The rows of an upright image from top to bottom, boxes in its pixels; none if empty."""
        import numpy as np

        small = _fitted(image)
        pixels = np.ascontiguousarray(np.asarray(small)[:, :, ::-1])
        scale = image.width / small.width
        lines: list[tuple[RecognisedWord, ...]] = []
        for piece in pieces(pixels):
            part = pixels[piece.top : piece.bottom, piece.left : piece.right]
            lines += [_placed(line, piece, scale) for line in self._lines(part)]
        return group_rows(lines)

    def _lines(self, pixels: NDArray[np.uint8]) -> Iterator[tuple[RecognisedWord, ...]]:
        found: Any = self._engine(pixels, return_single_char_box=True)
        if found.txts is None or found.boxes is None:
            return
        # Lines without characters are left out of `word_results`, which then no longer runs along.
        chars = found.word_results if len(found.word_results) == len(found.txts) else ()
        for at, (text, quad, score) in enumerate(
            zip(found.txts, found.boxes, found.scores, strict=True)
        ):
            line = _upright(quad)
            words = _words(text, chars[at] if chars else (), line, pixels)
            yield words or _by_length(text, line, float(score))


@cache
def reader() -> Reader:
    """The process's one `Reader`, made on first use."""
    return Reader()


def group_rows(lines: Sequence[tuple[RecognisedWord, ...]]) -> tuple[Row, ...]:
    """Lines that overlap in height by more than half become one row; rows go down, words right."""
    rows: list[list[tuple[RecognisedWord, ...]]] = []
    for line in sorted(lines, key=lambda words: (_middle(words), words[0].box[0])):
        if rows and _same_height(rows[-1][0], line):
            rows[-1].append(line)
        else:
            rows.append([line])
    return tuple(
        Row(tuple(sorted((w for line in row for w in line), key=lambda w: (w.box[0], w.box[2]))))
        for row in rows
    )


def transcribe(
    rows: Sequence[Row], *, start: int = 0, page: int | None = None, scale: float = 1.0
) -> Transcript:
    """Lay rows out as lines; cells, known by a wide gap, are set apart by ' | '.

    Spans count from `start`. `scale` takes boxes from pixels to the unit wanted (points of a page).
    """
    lines: list[str] = []
    blocks: list[Block] = []
    words: list[Word] = []
    at = start
    for row in rows:
        line = ""
        for before, word in zip((None, *row.words), row.words, strict=False):
            line += "" if before is None else _separator(before, word)
            begin = at + len(line)
            line += word.text
            words.append(
                Word(begin, at + len(line), _scaled(word.box, scale), word.confidence, page)
            )
        place = Locator(page=page, bbox=_scaled(row.box, scale))
        blocks.append(Block(at, at + len(line), place, role="row" if " | " in line else "text"))
        lines.append(line)
        at += len(line) + 1
    return Transcript("\n".join(lines), tuple(blocks), tuple(words))


def doubt(transcript: Transcript, what: str, locator: Locator | None = None) -> Note | None:
    """A note where the words were read with low confidence on the whole; `what` names the place."""
    if transcript.confidence >= LOW_CONFIDENCE:
        return None
    least = min(transcript.words, key=lambda w: w.confidence)
    offset = transcript.blocks[0].start
    return Note(
        "low_ocr_confidence",
        f"{what} was read with a mean confidence of {transcript.confidence:.2f}; check it by eye",
        locator,
        transcript.text[least.start - offset : least.end - offset],
    )


def _fitted(image: Image) -> Image:
    colour = image if image.mode == "RGB" else _on_white(image)
    if colour.width <= MAX_WIDTH:
        return colour
    return colour.resize((MAX_WIDTH, max(1, colour.height * MAX_WIDTH // colour.width)))


def _on_white(image: Image) -> Image:
    """Transparent parts become white paper; without this they would turn black, text and all."""
    from PIL import Image as Pillow

    if not image.has_transparency_data:
        return image.convert("RGB")
    layer = image.convert("RGBA")
    paper = Pillow.new("RGBA", layer.size, "white")
    return Pillow.alpha_composite(paper, layer).convert("RGB")


def _words(
    text: str, chars: Sequence[tuple[str, float, Any]], line: Box, pixels: NDArray[np.uint8]
) -> tuple[RecognisedWord, ...]:
    """The line's words by the boxes of its characters; none where these do not fit the text."""
    if "".join(c[0] for c in chars) != "".join(text.split()):
        return ()
    boxes = [_upright(c[2]) for c in chars]
    left, top, right, bottom = (max(0, int(v)) for v in line)
    centres = [(box[0] + box[2]) / 2 for box in boxes]
    spaced = respaced(text, centres, pixels[top : bottom + 1, left : right + 1], left)
    words, at = [], 0
    for token in spaced.split():
        end = at + len(token)
        sure = sum(float(c[1]) for c in chars[at:end]) / len(token)
        box = (boxes[at][0], line[1], max(b[2] for b in boxes[at:end]), line[3])
        words.append(RecognisedWord(token, box, round(sure, 4)))
        at = end
    return tuple(words)


def _by_length(text: str, line: Box, score: float) -> tuple[RecognisedWord, ...]:
    each = (line[2] - line[0]) / max(1, len(text))
    words, at = [], 0
    for token in text.split():
        begin = text.index(token, at)
        at = begin + len(token)
        box = (line[0] + begin * each, line[1], line[0] + at * each, line[3])
        words.append(RecognisedWord(token, box, round(score, 4)))
    return tuple(words)


def _placed(
    line: tuple[RecognisedWord, ...], piece: Piece, scale: float
) -> tuple[RecognisedWord, ...]:
    across, down = piece.left, piece.top
    return tuple(
        replace(
            w,
            box=_scaled(
                (w.box[0] + across, w.box[1] + down, w.box[2] + across, w.box[3] + down), scale
            ),
        )
        for w in line
    )


def _separator(before: RecognisedWord, word: RecognisedWord) -> str:
    height = min(before.box[3] - before.box[1], word.box[3] - word.box[1])
    return " | " if word.box[0] - before.box[2] > CELL_GAP * height else " "


def _same_height(row: tuple[RecognisedWord, ...], line: tuple[RecognisedWord, ...]) -> bool:
    (_, top, _, bottom), (_, upper, _, lower) = row[0].box, line[0].box
    shared = min(bottom, lower) - max(top, upper)
    return shared > 0.5 * min(bottom - top, lower - upper)


def _middle(words: tuple[RecognisedWord, ...]) -> float:
    return (words[0].box[1] + words[0].box[3]) / 2


def _upright(quad: Any) -> Box:
    across, down = [float(p[0]) for p in quad], [float(p[1]) for p in quad]
    return min(across), min(down), max(across), max(down)


def _around(boxes: Sequence[Box]) -> Box:
    return (
        min(b[0] for b in boxes),
        min(b[1] for b in boxes),
        max(b[2] for b in boxes),
        max(b[3] for b in boxes),
    )


def _scaled(box: Box, scale: float) -> Box:
    left, top, right, bottom = (round(v * scale, 1) for v in box)
    return left, top, right, bottom
