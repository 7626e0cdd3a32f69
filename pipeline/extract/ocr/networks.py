"""RapidOCR with a bounded amount of memory: text is looked for in bands (``detector``), and lines are read in groups of
bounded width, as reading takes 700 bytes for a pixel of every line."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from onnxruntime.capi.onnxruntime_pybind11_state import Fail, InvalidGraph
from rapidocr import RapidOCR
from rapidocr.ch_ppocr_rec.typings import TextRecInput, TextRecOutput

from pipeline.extract.ocr.detector import Detector

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOST_LINE = 6 * 320
"""Pixels of the lines read together, at the 48 pixels of height they are read at: six short ones, or a long one."""


def engine() -> Any:
    """RapidOCR, told to read words. One thread: more of them wait for one another by spinning, and take half as much
    again for the same words. A network of a make that is not known is run as it is, whatever memory it takes."""
    one_thread = {f"EngineConfig.onnxruntime.{name}_op_num_threads": 1 for name in ("intra", "inter")}
    made: Any = RapidOCR(params=one_thread)
    logging.getLogger("RapidOCR").setLevel(logging.ERROR)  # "nothing found" is an answer, not a warning
    with contextlib.suppress(ValueError, Fail, InvalidGraph):
        made.text_det = Detector(made._load_det_model())
    made.text_rec = Recogniser(made._load_rec_model())
    return made


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
