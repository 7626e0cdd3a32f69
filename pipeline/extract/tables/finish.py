"""A chosen reading -> a Table: rows and columns without gaps, roles, text in reading order, an id."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Final

from pipeline.extract.tables.phrases import lines_of
from pipeline.extract.tables.roles import set_roles
from pipeline.extract.tables.shapes import Reading, Slot, box_of
from pipeline.model import Cell, Table, Word

LEADER_RUN: Final = 6
"""Points of a word that is nothing else, from which it only leads the eye."""


def compact(slots: Sequence[Slot]) -> list[Slot]:
    """Rows and columns that no cell starts in are dropped, the others numbered anew."""
    rows, columns = sorted({s.row0 for s in slots}), sorted({s.column0 for s in slots})
    return [
        s.at(
            (bisect_left(rows, s.row0), max(bisect_right(rows, s.row1) - 1, 0)),
            (bisect_left(columns, s.column0), max(bisect_right(columns, s.column1) - 1, 0)),
        )
        for s in slots
    ]


def to_tables(readings: Sequence[Reading], page: int) -> tuple[Table, ...]:
    """Tables in reading order, top to bottom, then left to right."""
    ordered = sorted(readings, key=lambda r: (r.box.top, r.box.x0))
    return tuple(_table(r, page, k) for k, r in enumerate(ordered, 1))


def _table(reading: Reading, page: int, order: int) -> Table:
    cells = sorted((_cell(s, page) for s in set_roles(compact(reading.slots))), key=lambda c: (c.row, c.column))
    return Table(
        id=f"p{page:03d}-t{order}",
        pages=(page,),
        box=reading.box,
        cells=tuple(cells),
        engine=reading.engine,
        score=reading.score,
        margin=reading.margin,
        reasons=reading.reasons,
    )


def _cell(slot: Slot, page: int) -> Cell:
    words: list[Word] = []
    lines: list[int] = []
    for line in lines_of([w for p in slot.phrases for w in p.words]):
        kept = [w for w in line if len(w.text) < LEADER_RUN or w.text.strip(".")]
        words += kept
        if kept:
            lines.append(len(kept))
    return Cell(
        slot.row0,
        slot.column0,
        " ".join([w.text for w in words]),
        page,
        box_of(slot.phrases),
        slot.role,
        slot.row1 - slot.row0 + 1,
        slot.column1 - slot.column0 + 1,
        tuple(words),
        tuple(lines),
    )
