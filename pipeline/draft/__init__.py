"""What was read of one edition -> the schemas that the next one is held against, as files for a person to edit.

Drafted wide: labels and columns are asked for as they are, ranges are those of the kind of number.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.draft.profile import profile_text
from pipeline.draft.table import file_names, table_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from pipeline.model import CleanTable, Document, Issue, NumberFormat


@dataclass(frozen=True, slots=True)
class Edition:
    """One report as read."""

    document: Document
    heading: str | None
    """The title as printed on its first pages."""
    tables: Sequence[CleanTable]
    number_format: NumberFormat
    accepted: pd.DataFrame
    """Its observations that passed."""
    issues: tuple[Issue, ...]


def draft(edition: Edition, name: str) -> dict[str, str]:
    """The files of ``schemas/<name>/`` by name: ``profile.yaml`` and one schema per table that holds values."""
    valued = {str(table_id) for table_id in edition.accepted["table_id"]}
    with_values = [table for table in edition.tables if table.table.id in valued]
    names = dict(zip((table.table.id for table in with_values), file_names(with_values), strict=True))
    files = {"profile.yaml": profile_text(edition, names, name)}
    for table in with_values:
        own = edition.accepted[edition.accepted["table_id"] == table.table.id]
        files[names[table.table.id]] = table_text(table, own, names[table.table.id])
    return files
