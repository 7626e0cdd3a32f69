"""One table -> its pandera schema, with comments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.draft.ranges import range_of
from pipeline.draft.scalar import comment, quoted
from schemas.printed import as_printed, plain_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas as pd

    from pipeline.model import CleanTable
    from schemas.printed import Column

TITLE_WORDS = 5
"""Words of a title that name a file where a table has no number."""


def file_names(tables: Iterable[CleanTable]) -> list[str]:
    """``table-3-5.yaml``, ``table-3-5-2.yaml``: by number, else by the first words of the title; each once."""
    taken: set[str] = set()
    names = []
    for position, table in enumerate(tables, 1):
        stem, count = _stem(table, position), 1
        name = stem
        while name in taken:
            count += 1
            name = f"{stem}-{count}"
        taken.add(name)
        names.append(f"{name}.yaml")
    return names


def _stem(table: CleanTable, position: int) -> str:
    text = table.number or " ".join((table.title or "").split()[:TITLE_WORDS]) or str(position)
    letters = "".join(letter if letter.isascii() and letter.isalnum() else " " for letter in text.lower())
    return "-".join(["table", *(letters.split() or [str(position)])])


def table_text(table: CleanTable, accepted: pd.DataFrame, name: str) -> str:
    """``accepted``: its observations that passed."""
    places = zip(accepted["row"], accepted["column"], accepted["value"], strict=True)
    numbers = {(int(row), int(column)): float(value) for row, column, value in places if value == value}
    columns = as_printed(table, numbers)
    title = " ".join(part for part in (table.number, table.title) if part) or table.table.id
    lines = comment(
        f"Table {title}, as in tables/{table.table.id}.parquet. A pandera schema; pandera alone reads it too:"
    )
    lines += [
        f'#   pandera.io.pandas_io.from_yaml("{name}").validate(pandas.read_parquet(".../{table.table.id}.parquet"))',
        "schema_type: dataframe",
        f"title: {quoted(title)}",
        "strict: true            # a column that is not below is an error",
        "coerce: true",
        "columns:",
    ]
    labels = [column for column in columns if column.column is None]
    for position, column in enumerate(labels, 1):
        lines += _labels(column, f"labels{position}")
    for column in columns:
        if column.column is not None:
            lines += _values(column, accepted[accepted["column"] == column.column])
    return "\n".join(lines) + "\n"


def _labels(column: Column, anchor: str) -> list[str]:
    there = list(dict.fromkeys(str(value) for value in column.values if value is not None))
    lines = [f"  {quoted(column.name)}:", "    dtype: string"]
    lines += [f"    nullable: {_flag(None in column.values)}"]
    if not there:
        return lines
    lines += [f"    isin: &{anchor}       # a label that is not here is an error"]
    lines += [f"      - {quoted(label)}" for label in there]
    lines += [
        f"    unique_values_eq: *{anchor}   # a label of the list that is missing is one too: delete if it may be"
    ]
    return lines


def _values(column: Column, own: pd.DataFrame) -> list[str]:
    lines = [f"  {quoted(column.name)}:"]
    if column.is_text:
        return [*lines, "    dtype: string          # words", "    nullable: true"]
    lines += ["    dtype: float64"]
    holes = None in column.values
    lines += [f"    nullable: {_flag(holes)}" + ("" if holes else "        # every row has a number")]
    found = range_of(own)
    if found is None:
        return lines
    known = own["value"].dropna()
    units = " and ".join(_units(own))
    lines += [
        f"    # this edition: {plain_number(float(known.min()))} to {plain_number(float(known.max()))} ({units})",
        f"    in_range: {{min_value: {plain_number(found.low)}, max_value: {plain_number(found.high)}}}",
    ]
    return lines


def _units(own: pd.DataFrame) -> Sequence[str]:
    """Unit, or kind of number where it has none."""
    pairs = zip(own["unit"], own["statistic"], strict=True)
    return list(dict.fromkeys(str(unit) if isinstance(unit, str) else str(kind) for unit, kind in pairs))


def _flag(value: bool) -> str:
    return "true" if value else "false"
