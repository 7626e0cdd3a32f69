"""``<table>.yaml``: a pandera schema of one table as printed, read by pandera itself once every key is known.

pandera passes over a key it does not know, and then a check that somebody wrote is not made.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.errors import ProfileError
from schemas.located import read_both

if TYPE_CHECKING:
    from pathlib import Path

    import pandera.pandas as pa

    from schemas.located import Located

SCHEMA_KEYS = frozenset((
    "schema_type", "version", "api", "columns", "checks", "index", "dtype", "coerce", "strict", "name", "ordered",
    "unique", "report_duplicates", "unique_column_names", "title", "description",
))  # fmt: skip
COLUMN_KEYS = frozenset((
    "title", "description", "dtype", "nullable", "checks", "unique", "coerce", "required", "regex",
    "report_duplicates",
))  # fmt: skip
CHECKS = frozenset((
    "between", "eq", "equal_to", "ge", "greater_than", "greater_than_or_equal_to", "gt", "in_range", "isin", "le",
    "less_than", "less_than_or_equal_to", "lt", "ne", "not_equal_to", "notin", "str_contains", "str_endswith",
    "str_length", "str_matches", "str_startswith", "unique_values_eq",
))  # fmt: skip
"""The checks of pandera that YAML can state and that look at one column."""
LABEL_CHECKS = ("isin", "unique_values_eq")
TEXTS = ("string", "str", "object")
REFUSED = {
    "drop_invalid_rows": "rows that fail are kept back by this program; pandera drops innocent ones with them",
    "add_missing_columns": "a missing column is an error, not something to fill in",
    "metadata": "pandera loses it; write a comment, or description",
    "default": "a value that is not printed is never filled in",
}


@dataclass(frozen=True, slots=True)
class TableSchema:
    path: Path
    schema: pa.DataFrameSchema
    labels: frozenset[str]
    """Texts that its columns of labels may hold."""
    columns: tuple[str, ...]

    @property
    def file(self) -> str:
        return "/".join(self.path.parts[-3:])


def load_schema(path: Path) -> TableSchema:
    """Raises ProfileError with file, line and key."""
    import yaml
    from pandera.errors import SchemaDefinitionError
    from pandera.io import pandas_io

    entry, node = read_both(path)
    keys = entry.mapping(SCHEMA_KEYS | REFUSED.keys())
    _refuse(keys)
    if "columns" not in keys:
        entry.refuse("the key 'columns' is missing")
    columns = keys["columns"].mapping()
    labels = [label for column in columns.values() for label in _column(column)]
    try:
        # Parsed once, and not by pandera, whose parser takes ten times as long.
        plain = yaml.constructor.SafeConstructor().construct_document(node)
        schema: pa.DataFrameSchema = pandas_io.deserialize_schema(plain)  # type: ignore[no-untyped-call]
    except (TypeError, ValueError, AttributeError, KeyError, re.error, SchemaDefinitionError) as error:
        raise ProfileError(f"{entry.file}: pandera cannot read this schema: {error}") from error
    return TableSchema(path, schema, frozenset(labels), tuple(columns))


def _refuse(keys: object) -> None:
    if not isinstance(keys, dict):
        return
    for name, why in REFUSED.items():
        if name in keys:
            keys[name].refuse(f"{name!r} is not allowed here: {why}")


def _column(entry: Located) -> list[str]:
    """The labels that it allows, where it is a column of texts."""
    keys = entry.mapping(COLUMN_KEYS | CHECKS | REFUSED.keys())
    _refuse(keys)
    if "dtype" not in keys:
        entry.refuse("the key 'dtype' is missing: string for labels, float64 for numbers")
    own = dict(keys)
    if "checks" in keys:
        named = keys["checks"].mapping(CHECKS)
        if any(name in CHECKS for name in keys):
            keys["checks"].refuse("name the checks either here or beside 'dtype': pandera would leave out the latter")
        own |= named
    if keys["dtype"].text() not in TEXTS:
        return []
    return [text for name in LABEL_CHECKS if name in own for text in own[name].texts()]
