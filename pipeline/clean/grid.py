"""A table as a grid of cells, and the text of a cell line by line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.model import Cell, Table, Word

_LEADERS = re.compile(r"(?<=[^\s.])(?:\s*(?:\.\s*){4,}|(?:\s\.){2,}\s*)$")
"""Dots that lead the eye from a label to its values."""
UNIT_BEFORE_POWER = frozenset(("m", "km", "cm", "mm", "dm", "ha"))
"""After these a raised 2 or 3 is part of the unit, not a footnote mark."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows and columns of one table; every position of a spanning cell answers with that cell."""

    table: Table
    rows: int
    columns: int
    cells: Mapping[tuple[int, int], Cell]

    def at(self, row: int, column: int) -> Cell | None:
        """The cell that covers this position, None where nothing is printed."""
        return self.cells.get((row, column))

    def anchored(self, row: int, column: int) -> Cell | None:
        """The cell that begins at this position."""
        cell = self.cells.get((row, column))
        return cell if cell is not None and (cell.row, cell.column) == (row, column) else None

    def row_cells(self, row: int) -> tuple[Cell, ...]:
        """Cells that begin in this row, from left to right; cells without text are left out."""
        found = (self.anchored(row, c) for c in range(self.columns))
        return tuple(cell for cell in found if cell is not None and cell.text.strip())


def grid_of(table: Table) -> Grid:
    """Lay the cells out. A position claimed twice belongs to the cell that comes first."""
    places: dict[tuple[int, int], Cell] = {}
    for cell in table.cells:
        if not cell.text.strip() and not cell.words:
            continue
        for row in range(cell.row, cell.row + cell.row_span):
            for column in range(cell.column, cell.column + cell.column_span):
                places.setdefault((row, column), cell)
    rows = max((c.row + c.row_span for c in table.cells), default=0)
    columns = max((c.column + c.column_span for c in table.cells), default=0)
    return Grid(table, rows, columns, places)


def word_lines(cell: Cell) -> tuple[tuple[Word, ...], ...]:
    """The words of a cell, line by line; empty when the engine gave no words."""
    if not cell.words:
        return ()
    counts = cell.lines if sum(cell.lines) == len(cell.words) else (len(cell.words),)
    lines, start = [], 0
    for count in counts:
        lines.append(cell.words[start : start + count])
        start += count
    return tuple(line for line in lines if line)


def text_lines(cell: Cell) -> tuple[str, ...]:
    """The text of a cell, line by line, without raised marks."""
    lines = word_lines(cell)
    if not lines:
        return tuple(bare for part in cell.text.splitlines() if (bare := _LEADERS.sub("", part.strip())))
    texts = (" ".join(w.text for i, w in enumerate(line) if not _is_mark(line, i)) for line in lines)
    return tuple(bare for text in texts if (bare := _LEADERS.sub("", text)))


def raised_marks(cell: Cell) -> tuple[str, ...]:
    """Raised words of a cell: footnote numbers and signs."""
    lines = word_lines(cell)
    return tuple(w.text for line in lines for i, w in enumerate(line) if _is_mark(line, i))


def _is_mark(line: tuple[Word, ...], i: int) -> bool:
    if not line[i].raised:
        return False
    before = line[i - 1].text.casefold() if i else ""
    return not (line[i].text in ("2", "3") and before in UNIT_BEFORE_POWER)


def plain_text(cell: Cell) -> str:
    """The text of a cell on one line, without raised marks."""
    return " ".join(text_lines(cell))


def font_size(cell: Cell) -> float:
    """Font size of the cell's words in points; the height of its box when it has no words."""
    sizes = sorted(w.size for w in cell.words if not w.raised)
    return sizes[len(sizes) // 2] if sizes else max(1.0, cell.box.bottom - cell.box.top)
