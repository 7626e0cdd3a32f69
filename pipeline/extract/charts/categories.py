"""Texts beside the baseline -> the category of each group of bars, and the title over several categories.

A category's text is centred on its bars or begins beside them. What stands apart from that is no part of it: a title
over the categories that follow, a tick, a note. Where neither explains what is printed, the category is not sure.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from pipeline.extract.charts.bars import Lane, Plot
from pipeline.extract.charts.frame import Frame, Token
from pipeline.extract.charts.numbers import readings

LINE_GAP = 1.1
"""em. A wider gap between lines of a label beside a vertical chart's axis ends it."""
WORD_GAP = 2.2
"""em. Text further left than this from the label's words is another column of the page."""
FIRST_GAP = 14.0
"""em. Left-aligned labels may stand this far from the baseline."""
OFF = 0.4
"""em. A label's middle is this near to that of its bars: less than half of what one line more or less makes."""
APART = 0.6
"""Share of the font size. Lines of one label are less far apart."""
VALUE_NEAR = 2.0
"""em. The number of a bar without length begins this near to the baseline."""
MOST_LINES = 2
"""A title over categories has no more lines; more are categories whose bars are not there."""
SAME_LINE = 0.5
"""Share of the font size by which words of one line may stand off."""


class Category(NamedTuple):
    name: str
    """``""`` where nothing stands beside the baseline."""
    group: str = ""
    """The title it stands under with others."""
    sure: bool = True
    """False where something beside the bars may or may not be part of the name."""


Line = tuple[Token, ...]
"""Tokens of one line of the page."""


def categories_of(
    frame: Frame, plot: Plot, taken: Sequence[Token], ticks: Sequence[Token] = ()
) -> tuple[Category, ...]:
    """One for each group of bars. ``taken``: tokens that are something else; ``ticks``: those of the axis, beyond whose
    lowest the categories stand."""
    from pipeline.extract.charts.underneath import categories_below

    used = set(taken)
    lowest = min((t.u for t in ticks), default=plot.floor)
    plot = replace(plot, floor=min(plot.floor, lowest)) if lowest < plot.floor - frame.em else plot
    free = [t for t in frame.tokens if t not in used and t.u1 <= plot.floor + 0.4 * frame.em]
    if frame.direction == "vertical":
        return categories_below(frame, plot, free)
    return _categories_beside(frame, plot, free)


def bands(plot: Plot) -> list[tuple[float, float]]:
    """v-range of each group: to the middle of the gap on either side, as far at the ends as between groups."""
    spans = [(g[0].v0, g[-1].v1) for g in plot.groups]
    cuts = [(a[1] + b[0]) / 2 for a, b in itertools.pairwise(spans)]
    margin = max((b[0] - a[1] for a, b in itertools.pairwise(spans)), default=plot.thickness) / 2
    edges = [spans[0][0] - margin, *cuts, spans[-1][1] + margin]
    return list(itertools.pairwise(edges))


def middle_of(group: Sequence[Lane]) -> float:
    return (group[0].v0 + group[-1].v1) / 2


def lines_of(tokens: Sequence[Token]) -> list[Line]:
    """Lines of the page, from the top, each from the left."""
    lines: list[list[Token]] = []
    at = -1e9
    for token in sorted(tokens, key=lambda t: t.word.top + t.word.bottom):
        middle = (token.word.top + token.word.bottom) / 2
        if middle - at > SAME_LINE * token.word.size:
            lines.append([])
            at = middle
        lines[-1].append(token)
    return [tuple(sorted(line, key=lambda t: t.word.x0)) for line in lines]


def joined(lines: Sequence[Line]) -> str:
    """Words in reading order; a hyphen at a line's end is undone before a lower-case letter."""
    text = ""
    for line in lines:
        part = " ".join(t.text for t in line)
        hyphenated = text.endswith("-") and part[:1].islower()
        text = text[:-1] + part if hyphenated else f"{text} {part}".strip()
    return text


def _categories_beside(frame: Frame, plot: Plot, free: Sequence[Token]) -> tuple[Category, ...]:
    """Horizontal bars: the lines left of each, and the titles between them."""
    banded = [[t for t in free if low <= t.v < high] for low, high in bands(plot)]
    near = [_beside(frame, plot, tokens) for tokens in banded]
    far = _between(frame, plot, banded, near)
    blocks = [lines_of([*own, *apart]) for own, apart in zip(near, far, strict=True)]
    middles = [middle_of(group) for group in plot.groups]
    parts = [_parted(block, middle) for block, middle in zip(blocks, middles, strict=True)]
    anchor = _usual([own for _, own, _ in parts], middles, OFF * frame.em)
    found: list[tuple[list[Line], list[Line], bool]] = []
    for place, ((above, block, _), middle) in enumerate(zip(parts, middles, strict=True)):
        title, own, sure = _own(block, partial(_fits, anchor, middle, OFF * frame.em), place == len(parts) - 1)
        before = parts[place - 1][2] if place else []
        over = [line for line in (*before, *above, *title) if not _has_value(line, frame, plot)]
        found.append((over, own, sure and len(over) <= MOST_LINES))
    titles = [title for title, _, _ in found]
    if any(titles[1:]):
        first = titles[0] or _first_title(frame, plot, free, titles, middles)
        titles[0] = first if any(_is_aligned(first, title, frame) for title in titles[1:]) else []
    elif titles[0]:
        titles[0] = []  # over the first bar alone: the head of the column, or the end of what stands above
    pitch = min((b - a for a, b in itertools.pairwise(middles)), default=0.0)
    out: list[Category] = []
    group, told = "", True
    for place, (title, (_, own, sure)) in enumerate(zip(titles, found, strict=True)):
        if title:
            told = not (
                place and own and _may_be_category(title, own, abs(_center(title) - middles[place - 1] - pitch))
            )
            group = joined(title) if told and len(title) <= MOST_LINES else ""
        out.append(Category(joined(own), group, sure and told))
    return tuple(out)


