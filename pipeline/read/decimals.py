"""Numbers whose decimal sign is set in another font than their digits, as formulas do: one word again. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pipeline.model import Word

TOUCH: Final = 0.03
"""Share of the font size: pieces of one number follow one another with no more between them, and overlap no more."""
SAME: Final = 0.05
"""Share of the font size by which the sizes and the baselines of its pieces may differ."""
SIGNS: Final = ".,"


def join_decimals(words: Sequence[Word]) -> list[Word]:
    """``0``, ``.`` and ``87`` that touch are the word ``0.87`` in the style of its first digits.

    ``words`` in the order of painting. A sign followed by a blank stays what it is: ``8,28, 8,28`` are two numbers.
    """
    if not any(w.text in SIGNS for w in words):
        return list(words)
    joined: list[Word] = []
    i = 0
    while i < len(words):
        word = words[i]
        while i + 2 < len(words) and _is_number(word, words[i + 1], words[i + 2]):
            last = words[i + 2]
            word = word._replace(x1=last.x1, text=word.text + words[i + 1].text + last.text)
            i += 2
        joined.append(word)
        i += 1
    return joined


def _is_number(whole: Word, sign: Word, decimals: Word) -> bool:
    return (
        sign.text in SIGNS
        and whole.text[-1].isdigit()
        and decimals.text[0].isdigit()
        and _touch(whole, sign)
        and _touch(sign, decimals)
    )


def _touch(a: Word, b: Word) -> bool:
    return (
        a.direction == b.direction == 0
        and abs(b.x0 - a.x1) <= TOUCH * a.size
        and abs(a.size - b.size) <= SAME * a.size
        and abs((a.top + a.bottom) - (b.top + b.bottom)) <= 2 * SAME * a.size
    )
