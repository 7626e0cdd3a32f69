"""A table as printed, held against its pandera schema: one failure per fault, with its row and column.

The same for a table on its way out and for one read back from ``tables/<table_id>.parquet``.
"""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaErrorReason as Reason

from pipeline.findings import word
from schemas.table_schema import TEXTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.model import Wording
    from schemas.table_schema import TableSchema

ALIKE = 0.6
"""Likeness (difflib) from which on another label is named as the one perhaps meant."""


class Failure(NamedTuple):
    """One fault. ``row``: position in the frame; None: no row or all of them; likewise ``column``: a name."""

    code: str
    row: int | None
    column: str | None
    told: Wording
    whole: bool = False
    """It names no row or column, so that no value of the table is above suspicion."""


def failures(frame: pd.DataFrame, held: TableSchema) -> tuple[Failure, ...]:
    """In the order of the table: columns first, then labels, then values."""
    texts = _texts_among_numbers(frame, held)
    numeric = frame.assign(**{
        name: pd.to_numeric(frame[name], errors="coerce").astype("float64") for name in frame.columns
        if name in held.schema.columns and not _is_text(held, name) and not _is_number(frame, name)
    })  # fmt: skip
    found = list(texts)
    try:
        held.schema.validate(numeric, lazy=True)
    except pa.errors.SchemaErrors as errors:
        for error in errors.schema_errors:
            found += _told(error, numeric, held)
    known = {(failure.row, failure.column) for failure in texts}
    found = [f for f in found if f.code != "profile.value_missing" or (f.row, f.column) not in known]
    return tuple(sorted(dict.fromkeys(found), key=lambda f: (f.row is not None, f.row or 0)))


def _is_text(held: TableSchema, name: str) -> bool:
    return str(held.schema.columns[name].dtype).startswith(TEXTS)


def _is_number(frame: pd.DataFrame, name: str) -> bool:
    return pd.api.types.is_numeric_dtype(frame[name])


def _texts_among_numbers(frame: pd.DataFrame, held: TableSchema) -> list[Failure]:
    found = []
    for name in frame.columns:
        if name not in held.schema.columns or _is_text(held, name) or _is_number(frame, name):
            continue
        numbers = pd.to_numeric(frame[name], errors="coerce")
        for position in frame.index[frame[name].notna() & numbers.isna()]:
            told = word("profile.value_text", text=str(frame[name].astype(object)[position]))
            found.append(Failure("profile.value_text", int(position), str(name), told))
    return found


def _told(error: Any, frame: pd.DataFrame, held: TableSchema) -> Iterator[Failure]:
    """What pandera says, in words."""
    reason, column = error.reason_code, error.column_name
    if reason == Reason.COLUMN_NOT_IN_SCHEMA:
        name = str(error.failure_cases)
        told = _unknown("profile.column_unknown", "name", name, [str(column) for column in held.columns])
        yield Failure("profile.column_unknown", None, name, told)
    elif reason == Reason.COLUMN_NOT_IN_DATAFRAME:
        told = word("profile.column_missing", name=str(error.failure_cases))
        yield Failure("profile.column_missing", None, None, told)
    elif not isinstance(error.failure_cases, pd.DataFrame):
        yield from _without_rows(error, frame)
    else:
        for case in error.failure_cases.drop_duplicates("index").to_dict("records"):
            yield _of_row(error, column, case, frame, held)


def _without_rows(error: Any, frame: pd.DataFrame) -> Iterator[Failure]:
    """A check that judges a column, or the table, as a whole."""
    name, check = error.column_name, error.check
    of_labels = name in frame.columns and not _is_number(frame, name)
    if of_labels and getattr(check, "name", None) == "unique_values_eq":
        wanted = {str(value) for value in check.statistics["values"]}
        there = {str(value) for value in frame[name].dropna()}
        for label in (value for value in check.statistics["values"] if str(value) in wanted - there):
            yield Failure("profile.row_missing", None, None, word("profile.row_missing", label=str(label)))
        for position in frame.index[frame[name].notna() & ~frame[name].astype(str).isin(wanted)]:
            told = _unknown("profile.row_unknown", "label", str(frame.at[position, name]), sorted(wanted))
            yield Failure("profile.row_unknown", int(position), None, told)
        return
    column = str(name) if name in frame.columns else None
    yield Failure("profile.rule", None, column, _broken(column, check), whole=True)


def _of_row(error: Any, column: Any, case: Any, frame: pd.DataFrame, held: TableSchema) -> Failure:
    name = str(column) if column in frame.columns else None
    if pd.isna(case["index"]):
        return Failure("profile.rule", None, name, _broken(name, error.check), whole=True)
    row = int(case["index"])
    shown = case["failure_case"]
    of_label = name is not None and name in held.schema.columns and _is_text(held, name)
    if error.reason_code == Reason.SERIES_CONTAINS_NULLS:
        if of_label:
            return Failure("profile.row_unknown", row, None, word("profile.row_unknown:empty", name=str(name)))
        return Failure("profile.value_missing", row, name, word("profile.value_missing"))
    if error.reason_code in (Reason.SERIES_CONTAINS_DUPLICATES, Reason.DUPLICATES):
        return Failure("profile.row_repeated", row, None, word("profile.row_repeated", label=str(shown)))
    if of_label:
        allowed = getattr(error.check, "statistics", {}).get("allowed_values", ())
        told = _unknown("profile.row_unknown", "label", str(shown), [str(value) for value in allowed])
        return Failure("profile.row_unknown", row, None, told)
    value = f"{shown:g}" if isinstance(shown, float) else str(shown)
    return Failure("profile.value_range", row, name, word("profile.value_range", value=value, check=_name(error.check)))


def _unknown(key: str, kind: str, name: str, known: list[str]) -> Wording:
    """That a label or column is not in the schema, with the one perhaps meant."""
    near = difflib.get_close_matches(name, known, n=1, cutoff=ALIKE)
    return word(f"{key}:near", **{kind: name, "near": near[0]}) if near else word(key, **{kind: name})


def _broken(column: str | None, check: Any) -> Wording:
    if column is None:
        return word("profile.rule", check=_name(check))
    return word("profile.rule:column", check=_name(check), name=column)


def _name(check: Any) -> str:
    """``in_range(0, 100)``."""
    return str(getattr(check, "error", None) or getattr(check, "name", None) or check)
