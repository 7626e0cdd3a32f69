"""Parts of one table that a blank, a section title or a change of rules has cut: joined where the numbers go on.

The lower part goes on with the columns of the upper one when its numbers end at the same right edges, it has no
header of its own, and nothing but titles of sections stands between. A header that was cut off stands over the
columns of numbers of what is below it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise

from pipeline.extract.tables.marks import opens_caption, opens_note
from pipeline.extract.tables.phrases import rows_of
from pipeline.extract.tables.shapes import Layout, Phrase, Row
from pipeline.geometry import overlap

WIDEST_GAP = 3.5
"""Widest blank between two lines where a table goes on, em."""
SAME_EDGE = 0.35
"""Right edges of numbers are one when they differ by less, em."""
SAME_LABELS = 4.0
"""Labels of one table start within this distance, em: sections are set in."""
SHARED = 0.4
"""Least share of the lower part's numbers that end where the upper part's do: amounts may be set in steps."""
TOTAL_GAP = 20.0
"""The same blank above a lone row: totals of two halves of a balance stand on one line at the foot, em."""
BETWEEN = 3
"""Most lines between two parts: titles of sections."""

Rows = Sequence[Row]


def rejoin(layout: Layout, parts: Sequence[Rows], used: Collection[Phrase]) -> list[tuple[tuple[int, ...], list[Row]]]:
    """Groups of parts that are one table: their numbers in ``parts``, and all rows with the titles in between.

    ``used``: phrases of other tables. Parts that belong to no other are left out.
    """
    order = sorted(range(len(parts)), key=lambda i: parts[i][0].top)
    free = [p for p in layout.phrases if p not in used and p not in layout.prose]
    groups: list[tuple[list[int], list[Row]]] = []
    for i in order:
        for members, upper in reversed(groups):
            between = _between(free, upper, parts[i])
            if between is not None and _goes_on(upper, between, parts[i]):
                members.append(i)
                upper.extend([*between, *parts[i]])
                break
        else:
            groups.append(([i], list(parts[i])))
    return [(tuple(members), rows) for members, rows in groups if len(members) > 1]


def _between(free: Sequence[Phrase], upper: Rows, lower: Rows) -> list[Row] | None:
    """Lines between two parts; None when one of them is no title of a section or the parts are far apart."""
    low, high = upper[-1].bottom, lower[0].top
    left = min(r.first.x0 for r in (*upper, *lower))
    right = max(r.phrases[-1].x1 for r in (*upper, *lower))
    if high <= low or high - low > TOTAL_GAP * lower[0].first.size:
        return None
    lines = rows_of(p for p in free if low <= p.mid <= high and overlap(p.x0, p.x1, left, right) > 0)
    if len(lines) > BETWEEN:
        return None
    if any(len(r.phrases) > 1 or r.first.numeric or opens_caption(r.text) or opens_note(r.text) for r in lines):
        return None
    widest = (TOTAL_GAP if len(lower) == 1 and not lines else WIDEST_GAP) * lower[0].first.size
    chain = [upper[-1], *lines, lower[0]]
    return lines if all(b.top - a.bottom <= widest for a, b in pairwise(chain)) else None


def _goes_on(upper: Rows, between: Rows, lower: Rows) -> bool:
    first = next((r for r in lower if len(r.phrases) >= 2), None)
    if first is None or not first.has_values():
        return False
    if any(abs(r.first.x0 - lower[0].first.x0) > SAME_LABELS * r.first.size for r in between):
        return False
    if len(upper) == 1:
        return not between and _heads(upper[0], lower)
    size = lower[0].first.size
    labels = min(r.first.x0 for r in upper), min(r.first.x0 for r in lower)
    ends, mine = [p.x1 for p in _numbers(upper)], _numbers(lower)
    shared = [p for p in mine if _nearest(p.x1, ends) < SAME_EDGE * p.size]
    apart = sum(b.x1 - a.x1 > size for a, b in pairwise(sorted(shared, key=lambda p: p.x1)))
    least = len(mine) if len(lower) == 1 else SHARED * len(mine)
    return abs(labels[0] - labels[1]) < SAME_LABELS * size and apart >= 1 and len(shared) >= least


def _numbers(rows: Rows) -> list[Phrase]:
    """Numbers that are no labels: set in from the left edge."""
    left = min(r.first.x0 for r in rows)
    return [p for r in rows for p in r.phrases if p.numeric and p.x0 > left + p.size]


def _nearest(x: float, ends: Sequence[float]) -> float:
    return min((abs(x - end) for end in ends), default=float("inf"))


def _heads(head: Row, lower: Rows) -> bool:
    """Does each phrase of a line stand over numbers of the lower part, but for one over its labels?"""
    numbers = _numbers(lower)
    over = [[p for p in numbers if overlap(p.x0, p.x1, q.x0, q.x1) > 0] for q in head.phrases]
    bare = [q for q, below in zip(head.phrases, over, strict=True) if not below]
    stub = min(p.x0 for p in numbers) if numbers else 0.0
    return sum(map(bool, over)) >= 2 and len(bare) <= 1 and all(q.x1 < stub for q in bare)
