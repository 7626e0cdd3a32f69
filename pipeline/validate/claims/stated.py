"""Numbers that a sentence states: in digits, in words, as fractions and as shares (``zeven op de tien``).

A statement accepts an interval of true values: what rounding its last printed digit allows, and what its words
("almost", "ruim") allow.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, replace
from typing import Literal

from pipeline.validate.claims.lexicon import alternatives, any_of, entry, fold, languages

Kind = Literal["digits", "plain", "range", "fraction", "share"]
"""A percentage, another number, an end of a range; in words: *a third*, *one in three*."""

WORDS_TOLERANCE = 2.5
"""Percentage points that a fraction in words allows on either side: writers say a third of 31 to 35 %."""
TENTHS_TOLERANCE = 5.0
"""The same where words count in tenths: *seven in ten* is said of 65 to 75 %."""
HEDGED = 5.0
"""Percentage points that "almost" or "more than" allows on its side: half a step of ten."""
HEDGED_SHARE = 0.1
"""What they allow of a number that is no percentage, as a share of it."""
SHARE_BASES = (*range(3, 13), 15, 20, 100)
"""What shares are counted in (one in three ... in a hundred); other pairs are no share."""
HEDGE_REACH = 24
"""Characters before a number within which a hedge belongs to it."""
LARGEST_PERCENT = 1000.0
"""A number before ``to 58 per cent`` that is larger is a year, and no end of a range."""
CURRENCIES = {"€": "EUR", "$": "USD", "£": "GBP", "eur": "EUR", "euro": "EUR", "usd": "USD", "chf": "CHF"}

_DIGITS = (
    r"[+\-−–]?(?:\d{1,3}(?:[.,\u202f\u00a0'’]\d{3})+|\d{1,3}(?:\s\d{3})+)(?!\d)(?:[.,]\d+)?|[+\-−–]?\d+(?:[.,]\d+)?"
)
_MONEY = "|".join(re.escape(sign) for sign in CURRENCIES)


@dataclass(frozen=True, slots=True)
class Stated:
    """A number stated in ``text[start:end]``."""

    start: int
    end: int
    raw: str
    value: float
    unit: str | None
    """``%``, ``percentage point``, a currency or None."""
    low: float
    high: float
    """The true values that the statement allows, inclusive."""
    kind: Kind
    hedged: bool = False
    lead: int = -1
    """Where its hedge begins; ``start`` without one."""
    signed: bool = False
    """Printed with a plus or minus."""
    place: int = 0
    """Position in a range: 1 the first end, 2 the second, 0 no range."""

    @property
    def in_words(self) -> bool:
        return self.kind in ("fraction", "share")


@dataclass(frozen=True, slots=True)
class _Patterns:
    percent: re.Pattern[str]
    points: re.Pattern[str]
    plain: re.Pattern[str]
    fraction: re.Pattern[str]
    share: re.Pattern[str]
    hedges: tuple[tuple[str, re.Pattern[str]], ...]
    fractions: dict[str, float]
    cardinals: dict[str, int]
    scales: dict[str, float]


@functools.cache
def _patterns(language: str) -> _Patterns:
    flags = re.IGNORECASE
    percent, points = any_of(language, "percent"), any_of(language, "points")
    ranges = any_of(language, "range")
    number = rf"(?<![\w.,/])(?:{_DIGITS})"
    cardinals = {fold(k): int(v) for k, v in entry(language, "cardinals").items()}
    count = rf"(?:{alternatives(list(entry(language, 'cardinals')))}|\d{{1,3}})"
    fractions = {fold(k): float(v) for k, v in entry(language, "fractions").items()}
    scales = {
        fold(word): factor
        for name, factor in (("thousand", 1e3), ("million", 1e6), ("billion", 1e9))
        for word in entry(language, name)
    }
    scale = alternatives([w for name in ("thousand", "million", "billion") for w in entry(language, name)])
    return _Patterns(
        re.compile(
            rf"(?:(?P<first>{number})\s*(?:[-–—]|(?P<own>%|(?:{percent})(?!\w))?\s+(?:{ranges})\s)\s*)?"
            rf"(?P<number>(?<![\w.,])(?:{_DIGITS})|(?<=[-–—])(?:{_DIGITS}))"
            rf"(?:\s|-)?(?P<unit>(?:{points})(?!\w)|%|(?:{percent})(?!\w))",
            flags,
        ),
        re.compile(points, flags),
        re.compile(
            rf"(?P<before>{_MONEY})?\s?(?P<number>{number}|(?<=[€$£])(?:{_DIGITS}))(?![\w%‰])(?!\.\d)"
            rf"(?:\s(?P<scale>{scale})(?!\w))?(?:\s(?P<after>{_MONEY})(?!\w))?",
            flags,
        ),
        re.compile(rf"(?<!\w)(?P<words>{alternatives(list(entry(language, 'fractions')))})(?!\w)", flags),
        re.compile(
            rf"(?<!\w)(?P<part>{count})\s+(?:(?P<noun>[^\W\d_]+\s+)?(?:{any_of(language, 'of')}))"
            rf"\s+(?P<whole>{count})(?!\w)",
            flags,
        ),
        tuple(
            (side, re.compile(rf"(?<!\w)(?:{alternatives(entry(language, side))})\s*(?:€|\$|£)?\s*$", flags))
            for side in ("over", "under", "about")
        ),
        fractions,
        cardinals,
        scales,
    )


def stated_numbers(text: str, language: str, decimal: str) -> tuple[Stated, ...]:
    """Every number that ``text`` states, in order. ``decimal``: the document's decimal mark.

    An unknown language reads digits only.
    """
    patterns = _patterns(language)
    found: list[Stated] = []
    for match in patterns.percent.finditer(text):
        found += _percent(text, match, patterns, decimal)
    if language in languages():
        found += _fractions(text, patterns) + _shares(text, patterns)
    taken = [(s.start, s.end) for s in found]
    for match in patterns.plain.finditer(text):
        if not any(a < match.end() and match.start() < b for a, b in taken):
            found += _plain(text, match, patterns, decimal)
    return tuple(sorted(_longest(found), key=lambda s: s.start))


def _longest(found: list[Stated]) -> list[Stated]:
    """Of statements that overlap, the longer one: "drie kwart" is no "kwart"."""
    kept: list[Stated] = []
    for one in sorted(found, key=lambda s: (s.start - s.end, s.start)):
        if not any(one.start < k.end and k.start < one.end for k in kept):
            kept.append(one)
    return kept


def _value(raw: str, decimal: str) -> tuple[float, int] | None:
    """Value and number of decimals; None when the mark is not the document's."""
    text = raw.strip().replace("−", "-").replace("–", "-")
    sign = -1.0 if text.startswith("-") else 1.0
    text = text.lstrip("+-")
    other, mark = re.escape("." if decimal == "," else ","), re.escape(decimal)
    grouped = rf"\d{{1,3}}(?:[{other}\s\u202f\u00a0'’]\d{{3}})+(?:{mark}\d+)?"
    if re.fullmatch(rf"{grouped}|\d+(?:{mark}\d+)?", text) is None:
        return None
    whole, _, fraction = text.partition(decimal)
    return sign * float(re.sub(r"\D", "", whole) + "." + (fraction or "0")), len(fraction)


