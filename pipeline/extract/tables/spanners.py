"""Header cells: phrases that stand over several columns cut apart, and lines that make one cell put together.

Which columns each stands over: see ``spanner_ranges``. Where that leaves one of a line with a single column, leaves
that come again under each tell (``repeats``).
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.extract.tables.columns import span_of, stands_at
from pipeline.extract.tables.repeats import ranges_of_repeats
from pipeline.extract.tables.shapes import Column, Layout, Phrase, Row, Slot, Span
from pipeline.extract.tables.spanner_cells import ranges_of_cells
from pipeline.extract.tables.spanner_ranges import (
    AT_EDGE,
    STACKED,
    WHOLE,
    drawn_range,
    filled_cell,
    is_set_apart,
    spanner_range,
    widened,
)
from pipeline.geometry import overlap, snap
from pipeline.model import Word

FULL_WIDTH = 0.75
SAME_BASELINE = 0.15
"""Two cells stand on one line when their lower edges differ by less, em."""
TOP_RULE = 2.5
"""The rule above a header is no farther from its first line, em."""
ROW_RULED = 1.9
"""Where every row is ruled off, two rules are no farther apart, em."""
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
    parts = [Phrase(words) for words in pieces]
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


class Header(NamedTuple):
    """Header rows as cells."""

    slots: list[Slot]
    depth: int
    """Grid rows they take."""
    open: bool
    """Spanners may as well stand over other columns."""


def read_header(layout: Layout, rows: Sequence[Row], columns: Sequence[Column], body: Sequence[Row] = ()) -> Header:
    """Header rows -> cells with their spans. ``body``: the other rows."""
    lines = [[q for p in r.phrases for q in split_phrase(layout, p, columns)] for r in rows]
    blocks: list[_Block] = []
    repeats = ranges_of_repeats(lines, columns)
    unclear = False
    for i, line in enumerate(lines):
        below = [q for lower in lines[i + 1 :] for q in lower]
        spans = {p: spanner_range(layout, p, line, below, columns) for p in line}
        if any(spans[p][0] == spans[p][1] for p in line if p in repeats):
            spans |= {p: repeats[p] for p in line if p in repeats}
        elif not any(drawn_range(layout, p, line, below, columns) for p in line):
            parted = {p for p in line if any(_is_parted(layout, p, q) for q in below)}
            ways = ranges_of_cells(line, below, columns, body, parted)
            clear = len(ways) == 1 and all(_within(spans[p], way) for p, way in ways[0].items())
            spans |= ways[0] if clear else {}
            unclear |= bool(ways) and not clear
        for p, (first, last) in spans.items():
            if first == last and is_set_apart(p, (first, last), below, columns):
                spans[p] = widened(layout, p, spans, below, columns)
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
    return Header(slots, depth, unclear)


def _is_parted(layout: Layout, p: Phrase, q: Phrase) -> bool:
    """Does a rule run between a phrase and one right under it?"""
    if q.top < p.bottom - 1 or overlap(p.x0, p.x1, q.x0, q.x1) <= 0:
        return False
    between = layout.horizontals.between(p.bottom - 3, q.mid)
    return any(overlap(r.start, r.end, p.x0, p.x1) > 0.5 * (p.x1 - p.x0) for r in between)


def _within(inner: Span, outer: Span) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


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
    mine, other = filled_cell(layout, p), filled_cell(layout, block.phrases[-1])
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
