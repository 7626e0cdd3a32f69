"""The section a table stands in: number and heading, from the running text around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.geometry import overlap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.model import Block, Table


def section_of(table: Table, blocks: Sequence[Block]) -> str | None:
    """Section of the last block that begins above the table in its own column, else on an earlier page."""
    page, box = table.pages[0], table.box
    told = [b for b in blocks if b.section is not None]
    above = [
        b for b in told if b.page == page and b.box.top < box.top and overlap(b.box.x0, b.box.x1, box.x0, box.x1) > 0
    ]
    earlier = above or [b for b in told if b.page < page]
    return max(earlier, key=lambda b: b.order).section if earlier else None
