"""What kind of figure a value is, from the words of its header and its unit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.clean.lexicon import (
    COUNT_WORDS,
    DIFFERENCE_WORDS,
    INDEX_WORDS,
    MEAN_WORDS,
    SCORE_WORDS,
    SPREAD_WORDS,
)
from pipeline.clean.numbers import fold
from pipeline.clean.units import unit_of

if TYPE_CHECKING:
    from pipeline.model import Statistic

_WORDS: tuple[tuple[Statistic, frozenset[str]], ...] = (
    ("difference", DIFFERENCE_WORDS),
    ("index", INDEX_WORDS),
    ("score", SCORE_WORDS),
    ("mean", MEAN_WORDS),
    ("count", COUNT_WORDS),
)


def statistic_of(text: str) -> Statistic | None:
    """The statistic a label names, None when it names none. A change in % is a difference first."""
    low = fold(text).casefold()
    if any(word in low for word in SPREAD_WORDS):
        return "other"
    words = set(re.findall(r"[^\W\d_]+\.?|\+/-|[±δ]", low))
    words |= {w.rstrip(".") for w in words}
    for statistic, names in _WORDS:
        if words & names:
            return statistic
    unit = unit_of(text)
    return None if unit is None else of_unit(unit)


def of_unit(unit: str) -> Statistic:
    """The statistic a unit alone suggests."""
    if unit == "%":
        return "percent"
    if unit == "percentage point":
        return "difference"
    return "amount" if unit[:3].isupper() else "count"
