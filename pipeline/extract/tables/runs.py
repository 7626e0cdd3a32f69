"""Regions from text alone: runs of rows with two or more phrases that follow one another."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Sequence
from statistics import median
from typing import Final

from pipeline.extract.tables.body import ROW_PITCH, are_around
from pipeline.extract.tables.columns import find_columns, span_of
from pipeline.extract.tables.marks import is_caption, opens_caption, opens_note
from pipeline.extract.tables.phrases import rows_of
from pipeline.extract.tables.shapes import Column, Layout, Phrase, Row, row
from pipeline.extract.tables.tokens import is_lower
from pipeline.geometry import overlap
from pipeline.model import Box

ROW_GAP: Final = 3.2
"""Widest gap between two rows of a run, em."""
LONE_GAP: Final = 2.4
"""The same before a row with a single phrase."""
OWN_PITCH: Final = 1.6
"""A run goes on over a gap of this many times its own usual gap."""
LONE_ROWS: Final = 4
"""A run ends before this many rows with a single phrase."""
NEW_TABLE_GAP: Final = 1.3
"""Distance, in the run's own pitch, above a header that comes again."""
TITLE_GAP: Final = 1.25
"""Distance, in the run's own pitch, above a title inside a run."""
BARE_GAP: Final = 1.8
"""Distance, in the run's own pitch, above the header of another table that has no title."""
BETWEEN: Final = 4
"""Most lines with a single phrase between two tables: a note, a title, the first lines of a header."""
GUTTER: Final = 0.07
"""Least blank between two tables side by side, share of the page's width."""
WIDE_GUTTER: Final = 0.12
LONELY: Final = 1.5
"""The blank between two tables on the same baselines is wider than any inside them by this factor."""
CAPTION_GAP: Final = 4.0
"""A caption is looked for within this distance of a table, em."""
NAMED: Final = 0.8
"""Share of the rows that then have a label of their own in either table."""
BLANK: Final = 0.3
"""Between two words, em."""
WRAP_PITCH: Final = 1.3
"""Lines of one label follow at less than this distance, em."""
SAME_PITCH: Final = 0.1
"""Pitches and sizes are alike when they differ by less, em."""

Rows = list[Row]

_ABBREVIATED = re.compile(r"^\([a-zA-Z]\)$")
"""``(n)``: what the label above it counts."""


def find_runs(layout: Layout, used: Collection[Phrase], taken: Sequence[Box]) -> list[Rows]:
    """Runs of rows, cut at gutters and at new headers. ``used`` and ``taken``: what other tables hold."""
    free = [p for p in layout.phrases if p not in used and p not in layout.prose]
    runs = _Runs(layout, taken)
    for line in rows_of(free):
        runs.add(line)
    return [part for run in runs.finish() for side in _split_sides(layout, run) for part in _split_run(side)]


