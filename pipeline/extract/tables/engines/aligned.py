"""Reads a region from the alignment of its phrases; rules only help to part header and body."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.tables.body import BodyRows, place
from pipeline.extract.tables.columns import find_columns, span_of
from pipeline.extract.tables.header import header_depth
from pipeline.extract.tables.multirow import float_into_rows, lift_group_labels
from pipeline.extract.tables.shapes import Column, Layout, Phrase, Reading, Region, Row, Slot, row
from pipeline.extract.tables.spanners import read_header, split_phrase
from pipeline.extract.tables.steps import join_steps

OPEN = "nothing tells what its spanners stand over"


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
            if len(of_body) >= len(columns) or _are_beside_heads(rows, depth, columns, len(of_body)):
                columns = of_body
        header = read_header(layout, rows[:depth], columns, rows[depth:])
        body = [row(q for p in r.phrases for q in split_phrase(layout, p, columns)) for r in rows[depth:]]
        slots = [*header.slots, *_body_slots(layout, body, columns, header.depth)]
        return Reading(
            self.name,
            tuple(join_steps(slots, header.depth)),
            margin=0.0 if header.open else None,
            reasons=(OPEN,) if header.open else (),
        )


def _are_beside_heads(rows: Sequence[Row], depth: int, columns: Sequence[Column], wanted: int) -> bool:
    """Do the columns of the body only seem too few because their heads stand beside them, not over them? A centred
    head over numbers set flush right: one column holds the head, the next one the numbers and no head."""
    heads, values = (
        {span_of(p, columns)[0] for r in part for p in r.phrases if len(r.phrases) >= 2 and _is_narrow(p, columns)}
        for part in (rows[:depth], rows[depth:])
    )
    empty = [k for k in range(len(columns)) if k not in values]
    headless = {k for k in range(1, len(columns)) if k not in heads}
    for k in empty:
        beside = next((j for j in (k + 1, k - 1) if j in headless), None)
        if beside is None:
            return False
        headless.discard(beside)
    return bool(empty) and len(columns) - len(empty) == wanted


def _is_narrow(p: Phrase, columns: Sequence[Column]) -> bool:
    first, last = span_of(p, columns)
    return first == last


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
