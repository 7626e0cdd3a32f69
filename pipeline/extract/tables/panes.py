"""Step 5: the page's text columns. Tables of one pane never share rows with what stands beside it.

A gutter is a blank that runs between two text columns and that nothing crosses: paragraphs, or rules of one width,
end on its left and begin on its right; or the rows on either side stand on baselines of their own, which rows of one
table never do. Where something crosses it (a title, a table of full width), the pane ends.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain
from statistics import median
from typing import Final, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from pipeline.extract.tables.phrases import rows_of
from pipeline.extract.tables.shapes import Layout, Line, Phrase, Row
from pipeline.geometry import overlap
from pipeline.model import Box

NARROWEST_GUTTER: Final = 0.8
"""em: a little under the blank between columns that typesetting programs leave."""
NARROWEST_ANCHOR: Final = 11.0
"""Least width of a rule that stands for a text column, em."""
SAME_END: Final = 4.0
"""Rules of one width start and end within this many points."""
RULE_END: Final = 2.0
"""A rule crosses a gutter when it goes on for more than this on either side, points."""
LOWEST: Final = 3.0
"""Least height of a pane, em."""
WIDE_GUTTER: Final = 1.5
"""Least width of a gutter that only baselines tell, em."""
ONE_BASELINE: Final = 0.15
"""Baselines of one row differ by less, em."""
SHARED: Final = 0.5
"""Two text columns share at most this share of the baselines of the one with fewer rows: by chance a third."""
RUNNING: Final = 0.5
"""Share of a side's lines that are running text when it is a text column."""
SMALL: Final = 0.8
"""Type smaller than this share of its surroundings is a raised or lowered sign."""
MOST_TRIED = 100
"""Blanks looked at: pages of text columns have under 40, words strewn over a page a thousand, none of them a gutter.
Not Final, which is compiled in: a test tries none."""
AT_ONCE: Final = 64
"""Gutters weighed at once: on a page of 5,000 words that takes some megabytes."""
FEWEST_ROWS: Final = 4
"""Fewer rows tell nothing about baselines."""


Floats: TypeAlias = npt.NDArray[np.float64]
Mask: TypeAlias = npt.NDArray[np.bool_]


class _Anchor(NamedTuple):
    """Something as wide as its text column."""

    x0: float
    x1: float
    top: float
    bottom: float


class _Placed(NamedTuple):
    """Phrases and their edges, each edge an array over all of them."""

    phrases: Sequence[Phrase]
    x0: Floats
    top: Floats
    x1: Floats
    bottom: Floats

    @staticmethod
    def of(phrases: Sequence[Phrase]) -> _Placed:
        edges = chain.from_iterable([(p.x0, p.top, p.x1, p.bottom) for p in phrases])
        return _Placed(phrases, *np.fromiter(edges, float, 4 * len(phrases)).reshape(-1, 4).T.copy())

    def among(self, mask: Mask) -> list[Phrase]:
        return [self.phrases[k] for k in np.flatnonzero(mask).tolist()]


class _Barriers(NamedTuple):
    """What may run across a gutter, phrases and rules, from the top down; each edge an array over all of them."""

    x0: Floats
    top: Floats
    x1: Floats
    bottom: Floats

    @staticmethod
    def of(placed: _Placed, rules: Sequence[Line]) -> _Barriers:
        """A rule that ends at the gutter does not cross it."""
        start, end, at = np.array(rules, dtype=float).reshape(-1, 3).T
        edges = np.hstack((placed[1:], (start + RULE_END, at, end - RULE_END, at)))
        return _Barriers(*edges[:, np.argsort(edges[1], kind="stable")])

    def clear(self, box: Box, middles: Floats, least: float) -> Iterator[tuple[int, float, float]]:
        """Parts of the box, at least ``least`` high, in which nothing crosses one of ``middles``: of which, top and
        bottom; in order."""
        ends = np.append(self.top, box.bottom)
        for first in range(0, len(middles), AT_ONCE):
            some = middles[first : first + AT_ONCE, None]
            across = (self.x0 < some) & (self.x1 > some)
            reached = np.maximum.accumulate(np.where(across, self.bottom, box.top), axis=1)
            starts = np.hstack((np.full((len(some), 1), box.top), reached))
            heights = np.where(np.hstack((across, np.full((len(some), 1), True))), ends - starts, -np.inf)
            which, part = np.nonzero(heights >= least)
            yield from zip((first + which).tolist(), starts[which, part].tolist(), ends[part].tolist(), strict=True)