class _Runs:
    """Collects rows into runs, one row after the other; rows with a single phrase wait in ``tail``."""

    def __init__(self, layout: Layout, taken: Sequence[Box]) -> None:
        self.layout, self.taken = layout, taken
        self.prose = sorted(layout.prose, key=lambda p: p.mid)
        self.found: list[Rows] = []
        self.run: Rows = []
        self.tail: Rows = []
        self.gaps: list[float] = []
        """Between the rows of the run."""
        self.x0, self.x1 = 0.0, 0.0
        """Of the run."""

    def finish(self) -> list[Rows]:
        self._close()
        return self.found

    def _close(self) -> None:
        """A last line of a wrapped label still belongs to the run: before the stack's closing rule, or where other
        labels of the run go on below their values too."""
        if self.run:
            last = self.run[-1]
            kept = list(itertools.takewhile(lambda line: self._stacked(last, line), self.tail))
            if not kept and self.tail and _goes_on(self.run, self.tail[0]):
                kept = self.tail[:1]
            self.found.append([*self.run, *kept])
        self.run, self.tail = [], []

    def add(self, line: Row) -> None:
        several = len(line.phrases) >= 2
        if not self.run:
            if several and not opens_caption(line.first.text):
                self._open(line)
            return
        if not self._in_stack(line) and self._ends_before(line):
            self._close()
            if several and not is_caption(line.text):
                self._open(line)
        elif several:
            for one in (*self.tail, line):
                self.gaps.append(one.top - self.run[-1].bottom)
                self._take(one)
            self.tail = []
        else:
            self.tail.append(line)

    def _open(self, line: Row) -> None:
        self.gaps, self.x0, self.x1 = [], line.first.x0, line.first.x1
        self._take(line)

    def _take(self, line: Row) -> None:
        self.run.append(line)
        for p in line.phrases:
            self.x0, self.x1 = min(self.x0, p.x0), max(self.x1, p.x1)

    @property
    def _last(self) -> Row:
        return self.tail[-1] if self.tail else self.run[-1]

    def _in_stack(self, line: Row) -> bool:
        """Between the first and the last rule of a stack everything belongs together."""
        return self._stacked(self._last, line)

    def _stacked(self, last: Row, line: Row) -> bool:
        return any(
            s.x0 - 5 < last.first.x0
            and line.phrases[-1].x1 < s.x1 + 5
            and s.ys[0] - 1 < last.first.mid
            and line.first.mid < s.ys[-1] + 1
            for s in self.layout.stacks
        )

    def _ends_before(self, line: Row) -> bool:
        lone = len(line.phrases) == 1
        if line.top - self._last.bottom > self._widest_gap(line) or len(self.tail) >= LONE_ROWS:
            return True
        if is_caption(line.text) or (opens_note(line.text) and (lone or not line.has_values())):
            return True
        return self._is_blocked(line)

    def _widest_gap(self, line: Row) -> float:
        size = median(p.size for p in line.phrases)
        if len(line.phrases) == 1:
            return LONE_GAP * size
        widest = ROW_GAP * size
        if len(self.run) + len(self.tail) >= 3 and len(self.run) >= 2:
            widest = max(widest, OWN_PITCH * median(self.gaps) + 4)
        return widest

    def _is_blocked(self, line: Row) -> bool:
        """Prose or another table lies between the run and the row."""
        x0, x1 = min(self.x0, line.first.x0), max(self.x1, line.phrases[-1].x1)
        low, high = self._last.bottom - 2, line.top + 2
        return any(low < p.mid < high and overlap(p.x0, p.x1, x0, x1) > 0.35 * (x1 - x0) for p in self.prose) or any(
            low < (box.top + box.bottom) / 2 < high and overlap(box.x0, box.x1, x0, x1) > 0.3 * (x1 - x0)
            for box in self.taken
        )


def _goes_on(run: Rows, line: Row) -> bool:
    """Does a lone line follow the last row as closely as such lines inside the run follow theirs, in its column? Where
    there are none: does it begin small, and is it nearer than rows are to one another, or as near where its first word
    had no room above?"""
    last = run[-1]
    if len(run) > 1 and are_around(run[-2], last, line):
        return True
    pitch = line.top - last.top
    inside = [b.top - a.top for a, b in itertools.pairwise(run) if _is_under(a, b, WRAP_PITCH)]
    if inside:
        return _is_under(last, line, WRAP_PITCH) and pitch <= max(inside) + SAME_PITCH * last.first.size
    rows = [b.top - a.top for a, b in itertools.pairwise(run) if a.has_values() and b.has_values()]
    if not rows or not (is_lower(line.text) or _ABBREVIATED.match(line.text)):
        return False
    size = last.first.size
    if _is_under(last, line, ROW_PITCH * median(rows) / size):
        return True
    word = line.first.words[0].x1 - line.first.words[0].x0
    had_room = last.first.x1 + BLANK * size + word < max(r.first.x1 for r in run if r.has_values())
    return not had_room and _is_under(last, line, median(rows) / size + SAME_PITCH)


