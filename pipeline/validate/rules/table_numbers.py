"""A table number that stands above more than one table: allowed, but a reader of the data should know."""

from __future__ import annotations

from string import ascii_lowercase
from typing import TYPE_CHECKING, Any

import pandera.pandas as pa

from pipeline.findings import word
from pipeline.validate.rule import Material, Rule, Tested

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.model import Wording

CODE = "table.number_repeated"


def collect(material: Material) -> Tested:
    numbered = material.frame.dropna(subset=["number"])
    # Parts of a folded table (``p007-t2a``) bear one number because they are one table.
    whole = numbered["table_id"].str.rstrip(ascii_lowercase)
    tables = numbered.assign(whole=whole).drop_duplicates("whole")
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


def message(trial: Mapping[str, Any], code: str) -> Wording:
    key = code if trial["source"] == "table" else f"{code}:figure"
    said = {name: trial[name] for name in ("number", "pages", "names")}
    return word(key, times=trial["tables"], **said)


RULE = Rule(
    CODE,
    collect,
    pa.DataFrameSchema({"tables": pa.Column(int, pa.Check.eq(1, name=CODE))}),
    message,
    severities={CODE: "info"},
)
