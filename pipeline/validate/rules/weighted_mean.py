"""A total of percentages or means equals the mean of its groups, weighted by their numbers of respondents."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pandera.pandas as pa

from pipeline.findings import word
from pipeline.validate.relations import Outcome, is_believed, outcome
from pipeline.validate.rule import Material, Rule, Tested, Trial
from pipeline.validate.rules.total_between import MEANS
from pipeline.validate.say import number, where
from pipeline.validate.sums import FEWEST_PARTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pipeline.model import Wording
    from pipeline.validate.grid import Grid, Line, Number

CODE = "total.weighted"


def collect(material: Material) -> Tested:
    """Totals whose base is exactly that of their groups together: then the groups are all there is, each once."""
    trials: list[Trial] = []
    left_out: list[str] = []
    for upright in material.grids:
        for grid in (upright, upright.turn()):
            for total in (line for line in grid.rows if line.total):
                found = [one for column in grid.columns if (one := _outcome(grid, total, column))]
                if is_believed(found, material.thresholds):
                    trials += [_trial(grid, one) for one in found]
                elif found:
                    # The report weighs its respondents, or its groups are not what their labels seem to say.
                    left_out.append(f"{CODE}:otherwise")
    return Tested(trials, left_out)


def _outcome(grid: Grid, total: Line, across: Line) -> Outcome | None:
    cell = grid.cells.get((total.index, across.index))
    if cell is None or cell.value is None or cell.statistic not in MEANS | {"other"} or not cell.base_n:
        return None
    parts = list(_parts(grid, total, across, cell))
    if len(parts) < FEWEST_PARTS or sum(part.base_n or 0 for part in parts) != cell.base_n:
        return None
    if any(part.value is None for part in parts):
        return None
    weights = [(part.base_n or 0) / cell.base_n for part in parts]
    expected = math.fsum(weight * (part.value or 0.0) for weight, part in zip(weights, parts, strict=True))
    slack = cell.half + math.fsum(weight * part.half for weight, part in zip(weights, parts, strict=True))
    return outcome((total.index, across.index), expected, slack, (cell, *parts))


def _parts(grid: Grid, total: Line, across: Line, cell: Number) -> Iterator[Number]:
    """The groups that stand beside the total, of the same kind and each with a base of its own."""
    for line in grid.rows:
        part = grid.cells.get((line.index, across.index))
        if line.total or part is None or not part.base_n or line.path[:-1] != total.path[:-1]:
            continue
        if (part.statistic, part.unit) == (cell.statistic, cell.unit) and line.index != total.index:
            yield part


def _trial(grid: Grid, one: Outcome) -> Trial:
    cell, *parts = one.parts
    row, column = grid.place(one.row, one.column)
    return {
        "table_id": grid.table_id,
        "page": cell.page,
        "row": row,
        "column": column,
        "keys": tuple(part.key for part in one.parts),
        "excess": one.excess,
        "where": where(grid, one.row, one.column),
        "printed": cell.raw,
        "groups": len(parts),
        "expected": number(one.expected, one.parts),
    }


def message(trial: Mapping[str, Any], code: str) -> Wording:
    return word(code, **{name: trial[name] for name in ("where", "printed", "groups", "expected")})


RULE = Rule(CODE, collect, pa.DataFrameSchema({"excess": pa.Column(float, pa.Check.eq(0.0, name=CODE))}), message)
"""Totals that are weighted means."""
