"""Reads a region from the alignment of its phrases; rules only help to part header and body."""

from __future__ import annotations

from pipeline.extract.tables.body import BodyRows, place
from pipeline.extract.tables.columns import find_columns
from pipeline.extract.tables.header import header_depth
from pipeline.extract.tables.shapes import Layout, Reading, Region, row
from pipeline.extract.tables.spanners import header_slots, split_phrase
from pipeline.extract.tables.steps import join_steps


class Aligned:
    name = "aligned"

    def read(self, layout: Layout, region: Region) -> Reading | None:
        """Columns from white streams, header from rules and numbers, body one row a label."""
        rows = region.rows
        columns = find_columns(rows)
        if len(columns) < 2:
            return None
        depth = header_depth(layout, rows, columns)
        if depth:
            of_body = find_columns(rows[depth:])
            if len(of_body) >= len(columns):
                columns = of_body
        slots, header_rows = header_slots(layout, rows[:depth], columns)
        body = [row(q for p in r.phrases for q in split_phrase(layout, p, columns)) for r in rows[depth:]]
        for i, group in enumerate(BodyRows(layout, body, columns).groups()):
            slots += place(group, columns, header_rows + i)
        return Reading(self.name, tuple(join_steps(slots, header_rows)))
