"""Does a grid of rules hold a table, the whole table, and is it read well by its rules alone?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pipeline.extract.tables.evidence import is_figure
from pipeline.extract.tables.phrases import rows_of
from pipeline.extract.tables.shapes import Grid, Layout, Slot
from pipeline.geometry import overlap

CUT_PHRASES = 0.12
"""Share of phrases cut by a rule over which an outline is a chart."""
DENSITY = 0.2
FIGURE_DENSITY = 0.75
"""Under a figure's caption only a grid this full is a table."""
LONGEST_CELLS = 40
"""Words a cell, on average, over which boxes hold prose."""
HEADER_ROWS, HEADER_VALUES = 6, 6
"""A grid with more rows and more values than these is more than a header."""


def holds_table(layout: Layout, grid: Grid, slots: Sequence[Slot]) -> bool:
    columns, rows = len({s.column0 for s in slots}), len({s.row0 for s in slots})
    if columns < 2 or rows < 2 or len(slots) < 4:
        return False
    per_row = Counter(r for s in slots for r in range(s.row0, s.row1 + 1))
    density = FIGURE_DENSITY if is_figure(layout, grid.box) else DENSITY
    if sum(n >= 2 for n in per_row.values()) < 0.5 * rows or len(slots) < density * rows * columns:
        return False
    if sum(len(p.words) for s in slots for p in s.phrases) > LONGEST_CELLS * len(slots):
        return False
    return _cut_share(layout, grid) <= CUT_PHRASES and not _goes_on_below(layout, grid, slots)


def _cut_share(layout: Layout, grid: Grid) -> float:
    """Share of the phrases inside that a rule cuts: high in charts."""
    inside = layout.inside(grid.box, 2.0)
    cut = sum(
        any(p.x0 + 1.5 < v.at < p.x1 - 1.5 and v.start < p.mid < v.end for v in grid.verticals)
        or any(
            p.top + 0.25 * p.size < h.at < p.bottom - 0.3 * p.size and overlap(h.start, h.end, p.x0, p.x1) > 2
            for h in grid.horizontals
        )
        for p in inside
    )
    return cut / max(len(inside), 1)


def _goes_on_below(layout: Layout, grid: Grid, slots: Sequence[Slot]) -> bool:
    """Rows of the same columns directly below a small grid: the grid is only the header of the table."""
    values = sum(s.numeric for s in slots if s.column0 > 0)
    if len({s.row0 for s in slots}) > HEADER_ROWS and values > HEADER_VALUES:
        return False
    box = grid.box
    below = rows_of(
        p
        for p in layout.phrases
        if box.bottom - 1 < p.mid < box.bottom + 7 * layout.size
        and box.x0 - 8 < p.x0
        and p.x1 < box.x1 + 8
        and p not in layout.prose
    )[:6]
    valued = sum(r.has_values() for r in below)
    return valued >= 2 and below[0].first.top - box.bottom < 1.6 * layout.size


def misread(slots: Sequence[Slot]) -> bool:
    """Cells that hold a header and then numbers, or a ruled column that holds two columns of numbers."""
    tall = sum(
        len(s.phrases) >= 4 and sum(p.numeric for p in s.phrases) >= 0.6 * len(s.phrases) and not s.phrases[0].numeric
        for s in slots
    )
    if tall >= 2 and tall >= 0.3 * len({s.column0 for s in slots}):
        return True
    return any(_is_double(slots, k) for k in {s.column0 for s in slots})


def _is_double(slots: Sequence[Slot], column: int) -> bool:
    rows = [r for s in slots if s.column0 == s.column1 == column for r in rows_of(s.phrases)]
    several = [r for r in rows if len(r.phrases) >= 2]
    phrases = [p for r in several for p in r.phrases]
    return len(rows) >= 3 and len(several) >= 0.6 * len(rows) and sum(p.numeric for p in phrases) > 0.5 * len(phrases)
