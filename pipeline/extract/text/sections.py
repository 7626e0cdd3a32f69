"""Which heading a block, or a place on a page, stands under."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

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


def section_of(blocks: Sequence[Block], page: int, box: Box) -> str | None:
    """Section of a place (a table, a figure) on a page: that of the last block read before it.

    ``blocks`` are those of the whole document, in order, with their sections; ``box`` is in points.
    """
    own = [b for b in blocks if b.page == page and b.kind not in OUT_OF_FLOW]
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
    earlier = [b for b in blocks if b.page < page and b.kind not in OUT_OF_FLOW]
    return max(earlier, key=_order).section if earlier else None


def _order(block: Block) -> int:
    return block.order
