"""Reads a region from the rules drawn around its cells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from pipeline.extract.tables.bands import split_bands
from pipeline.extract.tables.shapes import Grid, Layout, Line, Phrase, Reading, Region, Slot
from pipeline.geometry import overlap, snap

SAME_POSITION: Final = 4.0
REACH: Final = 4.5
"""A rule parts two cells when it runs within this distance, points, of their border."""
OVERSHOOT: Final = 3.0
PARTED: Final = 0.6
"""Share of a side that a rule must cover to part two cells."""
MOST_CELLS: Final = 6000
"""More elementary cells than this is a drawing, not a table."""

Piece = tuple[int, int, int, int]
"""First and last row, first and last column."""


class Ruled:
    name = "ruled"

    def read(self, layout: Layout, region: Region) -> Reading | None:
        """Elementary cells merged where no rule parts them; phrases by their centres."""
        if region.grid is None:
            return None
        lattice = _Lattice(region.grid)
        held: dict[Piece, list[Phrase]] = defaultdict(list)
        cells = lattice.cells()
        for p in layout.inside(region.grid.box, 1.0):
            cell = next((c for c in cells if lattice.holds(c, p)), None)
            if cell is not None:
                held[cell].append(p)
        slots = [Slot(*cell, tuple(phrases)) for cell, phrases in held.items()]
        return Reading(self.name, tuple(split_bands(layout, slots))) if slots else None


class _Lattice:
    """Elementary cells between all positions of a grid's rules."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.xs = snap([grid.box.x0, grid.box.x1, *grid.xs], SAME_POSITION)
        self.ys = snap([grid.box.top, grid.box.bottom, *grid.ys], SAME_POSITION)
        self.rows, self.columns = len(self.ys) - 1, len(self.xs) - 1

    def holds(self, cell: Piece, p: Phrase) -> bool:
        row0, row1, column0, column1 = cell
        return (
            self.xs[column0] - 2 <= p.center <= self.xs[column1 + 1] + 2
            and self.ys[row0] - 2 <= p.mid <= self.ys[row1 + 1] + 2
        )

    def cells(self) -> list[Piece]:
        if self.rows < 1 or self.columns < 1 or self.rows * self.columns > MOST_CELLS:
            return []
        right = self._parted_right()
        below = self._parted_below()
        used: set[tuple[int, int]] = set()
        cells = []
        for r in range(self.rows):
            for c in range(self.columns):
                if (r, c) in used:
                    continue
                c1 = c
                while c1 + 1 < self.columns and not right[r][c1] and (r, c1 + 1) not in used:
                    c1 += 1
                r1 = r
                while self._goes_down((r1, c, c1), right, below, used):
                    r1 += 1
                used |= {(i, k) for i in range(r, r1 + 1) for k in range(c, c1 + 1)}
                cells.append((r, r1, c, c1))
        return cells

    def _goes_down(
        self,
        at: tuple[int, int, int],
        right: list[list[bool]],
        below: list[list[bool]],
        used: set[tuple[int, int]],
    ) -> bool:
        """Is the row of pieces below part of the same cell?"""
        r1, c, c1 = at
        if r1 + 1 >= self.rows or any(below[r1][k] for k in range(c, c1 + 1)):
            return False
        lower = right[r1 + 1]
        closed = c1 + 1 >= self.columns or lower[c1]
        return (
            closed
            and not any(lower[k] for k in range(c, c1))
            and all((r1 + 1, k) not in used for k in range(c, c1 + 1))
        )

    def _parted_right(self) -> list[list[bool]]:
        near = [[v for v in self.grid.verticals if abs(v.at - x) <= REACH] for x in self.xs]
        return [
            [_covers(near[c + 1], self.ys[r], self.ys[r + 1]) for c in range(self.columns)] for r in range(self.rows)
        ]

    def _parted_below(self) -> list[list[bool]]:
        near = [[h for h in self.grid.horizontals if abs(h.at - y) <= REACH] for y in self.ys]
        return [
            [_covers(near[r + 1], self.xs[c], self.xs[c + 1]) for c in range(self.columns)] for r in range(self.rows)
        ]


def _covers(lines: Sequence[Line], start: float, end: float) -> bool:
    covered = sum(max(0.0, overlap(line.start - OVERSHOOT, line.end + OVERSHOOT, start, end)) for line in lines)
    return covered > PARTED * (end - start)
