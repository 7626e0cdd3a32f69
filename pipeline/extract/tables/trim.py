"""What trails a run and is no row of its table: single phrases, notes, lines that ignore the columns."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from statistics import median
from typing import Final

from pipeline.extract.tables.body import are_around, wraps
from pipeline.extract.tables.columns import find_columns, span_of
from pipeline.extract.tables.marks import opens_note
from pipeline.extract.tables.shapes import Column, Layout, Row
from pipeline.geometry import overlap

LOOSE_GAP: Final = 1.3
"""A last row farther down than this many times the usual distance is loose."""
KEY_LENGTH: Final = 4
"""A last row without numbers whose first phrase is this short is a key, not a label."""
SMALL: Final = 0.9
"""Words in type smaller than this share of the table's own explain it."""
MANY_ROWS: Final = 3
"""Fewer rows leave streams free by chance."""
WRAP: Final = 1.6
CLOSING_RULE: Final = 2.2
"""A rule closes the table within this distance, em."""


def trim(layout: Layout, rows: Sequence[Row]) -> list[Row]:
    """Rows without what trails them."""
    kept = list(rows)
    while kept:
        last = kept[-1]
        columns = find_columns(kept)
        single = len(last.phrases) == 1
        if single and len(kept) > 2 and _ends_a_cell(layout, kept, columns):
            break
        if single or (opens_note(last.text) and not last.has_values()) or _is_loose(kept, columns) or _crosses(kept):
            kept.pop()
        else:
            break
    return kept


def _is_loose(rows: Sequence[Row], columns: Sequence[Column]) -> bool:
    last = rows[-1]
    if len(columns) >= 3 and len(rows) > 3 and len(last.phrases) <= 2 and last.first.x0 < columns[0].x1:
        spans = [span_of(p, columns) for p in last.phrases]
        if any(b > a for a, b in spans):
            return True
    usual = median(p.size for r in rows for p in r.phrases)
    upper = [r for r in rows[:-1] if len(r.phrases) >= 2 and not _is_small(r, usual)]
    valued = sum(r.has_values() for r in upper) >= 0.7 * len(upper) and len(upper) >= 2
    if not valued or last.has_values():
        return False
    pitches = [b.first.mid - a.first.mid for a, b in itertools.pairwise(rows)]
    far = len(rows) > 3 and pitches[-1] > LOOSE_GAP * median(pitches)
    return far or _is_small(last, usual) or len(last.first.text) <= KEY_LENGTH


def _is_small(line: Row, usual: float) -> bool:
    return all(p.size < SMALL * usual for p in line.phrases)


def _crosses(rows: Sequence[Row]) -> bool:
    """Words on the last row that run across a stream which all rows above leave free."""
    last = rows[-1]
    if len(rows) <= MANY_ROWS or last.has_values():
        return False
    columns = find_columns(rows[:-1])
    return len(columns) > len(find_columns(rows)) and any(a < b for a, b in (span_of(p, columns) for p in last.phrases))


def _ends_a_cell(layout: Layout, rows: Sequence[Row], columns: Sequence[Column]) -> bool:
    """Is a single last phrase the end of a wrapped cell: before the closing rule, or reading on?"""
    s, above = rows[-1].first, rows[-2]
    if len(columns) < 2 or s.mid - above.first.mid > WRAP * s.size or opens_note(s.text):
        return False
    if are_around(rows[-3], above, rows[-1]):
        return True
    left, right = columns[0].x0, columns[-1].x1

    def ruled(low: float, high: float) -> bool:
        return any(
            overlap(r.start, r.end, left, right) > 0.8 * (right - left) for r in layout.horizontals.between(low, high)
        )

    if ruled(above.first.mid, s.mid):
        return False
    if ruled(s.mid, s.bottom + CLOSING_RULE * s.size):
        return True
    span = span_of(s, columns)
    p = next((p for p in above.phrases if span_of(p, columns) == span), None)
    return p is not None and len(above.phrases) >= 2 and abs(p.size - s.size) < 0.5 and wraps(p, s, columns[span[0]])
