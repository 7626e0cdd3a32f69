"""Numbers stated in prose and how they compare with the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.write.tabular import sheet
from schemas.columns import CLAIM

if TYPE_CHECKING:
    from pipeline.write.package import Package, Sheet


def claims(package: Package) -> Sheet:
    """Without rows until a stage reads claims: the file is there, so that a reader of it need not ask."""
    del package
    return sheet("claims", "Claims in prose", CLAIM, [])
