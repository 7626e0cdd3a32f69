"""Coloured rectangles -> plots: bars of one thickness that start at one baseline.

A lane is one bar: one rectangle, or several end to end (stacked). Lanes close together in different colours
are one group (grouped bars); each group belongs to one category.
"""

from __future__ import annotations

import itertools
import math
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, final

from pipeline.extract.charts.frame import Frame, Piece

MIN_THICKNESS: Final = 0.3
"""em. Thinner bars cannot carry a category label beside them; below are rules and ticks."""
SAME_THICKNESS: Final = 0.06
"""Share of the thickness by which bars of one chart may differ (drawing programs round to 1/20 pt)."""
TOUCH: Final = 0.16
"""em. Segments end to end may leave a hairline of white; starts of bars are drawn to less than this."""
LANE_GAP: Final = 5.0
"""Thicknesses. Bars of one chart stand at most this far apart."""
GROUP_GAP: Final = 0.45
"""Thicknesses. Bars of one group (category) nearly touch."""
MIN_BARS: Final = 3
"""Fewer rectangles are no evidence of a chart."""


@final
class Lane:
    """One bar. Compared by identity, never changed."""

    __slots__ = ("pieces", "v0", "v1")

    def __init__(self, pieces: tuple[Piece, ...]) -> None:
        """``pieces``: in order from the baseline outwards."""
        self.pieces: Final = pieces
        self.v0: Final = pieces[0].v0
        self.v1: Final = pieces[0].v1


@dataclass(frozen=True, slots=True)
class Plot:
    baseline: float
    groups: tuple[tuple[Lane, ...], ...]
    """One group per category, in reading order."""
    stacked: bool
    floor: float
    """Where categories may begin: the baseline, or the end of what reaches furthest beyond it."""

    @property
    def lanes(self) -> tuple[Lane, ...]:
        return tuple(lane for group in self.groups for lane in group)

    @property
    def pieces(self) -> tuple[Piece, ...]:
        return tuple(p for lane in self.lanes for p in lane.pieces)

    @property
    def thickness(self) -> float:
        return self.lanes[0].v1 - self.lanes[0].v0


def find_plots(frame: Frame) -> tuple[Plot, ...]:
    """Candidate plots; whether labels and axis bear them out is judged later (scale.py)."""
    plots: list[Plot] = []
    for same in _by_thickness(frame):
        lanes = _lanes(same, _touch(frame))
        for run in _runs(lanes):
            plots += _plots_of(run, _touch(frame))
    return tuple(plots)


def _touch(frame: Frame) -> float:
    return TOUCH * frame.em + frame.slack


def _by_thickness(frame: Frame) -> list[list[Piece]]:
    """Groups around the commonest thickness, the largest first."""
    rest = [p for p in frame.pieces if p.thickness >= MIN_THICKNESS * frame.em]
    clusters: list[list[Piece]] = []
    while len(rest) >= MIN_BARS:
        ordered = sorted(p.thickness for p in rest)
        around: dict[float, int] = {}
        for thickness in dict.fromkeys(p.thickness for p in rest):
            off = _tolerance(thickness, frame.slack)
            around[thickness] = _between(ordered, thickness - off, thickness + off)
        usual = max(around, key=around.__getitem__)
        if around[usual] < MIN_BARS:
            break
        off = _tolerance(usual, frame.slack)
        low, high = usual - off, usual + off
        clusters.append([p for p in rest if low <= p.thickness <= high])
        rest = [p for p in rest if not low <= p.thickness <= high]
    return clusters


def _tolerance(thickness: float, slack: float) -> float:
    """By how much thicknesses that count as the same may differ."""
    return SAME_THICKNESS * thickness + slack


def _between(ordered: Sequence[float], low: float, high: float) -> int:
    """How many of the sorted numbers lie from ``low`` to ``high``."""
    return bisect_right(ordered, high) - bisect_left(ordered, low)


def _lanes(pieces: Sequence[Piece], touch: float) -> list[Lane]:
    rows: list[_Row] = []
    for piece in sorted(pieces, key=lambda p: (p.v0 + p.v1, p.u0)):
        middle = (piece.v0 + piece.v1) / 2
        if not rows or not abs(rows[-1].middle - middle) < 0.25 * piece.thickness:
            rows.append(_Row(middle, touch))
        rows[-1].add(piece)
    tracks = _tracks(rows, touch)
    lanes: list[Lane] = []
    for row in rows:
        chain: list[Piece] = []
        for piece in sorted((p for p in row.pieces if p not in tracks), key=lambda p: p.u0):
            if chain and abs(piece.u0 - chain[-1].u1) > touch:
                lanes.append(Lane(tuple(chain)))
                chain = []
            chain.append(piece)
        if chain:
            lanes.append(Lane(tuple(chain)))
    return lanes


def _tracks(rows: Sequence[_Row], touch: float) -> set[Piece]:
    """Bars of one colour and length behind others that start where they do: how long the others might be."""
    under: list[Piece] = []
    for row in rows:
        for before, piece in itertools.pairwise(sorted(row.pieces, key=lambda p: p.u0)):
            if piece.u0 - before.u0 <= touch < abs(piece.u1 - before.u1):
                under.append(max(before, piece, key=lambda p: p.length))
    if len(under) < MIN_BARS:
        return set()
    color = Counter(p.color for p in under).most_common(1)[0][0]
    alike = [p for row in rows for p in row.pieces if p.color == color]
    lengths = [p.length for p in alike]
    return set(alike) if len(alike) >= MIN_BARS and max(lengths) - min(lengths) <= touch else set()


