"""Which lines of a table add up to which: learnt from the table itself.

A label such as "total" does not say total of what. So every plausible set of parts is tried, and a set is
believed only where it adds up in most of the columns; a column that then does not is the fault.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from pipeline.validate.words import PART_OF

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pipeline.validate.grid import Grid, Line, Number

EPSILON = 1e-6
"""Relative: what binary fractions may lose in a sum."""
FEWEST_PARTS = 2
MOST_ABOVE = 40
"""Rows right above or below a total that are tried as its parts; a longer list is tried as a whole only."""
TYPICAL = 1.16
"""Times the root of the sum of squared halves: 0.58 * sqrt(k) for k numbers rounded to whole ones, which is two
standard deviations of the sum of k rounding errors (each uniform, deviation 0.29)."""


@dataclass(frozen=True, slots=True)
class Sum:
    """The parts in one column, added up."""

    value: float
    lowest: float
    highest: float
    """What the sum may have been before each part was rounded, in the worst case."""
    typical: float
    """How far rounding alone usually moves it."""
    count: int
    """How many parts carry a number other than zero."""
    unknown: bool
    """A part is missing for a reason that leaves it open what it is."""

    def reaches(self, target: float, half: float = 0.0) -> bool:
        """Whether ``target``, itself rounded by up to ``half``, may be the true sum."""
        slack = half + EPSILON * max(1.0, abs(target))
        return self.lowest - slack <= target <= self.highest + slack


def add(numbers: Sequence[Number]) -> Sum:
    """Missing parts count as nothing, and below the resolution as up to one of the last place."""
    values = [number.value for number in numbers if number.value is not None]
    value = math.fsum(values)
    halves = [number.half for number in numbers if number.value is not None]
    below = sum(number.missing == "below_resolution" for number in numbers)
    return Sum(
        value,
        value - sum(halves),
        value + sum(halves) + below * 2 * max(halves, default=0.5),
        TYPICAL * math.sqrt(sum(half * half for half in halves)) + below * max(halves, default=0.5),
        sum(part != 0 for part in values),
        any(number.missing is not None and number.missing not in ("empty", "below_resolution") for number in numbers),
    )


class Fit(NamedTuple):
    """How one set of parts does as the parts of a total."""

    total: Line
    parts: tuple[Line, ...]
    right: tuple[int, ...]
    """Columns in which the parts add up to the total."""
    wrong: tuple[int, ...]
    natural: bool = True
    """False: a mere run of rows, of which some one adds up by chance more easily."""


def column(grid: Grid, rows: Iterable[Line], index: int) -> list[Number]:
    """The cells of ``rows`` in one column; a row without a cell there is left out."""
    return [grid.cells[row.index, index] for row in rows if (row.index, index) in grid.cells]


def addends(grid: Grid, total: Number, rows: Iterable[Line], index: int) -> list[Number]:
    """The cells of ``rows`` in one column that a total may add: shares to shares, and no shares to anything else."""
    share = total.statistic == "percent"
    return [cell for cell in column(grid, rows, index) if cell.value is None or (cell.statistic == "percent") == share]


def fits(grid: Grid, total: Line) -> list[Fit]:
    """Every candidate set for a total row, the one that fits most columns first."""
    tried = [
        fit._replace(natural=natural)
        for parts, natural in _candidates(grid, total)
        if (fit := try_parts(grid, total, parts))
    ]
    return sorted(tried, key=lambda fit: (-len(fit.right), len(fit.wrong)))


def subtotal(grid: Grid, row: Line) -> bool:
    """Whether a row of two values or more is the sum of the rows right above it, in every column."""
    above = [line for line in grid.rows if line.index < row.index]
    values = sum((row.index, line.index) in grid.cells for line in grid.columns)
    for size in range(FEWEST_PARTS, min(len(above), MOST_ABOVE) + 1):
        fit = try_parts(grid, row, tuple(above[-size:]))
        if fit and fit.right and not fit.wrong and values > 1:
            return True
    return False


def try_parts(grid: Grid, total: Line, parts: tuple[Line, ...]) -> Fit | None:
    """How ``parts`` do as the parts of ``total``; None where no column can tell."""
    right, wrong = [], []
    for line in grid.columns:
        cell = grid.cells.get((total.index, line.index))
        numbers = addends(grid, cell, parts, line.index) if cell else []
        if cell is None or cell.value is None or not numbers:
            continue
        made = add(numbers)
        if made.reaches(cell.value, cell.half):
            # Nought from noughts, or a single part repeated, proves nothing.
            right += [line.index] if made.count >= FEWEST_PARTS else []
        elif not made.unknown and made.count:
            wrong.append(line.index)
    return Fit(total, parts, tuple(right), tuple(wrong)) if right or wrong else None


def _candidates(grid: Grid, total: Line) -> Iterator[tuple[tuple[Line, ...], bool]]:
    """Sets of rows that a total may be the total of, the most natural first, each once."""
    seen: set[tuple[Line, ...]] = set()
    for natural, sets in ((True, _natural(grid, total)), (False, _runs(grid, total))):
        for parts in sets:
            if len(parts) >= FEWEST_PARTS and parts not in seen:
                seen.add(parts)
                yield parts, natural


def _natural(grid: Grid, total: Line) -> Iterator[tuple[Line, ...]]:
    plain = [line for line in grid.rows if not line.total and line.index != total.index]
    totals = [line for line in grid.rows if line.total and line.index != total.index]
    yield tuple(line for line in plain if line.path[:-1] == total.path[:-1])
    for rows in (plain, totals):
        yield tuple(line for line in rows if line.index < total.index)
        yield tuple(line for line in rows if line.index > total.index)
    yield tuple(plain)
    for group in dict.fromkeys(line.path[:-1] for line in plain):
        yield tuple(line for line in plain if line.path[:-1] == group)


def _runs(grid: Grid, total: Line) -> Iterator[tuple[Line, ...]]:
    plain = [line for line in grid.rows if not line.total and line.index != total.index]
    above = [line for line in plain if line.index < total.index]
    below = [line for line in plain if line.index > total.index]
    for size in range(FEWEST_PARTS, MOST_ABOVE):
        yield tuple(above[-size:])
        yield tuple(below[:size])


def is_flat(grid: Grid, total: Line) -> bool:
    """Whether all other rows plainly look like the parts of ``total``: one list, one total, first or last of it."""
    others = [line for line in grid.rows if line.index != total.index]
    at_the_end = total.index in (grid.rows[0].index, grid.rows[-1].index)
    labels = " ".join(line.label for line in grid.rows)
    return at_the_end and not any(line.total or len(line.path) > 1 for line in others) and not PART_OF.search(labels)
