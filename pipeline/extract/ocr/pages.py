"""Pages that are pictures of text: their words by OCR, marked as such."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.extract.ocr import available, read_words
from pipeline.extract.ocr.vote import DIFFER, vote
from pipeline.model import Box, Issue, Page, Table, Word

if TYPE_CHECKING:
    from pipeline.extract.charts.pictures import Render

PIXELS_PER_POINT = 200 / 72
"""Scans are rarely finer, and the model reads type of ten points well at this."""
COARSE = 0.9
"""Share of the resolution asked for below which type is too small to be sure of."""
WITHOUT_TEXT = ("no text layer", "unreadable fonts")


def recognise(pages: Sequence[Page], render: Render) -> tuple[Page, ...]:
    """The pages, those without usable text with the words seen in their picture; all as they are without the extra.

    A recognised page keeps its issues and gets ``page.recognised``, a warning: somebody should compare; and
    ``number.two_readings`` for each number that two engines read differently.
    """
    return tuple(recognised(page, render) for page in pages)


def recognised(page: Page, render: Render) -> Page:
    """``recognise`` for one page."""
    if page.state not in WITHOUT_TEXT or not available():
        return page
    drawn = render(page.number, Box(0, 0, page.width, page.height), PIXELS_PER_POINT)
    if drawn is None:
        message = f"Page {page.number} cannot be drawn, so its words were not recognised; nothing of it is in the data."
        return replace(page, issues=(*page.issues, Issue("page.not_drawn", "warning", message, page.number)))
    pixels, box = drawn
    words = vote(read_words(pixels, box), pixels, box)
    if not words:
        return page
    message = f"Page {page.number} is a picture; its {len(words)} words were recognised by OCR. Compare with the page."
    issues = [Issue("page.recognised", "warning", message, page.number)]
    if pixels.shape[1] < COARSE * PIXELS_PER_POINT * page.width:
        message = f"Page {page.number} is too large for OCR at full resolution; small type may be misread."
        issues.append(Issue("page.coarse", "warning", message, page.number))
    differ = [_differs(page.number, word) for word in words if word.confidence == DIFFER]
    return replace(page, words=words, state="text", issues=(*page.issues, *issues, *differ))


def _differs(number: int, word: Word) -> Issue:
    message = f"Page {number}: two engines read {word.text!r} differently. Compare with the page."
    return Issue("number.two_readings", "warning", message, number, box=Box(word.x0, word.top, word.x1, word.bottom))


def doubted(table: Table) -> Table:
    """A table of recognised words with the score that its labels can give; any other table as it is.

    Each number has a confidence of its own, by the vote of the engines.
    """
    words = [w for cell in table.cells for w in cell.words if w.origin == "ocr"]
    if not words:
        return table
    labels = [w.confidence for w in words if not any(sign.isdigit() for sign in w.text)]
    surest = sum(labels) / len(labels) if labels else 1.0
    reason = "its words were recognised from a picture"
    return replace(table, score=table.score * surest, reasons=(*table.reasons, reason))
