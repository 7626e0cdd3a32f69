"""A table as a grid of cells, and the text of a cell line by line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.model import Cell, Table, Word

NO_BREAK_BLANK = "\u00a0"
GROUP_GAP = 0.35
"""Groups of digits nearer than this share of the font size can be one number: a blank is 0.2 to 0.3 wide."""
_DIGITS = re.compile(r"\d{3}(?!\d)")
_LEADERS = re.compile(r"(?<=[^\s.])(?:\s*(?:\.\s*){4,}|(?:\s\.){2,}\s*)$")
"""Dots that lead the eye from a label to its values."""
UNIT_BEFORE_POWER = frozenset(("m", "km", "cm", "mm", "dm", "ha"))
"""After these a raised 2 or 3 is part of the unit, not a footnote mark."""
MINUS_SIGNS = ("-", "\u2212", "\u2013")


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows and columns of one table; every position of a spanning cell answers with that cell."""

    table: Table
    rows: int
    columns: int
    cells: Mapping[tuple[int, int], Cell]
    by_row: Mapping[int, tuple[Cell, ...]]

    def at(self, row: int, column: int) -> Cell | None:
        """The cell that covers this position, None where nothing is printed."""
        return self.cells.get((row, column))

    def anchored(self, row: int, column: int) -> Cell | None:
        """The cell that begins at this position."""
        cell = self.cells.get((row, column))
        return cell if cell is not None and (cell.row, cell.column) == (row, column) else None

    def row_cells(self, row: int) -> tuple[Cell, ...]:
        """Cells that begin in this row, from left to right; cells without text are left out."""
        return self.by_row.get(row, ())


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
    beginning: dict[int, list[Cell]] = {}
    for (row, column), cell in sorted(places.items(), key=lambda item: item[0]):
        if (cell.row, cell.column) == (row, column) and cell.text.strip():
            beginning.setdefault(row, []).append(cell)
    return Grid(table, rows, columns, places, {row: tuple(cells) for row, cells in beginning.items()})


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
    """Raised, but neither the power of a unit (``m`` 2) nor a negative power (``10`` -3)."""
    if not line[i].raised:
        return False
    first = i
    while first and line[first - 1].raised:
        first -= 1
    last = next((k for k in range(i, len(line)) if not line[k].raised), len(line))
    if any(w.text[:1] in MINUS_SIGNS for w in line[first:last]):
        return False
    before = line[first - 1].text.casefold() if first else ""
    return not (line[i].text in ("2", "3") and before in UNIT_BEFORE_POWER)


def is_power(cell: Cell) -> bool:
    """``10`` with a raised number: a power of ten far more often than a 10 with a footnote."""
    negative = any(w.raised and w.text[:1] in MINUS_SIGNS for w in cell.words)
    is_ten = re.search(r"(?<![\d.,])10$", plain_text(cell))
    return negative or (bool(is_ten) and any(mark.isdigit() for mark in raised_marks(cell)))


def plain_text(cell: Cell) -> str:
    """The text of a cell on one line, without raised marks."""
    return " ".join(text_lines(cell))


def with_firm_blanks(cell: Cell) -> str:
    """The text of a cell with a no-break blank between groups of digits that stand as close as a number's do.

    A typesetter's blank between thousands is narrow; two numbers that an engine put in one cell stand further apart.
    """
    lines = word_lines(cell)
    if len(lines) != 1 or not all(_DIGITS.match(w.text) for w in lines[0][1:]):
        return plain_text(cell)
    kept = [w for i, w in enumerate(lines[0]) if not _is_mark(lines[0], i)]
    text = kept[0].text if kept else ""
    for before, after in pairwise(kept):
        near = after.x0 - before.x1 <= GROUP_GAP * after.size
        text += (NO_BREAK_BLANK if near and before.text[-1:].isdigit() else " ") + after.text
    return text


def font_size(cell: Cell) -> float:
    """Font size of the cell's words in points; the height of its box when it has no words."""
    sizes = sorted(w.size for w in cell.words if not w.raised)
    return sizes[len(sizes) // 2] if sizes else max(1.0, cell.box.bottom - cell.box.top)
