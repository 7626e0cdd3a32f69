"""Sheets as Parquet, with the dtypes that pandas reads back; the same bytes for the same sheet."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from pipeline.sanitise import harmless
from pipeline.write.arrow import schema_of
from pipeline.write.artifact import store

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pyarrow as pa

    from pipeline.model import Artifact
    from pipeline.write.package import Delivery, Sheet
    from schemas.columns import Field


def write_parquet(delivery: Delivery) -> tuple[Artifact, ...]:
    return tuple(
        store(delivery.folder, f"{sheet.stem}.parquet", parquet_bytes(sheet), rows=sheet.data.num_rows)
        for sheet in delivery.sheets
    )


def parquet_bytes(sheet: Sheet) -> bytes:
    return _stored(sheet.data)


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
