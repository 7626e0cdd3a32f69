"""Numbers as charts print them, with every reading that the print allows.

Which reading is right is not decided here: the length of the bar decides it (scale.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from pipeline.model import Word

_LABEL = re.compile(r"^[(]?([+\-−–]?)(\d{1,3}(?:[.,  '’]\d{3})+|\d+)?([.,]\d+)?\s?(%|‰|€|\$|£)?[)]?$")
BLANK: Final = 0.4
"""Font sizes. The blank inside a number (``12 %``, ``1 250``) is no wider."""
_THOUSANDS = re.compile(r"[+\-−–]?\d{1,3}(?: \d{3})*")
_GLUED = re.compile(r"[+\-−–]?\d+(?:[.,]\d+)?\s?%")


@lru_cache(maxsize=65536)
def readings(text: str) -> tuple[float, ...]:
    """All values that ``text`` may mean, the likeliest first; empty when it is no number.

    ``7,1`` -> (7.1,); ``1.250`` -> (1250.0, 1.25); ``12%`` -> (12.0,).
    """
    match = _LABEL.match(text.strip().lstrip("€$£").strip())
    if not match or not any(c.isdigit() for c in text):
        return ()
    sign = -1.0 if match[1] in ("-", "−", "–") else 1.0
    whole, fraction = match[2] or "0", match[3]
    grouped = re.sub(r"\D", "", whole)
    if fraction:
        return (sign * float(f"{grouped}.{fraction[1:]}"),)
    values = [sign * float(grouped)]
    single = re.fullmatch(r"(\d{1,3})[.,](\d{3})", whole)
    if single:
        values.append(sign * float(f"{single[1]}.{single[2]}"))
    return tuple(values)


def decimals(text: str, value: float) -> int:
    """Number of decimals printed, given the reading ``value`` that was chosen for ``text``."""
    match = re.search(r"[.,](\d+)\D*$", text)
    return len(match[1]) if match and value != float(re.sub(r"\D", "", text) or 0) else 0


def unit(text: str) -> str | None:
    match = re.search(r"[%‰€$£]", text)
    return {"€": "EUR", "$": "USD", "£": "GBP"}.get(match[0], match[0]) if match else None


def unglue(text: str) -> tuple[str, ...]:
    """``3%2%`` -> ("3%", "2%"): labels of two narrow segments that stand without a blank between them."""
    parts = tuple(_GLUED.findall(text))
    return parts if len(parts) > 1 and "".join(parts) == text else (text,)


def with_blanks(words: Iterable[Word]) -> list[Word]:
    """The words, with those joined that are one number: ``12`` and ``%``, ``1`` and ``250``."""
    out: list[Word] = []
    for word in words:
        before = out[-1] if out else None
        if before and _continues(before, word):
            out[-1] = before._replace(
                top=min(before.top, word.top),
                x1=word.x1,
                bottom=max(before.bottom, word.bottom),
                text=f"{before.text} {word.text}",
            )
        else:
            out.append(word)
    return out


def _continues(before: Word, word: Word) -> bool:
    if not (word.text in "%‰€" or re.fullmatch(r"\d{3}(?:[.,]\d+)?%?", word.text)):
        return False
    if not 0 < word.x0 - before.x1 <= BLANK * word.size or abs(word.bottom - before.bottom) > BLANK * word.size:
        return False
    return bool(_THOUSANDS.fullmatch(before.text) if word.text[0].isdigit() else readings(before.text))
