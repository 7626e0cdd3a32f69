"""Running text in reading order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.write.tabular import sheet
from schemas.columns import TEXT

if TYPE_CHECKING:
    from pipeline.write.package import Package, Sheet

BOX_DECIMALS = 2


def text(package: Package) -> Sheet:
    rows = [
        {
            "block_id": block.id,
            "page": block.page,
            "order": block.order,
            "kind": block.kind,
            "level": block.level,
            "number": block.number,
            "section": block.section,
            "text": block.text,
            **{name: round(length, BOX_DECIMALS) for name, length in block.box._asdict().items()},
        }
        for block in package.content.blocks
    ]
    return sheet("text", "Text in reading order", TEXT, rows)
