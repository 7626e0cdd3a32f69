"""One sheet per table, as printed: labels first, columns named as a person reads the header."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pipeline.errors import OutputError
from pipeline.sanitise import clean
from pipeline.write.tabular import sheet
from schemas.columns import TABLE_ID, Field
from schemas.printed import Column, as_printed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pipeline.model import CleanTable
    from pipeline.write.package import Package, Sheet

Numbers = dict[tuple[int, int], float]
"""By row and column."""


class TableSheets:
    """Values are numbers of accepted observations, never of quarantined ones; a text stays a text.

    Raises OutputError when a table's id would not do as the name of a file.
    """

    def __init__(self, package: Package) -> None:
        frame = package.validation.accepted
        self._tables = package.tables
        self._at: Mapping[Any, Any] = frame.groupby("table_id").indices if len(frame) else {}
        self._columns = [frame[name].to_numpy() for name in ("row", "column", "value")]

    def __iter__(self) -> Iterator[Sheet]:
        return (_sheet(table, self._accepted(table.table.id)) for table in self._tables)

    def _accepted(self, table_id: str) -> Numbers:
        if table_id not in self._at:
            return {}
        own = (column[self._at[table_id]].tolist() for column in self._columns)
        return {(row, column): value for row, column, value in zip(*own, strict=True) if not math.isnan(value)}


def _sheet(table: CleanTable, numbers: Numbers) -> Sheet:
    name = table.table.id
    if not re.fullmatch(TABLE_ID, name):
        raise OutputError(f"{name!r} cannot be the name of a table's file")
    columns = as_printed(table, numbers)
    names = [column.name for column in columns]
    rows = [dict(zip(names, row, strict=True)) for row in zip(*(column.values for column in columns), strict=True)]
    title = clean(" ".join(part for part in (table.number, table.title) if part)) or name
    plain = sheet(f"tables/{name}", title, [_field(column) for column in columns], rows)
    return replace(plain, key=None, whole_numbers=True)


def _field(column: Column) -> Field:
    return Field(
        column.name, "string" if column.is_text else "float", column.name, "As printed in the report.", unit=column.unit
    )
