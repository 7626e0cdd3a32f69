"""Ranges that the next edition may well stay in: those of the kind of number, not of this edition's numbers."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

WHOLE = 100.0
"""Per cent."""
ROOM = 10.0
"""Counts and amounts may grow this many times over the next power of ten: wide, and narrower than a lost mark."""


class Range(NamedTuple):
    low: float
    high: float


def range_of(observations: pd.DataFrame) -> Range | None:
    """The range for these values; None where there is no number. A mixture gets one that holds all its kinds."""
    known = observations[observations["value"].notna()]
    parts = [
        _of_kind(str(statistic), [float(value) for value in part["value"]])
        for statistic, part in known.groupby("statistic", sort=True, observed=True)
    ]
    return Range(min(part.low for part in parts), max(part.high for part in parts)) if parts else None


def _of_kind(statistic: str, values: Iterable[float]) -> Range:
    values = list(values)
    largest, negative = max(abs(value) for value in values), min(values) < 0
    if statistic in ("percent", "difference") and largest <= WHOLE:
        high = WHOLE
    elif statistic in ("score", "mean"):
        high = _power(largest)
    else:
        high = _power(largest) * ROOM
    return Range(-high if negative or statistic == "difference" else 0.0, high)


def _power(value: float) -> float:
    """The power of ten at or above: a mark of 7.4 lies on a scale to 10."""
    return 10.0 ** math.ceil(math.log10(value)) if value > 1 else 1.0
