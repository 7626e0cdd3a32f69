"""A percentage lies between 0 and 100, unless it says how something changed."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from pipeline.findings import word
from pipeline.validate.rule import Material, Rule, Tested, Trial
from pipeline.validate.say import where
from pipeline.validate.words import CHANGE
from schemas.observation import LIKELY_MOST, WARNINGS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.model import Wording
    from pipeline.validate.grid import Grid, Number

CODE = "percent.out_of_range"
OVER_WHOLE = "percent.over_whole"
NEGATIVE = "percent.negative"
WHOLE = 100.0
MANY_OVER = 3
"""Percentages over 100 in a table that make them ratios, such as a weight relative to that of others: marks that stray
in do not do so three times, and to so little over 100."""
MANY = 2
"""Percentages out of bounds in a line that make it one of changes."""


def collect(material: Material) -> Tested:
    trials: list[Trial] = []
    left_out: list[str] = []
    for grid in material.grids:
        said = CHANGE.search(grid.words) is not None
        changing = _changing(grid) | {
            (side, line.index)
            for side, lines in enumerate((grid.rows, grid.columns))
            for line in lines
            if CHANGE.search(line.label)
        }
        ratios = _over(grid) >= MANY_OVER
        for (row, column), cell in grid.cells.items():
            if cell.statistic != "percent" or cell.value is None:
                continue
            if said or (0, row) in changing or (1, column) in changing or (ratios and cell.value > WHOLE):
                left_out.append("percent.out_of_range:change")
            else:
                trials.append(_trial(grid, row, column, cell))
    return Tested(trials, left_out)


def _over(grid: Grid) -> int:
    """How many percentages of a table are over 100, and no more than a ratio may be."""
    values = [cell.value for cell in grid.cells.values() if cell.statistic == "percent" and cell.value is not None]
    return sum(value > WHOLE for value in values) if max(values, default=0.0) <= LIKELY_MOST else 0


def _changing(grid: Grid) -> set[tuple[int, int]]:
    """Rows (0) and columns (1) of changes: with a plus sign, or with several that only a change can have."""
    signs: Counter[tuple[int, int]] = Counter()
    for place, cell in grid.cells.items():
        if cell.statistic == "percent" and cell.value is not None:
            for side in (0, 1):
                signs[side, place[side]] += MANY if "+" in cell.raw else _is_change(cell)
    return {line for line, count in signs.items() if count >= MANY}


def _is_change(cell: Number) -> bool:
    """Negative, or over 100 with decimals: marks that stray into whole numbers do not make those."""
    return cell.value is not None and (cell.value < 0 or (cell.value > WHOLE and cell.decimals > 0))


def _trial(grid: Grid, row: int, column: int, cell: Number) -> Trial:
    return {
        "table_id": grid.table_id,
        "page": cell.page,
        "row": row,
        "column": column,
        "keys": (cell.key,),
        "statistic": cell.statistic,
        "value": cell.value,
        "at": (grid, row, column),
        "raw": cell.raw,
    }


def message(trial: Mapping[str, Any], code: str) -> Wording:
    return word(code, where=where(*trial["at"]), raw=trial["raw"])


RULE = Rule(
    CODE,
    collect,
    WARNINGS,
    message,
    severities={CODE: "warning", OVER_WHOLE: "info", NEGATIVE: "info"},
    columns=("statistic", "value"),
)
