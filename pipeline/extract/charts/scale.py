"""The scale of a plot: value per point of length, from the axis' ticks and from the printed labels.

Ticks and labels are two witnesses of the same scale; a plot that neither bears out is no chart that we read.
"""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.extract.charts.bars import Plot
from pipeline.extract.charts.frame import Frame, Token
from pipeline.extract.charts.numbers import readings, unit

MIN_TICKS: Final = 3
TICK_FIT: Final = 0.12
"""Share of a step by which a tick's text may stand off its place (texts are centred by eye)."""
TICK_ZONE: Final = 3.5
"""em. Tick labels stand at most this far from the plot."""
ZERO_OFF: Final = 0.35
"""em. The zero of the axis lies at the bars' baseline, as far as a text centred by eye can tell."""
LABELS_AGREE: Final = 0.8
"""Share of the labels that must be proportional to their bars for the labels alone to give the scale."""


@dataclass(frozen=True, slots=True)
class Scale:
    """value = (u - origin) * per_point."""

    origin: float
    per_point: float
    unit: str | None
    source: str
    """``axis`` or ``labels``."""

    def value(self, u0: float, u1: float, baseline: float) -> float:
        """Value of the segment from u0 to u1; negative on the other side of the baseline."""
        length = (u1 - u0) * self.per_point
        return -length if u1 <= baseline + 1e-6 and u0 < baseline - 1e-6 else length


def axis_scale(frame: Frame, plot: Plot) -> tuple[Scale, tuple[Token, ...]] | None:
    """Scale from a line of evenly spaced numbers along the bars, with the tick labels used."""
    low, high = min(x.v0 for x in plot.lanes), max(x.v1 for x in plot.lanes)
    zone = TICK_ZONE * frame.em + plot.thickness
    outside = [t for t in frame.numbers if 0 <= t.v - high < zone or 0 <= low - t.v < zone]
    best: tuple[Scale, tuple[Token, ...]] | None = None
    for line in _lines(frame, outside):
        fit = _fit(sorted(line, key=lambda t: t.u), plot, frame)
        if fit and (best is None or len(fit[1]) > len(best[1])):
            best = fit
    return best


def _lines(frame: Frame, tokens: Sequence[Token]) -> list[list[Token]]:
    """Tokens in line along u. Right-aligned tick labels of vertical charts share their v1, others their v."""
    lines: list[list[Token]] = []
    keys: tuple[Callable[[Token], float], ...] = (lambda t: t.v, lambda t: t.v1)
    for key in keys[: 1 if frame.direction == "horizontal" else 2]:
        for token in sorted(tokens, key=key):
            if lines and lines[-1] and abs(key(lines[-1][-1]) - key(token)) < 0.35 * frame.em:
                lines[-1].append(token)
            else:
                lines.append([token])
        lines.append([])
    return [x for x in lines if len(x) >= MIN_TICKS]


def _fit(ticks: Sequence[Token], plot: Plot, frame: Frame) -> tuple[Scale, tuple[Token, ...]] | None:
    """Largest run of ticks, evenly spaced in place and in value, whose zero lies at the baseline or inside."""
    for size in range(len(ticks), MIN_TICKS - 1, -1):
        for first in range(len(ticks) - size + 1):
            run = ticks[first : first + size]
            steps = [b.u - a.u for a, b in itertools.pairwise(run)]
            step = statistics.median(steps)
            if step <= 0 or any(abs(s - step) > TICK_FIT * step + 0.15 * frame.em for s in steps):
                continue
            values = [readings(t.text) for t in run]
            for a, b in itertools.product(values[0], values[-1]):
                each = (b - a) / (size - 1)
                if each <= 0 or not all(
                    any(abs(v - (a + k * each)) < 0.02 * each for v in vs) for k, vs in enumerate(values)
                ):
                    continue
                per_point = (b - a) / (run[-1].u - run[0].u)
                origin = run[0].u - a / per_point
                if abs(origin - plot.baseline) > ZERO_OFF * frame.em:
                    continue  # the bars do not start at this axis' zero: lengths would not be values
                units = {unit(t.text) for t in run} - {None}
                return Scale(origin, per_point, units.pop() if len(units) == 1 else None, "axis"), tuple(run)
    return None


def label_scale(pairs: Sequence[tuple[Token, float]]) -> Scale | None:
    """Scale from printed labels and the lengths (points) of their bars, of losses negative; None when they disagree.

    The median ratio is taken, so that a few wrong labels do not move it; small bars (whose rounding weighs
    most) count as agreeing within the rounding of their label.
    """
    known = [(readings(t.text)[0], length) for t, length in pairs if readings(t.text) and length]
    ratios = [value / length for value, length in known if value / length > 0]
    if len(ratios) < MIN_TICKS:
        return None
    ratio = statistics.median(ratios)
    agree = sum(abs(value - length * ratio) <= max(0.6, 0.03 * abs(value)) for value, length in known)
    if agree < LABELS_AGREE * len(known) or len({round(value, 6) for value, _ in known}) < 2:
        return None
    units = {unit(t.text) for t, _ in pairs} - {None}
    return Scale(0.0, ratio, units.pop() if len(units) == 1 else None, "labels")
