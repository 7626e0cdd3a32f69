"""Which columns the spanners of a line stand over where nothing is drawn, told by the cells of columns set flush right.

The values end where their cells end, but for the padding: so the middle of the cells of any range of columns is known
as soon as the padding is, and a spanner stands in the middle of its own. Heads in the middle of their cells tell the
padding; where the heads are flush right too it lies between none and half of the narrowest blank. What is left open
by that is said, and not guessed.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterator, Mapping, Sequence
from statistics import median
from typing import NamedTuple

from pipeline.extract.tables.body import reads_on
from pipeline.extract.tables.columns import span_of
from pipeline.extract.tables.shapes import Column, Phrase, Row, Span

AT_EDGE = 0.35
"""A value ends at the edge of its column, a phrase stands in the middle of cells, when it is off by less, em."""
EXACT = 0.12
"""A line is set like the head below it when they are off by less, em: programs set them alike."""
FLUSH = 0.6
"""Share of the values of each column that end at its edge: a few have a star, or are set otherwise."""
RAGGED = 0.5
"""Values of unlike widths tell flush right from centred, em."""
BLANK = 0.3
"""Between two words, em."""
MOST_SPANNERS = 6
"""Lines of more spanners are not looked into: it would take long."""


class _Cells(NamedTuple):
    """What is known of the edges of cells: least and most of each."""

    ends: Sequence[float]
    """Right edges of the values of each column."""
    padding: tuple[float, float]
    start: tuple[float, float]
    """Left edge of the first column of values."""

    def holds(self, p: Phrase, span: Span) -> tuple[float, float] | None:
        """The paddings at which a phrase is in the middle of the cells of a range; None when it never is."""
        off, (least, most) = AT_EDGE * p.size, self.padding
        first, last = span
        if first > 1:
            needed = p.center - (self.ends[first - 1] + self.ends[last]) / 2
            low, high = max(needed - off, least), min(needed + off, most)
            return (low, high) if low <= high else None
        start = 2 * p.center - self.ends[last]
        fits = start - most - 2 * off <= self.start[1] and start - least + 2 * off >= self.start[0]
        return self.padding if fits else None


def ranges_of_cells(
    line: Sequence[Phrase],
    below: Sequence[Phrase],
    columns: Sequence[Column],
    body: Sequence[Row],
    parted: Collection[Phrase] = (),
) -> list[Mapping[Phrase, Span]]:
    """All ways to give each phrase of a header line that stands over heads of other columns too its columns: none where
    cells tell nothing, several where they leave it open. ``below``: all lower header rows."""
    heads = {k: q for q in below for k, last in [span_of(q, columns)] if k == last and k > 0}
    spanners = [p for p in line if span_of(p, columns)[0] > 0 and span_of(p, columns)[0] in heads]
    if not 0 < len(spanners) <= MOST_SPANNERS or len(heads) < 2:
        return []
    beside = {k for p in line if p not in spanners for k in _between(span_of(p, columns))}
    groups = _groups_without(beside, heads, columns)
    if any(k > 0 for k in beside) and len(groups) == len(spanners):
        shared = {p: g for p in spanners for g in groups if g[0] <= span_of(p, columns)[0] <= g[1]}
        if len(set(shared.values())) == len(spanners) and all(a < b for a, b in groups):
            return [shared]
    cells = _cells(heads, columns, body)
    if cells is None:
        return _lines_or_spanners(spanners, heads, parted)
    choices = [
        [way for way in _choices(p, cells, heads, (columns, beside)) if p not in parted or way[0][0] < way[0][1]]
        for p in spanners
    ]
    found: list[Mapping[Phrase, Span]] = []
    for chosen in itertools.product(*choices):
        apart = all(a[0][1] < b[0][0] for a, b in itertools.pairwise(chosen))
        if apart and max(low for _, (low, _) in chosen) <= min(high for _, (_, high) in chosen):
            found.append({p: span for p, (span, _) in zip(spanners, chosen, strict=True)})
    return found


def _groups_without(beside: Collection[int], heads: Collection[int], columns: Sequence[Column]) -> list[Span]:
    """Columns side by side that have a head on a lower line. Where others have theirs on this line, all cells of one
    height would have: so these stand under spanners, all of them."""
    under = [k in heads and k not in beside for k in range(len(columns))]
    runs = [list(run) for told, run in itertools.groupby(range(len(columns)), key=lambda k: under[k]) if told]
    return [(run[0], run[-1]) for run in runs]


def _lines_or_spanners(
    spanners: Sequence[Phrase], heads: Mapping[int, Phrase], parted: Collection[Phrase]
) -> list[Mapping[Phrase, Span]]:
    """A phrase around the same middle as the head below it may be its first line, or stand over the heads on both sides
    too: open, unless the words read on, or would not have fitted into the widest of the heads."""
    widest = max(q.x1 - q.x0 for q in heads.values())
    for p in spanners:
        k = min(heads, key=lambda k: abs(heads[k].center - p.center))
        q = heads[k]
        exact = abs(q.center - p.center) < EXACT * p.size and k - 1 in heads and k + 1 in heads
        if exact and p in parted and len(spanners) == 1:
            return [{p: (k - 1, k + 1)}]
        fits = p in parted or p.x1 - p.x0 + q.x1 - q.x0 + BLANK * p.size < widest
        if exact and fits and not reads_on(p, q):
            return [{p: (k, k)}, {p: (k - 1, k + 1)}]
    return []


def _between(span: Span) -> range:
    return range(span[0], span[1] + 1)


def _cells(heads: Mapping[int, Phrase], columns: Sequence[Column], body: Sequence[Row]) -> _Cells | None:
    values: dict[int, list[Phrase]] = {}
    for p in (p for r in body for p in r.phrases):
        first, last = span_of(p, columns)
        if first == last and first > 0:
            values.setdefault(first, []).append(p)
    if len(values) < len(columns) - 1:
        return None
    ends = [column.x1 for column in columns]
    ragged = 0
    for k, own in values.items():
        ends[k] = median(p.x1 for p in own)
        if sum(abs(p.x1 - ends[k]) < AT_EDGE * p.size for p in own) < FLUSH * len(own):
            return None
        ragged += max(p.x0 for p in own) - min(p.x0 for p in own) > RAGGED * own[0].size
    flush = all(abs(q.x1 - ends[k]) < AT_EDGE * q.size for k, q in heads.items())
    widths = [q.x1 - q.x0 for q in heads.values()]
    size = next(iter(heads.values())).size
    if not (flush and max(widths) - min(widths) > RAGGED * size) and 2 * ragged < len(values):
        return None
    lefts = [min(column.x0, heads[k].x0) if k in heads else column.x0 for k, column in enumerate(columns)]
    blank = min(lefts[k] - max(ends[k - 1], columns[k - 1].x1) for k in range(1, len(columns)))
    padding, start = (0.0, max(blank / 2, 0.0)), (columns[0].x1, lefts[1])
    if flush:
        return _Cells(ends, padding, start)
    told = [q.center - (ends[k - 1] + ends[k]) / 2 for k, q in heads.items() if k > 1]
    if len(told) < 2 or max(told) - min(told) > AT_EDGE * size:
        return None
    usual = median(told)
    if 1 in heads:
        start = (2 * heads[1].center - ends[1] - usual,) * 2
    return _Cells(ends, (usual, usual), start)


def _choices(
    p: Phrase, cells: _Cells, heads: Mapping[int, Phrase], place: tuple[Sequence[Column], set[int]]
) -> Iterator[tuple[Span, tuple[float, float]]]:
    """Ranges of headed columns that a phrase may be in the middle of; and its own column where it is set like the head
    below it, as the first line of that head would be."""
    columns, taken = place
    own = span_of(p, columns)
    under = heads[own[0]]
    if own[0] == own[1] and min(abs(p.x1 - under.x1), abs(p.center - under.center)) < EXACT * p.size:
        yield own, (0.0, float("inf"))
    for first in range(1, own[0] + 1):
        for last in range(max(own[1], first + 1), len(columns)):
            span = first, last
            if all(k in heads and k not in taken for k in _between(span)) and (fits := cells.holds(p, span)):
                yield span, fits
