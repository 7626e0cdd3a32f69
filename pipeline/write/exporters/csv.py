"""Sheets as CSV: UTF-8 with a byte order mark, comma, line feed, point as decimal mark, null as nothing."""

from __future__ import annotations

import codecs
import csv
import io
from typing import TYPE_CHECKING, Any

from pipeline.sanitise import guard
from pipeline.write.artifact import store
from schemas.printed import plain_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pipeline.model import Artifact
    from pipeline.write.package import Delivery, Sheet


AT_ONCE = 2000
"""Rows that are there as text at one time: 3 MB."""


def write_csv(delivery: Delivery) -> tuple[Artifact, ...]:
    return tuple(
        store(delivery.folder, f"{sheet.stem}.csv", csv_pieces(sheet), rows=sheet.data.num_rows)
        for sheet in delivery.sheets
    )


def csv_pieces(sheet: Sheet) -> Iterator[bytes]:
    """The same bytes for the same sheet, on every system."""
    # Without the mark Excel takes UTF-8 for the code page of the country and shows "Ã«" for "ë".
    yield codecs.BOM_UTF8 + _lines([[field.name for field in sheet.fields]])
    for start in range(0, sheet.data.num_rows, AT_ONCE):
        part = sheet.data.slice(start, AT_ONCE)
        columns = [_all_printed(column.to_pylist(), sheet.whole_numbers) for column in part.columns]
        yield _lines(zip(*columns, strict=True))


def _lines(rows: Iterable[Sequence[str]]) -> bytes:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\n").writerows(rows)
    return buffer.getvalue().encode()


def _all_printed(values: list[Any], whole_numbers: bool) -> list[str]:
    """Of one column. Most texts in it stand there more than once."""
    if not all(value is None or isinstance(value, str) for value in values):
        return [_printed(value, whole_numbers) for value in values]
    known = {value: _printed(value, whole_numbers) for value in set(values)}
    return [known[value] for value in values]


def _printed(value: Any, whole_numbers: bool) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return plain_number(value) if whole_numbers else repr(value)
    return guard(value) if isinstance(value, str) else str(value)