class _Row:
    """Pieces of one lane or of several in a line; each that is drawn twice is taken once."""

    def __init__(self, middle: float, touch: float) -> None:
        self.middle, self.touch = middle, touch
        self.pieces: list[Piece] = []
        self._by_start: defaultdict[int, list[Piece]] = defaultdict(list)
        """By their starts in units of ``touch``: what is drawn twice differs by one unit at most."""

    def add(self, piece: Piece) -> None:
        start = math.floor(piece.u0 / self.touch)
        for near in (start - 1, start, start + 1):
            for other in self._by_start.get(near, ()):
                if abs(other.u0 - piece.u0) + abs(other.u1 - piece.u1) <= self.touch:
                    return
        self.pieces.append(piece)
        self._by_start[start].append(piece)


def _runs(lanes: Sequence[Lane]) -> list[list[Lane]]:
    runs: list[list[Lane]] = []
    ends: list[float] = []  # of each run
    for lane in sorted(lanes, key=lambda x: x.v0):
        reach = LANE_GAP * (lane.v1 - lane.v0)
        k = next((k for k, end in enumerate(ends) if lane.v0 - end < reach), None)
        if k is None:
            runs.append([lane])
            ends.append(lane.v1)
        else:
            runs[k].append(lane)
            ends[k] = max(ends[k], lane.v1)
    return runs


def _plots_of(run: Sequence[Lane], touch: float) -> list[Plot]:
    """Lanes of one run, split by the baseline they start (or, when negative, end) at."""
    plots: list[Plot] = []
    whole = _whole(run, touch)
    if whole:
        first = min(x.pieces[0].u0 for x in whole)
        plots.append(Plot(first, tuple((x,) for x in whole), stacked=True, floor=first))
    rest = [lane for lane in run if lane not in whole]
    while rest:
        starts = sorted(x.pieces[0].u0 for x in rest)
        ends = sorted(x.pieces[-1].u1 for x in rest)
        votes: dict[float, int] = {}
        for s in dict.fromkeys(starts):
            votes[s] = 2 * _between(starts, s - touch, s + touch) + _between(ends, s - touch, s + touch)
        baseline = max(votes, key=votes.__getitem__)  # of equals the first, which is the lowest
        mine: list[Lane] = []
        others: list[Lane] = []
        for lane in rest:
            first, last = lane.pieces[0].u0 - baseline, lane.pieces[-1].u1 - baseline
            (mine if abs(first) < touch or abs(last) < touch else others).append(lane)
        rest = others
        if sum(len(x.pieces) for x in mine) < MIN_BARS or _is_grid(mine, touch) or _are_some_of(mine, run):
            continue
        floor = min(baseline, *(x.pieces[0].u0 for x in mine))
        plots.append(Plot(baseline, _groups(mine), any(len(x.pieces) > 1 for x in mine), floor))
    return plots


def _whole(run: Sequence[Lane], touch: float) -> list[Lane]:
    """Stacked bars of one length in all that begin at different places: answers set out from a middle."""
    lanes = sorted((x for x in run if len(x.pieces) > 1), key=lambda x: x.v0)
    if len(lanes) < MIN_BARS:
        return []
    lengths = sorted(x.pieces[-1].u1 - x.pieces[0].u0 for x in lanes)
    usual = lengths[len(lengths) // 2]
    same = [x for x in lanes if abs(x.pieces[-1].u1 - x.pieces[0].u0 - usual) <= touch]
    starts = [x.pieces[0].u0 for x in same]
    apart = max(starts) - min(starts)
    below = all(a.v1 <= b.v0 + touch for a, b in itertools.pairwise(same))
    return same if len(same) >= MIN_BARS and touch < apart < usual and below else []


def _are_some_of(mine: Sequence[Lane], run: Sequence[Lane]) -> bool:
    """Between these lanes stand others that begin elsewhere: spans, ranges, steps, of which some begin together."""
    rows = sorted((lane.v0, lane.v1) for lane in mine)
    low, high = min(lane.pieces[0].u0 for lane in mine), max(lane.pieces[-1].u1 for lane in mine)
    kept = {id(lane) for lane in mine}
    return any(
        rows[0][1] <= lane.v0
        and lane.v1 <= rows[-1][0]
        and low < lane.pieces[-1].u1
        and lane.pieces[0].u0 < high
        and all(lane.v1 <= v0 or v1 <= lane.v0 for v0, v1 in rows)
        for lane in run
        if id(lane) not in kept
    )


def _is_grid(lanes: Sequence[Lane], touch: float) -> bool:
    """Cells of a table: every row is cut at the same places, or there is one row only."""
    cuts = {tuple(round(p.u1 / touch) for p in lane.pieces) for lane in lanes}
    return len(cuts) == 1


def _groups(lanes: Sequence[Lane]) -> tuple[tuple[Lane, ...], ...]:
    lanes = sorted(lanes, key=lambda x: x.v0)
    groups: list[list[Lane]] = [[lanes[0]]]
    for lane in lanes[1:]:
        before = groups[-1][-1]
        near = lane.v0 - before.v1 < GROUP_GAP * (lane.v1 - lane.v0)
        new_color = lane.pieces[0].color not in {x.pieces[0].color for x in groups[-1]}
        if near and new_color and len(lane.pieces) == len(before.pieces) == 1:
            groups[-1].append(lane)
        else:
            groups.append([lane])
    return tuple(tuple(g) for g in groups)
