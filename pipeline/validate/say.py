"""How to name places and numbers to a person."""

from __future__ import annotations

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
    pages = [number.page for (r, c), number in upright.cells.items() if row in (None, r) and column in (None, c)]
    parts = [grid.name(), f"page {min(pages, default=grid.page)}"]
    parts += [f"row {_label(upright.rows, row)}"] if row is not None else []
    parts += [f"column {_label(upright.columns, column)}"] if column is not None else []
    return ", ".join(parts)


def number(value: float, like: Sequence[Number]) -> str:
    """``value`` with as many decimals as the most precise of ``like``."""
    return f"{value:.{max((n.decimals for n in like), default=0)}f}"


def _label(lines: Sequence[Line], index: int) -> str:
    label = next((line.label for line in lines if line.index == index), "")
    short = label if len(label) <= LONGEST else label[: LONGEST - 1] + "…"
    return f"“{short}”" if short else f"{index + 1}"
