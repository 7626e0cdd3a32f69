"""Glyphs in the order of the file to words. Works in the reading frame of each direction; pure, numpy.

The rule for a word's end is pdfplumber's (gap, step back, other line, other style); unlike there, glyphs are taken
in the order of the file first and pieces that touch are joined afterwards, so that overprinted lines do not mix.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from pipeline.model import Word
from pipeline.read.frame import unturn

GAP = 0.17
"""A gap wider than this share of the font size ends a word: under every usual space, over every usual kerning."""
GAP_OF_SPACE = 0.68
"""... or this share of the font's own space where that is narrower (0.25 of the size is usual, 0.18 the narrowest)."""
NARROWEST_SPACE = 0.1
"""A font that states a narrower space has none of its own."""
STEP = 0.2
"""Distance of baselines on one line, as a share of the font size."""
DOUBLE = 0.15
"""The same text again within this share of the font size is a fake bold or a shadow: one word, not two."""
LEAST_SHIFT = 0.005
"""... and bold when it is shifted by more than this share; printed twice on one place it looks as if printed once."""
OVERLAP = 0.3
"""Kerned pieces of a word may overlap by this share of the font size."""

Floats = npt.NDArray[np.float64]


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


class _Piece(NamedTuple):
    start: float
    end: float
    baseline: float
    text: str
    after_blank: bool
    before_blank: bool
    first: int
    """Index of its first glyph."""


class Assembled(NamedTuple):
    word: Word
    first: int
    """Index of its first glyph."""
    invisible: bool


def widest_gap(size: float, space: float) -> float:
    """Points between two letters of one word at most. ``space``: width of the font's blank at size 1; 0: unknown."""
    return size * (min(GAP, GAP_OF_SPACE * space) if space >= NARROWEST_SPACE else GAP)


def is_bolder(along: float, across: float, size: float) -> bool:
    """Whether text printed again at this distance (points) looks bold."""
    return LEAST_SHIFT * size < max(abs(along), abs(across)) <= DOUBLE * size


def words_of(glyphs: Glyphs, styles: Sequence[Style]) -> list[Assembled]:
    """Words of all glyphs, those in the invisible render mode among them."""
    found: list[Assembled] = []
    for style, pieces in _pieces(glyphs, styles).items():
        for piece, doubled in _joined(pieces, style):
            bottom = piece.baseline + style.drop
            box = unturn((piece.start, bottom - style.size, piece.end, bottom), style.angle)
            word = Word(
                *box,
                piece.text,
                style.size,
                style.font,
                style.bold or doubled,
                style.italic,
                style.color,
                style.direction,
            )
            found.append(Assembled(word, piece.first, style.invisible))
    return found


def _pieces(glyphs: Glyphs, styles: Sequence[Style]) -> dict[Style, list[_Piece]]:
    """Runs of glyphs that follow each other in the file without a gap, by style."""
    pieces: dict[Style, list[_Piece]] = defaultdict(list)
    count = len(glyphs.text)
    if not count:
        return pieces
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
    lasts = np.append(firsts[1:], count)
    starts = np.minimum.reduceat(glyphs.start, firsts).tolist()
    ends = np.maximum.reduceat(glyphs.end, firsts).tolist()
    baselines = glyphs.baseline[firsts].tolist()
    after = glyphs.after_blank[firsts].tolist()
    before = [*after[1:], False]
    for k, (first, last) in enumerate(zip(firsts.tolist(), lasts.tolist(), strict=True)):
        pieces[styles[glyphs.style[first]]].append(
            _Piece(starts[k], ends[k], baselines[k], glyphs.text[first:last], after[k], before[k], first)
        )
    return pieces


def _joined(pieces: list[_Piece], style: Style) -> list[tuple[_Piece, bool]]:
    """Pieces of one style put together where they touch; True for a word that was printed twice."""
    joined: list[tuple[_Piece, bool]] = []
    size = style.size
    for line in _lines(pieces, STEP * size):
        current, doubled = line[0], False
        for piece in line[1:]:
            if piece.text == current.text and abs(piece.start - current.start) <= DOUBLE * size:
                doubled = doubled or is_bolder(piece.start - current.start, piece.baseline - current.baseline, size)
                continue
            gap = piece.start - current.end
            if -OVERLAP * size <= gap <= style.gap and not current.before_blank and not piece.after_blank:
                current = current._replace(
                    end=max(current.end, piece.end), text=current.text + piece.text, before_blank=piece.before_blank
                )
                continue
            joined.append((current, doubled))
            current, doubled = piece, False
        joined.append((current, doubled))
    return joined


def _lines(pieces: list[_Piece], step: float) -> list[list[_Piece]]:
    """Pieces whose baselines follow each other within ``step``, each line from left to right."""
    lines: list[list[_Piece]] = []
    last = 0.0
    for piece in sorted(pieces, key=lambda p: (p.baseline, p.start)):
        if lines and piece.baseline - last <= step:
            lines[-1].append(piece)
        else:
            lines.append([piece])
        last = piece.baseline
    for line in lines:
        line.sort(key=lambda p: p.start)
    return lines
