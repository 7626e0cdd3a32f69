"""Checks that fail take confidence from the values that take part."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

DOUBTED = 0.5
"""At least one of the values that take part is wrong, or the report is; which of them nobody can tell."""


def lower_confidence(frame: pd.DataFrame, doubted: frozenset[str]) -> pd.DataFrame:
    """``frame`` with the confidence of the observations named at most ``DOUBTED``."""
    if not doubted:
        return frame
    touched = frame["observation_id"].isin(doubted)
    lowered = frame["confidence"].clip(upper=DOUBTED)
    return frame.assign(confidence=frame["confidence"].mask(touched, lowered))
