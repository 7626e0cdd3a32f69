"""Labels that stand for several rows: centred against a group of rows that they name.

Rows are given by the columns right of a label column. Its labels name groups when the rows can be parted, top to
bottom and without rest, so that each label stands at the middle of its group.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from statistics import median
from typing import Final, NamedTuple

from pipeline.extract.tables.body import WRAP_PITCH, reads_on
from pipeline.extract.tables.columns import span_of
from pipeline.extract.tables.phrases import rows_of
from pipeline.extract.tables.shapes import Column, Layout, Phrase, Row, Span, row
from pipeline.geometry import overlap

CENTERED: Final = 0.3
"""A label stands at the middle of its group when it is off by less, in rows' usual distance."""
SAME_LINE: Final = 0.25
"""A label stands on a row when it is off by less, in rows' usual distance."""
LABEL_COLUMNS: Final = 3
"""Leading columns in which labels for several rows are looked for."""
WIDEST_LABEL: Final = 4
"""Lines of one label at most."""


class GroupLabel(NamedTuple):
    """A label and the first and last line of text that it stands for."""

    phrases: tuple[Phrase, ...]
    column: int
    first: Row
    last: Row


def float_into_rows(rows: Sequence[Row]) -> list[Row]:
    """Rows for finding columns: a lone phrase between two rows that are nearer than usual joins the upper one."""
    full = [r for r in rows if len(r.phrases) >= 2]
    if len(full) < 3:
        return list(rows)
    usual = median(b.mid - a.mid for a, b in pairwise(full))
    merged: list[Row] = []
    for i, line in enumerate(rows):
        above = merged[-1] if merged else None
        below = rows[i + 1] if i + 1 < len(rows) else None
        if (
            above is not None
            and below is not None
            and len(line.phrases) == 1
            and len(above.phrases) >= 2
            and len(below.phrases) >= 2
            and below.mid - above.mid < 1.3 * usual
            and not _overlaps(line.first, above)
            and not _overlaps(line.first, below)
        ):
            merged[-1] = row((*above.phrases, line.first))
        else:
            merged.append(line)
    return merged


def _overlaps(p: Phrase, line: Row) -> bool:
    return any(overlap(p.x0, p.x1, q.x0, q.x1) > 0 for q in line.phrases)


def lift_group_labels(
    layout: Layout, rows: Sequence[Row], columns: Sequence[Column]
) -> tuple[list[Row], list[GroupLabel]]:
    """Body rows without the labels of groups, and these labels."""
    labels: list[GroupLabel] = []
    lifted: set[Phrase] = set()
    spans = {p: span_of(p, columns) for r in rows for p in r.phrases}
    for k in range(min(LABEL_COLUMNS, len(columns) - 1)):
        found = _labels_of(layout, spans, columns, k)
        labels += found
        lifted.update(p for label in found for p in label.phrases)
    if not lifted:
        return list(rows), []
    return rows_of(p for r in rows for p in r.phrases if p not in lifted), labels


def _labels_of(layout: Layout, spans: Mapping[Phrase, Span], columns: Sequence[Column], k: int) -> list[GroupLabel]:
    """``spans``: columns of each phrase of the body, in its order."""
    own = [p for p, span in spans.items() if span == (k, k)]
    if not own or not _are_labels(own, k):
        return []
    lines = rows_of(p for p, (first, _) in spans.items() if first > k)
    if len(lines) < 2 or len(own) >= len(lines):
        return []
    pitch = median(b.mid - a.mid for a, b in pairwise(lines))
    labels: list[GroupLabel] = []
    inner = [r for r in lines if spans[r.first] == (k + 1, k + 1) and not r.first.numeric and r.has_values()]
    for low, high in _bands(layout, columns, k, lines):
        held = sorted((p for p in own if low < p.mid < high), key=lambda p: p.mid)
        band = [r for r in lines if low < r.mid < high]
        parts = _tile([p.mid for p in held], [r.mid for r in band], pitch)
        if parts is None or _stand_on_first_rows(held, band, parts, pitch):
            beside = [r for r in inner if low < r.mid < high]
            labels += [GroupLabel(lines, k, a, b) for lines, a, b in _over_rows(held, beside, pitch)]
            continue
        for (a, b), (i, j) in parts:
            if j > i:
                labels.append(GroupLabel(tuple(held[a : b + 1]), k, band[i], band[j]))
    return labels