class _Level(NamedTuple):
    """The phrases that stand in one part of a page, from top to bottom: which, and their ends and starts in order."""

    mask: Mask
    ends: list[float]
    starts: list[float]

    @staticmethod
    def of(placed: _Placed, top: float, bottom: float) -> _Level:
        mask = (placed.top >= top) & (placed.bottom <= bottom)
        return _Level(mask, np.sort(placed.x1[mask]).tolist(), np.sort(placed.x0[mask]).tolist())


def split_panes(layout: Layout) -> list[Layout]:
    """The page's panes, each a layout with only its own phrases, in no order that matters."""
    whole = Box(0.0, 0.0, layout.page.width, layout.page.height)
    anchors = _anchors(layout)
    boxes = _split(layout, whole, anchors)
    if len(boxes) == 1:
        return [layout]
    panes = []
    for box in boxes:
        inside = tuple(p for p in layout.phrases if _holds(box, p))
        if inside:
            panes.append(replace(layout, phrases=inside, prose=layout.prose.intersection(inside)))
    return panes


def _holds(box: Box, p: Phrase) -> bool:
    return box.x0 <= p.center < box.x1 and box.top <= p.mid < box.bottom


def _anchors(layout: Layout) -> list[_Anchor]:
    """Paragraphs' lines that are full, and rules that come at least twice with one width."""
    lines = [_Anchor(p.x0, p.x1, p.top, p.bottom) for p in layout.prose if len(p.words) >= 4]
    wide = [r for r in layout.horizontals.items if r.end - r.start >= NARROWEST_ANCHOR * layout.size]
    return lines + [
        _Anchor(r.start, r.end, r.at, r.at) for r in wide if any(o is not r and _same_width(r, o) for o in wide)
    ]


def _same_width(a: Line, b: Line) -> bool:
    return abs(a.start - b.start) < SAME_END and abs(a.end - b.end) < SAME_END


def _split(layout: Layout, box: Box, anchors: Sequence[_Anchor]) -> list[Box]:
    inside = [
        a for a in anchors if box.x0 <= (a.x0 + a.x1) / 2 < box.x1 and box.top <= (a.top + a.bottom) / 2 < box.bottom
    ]
    placed = _Placed.of([p for p in layout.phrases if _holds(box, p)])
    barriers = _Barriers.of(placed, layout.horizontals.between(box.top, box.bottom))
    best: Box | None = None
    gutters = _gutters(inside, layout.size)
    middles = np.array([(left + right) / 2 for left, right in gutters])
    for which, top, bottom in barriers.clear(box, middles, LOWEST * layout.size):
        pane = Box(gutters[which][0], top, gutters[which][1], bottom)
        if _anchored(pane, inside) and (best is None or pane.bottom - pane.top > best.bottom - best.top):
            best = pane
    if best is None:
        best = _tallest_apart(layout, box, placed, barriers)
    if best is None:
        return [box]
    x = (best.x0 + best.x1) / 2
    parts = (
        Box(box.x0, box.top, box.x1, best.top),
        Box(box.x0, best.top, x, best.bottom),
        Box(x, best.top, box.x1, best.bottom),
        Box(box.x0, best.bottom, box.x1, box.bottom),
    )
    return [q for p in parts if p.bottom - p.top > 0 for q in _split(layout, p, anchors)]


def _gutters(anchors: Sequence[_Anchor], size: float) -> list[tuple[float, float]]:
    """Blanks between the right edges of some anchors and the left edges of others."""
    rights = sorted({round(a.x1) for a in anchors})
    lefts = sorted({round(a.x0) for a in anchors})
    blanks = set()
    for right in rights:
        left = next((x for x in lefts if x - right >= NARROWEST_GUTTER * size), None)
        if left is not None and not any(right < x <= left - NARROWEST_GUTTER * size for x in rights):
            blanks.add((float(right), float(left)))
    return sorted(blanks)


def _anchored(pane: Box, anchors: Sequence[_Anchor]) -> bool:
    """Do text columns end on one side of the gutter and begin on the other, side by side?"""
    x = (pane.x0 + pane.x1) / 2
    level = [a for a in anchors if pane.top <= a.top and a.bottom <= pane.bottom]
    left = [a for a in level if a.x1 <= x]
    right = [a for a in level if a.x0 >= x]
    return _is_column(left) and _is_column(right) and _stand_beside(left, right)


