"""Step 1: words -> lines -> phrases. A phrase ends at a gap that is wide for what stands on its two sides.

Limits in em (font size of the smaller neighbour), found on documents of the ICDAR 2013 competition: running
text sets words .2 to .6 em apart, close-set columns of numbers .4 to .8 em.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from enum import Enum
from operator import attrgetter
from statistics import median
from typing import Final, final

from pipeline.extract.tables import tokens
from pipeline.extract.tables.shapes import Line, Lines, Phrase, Row, centre, row_at
from pipeline.model import Word

SAME_LINE: Final = 0.5
"""Share of the lower word's height that two words of one line have in common."""
SMALL: Final = 0.85
"""A line has words of several sizes when the lowest is lower than this share of the tallest."""
MARK_OVERLAP: Final = 0.25
"""A mark shares at least this part of its height with the word it is set on."""
LINES_BACK: Final = 6
"""Lines, counted from the last one, that may take a word: those beside one another in several text columns."""
LEAST_SIZE: Final = 4.0
"""Points: no type is smaller, whatever a file says of its size."""
TOUCH: Final = 0.3
"""Words with no wider blank between them stand side by side, em."""
SAME_ROW: Final = 0.42
"""Two phrases stand in one row when their centres differ by less than this share of the lower one's height."""
ROWS_BACK: Final = 3
"""Rows, counted from the last one, that may take a phrase: one above or below that is set apart by its height."""
SENTENCE: Final = 6
"""Words from which a line may be running text, set wider after a full stop."""
CLOSE: Final = 0.7
"""Two words, neither of them a number, are of one phrase when the blank is narrower, em: no rule below cuts there."""
USUAL_GAP = (0.2, 0.62)
"""Bounds of the page's usual word gap, em."""


class _Line:
    """A line of words being filled; its height is that of its tallest word."""

    def __init__(self, word: Word) -> None:
        self.words = [word]
        self.top, self.bottom = word.top, word.bottom
        self.lowest = word.bottom - word.top

    def takes(self, word: Word) -> bool:
        """Where a line holds words of several sizes, as one across two text columns does, those beside the word
        decide: those it touches (a raised and a lowered mark touch one number), else the nearest."""
        if not _share_line(word, self.top, self.bottom):
            return False
        if self.lowest > SMALL * (self.bottom - self.top):
            return True
        gaps = [max(w.x0 - word.x1, word.x0 - w.x1) for w in self.words]
        reach = max(min(gaps), TOUCH * word.size)
        beside = [w for w, gap in zip(self.words, gaps, strict=True) if gap <= reach]
        return any(_share_line(word, w.top, w.bottom) for w in beside)

    def add(self, word: Word) -> None:
        self.words.append(word)
        self.lowest = min(self.lowest, word.bottom - word.top)
        if word.bottom - word.top > self.bottom - self.top:
            self.top, self.bottom = word.top, word.bottom


def _share_line(word: Word, top: float, bottom: float) -> bool:
    low, high = word.top, word.bottom
    shared = (high if high < bottom else bottom) - (low if low > top else top)
    lower = min(high - low, bottom - top)
    return shared > SAME_LINE * lower


def lines_of(words: Iterable[Word]) -> list[list[Word]]:
    """Words -> lines, top to bottom, each left to right; words of other sizes join the line they overlap.

    Raised and lowered marks come last and join the word they touch, whatever other line they overlap.
    """
    given = list(words)
    if len(given) < 2:
        return [given] if given else []
    marks = _marks(given)
    lines: list[_Line] = []
    line_of: dict[int, _Line] = {}
    middles = [word.top + word.bottom for word in given]
    for k in sorted(range(len(given)), key=middles.__getitem__):
        if k in marks:
            continue
        for line in reversed(lines[-LINES_BACK:]):
            if line.takes(given[k]):
                line.add(given[k])
                break
        else:
            line = _Line(given[k])
            lines.append(line)
        line_of[k] = line
    for k, base in marks.items():
        while base in marks:
            base = marks[base]
        line_of[base].add(given[k])
    return [_left_to_right(line.words) for line in sorted(lines, key=lambda line: line.top)]


