"""Ruled rows that hold many lines: one table row a baseline, where the lines of several cells agree.

Two things tell that a ruled row holds several rows: columns of numbers of several lines, or cells whose lines stand on
common baselines though the next word would have fitted on the line above. A label beside them with fewer lines stands
for all of these rows: the rules box it with them.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import Final

from pipeline.extract.tables.body import BodyRows
from pipeline.extract.tables.phrases import rows_of
from pipeline.extract.tables.shapes import Column, Layout, Phrase, Row, Slot
from pipeline.extract.tables.tokens import is_number

NUMERIC: Final = 0.6
"""Share of numbers from which a cell with several lines is a column of values."""
SAME_LINE: Final = 0.3
"""Lines of two cells stand on one baseline when their middles differ by less, em."""
FEWEST_ROWS: Final = 3
"""Two lines of words in each cell may be one row that is broken on purpose, as a name and a date."""
ROOM: Final = 0.5
"""A word would have fitted when it leaves at least this much of its column free, em."""


def split_bands(layout: Layout, slots: Sequence[Slot]) -> list[Slot]:
    """Slots with such rows split, and all rows below them moved down."""
    done: list[Slot] = []
    shift = 0
    widths = _widths(slots)
    for at in sorted({s.row0 for s in slots}):
        mine = [s for s in slots if s.row0 == at]
        single = sorted((s for s in mine if s.row1 == s.row0), key=lambda s: s.column0)
        labels = _labels(single)
        rest = [s for s in single if s not in labels]
        if _holds_rows(rest):
            parts = _split_row(layout, rest)
        else:
            labels = []
            parts = _split_at_anchors(single, widths)
        grown = len(parts) - 1
        for i, part in enumerate(parts):
            done += [s.at((at + shift + i, at + shift + i), (s.column0, s.column1)) for s in part]
        done += [s.at((at + shift, at + shift + grown), (s.column0, s.column1)) for s in labels]
        tall = [s for s in mine if s.row1 != s.row0]
        done += [s.at((s.row0 + shift, s.row1 + shift + grown), (s.column0, s.column1)) for s in tall]
        shift += grown
    return done


def _holds_rows(single: Sequence[Slot]) -> bool:
    many = [s for s in single if len(rows_of(s.phrases)) >= 2]
    if sum(_is_numeric(s) for s in many) >= 2:
        return True
    return len(many) >= 2 and any(sum(p.numeric for p in s.phrases) > NUMERIC * len(s.phrases) for s in many)


def _is_numeric(slot: Slot) -> bool:
    """Mostly numbers, with or without a unit; ``4.`` opens an ordinal, as in ``4. Quartal``."""
    opened = (p.numeric or (is_number(p.words[0].text) and p.words[0].text[-1] != ".") for p in slot.phrases)
    return sum(opened) > NUMERIC * len(slot.phrases)


def _labels(single: Sequence[Slot]) -> list[Slot]:
    """Leading cells that name all rows of the band: fewer lines than the columns of numbers, and a single line or none
    on a baseline of theirs; at least one column of labels, a line each, stands between."""
    lines = {s.column0: rows_of(s.phrases) for s in single}
    values = [s for s in single if s.column0 > 0 and _is_numeric(s) and len(lines[s.column0]) >= 2]
    if not values:
        return []
    rows = max((lines[s.column0] for s in values), key=len)
    first = next((s.column0 for s in single if len(lines[s.column0]) >= len(rows)), 0)
    found = []
    for slot in single:
        own = lines[slot.column0]
        off = all(abs(a.mid - b.mid) > SAME_LINE * a.first.size for a in own for b in rows)
        if slot.column0 < first and slot not in values and len(own) < len(rows) and (len(own) == 1 or off):
            found.append(slot)
    return found


def _split_row(layout: Layout, single: Sequence[Slot]) -> list[list[Slot]]:
    owner: dict[Phrase, int] = {p: i for i, s in enumerate(single) for p in s.phrases}
    columns = [Column(min(p.x0 for p in s.phrases), max(p.x1 for p in s.phrases)) for s in single]
    groups = BodyRows(layout, rows_of(owner), columns).groups()
    return [_shared_out(single, owner, [p for line in group for p in line.phrases]) for group in groups]


def _shared_out(single: Sequence[Slot], owner: dict[Phrase, int], phrases: Sequence[Phrase]) -> list[Slot]:
    """The cells of one table row: its phrases by the ruled cell they stand in."""
    held: dict[int, list[Phrase]] = {}
    for p in phrases:
        held.setdefault(owner[p], []).append(p)
    return [single[i].holding(tuple(held[i])) for i in sorted(held)]


# --------------------------------------------------------------------------- rows of words


def _widths(slots: Sequence[Slot]) -> dict[int, float]:
    """Column -> width of its widest line."""
    widths: dict[int, float] = {}
    for s in slots:
        if s.column0 == s.column1:
            widest = max(line.phrases[-1].x1 - line.first.x0 for line in rows_of(s.phrases))
            widths[s.column0] = max(widths.get(s.column0, 0.0), widest)
    return widths


def _split_at_anchors(single: Sequence[Slot], widths: dict[int, float]) -> list[list[Slot]]:
    """Rows that begin on the lines of the cell with the fewest, where every break is one on purpose in some cell."""
    many = {s: rows_of(s.phrases) for s in single if s.column0 == s.column1 and len(rows_of(s.phrases)) >= 2}
    if len(many) < 2 or len(many) < len(single):
        return [list(single)]
    anchors = min(many.values(), key=len)
    size = median(p.size for s in single for p in s.phrases)
    if not all(_is_tied(lines, anchors, widths[s.column0], size) for s, lines in many.items()):
        return [list(single)]
    own = next(widths[s.column0] for s, lines in many.items() if lines is anchors)
    anew = sum(_opens(a, anchors, own, size) for a in anchors[1:])
    on_purpose = all(any(_opens(a, lines, widths[s.column0], size) for s, lines in many.items()) for a in anchors[1:])
    if len(anchors) < FEWEST_ROWS or not on_purpose or anew < 0.5 * (len(anchors) - 1):
        return [list(single)]
    starts = [line.mid - SAME_LINE * size for line in anchors]
    owner: dict[Phrase, int] = {p: i for i, s in enumerate(single) for p in s.phrases}
    parts: list[list[Phrase]] = [[] for _ in starts]
    for p in owner:
        parts[max(sum(p.mid > y for y in starts) - 1, 0)].append(p)
    return [_shared_out(single, owner, part) for part in parts]


def _is_tied(lines: Sequence[Row], anchors: Sequence[Row], width: float, size: float) -> bool:
    """Has the cell a line on every anchor's baseline, and is each of its other lines the wrapped end of one?"""
    on = [any(abs(line.mid - a.mid) < SAME_LINE * size for a in anchors) for line in lines]
    if sum(on) != len(anchors) or not on[0]:
        return False
    breaks = zip(pairwise(lines), on[1:], strict=True)
    return all(new or not _fits(upper, lower, width) for (upper, lower), new in breaks)


def _opens(anchor: Row, lines: Sequence[Row], width: float, size: float) -> bool:
    """Does the line on the anchor's baseline begin anew: its first word would have fitted on the line above?"""
    pair = next(((a, b) for a, b in pairwise(lines) if abs(b.mid - anchor.mid) < SAME_LINE * size), None)
    return pair is not None and _fits(*pair, width)


def _fits(upper: Row, lower: Row, width: float) -> bool:
    word = lower.first.words[0]
    used = upper.phrases[-1].x1 - upper.first.x0
    return used + (word.x1 - word.x0) + ROOM * upper.first.size < width
