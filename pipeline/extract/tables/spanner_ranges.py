"""Which columns a phrase of the header stands over.

Those of the cell that is filled behind it, or of the partial rule under it; else those between the upright rules that
box it; else those whose cells it is centred over; else the widest group of columns that it is centred over, bounded by
its neighbours; else its own column.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence

from pipeline.extract.tables.caption_lines import same_size
from pipeline.extract.tables.columns import span_of, stands_at
from pipeline.extract.tables.shapes import Column, Layout, Phrase, Span
from pipeline.geometry import area, overlap, snap
from pipeline.model import Fill

AT_EDGE = 0.35
"""A phrase stands at an edge or centre when it is off by less, em."""
RAGGED = 1.0
"""Where heads and values end farther from one another, em, they are flush left and neither centred nor flush right."""
CELLS_NEAR = 10.0
"""A rule that is drawn cell by cell is looked for within this distance of a spanner, em."""
CENTERED = 0.7
"""A spanner is centred over a group when it is off by less, em."""
APART = 0.55
"""Least gap between a spanner and the heads under it, em; the lines of one head are set .2 to .4 apart."""
BESIDE = 0.25
"""A head that begins higher above the bottom of another stands beside it, half a line lower, em: set in the middle of
cells of different heights."""
STACKED = 0.8
"""Widest gap between two lines of one header cell, em."""
WHOLE = 0.9
"""Share of a table's width that a rule in one stroke covers."""
TOUCH = 1.0
"""Fills of neighbouring cells are no farther apart, points."""


def spanner_range(
    layout: Layout, p: Phrase, line: Sequence[Phrase], below: Sequence[Phrase], columns: Sequence[Column]
) -> Span:
    """First and last column under a header phrase; ``line``: its own row, ``below``: all lower header rows."""
    own = span_of(p, columns)
    line, below = _parted(p, line, below)
    left, right = _beside(p, line)
    if not any(q.x0 < right and q.x1 > left for q in below):
        return own
    if drawn := _drawn(layout, p, (line, below), columns):
        return drawn
    at_own = own[0] == own[1] and stands_at(p.x0, p.x1, columns[own[0]], AT_EDGE * p.size)
    at_own |= _reads_on_below(p, own, below, columns)
    if at_own and not _reaches_over_neighbours(p, own, below, columns):
        return own
    over_cells = _range_of_cells(layout, p, (left, right), below, columns)
    return over_cells or _centered_range(p, own, (left, right), below, columns) or own


def drawn_range(
    layout: Layout, p: Phrase, line: Sequence[Phrase], below: Sequence[Phrase], columns: Sequence[Column]
) -> Span | None:
    """The columns that a fill, a rule or a box shows a header phrase to stand over."""
    return _drawn(layout, p, _parted(p, line, below), columns)


def _parted(p: Phrase, line: Sequence[Phrase], below: Sequence[Phrase]) -> tuple[list[Phrase], list[Phrase]]:
    """What stands beside a phrase, and what below it."""
    beside = [q for q in below if q.top <= p.bottom - BESIDE * p.size]
    return [*line, *beside], [q for q in below if q.top > p.bottom - BESIDE * p.size]


def _drawn(
    layout: Layout, p: Phrase, around: tuple[Sequence[Phrase], Sequence[Phrase]], columns: Sequence[Column]
) -> Span | None:
    line, below = around
    bounds = _beside(p, line)
    if filled := _range_of_fill(layout, p, columns):
        return filled
    ruled = _range_of_rule(layout, p, bounds, below, columns)
    last = _last_line(layout, p, bounds, below)
    if not ruled and last is not p:
        ruled = _range_of_rule(layout, last, bounds, [q for q in below if q.mid > last.bottom], columns)
    return ruled or _boxed_range(layout, p, line, below, columns)


def _reads_on_below(p: Phrase, own: Span, below: Sequence[Phrase], columns: Sequence[Column]) -> bool:
    """Is the phrase a line of the head right under it, set like it around one centre, with other heads beside that?"""
    for q in below:
        alike = same_size(p.size, q.size) and q.bold == p.bold
        near = abs(q.center - p.center) < AT_EDGE * p.size and q.top - p.bottom < APART * p.size
        if alike and near and span_of(q, columns) == own:
            return any(o is not q and abs(o.mid - q.mid) < AT_EDGE * q.size for o in below)
    return False


def _beside(p: Phrase, line: Sequence[Phrase]) -> tuple[float, float]:
    """Where the neighbours of a phrase on its line end and begin."""
    left = max((q.x1 for q in line if q.x1 <= p.x0), default=-1e9)
    return left, min((q.x0 for q in line if q.x0 >= p.x1), default=1e9)


