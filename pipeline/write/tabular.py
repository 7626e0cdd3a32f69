"""Records -> Sheet: an Arrow table with the types of its fields and texts made harmless."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.sanitise import harmless
from pipeline.write.arrow import schema_of
from pipeline.write.package import Sheet

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd
    import pyarrow as pa

    from schemas.columns import Field


def sheet(stem: str, title: str, fields: Sequence[Field], rows: Sequence[Mapping[str, object]]) -> Sheet:
    """A sheet of one row per record; a field that a record lacks is null. Its first field is its key.

    Raises pyarrow.ArrowException on a value that is not of its field's kind.
    """
    import pyarrow as pa

    schema = schema_of(fields)
    columns = [
        pa.array([harmless(row.get(field.name)) for row in rows], schema.field(k).type, from_pandas=True)
        for k, field in enumerate(fields)
    ]
    return Sheet(stem, title, tuple(fields), pa.Table.from_arrays(columns, schema=schema), key=fields[0].name)


def sheet_of_frame(stem: str, title: str, fields: Sequence[Field], frame: pd.DataFrame) -> Sheet:
    """A sheet of a frame that has the columns of ``fields``, of their dtypes."""
    import pyarrow as pa

    schema = schema_of(fields)
    columns = [_column(frame[field.name], schema.field(k).type) for k, field in enumerate(fields)]
    return Sheet(stem, title, tuple(fields), pa.Table.from_arrays(columns, schema=schema), key=fields[0].name)


def _column(values: pd.Series[Any], kind: pa.DataType) -> pa.Array:
    """Of one chunk. The texts of a column are few, however often each stands in it."""
    import pyarrow as pa

    found = pa.array(values, from_pandas=True)
    if isinstance(found, pa.ChunkedArray):
        found = found.combine_chunks()
    if kind != pa.large_string():
        return found.cast(kind)
    coded = found if isinstance(found, pa.DictionaryArray) else found.dictionary_encode()
    texts = pa.array([harmless(text) for text in coded.dictionary.to_pylist()], kind)
    return pa.DictionaryArray.from_arrays(coded.indices, texts).dictionary_decode()
