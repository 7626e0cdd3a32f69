"""Observations -> tables as matrices: rows, columns and the cells where they meet."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from pipeline.model import Place
from pipeline.validate.claims.axes import Axis
from pipeline.validate.claims.cells import Comparable, those_comparable
from pipeline.validate.claims.labels import Label, Line, axis_labels, label_text
from pipeline.validate.claims.lexicon import fold
from pipeline.validate.claims.likeness import tokens

if TYPE_CHECKING:
    import pandas as pd

    from pipeline.validate.claims.likeness import Vocabulary

_TIMES = r"[x×]\s?\D{0,4}"
_THOUSANDS = r"[.,' ]000"
SCALES = (
    ("billion", 1e9, re.compile(r"\b(?:billions?|milliarden?|miljard|milliards?|miliardi|mrd|mld|bn)\b")),
    (
        "million",
        1e6,
        re.compile(rf"\b(?:millions?|millionen|miljoen|milioni|millones|mio|mln)\b|{_TIMES}1{_THOUSANDS}{_THOUSANDS}"),
    ),
    (
        "thousand",
        1e3,
        re.compile(
            r"\b(?:thousands?|tausend|tsd|duizend(?:tallen)?|milliers|migliaia|miles)\b"
            rf"|{_TIMES}1(?:{_THOUSANDS}|000)\b|\b1{_THOUSANDS}\s?(?:euro|eur|€)"
        ),
    ),
)
"""How a table says that its numbers count thousands or more: in its unit, column, title or note."""


READ = (
    "observation_id", "table_id", "number", "title", "note", "section", "source", "page", "row", "column",
    "row_group", "row_label", "column_group", "column_label", "value", "unit", "statistic", "is_total", "confidence",
)  # fmt: skip
"""Columns of the observations that a matrix is made of."""


class Cell(NamedTuple):
    observation_id: str
    value: float
    unit: str | None
    statistic: str
    scale: float
    """What its numbers count: 1000 in a table in thousands."""
    page: int
    row: int
    column: int
    """Position in the grid of the page."""
    is_total: bool
    confidence: float


@dataclass
class Matrix:
    """A table or chart."""

    table_id: str
    number: str | None
    kind: Literal["table", "figure"]
    title: str
    title_tokens: tuple[str, ...]
    title_weights: tuple[tuple[str, float], ...]
    """Its words, each once, with what they say."""
    section: str | None
    pages: frozenset[int]
    rows: list[Label] = field(default_factory=list)
    columns: list[Label] = field(default_factory=list)
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    """By position in ``rows`` and ``columns``, in the order of the ids of the observations."""
    _comparable: dict[str | None, Comparable | None] = field(default_factory=dict)

    @cached_property
    def words(self) -> frozenset[str]:
        """Tokens of its title, rows and columns."""
        return frozenset(self.title_tokens).union(*(label.tokens for label in (*self.rows, *self.columns)))

    @cached_property
    def whole_title(self) -> float:
        """What a title that is repeated in full says; at least that of one word."""
        return max(sum(weight for _, weight in self.title_weights), 1.0)

    @cached_property
    def groups(self) -> tuple[bool, bool]:
        """Whether the labels of its rows, and of its columns, name groups beside a total of all."""
        return self._groups(0), self._groups(1)

    def distance(self, page: int) -> int:
        """In pages."""
        return min(abs(own - page) for own in self.pages)

    @cached_property
    def axes(self) -> tuple[Axis, Axis]:
        """Rows and columns."""
        (rows, columns), (row_groups, column_groups) = (self.rows, self.columns), self.groups
        return Axis(rows, columns, row_groups), Axis(columns, rows, column_groups)

    @cached_property
    def first_id(self) -> str:
        return next(iter(self.cells.values())).observation_id

    def comparable(self, unit: str | None) -> Comparable | None:
        """The cells that a statement in ``unit`` may speak of; None where there are none."""
        if unit not in self._comparable:
            self._comparable[unit] = those_comparable(unit, self.cells)
        return self._comparable[unit]

    def line(self, axis: int, number: int) -> dict[int, Cell]:
        """The cells of a column from top to bottom (``axis`` 0), or of a row (1), by their position in it."""
        return self._by_line[axis].get(number, {})

    @cached_property
    def _by_line(self) -> tuple[dict[int, dict[int, Cell]], dict[int, dict[int, Cell]]]:
        lines: tuple[dict[int, dict[int, Cell]], dict[int, dict[int, Cell]]] = {}, {}
        for (row, column), cell in self.cells.items():
            lines[0].setdefault(column, {})[row] = cell
            lines[1].setdefault(row, {})[column] = cell
        return lines

    def _groups(self, axis: int) -> bool:
        """A sum that is 100 % by nature is no total of all."""
        labels = (self.rows, self.columns)[axis]
        totals = {k for k, label in enumerate(labels) if label.kind == "total"}
        return any(place[axis] in totals and (c.unit != "%" or c.value != 100) for place, c in self.cells.items())

    def place(self, page: int) -> Place:
        return Place(self.table_id, self.number, page, chart=self.kind == "figure")


def matrices(observations: pd.DataFrame, vocabulary: Vocabulary) -> list[Matrix]:
    """One for each table and chart, in the order of the report. ``observations``: those with a value."""
    by_table: dict[str, list[dict[str, Any]]] = {}
    # As objects: a column of Arrow's gives its texts one by one at ten times the cost.
    for values in observations[list(READ)].astype(object).itertuples(index=False, name=None):
        record: dict[str, Any] = dict(zip(READ, values, strict=True))
        by_table.setdefault(str(record["table_id"]), []).append(record)
    return [_matrix(table_id, records, vocabulary) for table_id, records in by_table.items()]


def _matrix(table_id: str, records: list[dict[str, Any]], vocabulary: Vocabulary) -> Matrix:
    first = records[0]
    title = label_text(first["title"], None), label_text(first["note"], None)
    whole_title = " ".join(part for part in title if part)
    title_tokens = tokens(whole_title, vocabulary.language)
    matrix = Matrix(
        table_id,
        label_text(None, first["number"]) or None,
        "figure" if first["source"] == "chart" else "table",
        whole_title,
        title_tokens,
        tuple((token, vocabulary.weight(token)) for token in dict.fromkeys(title_tokens)),
        label_text(None, first["section"]) or None,
        frozenset(int(r["page"]) for r in records),
    )
    rows, columns = ({int(r[side]): _text(r, side) for r in records} for side in ("row", "column"))
    row_at, column_at = ({at: k for k, at in enumerate(sorted(axis))} for axis in (rows, columns))
    for r in sorted(records, key=lambda record: str(record["observation_id"])):
        row, column = int(r["row"]), int(r["column"])
        unit = label_text(None, r["unit"]) or None
        scale = 1.0 if unit in ("%", "percentage point") else _scale(unit, columns[column], whole_title)
        where = str(r["observation_id"]), float(r["value"]), unit, str(r["statistic"]), scale
        cell = Cell(*where, int(r["page"]), row, column, bool(r["is_total"]), float(r["confidence"]))
        matrix.cells[row_at[row], column_at[column]] = cell
    matrix.rows = axis_labels(_lines(matrix, 0, [rows[k] for k in row_at]), matrix.title_tokens, vocabulary)
    matrix.columns = axis_labels(_lines(matrix, 1, [columns[k] for k in column_at]), matrix.title_tokens, vocabulary)
    return matrix


def _text(record: dict[str, Any], side: str) -> str:
    return label_text(record[f"{side}_group"], record[f"{side}_label"])


def _lines(matrix: Matrix, axis: int, texts: Sequence[str]) -> list[Line]:
    """A line is a total when all its values are, but not all of the table's."""
    cells: list[list[Cell]] = [[] for _ in texts]
    for place, cell in matrix.cells.items():
        cells[place[axis]].append(cell)
    totals = [all(c.is_total for c in line) for line in cells]
    changes = [2 * sum(c.statistic == "difference" for c in line) > len(line) for line in cells]
    return [
        Line(text, total and not all(totals), change)
        for text, total, change in zip(texts, totals, changes, strict=True)
    ]


@lru_cache(maxsize=4096)
def _scale(unit: str | None, column: str, title: str) -> float:
    for text in (unit or "", column, title):
        low = fold(text)
        for _, factor, pattern in SCALES:
            if pattern.search(low):
                return factor
    return 1.0
