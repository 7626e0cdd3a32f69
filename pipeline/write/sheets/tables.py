"""One sheet per table, as printed: labels first, columns named as a person reads the header."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.errors import OutputError
from pipeline.sanitise import clean
from pipeline.write.tabular import sheet
from schemas.columns import TABLE_ID, Field
from schemas.printed import Column, as_printed

if TYPE_CHECKING:
    from pipeline.model import CleanTable
    from pipeline.write.package import Package, Sheet

Numbers = dict[tuple[int, int], float]
"""By row and column."""


def tables(package: Package) -> tuple[Sheet, ...]:
    """Values are numbers of accepted observations, never of quarantined ones; a text stays a text.

    Raises OutputError when a table's id would not do as the name of a file.
    """
    numbers = _accepted(package)
    return tuple(_sheet(table, numbers.get(table.table.id, {})) for table in package.tables)


def _accepted(package: Package) -> dict[str, Numbers]:
    frame = package.validation.accepted
    found: dict[str, Numbers] = {}
    for table, row, column, value in zip(frame["table_id"], frame["row"], frame["column"], frame["value"], strict=True):
        if not math.isnan(value):
            found.setdefault(str(table), {})[int(row), int(column)] = float(value)
    return found


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
