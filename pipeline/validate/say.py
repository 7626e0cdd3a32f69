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
    # Not by turning the grid: that copies all its cells for the sake of one.
    down = [line.index for line in grid.rows] if row is None else [row]
    across = [line.index for line in grid.columns] if column is None else [column]
    places = ((r, c) for r in down for c in across)
    pages = [cell.page for place in places if (cell := grid.cells.get(place)) is not None]
    rows, columns = (grid.columns, grid.rows) if grid.turned else (grid.rows, grid.columns)
    row, column = grid.place(row, column)
    return Place(
        grid.table_id,
        grid.number,
        min(pages, default=grid.page),
        None if row is None else _label(rows, row),
        None if column is None else _label(columns, column),
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
