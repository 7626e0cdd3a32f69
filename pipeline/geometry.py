"""Boxes and intervals: pure functions, lengths in points."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import inf

from pipeline.model import Box, Word


def overlap(a0: float, a1: float, b0: float, b1: float) -> float:
    """Length shared by two intervals; negative: the gap between them."""
    return min(a1, b1) - max(a0, b0)


def union(boxes: Iterable[Sequence[float] | Box | Word]) -> Box:
    """Smallest box around all; the first four numbers of each item are its box.

    Raises ValueError when there is none.
    """
    x0 = top = inf
    x1 = bottom = -inf
    for box in boxes:
        left, upper, right, lower = box[:4]
        x0, top = min(x0, left), min(top, upper)
        x1, bottom = max(x1, right), max(bottom, lower)
    if x0 > x1:
        raise ValueError("union of no boxes")
    return Box(x0, top, x1, bottom)


def area(box: Sequence[float]) -> float:
    return max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1])


def intersection(a: Sequence[float], b: Sequence[float]) -> float:
    """Area shared by two boxes."""
    return max(0.0, overlap(a[0], a[2], b[0], b[2])) * max(0.0, overlap(a[1], a[3], b[1], b[3]))


def upright(box: Sequence[float], turn: int, width: float = 0.0, height: float = 0.0) -> Box:
    """A box of text that reads in direction ``turn`` (90, 180 or 270), in the frame in which that text is upright.

    ``width`` and ``height`` are the page's; without them the frame has its origin elsewhere, which distances in
    one frame do not feel.
    """
    x0, top, x1, bottom = box[:4]
    if turn == 90:
        return Box(top, width - x1, bottom, width - x0)
    if turn == 180:
        return Box(width - x1, height - bottom, width - x0, height - top)
    if turn == 270:
        return Box(height - bottom, x0, height - top, x1)
    return Box(x0, top, x1, bottom)


def turned_back(box: Sequence[float], turn: int, width: float = 0.0, height: float = 0.0) -> Box:
    """The inverse of ``upright``; ``width`` and ``height`` are again those of the page as it is seen."""
    if turn in (90, 270):
        return upright(box, 360 - turn, height, width)
    return upright(box, turn, width, height)


def snap(values: Iterable[float], tolerance: float) -> list[float]:
    """Sorted positions with neighbours nearer than ``tolerance`` replaced by their mean."""
    groups: list[list[float]] = []
    for value in sorted(values):
        if groups and value - groups[-1][-1] <= tolerance:
            groups[-1].append(value)
        else:
            groups.append([value])
    return [sum(g) / len(g) for g in groups]
