"""Body: lines -> table rows (a wrapped label or cell is one row), rows -> cells, and amounts set in steps."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from statistics import median
from typing import Final

from pipeline.extract.tables.columns import columns_of, span_of
from pipeline.extract.tables.shapes import Column, Layout, Phrase, Row, Slot, Span
from pipeline.extract.tables.tokens import is_lower
from pipeline.extract.tables.vocabulary import DANGLING
from pipeline.geometry import overlap

HALF_LINE: Final = 0.72
"""Rows whose centres are nearer, em, and that share no column, are one: a two-line label around its value."""
WRAP_PITCH: Final = 1.6
"""Lines of one wrapped cell follow at less than this distance, em."""
BAND_PITCH: Final = 2.2
"""The same between two rules, where nothing else can follow."""
ROW_PITCH: Final = 0.93
"""... and nearer than this share of the distance of two lines with a rule between them: what is as far is a row."""
ROOM: Final = 1.0
"""A word would have had room on the line above when it leaves at least this much of its column free, em."""
LINE_PITCH: Final = 1.3
"""Lines of one label without a blank between them are no farther apart, em."""
SEVERAL_TITLES: Final = 2
"""Where so many rows are titles of sections, one more is likelier than a further line of a label."""
SAME_PITCH: Final = 0.06
"""Two distances of lines are alike when they differ by less, em."""
EVEN_LINES: Final = 3
"""Lines of one row seldom are this many and fill the same columns to the last."""
SET_IN: Final = 0.5
"""A row is set in under the title of its group by more, em."""
SAME_INDENT: Final = 0.3
"""Two labels are set in alike when they differ by less, em."""

_HANGING = re.compile(rf"[,\-–/&]$|(?<!\w)(?:{'|'.join(DANGLING)})$")
_READS_ON = re.compile(r"^[a-zà-ÿ(&]")
_ENUMERATED = re.compile(r"^\(?[a-z0-9][.)](?!$)")


def wraps(upper: Phrase, lower: Phrase, column: Column) -> bool:
    """Does ``lower`` read on from ``upper``, one line above it in the same column?"""
    if reads_on(upper, lower):
        return True
    next_word = lower.words[0].x1 - lower.words[0].x0
    if lower.x0 > upper.x0 + 0.8 * upper.size and upper.x1 + next_word > column.x1 - 0.2 * upper.size:
        return True
    would_not_fit = upper.x1 + 0.3 * upper.size + next_word > column.x1 + 0.5 * upper.size
    return would_not_fit and len(upper.words) >= 3


def reads_on(upper: Phrase, lower: Phrase) -> bool:
    """Do the words of two lines say so, wherever they stand?"""
    small = bool(_READS_ON.match(lower.text)) and not _ENUMERATED.match(lower.text)
    return small or bool(_HANGING.search(upper.text))


def are_around(upper: Row, values: Row, lower: Row) -> bool:
    """Are two lines of words those of one label, with its values in the middle between them?"""
    a, b = upper.first, lower.first
    words = len(upper.phrases) == len(lower.phrases) == 1 and not a.numeric and not b.numeric
    flush = abs(a.x0 - b.x0) < SAME_INDENT * a.size and values.first.x0 > max(a.x1, b.x1)
    near = abs((a.mid + b.mid) / 2 - values.mid) < SAME_PITCH * 2 * a.size and b.mid - a.mid < WRAP_PITCH * a.size
    return words and flush and near


class BodyRows:
    """Groups the lines of a body into table rows, from their spacing, rules and columns."""

    def __init__(self, layout: Layout, rows: Sequence[Row], columns: Sequence[Column]) -> None:
        self.layout, self.rows, self.columns = layout, rows, columns
        self.taken = [columns_of(r, columns) for r in rows]
        self.pitches = [b.top - a.top for a, b in itertools.pairwise(rows)]
        self.ruled = [self._is_ruled(a, b) for a, b in itertools.pairwise(rows)]
        self.band = [sum(self.ruled[:i]) for i in range(len(rows))]
        self.values = Counter(k for k, r in zip(self.band, rows, strict=True) if self._has_value(r))
        bands = sum(self.ruled) + 1
        lone = sum(self.values[k] <= 1 for k in range(bands))
        self.row_per_band = bands >= 3 and lone >= 0.7 * bands
        across = [pitch for pitch, ruled in zip(self.pitches, self.ruled, strict=True) if ruled]
        self.row_pitch = median(across) if across else float("inf")

    def _has_value(self, line: Row) -> bool:
        return any(p.numeric and span_of(p, self.columns)[0] > 0 for p in line.phrases)

    def _is_ruled(self, upper: Row, lower: Row) -> bool:
        left, right = self.columns[0].x0, self.columns[-1].x1
        between = self.layout.horizontals.between(upper.mid, lower.mid)
        between += self.layout.fill_tops.between(upper.mid, lower.mid)
        return any(overlap(r.start, r.end, left, right) > 0.5 * (right - left) for r in between)

    def groups(self) -> list[list[Row]]:
        """Lists of lines, each one table row."""
        groups: list[list[Row]] = []
        for i, line in enumerate(self.rows):
            if not (i and self._joins(i)):
                groups.append([line])
            elif self._has_value(line) and self._has_value_above(groups[-1]):
                groups.append([*self._first_lines(groups[-1]), line])
            else:
                groups[-1].append(line)
        return groups

    def _has_value_above(self, group: Sequence[Row]) -> bool:
        """Has the row values, but none on its last line?"""
        return any(self._has_value(line) for line in group) and not self._has_value(group[-1])

    def _first_lines(self, group: list[Row]) -> list[Row]:
        """Takes the lines below the last values off a row: between two rows of values they open the lower one."""
        k = len(group)
        while k > 1 and not self._has_value(group[k - 1]):
            k -= 1
        lines, group[k:] = group[k:], []
        return lines

    def _joins(self, i: int) -> bool:
        """Is line ``i`` a further line of the row above it?"""
        a, b = self.rows[i - 1], self.rows[i]
        apart = not self.taken[i - 1] & self.taken[i]
        if abs(a.mid - b.mid) < HALF_LINE * min(a.first.size, b.first.size) and apart:
            return True
        if self.ruled[i - 1]:
            return False
        values = self.values[self.band[i]]
        single = len(a.phrases) == 1 or len(b.phrases) == 1
        if self.row_per_band and values <= 1 and (single or values == 0) and not self._begins_anew(i):
            widest = ROW_PITCH * self.row_pitch if values else float("inf")
            if self.pitches[i - 1] < min(BAND_PITCH * a.first.size, widest):
                return True
            if not values or {0} not in (self.taken[i - 1], self.taken[i]):
                return False
        if self._belongs_to_next(i):
            return False
        return self.pitches[i - 1] < self._near(i) and self._reads_on(i)

    def _begins_anew(self, i: int) -> bool:
        """In a band whose lines all fill the same columns, a line of several cells, one of which would have had room
        for its first word on the line above: these are rows of words, not lines of one row, which end unevenly."""
        line = self.rows[i]
        alike = [self.taken[j] == self.taken[i] for j, band in enumerate(self.band) if band == self.band[i]]
        if len(line.phrases) < 2 or len(alike) < EVEN_LINES or not all(alike):
            return False
        return any(self._had_room(i, p) for p in line.phrases)

    def _had_room(self, i: int, p: Phrase) -> bool:
        span = span_of(p, self.columns)
        above = (q for j in range(i - 1, -1, -1) if self.band[j] == self.band[i] for q in self.rows[j].phrases)
        upper = next((q for q in above if span_of(q, self.columns) == span), None)
        if upper is None or span[0] != span[1]:
            return False
        column = self.columns[span[0]]
        word = p.words[0].x1 - p.words[0].x0
        return upper.x1 - upper.x0 + word + ROOM * p.size < column.x1 - column.x0

    def _near(self, i: int) -> float:
        """Largest pitch of two lines of one row; a small letter may stand a little farther down."""
        size = self.rows[i - 1].first.size
        usual = median(self.pitches)
        near = WRAP_PITCH * size
        if len(self.rows) > 5 and usual < 2.2 * size and is_lower(self.rows[i].first.text):
            near = max(near, 1.04 * usual)
        return near

    def _belongs_to_next(self, i: int) -> bool:
        """A single phrase half a line above the next row and beside none of it: that row's first line."""
        b = self.rows[i]
        if i + 1 >= len(self.rows) or len(b.phrases) > 1:
            return False
        distance = self.rows[i + 1].first.mid - b.first.mid
        return distance < HALF_LINE * b.first.size and not self.taken[i + 1] & self.taken[i]

    def _reads_on(self, i: int) -> bool:
        a, b = self.rows[i - 1], self.rows[i]
        above, here = self.taken[i - 1], self.taken[i]
        if len(a.phrases) == 1 and above == {0} and 0 in here and len(b.phrases) >= 2:
            if self._heads_a_group(i) or self._is_row_of_its_own(i) or self._ends_label_above(i - 1):
                return False
            return wraps(a.first, b.first, self.columns[0]) and not (a.first.bold and not b.first.bold)
        if len(b.phrases) == 1 and here == {0} and 0 in above and len(a.phrases) >= 2:
            if b.first.x0 < a.first.x0 - SET_IN * a.first.size or self._is_row_of_its_own(i):
                return False
            return wraps(a.first, b.first, self.columns[0]) and not (b.first.bold and not a.first.bold)
        if len(a.phrases) == len(b.phrases) == 1 and above == here == {0}:
            return self._ends_label_above(i)
        if len(b.phrases) >= 2 and here <= above and self._every_cell_reads_on(a, b):
            return True
        words = not any(p.numeric for p in b.phrases)
        return 0 not in here and here < above and words and not self._under_values(a, b)

    def _ends_label_above(self, i: int) -> bool:
        """Does line ``i``, which begins with a small letter, read on from the label of a row of values above it?"""
        k = i
        while k > 0 and self.taken[k] == {0} and is_lower(self.rows[k].first.text):
            k -= 1
        return k < i and 0 in self.taken[k] and self._has_value(self.rows[k])

    def _is_row_of_its_own(self, i: int) -> bool:
        """Is line ``i`` as far from the one above as rows are, and these farther than lines of one label or with titles
        among them, without a small letter that reads on? Where such a line reads on, lines are set as far as rows."""
        if self.pitches[i - 1] < self._pitch_of_rows or reads_on(self.rows[i - 1].first, self.rows[i].first):
            return False
        spaced = self.pitches[i - 1] > LINE_PITCH * self.rows[i].first.size
        return (spaced or self._titles >= SEVERAL_TITLES) and not self._reads_on_as_far

    @cached_property
    def _titles(self) -> int:
        """Labels alone in their rows that nobody would take for a further line of the label above."""
        lone = [i for i, taken in enumerate(self.taken[:-1]) if taken == {0} and len(self.taken[i + 1]) > 1]
        return sum(not (i and wraps(self.rows[i - 1].first, self.rows[i].first, self.columns[0])) for i in lone)

    @cached_property
    def _pitch_of_rows(self) -> float:
        """Least distance of two lines that both have a label and values: of two rows, but for a little."""
        full = [0 in taken and len(taken) > 1 for taken in self.taken]
        between = [p for p, a, b in zip(self.pitches, full, full[1:], strict=False) if a and b]
        return min(between, default=float("inf")) - SAME_PITCH * self.rows[0].first.size

    @cached_property
    def _reads_on_as_far(self) -> bool:
        """Does a line that begins with a small letter stand alone, as far below another as rows are?"""
        return any(
            self.taken[i] == {0} and self.pitches[i - 1] >= self._pitch_of_rows and is_lower(self.rows[i].first.text)
            for i in range(1, len(self.rows))
        )

    def _heads_a_group(self, i: int) -> bool:
        """Is the label above line ``i`` the title of rows set in under it: line ``i`` and the next one alike?"""
        if i + 1 >= len(self.rows) or len(self.rows[i + 1].phrases) < 2:
            return False
        title, b, after = (self.rows[k].first for k in (i - 1, i, i + 1))
        set_in = min(b.x0, after.x0) > title.x0 + SET_IN * title.size
        return set_in and abs(b.x0 - after.x0) < SAME_INDENT * title.size

    def _under_values(self, a: Row, b: Row) -> bool:
        """Do the words of ``b`` stand under nothing but a label's numbers? Then they are no further line of a cell."""
        return not a.first.numeric and all(
            p.numeric and not _HANGING.search(p.text)
            for q in b.phrases
            for p in a.phrases
            if span_of(p, self.columns)[0] <= span_of(q, self.columns)[1]
            and span_of(q, self.columns)[0] <= span_of(p, self.columns)[1]
        )

    def _every_cell_reads_on(self, a: Row, b: Row) -> bool:
        if not all(is_lower(p.text) for p in b.phrases):
            return False
        return any(
            wraps(p, q, self.columns[0])
            for p in a.phrases
            for q in b.phrases
            if span_of(p, self.columns) == span_of(q, self.columns) == (0, 0)
        )


