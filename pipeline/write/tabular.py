"""Records -> Sheet: a frame with the dtypes of its fields and texts made harmless."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.sanitise import clean, harmless
from pipeline.write.package import Sheet
from schemas.columns import dtype

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from schemas.columns import Field


def sheet(stem: str, title: str, fields: Sequence[Field], rows: Sequence[Mapping[str, object]]) -> Sheet:
    """A sheet of one row per record; a field that a record lacks is null. Its first field is its key."""
    import pandas as pd

    columns = {
        field.name: pd.Series([harmless(row.get(field.name)) for row in rows], dtype=dtype(field)) for field in fields
    }
    return Sheet(stem, title, tuple(fields), pd.DataFrame(columns), key=fields[0].name)


def sheet_of_frame(stem: str, title: str, fields: Sequence[Field], frame: pd.DataFrame) -> Sheet:
    """A sheet of a frame that has the columns of ``fields``."""
    harmless = frame[[field.name for field in fields]].astype({field.name: dtype(field) for field in fields})
    for field in fields:
        if field.kind == "string":
            harmless[field.name] = harmless[field.name].map(clean, na_action="ignore").astype("string")
    return Sheet(stem, title, tuple(fields), harmless.reset_index(drop=True), key=fields[0].name)


def cells(frame: pd.DataFrame) -> list[list[Any]]:
    """The columns of a frame as lists of plain Python values; None for null."""
    return [frame[name].astype(object).where(frame[name].notna(), None).tolist() for name in frame.columns]
