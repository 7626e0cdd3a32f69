"""Emphasis that a PDF does not state and only the drawing shows: raised marks and underlines. Pure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from pipeline.model import Rule, Word

DESCENT: Final = 0.2
"""Share of the font size from the baseline down to the bottom of a word's box, in nearly all fonts 0.15 to 0.3."""
RAISED_SIZE: Final = 0.85
"""A raised mark is at most this share of its neighbour's size (typesetters use 0.58 to 0.75)."""
RAISED_RISE: Final = 0.12
"""... and its baseline stands at least this share of the neighbour's size above the neighbour's."""
TOUCH: Final = 0.3
"""Share of the neighbour's size that may lie between it and its mark."""
UNDERLINE_ABOVE: Final = 0.25
"""An underline lies between this share of the size above the bottom of the box (the baseline) ..."""
UNDERLINE_BELOW: Final = 0.12
"""... and this share below it; rules of tables keep further away."""
UNDERLINE_WIDTH: Final = 0.14
"""Thickness of an underline as a share of the size, at most."""
UNDERLINE_END: Final = 0.3
"""Share of the size by which an underline may end before or after its text."""
UNDERLINE_PART: Final = 0.5
"""Share of a word that an underline within it spans at least: a sign at its end (36% or 36*) may stay outside."""
WORD_SPACE: Final = 0.8
"""Widest space between underlined words, as a share of the size; wider gaps are columns of a table."""


def mark_raised(words: list[Word]) -> list[Word]:
    """Set ``raised`` on words that touch a larger word on a lower baseline."""
    of_size: dict[float, list[int]] = defaultdict(list)
    for i, word in enumerate(words):
        if word.direction == 0:
            of_size[word.size].append(i)
    if not of_size or min(of_size) > RAISED_SIZE * max(of_size):
        return words
    level = [i for own in of_size.values() for i in own]
    x0, x1 = [word.x0 for word in words], [word.x1 for word in words]
    raised: set[int] = set()
    for edge, other in ((x0, x1), (x1, x0)):
        across = sorted(level, key=edge.__getitem__)
        for size, own in of_size.items():
            small = [i for i in across if words[i].size <= RAISED_SIZE * size]
            if small:
                raised.update(_raised_beside(words, own, other, small, edge))
    return [word._replace(raised=True) if i in raised else word for i, word in enumerate(words)] if raised else words


def _raised_beside(
    words: list[Word], large: list[int], ends: list[float], small: list[int], starts: list[float]
) -> Iterator[int]:
    """Of ``small`` words, ordered by where they start, those raised at the end of a ``large`` one; all large ones are
    of one size, and an end may be on the left."""
    size = words[large[0]].size
    places = [starts[i] for i in small]
    for k in large:
        baseline = words[k].bottom - DESCENT * size
        for n in range(bisect_left(places, ends[k] - TOUCH * size), len(places)):
            if places[n] > ends[k] + TOUCH * size:
                break
            mark = words[small[n]]
            if RAISED_RISE * size <= baseline - (mark.bottom - DESCENT * mark.size) <= size:
                yield small[n]


def mark_underlined(words: list[Word], rules: tuple[Rule, ...]) -> list[Word]:
    """Set ``underlined`` where a thin level rule spans the text of one word, or of a few, closely."""
    rules = tuple(rule for rule in rules if rule.axis == "h" and rule.kind == "ink")
    if not words or not rules:
        return words
    every = [word.bottom for word in words]
    order = sorted(range(len(words)), key=every.__getitem__)
    bottoms = [every[i] for i in order]
    reach = max(UNDERLINE_ABOVE, UNDERLINE_BELOW) * max(w.size for w in words)
    marked = list(words)
    for rule in rules:
        near = order[bisect_left(bottoms, rule.at - reach) : bisect_right(bottoms, rule.at + reach)]
        close = [i for i in near if _is_close(rule, words[i])]
        for i in close:
            if _is_part_of(rule, words[i]):
                marked[i] = marked[i]._replace(underlined=True)
        over = sorted((i for i in close if _lies_under(rule, words[i])), key=lambda i: words[i].x0)
        if over and _spans_closely(rule, [words[i] for i in over]):
            for i in over:
                marked[i] = marked[i]._replace(underlined=True)
    return marked


def _is_close(rule: Rule, word: Word) -> bool:
    size = word.size
    return (
        word.direction == 0
        and -UNDERLINE_ABOVE * size <= rule.at - word.bottom <= UNDERLINE_BELOW * size
        and rule.width <= UNDERLINE_WIDTH * size
    )


def _lies_under(rule: Rule, word: Word) -> bool:
    reach = UNDERLINE_END * word.size
    return word.x0 >= rule.start - reach and word.x1 <= rule.end + reach


def _is_part_of(rule: Rule, word: Word) -> bool:
    reach = UNDERLINE_END * word.size
    within = word.x0 - reach <= rule.start and rule.end <= word.x1 + reach
    return within and min(rule.end, word.x1) - max(rule.start, word.x0) >= UNDERLINE_PART * (word.x1 - word.x0)


def _spans_closely(rule: Rule, words: list[Word]) -> bool:
    size = max(w.size for w in words)
    gaps = (b.x0 - a.x1 for a, b in pairwise(words))
    return (
        abs(words[0].x0 - rule.start) <= UNDERLINE_END * size
        and abs(words[-1].x1 - rule.end) <= UNDERLINE_END * size
        and all(gap <= WORD_SPACE * size for gap in gaps)
    )
