"""One sheet per table, as printed: labels first, columns named as a person reads the header."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from pipeline.errors import OutputError
from pipeline.write.package import Sheet
from pipeline.write.sanitise import clean, guard
from pipeline.write.tabular import plain_number, sheet
from schemas.columns import PATH_SEPARATOR, TABLE_ID, Field

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pipeline.model import Axis, CleanTable
    from pipeline.write.package import Package

LABEL = "label"
GROUP = "group"
Key = tuple[str, int, int]


def tables(package: Package) -> tuple[Sheet, ...]:
    """Values are numbers of accepted observations, never of quarantined ones; a text stays a text.

    Raises OutputError when a table's id would not do as the name of a file.
    """
    numbers = _accepted(package)
    return tuple(_sheet(table, numbers) for table in package.tables)


def _accepted(package: Package) -> dict[Key, float]:
    frame = package.validation.accepted
    places = zip(frame["table_id"], frame["row"], frame["column"], frame["value"], strict=True)
    return {
        (str(table), int(row), int(column)): float(value)
        for table, row, column, value in places
        if not math.isnan(value)
    }


def _sheet(table: CleanTable, numbers: dict[Key, float]) -> Sheet:
    name = table.table.id
    if not re.fullmatch(TABLE_ID, name):
        raise OutputError(f"{name!r} cannot be the name of a table's file")
    stub = _stub(table)
    heads = _unique([*stub, *(_head(axis) for axis in table.columns)])
    units = [*(None for _ in stub), *(axis.unit for axis in table.columns)]
    contents = _labels(table.rows, len(stub))
    contents += [_values(table, axis, numbers) for axis in table.columns]
    fields = [_field(*column) for column in zip(heads, units, contents, strict=True)]
    contents = [
        _as_texts(values) if field.kind == "string" else values for field, values in zip(fields, contents, strict=True)
    ]
    rows = [dict(zip(heads, row, strict=True)) for row in zip(*contents, strict=True)]
    title = clean(" ".join(part for part in (table.number, table.title) if part)) or name
    plain = sheet(f"tables/{name}", title, fields, rows)
    return Sheet(plain.stem, plain.title, plain.fields, plain.frame, whole_numbers=True)


def _stub(table: CleanTable) -> list[str]:
    """Names of the label columns: what the header says above them, where it says anything.

    One text over several label columns names the innermost, which holds the rows' own labels.
    """
    depth = max((len(axis.path) for axis in table.rows), default=1) or 1
    if depth == 1:
        return [table.stub or LABEL]
    first = min((axis.index for axis in table.columns), default=0)
    over: dict[int, str] = {}
    for cell in table.table.cells:
        if cell.role == "header" and cell.column < first and cell.column + cell.column_span <= first:
            over[cell.column] = " ".join(filter(None, (over.get(cell.column), cell.text)))
    printed = [over[column] for column in sorted(over)]
    if len(printed) == depth:
        return printed
    return [*[GROUP] * (depth - 1), table.stub or LABEL]


def _labels(rows: Sequence[Axis], depth: int) -> list[list[object]]:
    """One list per label column: groups from the left, the row's own label in the last."""
    columns: list[list[object]] = [[None] * len(rows) for _ in range(depth)]
    for position, axis in enumerate(rows):
        for level, part in enumerate(axis.path[:-1]):
            columns[level][position] = part or None
        columns[-1][position] = (axis.path[-1] or None) if axis.path else None
    return columns


def _values(table: CleanTable, column: Axis, numbers: dict[Key, float]) -> list[object]:
    name = table.table.id
    raw = {value.row: value for value in table.values if value.column == column.index}
    texts = {cell.row: cell.text for cell in table.table.cells if cell.column == column.index}
    found: list[object] = []
    for axis in table.rows:
        value = raw.get(axis.index)
        if value is None:
            found.append(texts.get(axis.index) or None)
        elif value.number is None:
            found.append(None if value.missing else value.raw or None)
        else:
            found.append(numbers.get((name, axis.index, column.index)))
    return found


def _head(axis: Axis) -> str:
    return PATH_SEPARATOR.join(part for part in axis.path if part) or f"column {axis.index + 1}"


def _unique(names: Iterable[str]) -> list[str]:
    """Names told apart by `` (2)``, without regard to case: databases have none in names of columns.

    Guarded here and not where CSV is written, so that all formats and the descriptor use one name.
    """
    taken: set[str] = set()
    unique = []
    for given in names:
        name = guard(clean(given).strip()) or "column"
        candidate, count = name, 1
        while candidate.casefold() in taken:
            count += 1
            candidate = f"{name} ({count})"
        taken.add(candidate.casefold())
        unique.append(candidate)
    return unique


def _field(name: str, unit: str | None, values: Sequence[object]) -> Field:
    texts = any(isinstance(value, str) for value in values)
    return Field(name, "string" if texts else "float", name, "As printed in the report.", unit=unit)


def _as_texts(values: Sequence[object]) -> list[object]:
    """A number in a column of texts, written as a person would."""
    return [plain_number(value) if isinstance(value, float) else value for value in values]
