"""How to name places and numbers to a person."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from pipeline.model import Place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.validate.grid import Grid, Line, Number

LONGEST = 60
"""Letters of a label in a message; a longer one is cut."""


def where(grid: Grid, row: int | None = None, column: int | None = None) -> Place:
    """Table, page, row and column, by what is printed there. ``row`` and ``column`` are those of ``grid``."""
    upright = grid.turn() if grid.turned else grid
    row, column = grid.place(row, column)
    rows = [line.index for line in upright.rows] if row is None else [row]
    columns = [line.index for line in upright.columns] if column is None else [column]
    cells = (upright.cells.get((r, c)) for r in rows for c in columns)
    pages = [cell.page for cell in cells if cell is not None]
    return Place(
        grid.table_id,
        grid.number,
        min(pages, default=grid.page),
        None if row is None else _label(upright.rows, row),
        None if column is None else _label(upright.columns, column),
        grid.chart,
    )


def number(value: float, like: Sequence[Number]) -> str:
    """``value`` with as many decimals as the most precise of ``like``."""
    return f"{value:.{max((n.decimals for n in like), default=0)}f}"


def _label(lines: Sequence[Line], index: int) -> str:
    at = bisect_left(lines, index, key=lambda line: line.index)
    label = lines[at].label if at < len(lines) and lines[at].index == index else ""
    return quoted(label) if label else f"{index + 1}"


def quoted(label: str) -> str:
    """A label between quotation marks, cut where it is long."""
    return f"“{label if len(label) <= LONGEST else label[: LONGEST - 1] + '…'}”"
