"""Quarantined observations -> facts by their place in a grid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.report.facts import Facts, plain

if TYPE_CHECKING:
    import pandas as pd

Place = tuple[str, int, int]
"""Table, row, column."""

COLUMNS = (
    "observation_id", "table_id", "row", "column", "row_label", "column_label", "value_raw", "value", "page",
)  # fmt: skip
EDGES = ("x0", "top", "x1", "bottom")


def held_back(quarantined: pd.DataFrame) -> dict[Place, Facts]:
    """What failed a check of level error, with the codes of what it failed."""
    found: dict[Place, Facts] = {}
    for record in quarantined.to_dict("records"):
        facts = {name: plain(record.get(name)) for name in COLUMNS}
        failed = record.get("failed") or ()
        facts["failed"] = failed.split() if isinstance(failed, str) else [str(code) for code in failed]
        facts["box"] = [plain(record.get(edge)) for edge in EDGES]
        found[(str(facts["table_id"]), int(facts["row"]), int(facts["column"]))] = facts
    return found