def _is_under(upper: Row, lower: Row, widest: float) -> bool:
    """A line of words alone under the label of a row of values, set like it and nearer than ``widest``, em."""
    p, q = upper.first, lower.first
    alike = abs(p.x0 - q.x0) < p.size and abs(p.size - q.size) < SAME_PITCH * p.size and p.bold == q.bold
    close = q.top - p.top < widest * p.size
    return upper.has_values() and len(lower.phrases) == 1 and not p.numeric and not q.numeric and alike and close


# --------------------------------------------------------------------------- one run, several tables


def _split_sides(layout: Layout, rows: Rows) -> list[Rows]:
    """Two tables side by side: a wide blank, a stub right of it, lines that share few baselines."""
    page = layout.page
    apart = _interleaved(rows, GUTTER * page.width)
    if apart is not None:
        return [half for side in apart for half in _split_sides(layout, side)]
    named = _named_apart(layout, rows) or _named_inside(rows)
    if named is not None:
        return [half for side in named for half in _split_sides(layout, side)]
    columns = find_columns(rows)
    for k in range(2, len(columns) - 1):
        gap = columns[k].x0 - columns[k - 1].x1
        if gap < GUTTER * page.width:
            continue
        x = (columns[k].x0 + columns[k - 1].x1) / 2
        left = [[p for p in r.phrases if p.x1 < x] for r in rows]
        right = [[p for p in r.phrases if p.x0 > x] for r in rows]
        stub = [p for side in right for p in side if span_of(p, columns)[0] == k]
        shared = sum(bool(a and b) for a, b in zip(left, right, strict=True))
        landscape = gap > WIDE_GUTTER * page.width and page.width > 1.2 * page.height
        labels = bool(stub) and sum(p.numeric for p in stub) < 0.3 * len(stub)
        if labels and (landscape or shared < 0.6 * len(rows) or _stand_apart(layout, rows, columns, k)):
            return [half for side in (left, right) for half in _split_sides(layout, [row(r) for r in side if r])]
    return [rows]


def _named_apart(layout: Layout, rows: Rows) -> tuple[Rows, Rows] | None:
    """Two tables under captions on one line, or over them: the right one begins where its caption does."""
    size = rows[0].first.size
    for low, high in (
        (rows[0].top - CAPTION_GAP * size, rows[0].top),
        (rows[-1].bottom, rows[-1].bottom + CAPTION_GAP * size),
    ):
        names = [p for p in layout.phrases if low < p.mid < high and is_caption(p.text)]
        for a, b in itertools.permutations(names, 2):
            if abs(a.mid - b.mid) > SAME_PITCH * size or a.x1 > b.x0:
                continue
            left = [[p for p in r.phrases if p.x1 < b.x0] for r in rows]
            right = [[p for p in r.phrases if p.x0 > b.x0 - size] for r in rows]
            whole = all(len(x) + len(y) == len(r.phrases) for x, y, r in zip(left, right, rows, strict=True))
            if whole and all(sum(len(side) >= 2 for side in half) >= 2 for half in (left, right)):
                return [row(x) for x in left if x], [row(y) for y in right if y]
    return None


def _named_inside(rows: Rows) -> tuple[Rows, ...] | None:
    """Two tables of unlike height, of which the right one has its caption beside rows of the left one; or a table
    beside the last lines of a text column, which stand above its first rows."""
    for i, line in enumerate(rows):
        for name in (p for p in line.phrases[1:] if is_caption(p.text)):
            x = name.x0 - SAME_PITCH * name.size
            left = [[p for p in r.phrases if p.x1 < x] for r in rows]
            right = [[p for p in r.phrases if p.x0 >= x] for r in rows]
            whole = all(len(a) + len(b) == len(r.phrases) for a, b, r in zip(left, right, rows, strict=True))
            sides = left, right[:i], right[i + 1 :]
            parts = [[row(phrases) for phrases in side if phrases] for side in sides]
            parts = [part for part in parts if sum(len(r.phrases) >= 2 for r in part) >= 2]
            ends_text = i == 0 and 0 < sum(map(bool, left)) < BETWEEN and not any(len(side) > 1 for side in left)
            if whole and (len(parts) > 1 or (parts and ends_text)):
                return tuple(parts)
    return None


