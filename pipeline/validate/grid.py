"""A table or chart as a grid of numbers, which can be turned: what holds for rows then holds for columns."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas as pd

    from pipeline.model import CleanTable


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
    known = {table.table.id: table for table in tables}
    numbers = _numbers(frame, rounding)
    return tuple(
        _of_table(known[name], cells) if name in known else _of_labels(name, part, cells)
        for key, part in frame.groupby("table_id", sort=False, observed=True)
        if (cells := numbers[name := str(key)])
    )


def _numbers(frame: pd.DataFrame, rounding: float) -> dict[str, dict[tuple[int, int], Number]]:
    found: dict[str, dict[tuple[int, int], Number]] = {}
    names = [
        "table_id",
        "row",
        "column",
        "observation_id",
        "value",
        "missing",
        "value_raw",
        "statistic",
        "unit",
        "page",
        "base_n",
    ]
    plain = frame[names].astype(object).where(frame[names].notna(), None)
    for table, row, column, *rest in plain.itertuples(index=False, name=None):
        number = Number(*rest)
        places = decimals(number.value, number.raw)
        found.setdefault(table, {})[row, column] = number._replace(decimals=places, half=rounding * 10.0**-places)
    return found


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


def _of_labels(name: str, part: pd.DataFrame, cells: dict[tuple[int, int], Number]) -> Grid:
    first = part.astype(object).where(part.notna(), None).iloc[0]
    words = " ".join(str(first[column]) for column in ("title", "note") if first[column])
    rows, columns = (_lines(part, side) for side in ("row", "column"))
    return Grid(name, first["number"], int(first["page"]), words, rows, columns, cells, chart=True)


def _lines(part: pd.DataFrame, side: str) -> tuple[Line, ...]:
    names = [side, f"{side}_group", f"{side}_label"]
    known = part[names].drop_duplicates(side).sort_values(side).astype(object)
    paths: Iterable[tuple[int, object, object]] = known.where(known.notna(), None).itertuples(index=False, name=None)
    return tuple(Line(int(index), tuple(str(text) for text in path if text)) for index, *path in paths)
