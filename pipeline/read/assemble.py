"""From what a backend found to a Page: what is seen, emphasis, the page's state. Pure; shared by every backend."""

from __future__ import annotations

from typing import Literal

from pipeline.geometry import area, intersection
from pipeline.model import Box, Issue, Page, PageState, Picture, Word
from pipeline.read.characters import share_right_to_left, share_unreadable
from pipeline.read.decimals import join_decimals
from pipeline.read.drawing import read_drawing
from pipeline.read.emphasis import mark_raised, mark_underlined
from pipeline.read.layer import PageLayer
from pipeline.read.visibility import set_apart

MOST_UNREADABLE = 0.2
"""Share of characters without a known meaning above which a page's text is of no use."""
LEAST_RIGHT_TO_LEFT = 0.2
"""Share of the letters of right-to-left scripts from which a page is written that way; a quoted name is not."""
SCAN_COVERAGE = 0.5
"""Share of the page that pictures cover when the page is a picture of a page."""


def assemble_page(layer: PageLayer) -> Page:
    seen, hidden, issues = set_apart(layer)
    page = Box(0.0, 0.0, layer.width, layer.height)
    drawn = read_drawing(layer.paths, page)
    seen = mark_underlined(mark_raised(join_decimals(seen)), drawn.rules)
    pictures = tuple(
        Picture(*p.box, p.name) for p in layer.pictures if intersection(p.box, page) > 0 and area(p.box) > 0
    )
    seen_issues = (*issues, *_reading_order(layer.number, seen))
    state, doubt = _state(layer, seen, hidden, pictures, bool(drawn.fills or drawn.curves or drawn.rules))
    return Page(
        number=layer.number,
        width=layer.width,
        height=layer.height,
        words=tuple(seen),
        rules=drawn.rules,
        fills=drawn.fills,
        curves=drawn.curves,
        pictures=pictures,
        links=layer.links,
        hidden=tuple(hidden),
        state=state,
        issues=(*layer.issues, *seen_issues, *doubt),
    )


def _reading_order(number: int, words: list[Word]) -> tuple[Issue, ...]:
    """A warning for a page that reads from right to left: everything later takes labels to stand on the left."""
    if share_right_to_left([w.text for w in words]) < LEAST_RIGHT_TO_LEFT:
        return ()
    message = (
        f"Page {number} is written from right to left. Its tables are read from left to right, so labels may be taken "
        "for values and values for labels; letters stand in the order of the file."
    )
    return (Issue("page.right_to_left", "warning", message, page=number),)


def damaged_page(number: int, why: str, width: float = 0.0, height: float = 0.0) -> Page:
    """A page that cannot be read; size 0 where not even that is known."""
    message = f"Page {number} cannot be read ({why}); nothing of it is in the data."
    issue = Issue("page.damaged", "error", message, page=number)
    return Page(number, width, height, (), state="damaged", issues=(issue,))


def lost_page(number: int, state: Literal["skipped", "failed"], *issues: Issue) -> Page:
    """A page that a limit or a fault keeps out of the data; its size is not known."""
    return Page(number, 0.0, 0.0, (), state=state, issues=issues)


def _state(
    layer: PageLayer, seen: list[Word], hidden: list[Word], pictures: tuple[Picture, ...], drawn: bool
) -> tuple[PageState, tuple[Issue, ...]]:
    number = layer.number
    if seen:
        share = share_unreadable([w.text for w in seen])
        if share <= MOST_UNREADABLE:
            return "text", ()
        message = (
            f"Page {number}: the fonts do not say which characters {share:.0%} of the text is made of; "
            "it must be read by OCR."
        )
        return "unreadable fonts", (Issue("page.unreadable_fonts", "warning", message, page=number),)
    page = Box(0.0, 0.0, layer.width, layer.height)
    coverage = sum(intersection(p[:4], page) for p in pictures) / (area(page) or 1.0)
    if pictures and (coverage >= SCAN_COVERAGE or hidden):
        layered = f" It has a hidden text layer of {len(hidden)} words, perhaps of an OCR program." if hidden else ""
        message = f"Page {number} is a picture without text of its own and must be read by OCR.{layered}"
        return "no text layer", (Issue("page.no_text_layer", "warning", message, page=number),)
    if pictures or drawn:
        message = f"Page {number} shows a picture or a drawing and no text."
        return "empty", (Issue("page.no_words", "info", message, page=number),)
    return "empty", (Issue("page.empty", "info", f"Page {number} is empty.", page=number),)
