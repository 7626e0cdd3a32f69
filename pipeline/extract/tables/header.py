"""How many of a table's rows are its header, and which phrases above the first row still belong to it."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from pipeline.extract.tables.columns import find_columns, span_of
from pipeline.extract.tables.marks import opens_caption
from pipeline.extract.tables.phrases import rows_of
from pipeline.extract.tables.shapes import Column, Layout, Phrase, Row, row
from pipeline.extract.tables.tokens import is_year
from pipeline.geometry import overlap, snap

SAME_RULE = 4.0
FULL_WIDTH = 0.75
"""Share of a table's width that a rule between header and body covers."""
LABELLED = 0.7
"""When this share of rows starts in the first column, every row of the body has a label."""
CLIMB_GAP = 1.8
"""Widest gap between a header's line and the next one above, em."""
BIG_TYPE = 1.35
"""Type larger than the table's own by this factor is a heading."""
TOP_RULE = 9.0
"""Highest place of the rule above a header, em over its lowest line."""


def header_depth(layout: Layout, rows: Sequence[Row], columns: Sequence[Column]) -> int:
    """Number of leading rows that are the header; 0 when none can be told."""
    first = _first_values(rows, columns)
    limit = 1 if first is None else first
    cuts = _ruled_cuts(layout, rows, columns)
    mine = [k for k in cuts if k <= max(limit, 1)]
    if not mine and 0 < len(cuts) <= 3 and cuts[0] <= min(4, 0.4 * len(rows)):
        mine = cuts[:1]  # a header of numbers: years, sizes
    if mine:
        rule_under_every_row = len(cuts) - len(mine) > 0.5 * (len(rows) - mine[-1])
        if not rule_under_every_row:
            return _before_sections(rows, mine)
        return next((k for k in mine if any(len(r.phrases) >= 2 for r in rows[:k])), mine[-1])
    if first is None:
        return 1 if rows[0].first.bold or len(rows[0].phrases) == len(columns) else 0
    while limit > 1 and _is_group_title(rows[limit - 1], columns):
        limit -= 1
    return limit


def _before_sections(rows: Sequence[Row], cuts: Sequence[int]) -> int:
    """The last cut that has no section title right above it: a lone phrase between two rules opens the body."""
    k = len(cuts) - 1
    while k > 0 and all(len(r.phrases) == 1 for r in rows[cuts[k - 1] : cuts[k]]):
        k -= 1
    return cuts[k]


def _is_group_title(line: Row, columns: Sequence[Column]) -> bool:
    return len(line.phrases) == 1 and span_of(line.first, columns)[0] == 0


def _first_values(rows: Sequence[Row], columns: Sequence[Column]) -> int | None:
    """Index of the first row of values: mostly numbers that are not all years, with a label where rows have one."""
    in_stub = [span_of(r.first, columns)[0] == 0 for r in rows if len(r.phrases) >= 2]
    needs_label = sum(in_stub) >= LABELLED * len(in_stub)
    for i, line in enumerate(rows):
        values = line.phrases[1:]
        if (
            values
            and sum(p.numeric for p in values) * 2 > len(values)
            and not all(is_year(p.text) for p in values)
            and (not needs_label or _has_label(rows, i, columns))
        ):
            return i
    return None


def _has_label(rows: Sequence[Row], i: int, columns: Sequence[Column]) -> bool:
    """A label on the row itself, or half a line above or below it (wrapped around a centred value)."""
    return any(
        span_of(r.first, columns)[0] == 0
        for r in rows[max(i - 1, 0) : i + 2]
        if abs(r.first.mid - rows[i].first.mid) < 0.75 * r.first.size
    )


def _ruled_cuts(layout: Layout, rows: Sequence[Row], columns: Sequence[Column]) -> list[int]:
    """Numbers of rows above each full-width rule that reaches the stub."""
    left, right = columns[0].x0, columns[-1].x1
    top = min(p.top for p in rows[0].phrases)
    ys = snap(
        (
            r.at
            for r in layout.horizontals.between(top + 2, float("inf"))
            if overlap(r.start, r.end, left, right) > FULL_WIDTH * (right - left) and r.start < columns[0].x1
        ),
        SAME_RULE,
    )
    cuts = {sum(r.mid < y for r in rows) for y in ys}
    return sorted(k for k in cuts if 0 < k < len(rows))


def climb(layout: Layout, rows: Sequence[Row], used: set[Phrase]) -> tuple[Row, ...]:
    """Rows with the header's lines above them added, up to the caption, a heading or a wide gap.

    ``used``: phrases of other tables.
    """
    columns = find_columns(rows)
    left, right = columns[0].x0, columns[-1].x1
    first_top = rows[0].top
    free = [p for p in layout.phrases if p not in layout.prose and p not in used and p.mid < first_top]
    size = median(p.size for r in rows for p in r.phrases)
    top = first_top
    rules = [
        r.at
        for r in layout.horizontals.between(top - TOP_RULE * layout.size, top + 2)
        if overlap(r.start, r.end, left, right) > 0.85 * (right - left)
    ]
    added: list[Row] = []
    for line in reversed(rows_of(free)):
        inside = [p for p in line.phrases if p.x0 > left - 10 and p.x1 < right + 10]
        if not inside or top - line.bottom > CLIMB_GAP * line.first.size or opens_caption(line.text):
            break
        if reads_on_from_caption(layout, line) or line.first.size > BIG_TYPE * size:
            break
        over_values = all(span_of(p, columns)[0] > 0 for p in inside)
        under_rule = any(y < line.first.mid for y in rules)
        crossed = any(
            overlap(r.start, r.end, left, right) > 0.7 * (right - left)
            for r in layout.horizontals.between(line.bottom - 3, top + 2)
        )
        if not (under_rule or (over_values and not crossed)):
            break
        added.append(row(inside))
        top = line.top
    return (*reversed(added), *rows)


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
