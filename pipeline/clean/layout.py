"""Which rows are header, which columns are labels, which are values: decided from what the cells print.

Engines give roles, but not all of them and not always rightly, so the roles are one voice among others. The
rule behind all of it: values are numbers, the header stands above the first row of them and names their columns.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from pipeline.clean.grid import Grid, is_power, with_firm_blanks
from pipeline.clean.numbers import EMPTY, Printed, read_cell
from pipeline.clean.units import unit_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.model import Cell, NumberFormat

RowKind = Literal["title", "header", "label", "value", "blank"]
FIRST_YEAR, LAST_YEAR = 1900, 2100
LEAF_SHARE = 0.6
"""A header row that names this share of the value columns is the row of leaves."""
LEAST_SEQUENCE = 3
"""So many whole numbers, each one more than the last, are line numbers or a scale, not values."""


LEAST_VALUES = 0.4
"""A column of values may hold remarks, dates and ranges in up to the rest of its cells."""


@dataclass(frozen=True, slots=True)
class Layout:
    """``header``: number of header rows. ``stub``: columns of labels. ``values``: columns of numbers.
    ``texts``: other columns, which hold words."""

    header: int
    stub: tuple[int, ...]
    values: tuple[int, ...]
    texts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A grid with each cell read."""

    grid: Grid
    printed: Mapping[tuple[int, int], Printed]

    def read(self, row: int, column: int) -> Printed:
        """What stands at this position; a spanning cell answers only where it begins."""
        return self.printed.get((row, column), EMPTY)


def sheet_of(grid: Grid, fmt: NumberFormat) -> Sheet:
    """Read every cell of a grid."""
    found = {(c.row, c.column): _read(c, fmt) for c in set(grid.cells.values())}
    return Sheet(grid, found)


def _read(cell: Cell, fmt: NumberFormat) -> Printed:
    return Printed("text", reading="mixed") if is_power(cell) else read_cell(with_firm_blanks(cell), fmt)


def layout_of(sheet: Sheet) -> Layout:
    """The parts of a table."""
    by_role = _header_by_role(sheet.grid)
    stub = _stub(sheet, max(by_role, 1)) or _stub(sheet, 1)
    stated = sheet.grid.table.header_rows
    header = header_depth(sheet, stub) if stated is None else min(stated, sheet.grid.rows)
    stub = _stub(sheet, header)
    rest = [c for c in range(sheet.grid.columns) if c not in stub]
    full = [c for c in rest if _holds_values(sheet, c, header)]
    values = tuple(
        c for c in rest if c in full or (full and c > min((*stub, *full)) and _is_bare_but_named(sheet, c, header))
    )
    texts = tuple(c for c in rest if c not in values and _filled(sheet, c, header))
    return Layout(header, stub, values, texts)


def _is_bare_but_named(sheet: Sheet, column: int, header: int) -> bool:
    """A column with a name of its own and nothing below it: all its values are empty."""
    own = [c for r in range(header) if (c := sheet.grid.anchored(r, column)) is not None and c.column_span == 1]
    return bool(own) and not _filled(sheet, column, header)


def header_depth(sheet: Sheet, stub: Sequence[int]) -> int:
    """Number of header rows: all rows above the first row of values, but for group labels just above it."""
    by_role = _header_by_role(sheet.grid)
    depth, leaves_seen = 0, False
    for row in range(sheet.grid.rows):
        kind = row_kind(sheet, row, stub)
        if kind == "label" and (row >= by_role or (leaves_seen and not _leaves_reach(sheet, row, stub))):
            continue
        trusted = row < by_role and not (
            _is_labelled(sheet, row, stub) and (leaves_seen or not _rises(sheet, row, stub))
        )
        if kind == "value" and not trusted and not _names_columns(sheet, row, stub, depth, leaves_seen):
            break
        if kind == "header" and leaves_seen and 0 < by_role <= row and _is_labelled(sheet, row, stub):
            break  # words under named columns, beside a label: the engine took them for body, and so it is
        if kind == "blank" or (leaves_seen and _opens_rows(sheet, row, stub, row >= by_role)):
            continue
        depth = row + 1
        leaves_seen = leaves_seen or (kind != "label" and _names_leaves(sheet, row, stub))
    else:
        return by_role
    return depth


