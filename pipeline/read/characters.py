"""What a person sees of a character that a font names. Pure; shared by every backend."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import lru_cache

import numpy as np

UNREADABLE = "\N{REPLACEMENT CHARACTER}"
"""Stands for a glyph of which the file does not say which character it is."""
HYPHENS = frozenset("\N{SOFT HYPHEN}\x02\ufffe")
"""A soft hyphen that is drawn is a hyphen; the others are PDFium's for one at the end of a line."""
UNSEEN = frozenset(("Cf", "Zl", "Zp"))
"""Joiners, direction marks, byte order marks: they have no shape and only harm whoever reads the output."""
RIGHT_TO_LEFT = ("R", "AL")
"""Bidirectional classes of Unicode."""
RIGHT_TO_LEFT_BLOCKS = re.compile(
    "[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
"""All blocks that have letters of these classes (Unicode Bidirectional Algorithm, default values, table 4)."""
WITHOUT_MEANING = re.compile(f"[{UNREADABLE}\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]")
"""No known character, or one of private use."""
FIRST_RIGHT_TO_LEFT, FIRST_WITHOUT_MEANING = 0x590, 0xE000
"""Code points: the first of either kind."""
UNKNOWN = frozenset(("Cc", "Cs", "Cn"))
MATHEMATICAL = ("\U0001d400", "\U0001d7ff")
"""The alphabets of mathematics: Latin and Greek letters and digits again, in italic, bold, script."""
BLANK_CONTROLS = frozenset("\t\n\r\v\f")
BLANKS = "\t\n\v\f\r \x85\xa0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u2028\u2029\u202f\u205f\u3000"
"""White space of any width; not the control codes that Python counts as such."""


@lru_cache(maxsize=4096)
def as_seen(character: str) -> str:
    """The character as it is read: itself, ``-`` for any hyphen, a plain letter for one of a mathematical alphabet
    (its look is the font's), U+FFFD for what has no meaning, or nothing."""
    if character in HYPHENS:
        return "-"
    if MATHEMATICAL[0] <= character <= MATHEMATICAL[1]:
        character = unicodedata.normalize("NFKC", character)
    category = unicodedata.category(character)
    if category in UNSEEN:
        return ""
    if category in UNKNOWN and character not in BLANK_CONTROLS:
        return UNREADABLE
    return character


def _from(text: str, first: int) -> str:
    """The characters of a text from this code point on: what is rare is looked for among few."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    return codes[codes >= first].tobytes().decode("utf-32-le", "surrogatepass")


def share_unreadable(texts: list[str]) -> float:
    """Share of characters, 0 to 1, whose meaning the file does not give: U+FFFD and private use."""
    text = "".join(texts)
    return len(WITHOUT_MEANING.findall(_from(text, FIRST_WITHOUT_MEANING))) / len(text) if text else 0.0


def share_right_to_left(texts: list[str]) -> float:
    """Share of letters, 0 to 1, of scripts that run from right to left (Hebrew, Arabic); digits are no letters."""
    text = "".join(texts)
    if not RIGHT_TO_LEFT_BLOCKS.search(_from(text, FIRST_RIGHT_TO_LEFT)):
        return 0.0
    classes: Counter[str] = Counter()
    for character, count in Counter(text).items():
        classes[unicodedata.bidirectional(character)] += count
    letters = sum(classes[kind] for kind in ("L", *RIGHT_TO_LEFT))
    return sum(classes[kind] for kind in RIGHT_TO_LEFT) / letters if letters else 0.0