def place(group: Sequence[Row], columns: Sequence[Column], at: int) -> list[Slot]:
    """The lines of one table row -> its cells, in grid row ``at``."""
    if len(group) == 1 and len(group[0].phrases) == 1:
        span = _section_span(group[0].first, columns)
        if span:
            return [Slot(at, at, *span, group[0].phrases)]
    cells: dict[Span, tuple[Phrase, ...]] = {}
    for line in group:
        for p in line.phrases:
            first, last = span_of(p, columns)
            met = next((s for s in cells if s[0] <= last and first <= s[1]), None)
            if met is None:
                cells[first, last] = (p,)
            else:
                before = cells.pop(met)
                cells[min(first, met[0]), max(last, met[1])] = (*before, p)
    return [Slot(at, at, *span, phrases) for span, phrases in sorted(cells.items(), key=lambda c: c[0])]


def _section_span(p: Phrase, columns: Sequence[Column]) -> Span | None:
    """Columns of a title centred over all values, or over the whole table: the nearer of the two middles."""
    if p.numeric or len(columns) <= 2:
        return None
    offsets = []
    for k in (0, 1):
        off = abs((columns[k].x0 + columns[-1].x1) / 2 - p.center)
        if p.x0 > columns[k].x0 + 2 * p.size and off < 1.2 * p.size:
            offsets.append((off, k))
    return (min(offsets)[1], len(columns) - 1) if offsets else None
