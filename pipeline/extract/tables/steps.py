"""Amounts set in steps: number columns that never meet in a row are one column, printed apart for the eye."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from pipeline.extract.tables.shapes import Slot


def join_steps(slots: Sequence[Slot], depth: int) -> list[Slot]:
    """``depth``: number of header rows."""
    joined = list(slots)
    for head in [s for s in slots if s.role == "header" and s.row1 == depth - 1 and s.column1 > s.column0 > 0]:
        joined = _under_one_head(joined, head)
    return _into_left_neighbour(joined) if depth else joined


def _under_one_head(slots: list[Slot], head: Slot) -> list[Slot]:
    """Columns under one leaf header that never meet in a row."""
    first, last = head.column0, head.column1
    under = Counter(s.row0 for s in slots if s.role == "body" and first <= s.column0 and s.column1 <= last)
    if not under or max(under.values()) > 1:
        return slots
    return [s.at((s.row0, s.row1), (first, first)) if first <= s.column0 and s.column1 <= last else s for s in slots]


def _into_left_neighbour(slots: list[Slot]) -> list[Slot]:
    """A column of numbers without a header that never meets its headed left neighbour."""
    headed = {k for s in slots if s.role == "header" for k in range(s.column0, s.column1 + 1)}
    body: dict[int, list[Slot]] = defaultdict(list)
    for slot in slots:
        if slot.role == "body":
            body[slot.column0].append(slot)
    moved: dict[int, int] = {}
    for k in sorted(body):
        left = max((j for j in body if j < k), default=0)
        if left == 0 or k in headed or left not in headed:
            continue
        numbers = all(p.numeric for s in body[k] for p in s.phrases)
        if numbers and not {s.row0 for s in body[k]} & {s.row0 for s in body[left]}:
            moved[k] = left
            body[left] += body.pop(k)
    return [
        s.at((s.row0, s.row1), (moved[s.column0], moved[s.column0])) if s.role == "body" and s.column0 in moved else s
        for s in slots
    ]
