"""Sheets as Parquet, with the dtypes that pandas reads back; the same bytes for the same sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.write.artifact import store

if TYPE_CHECKING:
    from pipeline.model import Artifact
    from pipeline.write.package import Delivery, Sheet


def write_parquet(delivery: Delivery) -> tuple[Artifact, ...]:
    return tuple(
        store(delivery.folder, f"{sheet.stem}.parquet", parquet_bytes(sheet), rows=len(sheet.frame))
        for sheet in delivery.sheets
    )


def parquet_bytes(sheet: Sheet) -> bytes:
    """Snappy, because every reader has it."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.Table.from_pandas(sheet.frame, preserve_index=False, nthreads=1)
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="snappy")
    content: bytes = sink.getvalue().to_pybytes()
    return content
