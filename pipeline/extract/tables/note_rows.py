"""Rows at the foot of a table that are its notes: taken out of the cells, never lost."""

from __future__ import annotations

from dataclasses import replace

from pipeline.extract.tables.caption_lines import TextLine
from pipeline.extract.tables.note_marks import opens_note
from pipeline.extract.tables.tokens import is_number
from pipeline.model import Cell, Table

SHORT = 3
"""A value with its signs and units is at most this many words; a note's text that fell into a cell is longer."""

LONG = 3
"""A marked row with fewer words than this may be a label (``* Total``)."""


def without_note_rows(table: Table) -> Table:
    """The table without its last rows from the first that opens as a note does and holds no value."""
    rows: dict[int, list[Cell]] = {}
    for cell in table.cells:
        rows.setdefault(cell.row, []).append(cell)
    order = sorted(rows)
    cut = len(order)
    while cut > 2 and not _has_values(rows[order[cut - 1]]):
        cut -= 1
    start = next((r for r in order[cut:] if _opens(rows[r])), None)
    if start is None:
        return table
    cells = tuple(c for c in table.cells if c.row < start)
    box = table.box._replace(bottom=max(c.box.bottom for c in cells))
    return replace(table, cells=cells, box=box)


def _has_values(row: list[Cell]) -> bool:
    """Does any cell but the first hold a number, a mark that stands for one, or something short with a digit?"""
    others = [c.text.split() for c in row if c.column > 0 and c.text]
    return any(is_number(w[0]) or (len(w) <= SHORT and any(ch.isdigit() for ch in "".join(w))) for w in others)


def _opens(row: list[Cell]) -> bool:
    first = min(row, key=lambda c: c.column)
    if not first.words or first.role == "header":
        return False
    return opens_note(TextLine(first.words)) and sum(len(c.text.split()) for c in row) >= LONG
