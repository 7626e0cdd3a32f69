"""The cells that a statement may speak of, the best named first: as arrays, for there may be thousands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from pipeline.validate.claims.cells import Cells

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from pipeline.validate.claims.axes import AxisNamed
    from pipeline.validate.claims.cells import Comparable
    from pipeline.validate.claims.matrix import Cell, Matrix
    from pipeline.validate.claims.naming import Named
    from pipeline.validate.claims.stated import Stated


class Candidate(NamedTuple):
    """A cell, and how well a passage names it."""

    score: float
    matrix: Matrix
    place: tuple[int, int]
    cell: Cell
    row: Named
    column: Named


@dataclass(frozen=True, slots=True)
class Scored:
    """A table's comparable cells with their scores."""

    matrix: Matrix
    comparable: Comparable
    rows: AxisNamed
    columns: AxisNamed
    scores: NDArray[np.float64]

    def candidate(self, k: int) -> Candidate:
        place = row, column = self.comparable.places[k]
        row_turned = 0 if self.rows.turned is None else int(self.rows.turned[row])
        column_turned = 0 if self.columns.turned is None else int(self.columns.turned[column])
        return Candidate(
            float(self.scores[k]),
            self.matrix,
            place,
            self.matrix.cells[place],
            self.rows.meant[column_turned][row],
            self.columns.meant[row_turned][column],
        )


class Ranked:
    """Comparable cells of some tables, the best named first; equals stay in the order of tables and cells."""

    def __init__(self, tables: Sequence[Scored]) -> None:
        self._tables = tables
        if not tables:
            self._order = np.zeros(0, dtype=np.intp)
            return
        scores = np.concatenate([table.scores for table in tables])
        sizes = [len(table.scores) for table in tables]
        self._starts = np.cumsum([0, *sizes[:-1]])
        self._order = np.argsort(-scores, kind="stable")
        self._scores = scores[self._order]
        self._table = np.repeat(np.arange(len(tables)), sizes)[self._order]
        self._cells = Cells.joined([table.comparable.cells for table in tables])

    def __len__(self) -> int:
        return len(self._order)

    def __getitem__(self, rank: int) -> Candidate:
        table = int(self._table[rank])
        return self._tables[table].candidate(int(self._order[rank] - self._starts[table]))

    def fitting(self, stated: Stated, direction: int) -> list[Candidate]:
        """Those whose value the statement allows."""
        fits = self._cells.fits(stated, direction)[self._order]
        return [self[rank] for rank in np.flatnonzero(fits).tolist()]

    def down_to(self, score: float) -> Iterator[Candidate]:
        """Those with at least that score."""
        return (self[rank] for rank in range(self._count(score)))

    def distinct(self, score: float, width: float) -> int:
        """How many values, in steps of ``width``, those with at least that score have."""
        values = self._cells.values[self._order[: self._count(score)]]
        return len(np.unique(np.rint(values / width)))

    def of_columns(self, score: float) -> list[Candidate]:
        """The best of each column of each table, of those with at least that score."""
        count = self._count(score)
        column = np.concatenate([table.comparable.columns for table in self._tables])[self._order[:count]]
        most = max(len(table.matrix.columns) for table in self._tables)
        _, first = np.unique(self._table[:count] * most + column, return_index=True)
        return [self[rank] for rank in np.sort(first).tolist()]

    def beside(self, best: Candidate, at: int) -> list[Candidate]:
        """Those of the row (``at`` = 0) or the column (1) of ``best``."""
        number = next(k for k, table in enumerate(self._tables) if table.matrix is best.matrix)
        comparable = self._tables[number].comparable
        along = (comparable.rows, comparable.columns)[at]
        own = np.flatnonzero(along == best.place[at])
        scores = self._tables[number].scores[own]
        return [self._tables[number].candidate(k) for k in own[np.argsort(-scores, kind="stable")].tolist()]

    def _count(self, score: float) -> int:
        return int(np.searchsorted(-self._scores, -score, side="right"))
