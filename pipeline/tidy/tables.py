"""CleanTable -> records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.tidy.record import BETWEEN_FOOTNOTES, BETWEEN_MARKS, Record, joined, split
from schemas.columns import observation_id

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.model import CleanTable, Value


def table_records(report_id: str, table: CleanTable) -> Iterator[Record]:
    """One record per value. A row or column without an axis has no label."""
    marks = {("row", axis.index): axis.marks for axis in table.rows}
    marks |= {("column", axis.index): axis.marks for axis in table.columns}
    rows = {axis.index: split(axis.path) for axis in table.rows}
    columns = {axis.index: split(axis.path) for axis in table.columns}
    shared: Record = {
        "report_id": report_id,
        "source": "table",
        "table_id": table.table.id,
        "number": table.number,
        "title": table.title,
        "note": table.note,
        "section": table.section,
        "engine": table.table.engine,
        "corrected": table.table.corrected,
    }
    for value in table.values:
        row_label, row_group = rows.get(value.row, (None, None))
        column_label, column_group = columns.get(value.column, (None, None))
        printed = (*value.marks, *marks.get(("row", value.row), ()), *marks.get(("column", value.column), ()))
        yield (
            shared
            | _of_value(value)
            | {
                "observation_id": observation_id(table.table.id, value.row, value.column),
                "row_label": row_label,
                "row_group": row_group,
                "column_label": column_label,
                "column_group": column_group,
                "marks": joined(printed, BETWEEN_MARKS),
            }
        )


def _of_value(value: Value) -> Record:
    return {
        "page": value.page,
        "row": value.row,
        "column": value.column,
        "statistic": value.statistic,
        "unit": value.unit,
        "value": value.number,
        "value_raw": value.raw,
        "missing": value.missing,
        "base_n": value.base_n,
        "is_total": value.is_total,
        "significance": value.significance,
        "footnotes": joined(value.footnotes, BETWEEN_FOOTNOTES),
        "confidence": value.confidence,
        **value.box._asdict(),
    }
