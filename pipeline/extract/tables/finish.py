"""A chosen reading -> a Table: rows and columns without gaps, roles, text in reading order, an id."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Final

from pipeline.extract.tables.phrases import lines_of
from pipeline.extract.tables.roles import set_roles
from pipeline.extract.tables.shapes import Reading, Slot
from pipeline.model import Box, Cell, Table

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
    lines = [
        [w for w in line if len(w.text) < LEADER_RUN or w.text.strip(".")]
        for line in lines_of(w for p in slot.phrases for w in p.words)
    ]
    words = tuple(w for line in lines for w in line)
    return Cell(
        row=slot.row0,
        column=slot.column0,
        text=" ".join(w.text for w in words),
        page=page,
        box=Box(
            min([p.x0 for p in slot.phrases]),
            min([p.top for p in slot.phrases]),
            max([p.x1 for p in slot.phrases]),
            max([p.bottom for p in slot.phrases]),
        ),
        role=slot.role,
        row_span=slot.row1 - slot.row0 + 1,
        column_span=slot.column1 - slot.column0 + 1,
        words=words,
        lines=tuple(len(line) for line in lines if line),
    )
