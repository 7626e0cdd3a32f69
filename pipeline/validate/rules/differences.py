"""A column of differences or changes equals the difference of the columns that it compares."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from typing import TYPE_CHECKING, Any

from pipeline.findings import word
from pipeline.validate.relations import Outcome, first_of_each, leaves, near, outcome, settle
from pipeline.validate.rule import Material, Rule, Tested, Trial
from pipeline.validate.rules.slips import SLIPPED, excess_or_slip, slip, slip_message
from pipeline.validate.say import number, where
from pipeline.validate.words import CHANGE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pipeline.model import Wording
    from pipeline.validate.grid import Grid, Number

CODE = "difference.differs"
SAMPLE = 30
"""Rows in which half must hold before all rows are looked at: there are hundreds of pairs of columns."""


def collect(material: Material) -> Tested:
    trials: list[Trial] = []
    left_out: list[str] = []
    for upright in material.grids:
        for grid in (upright, upright.turn()):
            for positions in leaves(grid, _changes(grid)).values():
                found, by = settle(grid, positions, _ways, material.thresholds)
                if by:
                    trials.append(slip(grid, positions, found))
                elif found:
                    trials += [_trial(grid, one) for one in first_of_each(found)]
                else:
                    left_out += [f"{CODE}:unknown" for p in positions if _is_difference(grid, p)]
    return Tested(trials, left_out)


def _is_difference(grid: Grid, position: int) -> bool:
    index = grid.columns[position].index
    cells = (grid.cells.get((line.index, index)) for line in grid.rows)
    return any(cell is not None and cell.value is not None and cell.statistic == "difference" for cell in cells)


def _changes(grid: Grid) -> list[int]:
    """Positions of the columns that say how something differs: all their numbers do, or their label says so."""
    kinds: dict[int, set[bool]] = {}
    for (_, column), cell in grid.cells.items():
        if cell.value is not None:
            kinds.setdefault(column, set()).add(cell.statistic == "difference")
    return [
        position
        for position, line in enumerate(grid.columns)
        if (seen := kinds.get(line.index)) and (seen == {True} or CHANGE.search(line.label))
    ]


def _ways(grid: Grid, positions: Sequence[int]) -> Iterator[list[Outcome]]:
    """What each pair of columns near by would make of the column, in every row; pairs that the first rows of a long
    table rule out are left there."""
    begin = replace(grid, rows=grid.rows[:SAMPLE])
    around = [offset for offset, _ in near(grid, positions[0])]
    for offsets in permutations(around, 2):
        for relative in (False, True):
            if len(grid.rows) > SAMPLE:
                tried = _column(begin, positions, offsets, relative)
                if sum(not one.excess for one in tried) * 2 < len(tried):
                    continue
            found = _column(grid, positions, offsets, relative)
            if found:
                yield found


def _column(grid: Grid, positions: Sequence[int], offsets: tuple[int, int], relative: bool) -> list[Outcome]:
    return [one for position in positions for one in _outcomes(grid, position, offsets, relative)]


def _outcomes(grid: Grid, position: int, offsets: tuple[int, int], relative: bool) -> Iterator[Outcome]:
    if not all(0 <= position + offset < len(grid.columns) for offset in offsets):
        return
    result, a, b = (grid.columns[position + offset].index for offset in (0, *offsets))
    for line in grid.rows:
        cells = [grid.cells.get((line.index, column)) for column in (result, a, b)]
        change, one, other = cells
        if change is None or one is None or other is None:
            continue
        if (one.statistic, one.unit) != (other.statistic, other.unit) or one.statistic == "difference":
            continue
        made = _made(one, other, relative)
        if made and (not relative or change.unit == "%"):
            found = outcome((line.index, result), made[0], made[1] + change.half, (change, one, other))
            if found:
                yield found


def _made(one: Number, other: Number, relative: bool) -> tuple[float, float] | None:
    """The difference of two numbers, or what part of the second it is in per cent; and what rounding may do to it."""
    if one.value is None or other.value is None:
        return None
    if not relative:
        return one.value - other.value, one.half + other.half
    if abs(other.value) <= other.half:
        return None
    share = one.value / other.value
    return 100 * (share - 1), 100 * (one.half + abs(share) * other.half) / (abs(other.value) - other.half)


def _trial(grid: Grid, one: Outcome) -> Trial:
    change, first, second = one.parts
    row, column = grid.place(one.row, one.column)
    return {
        "table_id": grid.table_id,
        "page": change.page,
        "row": row,
        "column": column,
        "keys": tuple(part.key for part in one.parts),
        "excess": one.excess,
        "slipped": False,
        "where": where(grid, one.row, one.column),
        "printed": change.raw,
        "expected": number(one.expected, one.parts),
        "first": first.raw,
        "second": second.raw,
    }


def message(trial: Mapping[str, Any], code: str) -> Wording:
    if code == SLIPPED:
        return slip_message(trial)
    return word(code, **{name: trial[name] for name in ("where", "printed", "expected", "first", "second")})


RULE = Rule(
    CODE,
    collect,
    excess_or_slip(CODE),
    message,
)
"""Differences as printed."""
