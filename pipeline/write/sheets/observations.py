"""The observations that passed, and those that did not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.write.tabular import sheet_of_frame
from schemas.columns import OBSERVATION, QUARANTINE

if TYPE_CHECKING:
    from pipeline.write.package import Package, Sheet


def observations(package: Package) -> Sheet:
    return sheet_of_frame("observations", "Observations", OBSERVATION, package.validation.accepted)


def quarantine(package: Package) -> Sheet:
    return sheet_of_frame("quarantine", "Quarantine", QUARANTINE, package.validation.quarantined)
