"""Cells of the body -> values, each with its unit, statistic, base, marks and a first confidence."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pipeline.clean.bases import base_column, base_rows, column_base
from pipeline.clean.confidence import confidence_of
from pipeline.clean.doubts import doubts_about, not_a_value
from pipeline.clean.footnotes import meaning_of, texts_of
from pipeline.clean.grid import raised_marks
from pipeline.clean.label_doubts import LabelDoubts
from pipeline.clean.numbers import fold
from pipeline.clean.significance import significance_of
from pipeline.clean.statistic import of_unit
from pipeline.clean.units import is_currency, with_scale
from pipeline.geometry import union
from pipeline.model import Box, Value

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pipeline.clean.layout import Layout, Sheet
    from pipeline.clean.numbers import Printed
    from pipeline.clean.significance import Definition
    from pipeline.model import Axis, Issue, Statistic


@dataclass(frozen=True, slots=True)
class Setting:
    """What the surroundings of a table say about its values. ``legend``: mark -> text of its note."""

    unit: str | None = None
    base_n: int | None = None
    legend: Mapping[str, str] = field(default_factory=dict)
    definitions: tuple[Definition, ...] = ()


@dataclass(frozen=True, slots=True)
class Body:
    """The values of a table and the labels of their rows and columns."""

    sheet: Sheet
    layout: Layout
    rows: Mapping[int, Axis]
    columns: Sequence[Axis]
    doubts: LabelDoubts = field(default_factory=LabelDoubts)


def read_values(body: Body, setting: Setting) -> tuple[tuple[Value, ...], tuple[Issue, ...]]:
    """Values of all rows that have any, and an Issue for every cell that prints something else."""
    sheet, rows = body.sheet, body.rows
    own_units = {sheet.read(r, c.index).unit for r in rows for c in body.columns} - {None}
    bases = _bases(body)
    minus = _writes_minus(body)
    twins = twin_columns(body.columns, sheet, rows)
    errors = {row for row, axis in rows.items() if not axis.path[-1] and _all_bracketed(body, row)}
    values: list[Value] = []
    issues: list[Issue] = []
    for column in body.columns:
        reads = {r: sheet.read(r, column.index) for r in rows}
        brackets = _brackets_mean(reads.values(), minus)
        own = column.unit or _shared_unit(reads.values())
        whole = setting.unit if _applies(setting.unit, own_units, column, reads) else None
        for row, axis in rows.items():
            if _is_covered(sheet, row, column.index) or _stands_in_step(body, row, column):
                continue
            printed = _settle(reads[row], "positive" if row in errors else brackets, reads)
            if printed.kind == "text":
                issues.append(not_a_value(sheet, row, column.index, printed))
                continue
            base = bases.get((row, column.index))
            unit = reads[row].unit or own or axis.unit or _for_row(whole, axis)
            head = replace(
                column, unit=with_scale(unit, setting.unit), base_n=base if base is not None else column.base_n
            )
            labels = (*body.doubts.at(row, column.index), *(("header.repeated",) if column.index in twins else ()))
            sure = confidence_of(sheet.grid.table, printed, axis, column, labels, _seen(sheet, row, column.index))
            values.append(_value(sheet, printed, axis, head, setting, sure))
            issues += doubts_about(sheet.grid.table, values[-1], printed)
    issues += _of_text_columns(body)
    return tuple(sorted(values, key=lambda v: (v.row, v.column))), tuple(issues)


def _seen(sheet: Sheet, row: int, column: int) -> float:
    """The least confidence of the words of a cell: below 1 only where they were recognised from a picture."""
    cell = sheet.grid.cells.get((row, column))
    return min((word.confidence for word in cell.words), default=1.0) if cell else 1.0


def _of_text_columns(body: Body) -> list[Issue]:
    """What stands in columns that hold no values."""
    rows = range(body.layout.header, body.sheet.grid.rows)
    places = [(r, c) for r in rows for c in body.layout.texts if body.sheet.grid.anchored(r, c)]
    return [not_a_value(body.sheet, r, c, body.sheet.read(r, c)) for r, c in places]


def _shared_unit(reads: Iterable[Printed]) -> str | None:
    """The unit of a column that prints it at some of its numbers: a currency at any of them (accounts print it on
    the first and last row), another unit at all of them (then it counts for what is missing too)."""
    numbers = [p for p in reads if p.kind == "number"]
    units = {p.unit for p in numbers}
    printed = units - {None}
    if len(printed) == 1 and (units == printed or all(is_currency(u) for u in printed)):
        return printed.pop()
    return None


def _for_row(unit: str | None, row: Axis) -> str | None:
    """The table's unit, but not percent for a row of counts or means."""
    return None if unit == "%" and row.statistic in ("count", "mean", "score", "other") else unit


def twin_columns(columns: Sequence[Axis], sheet: Sheet, rows: Iterable[int]) -> frozenset[int]:
    """Columns with the same path whose values stand in the same row."""
    filled = {c.index: {r for r in rows if sheet.grid.anchored(r, c.index)} for c in columns}
    by_path: dict[tuple[str, ...], list[int]] = {}
    for column in columns:
        if column.path:
            by_path.setdefault(column.path, []).append(column.index)
    return frozenset(
        index
        for indexes in by_path.values()
        for index in indexes
        if any(other != index and filled[other] & filled[index] for other in indexes)
    )


def _stands_in_step(body: Body, row: int, column: Axis) -> bool:
    """An empty cell of an amount set in steps: the amount stands in the column beside it, under the same header."""
    if body.sheet.grid.anchored(row, column.index) is not None or not column.path:
        return False
    beside = (c for c in body.columns if abs(c.index - column.index) == 1 and c.path == column.path)
    return any(body.sheet.grid.anchored(row, c.index) is not None for c in beside)


