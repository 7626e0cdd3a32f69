"""Columns of percentages that are the shares of one whole: learnt from the columns beside them."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from pipeline.validate.sums import Sum, add

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.validate.grid import Grid, Line, Number

WHOLE = 100.0
FEWEST = 2
ALIKE = 10.0
"""Percentage points by which the values of a column usually differ from those of another group, at most."""
STANDS_OUT = 0.5
"""A value stands out when the next strangest is at most half as far from what the other columns have."""


class Shares(NamedTuple):
    """The percentages of one column within one block of rows."""

    column: int
    numbers: dict[int, Number]
    """By row."""
    sum: Sum
    printed_whole: bool
    """A total of 100 is printed for it."""

    @property
    def off(self) -> float:
        return self.sum.value - WHOLE

    @property
    def reaches(self) -> bool:
        return self.sum.reaches(WHOLE)


def readings(grid: Grid) -> Iterator[list[list[Shares]]]:
    """Ways to see the table as shares of wholes, each a list of sets of columns.

    The columns of a set hold the same kind of percentage of the same rows, and so are shares all or none.
    """
    for blocks in _blocks(grid):
        sets: dict[tuple[int, str], list[Shares]] = defaultdict(list)
        repeated = _leaves_repeat(grid)
        for position, rows in enumerate(blocks):
            for line in grid.columns:
                shares = _shares(grid, rows, line)
                if shares:
                    sets[position, line.path[-1] if repeated else ""].append(shares)
        yield list(sets.values())


def outlier(shares: Shares, others: Sequence[Shares]) -> int | None:
    """The row whose value, were it like that of the other columns, would make the column whole.

    None when no single row would: then it is the column that is of another kind.
    """
    usual = {
        row: median(values)
        for row in shares.numbers
        if (values := [n.value for other in others if (n := other.numbers.get(row)) and n.value is not None])
    }
    strange = {
        row: abs(number.value - usual[row])
        for row, number in shares.numbers.items()
        if number.value is not None and row in usual
    }
    if not strange:
        return None
    row = max(strange, key=lambda candidate: strange[candidate])
    second = max((gap for other, gap in strange.items() if other != row), default=0.0)
    mended = shares.sum.value - (shares.numbers[row].value or 0.0) + usual[row]
    slack = max(shares.sum.highest - shares.sum.value, strange[row] * STANDS_OUT)
    return row if second <= strange[row] * STANDS_OUT and abs(mended - WHOLE) <= slack else None


def mendable(shares: Shares, others: Sequence[Shares]) -> bool:
    """Whether one value, read as something that the other columns have in its row, would make the column whole, and
    the column is otherwise like the others: far off as it is, it is of their kind."""
    beside: dict[int, list[float]] = {}
    for row in shares.numbers:
        values = [n.value for other in others if (n := other.numbers.get(row)) and n.value is not None]
        if values:
            beside[row] = values
    own = {row: number.value for row, number in shares.numbers.items() if number.value is not None and row in beside}
    if not own:
        return False
    slack = shares.sum.highest - shares.sum.value
    near = [
        row for row, value in own.items() if min(beside[row]) - slack <= value - shares.off <= max(beside[row]) + slack
    ]
    apart = median(abs(value - median(beside[row])) for row, value in own.items())
    return bool(near) and apart <= ALIKE


def _blocks(grid: Grid) -> Iterator[list[tuple[Line, ...]]]:
    """Ways to part the rows with percentages into wholes: by group, between the totals, or not at all."""
    percents = {row for (row, _), cell in grid.cells.items() if cell.statistic == "percent"}
    rows = [line for line in grid.rows if not line.total and line.index in percents]
    totals = sorted(line.index for line in grid.rows if line.total)
    groups: dict[object, list[Line]] = defaultdict(list)
    runs: dict[object, list[Line]] = defaultdict(list)
    for line in rows:
        groups[line.path[:-1]].append(line)
        runs[bisect_left(totals, line.index)].append(line)
    for ways in {tuple(tuple(way) for way in parted.values()): None for parted in (groups, runs, {"": rows})}:
        yield [way for way in ways if len(way) >= FEWEST]


def _leaves_repeat(grid: Grid) -> bool:
    leaves = [line.path[-1] for line in grid.columns if line.path]
    return len(leaves) == len(grid.columns) and len(set(leaves)) < len(leaves)


def _shares(grid: Grid, rows: Sequence[Line], column: Line) -> Shares | None:
    cells = {line.index: cell for line in rows if (cell := grid.cells.get((line.index, column.index)))}
    percents = {row: cell for row, cell in cells.items() if cell.statistic == "percent" or cell.value is None}
    valued = [row for row, cell in percents.items() if cell.value is not None]
    if len(valued) < FEWEST or len(percents) < len(cells):
        return None
    if any(cell.raw.lstrip("( ").startswith("+") or (cell.value or 0) < 0 for cell in percents.values()):
        return None
    printed = any(
        (cell := grid.cells.get((line.index, column.index))) and cell.value == WHOLE for line in grid.rows if line.total
    )
    unmarked = _unmarked_total(percents)
    if unmarked is not None:
        del percents[unmarked]
    return Shares(column.index, percents, add(list(percents.values())), printed or unmarked is not None)


def _unmarked_total(percents: dict[int, Number]) -> int | None:
    """The row of a 100 that the others add up to: a total whose label nobody knew for one."""
    whole = [row for row, cell in percents.items() if cell.value == WHOLE]
    others = [cell for row, cell in percents.items() if row not in whole]
    if len(whole) == 1 and len(others) >= FEWEST and add(others).reaches(WHOLE):
        return whole[0]
    return None
