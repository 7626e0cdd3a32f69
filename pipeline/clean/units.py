"""The unit a text states: ``%``, ``percentage point``, ``EUR``, ``EUR thousand``, ``thousand``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.clean.lexicon import COUNT_WORDS
from pipeline.clean.numbers import fold
from pipeline.clean.unit_words import CURRENCIES, PERCENT_SUFFIXES, PERCENT_WORDS, POINT_WORDS, SCALES

if TYPE_CHECKING:
    from collections.abc import Iterable


def _one_of(words: Iterable[str]) -> str:
    return "|".join(re.escape(w) for w in sorted(words, key=lambda w: (-len(w), w)))


_POINTS = re.compile(rf"(?<!\w)(?:{_one_of(POINT_WORDS)})(?!\w)")
_SIGN = re.compile(r"%(?!\s*-\s*\d)")
_WORD = re.compile(r"[^\W\d_]+\.?")
_MONEY = (
    rf"(?:{_one_of(w for w in CURRENCIES if w.isalpha())})(?!\w)|{_one_of(w for w in CURRENCIES if not w.isalpha())}"
)
_LINK = r"(?:d'|de\s|di\s|van\s|of\s|von\s|u\.s\.\s)*"
_AMOUNT = rf"""(?:[x×*]\s*)?
    (?P<before>{_MONEY})?\s*
    (?:(?P<scale>{_one_of(SCALES)}|(?<=[€£$])\s?m)(?![\w.,]))?\s*{_LINK}
    (?P<after>{_MONEY})?"""
_WHOLE = re.compile(_AMOUNT, re.VERBOSE)
_INSIDE = re.compile(rf"(?:[([]|\b(?:in|en|x|×)\s|,\s)\s*{_AMOUNT}\s*(?=[)\],;:]|$)", re.VERBOSE)
"""An amount stands in brackets, behind ``in`` or a comma, or alone: a label that mentions money states no unit."""
_LAST = re.compile(rf"\s{_AMOUNT}$", re.VERBOSE)


def unit_of(text: str) -> str | None:
    """The unit a header, note or caption states, None when it states none.

    A % or currency at a digit (``0% - 32%``, ``under € 20,000``) belongs to that number and says nothing about the
    values.
    """
    low = fold(text).casefold()
    if _POINTS.search(low):
        return "percentage point"
    if _states_percent(low):
        return "%"
    for found in (_WHOLE.fullmatch(low), *_INSIDE.finditer(low), _LAST.search(low)):
        if found and (found["before"] or found["scale"] or found["after"]):
            return _amount(found)
    return None


def _amount(found: re.Match[str]) -> str:
    currency = found["before"] or found["after"]
    parts = [CURRENCIES[currency]] if currency else []
    scale = (found["scale"] or "").strip()
    return " ".join([*parts, SCALES.get(scale, "million")] if scale else parts)


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


def is_currency(unit: str | None) -> bool:
    """Whether a unit is a bare currency: ``EUR``."""
    return unit in CURRENCIES.values()


def with_scale(unit: str | None, of_table: str | None) -> str | None:
    """A bare currency in a table of thousands or millions: ``USD`` and ``million`` make ``USD million``."""
    scale = (of_table or "").split()[-1:]
    if is_currency(unit) and scale and scale[0] in SCALES.values():
        return f"{unit} {scale[0]}"
    return unit
