"""Step 4: which phrases are lines of running text, and so no cells.

A paragraph is a chain of lines of one size, one below the other, most of them full. Lines that have a short
phrase on the very same baseline are spared: they are cells of a table of text.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import Final

from pipeline.extract.tables.phrases import rows_of
from pipeline.extract.tables.shapes import Layout, Phrase, Row
from pipeline.extract.tables.stacks import in_one_band
from pipeline.extract.tables.tokens import is_number
from pipeline.geometry import overlap

LEADING: Final = 1.3
"""Widest gap between two lines of a paragraph, em."""
INDENT: Final = 2.6
"""Two lines of a paragraph start within this many em."""
WIDENS: Final = 0.3
"""A column of text that grows by this share of its width ends the paragraph: a table stood beside it."""
WORDS_A_LINE: Final = 4.2
NARROWEST: Final = 13.0
"""Least width of a paragraph, em."""
FULL_LINES: Final = 0.55
"""Least share of a paragraph's lines that reach its right edge."""
ONE_BASELINE: Final = 0.12
"""Baselines of one line differ by less, em."""
LABEL_WORDS: Final = 5
NEAR: Final = 0.4
"""A phrase stands beside a line when it is nearer than this share of the page's width."""
FAR: Final = 0.7
"""The same for a number: amounts stand at the right edge, labels of any length at the left."""
LONE_LINE_WORDS: Final = 10


