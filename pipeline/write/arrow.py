"""The types that written files have in Arrow and Parquet."""

from __future__ import annotations

import json
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING

from schemas.columns import dtype

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa

    from schemas.columns import Field


def schema_of(fields: Sequence[Field]) -> pa.Schema:
    """Of the file of a sheet with these fields, whatever it holds, with the dtypes for pandas. So many files are read
    as one, also where a column is empty in one report. Made without pandas, which takes longer to load than all
    else that the process of a user does."""
    import pyarrow as pa

    arrow = {"string": pa.large_string(), "int": pa.int64(), "float": pa.float64(), "bool": pa.bool_()}
    known_as = {"string": "object", "int": "int64", "float": "float64", "bool": "bool"}
    columns = [
        {
            "name": field.name,
            "field_name": field.name,
            "pandas_type": known_as[field.kind],
            "numpy_type": dtype(field),
            "metadata": None,
        }
        for field in fields
    ]
    told = {
        "index_columns": [],
        "column_indexes": [],
        "columns": columns,
        "attributes": {},
        "creator": {"library": "pyarrow", "version": pa.__version__},
        "pandas_version": _pandas(),
    }
    return pa.schema([(field.name, arrow[field.kind]) for field in fields], {"pandas": json.dumps(told)})


@cache
def _pandas() -> str:
    """Its version as it is installed: to import it would take longer, and to look it up takes a millisecond."""
    return version("pandas")
