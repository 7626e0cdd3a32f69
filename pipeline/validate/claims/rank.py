"""Which cell a statement speaks of, by the words around it: a log-linear score (nats) for each that it may be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple

from pipeline.validate.claims.cues import SENTENCE
from pipeline.validate.claims.labels import Label
from pipeline.validate.claims.likeness import FUNCTION_WEIGHT, Vocabulary
from pipeline.validate.claims.matrix import Cell, Matrix
from pipeline.validate.claims.naming import ANSWERS, EARLIER, Context, Named, answered, name_axes, turned
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
    cell: Cell
    row: Named
    column: Named


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
    said = sayings(reading.said, report.vocabulary, nearness=EARLIER[0])
    near = report.nearest(reading.said.heard, lambda table: _place(table, reading.passage) > 0)
    for matrix in sorted(near, key=_first_id):
        cells = [(place, cell) for place, cell in matrix.cells.items() if comparable(reading.stated, cell)]
        if cells:
            told = TITLE * title_said(matrix, reading.said, report.vocabulary)
            base = told + SUBJECT * explained(said, matrix.words) + _place(matrix, reading.passage)
            out += _cells(reading, matrix, cells, base)
    # Stable: equals stay in the order of their ids, in which tables and cells come.
    return sorted(out, key=_score, reverse=True)


_score = attrgetter("score")


def _first_id(matrix: Matrix) -> str:
    return next(iter(matrix.cells.values())).observation_id


def _cells(
    reading: Reading, matrix: Matrix, cells: Sequence[tuple[tuple[int, int], Cell]], base: float
) -> Iterator[Candidate]:
    rows, columns = name_axes(matrix, reading.said, reading.stated)
    turned_rows, turned_columns = _turned(matrix.rows, matrix.columns, reading.said)
    meant_rows = [answered(matrix.rows, rows, against) for against in (False, True)]
    meant_columns = [answered(matrix.columns, columns, against) for against in (False, True)]
    before = reading.before if reading.before and reading.before.matrix is matrix else None
    row_named = max((n.words for n in rows), default=0.0) >= SENTENCE
    column_named = max((n.words for n in columns), default=0.0) >= SENTENCE
    for place, cell in cells:
        r, c = place
        row, column = meant_rows[turned_columns[c]][r], meant_columns[turned_rows[r]][c]
        score = base + ROW * row.score + COLUMN * column.score
        if before:
            score += CARRIED
            score += CARRIED_ROW * (r == before.place[0]) * (not row_named)
            score += CARRIED_COLUMN * (c == before.place[1]) * (not column_named)
        yield Candidate(score, matrix, place, cell, row, column)


def _turned(rows: Sequence[Label], columns: Sequence[Label], said: Context) -> tuple[list[bool], list[bool]]:
    """Which rows and which columns are said the other way round; asked only where answers stand across them."""
    return tuple(  # type: ignore[return-value]  # two of them
        [turned(label, said) for label in labels] if any(o.kind in ANSWERS for o in across) else [False] * len(labels)
        for labels, across in ((rows, columns), (columns, rows))
    )


def title_said(matrix: Matrix, said: Context, vocabulary: Vocabulary) -> float:
    """Share of the title that the paragraph repeats."""
    title = set(matrix.title_tokens)
    heard = sum(vocabulary.weight(t) * min(1.0, 2 * said.heard.get(t, 0.0)) for t in title)
    return heard / max(sum(vocabulary.weight(t) for t in title), 1.0)


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
