"""How to name places and numbers to a person."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.validate.grid import Grid, Line, Number

LONGEST = 60
"""Letters of a label in a message; a longer one is cut."""


def where(grid: Grid, row: int | None = None, column: int | None = None) -> str:
    """Table, page, row and column, by what is printed there. ``row`` and ``column`` are those of ``grid``."""
    upright = grid.turn() if grid.turned else grid
    row, column = grid.place(row, column)
    rows = [line.index for line in upright.rows] if row is None else [row]
    columns = [line.index for line in upright.columns] if column is None else [column]
    cells = (upright.cells.get((r, c)) for r in rows for c in columns)
    pages = [cell.page for cell in cells if cell is not None]
    parts = [grid.name(), f"page {min(pages, default=grid.page)}"]
    parts += [f"row {_label(upright.rows, row)}"] if row is not None else []
    parts += [f"column {_label(upright.columns, column)}"] if column is not None else []
    return ", ".join(parts)


def number(value: float, like: Sequence[Number]) -> str:
    """``value`` with as many decimals as the most precise of ``like``."""
    return f"{value:.{max((n.decimals for n in like), default=0)}f}"


def _label(lines: Sequence[Line], index: int) -> str:
    at = bisect_left(lines, index, key=lambda line: line.index)
    label = lines[at].label if at < len(lines) and lines[at].index == index else ""
    short = label if len(label) <= LONGEST else label[: LONGEST - 1] + "…"
    return f"“{short}”" if short else f"{index + 1}"