def _over_rows(
    held: Sequence[Phrase], rows: Sequence[Row], pitch: float
) -> Iterator[tuple[tuple[Phrase, ...], Row, Row]]:
    """Labels of several lines, of which the first stands on a row and the others beside the rows below, each of which
    has a label of its own: the words say that they read on."""
    start = 0
    for n in range(1, len(held) + 1):
        p, q = held[n - 1], held[n] if n < len(held) else None
        if q is not None and q.mid - p.mid < WRAP_PITCH * p.size and reads_on(p, q):
            continue
        lines, start = tuple(held[start:n]), n
        beside = [r for r in rows if lines[0].mid - SAME_LINE * pitch < r.mid < p.mid + pitch / 2]
        if len(lines) > 1 and len(beside) > 1 and abs(beside[0].mid - lines[0].mid) < SAME_LINE * pitch:
            yield lines, beside[0], beside[-1]


def _stand_on_first_rows(held: Sequence[Phrase], band: Sequence[Row], parts: Sequence[Part], pitch: float) -> bool:
    """Labels on the first rows of groups of one size also stand at the middle of groups of 1, 5, 1, 5 rows: told
    by a first label on the first row and groups that are single and several rows in turn."""
    sizes = [j - i + 1 for _, (i, j) in parts]
    if len(held) != len(sizes) or not sizes or len(sizes) % 2:
        return False
    in_turn = all(size == 1 for size in sizes[::2]) and all(size > 1 for size in sizes[1::2])
    return in_turn and abs(held[0].mid - band[0].mid) < SAME_LINE * pitch


def _are_labels(phrases: Sequence[Phrase], column: int) -> bool:
    """Words; in the first column years and other numbers too. A dash or a dot names nothing."""
    if not all(any(c.isalnum() for c in p.text) for p in phrases):
        return False
    return column == 0 or sum(p.numeric for p in phrases) < 0.5 * len(phrases)


def _bands(layout: Layout, columns: Sequence[Column], k: int, lines: Sequence[Row]) -> list[tuple[float, float]]:
    """Intervals between rules that run through the label column."""
    left, right = columns[k]
    ys = [
        r.at
        for r in layout.horizontals.between(lines[0].top, lines[-1].bottom)
        if overlap(r.start, r.end, left, right) > 0.6 * (right - left)
    ]
    edges = [float("-inf"), *ys, float("inf")]
    return list(pairwise(edges))


Part = tuple[tuple[int, int], tuple[int, int]]
"""First and last phrase of a label, first and last row of its group."""


def _tile(labels: Sequence[float], rows: Sequence[float], pitch: float) -> list[Part] | None:
    """Groups of rows, one a label, that leave no row over; as many labels as can be. None when there are none.

    Lines that each stand on a row are labels of their own, never lines of one label, unless they are all there is.
    """
    on_row = [any(abs(y - r) < SAME_LINE * pitch for r in rows) for y in labels]
    best: dict[tuple[int, int], list[Part] | None] = {(0, 0): []}

    def is_one_label(a: int, n: int) -> bool:
        return n - a == 1 or n - a == len(labels) or not any(on_row[a:n])

    def solve(n: int, m: int) -> list[Part] | None:
        """The best way to use up the first n labels and the first m rows."""
        if (n, m) in best:
            return best[n, m]
        found: list[Part] | None = None
        for a in range(n - 1, max(n - 1 - WIDEST_LABEL, -1), -1):
            if not is_one_label(a, n):
                continue
            middle = (labels[a] + labels[n - 1]) / 2
            for i in range(m - 1, -1, -1):
                if abs((rows[i] + rows[m - 1]) / 2 - middle) > CENTERED * pitch:
                    continue
                before = solve(a, i)
                if before is not None and (found is None or len(before) + 1 > len(found)):
                    found = [*before, ((a, n - 1), (i, m - 1))]
        best[n, m] = found
        return found

    return solve(len(labels), len(rows))