def _reaches_over_neighbours(p: Phrase, own: Span, below: Sequence[Phrase], columns: Sequence[Column]) -> bool:
    """Is the phrase so wide that it stands over heads of the columns on both sides too?"""
    over = {span_of(q, columns)[0] for q in below if overlap(p.x0, p.x1, q.x0, q.x1) > 0}
    return own[0] - 1 in over and own[0] + 1 in over


def is_set_apart(p: Phrase, own: Span, below: Sequence[Phrase], columns: Sequence[Column]) -> bool:
    """Is the next head under the phrase farther off than the lines of one head are?"""
    under = [q.top for q in below if span_of(q, columns) == own]
    return bool(under) and min(under) - p.bottom > APART * p.size


def _range_of_cells(
    layout: Layout, p: Phrase, bounds: tuple[float, float], below: Sequence[Phrase], columns: Sequence[Column]
) -> Span | None:
    """The columns whose cells the phrase is centred over, where the edges of cells can be told."""
    heads = {k: q for q in below for k, last in [span_of(q, columns)] if k == last}
    edges = _drawn_edges(layout, p, columns) or _edges_of_flush_left(layout, heads, columns)
    found: list[tuple[float, Span]] = []
    for i, j in itertools.combinations(range(1, len(edges)), 2):
        inside = all(k in heads for k in range(i, j)) and edges[i] > bounds[0] - 1 and edges[j] < bounds[1] + 1
        off = abs((edges[i] + edges[j]) / 2 - p.center)
        if inside and j - i > 1 and off < CENTERED * p.size:
            found.append((off, (i, j - 1)))
    least = min((off for off, _ in found), default=0.0)
    as_near = [span for off, span in found if off < least + AT_EDGE * p.size]
    return max(as_near, key=lambda span: span[1] - span[0], default=None)


def _drawn_edges(layout: Layout, p: Phrase, columns: Sequence[Column]) -> list[float]:
    """Left edges of the cells and the right edge of the last, where a rule near the phrase is drawn column by column:
    one stroke ends where the next begins, once between each two columns of values."""
    middles = [(column.x0 + column.x1) / 2 for column in columns]
    near = [r for r in layout.page.rules if r.axis == "h" and abs(r.at - p.mid) < CELLS_NEAR * p.size]
    for at in sorted({r.at for r in near}, key=lambda at: abs(at - p.mid)):
        ends = snap((x for r in near if abs(r.at - at) < TOUCH for x in (r.start, r.end)), TOUCH)
        parted = [[x for x in ends if a < x < b] for a, b in itertools.pairwise([*middles, float("inf")])]
        if all(len(between) == 1 for between in parted):
            return [columns[0].x0, *(x for (x,) in parted)]
    return []


def _edges_of_flush_left(layout: Layout, heads: Mapping[int, Phrase], columns: Sequence[Column]) -> list[float]:
    """The same where all heads are set flush left: a cell reaches to the next one, and the last to the end of the
    rules."""
    flush = all(abs(q.x0 - columns[k].x0) < AT_EDGE * q.size for k, q in heads.items())
    ragged = sum(abs(q.x1 - columns[k].x1) > RAGGED * q.size for k, q in heads.items())
    if not flush or ragged < 2:
        return []
    table = columns[-1].x1 - columns[0].x0
    rules = [
        r for r in layout.horizontals.items if overlap(r.start, r.end, columns[0].x0, columns[-1].x1) > WHOLE * table
    ]
    if not rules:
        return []
    start, end = min(r.start for r in rules), max(r.end for r in rules)
    return [*(column.x0 - (columns[0].x0 - start) for column in columns), end]


def _last_line(layout: Layout, p: Phrase, bounds: tuple[float, float], below: Sequence[Phrase]) -> Phrase:
    """The last of the lines set under ``p`` around one centre, each alone between the neighbours of ``p``."""
    last = p
    between = [q for q in below if q.x0 < bounds[1] and q.x1 > bounds[0]]
    for q in sorted(between, key=lambda q: q.top):
        beside = any(o is not q and abs(o.mid - q.mid) < 0.5 * q.size for o in between)
        stacked = abs(q.center - p.center) < AT_EDGE * p.size and q.top - last.bottom < STACKED * p.size
        if beside or not stacked or layout.horizontals.between(last.bottom - 1, q.mid):
            break
        last = q
    return last


