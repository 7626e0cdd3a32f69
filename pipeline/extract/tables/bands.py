"""Ruled rows that hold many lines: one table row a baseline, where several columns of numbers agree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.extract.tables.body import BodyRows
from pipeline.extract.tables.phrases import rows_of
from pipeline.extract.tables.shapes import Column, Layout, Phrase, Slot

NUMERIC = 0.6
"""Share of numbers from which a cell with several lines is a column of values."""


def split_bands(layout: Layout, slots: Sequence[Slot]) -> list[Slot]:
    """Slots with such rows split, and all rows below them moved down."""
    done: list[Slot] = []
    shift = 0
    for at in sorted({s.row0 for s in slots}):
        mine = [s for s in slots if s.row0 == at]
        single = sorted((s for s in mine if s.row1 == s.row0), key=lambda s: s.column0)
        parts = _split_row(layout, single) if _holds_rows(single) else [single]
        grown = len(parts) - 1
        for i, part in enumerate(parts):
            done += [replace(s, row0=at + shift + i, row1=at + shift + i) for s in part]
        done += [replace(s, row0=s.row0 + shift, row1=s.row1 + shift + grown) for s in mine if s.row1 != s.row0]
        shift += grown
    return done


def _holds_rows(single: Sequence[Slot]) -> bool:
    many = [s for s in single if len(rows_of(s.phrases)) >= 2]
    numeric = [s for s in many if sum(p.numeric for p in s.phrases) > NUMERIC * len(s.phrases)]
    return len(numeric) >= 2 or (len(numeric) == 1 and len(many) >= 2)


def _split_row(layout: Layout, single: Sequence[Slot]) -> list[list[Slot]]:
    owner: dict[Phrase, int] = {p: i for i, s in enumerate(single) for p in s.phrases}
    columns = [Column(min(p.x0 for p in s.phrases), max(p.x1 for p in s.phrases)) for s in single]
    groups = BodyRows(layout, rows_of(owner), columns).groups()
    parts = []
    for group in groups:
        held: dict[int, list[Phrase]] = {}
        for p in (p for line in group for p in line.phrases):
            held.setdefault(owner[p], []).append(p)
        parts.append([replace(single[i], phrases=tuple(held[i])) for i in sorted(held)])
    return parts
