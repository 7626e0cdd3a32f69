"""Sheets as Parquet, with the dtypes that pandas reads back; the same bytes for the same sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.write.artifact import store
from schemas.columns import dtype

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    """Of the file of a sheet with these fields, whatever it holds: the types of its columns are those of the frame, and
    these hang on the fields alone. So many files are read as one, also where a column is empty in one report."""
    import pandas as pd
    import pyarrow as pa

    empty = pd.DataFrame({field.name: pd.Series([], dtype=dtype(field)) for field in fields})
    return pa.Schema.from_pandas(empty, preserve_index=False)


def parquet_bytes(sheet: Sheet) -> bytes:
    """Snappy, because every reader has it."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.Table.from_pandas(sheet.frame, preserve_index=False, nthreads=1)
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="snappy")
    content: bytes = sink.getvalue().to_pybytes()
    return content
