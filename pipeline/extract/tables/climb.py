"""Which lines above the first row of a run still belong to its header; what stands over them is a title.

A line belongs to the header under a rule that opens the table; without one, when it stands over the columns of
values. A line that stands alone, centred over the whole table and not over its values, or that sticks out over the
labels, is a title; one in brackets says the unit of the whole table.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from pipeline.extract.tables.caption_labels import is_bracketed
from pipeline.extract.tables.columns import find_columns, span_of
from pipeline.extract.tables.marks import opens_caption
from pipeline.extract.tables.phrases import rows_of
from pipeline.extract.tables.shapes import Column, Layout, Line, Phrase, Row, row
from pipeline.extract.tables.spanners import split_phrase
from pipeline.geometry import overlap

CLIMB_GAP = 1.8
"""Widest gap between a header's line and the next one above, em."""
BIG_TYPE = 1.35
"""Type larger than the table's own by this factor is a heading."""
TOP_RULE = 9.0
"""Highest place of the rule above a header, em over its lowest line."""
TITLE_GAP = 0.8
"""A title stands farther over a header than the lines of the header over one another, em."""
CENTERED = 1.0
"""A line is centred over a range when it is off by less, em."""
OVERHANG = 3.0
"""A head sticks out over the columns by less, em."""
STAGGERED = 0.3
"""A label of a high cell stands halfway between two lines of a header when it is this near to the upper one, em."""


def climb(layout: Layout, rows: Sequence[Row], used: set[Phrase]) -> tuple[Row, ...]:
    """Rows with the header's lines above them added, up to the caption, a heading or a wide gap.

    ``used``: phrases of other tables.
    """
    header = _Header(layout, rows)
    free = [p for p in layout.phrases if p not in layout.prose and p not in used and p.mid < rows[0].top]
    lines = list(reversed(rows_of(free)))
    added: list[Row] = []
    for i, line in enumerate(lines):
        inside = header.inside(line)
        if not inside or header.ends_before(line):
            break
        above = row(header.inside(lines[i + 1])) if i + 1 < len(lines) and header.inside(lines[i + 1]) else None
        if not header.takes(row(inside), above):
            break
        added.append(row(inside))
        header.top = line.top
        header.headed |= header.stands_over_values(inside)
    return (*reversed(added), *rows)


class _Header:
    """The header of a run while lines are added on top of it."""

    def __init__(self, layout: Layout, rows: Sequence[Row]) -> None:
        self.layout = layout
        self.columns: Sequence[Column] = find_columns(rows)
        self.left = min(self.columns[0].x0, *(r.first.x0 for r in rows))  # titles of sections stand farther out
        self.right = self.columns[-1].x1
        self.size = max(median(p.size for r in rows for p in r.phrases), rows[0].first.size)
        self.top = rows[0].top
        self.headed = not rows[0].has_values()
        """A line over the columns of values is in sight: a rule above it closes the header."""
        self.rules = [r.at for r in self._rules(self.top - TOP_RULE * layout.size, self.top + 2, 0.85)]

    def _rules(self, low: float, high: float, share: float) -> list[Line]:
        wide = share * (self.right - self.left)
        near = self.layout.horizontals.between(low, high)
        return [r for r in near if overlap(r.start, r.end, self.left, self.right) > wide]

    def inside(self, line: Row) -> list[Phrase]:
        return [p for p in line.phrases if self._is_inside(p)]

    def _is_inside(self, p: Phrase) -> bool:
        """Within the columns' width; a head may be wider than the values of the outermost column that it heads."""
        out = OVERHANG * p.size
        wider = self.left < p.center < self.right and p.x0 > self.left - out and p.x1 < self.right + out
        return wider or (p.x0 > self.left - 10 and p.x1 < self.right + 10)

    def ends_before(self, line: Row) -> bool:
        """Is the line a caption, a heading, or too far above?"""
        far = self.top - line.bottom > CLIMB_GAP * line.first.size
        large = line.first.size > BIG_TYPE * self.size
        return far or large or opens_caption(line.text) or reads_on_from_caption(self.layout, line)

    def takes(self, line: Row, above: Row | None) -> bool:
        if any(y < line.first.mid for y in self.rules):
            return True
        pieces = row(q for p in line.phrases for q in split_phrase(self.layout, p, self.columns))
        if between := self._rules(line.bottom - 3, self.top + 2, 0.7):
            if len(line.phrases) == 1 and all(self._is_under(line.first, rule) for rule in between):
                return True
            return not self.headed and len(pieces.phrases) > 1 and self._over_values(pieces)
        if above is not None and self._is_halfway(line, above):
            return True
        return self._over_values(pieces) and not self._is_title(pieces)

    def _is_under(self, p: Phrase, rule: Line) -> bool:
        """Does the rule leave the labels free, and run alike to both sides under a phrase: that of a spanner?"""
        return rule.start > self.columns[0].x1 and abs((rule.start + rule.end) / 2 - p.center) < CENTERED * p.size

    def stands_over_values(self, phrases: Sequence[Phrase]) -> bool:
        return any(span_of(p, self.columns)[0] > 0 for p in phrases)

    def _over_values(self, line: Row) -> bool:
        return all(span_of(p, self.columns)[0] > 0 for p in line.phrases)

    def _is_halfway(self, line: Row, above: Row) -> bool:
        """A lone label halfway between the header's top line and the next one above: in the middle of a cell as high as
        both."""
        near = STAGGERED * line.first.size
        return (
            len(line.phrases) == 1
            and self.top - line.bottom < TITLE_GAP * line.first.size
            and line.top - above.bottom < near
            and self._over_values(above)
            and not self._is_title(above)
            and not self.ends_before(above)
        )

    def _is_title(self, line: Row) -> bool:
        if len(line.phrases) > 1:
            return False
        p = line.first
        near = CENTERED * p.size
        over_all = abs((self.left + self.right) / 2 - p.center) < near or abs(p.x0 - self.left) < near
        over_values = abs((self.columns[1].x0 + self.right) / 2 - p.center) < near
        if over_values or not over_all:
            return False
        sticks_out = p.x0 < self.columns[1].x0 - near / 2
        return is_bracketed(p.text) or sticks_out or self.top - line.bottom > TITLE_GAP * p.size


def reads_on_from_caption(layout: Layout, line: Row) -> bool:
    """Is this single phrase the second line of a caption?"""
    if len(line.phrases) > 1:
        return False
    s = line.first
    for p in layout.phrases:
        flush = abs(p.x0 - s.x0) < 3 or abs(p.x0 + p.x1 - s.x0 - s.x1) < 6
        if flush and -2 < s.top - p.bottom < 0.8 * s.size and abs(p.size - s.size) < 0.5:
            beside = [o for o in layout.phrases if abs(o.mid - p.mid) < 0.4 * p.size]
            if opens_caption(row(beside).text):
                return True
    return False
