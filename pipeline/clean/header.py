"""Header rows -> one path of labels per column, from the outermost spanner to the leaf."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.clean.grid import font_size, raised_marks, text_lines
from pipeline.clean.labels import join_lines, take_base, take_marks
from pipeline.clean.lexicon import TOTAL_WORDS
from pipeline.clean.statistic import statistic_of
from pipeline.clean.units import is_currency, unit_of, with_scale
from pipeline.model import Axis

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from pipeline.clean.grid import Grid
    from pipeline.clean.labels import Vocabulary
    from pipeline.clean.layout import Layout, Sheet
    from pipeline.model import Cell, NumberFormat

LINE_GAP = 0.5
"""Cells over one another, nearer than this many font sizes, are lines of one label."""


@dataclass(frozen=True, slots=True)
class Writing:
    """What is needed to read labels of one document."""

    fmt: NumberFormat
    vocabulary: Vocabulary
    marks: Collection[str] = ()
    """Footnote marks that the page defines."""


@dataclass(frozen=True, slots=True)
class Header:
    """``columns``: of values. ``texts``: of words. ``stub``: text over the label columns. ``titles``: header texts
    that stand over the whole table."""

    columns: tuple[Axis, ...]
    texts: tuple[Axis, ...]
    stub: str
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Label:
    """One label with what was taken out of it."""

    text: str
    base_n: int | None = None
    marks: tuple[str, ...] = ()


def read_header(sheet: Sheet, layout: Layout, writing: Writing) -> Header:
    """The paths of all value columns. A column without any header text has an empty path."""
    grid = sheet.grid
    titles = [c for r in range(layout.header) for c in grid.row_cells(r) if _is_title(grid, c, layout)]
    stacks = {c: _stack(grid, c, layout.header, titles) for c in layout.values}
    stacks = _share_spanners(sheet, layout, stacks)
    stacks = _share_steps(sheet, layout, stacks)
    columns = tuple(_axis(grid, c, stacks[c], writing) for c in layout.values)
    texts = tuple(_axis(grid, c, _stack(grid, c, layout.header, titles), writing) for c in layout.texts)
    named = (*layout.values, *layout.texts)
    stub_cells = [c for r in range(layout.header) for c in grid.row_cells(r) if c.column not in named]
    stub = " ".join(join_lines(text_lines(c), writing.vocabulary) for c in stub_cells if c not in titles)
    return Header(columns, texts, stub.strip(), tuple(_label([c], writing).text for c in titles))


def _is_title(grid: Grid, cell: Cell, layout: Layout) -> bool:
    """Over labels and values alike, or a remark in brackets alone in its row: it names no column."""
    covered = range(cell.column, cell.column + cell.column_span)
    if any(c in layout.stub for c in covered) and any(c in layout.values for c in covered):
        return True
    alone = len(grid.row_cells(cell.row)) == 1 and cell.row + 1 < layout.header
    text = " ".join(text_lines(cell))
    return alone and len(layout.values) > 1 and bool(re.fullmatch(r"\([^()]*\)", text)) and cell.column_span == 1


def _stack(grid: Grid, column: int, depth: int, titles: Sequence[Cell]) -> tuple[Cell, ...]:
    """The header cells over a column, outermost first."""
    found: list[Cell] = []
    for row in range(depth):
        cell = grid.at(row, column)
        if cell is not None and cell not in found and cell not in titles:
            found.append(cell)
    return tuple(found)


def _share_spanners(sheet: Sheet, layout: Layout, stacks: dict[int, tuple[Cell, ...]]) -> dict[int, tuple[Cell, ...]]:
    """Leaves that repeat in step (n, %, n, %) under as many spanners: each spanner heads one round.

    Engines that see no rule under a spanner give it the one column it stands over; the repetition tells the rest.
    """
    for row in range(layout.header - 1):
        spanners = [c for c in sheet.grid.row_cells(row) if c.column in layout.values]
        size, left = divmod(len(layout.values), len(spanners)) if spanners else (0, 1)
        bare = [c for c in layout.values if sheet.grid.at(row, c) is None]
        if left or size < 2 or not bare or len(spanners) < 2:
            continue
        rounds = [layout.values[i : i + size] for i in range(0, len(layout.values), size)]
        leaves = [[_leaf_text(stacks[c], row) for c in group] for group in rounds]
        inside = all(s.column in group for s, group in zip(spanners, rounds, strict=True))
        if inside and all(leaf == leaves[0] for leaf in leaves) and all(leaves[0]):
            for spanner, group in zip(spanners, rounds, strict=True):
                for column in group:
                    rest = tuple(c for c in stacks[column] if c.row != row)
                    stacks = {**stacks, column: (*_above(rest, row), spanner, *_below(rest, row))}
    return stacks


def _above(cells: Sequence[Cell], row: int) -> tuple[Cell, ...]:
    return tuple(c for c in cells if c.row < row)


def _below(cells: Sequence[Cell], row: int) -> tuple[Cell, ...]:
    return tuple(c for c in cells if c.row > row)


def _leaf_text(stack: Sequence[Cell], row: int) -> str:
    return " ".join(" ".join(text_lines(c)) for c in stack if c.row > row).casefold()


def _share_steps(sheet: Sheet, layout: Layout, stacks: dict[int, tuple[Cell, ...]]) -> dict[int, tuple[Cell, ...]]:
    """Amounts set in steps: a bare column whose numbers never stand beside those of the headed column on its left
    belongs under that header."""
    shared = dict(stacks)
    rows = range(layout.header, sheet.grid.rows)
    for i, column in enumerate(layout.values):
        if shared[column] or i == 0:
            continue
        before = layout.values[i - 1]
        meet = any(sheet.grid.anchored(r, column) and sheet.grid.anchored(r, before) for r in rows)
        if shared[before] and not meet:
            shared[column] = shared[before]
    return shared


def _axis(grid: Grid, column: int, stack: Sequence[Cell], writing: Writing) -> Axis:
    labels = [_label(cells, writing) for cells in _levels(grid, stack, writing.fmt.language)]
    path: list[str] = []
    for label in labels:
        if label.text and (not path or label.text != path[-1]):
            path.append(label.text)
    bases = [label.base_n for label in labels if label.base_n is not None]
    axis = Axis(
        index=column,
        path=tuple(path),
        base_n=bases[-1] if bases else None,
        marks=tuple(mark for label in labels for mark in label.marks),
        is_total=any(is_total(label.text) for label in labels),
    )
    units = [u for part in reversed(path) if (u := unit_of(part))]
    unit = next((with_scale(u, units[0]) for u in units if is_currency(u)), units[0]) if units else None
    meanings = (statistic_of(part, writing.fmt.language) for part in reversed(path))
    return replace(axis, unit=unit, statistic=next((s for s in meanings if s), None))


def _levels(grid: Grid, stack: Sequence[Cell], language: str) -> list[list[Cell]]:
    """Cells that are lines of one label together."""
    levels: list[list[Cell]] = []
    for cell in stack:
        above = levels[-1][-1] if levels else None
        if above is not None and _same_label(above, cell) and not _names_unit(grid, cell, language):
            levels[-1].append(cell)
        else:
            levels.append([cell])
    return levels


def _same_label(above: Cell, below: Cell) -> bool:
    same_span = (above.column, above.column_span) == (below.column, below.column_span)
    gap = below.box.top - above.box.bottom
    return same_span and above.page == below.page and gap < LINE_GAP * font_size(above)


def _names_unit(grid: Grid, cell: Cell, language: str) -> bool:
    """A row of leaves that name units or statistics (EUR, EUR; n, %) is a level of its own."""
    beside = [c.text for c in grid.row_cells(cell.row) if c.role == cell.role and c.column_span == 1]
    text = " ".join(text_lines(cell))
    return beside.count(cell.text) > 1 and bool(unit_of(text) or statistic_of(text, language))


def _label(cells: Sequence[Cell], writing: Writing) -> Label:
    text = join_lines([line for cell in cells for line in text_lines(cell)], writing.vocabulary)
    text, base = take_base(text, writing.fmt)
    text, marks = take_marks(text, writing.marks)
    raised = tuple(mark for cell in cells for mark in raised_marks(cell))
    return Label(text, base, marks + raised)


def is_total(label: str) -> bool:
    """Whether a label names a total: its first or last word says so."""
    words = re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", label.casefold())
    return bool(words) and (words[0] in TOTAL_WORDS or words[-1] in TOTAL_WORDS)
