"""The cells of a table as arrays: all that a statement may be compared with are weighed at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from pipeline.validate.claims.matrix import Cell
    from pipeline.validate.claims.stated import Stated

    Numbers: TypeAlias = NDArray[np.float64]
    Flags: TypeAlias = NDArray[np.bool_]
    Places: TypeAlias = NDArray[np.intp]


class Cells(NamedTuple):
    """One element for each cell."""

    values: Numbers
    scales: Numbers
    differences: Flags
    """Is it a difference?"""

    @classmethod
    def of(cls, cells: Sequence[Cell]) -> Cells:
        return cls(
            np.array([cell.value for cell in cells], dtype=np.float64),
            np.array([cell.scale for cell in cells], dtype=np.float64),
            np.array([cell.statistic == "difference" for cell in cells], dtype=np.bool_),
        )

    @classmethod
    def joined(cls, parts: Sequence[Cells]) -> Cells:
        return cls(*(np.concatenate(arrays) for arrays in zip(*parts, strict=True)))

    def fits(self, stated: Stated, direction: int) -> Flags:
        """Is the value one that the statement allows? ``direction``: that of the change it tells."""
        values = np.where(abs(stated.value) >= self.scales, self.values * self.scales, self.values)
        against = np.zeros(len(values), dtype=np.bool_)
        if not stated.signed and self.differences.any():
            if direction:
                against = self.differences & (values != 0) & ((values > 0) != (direction > 0))
            values = np.where(self.differences, np.abs(values), values)
        slack = 1e-9 * np.maximum(1.0, np.abs(values))
        return (stated.low - slack <= values) & (values <= stated.high + slack) & ~against


class Comparable(NamedTuple):
    """Those cells of a table that are of the same kind of number as a statement in some unit."""

    rows: Places
    """Position in the rows of the table."""
    columns: Places
    cells: Cells
    places: tuple[tuple[int, int], ...]


def comparable(unit: str | None, cell: Cell) -> bool:
    """May a statement in ``unit`` and the cell be the same kind of number?"""
    if unit == "%":
        if cell.unit != "%" and not (cell.unit is None and cell.statistic in ("percent", "difference")):
            return False
        return cell.value != 100 or not cell.is_total
    if unit == "percentage point":
        return cell.statistic == "difference"
    if cell.unit in ("%", "percentage point"):
        return False
    return not (unit and cell.unit) or unit in cell.unit.split()


def those_comparable(unit: str | None, cells: dict[tuple[int, int], Cell]) -> Comparable | None:
    """``cells``: by row and column, in the order of their ids. None where there is none."""
    found = [(place, cell) for place, cell in cells.items() if comparable(unit, cell)]
    if not found:
        return None
    rows, columns = zip(*(place for place, _ in found), strict=True)
    return Comparable(
        np.array(rows, dtype=np.intp),
        np.array(columns, dtype=np.intp),
        Cells.of([cell for _, cell in found]),
        tuple(place for place, _ in found),
    )
