"""What the engines of other libraries share: their cells, filled with our words, as a Table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pipeline.extract.tables.caption_lines import text_lines
from pipeline.geometry import union
from pipeline.model import Box, Cell, Page, Table, Word

MANY_RULES = 4000
"""Both libraries compare every horizontal with every vertical edge: beyond this a page takes seconds (a grid of 100
rows and 10 columns drawn cell by cell has 4,000)."""


class RivalCell(NamedTuple):
    """Where a library puts a group of words in its grid."""

    row: int
    column: int
    row_span: int
    column_span: int
    words: tuple[Word, ...]


def rival_table(page: Page, box: Box, cells: Sequence[RivalCell], engine: str, order: int = 1) -> Table | None:
    """A table of the cells that hold words, rows and columns without gaps; None without two of each.

    All cells have role body: these libraries do not tell headers. The score is the share of the words within
    ``box`` that the cells hold.
    """
    filled = [c for c in cells if c.words]
    rows, columns = sorted({c.row for c in filled}), sorted({c.column for c in filled})
    if len(rows) < 2 or len(columns) < 2:
        return None
    out = []
    for cell in filled:
        lines = [line.words for line in text_lines(cell.words)]
        words = tuple(w for line in lines for w in line)
        out.append(
            Cell(
                row=rows.index(cell.row),
                column=columns.index(cell.column),
                text=" ".join(w.text for w in words),
                page=page.number,
                box=union(w[:4] for w in words),
                row_span=sum(cell.row <= r < cell.row + cell.row_span for r in rows),
                column_span=sum(cell.column <= c < cell.column + cell.column_span for c in columns),
                words=words,
                lines=tuple(len(line) for line in lines),
            )
        )
    inside = [w for w in page.words if stands_in(w, box)]
    held = {w for c in out for w in c.words}
    score = sum(w in held for w in inside) / len(inside) if inside else 0.0
    out.sort(key=lambda c: (c.row, c.column))
    return Table(f"p{page.number:03d}-t{order}", (page.number,), union(c.box for c in out), tuple(out), engine, score)


def stands_in(word: Word, box: Box) -> bool:
    """Is the middle of the word in the box?"""
    return box.x0 <= (word.x0 + word.x1) / 2 <= box.x1 and box.top <= (word.top + word.bottom) / 2 <= box.bottom
