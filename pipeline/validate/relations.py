"""Relations that a table prints between its columns: learnt from the rows in which they are seen to hold.

A header such as ``+/-`` does not say which columns are compared. So every pair near by is tried, the same pair under
every spanner with the same header, and a relation is believed only where it holds in most rows; a row in which it then
does not is the fault.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from pipeline.validate.grid import Grid, Line, Number
    from pipeline.validate.thresholds import Thresholds

WINDOW = 6
"""Columns to either side that are tried: what is compared stands near what compares it."""
EPSILON = 1e-6
"""What binary fractions may lose, relative to the numbers."""
TELLING = 2.0
"""Times what rounding may do: a result smaller than this is hit by chance, unless it is hit exactly."""


class Outcome(NamedTuple):
    """A relation in one row."""

    row: int
    column: int
    """Of the result."""
    expected: float
    excess: float
    """How far beyond rounding the printed result is; 0.0 where the relation holds."""
    telling: bool
    """Seen to hold where chance would seldom have it."""
    parts: tuple[Number, ...]
    """The result, then what it is made of."""


def outcome(at: tuple[int, int], expected: float, slack: float, parts: tuple[Number, ...]) -> Outcome | None:
    """``parts[0]`` held against what it should be, give or take ``slack``; None where it has no value."""
    result = parts[0].value
    if result is None:
        return None
    off = abs(result - expected)
    loss = EPSILON * max(1.0, abs(result), abs(expected))
    holds = off <= slack + loss
    # An exact hit of a number other than nought tells; so does a rough one of a large number.
    tells = holds and ((off <= loss and result != 0) or abs(result) >= TELLING * slack > 0)
    return Outcome(*at, expected, 0.0 if holds else off - slack, tells, parts)


def is_believed(found: Sequence[Outcome], thresholds: Thresholds) -> bool:
    """Whether the rows show that the relation is what the table means."""
    holds = sum(not one.excess for one in found)
    tells = sum(one.telling for one in found)
    return tells >= thresholds.relation_least and holds >= thresholds.relation_share * len(found)


def near(grid: Grid, position: int) -> Iterable[tuple[int, Line]]:
    """Columns near the one at that position, the nearest first, each with how far it stands to the right."""
    offsets = sorted(range(-WINDOW, WINDOW + 1), key=lambda offset: (abs(offset), offset))
    for offset in offsets:
        if offset and 0 <= position + offset < len(grid.columns):
            yield offset, grid.columns[position + offset]


def leaves(grid: Grid, positions: Iterable[int]) -> dict[str, list[int]]:
    """Positions of columns by their lowest label: ``2018`` under each of several spanners is one kind of column."""
    found: dict[str, list[int]] = {}
    for position in positions:
        path = grid.columns[position].path
        found.setdefault(path[-1] if len(path) > 1 else f"\0{position}", []).append(position)
    return found


def slipped(grid: Grid, positions: Sequence[int], by: int) -> Grid:
    """The grid with columns moved down by ``by`` rows: as they would stand had they not slipped up."""
    moved = {grid.columns[position].index for position in positions}
    after = {line.index: grid.rows[k + by].index for k, line in enumerate(grid.rows) if 0 <= k + by < len(grid.rows)}
    cells = {place: cell for place, cell in grid.cells.items() if place[1] not in moved}
    for (row, column), cell in grid.cells.items():
        if column in moved and row in after:
            cells[after[row], column] = cell
    return replace(grid, cells=cells)


def settle(
    grid: Grid,
    positions: Sequence[int],
    ways: Callable[[Grid, Sequence[int]], Iterable[list[Outcome]]],
    thresholds: Thresholds,
) -> tuple[list[Outcome], int]:
    """What the columns at ``positions`` are by the way that holds in most rows; empty where none is believed.

    With it, by how many rows they slipped: a relation that holds in no row as read, and in most when the column is
    moved by one, tells of a column that slipped.
    """
    for by in (0, 1, -1):
        moved = slipped(grid, positions, by) if by else grid
        believed = [found for found in ways(moved, positions) if is_believed(found, thresholds)]
        if believed:
            return max(believed, key=lambda found: sum(not one.excess for one in found)), by
    return [], 0


def first_of_each(found: Iterable[Outcome]) -> list[Outcome]:
    """One fault, one finding: of several failures of a row that share a number, the first."""
    kept: list[Outcome] = []
    told: set[str] = set()
    for one in found:
        keys = {part.key for part in one.parts}
        if one.excess and keys & told:
            kept.append(one._replace(excess=0.0))
            continue
        told |= keys if one.excess else set()
        kept.append(one)
    return kept
