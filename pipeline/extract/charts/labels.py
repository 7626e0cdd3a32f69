"""Printed value labels -> the segment each belongs to."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from functools import partial
from typing import Final

from pipeline.extract.charts.bars import Lane, Plot
from pipeline.extract.charts.frame import Frame, Piece, Token

BESIDE: Final = 2.6
"""em. A label outside its bar ends at most this far beyond the bar's end (its own width included apart)."""


def value_labels(frame: Frame, plot: Plot, taken: Sequence[Token]) -> tuple[dict[Piece, Token], tuple[Token, ...]]:
    """Segment -> label, and the numbers on the plot that no segment claims."""
    used = set(taken)
    numbers = [part for t, parts in frame.labels if t not in used for part in parts]
    far = max(p.u1 for p in plot.pieces)
    low = plot.floor - (3 * BESIDE * frame.em if plot.floor < plot.baseline else 0)
    found: dict[Piece, Token] = {}
    loose: list[Token] = []
    spread = _reach(plot)
    for lane in plot.lanes:
        mine = sorted(
            (
                t
                for t in numbers
                if abs(t.v - (lane.v0 + lane.v1) / 2) < spread and low - frame.em < t.u < far + 3 * BESIDE * frame.em
            ),
            key=lambda t: t.u,
        )
        pairs = _stacked(lane, mine, frame) if len(lane.pieces) > 1 else _single(lane, mine, frame, plot.baseline)
        found |= pairs
        loose += [
            t
            for t in mine
            if t not in pairs.values()
            and lane.v0 <= t.v <= lane.v1
            and plot.baseline <= t.u0
            and t.u <= lane.pieces[-1].u1 + (0 if len(lane.pieces) > 1 else frame.em)
        ]
    return found, tuple(loose)


def _reach(plot: Plot) -> float:
    """How far a label may stand off the middle of its lane: half the distance to the next lane."""
    middles = sorted((x.v0 + x.v1) / 2 for x in plot.lanes)
    pitch = min((b - a for a, b in itertools.pairwise(middles)), default=plot.thickness)
    return 0.5 * pitch


def _single(lane: Lane, tokens: Sequence[Token], frame: Frame, baseline: float) -> dict[Piece, Token]:
    """The label nearest to the bar's end, inside or beyond."""
    piece = lane.pieces[0]
    reach = BESIDE * frame.em
    near = [t for t in tokens if piece.u0 - reach < t.u1 and t.u0 < piece.u1 + reach]
    near = [t for t in near if _is_on_side(piece, t, baseline)]
    inside = [t for t in near if t.u0 >= piece.u0 - 0.3 * frame.em and t.u1 <= piece.u1 + 0.3 * frame.em]
    beyond = [t for t in near if t not in inside]
    best = min(beyond or inside, key=lambda t: min(abs(t.u0 - piece.u1), abs(t.u1 - piece.u0)), default=None)
    return {piece: best} if best else {}


def _is_on_side(piece: Piece, token: Token, baseline: float) -> bool:
    """Beyond the baseline of bar and columns stand their categories, which may be numbers: years."""
    return (token.u - baseline) * (piece.u0 + piece.u1 - 2 * baseline) >= 0


def _stacked(lane: Lane, tokens: Sequence[Token], frame: Frame) -> dict[Piece, Token]:
    """In order where every segment has a label; else each label to the segment it stands in the middle of."""
    end = lane.pieces[-1].u1 + 1.5 * frame.em
    tokens = [t for t in tokens if lane.pieces[0].u0 <= t.u <= end]
    if len(tokens) == len(lane.pieces) and all(map(partial(_is_near, frame), lane.pieces, tokens)):
        return dict(zip(lane.pieces, tokens, strict=True))
    found: dict[Piece, Token] = {}
    for token in tokens:
        piece = min(lane.pieces, key=lambda p: abs((p.u0 + p.u1) / 2 - token.u))
        off = abs((piece.u0 + piece.u1) / 2 - token.u)
        if piece in found and abs((piece.u0 + piece.u1) / 2 - found[piece].u) <= off:
            continue
        if off <= max(0.35 * piece.length, 0.8 * frame.em):
            found[piece] = token
    return found


def _is_near(frame: Frame, piece: Piece, token: Token) -> bool:
    """A label in the segment, or moved aside from a narrow one, as far as it is wide."""
    aside = max(0.8 * frame.em, token.u1 - token.u0)
    return piece.u0 - aside <= token.u <= piece.u1 + aside
