"""Reading order of boxes on a page: strips from top to bottom, columns within a strip from left to right.

A recursive cut along white space (Nagy, Seth 1984: XY cut), with one change: horizontal strips that share a
gutter are read as columns, unless they are rows of their own (wide white between them, text on both sides).
"""

from __future__ import annotations

from collections.abc import Sequence

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


def reading_order(boxes: Sequence[Box], em: float) -> list[int]:
    """Indices of the boxes in the order a person reads them; ``em`` is the usual font size in points."""
    return _order(boxes, list(range(len(boxes))), em)


def _order(boxes: Sequence[Box], items: list[int], em: float) -> list[int]:
    if len(items) < 2:
        return items
    strips = _strips(boxes, items, em)
    result: list[int] = []
    at = 0
    while at < len(strips):
        end, gutters = _run(boxes, strips, at, em)
        members = [i for strip in strips[at:end] for i in strip]
        if gutters and _are_rows(boxes, strips[at:end], em):
            for strip in strips[at:end]:
                result += sorted(strip, key=lambda i: boxes[i].x0)
        elif gutters:
            for column in _columns(boxes, members, gutters):
                result += _order(boxes, column, em)
        elif len(members) > 1:
            result += _wrapped(boxes, members)
        else:
            result += members
        at = end
    return result


def _strips(boxes: Sequence[Box], items: list[int], em: float) -> list[list[int]]:
    strips: list[list[int]] = []
    bottom = float("-inf")
    for i in sorted(items, key=lambda k: (boxes[k].top, boxes[k].x0)):
        box = boxes[i]
        slack = min(TOUCH * em, 0.4 * (box.bottom - box.top))
        if strips and box.top < bottom - slack:
            strips[-1].append(i)
            bottom = max(bottom, box.bottom)
        else:
            strips.append([i])
            bottom = box.bottom
    return strips


def _run(boxes: Sequence[Box], strips: Sequence[list[int]], at: int, em: float) -> tuple[int, list[Interval]]:
    """End of the strips from ``at`` on that share gutters, and these gutters (none: a strip by itself)."""
    gutters = _white(boxes, strips[at], em) or _leads_right(boxes, strips, at, em)
    low = union(boxes[i] for i in strips[at])
    end = at + 1
    while end < len(strips):
        nxt = strips[end]
        box = union(boxes[i] for i in nxt)
        inner = _white(boxes, nxt, em)
        kept = _shared(gutters, inner, box, em) if gutters else []
        if not kept:
            break
        if box.top - low.bottom >= ROW_GAP * em and _opens_row(boxes, strips[end : end + 2], kept, em):
            break
        gutters, low = kept, Box(min(low.x0, box.x0), box.top, max(low.x1, box.x1), max(low.bottom, box.bottom))
        end += 1
    while end - at > 1 and end < len(strips) and _opens_next(boxes, strips, end, em):
        end -= 1
    return end, gutters


def _leads_right(boxes: Sequence[Box], strips: Sequence[list[int]], at: int, em: float) -> list[Interval]:
    """Gutters of the next strip, when a strip without one is the beginning of a column right of one."""
    if at + 1 == len(strips):
        return []
    box, below = union(boxes[i] for i in strips[at]), union(boxes[i] for i in strips[at + 1])
    gutters = _white(boxes, strips[at + 1], em)
    if below.top - box.bottom > ROW_GAP * em or not any(x1 <= box.x0 + TOUCH * em for _, x1 in gutters):
        return []
    return _shared(gutters, [], box, em)


def _both_sides(boxes: Sequence[Box], items: Sequence[int], gutters: Sequence[Interval]) -> bool:
    return len(_columns(boxes, items, gutters)) > len(gutters)


