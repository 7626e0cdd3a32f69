"""Running heads and feet: lines in the margins that say nothing about the page's content. Shares of page height."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Mapping, Sequence

from pipeline.extract.tables.caption_lines import TextLine, text_lines
from pipeline.model import Page

MARGIN = 0.12
"""Running lines stand in the outer eighth of a page, at the top or the bottom."""

EDGE = 0.07
"""What stands in the outer fifteenth is a running line even where no other page repeats it."""

SAME_HEIGHT = 3.0
"""Points: a running line returns at the same height, but for rounding."""

NEAR_PAGES = 2
"""Left and right pages differ: a running line returns at the latest two pages on."""


def running_lines(pages: Sequence[Page]) -> dict[int, frozenset[TextLine]]:
    """Page number -> the lines in its margins that are repeated nearby, or stand at the very edge."""
    nearby = Nearby(pages)
    return {page.number: nearby.running(page) for page in pages}


class Nearby:
    """The lines in the margins of the pages at hand: those of all pages would be much to hold."""

    def __init__(self, pages: Sequence[Page]) -> None:
        self._pages = pages
        self._first = pages[0].number if pages else 1
        # Pages of a document follow each other; where some are left out, they are found by looking.
        whole = not pages or pages[-1].number - self._first + 1 == len(pages)
        self._places = None if whole else {page.number: place for place, page in enumerate(pages)}
        self._margins: OrderedDict[int, list[TextLine]] = OrderedDict()

    def page(self, number: int) -> Page | None:
        """None where there is no such page."""
        place = number - self._first if self._places is None else self._places.get(number, -1)
        return self._pages[place] if 0 <= place < len(self._pages) else None

    def running(self, page: Page) -> frozenset[TextLine]:
        """Lines in its margins that are repeated nearby, or stand at the very edge."""
        numbers = range(page.number - NEAR_PAGES, page.number + NEAR_PAGES + 1)
        margins = {number: self._margin(number) for number in numbers}
        return frozenset(
            k
            for k in margins[page.number]
            if _in_margin(k, page, EDGE) or _is_number(k) or _returns(k, page.number, margins)
        )

    def _margin(self, number: int) -> list[TextLine]:
        if number not in self._margins:
            self._margins[number] = _margin_lines(page) if (page := self.page(number)) else []
            if len(self._margins) > 2 * NEAR_PAGES + 2:
                self._margins.popitem(last=False)
        return self._margins[number]


def _margin_lines(page: Page) -> list[TextLine]:
    """Lines in the margins; of words that reach into these, the others share no line with them."""
    upper, lower = MARGIN * page.height, (1 - MARGIN) * page.height
    lines = text_lines([w for w in page.words if w.top < upper or w.bottom > lower])
    return [line for line in lines if _in_margin(line, page, MARGIN)]


def _in_margin(line: TextLine, page: Page, share: float) -> bool:
    return line.box.bottom < share * page.height or line.box.top > (1 - share) * page.height


def _is_number(line: TextLine) -> bool:
    return re.fullmatch(r"\W*(?:\d{1,4}|[ivxlc]{1,6})\W*", line.text) is not None


def _returns(line: TextLine, number: int, margins: Mapping[int, Sequence[TextLine]]) -> bool:
    others = range(number - NEAR_PAGES, number + NEAR_PAGES + 1)
    return any(
        abs(k.box.top - line.box.top) < SAME_HEIGHT and _masked(k.text) == _masked(line.text)
        for n in others
        if n != number
        for k in margins.get(n, ())
    )


def _masked(text: str) -> str:
    return re.sub(r"\d+", "#", text)
