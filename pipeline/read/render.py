"""Pixels of a part of a page, for charts and text that are pictures; of whole pages, for the report."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from pipeline.config import DEFAULT_LIMITS, Limits
from pipeline.model import Box
from pipeline.read.mend import mended

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray


def render(
    path: Path,
    number: int,
    box: Box,
    pixels_per_point: float,
    password: str | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> tuple[NDArray[np.uint8], Box]:
    """Pixels (height x width x RGB) of ``box`` on page ``number``, with the box they show exactly, in points.

    A page that would need more than ``render_megapixels`` is rendered at a coarser scale. The box is widened to whole
    pixels. Drawn by PDFium, rotation applied and crop box honoured, as seen.
    """
    import numpy as np
    import pypdfium2

    data = mended(path)
    with pypdfium2.PdfDocument(path if data is None else data, password=password) as document:
        page = document[number - 1]
        width, height = page.get_size()
        most = limits.render_megapixels * 10**6 or math.inf
        scale = min(pixels_per_point, (most / max(width * height, 1.0)) ** 0.5)
        pixels = np.asarray(page.render(scale=scale, rev_byteorder=True).to_pil().convert("RGB"))
        page.close()
    x0, top = max(0, int(box.x0 * scale)), max(0, int(box.top * scale))
    x1, bottom = min(pixels.shape[1], int(box.x1 * scale) + 1), min(pixels.shape[0], int(box.bottom * scale) + 1)
    shown = Box(x0 / scale, top / scale, x1 / scale, bottom / scale)
    return np.ascontiguousarray(pixels[top:bottom, x0:x1]), shown


def render_pages(
    path: Path, numbers: Iterable[int], pixels_per_point: float, longest: int, password: str | None = None
) -> Iterator[tuple[int, NDArray[np.uint8]]]:
    """Number and pixels (height x width x RGB) of each page that can be drawn; one that cannot is passed over.

    ``longest``: pixels of the longer side; a larger page (a poster) is drawn at a coarser scale.
    """
    import pypdfium2

    data = mended(path)
    with pypdfium2.PdfDocument(path if data is None else data, password=password) as document:
        for number in numbers:
            try:
                page = document[number - 1]
            except pypdfium2.PdfiumError:
                continue
            scale = min(pixels_per_point, longest / max(*page.get_size(), 1.0))
            yield number, page.render(scale=scale, rev_byteorder=True).to_numpy()
            page.close()
