"""A total that is a mean lies between the least and the greatest of its groups."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import pandera.pandas as pa

from pipeline.findings import word
from pipeline.validate.rule import Material, Rule, Tested, Trial
from pipeline.validate.say import number, where
from pipeline.validate.sums import FEWEST_PARTS, column
from pipeline.validate.words import INCLUDES_OTHERS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.model import Wording
    from pipeline.validate.totals import PrintedTotal

CODE = "total.outside"
MEANS = frozenset(("percent", "mean", "score", "index"))
FEWEST_INSIDE = 3
"""Lines in which the total does lie between: with fewer, nothing says that it is a mean of what is shown."""


def collect(material: Material) -> Tested:
    trials: list[Trial] = []
    left_out: list[str] = []
    for total in (total for total in material.totals if total.said):
        by_statistic: dict[str, list[Trial]] = defaultdict(list)
        for trial in _trials(total):
            by_statistic[trial["statistic"]].append(trial)
        for found in by_statistic.values():
            if INCLUDES_OTHERS.search(total.line.label):
                left_out.append("total.outside:others_said")
                continue
            outside = [trial for trial in found if trial["excess"] > 0]
            # One line far outside where all others lie inside is a fault; more of them, or a line just outside,
            # and the total covers groups that the table does not show.
            inside = len(found) - len(outside)
            fault = len(outside) == 1 and inside >= FEWEST_INSIDE and outside[0]["excess"] > outside[0]["spread"]
            if outside and not fault:
                left_out.append("total.outside:others_seen")
            else:
                trials += found
    return Tested(trials, left_out)


def _trials(total: PrintedTotal) -> list[Trial]:
    grid, found = total.grid, []
    summed = total.summed()
    groups = [line for line in grid.rows if not line.total]
    for line in grid.columns:
        cell = total.cell(line.index)
        if cell is None or cell.value is None or cell.statistic not in MEANS or line.index in summed:
            continue
        parts = [
            part
            for part in column(grid, groups, line.index)
            if part.value is not None and (part.statistic, part.unit) == (cell.statistic, cell.unit)
        ]
        values = [part.value for part in parts if part.value is not None]
        if len(values) < FEWEST_PARTS:
            continue
        slack = cell.half + max(part.half for part in parts)
        row, across = grid.place(total.line.index, line.index)
        found.append(
            {
                "table_id": grid.table_id,
                "page": cell.page,
                "row": row,
                "column": across,
                "keys": (cell.key,),
                "statistic": cell.statistic,
                "excess": max(0.0, min(values) - cell.value - slack, cell.value - max(values) - slack),
                "spread": max(values) - min(values) + slack,
                "where": where(grid, total.line.index, line.index),
                "total": cell.raw,
                "least": number(min(values), parts),
                "greatest": number(max(values), parts),
            }
        )
    return found


def message(trial: Mapping[str, Any], code: str) -> Wording:
    return word(code, **{name: trial[name] for name in ("where", "total", "least", "greatest")})


RULE = Rule(
    CODE,
    collect,
    pa.DataFrameSchema({"excess": pa.Column(float, pa.Check.le(0.0, name=CODE))}),
    message,
)