def _names_columns(sheet: Sheet, row: int, stub: Sequence[int], depth: int, leaves_seen: bool) -> bool:
    """Whether a row of numbers is a row of column names all the same: years, a scale (1, 2, 3), or classes
    (``< 50,000``, ``100,000``) without a label beside them."""
    cells = sheet.grid.row_cells(row)
    reads = [sheet.read(row, c.column) for c in cells if c.column not in stub]
    if not leaves_seen and all(is_year(p) for p in reads):
        return True
    if depth != row or _is_labelled(sheet, row, stub):
        return False
    return _counts_up(reads) or (bool(stub) and any(p.kind == "text" for p in reads))


def _rises(sheet: Sheet, row: int, stub: Sequence[int]) -> bool:
    """Bare numbers that rise from column to column may name columns (a scale, classes); amounts do not."""
    reads = [sheet.read(row, c.column) for c in sheet.grid.row_cells(row) if c.column not in stub]
    bare = all(p.number is not None and not (p.unit or p.signed or p.bracketed) for p in reads)
    return bare and all((a.number or 0) < (b.number or 0) for a, b in pairwise(reads))


def _leaves_reach(sheet: Sheet, row: int, stub: Sequence[int]) -> bool:
    """Whether cells from above span into this row: then a label alone in it is a low-set header of the stub."""
    return any(sheet.grid.at(row, c) is not None for c in range(sheet.grid.columns) if c not in stub)


def _is_labelled(sheet: Sheet, row: int, stub: Sequence[int]) -> bool:
    return any(c.column in stub for c in sheet.grid.row_cells(row))


def row_kind(sheet: Sheet, row: int, stub: Sequence[int]) -> RowKind:
    """What a row prints beside its label."""
    cells = sheet.grid.row_cells(row)
    if not cells:
        return "blank"
    beside = [c for c in cells if c.column not in stub]
    if not beside:
        spans = any(c.column + c.column_span > max(stub, default=-1) + 1 for c in cells)
        return "title" if spans and len(cells) == 1 else "label"
    reads = [sheet.read(row, c.column) for c in beside]
    texts = sum(p.kind == "text" for p in reads)
    years = sum(is_year(p) for p in reads)
    values = len(reads) - texts - years
    labelled = _is_labelled(sheet, row, stub)
    if texts and (texts >= values or (not labelled and row == 0)):
        return "header"
    if years and not values and not labelled:
        return "header"
    return "value"


def is_year(printed: Printed) -> bool:
    """A bare whole number that may be a year."""
    number = printed.number
    plain = not (printed.unit or printed.signed or printed.bracketed or printed.decimals)
    return number is not None and plain and FIRST_YEAR <= number <= LAST_YEAR and number == int(number)


def _names_leaves(sheet: Sheet, row: int, stub: Sequence[int]) -> bool:
    columns = sheet.grid.columns - len(stub)
    own = [c for c in sheet.grid.row_cells(row) if c.column not in stub and c.column_span == 1]
    return columns > 0 and len(own) >= LEAF_SHARE * columns


def _opens_rows(sheet: Sheet, row: int, stub: Sequence[int], by_role: bool) -> bool:
    """Whether a text below the leaves is a heading of the rows under it. One across labels and values alike is also
    where the engine took it for header (``by_role`` false), unless it says in what the values are given."""
    if row_kind(sheet, row, stub) != "title":
        return by_role and _is_section(sheet, row, stub)
    [cell] = sheet.grid.row_cells(row)
    return by_role or (not cell.text.strip().startswith(("(", "[")) and unit_of(cell.text) is None)


def _is_section(sheet: Sheet, row: int, stub: Sequence[int]) -> bool:
    """One text across the body."""
    cells = sheet.grid.row_cells(row)
    return len(cells) == 1 and cells[0].column not in stub


def _header_by_role(grid: Grid) -> int:
    depth = 0
    for row in range(grid.rows):
        cells = grid.row_cells(row)
        if not cells and row != depth:
            break
        if cells and not all(c.role == "header" for c in cells):
            break
        depth = row + 1 if cells else depth
    return depth