def _stand_apart(layout: Layout, rows: Rows, columns: Sequence[Column], k: int) -> bool:
    """Two tables on the same baselines: the blank before column ``k`` is far wider than any other, no rule crosses
    it, and nearly every row has a label of its own right of it. Strips of one folded table, which repeat its
    header, stay together."""
    x0, x1 = columns[k - 1].x1, columns[k].x0
    others = [b.x0 - a.x1 for a, b in itertools.pairwise(columns) if b is not columns[k]]
    named = {p.text for r in rows for p in r.phrases if span_of(p, columns) == (k, k)}
    if x1 - x0 < LONELY * max(others) or len(named) < NAMED * len(rows):
        return False
    near = layout.horizontals.between(rows[0].top - LONE_GAP * layout.size, rows[-1].bottom)
    if any(line.start < x0 and line.end > x1 for line in near):
        return False
    texts = [p.text for p in rows[0].phrases]
    return all(p.x1 <= x0 or p.x0 >= x1 for r in rows for p in r.phrases) and len(set(texts)) == len(texts)


def _interleaved(rows: Rows, gutter: float) -> tuple[Rows, Rows] | None:
    """Two tables none of whose lines share a baseline: left and right of a blank that no line has text on both
    sides of. Either side must have rows of its own, or a row that is merely indented would be cut off."""
    phrases = sorted((p for r in rows for p in r.phrases), key=lambda p: p.x0)
    reach = phrases[0].x1
    for p in phrases[1:]:
        if p.x0 - reach >= gutter:
            left = [r for r in rows if r.phrases[0].x1 <= reach]
            right = [r for r in rows if r.phrases[0].x1 > reach]
            apart = all(r.phrases[-1].x1 <= reach for r in left)
            if apart and all(sum(len(r.phrases) >= 2 for r in side) >= 2 for side in (left, right)):
                return left, right
        reach = max(reach, p.x1)
    return None


def _pitches(rows: Rows) -> list[float]:
    return [b.first.mid - a.first.mid for a, b in itertools.pairwise(rows)]


def _split_run(rows: Rows) -> list[Rows]:
    """A title with a header below it, or a header that comes again, begins another table."""
    start = next((i for i, r in enumerate(rows) if len(r.phrases) >= 2), None)
    if start is None:
        return []
    at = _title_inside(rows, start)
    if at:
        upper, lower = at
        return _split_run(rows[:upper]) + _split_run(rows[lower:])
    pitches = _pitches(rows)
    key = rows[start].first.text
    for i in range(start + 2, len(rows)):
        if rows[i].first.text != key or len(rows[i].phrases) < 2 or rows[i].first.numeric:
            continue
        k = i
        while k > 0 and len(rows[k - 1].phrases) == 1 and pitches[k - 1] < NEW_TABLE_GAP * median(pitches):
            k -= 1
        if pitches[k - 1] > NEW_TABLE_GAP * median(pitches):
            return [rows[:k], *_split_run(rows[k:])]
    return [rows]


def _title_inside(rows: Rows, start: int) -> tuple[int, int] | None:
    """Where the upper table ends and where the lower begins, when a title or a wide gap stands between them."""
    valued = [len(r.phrases) >= 2 and r.has_values() for r in rows]
    pitches = _pitches(rows)
    usual = median(pitches) if pitches else 0.0
    for i in range(2, len(rows) - 1):
        if len(rows[i].phrases) < 2 or any(p.numeric for p in rows[i].phrases) or not any(valued[i:]):
            continue
        k = i
        while k > 1 and len(rows[k - 1].phrases) == 1 and i - k < BETWEEN:
            k -= 1
        if not any(valued[start:k]):
            continue
        if k == i:
            if pitches[i - 1] > BARE_GAP * usual:
                return i, i
            continue
        at = max(range(k, i), key=lambda j: pitches[j - 1])
        if pitches[at - 1] > TITLE_GAP * usual:
            return at, i
    return None
