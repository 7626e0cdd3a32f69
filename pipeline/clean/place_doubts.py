"""Where labels stand, and which of them are missing: what it says of the values.

A header or a group's label that went to the wrong rows or columns leaves traces: rows without the part that others
have, a header wider than its column, a wide blank inside a label. Each sign was held against documents with truth of
kinds the engine was not made for (benchmarks/negative_results.md tells which signs told nothing).
"""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from pipeline.clean.grid import font_size, word_lines
from pipeline.clean.label_doubts import LabelDoubts
from pipeline.geometry import overlap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.clean.label_doubts import Codes
    from pipeline.model import Axis, Cell, Table, Word

WIDE_BLANK = 0.8
"""A blank in a label over this many em is more than a word space, however the line is stretched: .25 to .6."""
REACHES_VALUES = 0.25
"""A header that reaches over the numbers beside its column by more than this many em stands over both: a digit is
half an em wide."""
REACHES_HEADER = 0.1
"""Beside another header even less is too much: words of two headers never share a position."""


class _Span(NamedTuple):
    x0: float
    x1: float


def doubted_places(table: Table, rows: Sequence[Axis], columns: Sequence[Axis]) -> LabelDoubts:
    """``rows`` and ``columns``: those that hold values."""
    doubts: defaultdict[int, list[str]] = defaultdict(list)
    for index in _missing_parts(table, rows, columns):
        doubts[index].append("row.part_missing")
    for index in _gapped(table, rows, columns):
        doubts[index].append("label.gap")
    return LabelDoubts({index: tuple(codes) for index, codes in sorted(doubts.items())}, _of_columns(table, columns))


def _of_columns(table: Table, columns: Sequence[Axis]) -> dict[int, Codes]:
    """These signs tell that headers moved, not which: they count for every column of the table. ``margin`` is 0 where
    its header may as well be read otherwise."""
    signs = {
        "header.missing": any(axis.path for axis in columns) and not all(axis.path for axis in columns),
        "header.open": table.margin == 0.0,
        "header.wide": _has_wide_header(table, columns),
    }
    codes = tuple(code for code, holds in signs.items() if holds)
    return {axis.index: codes for axis in columns} if codes else {}


def _missing_parts(table: Table, rows: Sequence[Axis], columns: Sequence[Axis]) -> list[int]:
    """Rows with fewer labels than others where labels stand in several columns; a total needs no more than its own.

    Where already the first row lacks one, a label centred against its rows was taken for that of the rows below: then
    all rows may have the label of others.
    """
    if len(_label_columns(table, columns)) < 2:
        return []
    parts = [sum(map(bool, axis.path)) for axis in rows]
    fewer = [a.index for a, count in zip(rows, parts, strict=True) if count < max(parts) and not a.is_total]
    return [axis.index for axis in rows] if fewer and fewer[0] == rows[0].index else fewer


def _label_columns(table: Table, columns: Sequence[Axis]) -> set[int]:
    first = min((axis.index for axis in columns), default=0)
    return {cell.column for cell in table.cells if cell.column < first and cell.role != "header"}


def _gapped(table: Table, rows: Sequence[Axis], columns: Sequence[Axis]) -> list[int]:
    """Rows with a label whose words stand wide apart."""
    label_columns = _label_columns(table, columns)
    wide = {
        row
        for cell in table.cells
        if cell.column in label_columns and cell.role != "header"
        if any(_widest_blank(line) > WIDE_BLANK * font_size(cell) for line in word_lines(cell))
        for row in range(cell.row, cell.row + cell.row_span)
    }
    return [axis.index for axis in rows if axis.index in wide]


def _widest_blank(line: Sequence[Word]) -> float:
    return max((b.x0 - a.x1 for a, b in pairwise(line)), default=0.0)


def _has_wide_header(table: Table, columns: Sequence[Axis]) -> bool:
    """Does a header of one column reach over the numbers, or its first line over the header, of another?"""
    page = table.pages[0]
    cells = [cell for cell in table.cells if cell.page == page and cell.column_span == 1]
    numbers: defaultdict[int, list[Cell]] = defaultdict(list)
    for cell in cells:
        if cell.role != "header" and any(sign.isdigit() for sign in cell.text):
            numbers[cell.column].append(cell)
    spans = {
        axis.index: _Span(min(c.box.x0 for c in own), max(c.box.x1 for c in own))
        for axis in columns
        if (own := numbers[axis.index])
    }
    heads = [cell for cell in cells if cell.role == "header" and cell.column in spans and cell.words]
    lowest = max((cell.row + cell.row_span for cell in heads), default=0)
    leaves = [cell for cell in heads if cell.row + cell.row_span == lowest]
    return any(_reaches_values(head, spans) for head in heads) or any(_reaches_header(leaf, leaves) for leaf in leaves)


def _reaches_values(head: Cell, spans: dict[int, _Span]) -> bool:
    limit = REACHES_VALUES * font_size(head)
    return any(
        overlap(head.box.x0, head.box.x1, span.x0, span.x1) > limit
        for column, span in spans.items()
        if column != head.column
    )


def _reaches_header(leaf: Cell, leaves: Sequence[Cell]) -> bool:
    """Only the first of several lines: it may be a spanner that fell into one of its columns."""
    lines = word_lines(leaf)
    if len(lines) < 2:
        return False
    x0, x1 = lines[0][0].x0, lines[0][-1].x1
    limit = REACHES_HEADER * font_size(leaf)
    return any(overlap(x0, x1, other.box.x0, other.box.x1) > limit for other in leaves if other is not leaf)