def _marks(words: Sequence[Word]) -> dict[int, int]:
    """Index of each mark -> index of the larger word it is set on: neighbours in the order of the file that touch.

    ``10``, ``-`` and ``2`` of a power: the minus touches the 10, the 2 the minus.
    """
    marks: dict[int, int] = {}
    heights = [w.bottom - w.top for w in words]
    small = SMALL * max(heights, default=0.0)
    for k, word in enumerate(words):
        if heights[k] >= small and k - 1 not in marks:
            continue
        near = [j for j in (k - 1, k + 1, k - 2, k + 2) if 0 <= j < len(words) and heights[k] < SMALL * heights[j]]
        base = next((j for j in near if j not in marks and _is_mark(word, words[j])), None)
        if base is None and k - 1 in marks and _touch(word, words[k - 1]) and _alike(word, words[k - 1]):
            base = marks[k - 1]
        if base is not None:
            marks[k] = base
    return marks


def _is_mark(word: Word, base: Word) -> bool:
    """``word`` is small beside ``base``."""
    shared = min(word.bottom, base.bottom) - max(word.top, base.top)
    return shared > MARK_OVERLAP * (word.bottom - word.top) and _touch(word, base)


def _touch(a: Word, b: Word) -> bool:
    return max(a.x0 - b.x1, b.x0 - a.x1) <= TOUCH * min(a.size, b.size)


def _alike(a: Word, b: Word) -> bool:
    """Two words of one size on one line."""
    return abs(a.size - b.size) < 0.1 * a.size and _share_line(a, b.top, b.bottom)


def _left_to_right(words: Iterable[Word]) -> list[Word]:
    """By left edge; of two small words one above the other (raised and lowered) the upper first."""
    ordered = sorted(words, key=lambda w: (w.x0, w.top))
    for i in range(len(ordered) - 1):
        a, b = ordered[i], ordered[i + 1]
        shared = min(a.x1, b.x1) - max(a.x0, b.x0)
        if b.bottom < a.bottom and b.top < a.top and shared > 0.5 * min(a.x1 - a.x0, b.x1 - b.x0):
            ordered[i], ordered[i + 1] = b, a
    return ordered


def rows_of(phrases: Iterable[Phrase]) -> list[Row]:
    """Phrases -> rows by their vertical centres, top to bottom."""
    items = list(phrases)
    if len(items) < 2:
        return [row_at(items, items[0].mid)] if items else []
    items.sort(key=_left_edge)
    items.sort(key=_height)  # of one height still from left to right
    groups: list[list[Phrase]] = []
    centres: list[float] = []  # median of each group: items come by their centres, so that it is in the middle
    heights: list[float] = []
    for item in items:
        mid, height = item.mid, item.bottom - item.top
        for k in range(len(groups) - 1, max(-1, len(groups) - 1 - ROWS_BACK), -1):
            lower = heights[k] if heights[k] < height else height
            if abs(mid - centres[k]) < SAME_ROW * lower:
                groups[k].append(item)
                centres[k] = centre(groups[k])
                break
        else:
            groups.append([item])
            centres.append(mid)
            heights.append(height)
    rows = [row_at(group, mid) for group, mid in zip(groups, centres, strict=True)]
    rows.sort(key=_height)
    return rows


_left_edge = attrgetter("x0")
_height = attrgetter("mid")


def usual_gap(lines: Iterable[Sequence[Word]]) -> float:
    """The page's median blank between neighbouring words, in em."""
    gaps = [
        (b.x0 - a.x1) / (a.size if a.size > 1.0 else 1.0)
        for line in lines
        for a, b in itertools.pairwise(line)
        if not (a.raised or b.raised)
    ]
    usual = [g for g in gaps if 0.08 < g < 1.0]
    return min(max(median(usual) if usual else 0.28, USUAL_GAP[0]), USUAL_GAP[1])


@final
class _Gap:
    """The blank between two words."""

    __slots__ = ("after", "before", "size", "width")

    def __init__(self, before: Word, after: Word, width: float, size: float) -> None:
        self.before: Final = before
        self.after: Final = after
        self.width: Final = width
        self.size: Final = size


