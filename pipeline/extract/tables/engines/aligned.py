"""Reads a region from the alignment of its phrases; rules only help to part header and body."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.tables.body import BodyRows, place
from pipeline.extract.tables.columns import find_columns
from pipeline.extract.tables.header import header_depth
from pipeline.extract.tables.multirow import float_into_rows, lift_group_labels
from pipeline.extract.tables.shapes import Column, Layout, Phrase, Reading, Region, Row, Slot, row
from pipeline.extract.tables.spanners import header_slots, split_phrase
from pipeline.extract.tables.steps import join_steps


class Aligned:
    name = "aligned"

    def read(self, layout: Layout, region: Region) -> Reading | None:
        """Columns from white streams, header from rules and numbers, body one row a label."""
        rows = region.rows
        columns = find_columns(float_into_rows(rows))
        if len(columns) < 2:
            return None
        depth = header_depth(layout, rows, columns)
        if depth:
            of_body = find_columns(float_into_rows(rows[depth:]))
            if len(of_body) >= len(columns):
                columns = of_body
        slots, header_rows = header_slots(layout, rows[:depth], columns)
        body = [row(q for p in r.phrases for q in split_phrase(layout, p, columns)) for r in rows[depth:]]
        slots += _body_slots(layout, body, columns, header_rows)
        return Reading(self.name, tuple(join_steps(slots, header_rows)))


def _body_slots(layout: Layout, rows: Sequence[Row], columns: Sequence[Column], first: int) -> list[Slot]:
    """Body lines -> cells from grid row ``first`` on."""
    lines, labels = lift_group_labels(layout, rows, columns)
    slots: list[Slot] = []
    at: dict[Phrase, int] = {}
    for i, group in enumerate(BodyRows(layout, lines, columns).groups(), first):
        slots += place(group, columns, i)
        at.update((p, i) for line in group for p in line.phrases)
    for label in labels:
        held = [at[p] for line in (label.first, label.last) for p in line.phrases if p in at]
        slots.append(Slot(min(held), max(held), label.column, label.column, label.phrases))
    return slots