def _may_be_category(title: Sequence[Line], own: Sequence[Line], off: float) -> bool:
    """It stands where the next bar would, in the type of the categories: perhaps one whose bar has no length."""
    word, other = title[0][0].word, own[0][0].word
    return off <= SAME_LINE * word.size and (word.bold, word.size, word.color) == (other.bold, other.size, other.color)


def _has_value(line: Line, frame: Frame, plot: Plot) -> bool:
    """Beside a category (of one line or two) whose bar has no length a number stands where the bar would begin."""
    middle = _center([line])
    return any(
        abs(t.v - middle) <= frame.em and -frame.em < t.u0 - plot.baseline < VALUE_NEAR * frame.em
        for t in frame.numbers
    )


def _parted(block: list[Line], middle: float) -> tuple[list[Line], list[Line], list[Line]]:
    """Lines of a block that stand apart above, those beside the middle of the bars, and those apart below."""
    runs: list[list[Line]] = [[]]
    for line in block:
        if runs[-1] and _top(line) - _bottom(runs[-1][-1]) > APART * line[0].word.size:
            runs.append([])
        runs[-1].append(line)
    place = min(range(len(runs)), key=lambda k: abs(_center(runs[k]) - middle) if runs[k] else 0.0)
    return [x for run in runs[:place] for x in run], runs[place], [x for run in runs[place + 1 :] for x in run]


def _top(line: Line) -> float:
    return min(t.word.top for t in line)


def _bottom(line: Line) -> float:
    return max(t.word.bottom for t in line)


def _beside(frame: Frame, plot: Plot, tokens: Sequence[Token]) -> list[Token]:
    """Words that end left of the baseline, as one block of text."""
    kept: list[Token] = []
    edge = plot.floor
    for token in sorted(tokens, key=lambda t: -t.u1):
        if edge - token.u1 > (WORD_GAP if kept else FIRST_GAP) * frame.em:
            break
        kept.append(token)
        edge = min(edge, token.u0)
    return kept


def _between(
    frame: Frame, plot: Plot, banded: Sequence[Sequence[Token]], near: Sequence[Sequence[Token]]
) -> list[list[Token]]:
    """Words of each band further left: titles, when all of several stand between bars and begin at one place. Else
    they belong to something else beside the chart."""
    kept = {token for own in near for token in own}
    far = [[t for t in tokens if t not in kept and plot.floor - t.u1 <= FIRST_GAP * frame.em] for tokens in banded]
    starts = [line[0].u0 for tokens in far for line in lines_of(tokens)]
    apart = [t for tokens in far for t in tokens]
    beside = any(readings(t.text) or any(lane.v0 < t.v < lane.v1 for lane in plot.lanes) for t in apart)
    if beside or len(starts) < 2 or max(starts) - min(starts) > OFF * frame.em:
        return [[] for _ in far]
    return far


def _center(lines: Sequence[Line]) -> float:
    """v of the middle of a block of lines."""
    return (min(t.v0 for t in lines[0]) + max(t.v1 for t in lines[-1])) / 2


def _start(lines: Sequence[Line]) -> float:
    """v of the middle of its first line."""
    return _center(lines[:1])


def _usual(blocks: Sequence[Sequence[Line]], middles: Sequence[float], off: float) -> Callable[[Sequence[Line]], float]:
    """What of a block stands beside the middle of its bars in this chart: its own middle, else its first line."""

    def fitting(anchor: Callable[[Sequence[Line]], float]) -> int:
        return sum(bool(b) and abs(anchor(b) - m) <= off for b, m in zip(blocks, middles, strict=True))

    return max((_center, _start), key=fitting)


def _fits(anchor: Callable[[Sequence[Line]], float], middle: float, off: float, lines: Sequence[Line]) -> bool:
    return abs(anchor(lines) - middle) <= off


def _own(block: list[Line], fits: Callable[[Sequence[Line]], bool], last: bool) -> tuple[list[Line], list[Line], bool]:
    """Lines of a title over the category, its own lines, and whether that is sure."""
    if not block or fits(block):
        return [], block, True
    for start in range(1, len(block)):
        if fits(block[start:]):
            return block[:start], block[start:], True
    for end in range(len(block) - 1, 0, -1):
        if last and fits(block[:end]):
            return [], block[:end], True  # below the last bar stand ticks, legends and notes
    return [], block, False


def _first_title(
    frame: Frame, plot: Plot, free: Sequence[Token], titles: Sequence[list[Line]], middles: Sequence[float]
) -> list[Line]:
    """The title over the first bar, as far above it as the others above theirs: it may stand outside its band."""
    ups = [middle - _center(title) for title, middle in zip(titles, middles, strict=True) if title]
    within = FIRST_GAP * frame.em
    near = [t for t in free if abs(middles[0] - max(ups) - t.v) <= OFF * frame.em and plot.floor - t.u1 <= within]
    return lines_of(near)[:1]


def _is_aligned(title: Sequence[Line], other: Sequence[Line], frame: Frame) -> bool:
    """Both begin or both end at one place, in one weight of type."""
    if not title or not other:
        return False
    line, second = title[-1], other[-1]
    starts = abs(line[0].word.x0 - second[0].word.x0) <= OFF * frame.em
    ends = abs(line[-1].word.x1 - second[-1].word.x1) <= OFF * frame.em
    return (starts or ends) and line[0].word.bold == second[0].word.bold
