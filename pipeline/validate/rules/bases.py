"""Tables with the same columns have the same numbers of respondents, but for the questions not put to all."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

import pandera.pandas as pa

from pipeline.findings import word
from pipeline.validate.rule import Material, Rule, Tested, Trial
from pipeline.validate.say import quoted, where

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.model import Wording
    from pipeline.validate.grid import Grid

CODE = "base.differs"
FEWEST_COLUMNS = 3
"""With fewer columns, one that differs leaves too few that agree."""


def collect(material: Material) -> Tested:
    """Pairs of tables with the same columns. A base that differs where all others agree is suspect; where more
    differ, the question was put to other people."""
    bases = [(grid, found) for grid in material.grids if len(found := _bases(grid)) >= FEWEST_COLUMNS]
    trials: list[Trial] = []
    left_out: list[str] = []
    for (grid, first), (other, second) in combinations(bases, 2):
        if first.keys() != second.keys():
            continue
        differ = [label for label in first if first[label] != second[label]]
        if len(differ) > 1:
            left_out.append("base.differs:others")
        else:
            trials.append(_trial(grid, other, differ, first, second))
    return Tested(trials, left_out)


def _bases(grid: Grid) -> dict[str, int]:
    return {line.label: line.base_n for line in grid.columns if line.base_n is not None}


def _trial(grid: Grid, other: Grid, differ: list[str], first: dict[str, int], second: dict[str, int]) -> Trial:
    label = differ[0] if differ else ""
    column = next((line.index for line in other.columns if line.label == label), None)
    return {
        "table_id": other.table_id,
        "page": other.page,
        "column": column if differ else None,
        "keys": (),
        "differ": len(differ),
        "label": label,
        "one": second.get(label),
        "there": where(other),
        "two": first.get(label),
        "here": where(grid),
    }


def message(trial: Mapping[str, Any], code: str) -> Wording:
    said = {name: trial[name] for name in ("one", "there", "two", "here")}
    return word(code, label=quoted(trial["label"]), **said)


RULE = Rule(
    CODE,
    collect,
    pa.DataFrameSchema({"differ": pa.Column(int, pa.Check.eq(0, name=CODE))}),
    message,
    severities={CODE: "info"},
)
