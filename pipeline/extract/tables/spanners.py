"""Header cells: which columns each header phrase stands over, and which lines make one cell.

A phrase stands over the columns of the partial rule under it; else over those between the upright rules that box it;
else over the widest group of columns that it is centred over, bounded by its neighbours; else over its own column.
Where that leaves one of a line with a single column, leaves that come again under each tell (``repeats``).
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence

from pipeline.extract.tables.columns import span_of, stands_at
from pipeline.extract.tables.repeats import ranges_of_repeats
from pipeline.extract.tables.shapes import Column, Layout, Phrase, Row, Slot, Span, phrase
from pipeline.geometry import area, overlap, snap
from pipeline.model import Fill, Word

AT_EDGE = 0.35
"""A phrase stands at an edge or centre when it is off by less, em."""
RAGGED = 1.0
"""Where heads and values end farther from one another, em, they are flush left and neither centred nor flush right."""
CENTERED = 0.7
"""A spanner is centred over a group when it is off by less, em."""
APART = 0.55
"""Least gap between a spanner and the heads under it, em; the lines of one head are set .2 to .4 apart."""
BESIDE = 0.25
"""A head that begins higher above the bottom of another stands beside it, half a line lower, em: set in the middle of
cells of different heights."""
STACKED = 0.8
"""Widest gap between two lines of one header cell, em."""
FULL_WIDTH = 0.75
SAME_BASELINE = 0.15
"""Two cells stand on one line when their lower edges differ by less, em."""
TOP_RULE = 2.5
"""The rule above a header is no farther from its first line, em."""
WHOLE = 0.9
"""Share of a table's width that a rule in one stroke covers."""
ROW_RULED = 1.9
"""Where every row is ruled off, two rules are no farther apart, em."""
TOUCH = 1.0
"""Fills of neighbouring cells are no farther apart, points."""
SAME_RULE = 4.0
"""Rules this near, points, are one double rule."""


# --------------------------------------------------------------------------- a phrase over several columns


def split_phrase(layout: Layout, whole: Phrase, columns: Sequence[Column]) -> list[Phrase]:
    """A phrase over several columns, cut where every piece stands in a column of its own; else itself."""
    first, last = span_of(whole, columns)
    fits = first == last and whole.x0 > columns[first].x0 - whole.size and whole.x1 < columns[first].x1 + whole.size
    if len(whole.words) < 2 or fits or _has_own_rule(layout, whole, columns):
        return [whole]
    pieces = [[whole.words[0]]]
    for before, after in zip(whole.words, whole.words[1:], strict=False):
        wide = after.x0 - before.x1 > 1.2 * layout.word_gap * whole.size
        if wide and _between_columns(before, after, columns, whole.size):
            pieces.append([after])
        else:
            pieces[-1].append(after)
    if len(pieces) < 2:
        return [whole]
    parts = [phrase(words) for words in pieces]
    spans = [span_of(p, columns) for p in parts]
    if any(a != b for a, b in spans) or len(set(spans)) < len(parts):
        return [whole]
    widest = max(b.x0 - a.x1 for a, b in zip(whole.words, whole.words[1:], strict=False))
    at_edges = all(
        stands_at(p.x0, p.x1, columns[k], AT_EDGE * whole.size) for p, (k, _) in zip(parts, spans, strict=True)
    )
    return parts if widest > 1.5 * layout.word_gap * whole.size or at_edges else [whole]


def _has_own_rule(layout: Layout, p: Phrase, columns: Sequence[Column]) -> bool:
    """A spanner with its own partial rule under it."""
    left, right = columns[0].x0, columns[-1].x1
    return any(
        r.start < p.x0 + 2 and r.end > p.x1 - 2 and overlap(r.start, r.end, left, right) < FULL_WIDTH * (right - left)
        for r in layout.horizontals.between(p.bottom - 3, p.bottom + 0.9 * p.size)
    )


