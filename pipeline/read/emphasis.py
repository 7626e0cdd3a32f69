"""Emphasis that a PDF does not state and only the drawing shows: raised marks and underlines. Pure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from pipeline.model import Rule, Word

DESCENT = 0.2
"""Share of the font size from the baseline down to the bottom of a word's box, in nearly all fonts 0.15 to 0.3."""
RAISED_SIZE = 0.85
"""A raised mark is at most this share of its neighbour's size (typesetters use 0.58 to 0.75)."""
RAISED_RISE = 0.12
"""... and its baseline stands at least this share of the neighbour's size above the neighbour's."""
TOUCH = 0.3
"""Share of the neighbour's size that may lie between it and its mark."""
UNDERLINE_ABOVE = 0.25
"""An underline lies between this share of the size above the bottom of the box (the baseline) ..."""
UNDERLINE_BELOW = 0.12
"""... and this share below it; rules of tables keep further away."""
UNDERLINE_WIDTH = 0.14
"""Thickness of an underline as a share of the size, at most."""
UNDERLINE_END = 0.3
"""Share of the size by which an underline may end before or after its text."""
WORD_SPACE = 0.8
"""Widest space between underlined words, as a share of the size; wider gaps are columns of a table."""


def mark_raised(words: list[Word]) -> list[Word]:
    """Set ``raised`` on words that touch a larger word on a lower baseline."""
    order = sorted(range(len(words)), key=lambda i: words[i].x0)
    starts = [words[i].x0 for i in order]
    ends_order = sorted(range(len(words)), key=lambda i: words[i].x1)
    ends = [words[i].x1 for i in ends_order]
    if not words:
        return words
    reach = TOUCH * max(w.size for w in words)
    marked = list(words)
    for index, word in enumerate(words):
        if word.direction != 0:
            continue
        before = (ends_order[k] for k in range(bisect_left(ends, word.x0 - reach), bisect_right(ends, word.x0 + reach)))
        after = (order[k] for k in range(bisect_left(starts, word.x1 - reach), bisect_right(starts, word.x1 + reach)))
        if any(_is_raised(word, words[k], word.x0 - words[k].x1) for k in before) or any(
            _is_raised(word, words[k], words[k].x0 - word.x1) for k in after
        ):
            marked[index] = word._replace(raised=True)
    return marked


def _is_raised(mark: Word, neighbour: Word, gap: float) -> bool:
    size = neighbour.size
    if neighbour.direction != 0 or mark.size > RAISED_SIZE * size or abs(gap) > TOUCH * size:
        return False
    rise = (neighbour.bottom - DESCENT * size) - (mark.bottom - DESCENT * mark.size)
    return RAISED_RISE * size <= rise <= size


def mark_underlined(words: list[Word], rules: tuple[Rule, ...]) -> list[Word]:
    """Set ``underlined`` where a thin level rule spans the text of one word, or of a few, closely."""
    order = sorted(range(len(words)), key=lambda i: words[i].bottom)
    bottoms = [words[i].bottom for i in order]
    if not words:
        return words
    reach = max(UNDERLINE_ABOVE, UNDERLINE_BELOW) * max(w.size for w in words)
    marked = list(words)
    for rule in rules:
        if rule.axis != "h" or rule.kind != "ink":
            continue
        near = order[bisect_left(bottoms, rule.at - reach) : bisect_right(bottoms, rule.at + reach)]
        over = sorted((i for i in near if _lies_under(rule, words[i])), key=lambda i: words[i].x0)
        if over and _spans_closely(rule, [words[i] for i in over]):
            for i in over:
                marked[i] = marked[i]._replace(underlined=True)
    return marked


def _lies_under(rule: Rule, word: Word) -> bool:
    size = word.size
    return (
        word.direction == 0
        and -UNDERLINE_ABOVE * size <= rule.at - word.bottom <= UNDERLINE_BELOW * size
        and rule.width <= UNDERLINE_WIDTH * size
        and word.x0 >= rule.start - UNDERLINE_END * size
        and word.x1 <= rule.end + UNDERLINE_END * size
    )


def _spans_closely(rule: Rule, words: list[Word]) -> bool:
    size = max(w.size for w in words)
    gaps = (b.x0 - a.x1 for a, b in zip(words, words[1:], strict=False))
    return (
        abs(words[0].x0 - rule.start) <= UNDERLINE_END * size
        and abs(words[-1].x1 - rule.end) <= UNDERLINE_END * size
        and all(gap <= WORD_SPACE * size for gap in gaps)
    )
