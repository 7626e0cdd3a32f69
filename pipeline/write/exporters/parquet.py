"""Sheets as Parquet, with the dtypes that pandas reads back; the same bytes for the same sheet."""

from __future__ import annotations

import json
from importlib.metadata import version
from typing import TYPE_CHECKING

from pipeline.sanitise import harmless
from pipeline.write.artifact import store
from schemas.columns import dtype

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pyarrow as pa

    from pipeline.model import Artifact
    from pipeline.write.package import Delivery, Sheet
    from schemas.columns import Field


def write_parquet(delivery: Delivery) -> tuple[Artifact, ...]:
    return tuple(
        store(delivery.folder, f"{sheet.stem}.parquet", parquet_bytes(sheet), rows=len(sheet.frame))
        for sheet in delivery.sheets
    )


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
        "pandas_version": version("pandas"),
    }
    return pa.schema([(field.name, arrow[field.kind]) for field in fields], {"pandas": json.dumps(told)})


def parquet_bytes(sheet: Sheet) -> bytes:
    import pyarrow as pa

    return _stored(pa.Table.from_pandas(sheet.frame, preserve_index=False, nthreads=1))


def parquet_bytes_of_rows(fields: Sequence[Field], rows: Sequence[Mapping[str, object]]) -> bytes:
    """The bytes of a sheet of these rows. They go through JSON: every other way from Python values to Arrow loads
    pandas where it is installed."""
    import io

    from pyarrow import json as arrow_json

    schema = schema_of(fields)
    if not rows:
        return _stored(schema.empty_table())
    lines = [json.dumps({field.name: harmless(row.get(field.name)) for field in fields}) for row in rows]
    text = "\n".join(lines).encode()
    table = arrow_json.read_json(
        io.BytesIO(text),
        arrow_json.ReadOptions(use_threads=False, block_size=len(text) + 1),
        arrow_json.ParseOptions(explicit_schema=schema.remove_metadata(), unexpected_field_behavior="error"),
    )
    return _stored(table.replace_schema_metadata(schema.metadata))


def _stored(table: pa.Table) -> bytes:
    """Snappy, because every reader has it."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="snappy")
    content: bytes = sink.getvalue().to_pybytes()
    return content
