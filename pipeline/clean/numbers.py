"""Read one printed cell: a number, a missing marker, or text. Decimal arithmetic and regular expressions only.

A lenient parser is the danger here: ``12.5`` read as 125 is worse than not read at all. So a text is a number
only when one convention explains every character of it; what is left over is a unit or a mark we know.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from pipeline.clean.lexicon import DECIMAL_MARK, MISSING, MONTHS
from pipeline.clean.unit_words import CURRENCIES, POINT_WORDS, SCALES

if TYPE_CHECKING:
    from pipeline.model import Missing, NumberFormat

Kind = Literal["number", "missing", "text"]
Reading = Literal["word", "range", "date", "bound", "several", "mixed"]

FIRM_BLANK = "\u00a0"
"""Stands for every no-break, narrow or figure blank: typesetters set those on purpose inside a number."""
_BLANKS = dict.fromkeys(map(ord, "\u00a0\u202f\u2007\u2008\u2009\u200a\u2005\u2006"), FIRM_BLANK)
_DASHES = dict.fromkeys(map(ord, "\u2212\u2010\u2011\u2012\u2013\u2014\u2015\ufe63\uff0d"), "-")
_DROPPED = dict.fromkeys(map(ord, "\u200b\u200c\u200d\ufeff\u00ad\u200e\u200f"), None)
_APOSTROPHES = dict.fromkeys(map(ord, "\u2019\u02bc\u2018`\u00b4"), "'")
_STARS = dict.fromkeys(map(ord, "\u2217\uff0a\u204e"), "*")
_FOLD = {**_BLANKS, **_DASHES, **_DROPPED, **_APOSTROPHES, **_STARS}
TRUE_MINUS = "\u2212"
"""Nobody types it by chance: a minus sign even when a blank follows."""

SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜᵈᵉᶠ⁽⁾"
_PLAIN = str.maketrans(SUPERSCRIPTS, "0123456789abcdef()")
SIGNS = "*†‡§#°¶▲▼△▽↑↓↗↘→←"
"""Signs that may follow or precede a number as marks."""
_FRACTIONS = "½¼¾⅓⅔⅛⅜⅝⅞"

_UNITS: dict[str, str] = {
    "%": "%",
    "‰": "‰",
    "pct": "%",
    "pct.": "%",
    **dict.fromkeys(POINT_WORDS, "percentage point"),
    **CURRENCIES,
}
_LONG_SCALES = sorted(SCALES, key=lambda w: -len(w))
_LETTER_MARKS = "abcdefpruABCDEFGH"
"""Letters that follow a number as marks: footnotes a to f, flags p(rovisional), r(evised), u(nreliable), and the
letters of columns in significance tests. Others (k, m, t, h) may be units and are not guessed at."""


def _alternatives(words: dict[str, str]) -> str:
    return "|".join(re.escape(w) for w in sorted(words, key=lambda w: -len(w)))


_CURRENCY = rf"(?i:{_alternatives(CURRENCIES)})"
_UNIT = rf"(?i:(?:(?:{_alternatives(SCALES)})\s*)?(?:{_alternatives(_UNITS)})|(?:{_alternatives(SCALES)}))"
_BODY = rf"(?:\d[\d.,' {FIRM_BLANK}]*\d|\d|[.,]\d+)"
_MARKS = rf"[{re.escape(SIGNS)}{SUPERSCRIPTS}]+|[{_LETTER_MARKS}]{{1,4}}|\d{{1,2}}\)|[a-z]\)"
_NUMBER = re.compile(
    rf"""(?P<first>[{re.escape(SIGNS)}]+)?\s*
    (?P<before>{_CURRENCY})?\s*
    (?P<sign>[+-])?(?P<gap>\s)?\s*(?P<before2>{_CURRENCY})?\s*
    (?P<body>{_BODY})?(?P<fraction>[{_FRACTIONS}])?(?:\s?[eE]\s?(?P<exponent>[+-]\s?\d{{1,3}}))?
    \s*(?P<unit>{_UNIT})?
    (?P<marks>(?:\s?(?:{_MARKS}))*)""",
    re.VERBOSE,
)
_BRACKETS = re.compile(r"(?P<before>[^\d()]*)\((?P<inner>[^()]*\d[^()]*)\)(?P<after>[^()]*)")
_SECOND = re.compile(r"(?P<first>[^()±]*\d[^()±]*?)\s*(?P<second>[(\[][^()\[\]]*[)\]]|±\s*\d[\d., ]*%?)")
_RANGE = re.compile(r"\d[\d.,]*\s*%?\s*(?:-|tot|bis|to|à|a|al|t/m|and|en|und|et)\s*[<>]?\s*[€$£]?\s*\d", re.IGNORECASE)
_DATE = re.compile(
    r"\b\d{4}[-/.]\d{1,2}[-/.]\d{1,2}\b|\b\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})?(?!\d)|\b\d{1,2}:\d{2}\b"
)
_LOWER_BOUND = re.compile(r"(?:<|≤|minder dan|weniger als|less than|under|unter|moins de|meno di|menos de)\s*\d", re.I)
_UPPER_BOUND = re.compile(r"(?:>|≥|meer dan|mehr als|more than|over|über|plus de|oltre|más de)\s*\d|\d\+$", re.I)


@dataclass(frozen=True, slots=True)
class Printed:
    """What one cell prints.

    ``doubts`` are issue codes. ``bracketed``: a number without sign in round brackets, negative in accounts only.
    """

    kind: Kind
    number: float | None = None
    missing: Missing | None = None
    unit: str | None = None
    marks: tuple[str, ...] = ()
    signed: bool = False
    bracketed: bool = False
    decimals: int = 0
    doubts: tuple[str, ...] = ()
    reading: Reading | None = None


EMPTY = Printed("missing", missing="empty")


def fold(text: str) -> str:
    """One form for the many dashes, blanks and apostrophes; characters nobody sees are dropped."""
    text = unicodedata.normalize("NFC", text).translate(_FOLD)
    return re.sub(r"[ \t\n]+", " ", text).strip(" " + FIRM_BLANK)


def read_cell(text: str, fmt: NumberFormat) -> Printed:
    """Read what a cell prints. Never guesses: what no convention explains is text."""
    printed = _read(fold(text), fmt)
    if TRUE_MINUS in text and "number.spaced_sign" in printed.doubts:
        return replace(printed, doubts=tuple(d for d in printed.doubts if d != "number.spaced_sign"))
    return printed


def _read(text: str, fmt: NumberFormat) -> Printed:
    if not text:
        return EMPTY
    missing = _missing(text)
    if missing:
        return missing
    if _LOWER_BOUND.match(text):
        rest = _plain(_LOWER_BOUND.sub(lambda m: m.group()[-1], text, count=1), fmt)
        if rest is not None:
            return Printed("missing", missing="below_resolution", unit=rest.unit, marks=rest.marks)
    if _is_date(text):
        return Printed("text", reading="date")
    return _plain(text, fmt) or _in_brackets(text, fmt) or _with_second(text, fmt) or _as_text(text)


def _missing(text: str) -> Printed | None:
    bare = text.casefold()
    if bare in MISSING:
        return Printed("missing", missing=MISSING[bare])
    if re.fullmatch(r"\*{4,}", bare):
        return Printed("missing", missing="not_applicable")
    stripped = bare.rstrip(SIGNS + SUPERSCRIPTS + " ")
    for candidate in (stripped, stripped.strip("()[] ")):
        if candidate and candidate in MISSING and candidate not in ("n", "x", "/"):
            marks = split_marks(text[len(stripped) :]) if bare != stripped else ()
            return Printed("missing", missing=MISSING[candidate], marks=marks)
    return None


def _is_date(text: str) -> bool:
    if _DATE.search(text):
        return not re.fullmatch(rf"[+-]?{_BODY}\s*%?", text) or _day_month(text)
    month = re.search(r"\b\d{1,2}\.? ?([^\W\d_]{3,})", text)
    return bool(month and month.group(1).casefold()[:3] in MONTHS and re.search(r"\d{4}|\b\d{1,2}\.? [^\W\d_]+$", text))


def _day_month(text: str) -> bool:
    """``29.02.2016`` is a date, ``1.000.000`` is not."""
    parts = re.findall(r"\d+", text)
    if len(parts) != 3 or len(parts[1]) > 2:
        return False
    return (len(parts[0]) <= 2 and len(parts[2]) in (2, 4)) or (len(parts[0]) == 4 and len(parts[2]) <= 2)


def _plain(text: str, fmt: NumberFormat) -> Printed | None:
    match = _NUMBER.fullmatch(text)
    if match is None or (match["body"] is None and match["fraction"] is None):
        return None
    number, doubts = (Decimal(0), ()) if match["body"] is None else read_body(match["body"], fmt)
    if number is None:
        return None
    if match["exponent"]:
        number = number.scaleb(int(match["exponent"].replace(" ", "")))
    if match["fraction"]:
        number += Decimal(str(unicodedata.numeric(match["fraction"])))
    if match["sign"] == "-":
        number = -number
        if match["gap"]:
            doubts = (*doubts, "number.spaced_sign")
    body = match["body"] or ""
    return Printed(
        "number",
        number=float(number),
        unit=_unit(match["before"] or match["before2"], match["unit"]),
        marks=split_marks((match["first"] or "") + (match["marks"] or "")),
        signed=match["sign"] is not None,
        decimals=_decimals(number, body),
        doubts=doubts,
    )


def _decimals(number: Decimal, body: str) -> int:
    exponent = number.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) and body else 0


def read_body(body: str, fmt: NumberFormat) -> tuple[Decimal | None, tuple[str, ...]]:
    """Digits with marks between them -> value and doubts; None when no convention explains them.

    The document's convention first. The other one is taken only where the first is impossible
    (``84.84`` where the comma is the decimal mark), and then with a doubt. A plain blank parts thousands only in
    a document that does so throughout: ``100 100`` may be two numbers.
    """
    body = body.strip()
    other = "." if fmt.decimal == "," else ","
    blanks = (FIRM_BLANK, " ") if " " in fmt.grouping else (FIRM_BLANK,)
    value = _by_convention(body, fmt.decimal, (other, "'", *blanks))
    if value is not None:
        return value, _body_doubts(body, fmt)
    value = _by_convention(body, other, (fmt.decimal, "'", *blanks))
    if value is not None:
        return value, ("number.other_format",)
    return None, ()


def _body_doubts(body: str, fmt: NumberFormat) -> tuple[str, ...]:
    doubts = []
    if FIRM_BLANK in body and " " not in fmt.grouping:
        doubts.append("number.blank_inside")
    if re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", body):
        usual = fmt.decimal == DECIMAL_MARK.get(fmt.language, ".") == "."
        if not fmt.certain or (fmt.decimal in body and not usual):
            doubts.append("number.ambiguous")  # thousandths are rare where the comma is the decimal mark
    if re.fullmatch(r"0\d+", body):
        doubts.append("number.leading_zero")
    return tuple(doubts)


def _by_convention(body: str, decimal: str, groupings: tuple[str, ...]) -> Decimal | None:
    mark = re.escape(decimal)
    if re.fullmatch(rf"\d+(?:{mark}\d+)?|{mark}\d+", body):
        return Decimal(body.replace(decimal, "."))
    for grouping in groupings:
        if re.fullmatch(rf"[1-9]\d{{0,2}}(?:{re.escape(grouping)}\d{{3}})+(?:{mark}\d+)?", body):
            return Decimal(body.replace(grouping, "").replace(decimal, "."))
    return None


def _in_brackets(text: str, fmt: NumberFormat) -> Printed | None:
    """``(986)``, ``$ (1,030)``, ``(13) %``, ``(+2)``."""
    match = _BRACKETS.fullmatch(text)
    if match is None:
        return None
    inner = _plain(match["inner"].strip(), fmt)
    if inner is None or inner.marks:
        return None
    around = _plain(f"{match['before']}0{match['after']}", fmt)
    if around is None or around.signed or (inner.unit and around.unit):
        return None
    unit = inner.unit or around.unit
    return replace(inner, unit=unit, marks=around.marks, bracketed=not inner.signed)


def _with_second(text: str, fmt: NumberFormat) -> Printed | None:
    """``50 (+2)``, ``3.73 (1.01)``, ``42.6 ± 0.7``: the first number; the second stays in the raw text."""
    match = _SECOND.fullmatch(text)
    if match is None:
        return None
    first = _plain(match["first"].strip(), fmt)
    if first is None:
        return None
    return replace(first, doubts=(*first.doubts, "number.second"))


def _as_text(text: str) -> Printed:
    if not re.search(r"\d", text):
        return Printed("text", reading="word")
    if _RANGE.search(text):
        return Printed("text", reading="range")
    if _LOWER_BOUND.match(text) or _UPPER_BOUND.search(text):
        return Printed("text", reading="bound")
    if len(re.findall(r"\d[\d.,']*", text)) > 1 and not re.search(r"[^\W\d_]", text):
        return Printed("text", reading="several")
    return Printed("text", reading="mixed")


def split_marks(text: str) -> tuple[str, ...]:
    """Marks one by one; superscript digits that touch are one number."""
    found = re.findall(rf"[{SUPERSCRIPTS}]+|\d{{1,2}}\)|[a-z]\)|\*+|\S", text)
    return tuple(m.translate(_PLAIN) for m in found)


def _unit(currency: str | None, printed: str | None) -> str | None:
    """``%``, ``percentage point``, ``EUR``, ``EUR million``, ``million``: None when nothing is printed."""
    parts = [CURRENCIES[currency.casefold()]] if currency else []
    rest = (printed or "").casefold().strip()
    scale = next((w for w in _LONG_SCALES if rest == w or rest.startswith(w + " ")), None) if rest else None
    rest = rest[len(scale) :].strip() if scale else rest
    if rest:
        parts.insert(0, _UNITS[rest])
    if scale:
        parts.append(SCALES[scale])
    return " ".join(parts) or None
