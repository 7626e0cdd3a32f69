"""Pages that are pictures of text: their words by OCR, marked as such."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.extract.ocr import available, read_words
from pipeline.model import Box, Issue, Page, Table

if TYPE_CHECKING:
    from pipeline.extract.charts.pictures import Render

PIXELS_PER_POINT = 200 / 72
"""Scans are rarely finer, and the model reads type of ten points well at this."""
WITHOUT_TEXT = ("no text layer", "unreadable fonts")
TRUSTED_AT_MOST = 0.85
"""Confidence of a value that one OCR engine read alone: below what counts as trusted, however sure it is."""


def recognise(pages: Sequence[Page], render: Render) -> tuple[Page, ...]:
    """The pages, those without usable text with the words seen in their picture; all as they are without the extra.

    A recognised page keeps its issues and gets ``page.recognised``, a warning: somebody should compare.
    """
    if not any(page.state in WITHOUT_TEXT for page in pages) or not available():
        return tuple(pages)
    return tuple(_recognised(page, render) if page.state in WITHOUT_TEXT else page for page in pages)


def _recognised(page: Page, render: Render) -> Page:
    pixels, box = render(page.number, Box(0, 0, page.width, page.height), PIXELS_PER_POINT)
    words = read_words(pixels, box)
    if not words:
        return page
    message = f"Page {page.number} is a picture; its {len(words)} words were recognised by OCR. Compare with the page."
    issue = Issue("page.recognised", "warning", message, page.number)
    return replace(page, words=words, state="text", issues=(*page.issues, issue))


def doubted(table: Table) -> Table:
    """A table of recognised words with the score such words can give; any other table as it is."""
    words = [w for cell in table.cells for w in cell.words if w.origin == "ocr"]
    if not words:
        return table
    surest = sum(w.confidence for w in words) / len(words)
    reason = "its words were recognised from a picture"
    return replace(table, score=min(table.score, TRUSTED_AT_MOST) * surest, reasons=(*table.reasons, reason))
