"""Words of a picture, by RapidOCR whose models come in its wheel (offline). Needs the extra ``ocr``."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from pipeline.errors import DependencyError
from pipeline.model import Box, Word

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LINE_TO_SIZE = 0.75
"""Font size over the height of a recognised line's box (RapidOCR pads its boxes)."""


def available() -> bool:
    """True where the extra ``ocr`` is installed."""
    from importlib.util import find_spec

    return find_spec("rapidocr") is not None


@functools.cache
def _engine() -> Any:
    if not available():
        raise DependencyError("Reading pictures needs the optional part 'ocr': pip install 'tidyreport[ocr]'")
    from pipeline.extract.ocr.networks import engine

    return engine()


def read_words(pixels: NDArray[np.uint8], box: Box) -> tuple[Word, ...]:
    """Words in ``pixels`` (height x width x RGB), which show ``box`` of a page; boxes in points.

    The text-direction classifier is off: with it upright numbers came out upside down at high scores.
    Raises DependencyError when RapidOCR is not installed, MemoryError when it gets no memory.
    """
    scale = (box.x1 - box.x0) / pixels.shape[1]
    result = _recognised(pixels)
    words: list[Word] = []
    for line, line_box, parts in zip(
        result.txts or (),
        [] if result.boxes is None else result.boxes,
        result.word_results or (),
        strict=False,
    ):
        top, bottom = float(line_box[:, 1].min()), float(line_box[:, 1].max())
        if not parts:
            parts = [(line, 0.0, line_box)]
        for text, score, corners in parts:
            xs = [float(c[0]) for c in corners]
            words.append(
                Word(
                    box.x0 + min(xs) * scale,
                    box.top + top * scale,
                    box.x0 + max(xs) * scale,
                    box.top + bottom * scale,
                    str(text),
                    (bottom - top) * scale * LINE_TO_SIZE,
                    origin="ocr",
                    confidence=round(float(score), 3),
                )
            )
    return tuple(words)


def _recognised(pixels: NDArray[np.uint8]) -> Any:
    engine = _engine()
    from onnxruntime.capi.onnxruntime_pybind11_state import Fail, RuntimeException
    from rapidocr.inference_engine.onnxruntime.main import ONNXRuntimeError

    try:
        return engine(pixels[:, :, ::-1], use_cls=False, return_word_box=True)
    except (ONNXRuntimeError, RuntimeException, Fail) as error:
        if "bad_alloc" in str(error):
            raise MemoryError from error
        raise
