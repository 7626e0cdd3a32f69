"""Rows at the top of a table that are its caption: taken out of the cells, never lost. Limits relative to type size."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.extract.tables.caption_labels import is_bracketed, read_label
from pipeline.extract.tables.caption_lines import TextLine
from pipeline.model import Caption, Cell, Table

BIGGER = 1.2
"""A row of cells is a title when its type is this much larger than the table's: two steps, 12 on 10."""

NEAR = 1.0
"""A word stands in a box when its middle does, to within this many points: boxes of two readers differ by half."""


def without_caption_rows(table: Table) -> Table:
    """The table without rows at its top that are its caption: a label, a title in larger type, a unit line."""
    rows: dict[int, list[Cell]] = {}
    for cell in table.cells:
        rows.setdefault(cell.row, []).append(cell)
    order = sorted(rows)
    single = [r for r in order if len(rows[r]) == 1 and rows[r][0].row_span == 1 and rows[r][0].words]
    lead = next((i for i, r in enumerate(order) if r not in single), 0)
    if lead == 0 or len(order) - lead < 2:
        return table
    first = 0
    labelled = False
    for r in order[:lead]:
        cell = rows[r][0]
        labelled = labelled or _opens_label(cell)
        if not (labelled or is_bracketed(cell.text) or _is_title_row(cell, table)):
            break
        first = r + 1
    if not first:
        return table
    cells = tuple(c._replace(row=c.row - first) for c in table.cells if c.row >= first)
    return replace(table, cells=cells, box=table.box._replace(top=min(c.box.top for c in cells)))


def _opens_label(cell: Cell) -> bool:
    label = read_label(cell.text)
    return label is not None and label.kind != "figure" and (label.stopped or not label.rest[:1].islower())


def _is_title_row(cell: Cell, table: Table) -> bool:
    """In larger type than the table, and not just over its values: a spanner leaves the labels free."""
    sizes = sorted(w.size for c in table.cells for w in c.words)
    body = [c for c in table.cells if c.row > cell.row + 1 and c.column < cell.column]
    over_labels = not any(re.search("[^\\W\\d_]{2}", c.text) for c in body)
    return TextLine(cell.words).size >= BIGGER * sizes[len(sizes) // 2] and over_labels


def holds(caption: Caption, table: Table, short: Table) -> bool:
    """Do all words that ``short`` has no longer stand in the caption?"""
    kept = {w for c in short.cells for w in c.words}
    gone = [w for c in table.cells for w in c.words if w not in kept]
    x0, top, x1, bottom = caption.box
    return all(
        x0 - NEAR <= w.x0 and w.x1 <= x1 + NEAR and top - NEAR <= (w.top + w.bottom) / 2 <= bottom + NEAR for w in gone
    )
