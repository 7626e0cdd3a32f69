"""The language of a document, from its stop words."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from pipeline.clean.lexicon import STOP_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable

LEAST_HITS = 8
"""Fewer stop words than this say nothing."""
LEAST_LEAD = 1.25
"""The best language must have this many times the hits of the next: nl and de, fr, it and es share words."""


def detect_language(texts: Iterable[str]) -> str:
    """ISO 639-1 code of the language most stop words belong to; ``und`` when it cannot be told."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(re.findall(r"[^\W\d_]+", text.casefold()))
    hits = {code: sum(counts[word] for word in words) for code, words in STOP_WORDS.items()}
    ranked = sorted(hits, key=lambda code: -hits[code])
    first, second = hits[ranked[0]], hits[ranked[1]]
    return ranked[0] if first >= LEAST_HITS and first >= LEAST_LEAD * second else "und"