def _stub(sheet: Sheet, header: int) -> tuple[int, ...]:
    """Columns of labels on the left; where there is none, on the right."""
    columns = range(sheet.grid.columns)
    left = _leading(sheet, list(columns), header)
    if left or not sheet.grid.columns:
        return left
    right = _leading(sheet, list(reversed(columns)), header)
    return tuple(sorted(right))


def _leading(sheet: Sheet, columns: Sequence[int], header: int) -> tuple[int, ...]:
    found: list[int] = []
    for i, column in enumerate(columns):
        if not _filled(sheet, column, header):
            continue
        later = columns[i + 1 :]
        if not any(_holds_values(sheet, c, header) for c in later):
            break
        if not _holds_labels(sheet, column, header, later, first=not found):
            break
        found.append(column)
    return tuple(found)


def _holds_labels(sheet: Sheet, column: int, header: int, later: Sequence[int], first: bool) -> bool:
    """Words, line numbers, or (in the outermost column) numbers that order the rows: years, sizes, scores."""
    reads = _column(sheet, column, header)
    numbers = sum(_is_numeric(p) for p in reads)
    texts = sum(p.kind == "text" and not _is_numeric(p) for p in reads)
    if texts > numbers:  # a dash, an x or n/a may be a label too
        return texts + numbers >= len(reads) / 2
    next_texts = bool(later) and not _holds_values(sheet, later[0], header) and _filled(sheet, later[0], header)
    counts = _counts_up([p for p in reads if p.kind == "number"])
    return (counts and (next_texts or texts > 0)) or (first and _orders_rows(sheet, column, header, next_texts))


def _is_numeric(printed: Printed) -> bool:
    """A number, or several in one cell: a fault, but no label."""
    return printed.kind == "number" or printed.reading == "several"


def _orders_rows(sheet: Sheet, column: int, header: int, next_texts: bool) -> bool:
    """Numbers that only rise, or only fall, from row to row, beginning anew under each heading. Beside words they
    may stand once for several rows."""
    runs: list[list[float]] = [[]]
    for row in range(header, sheet.grid.rows):
        cells = sheet.grid.row_cells(row)
        printed = sheet.read(row, column)
        if sheet.grid.anchored(row, column) is None and (next_texts or sheet.grid.at(row, column) is not None):
            continue
        if len(cells) == 1 and printed.number is None:
            runs.append([])
        elif printed.kind == "missing":
            return False
        elif printed.number is not None:
            if printed.unit or printed.signed or printed.bracketed:
                return False
            runs[-1].append(printed.number)
    steps = [[b - a for a, b in pairwise(run)] for run in runs]
    if sum(map(len, runs)) < LEAST_SEQUENCE:
        return False
    return all(all(s > 0 for s in run) or all(s < 0 for s in run) for run in steps)


def _counts_up(reads: Sequence[Printed]) -> bool:
    numbers = [p.number for p in reads if p.number is not None and not p.decimals and not p.unit]
    if len(numbers) < max(LEAST_SEQUENCE, len(reads)):
        return False
    steps = [b - a for a, b in pairwise(numbers)]
    return numbers[0] in (0, 1) and sum(s == 1 for s in steps) >= 0.8 * len(steps) and all(s > 0 for s in steps)


def _column(sheet: Sheet, column: int, header: int) -> list[Printed]:
    rows = range(header, sheet.grid.rows)
    found: list[Cell | None] = [sheet.grid.anchored(r, column) for r in rows]
    return [sheet.read(c.row, column) for c in found if c is not None]


def _filled(sheet: Sheet, column: int, header: int) -> bool:
    return bool(_column(sheet, column, header))


def _holds_values(sheet: Sheet, column: int, header: int) -> bool:
    reads = _column(sheet, column, header)
    numbers = sum(_is_numeric(p) for p in reads)
    missing = sum(p.kind == "missing" for p in reads)
    texts = len(reads) - numbers - missing
    values = numbers + missing
    return values > 0 and (values >= texts or (numbers > 1 and values >= LEAST_VALUES * len(reads)))
