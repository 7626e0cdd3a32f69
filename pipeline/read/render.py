"""Pixels of a part of a page, for charts and text that are pictures; of whole pages, for the report."""

from __future__ import annotations

import math
import os
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Any

from pipeline.config import DEFAULT_LIMITS, Limits
from pipeline.model import Box
from pipeline.read.limits import AT_ONE_OPENING
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
) -> tuple[NDArray[np.uint8], Box] | None:
    """Pixels (height x width x RGB) of ``box`` on page ``number``, with the box they show exactly, in points; None
    where PDFium cannot draw it.

    A page that would need more than ``render_megapixels`` is rendered at a coarser scale. The box is widened to whole
    pixels. Drawn by PDFium, rotation applied and crop box honoured, as seen.
    """
    import numpy as np

    most = limits.render_megapixels * 10**6 or math.inf
    with _document(path, password) as document:
        page = _page(document, number)
        if page is None:
            return None
        width, height = page.get_size()
        # A side is a pixel at least: of a page that is a thin strip, the longer side alone can be too much.
        coarsest = min((most / max(width * height, 1.0)) ** 0.5, most / max(width, height, 1.0))
        scale = min(pixels_per_point, coarsest)
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
    coming, more = iter(numbers), True
    while more:
        with _document(path, password) as document:
            asked = 0
            for number in islice(coming, AT_ONE_OPENING):
                asked, page = asked + 1, _page(document, number)
                if page is None:
                    continue
                scale = min(pixels_per_point, longest / max(*page.get_size(), 1.0))
                yield number, page.render(scale=scale, rev_byteorder=True).to_numpy()
                page.close()
            more = asked == AT_ONE_OPENING


@contextmanager
def _document(path: Path, password: str | None) -> Iterator[Any]:
    """A pypdfium2 document; None where PDFium cannot open what another reader could."""
    import pypdfium2
    from pypdfium2 import raw

    data = mended(path)  # PDFium reads from it until the document is closed
    document = None
    # As when it is read: files up to PDF 1.7 expect Latin-1 and later ones UTF-8, of which pypdfium2 tries only one.
    for attempt in [None] if password is None else [password.encode(), password.encode("latin-1", "replace")]:
        if data is None:
            document = document or raw.FPDF_LoadDocument(os.fsencode(path), attempt)
        else:
            document = document or raw.FPDF_LoadMemDocument64(data, len(data), attempt)
    if not document:
        yield None
        return
    with pypdfium2.PdfDocument(document) as opened:
        yield opened


def _page(document: Any, number: int) -> Any:
    """A page of a pypdfium2 document; None where there is none, or it is beyond drawing."""
    import pypdfium2

    try:
        return None if document is None else document[number - 1]
    except pypdfium2.PdfiumError:
        return None
