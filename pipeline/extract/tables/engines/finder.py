"""pdfplumber's table finder on our own rules: cells where edges cross, a second opinion on ruled tables.

The finder's steps are plain functions on edges; they run on the rules of Page, so the PDF is not read again.
A page whose rules do not cross has no tables here: text alignment is left to other engines.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from pipeline.extract.tables.rival import MANY_RULES, RivalCell, rival_table, stands_in
from pipeline.geometry import snap
from pipeline.model import Box, Page, Rule, Table

NAME = "finder"

SNAP = 3.0
"""Points: pdfplumber's own tolerance for edges that should be one, and for edges that just fail to cross."""


def find_tables(page: Page) -> tuple[Table, ...]:
    """Every group of touching cells on the page that holds two rows and two columns of words."""
    return _tables(page, _edges(page.rules))


def read_region(page: Page, box: Box) -> Table | None:
    """The table of the page that shares most words with ``box`` (points); None when none does."""
    shared = [(sum(stands_in(w, box) for c in t.cells for w in c.words), t) for t in find_tables(page)]
    count, best = max(shared, key=lambda s: s[0], default=(0, None))
    return best if count else None


def _edges(rules: Iterable[Rule]) -> list[dict[str, Any]]:
    """pdfplumber's edge objects: one of every rule."""
    edges = []
    for rule in rules:
        if rule.axis == "h":
            edges.append(_edge("h", rule.start, rule.at, rule.end, rule.at))
        else:
            edges.append(_edge("v", rule.at, rule.start, rule.at, rule.end))
    return edges


def _edge(orientation: str, x0: float, top: float, x1: float, bottom: float) -> dict[str, Any]:
    return {
        "orientation": orientation, "object_type": "line", "x0": x0, "x1": x1, "top": top, "bottom": bottom,
        "width": x1 - x0, "height": bottom - top,
    }  # fmt: skip


def _tables(page: Page, edges: Sequence[dict[str, Any]]) -> tuple[Table, ...]:
    from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges

    if not edges or len(edges) > MANY_RULES:
        return ()
    merged = merge_edges(list(edges), SNAP, SNAP, SNAP, SNAP)
    crossings = edges_to_intersections(merged, SNAP, SNAP)
    groups = cells_to_tables(intersections_to_cells(crossings))
    found = (_table(page, [Box(*cell) for cell in group], order) for order, group in enumerate(groups, 1))
    return tuple(t for t in found if t is not None)


def _table(page: Page, boxes: Sequence[Box], order: int) -> Table | None:
    """Cell boxes -> rows and columns between their edges; the words whose middle stands in each."""
    xs = snap((x for b in boxes for x in (b.x0, b.x1)), SNAP)
    ys = snap((y for b in boxes for y in (b.top, b.bottom)), SNAP)
    whole = Box(xs[0], ys[0], xs[-1], ys[-1])
    words = [w for w in page.words if w.direction == 0 and stands_in(w, whole)]
    cells = []
    for b in boxes:
        row, column = _nearest(ys, b.top), _nearest(xs, b.x0)
        inside = tuple(w for w in words if stands_in(w, b))
        cells.append(RivalCell(row, column, _nearest(ys, b.bottom) - row, _nearest(xs, b.x1) - column, inside))
    return rival_table(page, whole, cells, NAME, order)


def _nearest(values: Sequence[float], at: float) -> int:
    return min(range(len(values)), key=lambda i: abs(values[i] - at))
