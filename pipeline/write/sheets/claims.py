"""Numbers stated in prose and how they compare with the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.write.tabular import sheet, sheet_of_frame
from schemas.columns import CLAIM

if TYPE_CHECKING:
    from pipeline.write.package import Package, Sheet


def claims(package: Package) -> Sheet:
    """Without rows where the prose was not looked at: the file is there, so that a reader of it need not ask."""
    frame = package.validation.claims
    if frame is None:
        return sheet("claims", "Claims in prose", CLAIM, [])
    return sheet_of_frame("claims", "Claims in prose", CLAIM, frame)