def _between_columns(before: Word, after: Word, columns: Sequence[Column], size: float) -> bool:
    """Does the blank between two words fall on a stream between two columns?"""
    middle = (before.x1 + after.x0) / 2
    return any(
        a.x1 - 0.6 * size < middle < b.x0 + 0.6 * size
        or (before.x1 < b.x0 and after.x0 > a.x1 and after.x0 > b.x0 - size)
        for a, b in itertools.pairwise(columns)
    )


# --------------------------------------------------------------------------- the range of a spanner


def spanner_range(
    layout: Layout, p: Phrase, line: Sequence[Phrase], below: Sequence[Phrase], columns: Sequence[Column]
) -> Span:
    """First and last column under a header phrase; ``line``: its own row, ``below``: all lower header rows."""
    own = span_of(p, columns)
    below = [q for q in below if q.top > p.bottom - BESIDE * p.size]
    left, right = _beside(p, line)
    if not any(q.x0 < right and q.x1 > left for q in below):
        return own
    if filled := _range_of_fill(layout, p, columns):
        return filled
    ruled = _range_of_rule(layout, p, (left, right), below, columns)
    last = _last_line(layout, p, (left, right), below)
    if not ruled and last is not p:
        ruled = _range_of_rule(layout, last, (left, right), [q for q in below if q.mid > last.bottom], columns)
    if ruled:
        return ruled
    if boxed := _boxed_range(layout, p, line, below, columns):
        return boxed
    at_own = own[0] == own[1] and stands_at(p.x0, p.x1, columns[own[0]], AT_EDGE * p.size)
    if at_own and not _reaches_over_neighbours(p, own, below, columns):
        return own
    over_cells = _range_of_cells(layout, p, (left, right), below, columns)
    return over_cells or _centered_range(p, own, (left, right), below, columns) or own


def _beside(p: Phrase, line: Sequence[Phrase]) -> tuple[float, float]:
    """Where the neighbours of a phrase on its line end and begin."""
    left = max((q.x1 for q in line if q.x1 <= p.x0), default=-1e9)
    return left, min((q.x0 for q in line if q.x0 >= p.x1), default=1e9)


def _reaches_over_neighbours(p: Phrase, own: Span, below: Sequence[Phrase], columns: Sequence[Column]) -> bool:
    """Is the phrase so wide that it stands over heads of the columns on both sides too?"""
    over = {span_of(q, columns)[0] for q in below if overlap(p.x0, p.x1, q.x0, q.x1) > 0}
    return own[0] - 1 in over and own[0] + 1 in over


def _is_set_apart(p: Phrase, own: Span, below: Sequence[Phrase], columns: Sequence[Column]) -> bool:
    """Is the next head under the phrase farther off than the lines of one head are?"""
    under = [q.top for q in below if span_of(q, columns) == own]
    return bool(under) and min(under) - p.bottom > APART * p.size


def _range_of_cells(
    layout: Layout, p: Phrase, bounds: tuple[float, float], below: Sequence[Phrase], columns: Sequence[Column]
) -> Span | None:
    """The columns whose cells the phrase is centred over, where all heads are set flush left: a cell then reaches to
    the next one, and the last to the end of the rules."""
    heads = {k: q for q in below for k, last in [span_of(q, columns)] if k == last}
    flush = all(abs(q.x0 - columns[k].x0) < AT_EDGE * q.size for k, q in heads.items())
    ragged = sum(abs(q.x1 - columns[k].x1) > RAGGED * q.size for k, q in heads.items())
    if not flush or ragged < 2:
        return None
    table = columns[-1].x1 - columns[0].x0
    rules = [
        r for r in layout.horizontals.items if overlap(r.start, r.end, columns[0].x0, columns[-1].x1) > WHOLE * table
    ]
    if not rules:
        return None
    start, end = min(r.start for r in rules), max(r.end for r in rules)
    edges = [*(column.x0 - (columns[0].x0 - start) for column in columns), end]
    for i, j in itertools.combinations(range(1, len(columns) + 1), 2):
        inside = all(k in heads for k in range(i, j)) and edges[i] > bounds[0] - 1 and edges[j] < bounds[1] + 1
        if inside and j - i > 1 and abs((edges[i] + edges[j]) / 2 - p.center) < CENTERED * p.size:
            return i, j - 1
    return None


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
    cell = _filled_cell(layout, p)
    if cell is None:
        return None
    hit = [k for k, column in enumerate(columns) if cell.x0 < (column.x0 + column.x1) / 2 < cell.x1]
    return (hit[0], hit[-1]) if hit and hit[0] > 0 else None


