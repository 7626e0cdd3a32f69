"""Package -> Sheets: what is written, whatever the format; one file per kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.write.sheets.claims import claims
from pipeline.write.sheets.issues import issues
from pipeline.write.sheets.observations import observations, quarantine
from pipeline.write.sheets.tables import tables
from pipeline.write.sheets.text import text

if TYPE_CHECKING:
    from pipeline.write.package import Package, Sheet


def sheets(package: Package) -> tuple[Sheet, ...]:
    """All sheets of a report, in the order in which a reader wants them."""
    return (
        observations(package),
        text(package),
        claims(package),
        issues(package),
        quarantine(package),
        *tables(package),
    )
