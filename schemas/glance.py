"""Frames in which pandera would find no fault, told without it.

Importing pandera takes longer than validating a report, and most reports and tables are without fault. Where that is
not plain to see, pandera is asked: it alone says what is wrong.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from schemas.columns import OBSERVATION, dtype

if TYPE_CHECKING:
    from collections.abc import Mapping

    from schemas.columns import Field

KEY = "observation_id"

SAID_OF_A_TABLE = frozenset(("schema_type", "title", "description", "strict", "coerce", "columns"))
SAID_OF_A_COLUMN = frozenset(("title", "description", "dtype", "nullable", "isin", "unique_values_eq", "in_range"))
"""What a drafted schema says; of one that says more, pandera is asked."""


def keeps_contract(frame: pd.DataFrame) -> bool:
    """Whether every row plainly is what ``schemas.observation`` wants."""
    if list(frame.columns) != [field.name for field in OBSERVATION]:
        return False
    if not all(_is_right(frame[field.name], field) for field in OBSERVATION) or not frame[KEY].is_unique:
        return False
    either = frame["value"].notna() != frame["missing"].notna()
    return bool(either.all() and (frame["x0"] <= frame["x1"]).all() and (frame["top"] <= frame["bottom"]).all())


def _is_right(column: pd.Series[Any], field: Field) -> bool:
    if column.dtype != pd.api.types.pandas_dtype(dtype(field)):
        return False
    there = column.dropna()
    if field.required and len(there) < len(column):
        return False
    if field.enum or field.pattern:
        texts = set(there.unique())
        if field.enum and not texts.issubset(field.enum):
            return False
        if field.pattern and not all(re.fullmatch(field.pattern, text) for text in texts):
            return False
    least, most = field.minimum, field.maximum
    if field.kind == "float" and not np.isfinite(there).all():
        return False
    return bool((least is None or (there >= least).all()) and (most is None or (there <= most).all()))


class Plain(NamedTuple):
    """What a schema wants of one column of a table."""

    is_text: bool
    nullable: bool
    allowed: frozenset[str] | None = None
    """Texts that may be there."""
    wanted: frozenset[str] | None = None
    """Texts that must be there, and no others."""
    bounds: tuple[float, float] | None = None


def plain_columns(schema: Any) -> dict[str, Plain] | None:
    """``schema``: as YAML gives it. None where it asks for more than can be told here."""
    if not isinstance(schema, dict) or not SAID_OF_A_TABLE.issuperset(schema) or schema.get("strict") is not True:
        return None
    if schema.get("schema_type") != "dataframe" or not isinstance(schema.get("coerce", False), bool):
        return None
    columns = schema.get("columns")
    if not isinstance(columns, dict) or not columns:
        return None
    found = {name: _plain(column) for name, column in columns.items()}
    plain = {name: column for name, column in found.items() if column is not None}
    return plain if len(plain) == len(found) else None


def _plain(column: Any) -> Plain | None:
    if not isinstance(column, dict) or not SAID_OF_A_COLUMN.issuperset(column):
        return None
    nullable = column.get("nullable")
    if not isinstance(nullable, bool):
        return None
    if column.get("dtype") == "float64" and not column.keys() & {"isin", "unique_values_eq"}:
        bounds = _bounds(column["in_range"]) if "in_range" in column else None
        return None if bounds is None and "in_range" in column else Plain(False, nullable, bounds=bounds)
    if column.get("dtype") == "string" and "in_range" not in column:
        lists = [column.get(name, [""]) for name in ("isin", "unique_values_eq")]
        if all(isinstance(texts, list) and texts and all(isinstance(t, str) for t in texts) for texts in lists):
            allowed, wanted = (frozenset(column[n]) if n in column else None for n in ("isin", "unique_values_eq"))
            return Plain(True, nullable, allowed, wanted)
    return None


def _bounds(told: Any) -> tuple[float, float] | None:
    if not isinstance(told, dict) or told.keys() != {"min_value", "max_value"}:
        return None
    low, high = told["min_value"], told["max_value"]
    if type(low) not in (int, float) or type(high) not in (int, float) or not low <= high:
        return None
    return low, high


def fits(frame: pd.DataFrame, columns: Mapping[str, Plain]) -> bool:
    """Whether a table as printed plainly is what its schema wants."""
    if len(frame.columns) != len(columns) or set(frame.columns) != columns.keys():
        return False
    return all(_fits(frame[name], column) for name, column in columns.items())


def _fits(column: pd.Series[Any], plain: Plain) -> bool:
    if column.dtype != pd.api.types.pandas_dtype("string" if plain.is_text else "float64"):
        return False
    there = column.dropna()
    if not plain.nullable and len(there) < len(column):
        return False
    if plain.bounds is not None:
        low, high = plain.bounds
        return bool(((there >= low) & (there <= high)).all())
    texts = set(there) if plain.is_text else set()
    return (plain.allowed is None or texts <= plain.allowed) and (plain.wanted is None or texts == plain.wanted)
