"""Glyphs in the order of the file to words. Works in the reading frame of each direction; pure, numpy.

The rule for a word's end is pdfplumber's (gap, step back, other line, other style); unlike there, glyphs are taken
in the order of the file first and pieces that touch are joined afterwards, so that overprinted lines do not mix.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise, repeat
from typing import Final, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from pipeline.model import Word
from pipeline.read.frame import unturn
from pipeline.read.layer import made

GAP: Final = 0.17
"""A gap wider than this share of the font size ends a word: under every usual space, over every usual kerning."""
GAP_OF_SPACE: Final = 0.68
"""... or this share of the font's own space where that is narrower (0.25 of the size is usual, 0.18 the narrowest)."""
NARROWEST_SPACE: Final = 0.1
"""A font that states a narrower space has none of its own."""
STEP: Final = 0.2
"""Distance of baselines on one line, as a share of the font size."""
DOUBLE: Final = 0.15
"""The same text again within this share of the font size is a fake bold or a shadow: one word, not two."""
LEAST_SHIFT: Final = 0.005
"""... and bold when it is shifted by more than this share; printed twice on one place it looks as if printed once."""
OVERLAP: Final = 0.3
"""Kerned pieces of a word may overlap by this share of the font size."""

PLAIN = Word(0.0, 0.0, 0.0, 0.0, "", 0.0)[11:]
"""The last fields of a word: not raised, not underlined, printed as text."""

Floats: TypeAlias = npt.NDArray[np.float64]


class Style(NamedTuple):
    """What all characters of a word share.

    ``angle``: of the baseline, degrees clockwise. ``drop``: from the baseline to the bottom of the box,
    ``gap``: the widest between two letters of a word, both in points.
    """

    font: str
    size: float
    bold: bool
    italic: bool
    color: str | None
    direction: int
    angle: int
    drop: float
    gap: float
    invisible: bool


class Glyphs(NamedTuple):
    """Arrays of equal length in the order of the file, in points along and across their own line (see ``unturn``)."""

    text: str
    """One code point for each glyph."""
    start: Floats
    end: Floats
    baseline: Floats
    style: npt.NDArray[np.intp]
    """Index into the styles."""
    after_blank: npt.NDArray[np.bool_]
    """A blank stands in the file just before this glyph."""


class _Pieces(NamedTuple):
    """Runs of glyphs that follow each other in the file without a gap; lists of equal length."""

    starts: list[float]
    ends: list[float]
    baselines: list[float]
    texts: list[str]
    after_blank: list[bool]
    before_blank: list[bool]
    firsts: list[int]
    """Index of the first glyph of each."""


class _Joined(NamedTuple):
    """Words of one style; lists of equal length."""

    heads: list[int]
    """The first piece of each."""
    ends: list[float]
    texts: list[str]
    bold: list[bool]


class Assembled(NamedTuple):
    """Lists of equal length."""

    words: list[Word]
    firsts: list[int]
    """Index of the first glyph of each."""
    invisible: list[bool]
    """Whether it is in the invisible render mode."""


def widest_gap(size: float, space: float) -> float:
    """Points between two letters of one word at most. ``space``: width of the font's blank at size 1; 0: unknown."""
    return size * (min(GAP, GAP_OF_SPACE * space) if space >= NARROWEST_SPACE else GAP)


def is_bolder(along: float, across: float, size: float) -> bool:
    """Whether text printed again at this distance (points) looks bold."""
    return LEAST_SHIFT * size < max(abs(along), abs(across)) <= DOUBLE * size


def words_of(glyphs: Glyphs, styles: Sequence[Style]) -> Assembled:
    """Words of all glyphs, those in the invisible render mode among them."""
    found = Assembled([], [], [])
    if glyphs.text:
        pieces, of_style = _pieces(glyphs, styles)
        for style, own in of_style.items():
            joined = _joined(pieces, own, style)
            found.words.extend(_words(style, pieces, joined))
            found.firsts.extend([pieces.firsts[k] for k in joined.heads])
            found.invisible.extend([style.invisible] * len(joined.heads))
    return found


