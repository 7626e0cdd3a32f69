"""A column that slipped against the one it belongs to: the relation between them holds one row further on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandera.pandas as pa

from pipeline.findings import word
from pipeline.validate.say import where

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.model import Wording
    from pipeline.validate.grid import Grid
    from pipeline.validate.relations import Outcome
    from pipeline.validate.rule import Trial

SLIPPED = "column.slipped"


def slip(grid: Grid, positions: Sequence[int], found: Sequence[Outcome]) -> Trial:
    """All numbers that take part are in doubt: which of the columns slipped, nobody can tell."""
    line = grid.columns[positions[0]]
    row, column = grid.place(None, line.index)
    return {
        "table_id": grid.table_id,
        "page": found[0].parts[0].page,
        "row": row,
        "column": column,
        "keys": tuple(dict.fromkeys(part.key for one in found for part in one.parts)),
        "excess": 0.0,
        "slipped": True,
        "where": where(grid, None, line.index),
        "rows": len(found),
    }


def slip_message(trial: Mapping[str, Any]) -> Wording:
    return word(SLIPPED, where=trial["where"], rows=trial["rows"])


def excess_or_slip(code: str) -> pa.DataFrameSchema:
    """What a trial must hold: no excess over the rounding (``code``), and no column that slipped."""
    excess, slipped = pa.Check.eq(0.0, name=code), pa.Check.eq(False, name=SLIPPED)
    return pa.DataFrameSchema({"excess": pa.Column(float, excess), "slipped": pa.Column(bool, slipped)})
