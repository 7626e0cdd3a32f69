"""How many of a table's rows are its header."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.tables.columns import span_of
from pipeline.extract.tables.shapes import Column, Layout, Phrase, Row
from pipeline.extract.tables.tokens import has_digit, is_number, is_unit, is_year
from pipeline.geometry import overlap, snap

SAME_RULE = 4.0
FULL_WIDTH = 0.75
"""Share of a table's width that a rule between header and body covers."""
AT_EDGE = 0.35
"""Two titles begin at one edge when they are off by less, em."""
LABELLED = 0.7
"""When this share of rows starts in the first column, every row of the body has a label."""


def header_depth(layout: Layout, rows: Sequence[Row], columns: Sequence[Column]) -> int:
    """Number of leading rows that are the header; 0 when none can be told."""
    first = _first_values(rows, columns)
    limit = 1 if first is None else first
    cuts = _ruled_cuts(layout, rows, columns)
    mine = [k for k in cuts if k <= max(limit, 1)]
    spanned = bool(cuts) and not mine and _has_spanner_rule(layout, rows[: cuts[0]], columns)
    few = 0 < len(cuts) <= 3 and cuts[0] <= min(4, 0.4 * len(rows)) and len(cuts) - 1 <= 0.5 * (len(rows) - cuts[0])
    if not mine and (spanned or (few and not _is_headed(rows, first, columns))):
        mine = cuts[:1]  # a header of numbers: years, sizes
    if mine:
        rule_under_every_row = len(cuts) - len(mine) > 0.5 * (len(rows) - mine[-1])
        if not rule_under_every_row:
            return _before_sections(rows, mine)
        depth = next((k for k in mine if any(len(r.phrases) >= 2 for r in rows[:k])), mine[-1])
        opens = depth > 1 and (_opens_sections(rows, depth - 1, columns) or _is_below_fill(layout, rows, depth - 1))
        return depth - 1 if opens else depth
    if first is None:
        top = rows[0]
        return 1 if top.first.bold or len(top.phrases) == len(columns) else 0
    while limit > 1 and _is_group_title(rows[limit - 1], columns):
        limit -= 1
    return limit


def _is_headed(rows: Sequence[Row], first: int | None, columns: Sequence[Column]) -> bool:
    """Do several heads stand over the first row of values, and has that a label?"""
    if not first:
        return False
    heads = sum(span_of(p, columns)[0] > 0 for r in rows[:first] for p in r.phrases)
    return heads > 1 and _has_label(rows, first, columns)


def _has_spanner_rule(layout: Layout, rows: Sequence[Row], columns: Sequence[Column]) -> bool:
    """Does a rule that leaves the stub free run over several phrases of one of the rows, below the first?"""
    left, right = columns[0].x0, columns[-1].x1
    return any(
        r.start > columns[0].x1
        and overlap(r.start, r.end, left, right) < FULL_WIDTH * (right - left)
        and any(sum(r.start <= p.center <= r.end for p in line.phrases) > 1 for line in rows if line.mid > r.at)
        for r in layout.horizontals.between(rows[0].mid, rows[-1].mid)
    )


def _before_sections(rows: Sequence[Row], cuts: Sequence[int]) -> int:
    """The last cut that has no section title right above it: a lone phrase between two rules opens the body."""
    k = len(cuts) - 1
    while k > 0 and all(len(r.phrases) == 1 for r in rows[cuts[k - 1] : cuts[k]]):
        k -= 1
    return cuts[k]


def _is_group_title(line: Row, columns: Sequence[Column]) -> bool:
    return len(line.phrases) == 1 and span_of(line.first, columns)[0] == 0


def _opens_sections(rows: Sequence[Row], k: int, columns: Sequence[Column]) -> bool:
    """Is a row the first of several titles of sections that look alike: set in bold or italics and the labels under
    them not, or with these set in?"""
    titles = [i for i in range(k, len(rows) - 1) if _is_group_title(rows[i], columns) and len(rows[i + 1].phrases) > 1]
    first = rows[k].first
    own = [(rows[i].first, rows[i + 1].first) for i in titles if _alike(rows[i].first, first)]
    if k not in titles or len(own) < 2:
        return False
    marked = all(any(_look(title)) and _look(title) != _look(label) for title, label in own)
    return marked or all(label.x0 - title.x0 > AT_EDGE * title.size for title, label in own)


def _is_below_fill(layout: Layout, rows: Sequence[Row], k: int) -> bool:
    """Is a row alone, and the header over it filled and it not?"""
    upper, lone = rows[k - 1], rows[k].first
    if len(rows[k].phrases) > 1:
        return False
    edges = layout.fill_tops.between(upper.mid, lone.mid)
    return any(r.start < lone.x0 and r.end > upper.first.x1 for r in edges) and not any(
        f.top < lone.mid < f.bottom and f.x0 < lone.center < f.x1 for f in layout.page.fills
    )


def _alike(a: Phrase, b: Phrase) -> bool:
    return _look(a) == _look(b) and abs(a.x0 - b.x0) < AT_EDGE * b.size


def _look(p: Phrase) -> tuple[bool, bool]:
    return p.bold, p.words[0].italic


def _first_values(rows: Sequence[Row], columns: Sequence[Column]) -> int | None:
    """Index of the first row of values: mostly numbers that are not all years, with a label where rows have one."""
    in_stub = [span_of(r.first, columns)[0] == 0 for r in rows if r.has_values()]
    needs_label = sum(in_stub) >= LABELLED * len(in_stub)
    for i, line in enumerate(rows):
        values = line.phrases[1:]
        if (
            values
            and sum(p.numeric for p in values) * 2 > len(values)
            and not all(_is_period(p) or is_unit(p.text) for p in values if p.numeric)
            and (not needs_label or _has_label(rows, i, columns))
        ):
            return i
    return None


def _is_period(p: Phrase) -> bool:
    """Years and nothing else that is a number: ``2008``, ``2008-09 to 2015-16``."""
    numbers = [w.text for w in p.words if is_number(w.text) and has_digit(w.text)]
    return bool(numbers) and all(is_year(text) for text in numbers)


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