def _filled_cell(layout: Layout, p: Phrase) -> Fill | None:
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


# --------------------------------------------------------------------------- lines of one header cell


class _Block:
    """A header cell being built from the lines that stand over one range of columns."""

    def __init__(self, p: Phrase, span: Span) -> None:
        self.phrases = [p]
        self.span = span
        self.top, self.bottom, self.x0, self.x1 = p.top, p.bottom, p.x0, p.x1
        self.level = self.last_level = 0

    def add(self, p: Phrase) -> None:
        self.phrases.append(p)
        self.bottom = max(self.bottom, p.bottom)
        self.x0, self.x1 = min(self.x0, p.x0), max(self.x1, p.x1)

    def meets(self, span: Span) -> bool:
        return self.span[0] <= span[1] and span[0] <= self.span[1]

    def stand_low(self, blocks: Sequence[_Block]) -> None:
        """A single line on the baseline of its last row's own cells is a cell of that row."""
        if len({p.bottom for p in self.phrases}) > 1 or self.last_level == self.level:
            return
        beside = (b for b in blocks if b.level == b.last_level == self.last_level)
        if any(abs(b.bottom - self.bottom) < SAME_BASELINE * self.phrases[0].size for b in beside):
            self.level = self.last_level

    def over(self, other: _Block) -> bool:
        return self is not other and self.bottom <= other.top + 0.5 * other.phrases[0].size and self.meets(other.span)


def header_slots(layout: Layout, rows: Sequence[Row], columns: Sequence[Column]) -> tuple[list[Slot], int]:
    """Header rows -> cells with their spans, and how many grid rows they take."""
    lines = [[q for p in r.phrases for q in split_phrase(layout, p, columns)] for r in rows]
    blocks: list[_Block] = []
    repeats = ranges_of_repeats(lines, columns)
    for i, line in enumerate(lines):
        below = [q for lower in lines[i + 1 :] for q in lower]
        spans = {p: spanner_range(layout, p, line, below, columns) for p in line}
        if any(spans[p][0] == spans[p][1] for p in line if p in repeats):
            spans |= {p: repeats[p] for p in line if p in repeats}
        for p, (first, last) in spans.items():
            if first == last and _is_set_apart(p, (first, last), below, columns):
                spans[p] = _widened(layout, p, spans, below, columns)
        for p, span in spans.items():
            block = _block_for(layout, p, span, line, (blocks, columns))
            if block:
                block.add(p)
            else:
                blocks.append(_Block(p, span))
    blocks.sort(key=lambda b: (b.top, b.span[0]))
    depth = _set_levels(blocks)
    if blocks and _is_open(layout, blocks, columns):
        for block in blocks:
            block.stand_low(blocks)
    slots = [Slot(b.level, b.last_level, *b.span, tuple(b.phrases), "header") for b in blocks]
    return slots, depth


