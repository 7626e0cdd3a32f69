"""Records -> DataFrame with the dtypes of the contract, also when there is no record."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, cast

import pandas as pd

from schemas.columns import OBSERVATION, Field, dtype

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pipeline.tidy.record import Record

BOX_DECIMALS = 2
"""A hundredth of a point: finer than any printer, and the same from every reader of the page."""


def frame_of(records: Iterable[Record]) -> pd.DataFrame:
    """One row per record, in the order of the report: page, table, row, column."""
    places: list[tuple[object, ...]] = []
    columns: dict[str, list[object]] = {field.name: [] for field in OBSERVATION}
    for record in records:  # each is gone before the next one comes: all of them would take as much again
        places.append(_place(record))
        for name, values in columns.items():
            values.append(record.get(name))
    order = sorted(range(len(places)), key=places.__getitem__)
    return pd.DataFrame({field.name: _column(field, columns.pop(field.name), order) for field in OBSERVATION})


def _place(record: Record) -> tuple[object, ...]:
    """Tables by number, not by text: t10 comes after t9."""
    table = tuple(int(digits) for digits in re.findall(r"\d+", str(record["table_id"])))
    return (record["page"], table, record["table_id"], record["row"], record["column"])


def _column(field: Field, found: Sequence[object], order: Sequence[int]) -> pd.Series[Any]:
    values = [found[at] for at in order]
    if field.unit == "pt":
        values = [round(cast("float", value), BOX_DECIMALS) for value in values]
    return pd.Series(values, dtype=dtype(field))
