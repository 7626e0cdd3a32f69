"""A chart that is a picture: turned into words and rectangles, then read like a drawn one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.extract.charts.segments import color_rectangles
from pipeline.extract.charts.vectors import find_charts
from pipeline.extract.ocr import read_words
from pipeline.model import Box, Caption, Chart, Page

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]

PIXELS_PER_POINT = 200 / 72
"""Resolution of the render: small type (7 pt) is then about 20 pixels high, what the OCR model was trained on."""
EDGE_PIXELS = 4
"""Seams between two colours blur over up to this many pixels (resampling, JPEG)."""


def read_picture(page: Page, box: Box, pixels: Pixels, captions: Sequence[Caption] = ()) -> tuple[Chart, ...]:
    """Charts in one picture of ``page``; empty when it shows none that can be read.

    Raises DependencyError when the extra ``ocr`` is not installed.
    """
    fills = color_rectangles(pixels, box)
    if not fills:
        return ()
    words = read_words(pixels, box)
    drawn = Page(page.number, page.width, page.height, words, (), fills)
    return tuple(
        replace(chart, engine="picture")
        for chart in find_charts(drawn, (), captions, slack=EDGE_PIXELS / PIXELS_PER_POINT)
    )
