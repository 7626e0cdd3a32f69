"""Charts that are pictures: turned into words and rectangles, then read like drawn ones."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from pipeline.extract.charts.segments import color_rectangles
from pipeline.extract.charts.vectors import find_charts, has_plots
from pipeline.extract.ocr import available, read_words
from pipeline.model import Box, Caption, Chart, Issue, Page, Picture

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Pixels: TypeAlias = NDArray[np.uint8]
    Render = Callable[[int, Box, float], tuple[Pixels, Box] | None]
    """(page number, box, pixels per point) -> pixels (height x width x RGB) and the box that they show exactly; None
    where the page cannot be drawn."""
    Pictured = tuple[tuple[Chart, ...], tuple[Issue, ...]]
    """Charts in pictures, and an Issue for each picture that could not be looked at."""

PIXELS_PER_POINT = 200 / 72
"""Resolution of the render: small type (7 pt) is then about 20 pixels high, what the OCR model was trained on."""
EDGE_PIXELS = 4
"""Seams between two colours blur over up to this many pixels (resampling, JPEG)."""
LEAST_WIDTH, LEAST_HEIGHT = 0.2, 0.06
"""Shares of the page's width and height below which a picture is a logo or an icon, no chart with labels."""
MOST_PIXELS = 5_000_000
"""A picture that would need more is rendered coarser; it is held several times over while it is read."""
WHOLE_PAGE = 0.85
"""Share of the page's area from which on the picture is a scan or a background."""
FURNITURE_PAGES = 3
"""A picture at the same place on so many pages belongs to the page design."""
WITHOUT_OCR = "To read charts that are pictures: pip install 'tidyreport[ocr]'."
NOT_DRAWN = "The page cannot be drawn."


def read_pictures(pages: Sequence[Page], captions: Sequence[Sequence[Caption]], render: Render | None) -> Pictured:
    """Charts in the pictures of a document. ``captions``: those of each page."""
    found = [page_pictures(page, pages, own, render) for page, own in zip(pages, captions, strict=True)]
    return tuple(chart for charts, _ in found for chart in charts), tuple(i for _, issues in found for i in issues)


def page_pictures(page: Page, pages: Sequence[Page], captions: Sequence[Caption], render: Render | None) -> Pictured:
    """Charts in the pictures of one page of ``pages``. OCR runs only on pictures that hold rectangles of one colour."""
    charts: list[Chart] = []
    issues: list[Issue] = []
    for picture in candidates(page, pages):
        if render is None or not available():
            issues.append(_unread(page.number, picture, WITHOUT_OCR))
            continue
        drawn = render(page.number, Box(*picture[:4]), _resolution(picture))
        if drawn is None:
            issues.append(_unread(page.number, picture, NOT_DRAWN))
            continue
        pixels, box = drawn
        charts += read_picture(page, box, pixels, captions)
    return tuple(charts), tuple(issues)


def candidates(page: Page, pages: Sequence[Page]) -> list[Picture]:
    """Pictures of a page that may be a chart, by their size and because they do not come again."""
    out = []
    for picture in dict.fromkeys(page.pictures):
        width, height = picture.x1 - picture.x0, picture.bottom - picture.top
        if width < LEAST_WIDTH * page.width or height < LEAST_HEIGHT * page.height:
            continue
        if width * height > WHOLE_PAGE * page.width * page.height:
            continue
        if sum(any(_same_place(picture, p) for p in other.pictures) for other in pages) >= FURNITURE_PAGES:
            continue
        out.append(picture)
    return out


def _resolution(picture: Picture) -> float:
    """Pixels per point."""
    area = (picture.x1 - picture.x0) * (picture.bottom - picture.top)
    return min(PIXELS_PER_POINT, math.sqrt(MOST_PIXELS / area))


def _same_place(a: Picture, b: Picture) -> bool:
    return all(abs(p - q) < 1.0 for p, q in zip(a[:4], b[:4], strict=True))


def _unread(number: int, picture: Picture, why: str) -> Issue:
    message = f"Page {number}: a picture was not looked at, so a chart in it is not in the data. {why}"
    return Issue("picture.unread", "info", message, number, box=Box(*picture[:4]))


def read_picture(page: Page, box: Box, pixels: Pixels, captions: Sequence[Caption] = ()) -> tuple[Chart, ...]:
    """Charts in one picture of ``page``, which shows ``box``; empty when it shows none that can be read.

    Raises DependencyError when the extra ``ocr`` is not installed.
    """
    slack = EDGE_PIXELS * (box.x1 - box.x0) / pixels.shape[1]
    silent = Page(page.number, page.width, page.height, (), (), color_rectangles(pixels, box))
    if not has_plots(silent, slack):
        return ()
    drawn = replace(silent, words=read_words(pixels, box))
    return tuple(replace(chart, engine="picture") for chart in find_charts(drawn, (), captions, slack))
