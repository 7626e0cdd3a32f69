"""Which heading a block, or a place on a page, stands under."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

from pipeline.geometry import overlap
from pipeline.model import Block, Box

OUT_OF_FLOW = ("running_head", "page_number", "footnote", "contents")
"""Kinds of blocks that stand under no heading."""
NUMBERED_DEEP = 2
"""Depth of numbers from which they name the sections of a document; less, and they count chapters only."""


def with_sections(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks with ``section``: number and text of the nearest heading above.

    In a document that numbers its headings down to sections (``3.2``), those of a deeper level than any number
    (catch lines over a paragraph or two) open no section of their own.
    """
    numbered = [b for b in blocks if b.kind == "heading" and b.number is not None]
    deep = any(str(b.number).count(".") + 1 >= NUMBERED_DEEP for b in numbered)
    deepest = max((b.level or 0 for b in numbered), default=0)
    section: str | None = None
    result = []
    for block in blocks:
        if block.kind == "heading" and (not deep or (block.level or 0) <= deepest):
            section = " ".join(part for part in (block.number, block.text) if part)
        result.append(replace(block, section=None if block.kind in OUT_OF_FLOW else section))
    return tuple(result)


class Sections:
    """Finds the section of places on the pages of a document."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        """``blocks`` are those of the whole document, in order, with their sections."""
        self._on_page: dict[int, list[Block]] = {}
        for block in blocks:
            if block.kind not in OUT_OF_FLOW:
                self._on_page.setdefault(block.page, []).append(block)
        self._pages = sorted(self._on_page)
        self._last = list(accumulate((max(self._on_page[page], key=_order) for page in self._pages), _later))
        """Of each of these pages and all before it, the block that is read last."""

    def of(self, page: int, box: Box) -> str | None:
        """Section of a place (a table, a figure) on a page: that of the last block read before it. ``box`` is in
        points."""
        before = bisect_left(self._pages, page)
        earlier = self._last[before - 1] if before else None
        return _section(self._on_page.get(page, []), box, earlier)


def _section(own: Sequence[Block], box: Box, earlier: Block | None) -> str | None:
    """``own``: the blocks of the page; ``earlier``: the last one before it."""
    column = [b for b in own if overlap(b.box.x0, b.box.x1, box.x0, box.x1) > 0]
    above = [b for b in column if (b.box.top + b.box.bottom) / 2 < box.top]
    below = [b for b in column if b.box.top >= box.bottom]
    left = [b for b in own if b.box.x1 <= box.x0 and b.box.top < box.bottom]
    if above:
        return max(above, key=_order).section
    if below:
        first = min(below, key=_order).order
        own = [b for b in own if b.order < first]
    else:
        own = left
    if own:
        return max(own, key=_order).section
    return earlier.section if earlier else None


def _later(a: Block, b: Block) -> Block:
    return max(a, b, key=_order)


def _order(block: Block) -> int:
    return block.order
