"""Words to lines: chain words of one baseline, and say in which style the line is set."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.geometry import overlap, union
from pipeline.model import Box, Word

GLUE = 0.1
"""Share of the font size: words of two styles that are no farther apart are parts of one."""
REACH = 3.0
"""Share of the font size: a wider gap never lies inside a line of running text."""
BACK = 0.5
"""Share of the font size that a word may begin before the end of its neighbour (kerning, italics)."""
SAME_BASELINE = 0.3
"""Share of the font size by which the bottoms of words of one size on a line may differ."""
MARK_OVERLAP = 0.2
"""Share of its height by which a raised or lowered mark reaches into its line, at least."""
RAISED_SIZE = 0.8
"""A raised mark is set at most this share of its line's size ..."""
RAISED_BY = 0.12
"""... and at least this share of it above the baseline."""
BIN = 16.0
"""Points; only the height of the search bins, no influence on the result."""

_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SUBSET = re.compile(r"^[A-Z]{6}\+")


class Style(NamedTuple):
    """How a line is set; two lines of one paragraph share it."""

    size: float
    """Points, rounded to halves."""
    bold: bool
    italic: bool
    color: str | None
    font: str


@dataclass(frozen=True, slots=True)
class Line:
    """Words on one baseline within one column, left to right."""

    words: tuple[Word, ...]
    box: Box
    baseline: float
    """Bottom of the words in the line's main size, in points."""
    style: Style
    text: str
    mark: str | None = None
    """Text of a raised mark the line begins with."""

    @property
    def size(self) -> float:
        return self.style.size

    def opening(self) -> float:
        """Width of its first word, in points, over changes of style."""
        end = 1
        while end < len(self.words) and _glued(self.words[end - 1], self.words[end], self.style.size):
            end += 1
        return self.words[end - 1].x1 - self.words[0].x0

    def spelled(self) -> str:
        """Text of the words it has now."""
        return join_words(self.words, self.style.size, self.baseline)

    def unmarked(self) -> str:
        """Text without raised marks."""
        plain = [w for w in self.words if not is_raised(w, self.style.size, self.baseline)]
        return join_words(plain or self.words, self.style.size, self.baseline)


def make_line(words: Sequence[Word]) -> Line:
    """Line of words already in order. Its style is the one most of its characters have."""
    main = _main_words(words)
    baseline = max(Counter(round(w.bottom, 1) for w in main).items(), key=lambda item: item[1])[0]
    style = _style(main)
    first = words[0]
    return Line(
        words=tuple(words),
        box=union(w[:4] for w in words),
        baseline=baseline,
        style=style,
        text=join_words(words, style.size, baseline),
        mark=first.text if len(words) > 1 and is_raised(first, style.size, baseline) else None,
    )


def is_raised(word: Word, size: float, baseline: float) -> bool:
    """Whether a word is a raised mark in a line of that size and baseline (points)."""
    return word.raised or (word.size <= RAISED_SIZE * size and word.bottom <= baseline - RAISED_BY * size)


def join_words(words: Iterable[Word], size: float, baseline: float) -> str:
    """Text of a line. Raised digits become superscript characters, so that ``12¹`` is never read as 121."""
    parts: list[str] = []
    last: Word | None = None
    for word in words:
        if last is not None and not _glued(last, word, size):
            parts.append(" ")
        parts.append(word.text.translate(_SUPERSCRIPT) if is_raised(word, size, baseline) else word.text)
        last = word
    return "".join(parts)


def _glued(last: Word, word: Word, size: float) -> bool:
    """Whether only a change of style parts two words; those of one style had white space between them."""
    same = (last.font, last.color, last.raised) == (word.font, word.color, word.raised) and last.size == word.size
    return not same and word.x0 - last.x1 <= GLUE * size


def chain_words(words: Iterable[Word]) -> list[list[Word]]:
    """Chains of words that follow each other on a baseline with no gap wider than REACH."""
    bins: dict[int, list[_Chain]] = {}
    chains: list[_Chain] = []
    for word in sorted(words, key=lambda w: (w.x0, w.top)):
        keys = range(int(word.top // BIN), int(word.bottom // BIN) + 1)
        best: _Chain | None = None
        best_fit = float("inf")
        for chain in {id(c): c for key in keys for c in bins.get(key, ())}.values():
            fit = chain.fit(word)
            if fit is not None and fit < best_fit:
                best, best_fit = chain, fit
        if best is None:
            best = _Chain(word)
            chains.append(best)
            for key in keys:
                bins.setdefault(key, []).append(best)
        else:
            best.append(word)
    return [chain.words for chain in chains]


class _Chain:
    """A line in the making; ``main`` is its largest word, which a raised mark is measured against."""

    __slots__ = ("main", "words")

    def __init__(self, word: Word) -> None:
        self.words = [word]
        self.main = word

    def fit(self, word: Word) -> float | None:
        """How far the word is off this line in points, or None when it does not belong to it."""
        main, last = self.main, self.words[-1]
        em = max(main.size, word.size)
        gap = word.x0 - last.x1
        if gap > REACH * em or gap < -BACK * em:
            return None
        off = abs(word.bottom - main.bottom)
        low, high = sorted((word.size, main.size))
        if low > RAISED_SIZE * high:
            return off + gap / 100 if off <= SAME_BASELINE * em else None
        shared = overlap(word.top, word.bottom, main.top, main.bottom)
        heights = min(word.bottom - word.top, main.bottom - main.top)
        return off + gap / 100 if shared > MARK_OVERLAP * heights else None

    def append(self, word: Word) -> None:
        self.words.append(word)
        if word.size > self.main.size:
            self.main = word


def body_size(lines: Iterable[Line]) -> float:
    """Size of the running text in points: that of most characters (10 where there are none)."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 10.0


def _main_words(words: Sequence[Word]) -> list[Word]:
    sizes: Counter[float] = Counter()
    for w in words:
        sizes[round(w.size, 1)] += len(w.text)
    size = max(sizes.items(), key=lambda item: (item[1], item[0]))[0]
    return [w for w in words if round(w.size, 1) == size]


def _style(words: Sequence[Word]) -> Style:
    """Bold and italic only where all words are: an emphasised word makes no heading."""
    lettered = [w for w in words if any(c.isalnum() for c in w.text)] or words
    colors: Counter[str | None] = Counter()
    fonts: Counter[str] = Counter()
    for w in lettered:
        colors[w.color] += len(w.text)
        fonts[_SUBSET.sub("", w.font)] += len(w.text)
    return Style(
        size=round(2 * words[0].size) / 2,
        bold=all(w.bold for w in lettered),
        italic=all(w.italic for w in lettered),
        color=colors.most_common(1)[0][0],
        font=fonts.most_common(1)[0][0],
    )