def _range_of_rule(
    layout: Layout, p: Phrase, bounds: tuple[float, float], below: Sequence[Phrase], columns: Sequence[Column]
) -> Span | None:
    lowest = min((q.bottom for q in below), default=p.bottom)
    for r in layout.horizontals.between(p.bottom - 3, min(p.bottom + 1.5 * p.size, lowest)):
        if overlap(r.start, r.end, p.x0, p.x1) <= 0.5 * (p.x1 - p.x0):
            continue
        hit = [k for k, (a, b) in enumerate(columns) if overlap(r.start, r.end, a, b) > 0.5 * (b - a)]
        whole = bool(hit) and hit[0] == 0 and hit[-1] == len(columns) - 1
        if hit and not whole and r.start > bounds[0] - 2 and r.end < bounds[1] + 2:
            return hit[0], hit[-1]
    return None


def _range_of_fill(layout: Layout, p: Phrase, columns: Sequence[Column]) -> Span | None:
    """The columns of the cell that is filled behind the phrase."""
    cell = filled_cell(layout, p)
    if cell is None:
        return None
    hit = [k for k, column in enumerate(columns) if cell.x0 < (column.x0 + column.x1) / 2 < cell.x1]
    return (hit[0], hit[-1]) if hit and hit[0] > 0 else None


def filled_cell(layout: Layout, p: Phrase) -> Fill | None:
    """The fill behind the phrase, where cells are filled one by one: another one begins where this one ends."""
    level = [f for f in layout.page.fills if f.top < p.mid < f.bottom]
    behind = [f for f in level if f.x0 < p.x0 + TOUCH and f.x1 > p.x1 - TOUCH]
    cell = min(behind, key=lambda f: area(f[:4]), default=None)
    if cell is None or not any(abs(f.x0 - cell.x1) < TOUCH or abs(f.x1 - cell.x0) < TOUCH for f in level):
        return None
    return cell


def _boxed_range(
    layout: Layout, p: Phrase, line: Sequence[Phrase], below: Sequence[Phrase], columns: Sequence[Column]
) -> Span | None:
    """The columns between the upright rules on either side, where the phrase is centred alone between them."""
    walls = [r.at for r in layout.verticals.items if r.start < p.mid < r.end]
    left = max((at for at in walls if at <= p.x0 + 1), default=None)
    right = min((at for at in walls if at >= p.x1 - 1), default=None)
    if left is None or right is None or abs((left + right) / 2 - p.center) > CENTERED * p.size:
        return None
    if any(q is not p and left < q.center < right for q in line):
        return None
    spans = [span_of(q, columns) for q in below]
    hit = [k for k, column in enumerate(columns) if left < (column.x0 + column.x1) / 2 < right]
    if not hit or len(hit) == len(columns) or not all(any(a <= k <= b for a, b in spans) for k in hit):
        return None
    return hit[0], hit[-1]


def _centered_range(
    p: Phrase, own: Span, bounds: tuple[float, float], below: Sequence[Phrase], columns: Sequence[Column]
) -> Span | None:
    """The widest group of headed columns that the phrase is centred over."""
    spans = [span_of(q, columns) for q in below]
    headed = [any(a <= k <= b for a, b in spans) for k in range(len(columns))]
    best: tuple[int, float, Span] | None = None
    for i in range(0 if own[0] == 0 else 1, own[0] + 1):
        if columns[i].x0 < bounds[0] - 1:
            continue
        start = min([q.x0 for q, at in zip(below, spans, strict=True) if at == (i, i)] + [columns[i].x0])
        for j in range(max(i, own[1]), len(columns)):
            if columns[j].x1 > bounds[1] + 1 or (j > i and not all(headed[i : j + 1])):
                continue
            end = max([q.x1 for q, at in zip(below, spans, strict=True) if at == (j, j)] + [columns[j].x1])
            off = abs((start + end) / 2 - p.center)
            if off < CENTERED * p.size and (best is None or (j - i, -off) > best[:2]):
                best = (j - i, -off, (i, j))
    return best[2] if best else None


def widened(
    layout: Layout, p: Phrase, spans: Mapping[Phrase, Span], below: Sequence[Phrase], columns: Sequence[Column]
) -> Span:
    """The columns that a spanner over one head, but set apart from it, is centred over; drawn in from both ends alike
    where others of its line stand."""
    own = spans[p]
    lower = [q for q in below if q.top > p.bottom - BESIDE * p.size]
    others = [q for q in spans if q is not p]
    bounds = _beside(p, others)
    found = _range_of_cells(layout, p, bounds, lower, columns) or _centered_range(p, own, bounds, lower, columns) or own
    while found[0] < own[0] and own[1] < found[1] and any(_share(found, spans[q]) for q in others):
        found = found[0] + 1, found[1] - 1
    return own if any(_share(found, spans[q]) for q in others) else found


def _share(a: Span, b: Span) -> bool:
    return a[0] <= b[1] and b[0] <= a[1]
