"""Chains of words to lines: cut a chain where a white gutter between columns of text runs through it.

A gap inside a line of justified text may be as wide as a gutter; but only a gutter lasts over several lines,
at the same place, with running text on both sides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from pipeline.extract.text.items import is_list_mark
from pipeline.geometry import overlap
from pipeline.model import Word

LEAST_GAP = 0.7
"""Share of the font size: narrowest gap that may belong to a gutter."""
WIDE_GUTTER = 1.5
"""Share of the font size from which three lines prove a gutter; a narrower one needs five."""
LINES_WIDE, LINES_NARROW = 3, 5
STEP = 3.0
"""Share of the font size: largest distance between lines that continue a gutter."""
BESIDE = 0.6
"""Share of the font size by which lines beside each other may stand apart: columns need not share baselines."""
ALIGNED = 0.5
"""Share of the font size: how well the lines right of a gutter align at their left edge."""
WORDS_A_LINE = 2.5
"""Running text has at least so many words a line; labels beside values have fewer and are read across."""


@dataclass(slots=True)
class _Gap:
    x0: float
    x1: float
    top: float
    em: float
    chain: int
    index: int | None
    """Word of the chain behind the gap; None for the gap between two chains."""
    left: int
    right: int
    """Words left and right of the gap."""


@dataclass(slots=True)
class _Gutter:
    x0: float
    x1: float
    bottom: float
    gaps: list[_Gap] = field(default_factory=list)


def split_columns(chains: Sequence[Sequence[Word]]) -> list[list[Word]]:
    """The chains, cut at gutters; nothing is left out."""
    gaps = _gaps(chains)
    gutters = [g for g in _stack(gaps) if _proven(g)]
    cuts: dict[int, set[int]] = {}
    for gap in gaps:
        if gap.index is not None and any(_in_gutter(gap, g) for g in gutters):
            cuts.setdefault(gap.chain, set()).add(gap.index)
    lines: list[list[Word]] = []
    for number, chain in enumerate(chains):
        start = 0
        for cut in sorted(cuts.get(number, ())):
            lines.append(list(chain[start:cut]))
            start = cut
        lines.append(list(chain[start:]))
    return lines


def _gaps(chains: Sequence[Sequence[Word]]) -> list[_Gap]:
    gaps: list[_Gap] = []
    for number, chain in enumerate(chains):
        inside: list[_Gap] = []
        for i in range(1, len(chain)):
            before, word = chain[i - 1], chain[i]
            em = max(before.size, word.size)
            if word.x0 - before.x1 < LEAST_GAP * em or (
                is_list_mark(before.text) and (i == 1 or (inside and inside[-1].index == i - 1))
            ):
                continue
            inside.append(_Gap(before.x1, word.x0, word.top, em, number, i, 0, 0))
        stops = [0, *(g.index or 0 for g in inside), len(chain)]
        for k, gap in enumerate(inside):
            gap.left, gap.right = stops[k + 1] - stops[k], stops[k + 2] - stops[k + 1]
        gaps += inside
    return gaps + _gaps_between(chains)


def _gaps_between(chains: Sequence[Sequence[Word]]) -> list[_Gap]:
    """Gaps from the end of a chain to the next one about as high on the page: evidence, nothing to cut."""
    gaps: list[_Gap] = []
    order = sorted(range(len(chains)), key=lambda k: chains[k][0].top)
    for at, k in enumerate(order):
        last = chains[k][-1]
        nearest: int | None = None
        for j in order[max(0, at - 6) : at + 7]:
            first = chains[j][0]
            if (
                j == k
                or first.x0 < last.x1
                or overlap(first.top, first.bottom, last.top, last.bottom) < -BESIDE * last.size
            ):
                continue
            if nearest is None or first.x0 < chains[nearest][0].x0:
                nearest = j
        if nearest is not None:
            first = chains[nearest][0]
            em = max(first.size, last.size)
            gaps.append(_Gap(last.x1, first.x0, last.top, em, k, None, len(chains[k]), len(chains[nearest])))
    return gaps


def _stack(gaps: Sequence[_Gap]) -> list[_Gutter]:
    """Gaps that continue each other downwards, each with the strip that is white in all of them."""
    gutters: list[_Gutter] = []
    for gap in sorted(gaps, key=lambda g: g.top):
        best: _Gutter | None = None
        widest = LEAST_GAP * gap.em
        for g in gutters:
            shared = overlap(g.x0, g.x1, gap.x0, gap.x1)
            if shared >= widest and 0 <= gap.top - g.bottom <= STEP * gap.em:
                best, widest = g, shared
        if best is None:
            gutters.append(_Gutter(gap.x0, gap.x1, gap.top, [gap]))
        else:
            best.x0, best.x1 = max(best.x0, gap.x0), min(best.x1, gap.x1)
            best.bottom = gap.top
            best.gaps.append(gap)
    return gutters


def _proven(gutter: _Gutter) -> bool:
    em = median(g.em for g in gutter.gaps)
    wide = gutter.x1 - gutter.x0 >= WIDE_GUTTER * em
    if len(gutter.gaps) < (LINES_WIDE if wide else LINES_NARROW):
        return False
    edge = median(g.x1 for g in gutter.gaps)
    aligned = sum(abs(g.x1 - edge) <= ALIGNED * em for g in gutter.gaps)
    return (
        2 * aligned >= len(gutter.gaps)
        and median(g.left for g in gutter.gaps) >= WORDS_A_LINE
        and median(g.right for g in gutter.gaps) >= WORDS_A_LINE
    )


def _in_gutter(gap: _Gap, gutter: _Gutter) -> bool:
    shared = overlap(gap.x0, gap.x1, gutter.x0, gutter.x1)
    return shared >= LEAST_GAP * gap.em and shared >= 0.5 * (gutter.x1 - gutter.x0)
