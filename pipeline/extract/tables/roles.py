"""Which cells are header, stub or body, from the finished grid."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.tables.shapes import Slot
from pipeline.extract.tables.tokens import is_year

LABELS = 0.5
"""A leading column with at most this share of numbers holds labels."""


def set_roles(slots: Sequence[Slot]) -> list[Slot]:
    """Header rows where the engine named none; then the leading columns of labels as stub."""
    named = list(slots) if any(s.role == "header" for s in slots) else _name_header(slots)
    stub = _stub_columns(named)
    return [s.named("stub") if s.role == "body" and s.column1 < stub else s for s in named]


def _name_header(slots: Sequence[Slot]) -> list[Slot]:
    """All rows above the first one whose values are mostly numbers; with no numbers, the first row."""
    rows = sorted({s.row0 for s in slots})
    first = next((r for r in rows if _has_values(slots, r)), None)
    depth = 1 if first is None else first
    return [s.named("header") if s.row0 < depth else s for s in slots]


def _has_values(slots: Sequence[Slot], row: int) -> bool:
    values = [p for s in slots if s.row0 == row and s.column0 > 0 for p in s.phrases]
    return sum(p.numeric for p in values) * 2 > len(values) and not all(is_year(p.text) for p in values)


def _stub_columns(slots: Sequence[Slot]) -> int:
    """Number of leading columns that hold labels; one when no column holds numbers."""
    body = [s for s in slots if s.role != "header"]
    last = max((s.column0 for s in slots), default=0)
    for k in range(last + 1):
        cells = [s for s in body if s.column0 == s.column1 == k]
        if sum(s.numeric for s in cells) > LABELS * len(cells):
            return k
    return min(1, last)
