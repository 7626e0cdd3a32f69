"""What one word is: a number, a mark that stands for one, a leader, a bullet, a currency sign."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from pipeline.extract.tables.vocabulary import ABSENT

_NUMBER = re.compile(
    r"^[\(\[<>~∼≈±+\-–−—*†$€£¥×]*(?:[\d][\d.,'’:/\-–−±×]*)[%‰\)\]*†‡§¹²³a-e+]{0,4}$"
    r"|^[\(<>~∼≈+\-–−]*\d[\d.,]*(?:[eE][+\-–−]?\d+|ms|bn|mln|[smhkKMBx×])[\)*]?$"
    r"|^[-–−—.…:*xX]+$"
    rf"|^\(?(?:{'|'.join(ABSENT)})\)?$"
    r"|^[<>$€£±%+]$",
    re.IGNORECASE,
)
_LEADER = re.compile(r"^[._…·]{3,}$|^\.$")
_LEADING = frozenset("._…·")
_DASHES = re.compile(r"^[-_=–—+|─━═┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬]+$")
SHORTEST_DASHES: Final = 6
"""Characters of a rule made of them: fewer are a dash or two."""
_CLOSING = frozenset({"%", ")", "%%", "%)", ")%", "))"})
_OPENING_DIGITS = re.compile(r"^[-−(]?\d{1,3}$")
_NEXT_DIGITS = re.compile(r"^\d{3}(?:[.,]\d+)?[%)*]?$")
_YEAR = re.compile(r"^\(?(?:19|20)\d\d\b")
_LOWER = re.compile(r"^[a-zà-ÿ]{2,}|^[a-z]['’][a-zà-ÿ]")

_SIGNS = frozenset("±×∼~≈()[]·")

BULLETS = frozenset("•▪■●○◦►➢§·\uf0b7\uf0a7")
UNITS = frozenset("%‰$€£¥")
CURRENCY = frozenset({"$", "€", "£", "¥", "US$", "EUR", "USD"})

GROUPING_GAP: Final = 0.4
"""Widest blank between groups of three digits, in em: a thin space is .2, a word space .25 to .33."""


@lru_cache(maxsize=65536)
def is_number(text: str) -> bool:
    """A number with its signs and marks, or a mark that stands for a missing one."""
    return bool(_NUMBER.match(text))


def is_symbol(text: str) -> bool:
    """Signs between the parts of a number that say nothing alone."""
    return all(c in _SIGNS for c in text)


def has_digit(text: str) -> bool:
    return any(c.isdigit() for c in text)


def is_leader(text: str) -> bool:
    """Dots or dashes that lead the eye from a label to its value."""
    return text[:1] in _LEADING and bool(_LEADER.match(text))


def is_unit(text: str) -> bool:
    """A sign alone that says what the numbers below it are, and is none."""
    return text in UNITS


def is_dashes(text: str) -> bool:
    """A rule made of characters."""
    return len(text) >= SHORTEST_DASHES and bool(_DASHES.match(text))


def is_closing(text: str) -> bool:
    """A per cent sign or bracket that belongs to the number before it."""
    return text in _CLOSING


def is_year(text: str) -> bool:
    return bool(_YEAR.match(text))


def is_lower(text: str) -> bool:
    """Begins with two small letters, or one cut short (``d'accord``): it reads on from what stands before it."""
    return bool(_LOWER.match(text))


def ends_sentence(text: str) -> bool:
    """A word of three letters or more with a closing mark: no abbreviation."""
    return len(text) > 3 and text[-1] in ".?!;:" and text[-2].isalpha()


def reads_as_thousands(before: str, after: str, gap: float, size: float) -> bool:
    """May ``after`` be the next three digits of a number that ``before`` begins?"""
    return gap < GROUPING_GAP * size and bool(_OPENING_DIGITS.match(before)) and bool(_NEXT_DIGITS.match(after))
