"""The number printed at a bar and the length of the bar agree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandera.pandas as pa

from pipeline.findings import word
from pipeline.validate.rule import Material, Rule, Tested, Trial
from pipeline.validate.say import where

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.model import Wording

CODE = "bar.differs"


def collect(material: Material) -> Tested:
    grids = {grid.table_id: grid for grid in material.grids}
    trials: list[Trial] = []
    left_out: list[str] = []
    for chart in material.evidence.charts:
        grid = grids.get(chart.id)
        if grid is None:
            left_out.append(f"{CODE}:unread")
            continue
        told = {(issue.row, issue.column) for issue in chart.issues if issue.code == "chart.label_differs"}
        longest = max((abs(bar.measured_value) for bar in chart.bars if bar.measured_value is not None), default=0.0)
        for bar in chart.bars:
            cell = grid.cells.get((bar.row, bar.column))
            if cell is None or cell.value is None or not bar.value_raw or (bar.row, bar.column) in told:
                continue
            if bar.measured_value is None:
                left_out.append(f"{CODE}:unmeasured")
                continue
            slack = cell.half + material.thresholds.bar_points / 100 * longest
            trials.append(
                {
                    "table_id": grid.table_id,
                    "page": cell.page,
                    "row": bar.row,
                    "column": bar.column,
                    "keys": (cell.key,),
                    "excess": max(0.0, abs(abs(cell.value) - abs(bar.measured_value)) - slack),
                    "where": where(grid, bar.row, bar.column),
                    "printed": cell.raw,
                    "length": f"{bar.measured_value:.1f}",
                }
            )
    return Tested(trials, left_out)


def message(trial: Mapping[str, Any], code: str) -> Wording:
    return word(code, **{name: trial[name] for name in ("where", "printed", "length")})


RULE = Rule(CODE, collect, pa.DataFrameSchema({"excess": pa.Column(float, pa.Check.eq(0.0, name=CODE))}), message)
"""Labels and lengths of bars."""