class _Column:
    """Phrases ordered by their centre, to look up those at a height."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self.items = sorted(phrases, key=lambda p: p.mid)
        self.mids = [p.mid for p in self.items]

    def between(self, low: float, high: float) -> list[Phrase]:
        return self.items[bisect_left(self.mids, low) : bisect_right(self.mids, high)]


def find_prose(layout: Layout) -> frozenset[Phrase]:
    """The phrases that belong to running text."""
    column = _Column(layout.phrases)
    paragraphs = [c for c in _chains(layout) if _is_paragraph(c, layout)]
    inside = {p for chain in paragraphs for p in chain}
    prose = {p for chain in paragraphs if not _is_labelled(chain, inside, column, layout) for p in chain}
    prose |= {p for p in layout.phrases if p not in prose and _is_lone_line(p, column, layout)}
    return frozenset(prose | _fallen_apart(layout, prose))


def _chains(layout: Layout) -> list[list[Phrase]]:
    """Lines that follow one another in one text column."""
    ordered = sorted(layout.phrases, key=lambda p: (p.top, p.x0))
    following: dict[Phrase, Phrase] = {}
    for i, line in enumerate(ordered):
        after = _next_line(line, ordered[i + 1 :], layout)
        if after is not None:
            following[line] = after
    taken: set[Phrase] = set()
    chains = []
    for line in ordered:
        if line in taken:
            continue
        chain = [line]
        left, right = line.x0, line.x1
        while (after := following.get(chain[-1])) is not None and after not in taken:
            if len(chain) > 2 and after.x1 > right + WIDENS * (right - left):
                break
            chain.append(after)
            taken.add(after)
            left, right = min(left, after.x0), max(right, after.x1)
        chains.append(chain)
    return chains


def _next_line(line: Phrase, lower: Sequence[Phrase], layout: Layout) -> Phrase | None:
    for after in lower:
        if after.top - line.bottom > LEADING * line.size:
            return None
        if (
            after.top > line.top + 0.5 * line.size
            and abs(after.size - line.size) < 0.15 * line.size
            and abs(after.x0 - line.x0) < INDENT * line.size
            and overlap(line.x0, line.x1, after.x0, after.x1) > 0.5 * min(line.x1 - line.x0, after.x1 - after.x0)
        ):
            return None if _rule_parts(line, after, layout) else after
    return None


def _rule_parts(line: Phrase, after: Phrase, layout: Layout) -> bool:
    """Does a rule wider than the text run between two lines?"""
    return any(
        r.start < line.x0 + 2 and r.end > line.x1 - 2 and r.end - r.start > line.x1 - line.x0 + 4 * line.size
        for r in layout.horizontals.between(line.mid, after.mid)
    )


def _is_paragraph(chain: Sequence[Phrase], layout: Layout) -> bool:
    left, right = min(p.x0 for p in chain), max(p.x1 for p in chain)
    width, size = right - left, chain[0].size
    full = sum(p.x1 > right - 0.14 * width - size for p in chain)
    several = len(chain) >= 3 and full >= FULL_LINES * len(chain)
    two_wide = len(chain) == 2 and full >= 1 and width > 0.55 * layout.page.width
    if not (several or two_wide) or width <= NARROWEST * size or in_one_band(layout, chain):
        return False
    texts = [w.text for p in chain for w in p.words]
    return len(texts) >= WORDS_A_LINE * len(chain) and sum(_is_wordy(t) for t in texts) > 0.6 * len(texts)


def _is_wordy(text: str) -> bool:
    """Two letters in a row, in any script."""
    return any(a.isalpha() and b.isalpha() for a, b in itertools.pairwise(text))


def _is_labelled(chain: Sequence[Phrase], inside: set[Phrase], column: _Column, layout: Layout) -> bool:
    """Has more than half of the lines a short phrase beside it that is in no paragraph itself?"""
    beside = 0
    for line in chain:
        reach = line.size
        beside += any(
            other is not line
            and other not in inside
            and len(other.words) <= LABEL_WORDS
            and abs(other.bottom - line.bottom) < ONE_BASELINE * line.size
            and -1 < max(other.x0 - line.x1, line.x0 - other.x1) < (FAR if other.numeric else NEAR) * layout.page.width
            for other in column.between(line.mid - reach, line.mid + reach)
        )
    return beside > 0.5 * len(chain)


def _is_lone_line(line: Phrase, column: _Column, layout: Layout) -> bool:
    """One wide line of words with nothing beside it, not between the rows of a table."""
    if len(line.words) < LONE_LINE_WORDS or line.x1 - line.x0 <= 0.5 * layout.page.width:
        return False
    if sum(not is_number(w.text) for w in line.words) <= 0.7 * len(line.words):
        return False
    same_row = [o for o in column.between(line.mid - line.size, line.mid + line.size)
                if abs(o.mid - line.mid) < 0.4 * line.size]  # fmt: skip
    if len(same_row) != 1 or in_one_band(layout, [line]):
        return False
    near = column.between(line.mid - 2 * line.size, line.mid + 2 * line.size)
    above = sum(0 < line.mid - o.mid < 2 * line.size for o in near)
    below = sum(0 < o.mid - line.mid < 2 * line.size for o in near)
    return min(above, below) < 3


def _fallen_apart(layout: Layout, prose: set[Phrase]) -> set[Phrase]:
    """Justified lines cut into phrases by wide blanks: put back when their union has a prose line's edges."""
    column = _Column(prose)
    found: set[Phrase] = set()
    for line in rows_of(layout.phrases):
        reach = 4.0 * max(p.size for p in line.phrases) + 40
        for other in column.between(line.first.mid - reach, line.first.mid + reach):
            if abs(other.mid - line.first.mid) < 2.0 * other.size and other not in line.phrases:
                found.update(_pieces(line, other, prose | found))
    return found


def _pieces(line: Row, whole: Phrase, prose: set[Phrase]) -> list[Phrase]:
    size = whole.size
    mine = [p for p in line.phrases if p.x0 > whole.x0 - 30 and p.x1 < whole.x1 + size]
    if len(mine) < 2 or prose.issuperset(mine):
        return []
    if abs(mine[-1].x1 - whole.x1) >= size or abs(mine[0].x0 - whole.x0) >= 4.5 * size:
        return []
    widest = max(b.x0 - a.x1 for a, b in itertools.pairwise(mine))
    numbers = sum(p.numeric for p in mine)
    return mine if widest < 1.8 * size and numbers <= len(mine) / 2 else []
