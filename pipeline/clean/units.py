"""The unit a text states: ``%``, ``percentage point``, ``EUR``, ``EUR thousand``, ``thousand``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.clean.lexicon import COUNT_WORDS, CURRENCIES, PERCENT_SUFFIXES, PERCENT_WORDS, POINT_WORDS, SCALES
from pipeline.clean.numbers import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

_POINTS = re.compile("|".join(rf"(?<!\w){re.escape(w)}(?!\w)" for w in POINT_WORDS))
_SIGN = re.compile(r"(?<![\d,.])\s*%(?!\s*[-–]\s*\d)")
_WORD = re.compile(r"[^\W\d_]+\.?")
_SCALE = re.compile(
    rf"(?:[x×*(]|\bin\b|\bper\b|€|\$|£)\s*(?P<currency>{'|'.join(re.escape(c) for c in CURRENCIES)})?\s*"
    rf"(?P<scale>{'|'.join(re.escape(s) for s in sorted(SCALES, key=lambda s: -len(s)))})(?!\w)"
)
_CURRENCY = re.compile(
    "|".join(rf"(?<!\w){re.escape(c)}(?!\w)" for c in sorted(CURRENCIES, key=lambda c: -len(c)) if len(c) > 1)
    + r"|[€$£¥]"
)


def unit_of(text: str) -> str | None:
    """The unit a header, note or caption states, None when it states none.

    A % behind a digit (``0% - 32%``) belongs to that number and says nothing about the values.
    """
    low = fold(text).casefold()
    if _POINTS.search(low):
        return "percentage point"
    if _states_percent(low):
        return "%"
    scale = _SCALE.search(low)
    currency = _CURRENCY.search(low)
    parts = [CURRENCIES[currency.group()]] if currency else []
    if scale:
        parts.append(SCALES[scale["scale"]])
    return " ".join(parts) or None


def _states_percent(low: str) -> bool:
    if any(not re.search(r"\d\s*$", low[: m.start()]) for m in _SIGN.finditer(low)):
        return True
    words = _WORD.findall(low)
    return any(w in PERCENT_WORDS or (w.endswith(PERCENT_SUFFIXES) and w not in PERCENT_SUFFIXES) for w in words)


def table_unit(texts: Iterable[str]) -> str | None:
    """The unit that the first of these texts states for a whole table. A text that names numbers and shares alike
    (``aantal en %``) states none."""
    for text in texts:
        unit = unit_of(text)
        if unit:
            words = set(_WORD.findall(fold(text).casefold()))
            return None if unit == "%" and words & COUNT_WORDS else unit
    return None
