"""Plots among thousands of shapes (heat maps, maps): found as if they stood alone."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.charts.bars import _Row, find_plots
from pipeline.extract.charts.frame import Frame, Piece
from pipeline.model import Box

LENGTHS = st.integers(0, 400).map(lambda tenths: tenths / 10)


def piece(u0: float, u1: float, v0: float = 0.0, v1: float = 10.0) -> Piece:
    return Piece(u0, u1, v0, v1, "#336699", Box(u0, v0, u1, v1))


@given(st.lists(st.tuples(LENGTHS, LENGTHS), max_size=30))
def test_what_is_drawn_twice_is_taken_once(ends: list[tuple[float, float]]) -> None:
    row, plain = _Row(0.0, 1.6), list[Piece]()
    for one in (piece(*pair) for pair in ends):
        row.add(one)
        if all(abs(p.u0 - one.u0) + abs(p.u1 - one.u1) > 1.6 for p in plain):
            plain.append(one)
    assert row.pieces == plain


def test_bars_are_found_among_many_shapes() -> None:
    chance = random.Random(1)
    bars = [piece(100.0, 160.0 + 25 * k, 50.0 + 20 * k, 60.0 + 20 * k) for k in range(5)]
    others = [piece(x, x + chance.uniform(9, 90), y, y + 14 + 0.05 * k)
              for k in range(2500) for x, y in [(chance.uniform(300, 5000), chance.uniform(300, 5000))]]  # fmt: skip
    frame = Frame("horizontal", tuple(bars + others), 10.0, 0.02)
    assert [plot.pieces for plot in find_plots(frame) if plot.baseline == 100.0] == [tuple(bars)]
