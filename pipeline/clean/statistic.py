"""What kind of figure a value is, from the words of its header and its unit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.clean.bases import names_base
from pipeline.clean.lexicon import (
    COUNT_WORDS,
    DIFFERENCE_WORDS,
    INDEX_WORDS,
    MEAN_WORDS,
    SCORE_WORDS,
    SPREAD_WORDS,
    WORD_LANGUAGES,
)
from pipeline.clean.numbers import fold
from pipeline.clean.units import unit_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.model import Statistic

_WORD = re.compile(r"[^\W\d_]+\.?|\+/-|[±δ]")
_WORDS: tuple[tuple[Statistic, frozenset[str]], ...] = (
    ("difference", DIFFERENCE_WORDS),
    ("index", INDEX_WORDS),
    ("score", SCORE_WORDS),
    ("mean", MEAN_WORDS),
    ("count", COUNT_WORDS),
)


def statistic_of(text: str, language: str) -> Statistic | None:
    """The statistic a header names, None when it names none. A change in % is a difference first."""
    low = fold(text).casefold()
    if any(word in low for word in SPREAD_WORDS):
        return "other"
    named = _named(_WORD.findall(low), language)
    unit = unit_of(text)
    return named or (None if unit is None else of_unit(unit))


def statistic_of_row(label: str, language: str) -> Statistic | None:
    """The statistic a row label names: with its first word (``Aantal klanten``) or all of it. Further inside a
    label such words are part of what is counted."""
    low = fold(label).casefold()
    if any(low.startswith(word) for word in SPREAD_WORDS):
        return "other"
    if names_base(label):
        return "count"
    unit = unit_of(label)
    return _named(_WORD.findall(low)[:1], language) or (None if unit is None else of_unit(unit))


def _named(words: Sequence[str], language: str) -> Statistic | None:
    spelled = {w for word in words for w in (word, word.rstrip("."))}
    meant = {w for w in spelled if language in WORD_LANGUAGES.get(w, (language,))}
    return next((statistic for statistic, names in _WORDS if meant & names), None)


def of_unit(unit: str) -> Statistic:
    """The statistic a unit alone suggests."""
    if unit == "%":
        return "percent"
    if unit == "percentage point":
        return "difference"
    return "amount" if unit[:3].isupper() else "count"
