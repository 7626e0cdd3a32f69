"""A table or chart as a grid of numbers, which can be turned: what holds for rows then holds for columns."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple, cast

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from pipeline.model import CleanTable


NEEDED = (
    "table_id", "row", "column", "observation_id", "value", "missing", "value_raw", "statistic", "unit", "page",
    "base_n", "number", "title", "note", "row_group", "row_label", "column_group", "column_label",
)  # fmt: skip
"""Columns of the observations that a grid is made of."""


AT_ONCE = 2000
"""Rows of the observations that are there as Python values at one time."""


class Number(NamedTuple):
    """A cell of the body."""

    key: str
    """Its observation_id."""
    value: float | None
    missing: str | None
    raw: str
    statistic: str
    unit: str | None
    page: int
    base_n: int | None = None
    decimals: int = 0
    """Places behind the decimal mark, at most six; ``6,0`` has one, ``1.000`` has none."""
    half: float = 0.5
    """How far rounding may have moved it: half of the last place that is printed."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row or a column."""

    index: int
    path: tuple[str, ...]
    total: bool = False
    base_n: int | None = None

    @property
    def label(self) -> str:
        return " > ".join(part for part in self.path if part)


@dataclass(frozen=True, slots=True)
class Grid:
    table_id: str
    number: str | None
    page: int
    words: str
    """Title and notes, which may say what the numbers are."""
    rows: tuple[Line, ...]
    columns: tuple[Line, ...]
    cells: dict[tuple[int, int], Number]
    """By row and column."""
    chart: bool = False
    turned: bool = False
    """True: ``rows`` are the columns of the page."""

    @property
    def folded(self) -> bool:
        """A part of a table that was folded into strips (``p007-t2a``): its total may be that of all parts."""
        return self.table_id[-1].isalpha()

    def turn(self) -> Grid:
        cells = {(column, row): number for (row, column), number in self.cells.items()}
        return replace(self, rows=self.columns, columns=self.rows, cells=cells, turned=not self.turned)

    def place(self, row: int | None, column: int | None) -> tuple[int | None, int | None]:
        """Row and column as they stand on the page."""
        return (column, row) if self.turned else (row, column)


def decimals(value: float | None, raw: str) -> int:
    """Places behind the decimal mark that are printed, at most six."""
    if value is None:
        return 0
    needed = next((d for d in range(6) if abs(round(value, d) - value) < 1e-9), 6)
    printed = re.search(r"[.,](0{1,2})\D*$", raw)
    return max(needed, len(printed[1]) if printed else 0)


def grids(frame: pd.DataFrame, tables: Sequence[CleanTable], rounding: float = 0.5) -> tuple[Grid, ...]:
    """One grid per table or chart that has observations, in the order of the frame.

    ``rounding``: how far a printed number may be from the true one, in units of its last place.
    """
    known = {table.table.id: _of_table(table, {}) for table in tables}
    cells: dict[str, dict[tuple[int, int], Number]] = {}
    others: dict[str, list[dict[str, Any]]] = {}
    same: dict[str | None, str | None] = {}
    for start in range(0, len(frame), AT_ONCE):
        plain = frame[list(NEEDED)].iloc[start : start + AT_ONCE].astype(object)
        for values in plain.where(plain.notna(), None).itertuples(index=False, name=None):
            record: dict[str, Any] = dict(zip(NEEDED, values, strict=True))
            name = str(record["table_id"])
            cells.setdefault(name, {})[record["row"], record["column"]] = _number(record, rounding, same)
            if name not in known:
                others.setdefault(name, []).append(record)
    return tuple(
        replace(known[name], cells=own) if name in known else _of_labels(name, others[name], own)
        for name, own in cells.items()
    )


def _number(record: dict[str, Any], rounding: float, same: dict[str | None, str | None]) -> Number:
    """``same``: texts met so far, so that what is printed a thousand times is there once."""
    places = decimals(record["value"], record["value_raw"])
    missing, raw, statistic, unit = (
        same.setdefault(record[name], record[name]) for name in ("missing", "value_raw", "statistic", "unit")
    )
    return Number(
        record["observation_id"],
        record["value"],
        missing,
        cast("str", raw),
        cast("str", statistic),
        unit,
        record["page"],
        record["base_n"],
        places,
        rounding * 10.0**-places,
    )


def _of_table(table: CleanTable, cells: dict[tuple[int, int], Number]) -> Grid:
    words = (table.title, table.note, *(note.text for note in table.table.notes))
    return Grid(
        table.table.id,
        table.number,
        table.table.pages[0],
        " ".join(word for word in words if word),
        tuple(Line(axis.index, axis.path, axis.is_total, axis.base_n) for axis in table.rows),
        tuple(Line(axis.index, axis.path, axis.is_total, axis.base_n) for axis in table.columns),
        cells,
    )


def _of_labels(name: str, records: Sequence[dict[str, Any]], cells: dict[tuple[int, int], Number]) -> Grid:
    first = records[0]
    words = " ".join(str(first[column]) for column in ("title", "note") if first[column])
    rows, columns = (_lines(records, side) for side in ("row", "column"))
    return Grid(name, first["number"], first["page"], words, rows, columns, cells, chart=True)


def _lines(records: Sequence[dict[str, Any]], side: str) -> tuple[Line, ...]:
    found: dict[int, tuple[str, ...]] = {}
    for record in records:
        path = tuple(str(text) for text in (record[f"{side}_group"], record[f"{side}_label"]) if text)
        found.setdefault(record[side], path)
    return tuple(Line(index, path) for index, path in sorted(found.items()))