def _pieces(glyphs: Glyphs, styles: Sequence[Style]) -> tuple[_Pieces, dict[Style, list[int]]]:
    """All pieces, and which of them are in a style, by their baselines."""
    count = len(glyphs.text)
    gap = np.array([s.gap for s in styles])[glyphs.style]
    step = np.array([STEP * s.size for s in styles])[glyphs.style]
    breaks = np.ones(count, dtype=bool)
    breaks[1:] = (
        glyphs.after_blank[1:]
        | (glyphs.style[1:] != glyphs.style[:-1])
        | (glyphs.start[1:] - glyphs.end[:-1] > gap[:-1])
        | (glyphs.start[1:] < glyphs.start[:-1])
        | (np.abs(glyphs.baseline[1:] - glyphs.baseline[:-1]) > step[:-1])
    )
    firsts = np.flatnonzero(breaks)
    edges: list[int] = [*firsts.tolist(), count]
    text, after = glyphs.text, glyphs.after_blank[firsts].tolist()
    starts, baselines = np.minimum.reduceat(glyphs.start, firsts), glyphs.baseline[firsts]
    pieces = _Pieces(
        starts.tolist(),
        np.maximum.reduceat(glyphs.end, firsts).tolist(),
        baselines.tolist(),
        [text[first:end] for first, end in pairwise(edges)],
        after,
        [*after[1:], False],
        edges[:-1],
    )
    own_style = glyphs.style[firsts]
    down = np.lexsort((starts, baselines, own_style)).tolist()
    counts = np.bincount(own_style, minlength=len(styles))
    ends, begins = np.cumsum(counts).tolist(), (np.cumsum(counts) - counts).tolist()
    in_order = dict.fromkeys(own_style.tolist())
    return pieces, {styles[style]: down[begins[style] : ends[style]] for style in in_order}


def _joined(pieces: _Pieces, own: Sequence[int], style: Style) -> _Joined:
    """Pieces of one style put together where they touch; bold where one was printed twice."""
    starts, ends, baselines, texts, after, before, _ = pieces
    size, gap, overlap = style.size, style.gap, -OVERLAP * style.size
    found = _Joined([], [], [], [])
    heads, joined_ends, joined_texts, bold = found
    for line in _lines(pieces, own, STEP * size):
        head, blank = line[0], True
        for k in line:
            if k != head:
                end, text = joined_ends[-1], joined_texts[-1]
                if texts[k] == text and abs(starts[k] - starts[head]) <= DOUBLE * size:
                    if is_bolder(starts[k] - starts[head], baselines[k] - baselines[head], size):
                        bold[-1] = True
                    continue
                if not blank and not after[k] and overlap <= starts[k] - end <= gap:
                    joined_ends[-1], joined_texts[-1], blank = max(end, ends[k]), text + texts[k], before[k]
                    continue
            head, blank = k, before[k]
            heads.append(k)
            joined_ends.append(ends[k])
            joined_texts.append(texts[k])
            bold.append(style.bold)
    return found


def _words(style: Style, pieces: _Pieces, joined: _Joined) -> Iterable[Word]:
    font, size, _, italic, color, direction, angle, drop, _, _ = style
    x0: Sequence[float] = [pieces.starts[k] for k in joined.heads]
    x1: Sequence[float] = joined.ends
    bottom: Sequence[float] = [pieces.baselines[k] + drop for k in joined.heads]
    top: Sequence[float] = [y - size for y in bottom]
    if angle != 0:
        turned = [unturn(box, angle) for box in zip(x0, top, x1, bottom, strict=True)]
        x0, top, x1, bottom = zip(*turned, strict=True)
    own = map(repeat, (italic, color, direction, *PLAIN))
    fields = zip(x0, top, x1, bottom, joined.texts, repeat(size), repeat(font), joined.bold, *own, strict=False)
    return map(made, repeat(Word), fields)


def _lines(pieces: _Pieces, own: Sequence[int], step: float) -> list[list[int]]:
    """Pieces, ordered by their baselines, in lines: those that follow each other within ``step``, left to right."""
    lines: list[list[int]] = []
    last = 0.0
    starts, baselines = pieces.starts, pieces.baselines
    for k in own:
        if lines and baselines[k] - last <= step:
            lines[-1].append(k)
        else:
            lines.append([k])
        last = baselines[k]
    for line in lines:
        line.sort(key=starts.__getitem__)
    return lines