def _allow(text: str, stated: Stated, least: float, patterns: _Patterns) -> Stated:
    """``stated`` with its interval: ``least`` is what is allowed on both sides without a hedge."""
    reach = max(0, stated.start - HEDGE_REACH)
    hedges = ((s, pattern.search(text, reach, stated.start)) for s, pattern in patterns.hedges)
    side, hedge = next(((s, match) for s, match in hedges if match), (None, None))
    value = stated.value
    wide = HEDGED if stated.unit == "%" else HEDGED_SHARE * abs(value)
    little = min(least, 0.5) if stated.unit == "%" else least
    low, high = {
        "over": (value - little, value + max(wide, least)),
        "under": (value - max(wide, least), value + little),
        "about": (value - max(wide / 2, least), value + max(wide / 2, least)),
        None: (value - least, value + least),
    }[side]
    lead = hedge.start() if hedge else stated.start
    return replace(stated, low=low, high=high, hedged=hedge is not None, lead=lead)


def _percent(text: str, match: re.Match[str], patterns: _Patterns, decimal: str) -> list[Stated]:
    unit = "percentage point" if patterns.points.fullmatch(match["unit"]) else "%"
    out = []
    first = _value(match["first"], decimal) if match["first"] else None
    apart = match["own"] is not None and unit != "%"
    paired = first is not None and not apart and abs(first[0]) <= LARGEST_PERCENT
    for place, group in ((1, "first"), (2, "number")):
        read = _value(match[group], decimal) if match[group] else None
        if read is None or (place == 1 and not (paired or apart)):
            continue
        value, digits = read
        start, end = match.span(group)
        end = match.end() if group == "number" else match.end("own") if apart else end
        kind: Kind = "range" if paired else "digits"
        raw = text[start:end]
        own = "%" if place == 1 and apart else unit
        one = Stated(start, end, raw, value, own, 0, 0, kind, signed=raw[0] in "+-−–", place=place if paired else 0)
        out.append(_allow(text, one, 0.5 * 10.0**-digits, patterns))
    return out


def _fractions(text: str, patterns: _Patterns) -> list[Stated]:
    out = []
    for match in patterns.fraction.finditer(text):
        value = patterns.fractions[fold(re.sub(r"\s+", " ", match["words"]))]
        one = Stated(match.start(), match.end(), match[0], round(value, 1), "%", 0, 0, "fraction")
        out.append(_allow(text, one, WORDS_TOLERANCE, patterns))
    return out


def _shares(text: str, patterns: _Patterns) -> list[Stated]:
    out = []
    for match in patterns.share.finditer(text):
        part, whole = (int(x) if x.isdigit() else patterns.cardinals[fold(x)] for x in (match["part"], match["whole"]))
        if whole in SHARE_BASES and part < whole and not (match["noun"] and match["whole"].isdigit()):
            least = TENTHS_TOLERANCE if whole == 10 else WORDS_TOLERANCE
            one = Stated(match.start(), match.end(), match[0], round(100 * part / whole, 1), "%", 0, 0, "share")
            out.append(_allow(text, one, least, patterns))
    return out


def _plain(text: str, match: re.Match[str], patterns: _Patterns, decimal: str) -> list[Stated]:
    read = _value(match["number"], decimal)
    if read is None:
        return []
    factor = patterns.scales[fold(match["scale"])] if match["scale"] else 1.0
    value, digits = read[0] * factor, read[1]
    money = match["before"] or match["after"]
    unit = CURRENCIES[money.casefold()] if money else None
    start = match.start("before") if match["before"] else match.start("number")
    raw = text[start : match.end()].strip()
    one = Stated(start, start + len(raw), raw, value, unit, 0, 0, "plain", signed=match["number"][0] in "+-−–")
    return [_allow(text, one, 0.5 * 10.0**-digits * factor, patterns)]
