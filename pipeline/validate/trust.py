"""Checks that fail take confidence from the values that take part."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


def lower_confidence(frame: pd.DataFrame, doubted: frozenset[str], most: float) -> pd.DataFrame:
    """``frame`` with the confidence of the observations named at most ``most``."""
    if not doubted:
        return frame
    touched = frame["observation_id"].isin(doubted)
    lowered = frame["confidence"].clip(upper=most)
    return frame.assign(confidence=frame["confidence"].mask(touched, lowered))
