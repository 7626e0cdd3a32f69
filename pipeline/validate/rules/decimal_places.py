"""Numbers of one kind in one column are printed with as many decimals."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

import pandera.pandas as pa

from pipeline.findings import word
from pipeline.validate.rule import Material, Rule, Tested, Trial
from pipeline.validate.say import where

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pipeline.model import Wording
    from pipeline.validate.grid import Grid, Number

CODE = "decimals.lost"
MORE = "decimals.more"
FEWEST = 3
"""Other numbers that must agree on their decimals."""
FAR = 3.0
"""Times the largest of the others from which a number without decimals does not belong among them."""

Place = tuple[int, int]


def collect(material: Material) -> Tested:
    trials: list[Trial] = []
    left_out: list[str] = []
    for grid in material.grids:
        seen: dict[Place, Trial] = {}
        for line in (*_lines(grid, 1), *_lines(grid, 0)):
            found = _line(grid, line)
            if found is None:
                left_out.append(f"{CODE}:mixed")
            for place, trial in (found or {}).items():
                if place not in seen or trial["lost"]:
                    seen[place] = trial
        trials += seen.values()
    return Tested(trials, left_out)


def _lines(grid: Grid, side: int) -> Iterator[list[tuple[Place, Number]]]:
    """Numbers of one kind in one row (0) or column (1)."""
    found: dict[tuple[int, str, str | None], list[tuple[Place, Number]]] = defaultdict(list)
    for place, cell in grid.cells.items():
        if cell.value is not None:
            found[place[side], cell.statistic, cell.unit].append((place, cell))
    return (line for line in found.values() if len(line) > FEWEST)


def _line(grid: Grid, line: Sequence[tuple[Place, Number]]) -> dict[Place, Trial] | None:
    """One for each number of a line in which all but one have the same decimals; None where they differ more."""
    places = Counter(cell.decimals for _, cell in line)
    [(usual, count)] = places.most_common(1)
    if not usual or len(line) - count > 1:
        return None if usual and len(places) > 1 else {}
    largest = max(abs(cell.value or 0.0) for _, cell in line if cell.decimals == usual)
    return {place: _trial(grid, place, cell, usual, largest) for place, cell in line}


def _trial(grid: Grid, place: Place, cell: Number, usual: int, largest: float) -> Trial:
    row, column = grid.place(*place)
    size = abs(cell.value or 0.0)
    return {
        "table_id": grid.table_id,
        "page": cell.page,
        "row": row,
        "column": column,
        "keys": (cell.key,),
        "lost": cell.decimals == 0 and FAR * largest < size <= FAR * largest * 10**usual,
        "more": cell.decimals > usual,
        "where": where(grid, *place),
        "raw": cell.raw,
        "usual": usual,
    }


def message(trial: Mapping[str, Any], code: str) -> Wording:
    return word(code, **{name: trial[name] for name in ("where", "raw", "usual")})


RULE = Rule(
    CODE,
    collect,
    pa.DataFrameSchema(
        {
            "lost": pa.Column(bool, pa.Check.eq(False, name=CODE)),
            "more": pa.Column(bool, pa.Check.eq(False, name=MORE)),
        }
    ),
    message,
    severities={CODE: "warning", MORE: "info"},
)
"""Decimal marks lost, or decimals too many."""
