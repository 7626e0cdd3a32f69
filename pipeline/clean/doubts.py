"""What to say about cells that were read with a doubt, and about cells that were left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.clean.confidence import DOUBT_FACTORS
from pipeline.model import Issue

if TYPE_CHECKING:
    from pipeline.clean.layout import Sheet
    from pipeline.clean.numbers import Printed
    from pipeline.model import Severity, Table, Value

SLIGHT = 0.85
"""A doubt that leaves this much of the confidence is told, but needs no one's attention."""

_MESSAGES: dict[str, str] = {
    "number.ambiguous": "'{raw}' can be read as thousands or as decimals; it was read as {number}",
    "number.blank_inside": "'{raw}' was read as one number, {number}; it may be two",
    "number.leading_zero": "'{raw}' begins with a zero: it may be a code; it was read as {number}",
    "number.other_format": "'{raw}' does not follow the number format of the document; it was read as {number}",
    "number.second": "'{raw}' holds a second number, which is kept in the raw text only",
    "number.spaced_sign": "'{raw}' was read as {number}; the sign stands apart",
    "number.brackets": "'{raw}' may be a negative amount or a number in brackets; no number was given",
}
_READINGS = {"several": "several numbers", "range": "a range", "date": "a date", "bound": "a bound"}


def doubts_about(table: Table, value: Value, printed: Printed) -> list[Issue]:
    """One Issue for each doubt about the number of a value."""
    found: list[Issue] = []
    for code in printed.doubts:
        text = _MESSAGES[code].format(raw=value.raw, number=value.number)
        message = f"{text} (table {table.id}, page {value.page})"
        severity: Severity = "info" if DOUBT_FACTORS.get(code, 0.0) >= SLIGHT else "warning"
        place = (value.page, table.id, value.row, value.column, value.box)
        found.append(Issue(code, severity, message, *place))
    return found


def not_a_value(sheet: Sheet, row: int, column: int, printed: Printed) -> Issue:
    """An Issue for a cell that is left out, with its text, so that no number is lost without a word."""
    cell = sheet.grid.cells[row, column]
    table = sheet.grid.table
    if printed.number is not None:
        code, what = "number.among_words", "a number in a column of words"
    else:
        code = {"several": "number.several", "mixed": "number.unparsed"}.get(printed.reading or "", "value.text")
        what = f"{_READINGS.get(printed.reading or '', 'text')}, not a number"
    severity: Severity = "info" if code == "value.text" else "warning"
    message = f"'{cell.text}' is {what}: left out (table {table.id}, page {cell.page})"
    return Issue(code, severity, message, cell.page, table.id, row, column, cell.box)
