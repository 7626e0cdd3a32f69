"""A table as a person reads it: the columns of ``tables/<table_id>``, whoever makes or checks them.

Standard library only. What stands here is what the schema of a table is held against.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pipeline.sanitise import clean, guard
from schemas.columns import PATH_SEPARATOR

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pipeline.model import Axis, CleanTable

LABEL = "label"
GROUP = "group"


class Column(NamedTuple):
    """One column of a table as printed; all its values are texts, or all numbers. None: nothing."""

    name: str
    unit: str | None
    column: int | None
    """Column of the grid; None for a column of row labels."""
    values: tuple[str | None, ...] | tuple[float | None, ...]
    """One per row of ``CleanTable.rows``."""

    @property
    def is_text(self) -> bool:
        return any(isinstance(value, str) for value in self.values)


def as_printed(table: CleanTable, numbers: Mapping[tuple[int, int], float]) -> tuple[Column, ...]:
    """Labels first, then the columns named as a person reads the header.

    ``numbers``: the values to show, by row and column; a number that is not among them is left out. A text in the
    body stays a text, and makes its whole column one.
    """
    stub = _stub(table)
    names = _unique([*stub, *(_head(axis) for axis in table.columns)])
    units = [*(None for _ in stub), *(axis.unit for axis in table.columns)]
    indexes = [*(None for _ in stub), *(axis.index for axis in table.columns)]
    contents = _labels(table.rows, len(stub))
    contents += [_values(table, axis, numbers) for axis in table.columns]
    return tuple(
        Column(name, unit, index, _alike(values))
        for name, unit, index, values in zip(names, units, indexes, contents, strict=True)
    )


def plain_number(value: float) -> str:
    """Every digit, and no more: 229 rather than 229.0."""
    return repr(value).removesuffix(".0")


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


def _values(table: CleanTable, column: Axis, numbers: Mapping[tuple[int, int], float]) -> list[object]:
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
            found.append(numbers.get((axis.index, column.index)))
    return found


def _alike(values: Sequence[object]) -> tuple[str | None, ...] | tuple[float | None, ...]:
    """All texts where one is a text; a number among texts is written as a person would."""
    if not any(isinstance(value, str) for value in values):
        return tuple(value if isinstance(value, float) else None for value in values)
    texts = (plain_number(value) if isinstance(value, float) else value for value in values)
    return tuple(clean(text) if isinstance(text, str) else None for text in texts)


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