def _bases(body: Body) -> dict[tuple[int, int], int]:
    """The base of each value that a row or column of bases gives."""
    found = base_rows(body.sheet, body.rows)
    beside = base_column(body.sheet, body.rows, body.columns)
    bases: dict[tuple[int, int], int] = {}
    for row in body.rows:
        own = None if beside is None else body.sheet.read(row, beside).number
        for column in body.columns:
            under = column_base(body.sheet, body.rows, found, row, column.index)
            if own is not None and column.index != beside:
                bases[row, column.index] = int(own)
            elif under is not None:
                bases[row, column.index] = under
    return bases


def _is_covered(sheet: Sheet, row: int, column: int) -> bool:
    cell = sheet.grid.at(row, column)
    return cell is not None and (cell.row, cell.column) != (row, column)


def _writes_minus(body: Body) -> bool:
    """Whether any value of the table has a minus sign: then brackets are not needed for negative numbers."""
    rows = range(body.layout.header, body.sheet.grid.rows)
    return any((body.sheet.read(r, c).number or 0) < 0 for r in rows for c in body.layout.values)


def _brackets_mean(reads: Iterable[Printed], minus: bool) -> str:
    """How ``(986)`` reads in a column: negative, positive, or unknown.

    Negative where the table writes no minus sign and brackets stand among bare numbers; positive where the whole
    column is in brackets (standard errors, shares); unknown else.
    """
    numbers = [p for p in reads if p.number is not None]
    if len(numbers) > 1 and all(p.bracketed for p in numbers):
        return "positive"
    return "unknown" if minus else "negative"


def _all_bracketed(body: Body, row: int) -> bool:
    """A row without a label that holds numbers in brackets only: the standard errors of the row above."""
    numbers = [p for c in body.layout.values if (p := body.sheet.read(row, c)).number is not None]
    return bool(numbers) and all(p.bracketed for p in numbers)


def _settle(printed: Printed, brackets: str, column: Mapping[int, Printed]) -> Printed:
    """A printed number as its column makes it out: brackets, and three digits behind the decimal mark."""
    if "number.ambiguous" in printed.doubts and printed.decimals and _has_decimals(column.values()):
        printed = replace(printed, doubts=tuple(d for d in printed.doubts if d != "number.ambiguous"))
    if not printed.bracketed or printed.number is None:
        return printed
    if brackets == "unknown":
        return replace(printed, number=None, doubts=(*printed.doubts, "number.brackets"))
    return replace(printed, number=-printed.number) if brackets == "negative" else printed


def _has_decimals(reads: Iterable[Printed]) -> bool:
    """Whether numbers of the column have decimals beyond doubt."""
    return any(p.decimals and not p.doubts for p in reads)


def _applies(unit: str | None, own_units: set[str | None], column: Axis, reads: Mapping[int, Printed]) -> bool:
    """Whether the unit of the table is that of a column which states none.

    Not where cells print their units themselves, not for counts and scores, and no percentages over 100.
    """
    if unit is None or own_units:
        return False
    if unit != "%":
        return True
    plausible = all(abs(p.number) <= 100 for p in reads.values() if p.number is not None)
    return plausible and column.statistic in (None, "percent", "difference")


def _value(sheet: Sheet, printed: Printed, row: Axis, column: Axis, setting: Setting, confidence: float) -> Value:
    cell = sheet.grid.anchored(row.index, column.index)
    unit = column.unit
    marks = printed.marks + (raised_marks(cell) if cell is not None else ())
    explained = (fold(cell.text),) if cell is not None and printed.missing else ()
    stated = meaning_of(explained[0], setting.legend) if explained else None
    beside = sheet.grid.row_cells(row.index)
    return Value(
        row=row.index,
        column=column.index,
        raw=cell.text if cell is not None else "",
        number=printed.number,
        missing=stated or printed.missing,
        unit=unit,
        statistic=_statistic(printed, row, column, unit),
        base_n=next((b for b in (row.base_n, column.base_n, setting.base_n) if b is not None), None),
        is_total=row.is_total or column.is_total,
        significance=significance_of(cell, marks, setting.definitions, beside) if cell is not None else None,
        marks=marks,
        footnotes=texts_of((*explained, *marks, *row.marks, *column.marks), setting.legend),
        page=cell.page if cell is not None else _page(sheet, row.index),
        box=cell.box if cell is not None else _empty_box(sheet, row.index, column.index),
        confidence=confidence,
    )


def _statistic(printed: Printed, row: Axis, column: Axis, unit: str | None) -> Statistic:
    if column.statistic == "difference" or unit == "percentage point":
        return "difference"
    if printed.unit and unit:
        return of_unit(unit)
    named = row.statistic or column.statistic
    if named and not (named == "percent" and unit != "%"):
        return named
    return of_unit(unit) if unit else "other"


def _page(sheet: Sheet, row: int) -> int:
    pages = Counter(c.page for c in sheet.grid.row_cells(row))
    return pages.most_common(1)[0][0] if pages else sheet.grid.table.pages[0]


def _empty_box(sheet: Sheet, row: int, column: int) -> Box:
    """Where an empty cell would stand: the width of its column, the height of its row."""
    grid = sheet.grid
    beside = union([c.box for c in grid.row_cells(row)])
    over = [c.box for r in range(grid.rows) if (c := grid.anchored(r, column)) is not None and c.column_span == 1]
    x0, x1 = (min(b.x0 for b in over), max(b.x1 for b in over)) if over else (beside.x0, beside.x1)
    return Box(x0, beside.top, x1, beside.bottom)
