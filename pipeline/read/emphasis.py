"""Emphasis that a PDF does not state and only the drawing shows: raised marks and underlines. Pure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
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
    level = [i for i, word in enumerate(words) if word.direction == 0]
    sizes = {words[i].size for i in level}
    least = min(sizes, default=0.0)
    if not level or least > RAISED_SIZE * max(sizes):
        return words
    baselines = [word.bottom - DESCENT * word.size for word in words]
    level.sort(key=baselines.__getitem__)
    raised: set[int] = set()
    for place, i in enumerate(level):
        if least <= RAISED_SIZE * words[i].size:
            raised.update(_raised_beside(words, baselines, level, place))
    return [word._replace(raised=True) if i in raised else word for i, word in enumerate(words)] if raised else words


def _raised_beside(words: list[Word], baselines: list[float], down: list[int], place: int) -> list[int]:
    """Raised marks of one word, of those before its ``place`` in ``down``, which is ordered by the baselines."""
    found: list[int] = []
    word, baseline = words[down[place]], baselines[down[place]]
    size, x0, x1 = word.size, word.x0, word.x1
    for before in range(place - 1, -1, -1):
        i = down[before]
        rise = baseline - baselines[i]
        if rise > size:
            break
        if rise >= RAISED_RISE * size:
            mark = words[i]
            touches = abs(mark.x0 - x1) <= TOUCH * size or abs(mark.x1 - x0) <= TOUCH * size
            if touches and mark.size <= RAISED_SIZE * size:
                found.append(i)
    return found


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
        if not close:
            continue
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
