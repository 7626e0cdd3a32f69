"""Tables of text without rules: short labels, and beside each a paragraph that begins on the label's line.

To the step that looks for running text such a table is a column of paragraphs. What tells it from one: a header
line with a short phrase over every column, left edges that come again and that nothing crosses, and labels that
all begin level with a paragraph.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from pipeline.extract.tables.evidence import opens_item
from pipeline.extract.tables.marks import opens_caption, opens_note
from pipeline.extract.tables.phrases import rows_of
from pipeline.extract.tables.shapes import Layout, Phrase, Row, Slot
from pipeline.model import Box

FEWEST_ITEMS = 3
HEADER_WORDS = 5
"""Most words of a header phrase."""
LABEL_WIDTH = 0.45
"""The labels take at most this share of the width: two text columns are of one width."""
ROW_GAP = 2.2
"""Widest gap between two lines of such a table, em."""
EDGE = 0.35
"""Left edges are one when they differ by less, em."""
LABEL_GAP = 0.3
"""Lines of one label are set closer than this, em, or about as close as those of the paragraphs."""
SET_OFF = 0.15
"""A paragraph is set off from the one before by so much more than its lines are, em."""
LEVEL = 0.6
"""A paragraph begins level with its label when their tops differ by less, em."""
CAPTION_GAP = 4.0
"""A caption names the table from at most this far above its header, em."""


class Hanging(NamedTuple):
    """A table of labels and paragraphs as its cells."""

    box: Box
    slots: tuple[Slot, ...]

    @property
    def phrases(self) -> tuple[Phrase, ...]:
        return tuple(p for s in self.slots for p in s.phrases)


def find_hanging(layout: Layout, used: Collection[Phrase]) -> list[Hanging]:
    """Tables of labels and paragraphs under a header, top to bottom. ``used``: what other tables hold."""
    rows = rows_of(p for p in layout.phrases if p not in used)
    found: list[Hanging] = []
    after = 0
    for i, head in enumerate(rows):
        if i < after or not _may_head(head):
            continue
        table, lines = _read(layout, rows[i:], rows[max(i - 3, 0) : i])
        if table is not None:
            found.append(table)
            after = i + lines
    return found


def _may_head(line: Row) -> bool:
    return len(line.phrases) >= 2 and all(
        not p.numeric and len(p.words) <= HEADER_WORDS and p.text[-1] not in ".:;," and not opens_item(p.text)
        for p in line.phrases
    )


def _read(layout: Layout, rows: Sequence[Row], above: Sequence[Row]) -> tuple[Hanging | None, int]:
    """The table under a header line, if there is one, and how many lines it takes."""
    head = rows[0]
    edges, lines = _columns(layout, rows)
    if len(edges) < len(head.phrases) or len(lines) <= FEWEST_ITEMS:
        return None, 0
    cells = [[[p for p in r.phrases if _column_of(p, edges) == k] for r in lines] for k in range(len(edges))]
    labels = [row[0] for row in cells[0] if row]
    starts = _starts(lines, cells)
    if not _is_table(lines, labels, starts, cells) or not _is_headed(head, lines[1:], above):
        return None, 0
    slots = [Slot(0, 0, k, k, tuple(p for p in cells[k][0]), "header") for k in range(len(edges)) if cells[k][0]]
    ends = [*starts[1:], len(lines)]
    for at, (first, end) in enumerate(zip(starts, ends, strict=True), 1):
        for k, column in enumerate(cells):
            held = tuple(p for row in column[first:end] for p in row)
            if held:
                slots.append(Slot(at, at, k, k, held))
    phrases = [p for s in slots for p in s.phrases]
    box = Box(
        min(p.x0 for p in phrases), head.top, max(p.x1 for p in phrases), max(p.bottom for p in phrases)
    )  # fmt: skip
    return Hanging(box, tuple(slots)), len(lines)


def _column_of(p: Phrase, edges: Sequence[float]) -> int:
    return max(sum(p.center >= x for x in edges) - 1, 0)


def _columns(layout: Layout, rows: Sequence[Row]) -> tuple[list[float], list[Row]]:
    """Left edge of each column, and the lines from the header on down to where one is crossed or a gap ends it."""
    head = rows[0]
    lines = _without_gap(rows)
    edges = [min(p.x0 for r in lines for p in r.phrases)]
    for before, own in zip(head.phrases, head.phrases[1:], strict=False):
        best: tuple[int, float] | None = None
        counts = Counter(round(p.x0) for r in lines[1:] for p in r.phrases if before.x0 + p.size < p.x0 < own.x1)
        for x, times in sorted(counts.items()):
            reach = _reach(lines, x, EDGE * layout.size)
            if times >= FEWEST_ITEMS and (best is None or reach > best[0]):
                best = reach, float(x)
        if best is None:
            return [], []
        edges.append(best[1] - 1)
        lines = lines[: best[0]]
    return edges, lines


def _without_gap(rows: Sequence[Row]) -> list[Row]:
    """Lines that follow one another; a caption or a note ends them."""
    lines = [rows[0]]
    for r in rows[1:]:
        if r.top - lines[-1].bottom > ROW_GAP * r.first.size or opens_caption(r.text) or opens_note(r.text):
            break
        lines.append(r)
    return lines


def _reach(lines: Sequence[Row], x: float, tolerance: float) -> int:
    """Number of lines from the first on in which no phrase crosses a left edge."""
    for i, r in enumerate(lines):
        if any(p.x0 < x - tolerance and p.x1 > x for p in r.phrases):
            return i
    return len(lines)


def _starts(lines: Sequence[Row], cells: Sequence[Sequence[Sequence[Phrase]]]) -> list[int]:
    """Lines on which a label begins: farther below the label before than lines of one label, or level with a
    paragraph that is set off from the one before."""
    texts = [(i, p) for i, row in enumerate(cells[-1]) for p in row[:1] if i]
    gaps = {j: q.top - p.bottom for (_, p), (j, q) in pairwise(texts)}
    usual = median(gaps.values()) if gaps else 0.0
    starts: list[int] = []
    last: Phrase | None = None
    for i in range(1, len(lines)):
        own = cells[0][i]
        if not own:
            continue
        wider = SET_OFF * own[0].size
        set_off = gaps.get(i, 0.0) > usual + wider
        if last is None or own[0].top - last.bottom > max(LABEL_GAP * own[0].size, usual + wider) or set_off:
            starts.append(i)
        last = own[0]
    return starts


def _is_table(
    lines: Sequence[Row], labels: Sequence[Phrase], starts: Sequence[int], cells: Sequence[Sequence[Sequence[Phrase]]]
) -> bool:
    if len(starts) < FEWEST_ITEMS or starts[0] != 1:
        return False
    texts = [p for row in cells[-1][1:] for p in row]
    left, right = min(p.x0 for p in labels), max(p.x1 for p in texts)
    if max(p.x1 for p in labels) - left > LABEL_WIDTH * (right - left):
        return False
    if sum(opens_item(p.text) for p in labels) > 0.3 * len(labels) or any(p.numeric for p in texts):
        return False
    ends = [*starts[1:], len(lines)]
    several = 0
    for first, end in zip(starts, ends, strict=True):
        own = [p for row in cells[-1][first:end] for p in row]
        label = cells[0][first][0]
        if not own or abs(own[0].top - label.top) > LEVEL * label.size:
            return False
        several += len(own) >= 2
    return several >= 2


def _is_headed(head: Row, body: Sequence[Row], above: Sequence[Row]) -> bool:
    """A header tells itself by its type, or by the caption right above it."""
    phrases = [p for r in body for p in r.phrases]
    bold = all(p.bold for p in head.phrases) and sum(p.bold for p in phrases) < 0.5 * len(phrases)
    larger = min(p.size for p in head.phrases) > 1.1 * median(p.size for p in phrases)
    captioned = any(opens_caption(r.text) and head.top - r.bottom < CAPTION_GAP * head.first.size for r in above)
    return bold or larger or captioned
