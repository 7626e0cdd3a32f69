"""A value that has no row label or no column label says nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandera.pandas as pa

from pipeline.findings import word
from pipeline.validate.rule import Material, Rule, Tested, Trial
from pipeline.validate.say import where
from pipeline.validate.sums import subtotal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pipeline.model import Wording
    from pipeline.validate.grid import Grid

CODE = "label.missing"
NO_HEADER = "label.no_header"


def collect(material: Material) -> Tested:
    return Tested([trial for grid in material.grids for trial in _trials(grid)])


def _trials(upright: Grid) -> Iterator[Trial]:
    """One per row and column that has values; one for all where none of them has a label."""
    for grid in (upright, upright.turn()):
        labels = {line.index: line.label for line in grid.rows}
        page = min((cell.page for cell in grid.cells.values()), default=grid.page)
        keys: dict[int, list[str]] = {}
        for (row, _), cell in grid.cells.items():
            if cell.value is not None:
                keys.setdefault(row, []).append(cell.key)
        bare = {row for row in keys if not labels.get(row)}
        if grid.chart and len(keys) == 1:
            continue  # a chart of one series has no need to name it
        if keys and len(bare) == len(keys):
            everything = tuple(key for found in keys.values() for key in found)
            yield _trial(grid, None, everything, headless=True) | {"page": page}
            continue
        lines = {line.index: line for line in grid.rows}
        for row, found in sorted(keys.items()):
            # Accounts print a subtotal under a rule, without a label: the rule is its label.
            labelled = row not in bare or (row in lines and subtotal(grid, lines[row]))
            yield _trial(grid, row, tuple(found), labelled=labelled) | {"page": page}


def _trial(grid: Grid, row: int | None, keys: tuple[str, ...], labelled: bool = True, headless: bool = False) -> Trial:
    line, across = grid.place(row, None)
    return {
        "table_id": grid.table_id,
        "row": line,
        "column": across,
        "keys": keys,
        "labelled": labelled,
        "headed": not headless,
        "where": where(grid, row, None),
        "side": "column" if grid.turned else "row",
    }


def message(trial: Mapping[str, Any], code: str) -> Wording:
    return word(f"{code}:{trial['side']}", where=trial["where"], values=len(trial["keys"]))


RULE = Rule(
    CODE,
    collect,
    pa.DataFrameSchema(
        {
            "labelled": pa.Column(bool, pa.Check.eq(True, name=CODE)),
            "headed": pa.Column(bool, pa.Check.eq(True, name=NO_HEADER)),
        }
    ),
    message,
    severities={CODE: "warning", NO_HEADER: "info"},
)
