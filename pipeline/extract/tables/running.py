"""Running heads and feet: lines in the margins that say nothing about the page's content. Shares of page height."""

from __future__ import annotations

import re
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
    margins = {p.number: [k for k in text_lines(p.words) if _in_margin(k, p, MARGIN)] for p in pages}
    return {
        p.number: frozenset(
            k for k in margins[p.number] if _in_margin(k, p, EDGE) or _is_number(k) or _returns(k, p.number, margins)
        )
        for p in pages
    }


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
