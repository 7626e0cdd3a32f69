"""The printed totals of all tables, and in which columns each is the sum of which parts."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.validate.sums import FEWEST_PARTS, MOST_ABOVE, Fit, add, addends, column, fits, is_flat, try_parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipeline.validate.grid import Grid, Line, Number

ADDITIVE = frozenset(("count", "amount", "other"))
"""Statistics of which a total is a sum; that of percentages may be one, or a mean."""
WHOLE = 100.0
TELLING = 0.05
"""Share of a total that rounding may move the sum of its parts and a hit within it still tell something: of 10 and 11
anything is the sum."""
LARGE = 1000.0
"""A number of four digits is not hit to the last one by chance, as smaller ones are now and then."""
MOST_ROWS = 200
"""Accounts are shorter; in a longer list the search for subtotals would find chance hits and take long."""
FEWEST_FLAT = 3
"""Parts from which one list in one column is believed to be the parts of its one total."""

Class = tuple[str, str | None]
"""Statistic and unit."""


@dataclass(frozen=True, slots=True)
class Added:
    """A total row and a set of parts believed to add up to it in ``columns`` (those where they do not included)."""

    parts: tuple[Line, ...]
    columns: tuple[int, ...]
    exhaustive: bool
    """Seen to hold in at least one column."""


@dataclass(frozen=True, slots=True)
class PrintedTotal:
    grid: Grid
    """Turned where the total is a column."""
    line: Line
    added: tuple[Added, ...]
    said: bool = True
    """False: its label does not say that it is a total; the numbers do."""

    def cell(self, index: int) -> Number | None:
        return self.grid.cells.get((self.line.index, index))

    def summed(self) -> frozenset[int]:
        return frozenset(index for added in self.added for index in added.columns)


def printed_totals(grids: Iterable[Grid]) -> tuple[PrintedTotal, ...]:
    """Total rows and total columns of every table, and the subtotals of accounts."""
    found: list[PrintedTotal] = []
    for upright in grids:
        for grid in (upright, upright.turn()):
            found += [PrintedTotal(grid, line, tuple(_added(grid, line))) for line in grid.rows if line.total]
        found += _subtotals(upright)
    return tuple(found)


def _added(grid: Grid, total: Line) -> list[Added]:
    found: list[Added] = []
    taken: set[int] = set()
    for fit in fits(grid, total):
        columns = _believed(grid, fit)
        rows = {line.index for line in fit.parts}
        if columns and not rows & taken:
            # A second set is another way to split the same whole, such as sex after age.
            found.append(Added(fit.parts, columns, exhaustive=bool(fit.right)))
            taken |= rows
    return found or _plain(grid, total)


def _believed(grid: Grid, fit: Fit) -> tuple[int, ...]:
    """The columns in which the total is meant to be the sum of these parts."""
    by_class: dict[Class, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for side, indexes in enumerate((fit.right, fit.wrong)):
        for index in indexes:
            by_class[_class(grid, fit, index)][side].append(index)
    proofs = sum(_proves(grid, fit, index) for index in fit.right)
    if proofs < (1 if fit.natural else 2):
        return ()
    believed: list[int] = []
    for (statistic, _), (right, wrong) in by_class.items():
        if len(right) > max(1, len(wrong)):
            believed += right + wrong
        elif statistic in ADDITIVE and proofs >= max(1, len(wrong)):
            confirmed = bool(right) and proofs > 1
            believed += right + [index for index in wrong if confirmed or _beyond(grid, fit, index)]
        elif right and (statistic in ADDITIVE or statistic == "percent"):
            believed += right
    return tuple(sorted(believed))


def _proves(grid: Grid, fit: Fit, index: int) -> bool:
    """Whether a column that adds up tells that the parts are parts: counts do, and shares; marks do by chance."""
    cell = grid.cells[fit.total.index, index]
    if cell.statistic == "percent":
        return cell.value == WHOLE
    made = add(addends(grid, cell, fit.parts, index))
    slack, off = (made.highest - made.lowest) / 2, abs(made.value - (cell.value or 0.0))
    return cell.statistic in ADDITIVE and (off <= cell.half or slack <= TELLING * abs(cell.value or 0.0))


def _plain(grid: Grid, total: Line) -> list[Added]:
    """One list, in the only column that can add up: nothing bears out that it does, but its shape says so."""
    parts = tuple(line for line in grid.rows if line.index != total.index)
    cells = {line.index: grid.cells.get((total.index, line.index)) for line in grid.columns}
    columns = [index for index, cell in cells.items() if cell and cell.value is not None and cell.statistic in ADDITIVE]
    if len(columns) != 1 or grid.folded or not is_flat(grid, total):
        return []
    fit = Fit(total, parts, (), (columns[0],))
    numbers = column(grid, parts, columns[0])
    whole = len(numbers) >= FEWEST_FLAT and all(n.value is not None and n.value >= 0 for n in numbers)
    if whole and _class(grid, fit, columns[0])[0] in ADDITIVE and _beyond(grid, fit, columns[0]):
        return [Added(parts, (columns[0],), exhaustive=False)]
    return []


def _subtotals(grid: Grid) -> list[PrintedTotal]:
    """Rows that no label calls a total, but that are the sum of the rows right above them, as in accounts.

    Seen by a large number hit to the last digit in one column at least; another column that misses is a fault.
    """
    found: list[PrintedTotal] = []
    plain = [line for line in grid.rows if not line.total]
    for line in plain if len(grid.rows) <= MOST_ROWS else ():
        fit = max(_hits(grid, line), key=lambda fit: (len(fit.right), -len(fit.wrong)), default=None)
        wrong = [index for index in fit.wrong if _class(grid, fit, index)[0] in ADDITIVE] if fit else []
        if fit and len(fit.right) >= len(wrong):
            added = Added(fit.parts, tuple(sorted([*fit.right, *wrong])), exhaustive=True)
            found.append(PrintedTotal(grid, line, (added,), said=False))
    return found


def _hits(grid: Grid, row: Line) -> Iterator[Fit]:
    """The runs of rows above ``row`` that add up to a large number of it exactly."""
    above = [line for line in grid.rows if line.index < row.index][: -MOST_ABOVE - 1 : -1]
    sizes: set[int] = set()
    for line in grid.columns:
        cell = grid.cells.get((row.index, line.index))
        if cell is None or cell.value is None or cell.statistic not in ADDITIVE or abs(cell.value) < LARGE:
            continue
        made = 0.0
        for size, part in enumerate(above, start=1):
            made += _value(grid, part, line.index) or 0.0
            if size >= FEWEST_PARTS and abs(made - cell.value) <= cell.half:
                sizes.add(size)
    for size in sorted(sizes):
        fit = try_parts(grid, row, tuple(reversed(above[:size])))
        if fit and fit.right:
            yield fit


def _class(grid: Grid, fit: Fit, index: int) -> Class:
    cell = grid.cells[fit.total.index, index]
    return cell.statistic, cell.unit


def _beyond(grid: Grid, fit: Fit, index: int) -> bool:
    """Whether the total lies outside its parts; inside it may be a mean, of which nobody said so."""
    values = [number.value for number in column(grid, fit.parts, index) if number.value is not None]
    total = _value(grid, fit.total, index)
    return total is not None and bool(values) and not min(values) <= total <= max(values)


def _value(grid: Grid, line: Line, index: int) -> float | None:
    cell = grid.cells.get((line.index, index))
    return cell.value if cell else None