def _tallest_apart(layout: Layout, box: Box, placed: _Placed, barriers: _Barriers) -> Box | None:
    """The tallest blank whose two sides stand on baselines of their own."""
    width = WIDE_GUTTER * layout.size
    tallest: Box | None = None
    levels: dict[tuple[float, float], _Level] = {}
    tried: set[tuple[float, float, float]] = set()
    lowest = FEWEST_ROWS * layout.size
    middles = _blanks(placed, width)
    for which, top, bottom in barriers.clear(box, middles, lowest):
        if bottom - top <= lowest:
            continue
        level = levels.get((top, bottom))
        if level is None:
            level = levels[top, bottom] = _Level.of(placed, top, bottom)
        middle = float(middles[which])
        before, after = bisect_left(level.ends, middle), bisect_right(level.starts, middle)
        if min(before, len(level.starts) - after) < FEWEST_ROWS:
            continue
        x0, x1 = level.ends[before - 1], level.starts[after]
        if x1 - x0 < width or (x0, top, bottom) in tried:
            continue
        if len(tried) == MOST_TRIED:
            return tallest
        tried.add((x0, top, bottom))
        rows = _plain_rows(placed.among(level.mask & (placed.x1 < middle)))
        if not _may_stand_alone(layout, rows):
            continue
        if _own_baselines(layout, rows, _plain_rows(placed.among(level.mask & (placed.x0 > middle)))):
            tallest = Box(x0, top, x1, bottom)
            lowest = bottom - top
    return tallest


def _blanks(placed: _Placed, width: float) -> Floats:
    """Middles, left to right, of what may be blanks ``width`` wide after the right edges of phrases, with enough of
    these on either side."""
    middles = np.unique(np.round(placed.x1)) + width / 2
    before = np.searchsorted(np.sort(placed.x1), middles)
    after = len(placed.x0) - np.searchsorted(np.sort(placed.x0), middles, side="right")
    return middles[np.minimum(before, after) >= FEWEST_ROWS]


def _plain_rows(phrases: Sequence[Phrase]) -> list[Row]:
    """Rows without raised and lowered signs, which stand on baselines of their own anywhere."""
    usual = median(p.size for p in phrases)
    return rows_of(p for p in phrases if p.size > SMALL * usual)


def _own_baselines(layout: Layout, left: Sequence[Row], right: Sequence[Row]) -> bool:
    """Rows of several phrases or running text on either side, and few baselines in common where both have rows."""
    low, high = max(left[0].top, right[0].top), min(left[-1].bottom, right[-1].bottom)
    sides = [[r for r in side if low <= r.mid <= high] for side in (left, right)]
    if min(len(side) for side in sides) < FEWEST_ROWS:
        return False
    if not all(_stands_alone(layout, side) for side in sides):
        return False
    few, many = sorted(sides, key=len)
    baselines = sorted(q.bottom for r in many for q in r.phrases)
    shared = sum(_stands_on(r, baselines) for r in few)
    return shared <= SHARED * len(few)


def _is_column(anchors: Sequence[_Anchor]) -> bool:
    return len(anchors) >= 2


def _stand_beside(left: Sequence[_Anchor], right: Sequence[_Anchor]) -> bool:
    """Do the two sides share some height?"""
    return (
        overlap(
            min(a.top for a in left),
            max(a.bottom for a in left),
            min(a.top for a in right),
            max(a.bottom for a in right),
        )
        > 0
    )


def _stands_on(row: Row, baselines: Sequence[float]) -> bool:
    """Does a phrase of the row stand on one of the baselines (sorted)?"""
    reaches = [(p.bottom, ONE_BASELINE * p.size) for p in row.phrases]
    return any(bisect_left(baselines, at + by) > bisect_right(baselines, at - by) for at, by in reaches)


def _may_stand_alone(layout: Layout, rows: Sequence[Row]) -> bool:
    """Whether any part of them can, told before the rows beside them are looked for."""
    return sum(len(r.phrases) >= 2 for r in rows) >= 2 or any(r.first in layout.prose for r in rows)


def _stands_alone(layout: Layout, rows: Sequence[Row]) -> bool:
    """Rows of several phrases, or lines of running text: no column of labels or values of what is beside it."""
    several = sum(len(r.phrases) >= 2 for r in rows)
    return several >= 2 or sum(r.first in layout.prose for r in rows) > RUNNING * len(rows)
