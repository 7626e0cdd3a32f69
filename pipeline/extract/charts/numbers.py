"""Numbers as charts print them, with every reading that the print allows.

Which reading is right is not decided here: the length of the bar decides it (scale.py).
"""

from __future__ import annotations

import re
from functools import lru_cache

_LABEL = re.compile(r"^[(]?([+\-−–]?)(\d{1,3}(?:[.,  '’]\d{3})+|\d+)?([.,]\d+)?\s?(%|‰|€|\$|£)?[)]?$")
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
