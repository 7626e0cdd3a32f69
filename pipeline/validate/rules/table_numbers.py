"""A table number that stands above more than one table: allowed, but a reader of the data should know."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandera.pandas as pa

from pipeline.validate.rule import Material, Rule, Tested

if TYPE_CHECKING:
    from collections.abc import Mapping

CODE = "table.number_repeated"


def collect(material: Material) -> Tested:
    numbered = material.frame.dropna(subset=["number"])
    tables = numbered.drop_duplicates("table_id")
    groups = tables.groupby(["source", "number"], sort=False, observed=True)
    return Tested(
        [
            {
                "table_id": str(group["table_id"].iloc[0]),
                "page": int(group["page"].iloc[0]),
                "keys": (),
                "tables": len(group),
                "number": number,
                "source": source,
                "names": ", ".join(group["table_id"]),
                "pages": ", ".join(str(page) for page in group["page"]),
            }
            for (source, number), group in groups
        ]
    )


def message(trial: Mapping[str, Any], code: str) -> str:
    del code
    kind = "Table" if trial["source"] == "table" else "Figure"
    return (
        f"{kind} number {trial['number']} is used {trial['tables']} times (pages {trial['pages']}): "
        f"tell them apart by table_id ({trial['names']})."
    )


RULE = Rule(
    CODE,
    "Each table number is used once",
    collect,
    pa.DataFrameSchema({"tables": pa.Column(int, pa.Check.eq(1, name=CODE))}),
    message,
    severities={CODE: "info"},
    nothing="no table has a number",
)
