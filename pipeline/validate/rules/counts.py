"""A count and its percentage agree: 532 of 1,415 is 38 per cent."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from pipeline.findings import word
from pipeline.validate.relations import Outcome, first_of_each, leaves, near, outcome, settle
from pipeline.validate.rule import Material, Rule, Tested, Trial
from pipeline.validate.rules.slips import SLIPPED, excess_or_slip, slip, slip_message
from pipeline.validate.say import number, where
from pipeline.validate.totals import ADDITIVE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from pipeline.model import Wording
    from pipeline.validate.grid import Grid, Number

CODE = "share.differs"
NEAREST = 3
"""Columns of counts that are tried as what a percentage is a share of."""

Whole = tuple[float, tuple["Number", ...]]
"""What a share is a share of, and the cells that print it."""


def collect(material: Material) -> Tested:
    trials: list[Trial] = []
    left_out: list[str] = []
    for upright in material.grids:
        for grid in (upright, upright.turn()):
            counts = _of_kind(grid, lambda cell: cell.statistic in ADDITIVE)
            shares = _of_kind(grid, lambda cell: cell.statistic == "percent")
            if not counts or not shares:
                continue
            for positions in leaves(grid, shares).values():
                found, by = settle(grid, positions, partial(_ways, counts=counts), material.thresholds)
                if by:
                    trials.append(slip(grid, positions, found))
                elif found:
                    trials += [_trial(grid, one) for one in first_of_each(found)]
                else:
                    left_out += [f"{CODE}:unknown"] * len(positions)
    return Tested(trials, left_out)


def _of_kind(grid: Grid, belongs: Callable[[Number], bool]) -> list[int]:
    """Positions of the columns all of whose numbers are of a kind."""
    kinds: dict[int, set[bool]] = {}
    for (_, column), cell in grid.cells.items():
        if cell.value is not None:
            kinds.setdefault(column, set()).add(belongs(cell))
    return [position for position, line in enumerate(grid.columns) if kinds.get(line.index) == {True}]


def _ways(grid: Grid, positions: Sequence[int], counts: Sequence[int]) -> Iterator[list[Outcome]]:
    """The percentages as shares of each whole that the counts near by may have, in every row."""
    parts = [offset for offset, _ in near(grid, positions[0]) if positions[0] + offset in counts][:NEAREST]
    beside = sorted(counts, key=lambda p: min(abs(p - position) for position in positions))[: 2 * NEAREST]
    for offset in parts:
        wholes: list[Callable[[int, int], Whole | None]] = [_base(grid)]
        wholes += [_column(grid, p) for p in beside]
        wholes += [_total(grid, positions, offset), _sum(grid, positions, offset)]
        for whole in wholes:
            found = [one for p in positions for one in _outcomes(grid, p, p + offset, whole)]
            if found:
                yield found


def _base(grid: Grid) -> Callable[[int, int], Whole | None]:
    """The number of respondents behind the percentage."""

    def whole(row: int, column: int) -> Whole | None:
        cell = grid.cells[row, column]
        return (float(cell.base_n), ()) if cell.base_n else None

    return whole


def _column(grid: Grid, position: int) -> Callable[[int, int], Whole | None]:
    """The count in another column of the same row."""
    index = grid.columns[position].index

    def whole(row: int, column: int) -> Whole | None:
        cell = grid.cells.get((row, index))
        return (cell.value, (cell,)) if cell is not None and cell.value else None

    return whole


def _total(grid: Grid, positions: Sequence[int], offset: int) -> Callable[[int, int], Whole | None]:
    """The printed total of the counts."""
    found: dict[int, Whole] = {}
    for position in positions:
        index = grid.columns[position + offset].index if position + offset < len(grid.columns) else -1
        cells = [grid.cells.get((line.index, index)) for line in grid.rows if line.total]
        valued = [cell for cell in cells if cell is not None and cell.value]
        if len(valued) == 1:
            found[grid.columns[position].index] = (valued[0].value or 0.0, (valued[0],))
    return lambda row, column: found.get(column)


def _sum(grid: Grid, positions: Sequence[int], offset: int) -> Callable[[int, int], Whole | None]:
    """All counts of the row's own group together."""
    sums: dict[tuple[int, tuple[str, ...]], float] = {}
    groups = {line.index: line.path[:-1] for line in grid.rows}
    for position in positions:
        index = grid.columns[position + offset].index if position + offset < len(grid.columns) else -1
        for line in grid.rows:
            cell = grid.cells.get((line.index, index))
            if cell is not None and cell.value is not None and not line.total:
                key = grid.columns[position].index, line.path[:-1]
                sums[key] = sums.get(key, 0.0) + cell.value

    def whole(row: int, column: int) -> Whole | None:
        value = sums.get((column, groups[row]))
        return (value, ()) if value else None

    return whole


def _outcomes(grid: Grid, position: int, part: int, whole: Callable[[int, int], Whole | None]) -> Iterator[Outcome]:
    if not 0 <= part < len(grid.columns):
        return
    index, counted = grid.columns[position].index, grid.columns[part].index
    for line in grid.rows:
        share, count = grid.cells.get((line.index, index)), grid.cells.get((line.index, counted))
        if share is None or share.value is None or count is None or count.value is None:
            continue
        of = whole(line.index, index)
        if of is None or any(cell.key == count.key for cell in of[1]):
            continue
        # Counts are exact; amounts, and what is printed with decimals, are rounded themselves.
        half = 0.0 if count.statistic == "count" and not count.decimals else count.half
        slack = share.half + 100 * half / abs(of[0])
        found = outcome((line.index, index), 100 * count.value / of[0], slack, (share, count, *of[1]))
        if found:
            yield found


def _trial(grid: Grid, one: Outcome) -> Trial:
    share, count, *of = one.parts
    row, column = grid.place(one.row, one.column)
    return {
        "table_id": grid.table_id,
        "page": share.page,
        "row": row,
        "column": column,
        "keys": tuple(part.key for part in one.parts),
        "excess": one.excess,
        "slipped": False,
        "where": where(grid, one.row, one.column),
        "printed": share.raw,
        "count": count.raw,
        "whole": of[0].raw if of else f"{100 * (count.value or 0.0) / one.expected:.0f}" if one.expected else "0",
        "expected": number(one.expected, [share]),
    }


def message(trial: Mapping[str, Any], code: str) -> Wording:
    if code == SLIPPED:
        return slip_message(trial)
    return word(code, **{name: trial[name] for name in ("where", "printed", "count", "whole", "expected")})


RULE = Rule(
    CODE,
    collect,
    excess_or_slip(CODE),
    message,
)
"""Counts and their percentages."""
