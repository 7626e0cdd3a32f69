"""Text from a PDF is a stranger's: what could harm the reader of our files is taken out or made harmless."""

from __future__ import annotations

import re

SPACES = "\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029"
"""Control characters that part words."""
CONTROLS = "\x00-\x1f\x7f-\x9f"
DIRECTIONS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
"""Marks that turn the reading direction: they can make a number or a file name read as another."""
INVISIBLE = "\u200b\u2060\ufeff"
"""Zero-width characters that no script needs (joiners stay: Arabic and Indic scripts need them)."""
NONCHARACTERS = "\ufdd0-\ufdef" + "".join(chr(plane << 16 | 0xFFFE) + chr(plane << 16 | 0xFFFF) for plane in range(17))
SURROGATES = "\ud800-\udfff"
"""Halves of a pair: no encoding takes them."""

_SPACE = re.compile(f"[{SPACES}]+")
_HARMFUL = re.compile(f"[{CONTROLS}{DIRECTIONS}{INVISIBLE}{NONCHARACTERS}]")
_SURROGATE = re.compile(f"[{SURROGATES}]")

FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""What makes a spreadsheet program read a cell as a formula (OWASP, CSV injection; full-width forms for
Japanese editions). Tab and carriage return, the others on that list, are taken out by ``clean``."""
_NUMBER = re.compile(r"[+-]?\s?[€$£]?\s?\d[\d.,'’\s]*\s?[%‰€$£]?")
_BARE_SIGN = re.compile(r"[+\-－＋]+")


def clean(text: str) -> str:
    """``text`` without control, direction and invisible characters; line breaks and tabs become a space."""
    if text.isascii() and text.isprintable():
        return text
    text = _HARMFUL.sub("", _SPACE.sub(" ", text))
    return _SURROGATE.sub("\ufffd", text)


def guard(text: str) -> str:
    """``text`` with an apostrophe before it where a spreadsheet program would calculate it.

    Numbers (``-5,3``, ``+4%``) and a sign that stands alone, as reports print for "none", stay as they are.
    """
    if not text.lstrip().startswith(FORMULA_STARTS):
        return text
    if _NUMBER.fullmatch(text.strip()) or _BARE_SIGN.fullmatch(text.strip()):
        return text
    return "'" + text


def harmless(value: object) -> object:
    """A text made so; any other value as it is."""
    return clean(value) if isinstance(value, str) else value
