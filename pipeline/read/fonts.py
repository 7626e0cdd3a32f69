"""What a font's name tells, and where its letters stand in their box. Pure; shared by every backend."""

from __future__ import annotations

import re
from functools import lru_cache

BOLD = re.compile(
    r"bold|black|heavy|demi|medi(?!um)|semib|halbfett|fett\b|gras\b|[-,]bd|-b$|^(cm|sf|ec|lm)[a-z]*bx", re.IGNORECASE
)
"""Weights by name; ``medi`` is URW's bold, ``cmbx`` Computer Modern's."""
ITALIC = re.compile(r"ital|obli|kursiv|slanted|[-,]it$|[-,]i$|^(cm|sf|ec)[a-z]*(ti|sl)\d", re.IGNORECASE)
SUBSET = re.compile(r"^[A-Z]{6}\+")
"""Tag that marks a font of which only the used glyphs are embedded."""
FLAG_ITALIC = 1 << 6
FLAG_FORCE_BOLD = 1 << 18
"""Of a font descriptor's flags."""
SKEW = 0.1
"""Slant (horizontal over vertical) from which upright letters look italic: 6 degrees; fake italics have 12 to 20."""

USUAL_DESCENT = 0.21
"""Share of the font size from the baseline to the bottom of the box; Arial .212, Times .216, Verdana .209."""
LEAST_DESCENT = 0.15
MOST_DESCENT = 0.45
"""A font that states a descent outside these bounds states the box of its embedded glyphs, or nothing at all."""
STANDARD_DESCENTS = (("courier", 0.157), ("helvetica", 0.207), ("times-", 0.217), ("symbol", USUAL_DESCENT))
"""Of the standard fonts, which a file need not describe (Adobe's font metric files)."""


@lru_cache(maxsize=4096)
def font_name(base_font: str) -> str:
    """Name without the subset tag, so that two subsets of one font are one style."""
    return SUBSET.sub("", base_font)


@lru_cache(maxsize=4096)
def is_bold(name: str) -> bool:
    return bool(BOLD.search(name))


@lru_cache(maxsize=4096)
def is_italic(name: str) -> bool:
    return bool(ITALIC.search(name))


def descent_of(name: str, stated: float | None, embedded: bool = True) -> float:
    """Share of the font size from the baseline down to the bottom of a word's box.

    ``stated``: the font's own, negative downwards; replaced where it cannot be right.
    """
    if not embedded:
        for start, descent in STANDARD_DESCENTS:
            if name.lower().startswith(start):
                return descent
    if stated is None or not LEAST_DESCENT <= -stated <= MOST_DESCENT:
        return USUAL_DESCENT
    return -stated
