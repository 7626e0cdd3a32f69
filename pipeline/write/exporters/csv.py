"""Sheets as CSV: UTF-8 with a byte order mark, comma, line feed, point as decimal mark, null as nothing."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from pipeline.sanitise import guard
from pipeline.write.artifact import store
from schemas.printed import plain_number

if TYPE_CHECKING:
    from pipeline.model import Artifact
    from pipeline.write.package import Delivery, Sheet


def write_csv(delivery: Delivery) -> tuple[Artifact, ...]:
    return tuple(
        store(delivery.folder, f"{sheet.stem}.csv", csv_bytes(sheet), rows=sheet.data.num_rows)
        for sheet in delivery.sheets
    )


def csv_bytes(sheet: Sheet) -> bytes:
    """The same bytes for the same sheet, on every system."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow([field.name for field in sheet.fields])
    columns = [[_printed(value, sheet.whole_numbers) for value in column.to_pylist()] for column in sheet.data.columns]
    writer.writerows(zip(*columns, strict=True))
    # Without the mark Excel takes UTF-8 for the code page of the country and shows "Ã«" for "ë".
    return buffer.getvalue().encode("utf-8-sig")


def _printed(value: Any, whole_numbers: bool) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return plain_number(value) if whole_numbers else repr(value)
    return guard(value) if isinstance(value, str) else str(value)
