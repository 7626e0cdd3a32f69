"""Package -> Sheets: what is written, whatever the format; one file per kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.packed import MANY
from pipeline.write.sheets.claims import claims
from pipeline.write.sheets.issues import issues
from pipeline.write.sheets.observations import observations, quarantine
from pipeline.write.sheets.tables import TableSheets
from pipeline.write.sheets.text import text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.write.package import Package, Sheet


class Sheets:
    """All sheets of a report, in the order in which a reader wants them. Those of many tables are made anew for each
    format: to hold them takes more than to make them."""

    def __init__(self, package: Package) -> None:
        """Raises OutputError when a table's id would not do as the name of a file."""
        self._first = tuple(make(package) for make in (observations, text, claims, issues, quarantine))
        self._tables = TableSheets(package)
        self._made = None if len(package.tables) >= MANY else tuple(self._tables)

    def __iter__(self) -> Iterator[Sheet]:
        yield from self._first
        yield from self._tables if self._made is None else self._made