class _LineKind(Enum):
    NUMBERS = "mostly numbers"
    TEXT = "words of a sentence, maybe"
    OTHER = "a few words"

    @staticmethod
    def of(are_numbers: Sequence[bool]) -> _LineKind:
        """``are_numbers``: for each word of the line."""
        numbers, count = sum(are_numbers), len(are_numbers)
        if numbers > 0.5 * count:
            return _LineKind.NUMBERS
        return _LineKind.TEXT if count >= SENTENCE and numbers < 0.2 * count else _LineKind.OTHER


def _widest_between_numbers(gap: _Gap, usual: float, numeric_line: bool) -> float:
    """Two complete numbers part at less than a word gap where the whole line is numbers."""
    before, after = gap.before.text, gap.after.text
    complete = (
        tokens.has_digit(before)
        and tokens.has_digit(after)
        and after[0] not in "(["
        and before[-1] not in ",;:/"
        and not tokens.reads_as_thousands(before, after, gap.width, gap.size)
    )
    return (0.75 * usual if complete and numeric_line else max(0.5, 1.35 * usual)) * gap.size


def _widest_beside_mark(gap: _Gap) -> float | None:
    """Widest gap beside a leader, bullet, currency sign, closing sign or raised mark; None: beside no such."""
    before, after = gap.before.text, gap.after.text
    if tokens.is_leader(after):
        return 3.0 * gap.size
    if tokens.is_leader(before):
        if tokens.is_number(after):
            return (0.1 if before == "." else -1.0) * gap.size  # dots may touch the value they lead to
        return 0.7 * gap.size
    if before in tokens.BULLETS:
        return 3.5 * gap.size
    if before in tokens.CURRENCY and after[0] in "0123456789(–—-":
        return 9 * gap.size
    if tokens.is_closing(after) and tokens.has_digit(before):
        return 1.5 * gap.size
    return None


def widest_gap(gap: _Gap, usual: float, line: _LineKind) -> float:
    """The widest blank, in points, that two words of one phrase may have between them."""
    beside_mark = _widest_beside_mark(gap)
    if beside_mark is not None:
        return beside_mark
    numbers = tokens.is_number(gap.before.text) + tokens.is_number(gap.after.text)
    if numbers == 2:
        return _widest_between_numbers(gap, usual, line is _LineKind.NUMBERS)
    if numbers == 1:
        return max(0.62, 1.6 * usual) * gap.size
    if line is _LineKind.TEXT and tokens.ends_sentence(gap.before.text) and gap.after.text[0].isupper():
        return max(1.4, 3.0 * usual) * gap.size
    return max(0.8, 1.8 * usual) * gap.size


def _ruled_between(before: Word, after: Word, walls: Sequence[Line]) -> bool:
    middle = (after.top + after.bottom) / 2
    return any(before.x1 - 1.5 <= wall.at <= after.x0 + 1.5 and wall.start < middle < wall.end for wall in walls)


def split_line(words: Sequence[Word], walls: Lines, usual: float) -> list[Phrase]:
    """One line of words -> phrases: cut at wide gaps, at vertical rules and edges of fills."""
    numbers = [tokens.is_number(w.text) for w in words]
    line = _LineKind.of(numbers)
    near = walls.between(words[0].x0, max(w.x1 for w in words))
    phrases: list[Phrase] = []
    current = [words[0]]
    reach = words[0].x1
    for k, (before, after) in enumerate(itertools.pairwise(words)):
        width = after.x0 - reach
        size = max(min(after.size, before.size), LEAST_SIZE)
        close = width <= CLOSE * size and not numbers[k] and not numbers[k + 1]
        cut = not close and width > widest_gap(_Gap(before, after, width, size), usual, line)
        if not cut and near and width > 0:
            cut = _ruled_between(before, after, near)
        if cut:
            phrases.append(Phrase(current))
            current, reach = [], after.x1
        current.append(after)
        reach = max(reach, after.x1)
    phrases.append(Phrase(current))
    return phrases