def _opens_row(boxes: Sequence[Box], strips: Sequence[list[int]], gutters: Sequence[Interval], em: float) -> bool:
    """Whether a strip below wide white stands on both sides of the gutters, or is the heading of one that does."""
    if _both_sides(boxes, strips[0], gutters):
        return True
    if len(strips) < 2:
        return False
    box, below = union(boxes[i] for i in strips[0]), union(boxes[i] for i in strips[1])
    kept = _shared(gutters, _white(boxes, strips[1], em), below, em)
    return bool(kept) and below.top - box.bottom < ROW_GAP * em and _both_sides(boxes, strips[1], kept)


def _are_rows(boxes: Sequence[Box], strips: Sequence[list[int]], em: float) -> bool:
    """Whether strips are labels with what belongs to them: read across, all beginning at one height."""
    pairs = [strip for strip in strips if len(strip) > 1]
    return len(pairs) > 1 and all(
        max(boxes[i].top for i in strip) - min(boxes[i].top for i in strip) <= TOUCH * em
        and min(boxes[i].bottom - boxes[i].top for i in strip) <= ONE_LINE * em
        for strip in pairs
    )


def _opens_next(boxes: Sequence[Box], strips: Sequence[list[int]], end: int, em: float) -> bool:
    """Whether the last strip of a run is a low box by itself (a heading) over a strip that spans the columns."""
    last = strips[end - 1]
    if len(last) > 1:
        return False
    box = boxes[last[0]]
    above = box.top - max(boxes[i].bottom for i in strips[end - 2])
    below = min(boxes[i].top for i in strips[end]) - box.bottom
    return above >= max(HEADING_GAP * em, below) and box.bottom - box.top <= HEADING_HEIGHT * em


def _white(boxes: Sequence[Box], items: Sequence[int], em: float) -> list[Interval]:
    """White intervals between the boxes, seen from above."""
    white: list[Interval] = []
    reach = float("-inf")
    for i in sorted(items, key=lambda k: boxes[k].x0):
        if reach != float("-inf") and boxes[i].x0 - reach >= GUTTER * em:
            white.append((reach, boxes[i].x0))
        reach = max(reach, boxes[i].x1)
    return white


def _shared(gutters: Sequence[Interval], inner: Sequence[Interval], box: Box, em: float) -> list[Interval]:
    """The gutters that stay white in a next strip with that box and those white intervals."""
    whites = [*inner, (float("-inf"), box.x0), (box.x1, float("inf"))]
    kept: list[Interval] = []
    for x0, x1 in gutters:
        for w0, w1 in whites:
            if overlap(x0, x1, w0, w1) >= GUTTER * em:
                kept.append((max(x0, w0), min(x1, w1)))
                break
    return kept


def _columns(boxes: Sequence[Box], items: Sequence[int], gutters: Sequence[Interval]) -> list[list[int]]:
    columns: list[list[int]] = [[] for _ in range(len(gutters) + 1)]
    for i in items:
        middle = (boxes[i].x0 + boxes[i].x1) / 2
        columns[sum(middle > (x0 + x1) / 2 for x0, x1 in gutters)].append(i)
    return [c for c in columns if c]


def _wrapped(boxes: Sequence[Box], items: Sequence[int]) -> list[int]:
    """Boxes that overlap in height with no gutter through all of them (text around a box): those above come
    first, else those to the left."""
    rest = sorted(items, key=lambda k: (boxes[k].top, boxes[k].x0))
    result: list[int] = []
    while rest:
        pick = next(
            (i for i in rest if not any(j != i and _before(boxes[j], boxes[i]) for j in rest)),
            rest[0],
        )
        rest.remove(pick)
        result.append(pick)
    return result


def _before(a: Box, b: Box) -> bool:
    """Whether a is read before b: above it in the same column, or left of it at the same height."""
    if overlap(a.x0, a.x1, b.x0, b.x1) > 0:
        return (a.top + a.bottom) < (b.top + b.bottom)
    return a.x1 <= b.x0 and overlap(a.top, a.bottom, b.top, b.bottom) > 0
