"""RapidOCR with its networks kept small: text is looked for in tiles, and lines are read in groups of bounded width.

A network takes memory by the pixels it is given at once: 180 bytes a pixel to find text, 700 for a pixel of a line.
Of all of a scanned page that is half a gigabyte for a moment.
"""

from __future__ import annotations

import itertools
import logging
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from rapidocr import RapidOCR
from rapidocr.ch_ppocr_det.utils import TextDetOutput
from rapidocr.ch_ppocr_rec.typings import TextRecInput, TextRecOutput

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST_PIXELS = 570_000
"""Of a tile, at most: 100 MB. Smaller ones overlap more."""
MOST_SIDE = 2400
"""Pixels of a picture's longer side, beyond which it is read at a coarser scale: room for A4 at 200 dots an inch. Time
grows with it; memory does not, but for a byte or four a pixel."""
STEP = 32
"""Pixels: a tile's sides are multiples of it, as the network halves them five times."""
OVERLAP = STEP
"""Pixels that a tile reaches over its bounds: with those that its neighbour reaches over, more than a line of type of
20 points is high. Twice as many read nothing better, and take a tenth more time."""
MOST_LINE = 6 * 320
"""Pixels of the lines read together, at the 48 pixels of height they are read at: six short ones, or a long one."""


class Span(NamedTuple):
    """What is looked at of one side of a picture, in pixels."""

    first: int
    last: int
    is_first: bool
    is_last: bool

    def weights(self) -> NDArray[np.float32]:
        """How much a tile's word counts for each pixel: where two look, that of one fades as that of the other grows,
        so that there is no seam that could bend the outline of a word."""
        found = np.ones(self.last - self.first, np.float32)
        rising = (np.arange(2 * OVERLAP, dtype=np.float32) + 0.5) / (2 * OVERLAP)
        if not self.is_first:
            found[: 2 * OVERLAP] = rising
        if not self.is_last:
            found[-2 * OVERLAP :] = rising[::-1]
        return found


def engine() -> Any:
    """RapidOCR, told to read words. One thread: more of them wait for one another by spinning, and take half as much
    again for the same words."""
    one_thread = {f"EngineConfig.onnxruntime.{name}_op_num_threads": 1 for name in ("intra", "inter")}
    made: Any = RapidOCR(params={"Global.max_side_len": MOST_SIDE, **one_thread})
    logging.getLogger("RapidOCR").setLevel(logging.ERROR)  # "nothing found" is an answer, not a warning
    made.text_det = Detector(made._load_det_model())
    made.text_rec = Recogniser(made._load_rec_model())
    return made


class Detector:
    """Finds lines of text as RapidOCR's own does, one tile at a time. What each tile shows is put together before
    lines are made of it, so that no line is cut or found twice."""

    def __init__(self, whole: Any) -> None:
        self.whole = whole
        self.postprocess_op = whole.postprocess_op

    def __call__(self, image: NDArray[np.uint8]) -> Any:
        """``image``: height x width x 3."""
        prepared = self.whole.get_preprocess()
        resized = prepared.resize(image)
        if resized is None:
            return TextDetOutput()
        chances = np.zeros((1, 1, *resized.shape[:2]), np.float32)  # of text, for each pixel
        for rows, columns in tiles(*resized.shape[:2]):
            place = (slice(rows.first, rows.last), slice(columns.first, columns.last))
            given = prepared.permute(prepared.normalize(resized[place]))[np.newaxis].astype(np.float32)
            chances[(..., *place)] += self.whole.session(given) * np.outer(rows.weights(), columns.weights())
        boxes, scores = self.postprocess_op(chances, image.shape[:2])
        if len(boxes) == 0:
            return TextDetOutput()
        return TextDetOutput(image, self.whole.sorted_boxes(boxes), scores)


class Recogniser:
    """Reads lines as RapidOCR's own does, so many at a time as ``MOST_LINE`` has room for."""

    def __init__(self, whole: Any) -> None:
        self.whole = whole

    def __call__(self, asked: Any) -> Any:
        """``asked``: a TextRecInput."""
        images: list[NDArray[np.uint8]] = asked.img
        found: list[Any] = [None] * len(images)
        height, width = self.whole.rec_image_shape[1:]
        for group in groups([max(width, height * image.shape[1] / image.shape[0]) for image in images]):
            read = self.whole(TextRecInput([images[k] for k in group], asked.return_word_box))
            for place, *line in zip(group, read.txts, read.scores, read.word_results, strict=True):
                found[place] = line
        texts, scores, words = zip(*found, strict=True)
        return TextRecOutput(images, texts, list(scores), words, 0.0)


def tiles(height: int, width: int) -> Iterator[tuple[Span, Span]]:
    """Rows and columns of each tile of a picture whose sides are multiples of ``STEP``."""
    down, across = spans(height, 1), spans(width, 1)
    while longest(down) * longest(across) > MOST_PIXELS:
        if height * len(across) >= width * len(down):
            down = spans(height, len(down) + 1)
        else:
            across = spans(width, len(across) + 1)
    return itertools.product(down, across)


def spans(size: int, count: int) -> list[Span]:
    """A side of a picture in so many parts, as alike as ``STEP`` lets them be."""
    ends = [size * k // count // STEP * STEP for k in range(count)] + [size]
    return [Span(max(0, a - OVERLAP), min(size, b + OVERLAP), a == 0, b == size) for a, b in itertools.pairwise(ends)]


def longest(parts: Sequence[Span]) -> int:
    """Pixels that are looked at of the longest part."""
    return max(part.last - part.first for part in parts)


def groups(widths: Sequence[float]) -> Iterator[list[int]]:
    """Places of the lines that are read together: alike in width, as the shorter are filled up to the longest."""
    group: list[int] = []
    for place in sorted(range(len(widths)), key=lambda k: widths[k]):
        if group and (len(group) + 1) * widths[place] > MOST_LINE:
            yield group
            group = []
        group.append(place)
    if group:
        yield group
