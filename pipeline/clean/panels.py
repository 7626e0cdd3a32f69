"""Tables printed side by side in one grid: labels, values, and then labels and values again.

Rows of the two have nothing to do with each other, so each becomes a table of its own (``p007-t2a``, ``p007-t2b``).
The sign is a column of labels in the middle under the same header as the first; a column of remarks has no such
twin and stays where it is.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from string import ascii_lowercase
from typing import TYPE_CHECKING

from pipeline.clean.grid import plain_text
from pipeline.clean.numbers import fold
from pipeline.geometry import union

if TYPE_CHECKING:
    from pipeline.clean.layout import Layout, Sheet
    from pipeline.model import Cell, Table

LEAST_LABELS = 0.5
"""Share of the rows with values that a second column of labels must name."""
LEAST_NAMES = 2
"""So many different labels it must hold."""


def split_panels(sheet: Sheet, layout: Layout) -> tuple[Table, ...]:
    """One table per panel; the table itself when there is only one."""
    table = sheet.grid.table
    starts = [layout.stub[0], *_second_stubs(sheet, layout)] if layout.stub else []
    if len(starts) < 2:
        return (table,)
    bounds = [*pairwise(starts), (starts[-1], sheet.grid.columns)]
    return tuple(
        _panel(table, first, end, table.id + letter)
        for (first, end), letter in zip(bounds, ascii_lowercase, strict=False)
    )


def _second_stubs(sheet: Sheet, layout: Layout) -> list[int]:
    inner = layout.stub[-1]
    first_texts = min((c for c in layout.texts if c > inner), default=None)
    if first_texts is None:
        return []
    pattern = _leaves(sheet, layout, inner + 1, first_texts)
    if not pattern or not all(pattern):
        return []
    found = []
    for column in layout.texts:
        after = _leaves(sheet, layout, column + 1, column + 1 + len(pattern))
        rows = [r for r in range(layout.header, sheet.grid.rows) if _has_value(sheet, r, column + 1, len(pattern))]
        names = [plain_text(cell) for r in rows if (cell := sheet.grid.anchored(r, column)) is not None]
        enough = len(set(names)) >= LEAST_NAMES and len(names) >= LEAST_LABELS * len(rows)
        if after == pattern and enough:
            found.append(column)
    return found


def _leaves(sheet: Sheet, layout: Layout, first: int, end: int) -> list[str]:
    """The lowest header text over each column, folded."""
    found = []
    for column in range(first, min(end, sheet.grid.columns)):
        cells = [c for r in range(layout.header) if (c := sheet.grid.at(r, column)) is not None]
        found.append(fold(plain_text(cells[-1])).casefold() if cells else "")
    return found


def _has_value(sheet: Sheet, row: int, first: int, count: int) -> bool:
    return any(sheet.read(row, c).number is not None for c in range(first, first + count))


def _panel(table: Table, first: int, end: int, name: str) -> Table:
    cells = [_clip(c, first, end) for c in table.cells if first <= c.column < end]
    on_first = [c.box for c in cells if c.page == table.pages[0]]
    return replace(table, id=name, cells=tuple(cells), box=union(on_first) if on_first else table.box)


def _clip(cell: Cell, first: int, end: int) -> Cell:
    span = min(cell.column + cell.column_span, end) - cell.column
    return cell._replace(column=cell.column - first, column_span=span)
