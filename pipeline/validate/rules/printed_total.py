"""A printed total and the sum of its parts."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, Any

import pandera.pandas as pa

from pipeline.findings import word
from pipeline.validate.rule import Material, Rule, Tested, Trial
from pipeline.validate.say import number, where
from pipeline.validate.sums import add, addends

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pipeline.model import Wording
    from pipeline.validate.grid import Number
    from pipeline.validate.totals import PrintedTotal

CODE = "total.differs"
LITTLE = "total.differs_little"
WHOLE = 100.0
"""Percentages whose total is printed as 100 are the matter of percent_total."""


def collect(material: Material) -> Tested:
    trials: list[Trial] = []
    left_out: list[str] = []
    for total in material.totals:
        found = list(_trials(total))
        trials += found
        if not total.added:
            left_out.append("total.differs:no_parts")
    return Tested(_once(trials), left_out)


def _once(trials: list[Trial]) -> list[Trial]:
    """One fault, one finding: a subtotal read wrongly is off as a total, and off by as much as a part.

    A table that misses more than one total by a little adds up rounded numbers, and that is no fault.
    """
    off = {trial["keys"][0]: trial["excess"] for trial in trials if trial["excess"]}
    little = Counter(trial["table_id"] for trial in trials if trial["little"])
    rounded = {table for table, count in little.items() if count > 1}
    trials = [trial | {"little": trial["little"] and trial["table_id"] not in rounded} for trial in trials]
    return [
        trial | {"excess": 0.0, "little": False}
        if any(math.isclose(off.get(key, 0.0), trial["excess"]) for key in trial["keys"][1:] if trial["excess"])
        else trial
        for trial in trials
    ]


def _trials(total: PrintedTotal) -> Iterator[Trial]:
    grid = total.grid
    for added in total.added:
        for index in added.columns:
            cell = total.cell(index)
            if cell is None or cell.value is None or (cell.statistic == "percent" and cell.value == WHOLE):
                continue
            numbers = addends(grid, cell, added.parts, index)
            made = add(numbers)
            row, across = grid.place(total.line.index, index)
            yield {
                "table_id": grid.table_id,
                "page": cell.page,
                "row": row,
                "column": across,
                "keys": (cell.key, *(part.key for part in numbers)),
                "excess": 0.0 if made.reaches(cell.value, cell.half) else abs(made.value - cell.value),
                "little": _is_little(cell, numbers, made.value),
                "where": where(grid, total.line.index, index),
                "total": cell.raw,
                "sum": number(made.value, numbers),
                "parts": len(numbers),
                "said": total.said,
            }


def _is_little(total: Number, parts: Sequence[Number], value: float) -> bool:
    """Whether whole counts miss their total by what rounding could do: counts are seldom rounded."""
    whole = all(number.statistic in ("count", "other") and not number.decimals for number in (total, *parts))
    return whole and value != total.value


def message(trial: Mapping[str, Any], code: str) -> Wording:
    said = {"where": trial["where"], "total": trial["total"], "sum": trial["sum"], "parts": trial["parts"]}
    if code == LITTLE:
        return word(code, **said)
    return word(code if trial["said"] else f"{code}:seen", **said)


RULE = Rule(
    CODE,
    collect,
    pa.DataFrameSchema(
        {
            "excess": pa.Column(float, pa.Check.eq(0.0, name=CODE)),
            "little": pa.Column(bool, pa.Check.eq(False, name=LITTLE)),
        }
    ),
    message,
    severities={CODE: "warning", LITTLE: "info"},
)
