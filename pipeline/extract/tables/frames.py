"""Regions from horizontal rules of one width that open, part and close a table (booktabs and its like)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.extract.tables.marks import is_caption
from pipeline.extract.tables.phrases import rows_of
from pipeline.extract.tables.shapes import Layout, Line, Phrase, Row
from pipeline.geometry import overlap
from pipeline.model import Box

NARROWEST = 5.0
"""Least width of a frame, em."""
SAME_END = 5.0
"""Rules of one frame start and end within this many points."""
DOUBLE_RULE = 0.9
"""Two rules with no text between them belong together when they are nearer, em."""
PADDING = 1.9
"""Widest blank between a rule and the text of its own table, em."""
LONE_PADDING = 1.0
"""The same around lone phrases, which may be prose between two tables."""
TITLE_PADDING = 1.1
"""The same around a single one, which may be the title of a section."""
PROSE_WIDTH = 0.6
"""A line of prose this wide, as share of the frame, is no cell."""
ROW_GAP = 3.2
"""Widest gap between two rows of a frame, em."""

SAME_LINE = 0.2
"""A label stands on a row when their middles differ by less, em."""
LABELLED = 0.6
"""Share of the rows with numbers that then have a label outside."""
REACH = 8.0
"""Rows beyond a frame are looked for within this distance, em: the title of a section and a head of three lines."""
GOES_ON = 1.6
"""Widest gap between a rule and a row beyond it that belongs to the same table, em."""
SECTION_INDENT = 2.5
"""Labels of a section are set in by less, em."""
LONE_GAP = 1.0
"""The same between two lines that stand alone: the note of one table and the title of the next."""


class Frame(NamedTuple):
    """A closed outline: everything between its first and its last rule, side to side."""

    box: Box
    rules: tuple[float, ...]
    rows: tuple[Row, ...]

    @property
    def phrases(self) -> tuple[Phrase, ...]:
        return tuple(p for row in self.rows for p in row.phrases)


def find_frames(layout: Layout) -> list[Frame]:
    """Frames whose rules follow one another with rows of text between them, and that hold whole tables."""
    frames: list[Frame] = []
    for chain in sorted(_chains(layout), key=len, reverse=True):
        box = Box(min(r.start for r in chain), chain[0].at, max(r.end for r in chain), chain[-1].at)
        rows = tuple(rows_of(_between(layout, box, box.top, box.bottom)))
        frame = Frame(box, tuple(r.at for r in chain), rows)
        if any(_meet(f.box, box) for f in frames):
            continue
        if len(rows) >= 2 and sum(len(r.phrases) >= 2 for r in rows) >= 2 and _is_closed(layout, frame):
            frames.append(frame)
    return frames


def _meet(a: Box, b: Box) -> bool:
    return overlap(a.x0, a.x1, b.x0, b.x1) > 0 and overlap(a.top, a.bottom, b.top, b.bottom) > 0


def _between(layout: Layout, box: Box, low: float, high: float) -> list[Phrase]:
    return [p for p in layout.phrases if low < p.mid < high and box.x0 - 6 < p.center < box.x1 + 6]


def _chains(layout: Layout) -> list[list[Line]]:
    """Rules of one width, one below the other, with table rows between each two."""
    widths: list[list[Line]] = []
    for line in layout.horizontals.items:
        if line.end - line.start < NARROWEST * layout.size:
            continue
        same = next(
            (w for w in widths if abs(w[0].start - line.start) < SAME_END and abs(w[0].end - line.end) < SAME_END),
            None,
        )
        if same is None:
            widths.append([line])
        else:
            same.append(line)
    chains = []
    for rules in widths:
        chain = [rules[0]]
        for above, below in pairwise(rules):
            if _belong_together(layout, above, below):
                chain.append(below)
            else:
                chains.append(chain)
                chain = [below]
        chains.append(chain)
    return [c for c in chains if len(c) >= 2 and c[-1].at - c[0].at > 2 * layout.size]


def _belong_together(layout: Layout, above: Line, below: Line) -> bool:
    box = Box(min(above.start, below.start), above.at, max(above.end, below.end), below.at)
    inside = _between(layout, box, above.at, below.at)
    if not inside:
        return below.at - above.at < DOUBLE_RULE * layout.size
    if any(p in layout.prose and p.x1 - p.x0 > PROSE_WIDTH * (box.x1 - box.x0) for p in inside):
        return False
    rows = rows_of(inside)
    size = max(p.size for p in inside)
    over, under = rows[0].top - above.at, below.at - rows[-1].bottom
    if max(over, under) > PADDING * size:
        return False
    lone = all(len(r.phrases) == 1 for r in rows)
    padding = TITLE_PADDING if len(rows) == 1 else LONE_PADDING
    if lone and max(over, under) > padding * size:
        return False
    if any(b.top - a.bottom > (LONE_GAP if lone else ROW_GAP) * size for a, b in pairwise(rows)):
        return False
    return not any(len(r.phrases) == 1 and is_caption(r.text) for r in rows)


def _is_closed(layout: Layout, frame: Frame) -> bool:
    """No rows of the same columns stand directly above the first or below the last rule, no labels left of both."""
    if _labels_outside(layout, frame):
        return False
    return not _goes_on(layout, frame, frame.box.bottom, 1) and not _goes_on(layout, frame, frame.box.top, -1)


def _over(rows: Sequence[Row], frame: Frame) -> Row:
    """The lowest of the rows above a frame; above the title of a section and the last words of a broken head, the row
    of heads. Where rules run under every row, the first of them runs under that title."""
    labels = [r.first for r in frame.rows if len(r.phrases) >= 2]
    k = len(rows) - 1
    if k and _is_section(rows[k], labels):
        k -= 1
        while k and len(rows[k].phrases) == 1 and rows[k].first.x0 > max(label.x0 for label in labels):
            k -= 1
        return rows[k] if len(rows[k].phrases) >= 2 else rows[-1]
    return rows[-1]


def _under(rows: Sequence[Row], frame: Frame) -> Row:
    """The highest of the rows below a frame; below a header, the first one that is no title of a section."""
    lone = len(rows) > 1 and len(rows[0].phrases) == 1 and not any(r.has_values() for r in frame.rows)
    return rows[1] if lone and rows[1].has_values() else rows[0]


def _is_section(line: Row, labels: Sequence[Phrase]) -> bool:
    """A lone label over those of the rows."""
    lone = line.first
    return (
        len(line.phrases) == 1
        and not lone.numeric
        and any(lone.x0 < p.x1 and abs(lone.x0 - p.x0) < SECTION_INDENT * p.size for p in labels)
    )


def _labels_outside(layout: Layout, frame: Frame) -> bool:
    """Have most of its rows a label left of the rules, which then only run over the values?"""
    left = [p for p in layout.phrases if p.x1 < frame.box.x0 and not p.numeric and p not in layout.prose]
    labelled = sum(any(abs(p.mid - r.mid) < SAME_LINE * p.size for p in left) for r in frame.rows if r.has_values())
    return labelled > LABELLED * sum(r.has_values() for r in frame.rows)


def _goes_on(layout: Layout, frame: Frame, y: float, direction: int) -> bool:
    box = frame.box
    reach = REACH * layout.size
    low, high = (y, y + reach) if direction > 0 else (y - reach, y)
    rows = rows_of(p for p in _between(layout, box, low, high) if p not in layout.prose)
    if not rows:
        return False
    nearest = _under(rows, frame) if direction > 0 else _over(rows, frame)
    between = [r for r in rows[::direction] if r.mid * direction < nearest.mid * direction]
    for line in (*between, nearest):
        gap = line.top - y if direction > 0 else y - line.bottom
        if gap > GOES_ON * layout.size:
            return False
        y = line.bottom if direction > 0 else line.top
    if len(nearest.phrases) < 2:
        return False
    inside = [p for r in frame.rows for p in r.phrases]
    return sum(any(overlap(p.x0, p.x1, q.x0, q.x1) > 0 for q in inside) for p in nearest.phrases) >= 2