def _widened(
    layout: Layout, p: Phrase, spans: Mapping[Phrase, Span], below: Sequence[Phrase], columns: Sequence[Column]
) -> Span:
    """The columns that a spanner over one head, but set apart from it, is centred over; drawn in from both ends alike
    where others of its line stand."""
    own = spans[p]
    lower = [q for q in below if q.top > p.bottom - BESIDE * p.size]
    others = [q for q in spans if q is not p]
    bounds = (
        max((q.x1 for q in others if q.x1 <= p.x0), default=-1e9),
        min((q.x0 for q in others if q.x0 >= p.x1), default=1e9),
    )
    found = _range_of_cells(layout, p, bounds, lower, columns) or _centered_range(p, own, bounds, lower, columns) or own
    while found[0] < own[0] and own[1] < found[1] and any(_share(found, spans[q]) for q in others):
        found = found[0] + 1, found[1] - 1
    return own if any(_share(found, spans[q]) for q in others) else found


def _share(a: Span, b: Span) -> bool:
    return a[0] <= b[1] and b[0] <= a[1]


def _block_for(
    layout: Layout, p: Phrase, span: Span, line: Sequence[Phrase], so_far: tuple[list[_Block], Sequence[Column]]
) -> _Block | None:
    """The block that a phrase is a further line of."""
    blocks, columns = so_far
    found = None
    for block in blocks:
        if span == block.span and block.bottom > p.mid:
            return block  # beside it, in the same column
        if block.bottom > p.top + 0.6 * p.size or not block.meets(span):
            continue
        inside = block.span[0] <= span[0] and span[1] <= block.span[1]
        beside = any(block.span[0] <= span_of(q, columns)[0] <= block.span[1] for q in line if q is not p)
        if not (span == block.span or (inside and not beside)) or p.top - block.bottom >= STACKED * p.size:
            continue
        lower = any(b is not block and b.top > block.bottom - 0.4 * p.size and b.meets(block.span) for b in blocks)
        if not lower and not _ruled_between(layout, block, p) and not _in_another_cell(layout, block, p):
            found = block
    return found


def _ruled_between(layout: Layout, block: _Block, p: Phrase) -> bool:
    x0, x1 = max(p.x0, block.x0), min(p.x1, block.x1)
    low, high = block.bottom - 3, p.mid
    lines = layout.horizontals.between(low, high) + layout.fill_tops.between(low, high)
    return any(overlap(r.start, r.end, x0, x1) > 1 for r in lines)


def _in_another_cell(layout: Layout, block: _Block, p: Phrase) -> bool:
    mine, other = _filled_cell(layout, p), _filled_cell(layout, block.phrases[-1])
    return mine is not None and other is not None and mine != other


def _is_open(layout: Layout, blocks: Sequence[_Block], columns: Sequence[Column]) -> bool:
    """Is the rule above the header drawn in one stroke, and not every row ruled off? Then nothing tells that a cell
    without a spanner reaches up to the rule; one drawn cell by cell does, and so do rows that are all ruled off.
    Without a rule the header is taken to be closed at its top."""
    top, bottom = min(b.top for b in blocks), max(b.bottom for b in blocks)
    size = max(p.size for b in blocks for p in b.phrases)
    left, right = columns[0].x0, columns[-1].x1
    whole = WHOLE * (right - left)
    strokes = (r for r in layout.page.rules if r.axis == "h" and min(r.end, right) - max(r.start, left) > whole)
    below = layout.horizontals.between(bottom, bottom + 3 * ROW_RULED * size)
    ruled_off = len(snap((r.at for r in below if overlap(r.start, r.end, left, right) > whole), SAME_RULE)) > 2
    return not ruled_off and any(-TOP_RULE * size < r.at - top < 0.2 * size for r in strokes)


def _set_levels(blocks: Sequence[_Block]) -> int:
    """Grid rows of each block: below all blocks over it, down to the next block under it. Returns the depth."""
    for i, block in enumerate(blocks):
        block.level = 1 + max((b.level for b in blocks[:i] if b.over(block)), default=-1)
    depth = max((b.level for b in blocks), default=-1) + 1
    for block in blocks:
        block.last_level = min((b.level for b in blocks if block.over(b)), default=depth) - 1
    return depth
