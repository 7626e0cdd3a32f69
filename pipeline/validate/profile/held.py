"""The tables of a report held against those of its profile: what is wrong, and which values it touches."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pandas as pd

from pipeline.findings import finding, word
from pipeline.model import Issue
from pipeline.model import Place as NamedPlace
from pipeline.validate.profile.frame import failures
from schemas.printed import as_printed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.model import CleanTable
    from pipeline.validate.profile.frame import Failure
    from pipeline.validate.profile.match import Match
    from schemas.printed import Column
    from schemas.table_schema import TableSchema

OF_VALUES = ("profile.value_range", "profile.value_missing", "profile.value_text")
"""Findings about one cell, which name its row and column; the others name what is wrong themselves."""

Place = tuple[int, int]
"""Row and column of the grid."""


@dataclass(slots=True)
class Held:
    """Findings, and by observation the codes of what it failed."""

    issues: list[Issue] = field(default_factory=list)
    failed: dict[str, list[str]] = field(default_factory=dict)

    def fail(self, keys: object, code: str) -> None:
        for key in keys if isinstance(keys, list | tuple | frozenset | set) else (keys,):
            codes = self.failed.setdefault(str(key), [])
            codes += [code] if code not in codes else []


def frame_of(columns: tuple[Column, ...]) -> pd.DataFrame:
    """A table as printed, with the types of ``tables/<table_id>.parquet``."""
    return pd.DataFrame(
        {c.name: pd.Series(list(c.values), dtype="string" if _holds_text(c) else "float64") for c in columns}
    )


def _holds_text(column: Column) -> bool:
    """A column of labels is one of texts even where all of them are missing."""
    return column.is_text or column.column is None


def hold_table(match: Match, held: TableSchema | None, values: Mapping[Place, tuple[str, float | None]]) -> Held:
    """``values``: the table's observations that keep the contract: key and number by row and column."""
    result, table = Held(), match.table
    if table is None:
        return result
    if not match.by_title and match.expected.title and table.title:
        told = {"title": match.expected.title, "file": match.expected.place}
        wording = word("profile.title_differs", where=_place_of(table), **told)
        result.issues.append(finding("warning", wording, table.table.pages[0], table.table.id))
    numbers = {place: number for place, (_, number) in values.items() if number is not None}
    columns = as_printed(table, numbers)
    if held is not None:
        empty = {(v.row, v.column) for v in table.values} - set(values)
        for failure in failures(frame_of(columns), held):
            place = _place(failure, table, columns)
            if failure.code == "profile.value_missing" and place in empty:
                continue  # in quarantine already, with a finding of its own
            result.issues.append(_issue(failure, table, columns, held))
            result.fail(tuple(key for at, (key, _) in values.items() if _touches(failure, place, at)), failure.code)
    if not result.issues:
        result.issues += _shape(match, table)
    return result


def _place(failure: Failure, table: CleanTable, columns: tuple[Column, ...]) -> tuple[int | None, int | None]:
    row = table.rows[failure.row].index if failure.row is not None else None
    column = next((c.column for c in columns if c.name == failure.column), None)
    return row, column


def _touches(failure: Failure, place: tuple[int | None, int | None], at: Place) -> bool:
    """Whether a failure takes the value there into doubt. An unknown column of labels touches all of its table."""
    if failure.row is None and failure.column is None:
        return failure.whole
    return all(wanted is None or wanted == there for wanted, there in zip(place, at, strict=True))


def _issue(failure: Failure, table: CleanTable, columns: tuple[Column, ...], held: TableSchema) -> Issue:
    row, column = _place(failure, table, columns)
    where = _place_of(table)
    if failure.row is not None and failure.code in OF_VALUES:
        own = [column.values[failure.row] for column in columns if column.column is None][-1]
        where = where._replace(row=f"“{own}”" if own else str(failure.row + 1))
    if failure.column is not None and failure.code in OF_VALUES:
        where = where._replace(column=f"“{failure.column}”")
    page = next((v.page for v in table.values if row in (None, v.row) and column in (None, v.column)), where.page)
    wording = word("profile.schema", where=where, told=(failure.told,), file=held.file)
    issue = finding("error", wording, page, table.table.id, row, column)
    return replace(issue, code=failure.code)


def _shape(match: Match, table: CleanTable) -> list[Issue]:
    """Rows or columns too many or too few that no label tells of, as when two rows have one label."""
    sizes = (
        ("profile.shape_differs:rows", match.expected.rows, len(table.rows)),
        ("profile.shape_differs:columns", match.expected.columns, len(table.columns)),
    )
    place = match.expected.place
    return [
        finding(
            "error",
            word(key, where=_place_of(table), found=found, wanted=wanted, file=place),
            table.table.pages[0],
            table.table.id,
        )
        for key, wanted, found in sizes
        if wanted is not None and wanted != found
    ]


def _place_of(table: CleanTable) -> NamedPlace:
    return NamedPlace(table.table.id, table.number, table.table.pages[0])
