"""pdfplumber's table finder on our own rules: cells where edges cross, a second opinion on ruled tables.

The finder's steps are plain functions on edges; they run on the rules of Page, so the PDF is not read again.
A page whose rules do not cross has no tables here: text alignment is left to other engines.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Any

from pipeline.extract.tables.rival import MANY_RULES, RivalCell, rival_table, stands_in
from pipeline.geometry import snap
from pipeline.model import Box, Page, Rule, Table, Word

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
    words: dict[tuple[int, int], list[Word]] = {}
    for word in page.words:
        if word.direction == 0 and stands_in(word, whole):
            place = _between((word.top + word.bottom) / 2, ys), _between((word.x0 + word.x1) / 2, xs)
            words.setdefault(place, []).append(word)
    cells = []
    for b in boxes:
        row, column, end, right = _nearest(ys, b.top), _nearest(xs, b.x0), _nearest(ys, b.bottom), _nearest(xs, b.x1)
        inside = tuple(w for r in range(row, end) for c in range(column, right) for w in words.get((r, c), ()))
        cells.append(RivalCell(row, column, end - row, right - column, inside))
    return rival_table(page, whole, cells, NAME, order)


def _between(at: float, edges: Sequence[float]) -> int:
    """The interval between edges that holds a position, counted from 0."""
    return min(max(bisect_right(edges, at) - 1, 0), len(edges) - 2)


def _nearest(edges: Sequence[float], at: float) -> int:
    i = _between(at, edges)
    return i if at - edges[i] <= edges[i + 1] - at else i + 1
