"""Text that is safe to show: a PDF or a file name must not steer a terminal or turn the reading direction."""

from __future__ import annotations

import unicodedata

KEPT = "\n\t"
TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Unicode's bidirectional controls; joiners, which some scripts need, are not among them."""


def without_controls(text: str) -> str:
    """``text`` without control characters (but tab and line end), lone surrogates, turning controls."""
    if text.isprintable():  # nearly all text, and told at once
        return text
    return "".join(c for c in text if c in KEPT or (c not in TURNING and unicodedata.category(c) not in ("Cc", "Cs")))
