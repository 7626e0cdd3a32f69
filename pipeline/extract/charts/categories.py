"""Texts beside the baseline -> the category of each group of bars."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from pipeline.extract.charts.bars import Plot
from pipeline.extract.charts.frame import Frame, Token

LINE_GAP = 1.1
"""em. A wider gap between lines of a label beside a vertical chart's axis ends it."""
WORD_GAP = 2.2
"""em. Text further left than this from the label's words is another column of the page."""
FIRST_GAP = 14.0
"""em. Left-aligned labels may stand this far from the baseline."""


def category_names(frame: Frame, plot: Plot, taken: Sequence[Token]) -> tuple[str, ...]:
    """One name per group, ``""`` where nothing stands beside the baseline."""
    used = set(taken)
    free = [t for t in frame.tokens if t not in used and t.u1 <= plot.baseline + 0.4 * frame.em]
    bands = _bands(plot)
    read = _beside if frame.direction == "horizontal" else _below
    return tuple(_joined(read(frame, plot, [t for t in free if low <= t.v < high]), frame) for low, high in bands)


def _bands(plot: Plot) -> list[tuple[float, float]]:
    """v-range of each group: to the middle of the gap on either side, as far at the ends as between groups."""
    spans = [(g[0].v0, g[-1].v1) for g in plot.groups]
    cuts = [(a[1] + b[0]) / 2 for a, b in itertools.pairwise(spans)]
    margin = max((b[0] - a[1] for a, b in itertools.pairwise(spans)), default=plot.thickness) / 2
    edges = [spans[0][0] - margin, *cuts, spans[-1][1] + margin]
    return list(itertools.pairwise(edges))


def _beside(frame: Frame, plot: Plot, tokens: Sequence[Token]) -> list[Token]:
    """Horizontal bars: lines of words that end left of the baseline, as one block of text."""
    kept: list[Token] = []
    edge = plot.baseline
    for token in sorted(tokens, key=lambda t: -t.u1):
        if edge - token.u1 > (WORD_GAP if kept else FIRST_GAP) * frame.em:
            break
        kept.append(token)
        edge = min(edge, token.u0)
    return kept


def _below(frame: Frame, plot: Plot, tokens: Sequence[Token]) -> list[Token]:
    """Vertical bars: lines below the axis, the first within reach, the next close under it."""
    kept: list[Token] = []
    edge = plot.baseline
    for token in sorted(tokens, key=lambda t: -t.u1):
        if edge - token.u1 > (LINE_GAP if kept else 2 * LINE_GAP) * frame.em:
            break
        kept.append(token)
        edge = min(edge, token.u0)
    return kept


def _joined(tokens: Sequence[Token], frame: Frame) -> str:
    """Words in reading order; a hyphen at a line's end is undone before a lower-case letter."""
    words = sorted((t.word for t in tokens), key=lambda w: (w.top + w.bottom) / 2)
    lines: list[list[tuple[float, str]]] = []
    at = -1e9
    for word in words:
        middle = (word.top + word.bottom) / 2
        if middle - at > 0.5 * word.size:
            lines.append([])
            at = middle
        lines[-1].append((word.x0, word.text))
    text = ""
    for line in lines:
        part = " ".join(t for _, t in sorted(line))
        hyphenated = text.endswith("-") and part[:1].islower()
        text = text[:-1] + part if hyphenated else f"{text} {part}".strip()
    return text
