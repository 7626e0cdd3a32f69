"""Regions from rules that cross one another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from pipeline.extract.tables.rules import join
from pipeline.extract.tables.shapes import Grid, Layout, Line
from pipeline.geometry import area, snap
from pipeline.model import Box

TOUCH: Final = 3.0
"""Rules that come this close, points, cross."""
SAME_POSITION: Final = 4.0
SMALLEST = (30.0, 12.0)
"""Width and height, points, under which an outline holds no table."""


def find_grids(layout: Layout) -> list[Grid]:
    """Grids of real rules, largest first; then grids in which edges of fills count as rules."""
    ruled = _grids(layout.horizontals.items, layout.verticals.items)
    if not layout.fill_tops.items:
        return ruled
    filled = _grids(
        join(layout.horizontals.items + layout.fill_tops.items).items,
        join(layout.verticals.items + layout.fill_sides.items).items,
    )
    return ruled + filled


def _grids(across: Sequence[Line], down: Sequence[Line]) -> list[Grid]:
    grids = []
    for horizontals, verticals in _components(across, down):
        xs = snap((r.at for r in verticals), SAME_POSITION)
        ys = snap((r.at for r in horizontals), SAME_POSITION)
        if len(xs) < 2 or len(ys) < 2:
            continue
        box = Box(
            min(xs[0], *(r.start for r in horizontals)),
            min(ys[0], *(r.start for r in verticals)),
            max(xs[-1], *(r.end for r in horizontals)),
            max(ys[-1], *(r.end for r in verticals)),
        )
        if box.x1 - box.x0 >= SMALLEST[0] and box.bottom - box.top >= SMALLEST[1]:
            grids.append(Grid(box, tuple(horizontals), tuple(verticals), tuple(xs), tuple(ys)))
    return sorted(grids, key=lambda g: -area(g.box))


def _components(across: Sequence[Line], down: Sequence[Line]) -> list[tuple[list[Line], list[Line]]]:
    """Rules connected by crossings (union-find), as (horizontals, verticals)."""
    parent = list(range(len(across) + len(down)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i, h in enumerate(across):
        for j, v in enumerate(down, len(across)):
            if h.start - TOUCH <= v.at <= h.end + TOUCH and v.start - TOUCH <= h.at <= v.end + TOUCH:
                parent[root(i)] = root(j)
    groups: dict[int, tuple[list[Line], list[Line]]] = defaultdict(lambda: ([], []))
    for i, h in enumerate(across):
        groups[root(i)][0].append(h)
    for j, v in enumerate(down, len(across)):
        groups[root(j)][1].append(v)
    return list(groups.values())
