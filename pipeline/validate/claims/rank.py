"""Which cell a statement speaks of, by the words around it: a log-linear score (nats) for each that it may be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.validate.claims.cues import SENTENCE
from pipeline.validate.claims.likeness import FUNCTION_WEIGHT, Vocabulary
from pipeline.validate.claims.matrix import Cell, Matrix
from pipeline.validate.claims.naming import EARLIER, Context, Named, answered, name_axes
from pipeline.validate.claims.passages import Passage
from pipeline.validate.claims.report import Report
from pipeline.validate.claims.stated import Stated

ROW, COLUMN = 8.0, 6.0
"""Nats for a row or column that is fully named in the number's own clause."""
TITLE, SUBJECT = 3.0, 3.0
"""For a title fully repeated in the paragraph; for a sentence all of whose words the table has."""
CITED, CITED_NEAR, SAME_SECTION, SAME_PAGE, NEXT_PAGE = 3.0, 1.5, 2.0, 0.5, 0.3
"""For a table or figure that the sentence names, or the paragraph; under the same heading; on the page or beside it."""
CARRIED, CARRIED_ROW, CARRIED_COLUMN = 1.0, 3.0, 1.0
"""For the table, row and column that the statement before was held against, where the clause names none itself."""


class Candidate(NamedTuple):
    """A cell, and how well a passage names it."""

    score: float
    matrix: Matrix
    place: tuple[int, int]
    row: Named
    column: Named

    @property
    def cell(self) -> Cell:
        return self.matrix.cells[self.place]


@dataclass(frozen=True, slots=True)
class Reading:
    """A statement with what its passage says."""

    stated: Stated
    passage: Passage
    said: Context
    before: Candidate | None
    """What the statement before, in the same paragraph, was held against."""
    same_sentence: bool
    """It stands in the same sentence."""


def comparable(stated: Stated, cell: Cell) -> bool:
    """May the two be the same kind of number?"""
    if stated.unit == "%":
        if cell.unit != "%" and not (cell.unit is None and cell.statistic in ("percent", "difference")):
            return False
        return cell.value != 100 or not cell.is_total
    if stated.unit == "percentage point":
        return cell.statistic == "difference"
    if cell.unit in ("%", "percentage point"):
        return False
    return not (stated.unit and cell.unit) or stated.unit in cell.unit.split()


def compared(stated: Stated, cell: Cell) -> float:
    """The cell's value in the scale of the statement (whole euros against a table in thousands)."""
    return cell.value * cell.scale if abs(stated.value) >= cell.scale else cell.value


def fits(stated: Stated, cell: Cell, direction: int = 0) -> bool:
    """Is the value of the cell one that the statement allows? ``direction``: that of the change it tells."""
    value = compared(stated, cell)
    if cell.statistic == "difference" and not stated.signed:
        if direction and value and (value > 0) != (direction > 0):
            return False
        value = abs(value)
    slack = 1e-9 * max(1.0, abs(value))
    return stated.low - slack <= value <= stated.high + slack


def rank(reading: Reading, report: Report) -> list[Candidate]:
    """Comparable cells, the best named first."""
    out: list[Candidate] = []
    for matrix in report.nearest(reading.said.heard, lambda table: _place(table, reading.passage) > 0):
        if any(comparable(reading.stated, cell) for cell in matrix.cells.values()):
            base = _about(matrix, reading.said, report.vocabulary) + _place(matrix, reading.passage)
            out += _cells(reading, matrix, base)
    return sorted(out, key=lambda c: (-c.score, c.cell.observation_id))


def _cells(reading: Reading, matrix: Matrix, base: float) -> Iterator[Candidate]:
    rows, columns = name_axes(matrix, reading.said, reading.stated)
    before = reading.before if reading.before and reading.before.matrix is matrix else None
    row_named = max((n.words for n in rows), default=0.0) >= SENTENCE
    column_named = max((n.words for n in columns), default=0.0) >= SENTENCE
    for place, cell in matrix.cells.items():
        if not comparable(reading.stated, cell):
            continue
        r, c = place
        row = answered(matrix.rows[r], matrix.columns[c], rows[r], reading.said)
        column = answered(matrix.columns[c], matrix.rows[r], columns[c], reading.said)
        score = base + ROW * row.score + COLUMN * column.score
        if before:
            score += CARRIED
            score += CARRIED_ROW * (r == before.place[0]) * (not row_named)
            score += CARRIED_COLUMN * (c == before.place[1]) * (not column_named)
        yield Candidate(score, matrix, place, row, column)


def _about(matrix: Matrix, said: Context, vocabulary: Vocabulary) -> float:
    """How far title and sentence speak of the same."""
    repeated = explained(said, matrix.words(), vocabulary, nearness=EARLIER[0])
    return TITLE * title_said(matrix, said, vocabulary) + SUBJECT * repeated


def title_said(matrix: Matrix, said: Context, vocabulary: Vocabulary) -> float:
    """Share of the title that the paragraph repeats."""
    title = set(matrix.title_tokens)
    heard = sum(vocabulary.weight(t) * min(1.0, 2 * said.heard.get(t, 0.0)) for t in title)
    return heard / max(sum(vocabulary.weight(t) for t in title), 1.0)


def explained(said: Context, words: set[str], vocabulary: Vocabulary, nearness: float) -> float:
    """Share of what is said at least so near that ``words`` say as well."""
    total = got = 0.0
    for token, near in said.near.items():
        if near >= nearness and vocabulary.weight(token) > FUNCTION_WEIGHT:
            weight = vocabulary.weight(token) * near
            total += weight
            got += weight * max(
                (abs(like) for other, like in vocabulary.similar(token).items() if other in words), default=0.0
            )
    return got / total if total else 1.0


def _place(matrix: Matrix, passage: Passage) -> float:
    bonus = 0.0
    if matrix.number and (matrix.kind, matrix.number) in passage.cited:
        bonus += CITED
    elif matrix.number and (matrix.kind, matrix.number) in passage.cited_near:
        bonus += CITED_NEAR
    if passage.section and matrix.section == passage.section:
        bonus += SAME_SECTION
    if passage.page in matrix.pages:
        bonus += SAME_PAGE
    elif matrix.pages & {passage.page - 1, passage.page + 1}:
        bonus += NEXT_PAGE
    return bonus
