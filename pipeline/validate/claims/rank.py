"""Which cell a statement speaks of, by the words around it: a log-linear score (nats) for each that it may be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pipeline.validate.claims.cues import SENTENCE
from pipeline.validate.claims.likeness import FUNCTION_WEIGHT
from pipeline.validate.claims.naming import EARLIER, meant_by
from pipeline.validate.claims.ranked import Candidate, Ranked, Scored

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from pipeline.validate.claims.cells import Comparable
    from pipeline.validate.claims.likeness import Vocabulary
    from pipeline.validate.claims.matrix import Cell, Matrix
    from pipeline.validate.claims.naming import Context, Meant
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


def compared(stated: Stated, cell: Cell) -> float:
    """The cell's value in the scale of the statement (whole euros against a table in thousands)."""
    return cell.value * cell.scale if abs(stated.value) >= cell.scale else cell.value


def rank(reading: Reading, report: Report) -> Ranked:
    """Comparable cells, the best named first. Equals stay in the order of their ids, in which tables and cells come."""
    found: list[Scored] = []
    said = sayings(reading.said, report.vocabulary, nearness=EARLIER[0])
    meant = meant_by(reading.said.cues, reading.stated)
    for matrix in report.nearest(reading.said.heard, reading.passage):
        cells = matrix.comparable(reading.stated.unit)
        if cells:
            told = TITLE * title_said(matrix, reading.said)
            base = told + SUBJECT * explained(said, matrix.words) + _place(matrix, reading.passage)
            found.append(_scored(reading, matrix, cells, base, meant))
    return Ranked(found)


def _scored(reading: Reading, matrix: Matrix, cells: Comparable, base: float, meant: Meant) -> Scored:
    by_row, by_column = matrix.axes
    whole = by_row.has_total and by_column.has_total and reading.stated.unit == "%"  # *all* speaks of the columns
    rows = by_row.named(reading.said, meant._replace(total=0.0) if whole else meant)
    columns = by_column.named(reading.said, meant)
    row_scores, column_scores = rows.scores[0][cells.rows], columns.scores[0][cells.columns]
    if columns.turned is not None:
        row_scores = np.where(columns.turned[cells.columns], rows.scores[1][cells.rows], row_scores)
    if rows.turned is not None:
        column_scores = np.where(rows.turned[cells.rows], columns.scores[1][cells.columns], column_scores)
    scores = base + ROW * row_scores + COLUMN * column_scores
    if reading.before and reading.before.matrix is matrix:
        scores = scores + CARRIED
        for named, places, place, carried in (
            (rows.named, cells.rows, reading.before.place[0], CARRIED_ROW),
            (columns.named, cells.columns, reading.before.place[1], CARRIED_COLUMN),
        ):
            if max((n.words for n in named), default=0.0) < SENTENCE:
                scores = scores + carried * (places == place)
    return Scored(matrix, cells, rows, columns, scores)


def title_said(matrix: Matrix, said: Context) -> float:
    """Share of the title that the paragraph repeats."""
    heard = said.heard
    repeated = sum(weight * min(1.0, 2 * heard.get(token, 0.0)) for token, weight in matrix.title_weights)
    return repeated / matrix.whole_title if repeated else 0.0


Saying = tuple[float, Mapping[str, float]]
"""Of a word that is said: its weight, and the words it speaks of, with their likeness."""


def sayings(said: Context, vocabulary: Vocabulary, nearness: float) -> list[Saying]:
    """What is said at least so near, without words of grammar."""
    return [
        (vocabulary.weight(token) * near, vocabulary.similar(token))
        for token, near in said.near.items()
        if near >= nearness and vocabulary.weight(token) > FUNCTION_WEIGHT
    ]


def explained(said: Sequence[Saying], words: AbstractSet[str]) -> float:
    """Share of what is said that ``words`` say as well."""
    total = got = 0.0
    for weight, similar in said:
        total += weight
        if not words.isdisjoint(similar):
            got += weight * max(abs(like) for other, like in similar.items() if other in words)
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
