"""Reading order of boxes on a page: strips from top to bottom, columns within a strip from left to right.

A recursive cut along white space (Nagy, Seth 1984: XY cut), with one change: horizontal strips that share a
gutter are read as columns, unless they are rows of their own (wide white between them, text on both sides).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.geometry import overlap, union
from pipeline.model import Box

GUTTER = 0.8
"""Share of the font size: narrowest white between columns."""
TOUCH = 0.3
"""Share of the font size by which boxes of neighbouring lines may overlap and still lie in two strips."""
ROW_GAP = 2.2
"""Share of the font size: white over the whole width that parts rows of blocks, not paragraphs of columns."""
ONE_LINE = 1.6
"""Share of the font size: a box of one line is no higher."""
HEADING_GAP, HEADING_HEIGHT = 0.9, 3.2
"""Shares of the font size: a low box so far under the columns opens what follows them."""

Interval = tuple[float, float]


def reading_order(boxes: Sequence[Box], em: float, prose: Sequence[bool] | None = None) -> list[int]:
    """Indices of the boxes in the order a person reads them.

    ``em`` is the usual font size in points; ``prose`` tells which boxes are paragraphs of several lines (none).
    """
    place = _Arrangement(tuple(boxes), em, tuple(prose or [False] * len(boxes)))
    return place.order(list(range(len(boxes))))


@dataclass(frozen=True, slots=True)
class _Arrangement:
    """Boxes on a page; the methods take and give indices of boxes, strips of them from top to bottom."""

    boxes: tuple[Box, ...]
    em: float
    prose: tuple[bool, ...]

    def order(self, items: list[int]) -> list[int]:
        if len(items) < 2:
            return items
        strips = self._strips(items)
        result: list[int] = []
        at = 0
        while at < len(strips):
            end, gutters = self._run(strips, at)
            members = [i for strip in strips[at:end] for i in strip]
            if gutters and self._are_rows(strips[at:end]):
                for strip in strips[at:end]:
                    result += sorted(strip, key=lambda i: self.boxes[i].x0)
            elif gutters:
                for column in self._columns(members, gutters):
                    result += self.order(column)
            elif len(members) > 1:
                result += self._wrapped(members)
            else:
                result += members
            at = end
        return result

    def _union(self, items: Sequence[int]) -> Box:
        return union(self.boxes[i] for i in items)

    def _strips(self, items: Sequence[int]) -> list[list[int]]:
        strips: list[list[int]] = []
        bottom = float("-inf")
        for i in sorted(items, key=lambda k: (self.boxes[k].top, self.boxes[k].x0)):
            box = self.boxes[i]
            slack = min(TOUCH * self.em, 0.4 * (box.bottom - box.top))
            if strips and box.top < bottom - slack:
                strips[-1].append(i)
                bottom = max(bottom, box.bottom)
            else:
                strips.append([i])
                bottom = box.bottom
        return strips

    def _run(self, strips: Sequence[list[int]], at: int) -> tuple[int, list[Interval]]:
        """End of the strips from ``at`` on that share gutters, and these gutters (none: a strip by itself)."""
        gutters = self._white(strips[at]) or self._leads_right(strips, at)
        bottom = self._union(strips[at]).bottom
        end = at + 1
        while gutters and end < len(strips):
            kept = self._shared(gutters, strips[end])
            box = self._union(strips[end])
            if not kept or (box.top - bottom >= ROW_GAP * self.em and self._opens_row(strips, end, kept)):
                break
            gutters, bottom = kept, max(bottom, box.bottom)
            end += 1
        while end - at > 1 and end < len(strips) and self._opens_next(strips, end):
            end -= 1
        return end, gutters

    def _leads_right(self, strips: Sequence[list[int]], at: int) -> list[Interval]:
        """Gutters of the next strip, when a strip without one is the beginning of a column right of one."""
        if at + 1 == len(strips):
            return []
        box, below = self._union(strips[at]), self._union(strips[at + 1])
        gutters = self._white(strips[at + 1])
        if below.top - box.bottom > ROW_GAP * self.em:
            return []
        if not any(x1 <= box.x0 + TOUCH * self.em for _, x1 in gutters):
            return []
        return self._shared(gutters, strips[at])

    def _opens_row(self, strips: Sequence[list[int]], at: int, gutters: Sequence[Interval]) -> bool:
        """Whether a strip below wide white begins a row: it, or what it is the heading of, stands on both sides.

        Where paragraphs stand on both sides they are columns all the same, unless the row begins at one height.
        """
        for n in (at, at + 1):
            if n == len(strips) or (
                n > at and self._union(strips[n]).top - self._union(strips[at]).bottom > ROW_GAP * self.em
            ):
                return False
            kept = self._shared(gutters, strips[n])
            sides = self._columns(strips[n], kept)
            if kept and len(sides) > len(kept):
                tops = [min(self.boxes[i].top for i in side) for side in sides]
                return max(tops) - min(tops) <= TOUCH * self.em or not self._flows(strips, kept)
        return False

    def _flows(self, strips: Sequence[list[int]], gutters: Sequence[Interval]) -> bool:
        """Whether paragraphs stand on every side of the gutters."""
        members = [i for strip in strips for i in strip if self.prose[i]]
        return len(self._columns(members, gutters)) > len(gutters)

    def _are_rows(self, strips: Sequence[list[int]]) -> bool:
        """Whether strips are labels with what belongs to them: read across, all beginning at one height."""
        pairs = [[self.boxes[i] for i in strip] for strip in strips if len(strip) > 1]
        return len(pairs) > 1 and all(
            max(b.top for b in pair) - min(b.top for b in pair) <= TOUCH * self.em
            and min(b.bottom - b.top for b in pair) <= ONE_LINE * self.em
            for pair in pairs
        )

    def _opens_next(self, strips: Sequence[list[int]], end: int) -> bool:
        """Whether the last strip of a run is a low box by itself (a heading) over a strip that spans the columns."""
        last = strips[end - 1]
        if len(last) > 1:
            return False
        box = self.boxes[last[0]]
        above = box.top - self._union(strips[end - 2]).bottom
        below = self._union(strips[end]).top - box.bottom
        return above >= max(HEADING_GAP * self.em, below) and box.bottom - box.top <= HEADING_HEIGHT * self.em

    def _white(self, items: Sequence[int]) -> list[Interval]:
        """White intervals between the boxes, seen from above."""
        white: list[Interval] = []
        reach = float("inf")
        for i in sorted(items, key=lambda k: self.boxes[k].x0):
            box = self.boxes[i]
            if box.x0 - reach >= GUTTER * self.em:
                white.append((reach, box.x0))
            reach = box.x1 if reach == float("inf") else max(reach, box.x1)
        return white

    def _shared(self, gutters: Sequence[Interval], items: Sequence[int]) -> list[Interval]:
        """What of the gutters stays white in a strip."""
        box = self._union(items)
        whites = [*self._white(items), (float("-inf"), box.x0), (box.x1, float("inf"))]
        kept: list[Interval] = []
        for x0, x1 in gutters:
            for w0, w1 in whites:
                if overlap(x0, x1, w0, w1) >= GUTTER * self.em:
                    kept.append((max(x0, w0), min(x1, w1)))
                    break
        return kept

    def _columns(self, items: Sequence[int], gutters: Sequence[Interval]) -> list[list[int]]:
        columns: list[list[int]] = [[] for _ in range(len(gutters) + 1)]
        for i in items:
            middle = (self.boxes[i].x0 + self.boxes[i].x1) / 2
            columns[sum(middle > (x0 + x1) / 2 for x0, x1 in gutters)].append(i)
        return [c for c in columns if c]

    def _wrapped(self, items: Sequence[int]) -> list[int]:
        """Boxes that overlap in height with no gutter through all of them (text around a box): those above come
        first, else those to the left."""
        rest = sorted(items, key=lambda k: (self.boxes[k].top, self.boxes[k].x0))
        result: list[int] = []
        while rest:
            pick = next(
                (i for i in rest if not any(j != i and _before(self.boxes[j], self.boxes[i]) for j in rest)), rest[0]
            )
            rest.remove(pick)
            result.append(pick)
        return result


def _before(a: Box, b: Box) -> bool:
    """Whether a is read before b: above it in the same column, or left of it at the same height."""
    if overlap(a.x0, a.x1, b.x0, b.x1) > 0:
        return (a.top + a.bottom) < (b.top + b.bottom)
    return a.x1 <= b.x0 and overlap(a.top, a.bottom, b.top, b.bottom) > 0
