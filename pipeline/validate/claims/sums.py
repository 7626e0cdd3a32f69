"""Statements about several cells at once: sums of rows (*21 per cent less than that*) and differences of columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from pipeline.validate.claims.lexicon import bounds, cue, fold
from pipeline.validate.claims.likeness import FUNCTION_WEIGHT, tokens
from pipeline.validate.claims.rank import rank

if TYPE_CHECKING:
    from pipeline.validate.claims.labels import Label
    from pipeline.validate.claims.likeness import Vocabulary
    from pipeline.validate.claims.matrix import Cell, Matrix
    from pipeline.validate.claims.rank import Reading
    from pipeline.validate.claims.ranked import Candidate, Ranked
    from pipeline.validate.claims.report import Report

SPOKEN_OF = 6.0
"""Nats that the column, and the table, of a sum may stand behind the best named cell."""
SAID = 0.7
"""Likeness from which a word of a label is said."""
NAMED = 0.4
"""Share of a label, by nearness, from which its cell takes part in a difference."""
THIRD, HALF = 0.33, 0.5
"""Shares of a label's own words that must be said: for the row that a bound names, and for several rows named."""
WHOLE = (95.0, 105.0)
"""What all answers add up to, by rounding."""
MOST_PARTS = 12
ROUNDED_PARTS = 3
"""From so many rounded parts their sum may be one off."""


class Parts(NamedTuple):
    """Cells that make the stated number together."""

    matrix: Matrix
    places: tuple[tuple[int, int], ...]
    value: float

    @property
    def cells(self) -> list[Cell]:
        return [self.matrix.cells[place] for place in self.places]


def sum_of(reading: Reading, ranked: Ranked, report: Report) -> Parts | None:
    """Neighbouring answers whose sum is the number stated, where the sentence speaks of more than one of them."""
    stated = reading.stated
    if stated.unit != "%" or not ranked:
        return None
    runs: dict[tuple[str, int], list[range]] = {}
    found: list[Parts] = []
    for best in ranked.of_columns(ranked[0].score - SPOKEN_OF):
        for axis in (0, 1):
            if _adds_up(best, axis):
                which = best.matrix.table_id, axis
                if which not in runs:
                    labels = (best.matrix.rows, best.matrix.columns)[axis]
                    runs[which] = list(_runs(labels, reading, report.vocabulary))
                found += [parts for run in runs[which] if (parts := _parts(best, axis, run)) is not None]
    exact = next((p for p in found if stated.low - 1e-9 <= p.value <= stated.high + 1e-9), None)
    near = (p for p in found if len(p.places) >= ROUNDED_PARTS and p.matrix is ranked[0].matrix)
    return exact or next((p for p in near if stated.low - 0.5 <= p.value <= stated.high + 0.5), None)


def _line(best: Candidate, axis: int) -> dict[int, Cell]:
    """The cells beside ``best`` along an axis: 0 down its column, 1 along its row."""
    return best.matrix.line(axis, best.place[1 - axis])


def _adds_up(best: Candidate, axis: int) -> bool:
    """Are the cells along the axis parts of a whole?"""
    labels = (best.matrix.rows, best.matrix.columns)[axis]
    parts = [c.value for k, c in _line(best, axis).items() if labels[k].kind != "total" and c.unit == "%"]
    return len(parts) > 1 and WHOLE[0] <= sum(parts) <= WHOLE[1]


def _parts(best: Candidate, axis: int, run: range) -> Parts | None:
    line = _line(best, axis)
    if len(run) < 2 or any(k not in line or line[k].unit != "%" for k in run):
        return None
    places = tuple((k, best.place[1]) if axis == 0 else (best.place[0], k) for k in run)
    return Parts(best.matrix, places, round(sum(line[k].value for k in run), 6))


def _runs(labels: Sequence[Label], reading: Reading, vocabulary: Vocabulary) -> Iterator[range]:
    """Rows that belong together as the sentence puts it: from one named to the last, between two named, or all of
    several that are named."""
    language = vocabulary.language
    answers = [k for k, label in enumerate(labels) if label.kind not in ("total", "unknown", "change", "year")]
    if len(answers) < 2 or answers != list(range(answers[0], answers[-1] + 1)):
        return
    words = _words(reading, vocabulary)
    text = fold(reading.passage.clause + " " + reading.passage.after)
    said = {k: _said(labels[k], words, vocabulary) for k in answers}
    named = [k for k in answers if said[k] >= THIRD]
    if bounds(language).search(text):
        for k in named:
            if _beyond(labels[k], text, language) or not _is_repeated(labels[k], words, vocabulary):
                yield from (range(k, answers[-1] + 1), range(answers[0], k + 1))
    if cue(language, "between").search(text):
        for first in named:
            for last in named:
                yield from (range(first, last), range(first, last + 1))
    named = [k for k in named if said[k] >= HALF]
    if 1 < len(named) <= MOST_PARTS and named == list(range(named[0], named[-1] + 1)):
        yield range(named[0], named[-1] + 1)


def _words(reading: Reading, vocabulary: Vocabulary) -> set[str]:
    """Words of labels that the clause says, and what follows it up to the next number."""
    said = tokens(reading.passage.clause + " " + reading.passage.after, vocabulary.language)
    return {word for token in said for word, like in vocabulary.similar(token).items() if like >= SAID}


def _said(label: Label, words: set[str], vocabulary: Vocabulary) -> float:
    """Share of the label's own words that are said; those that most other labels share do not count."""
    own = [
        (t, w if vocabulary.weight(t) > FUNCTION_WEIGHT and w > HALF * vocabulary.weight(t) else 0.0)
        for t, w in zip(label.tokens, label.weights, strict=True)
    ]
    shares = [
        sum(w for t, w in part if t in words) / total
        for part in (own, own[: label.head])
        if (total := sum(w for _, w in part))
    ]
    return max(shares, default=0.0)


def _is_repeated(label: Label, words: set[str], vocabulary: Vocabulary) -> bool:
    """Does the sentence use the label's own words, all of them? Then it is meant as it stands."""
    return all(t in words for t in label.tokens if vocabulary.weight(t) > FUNCTION_WEIGHT)


def _beyond(label: Label, clause: str, language: str) -> bool:
    """Does the clause say *or more*, *at least* where the label itself does not?"""
    text = fold(label.text)
    return any(
        cue(language, name).search(clause) and not cue(language, name).search(text) for name in ("at_least", "at_most")
    )


def with_neighbours(reading: Reading, found: Candidate) -> tuple[str, str] | None:
    """The stated number and the rows that make it, when it is a cell together with those that follow or precede."""
    if not _adds_up(found, 0):
        return None
    last = max(k for k in _line(found, 0) if found.matrix.rows[k].kind not in ("total", "unknown"))
    row = found.place[0]
    for run in [range(row, k + 1) for k in range(row + 1, last + 1)] + [range(k, row + 1) for k in range(row)]:
        parts = _parts(found, 0, run)
        if parts and reading.stated.low <= parts.value <= reading.stated.high:
            others = ", ".join(f"“{found.matrix.rows[k].text}”" for k in run if k != row)
            return f"{parts.value:g}", others
    return None


def difference_of(reading: Reading, report: Report) -> Parts | None:
    """Two cells of a row, or a column, whose difference in percentage points is the number stated."""
    if reading.stated.unit != "percentage point":
        return None
    as_share = replace(reading, stated=replace(reading.stated, unit="%"))
    ranked = rank(as_share, report)
    for axis in (1, 0) if ranked else ():
        best = ranked[0]
        named = [c for c in ranked.beside(best, 1 - axis) if (c.row, c.column)[axis].words >= NAMED]
        for a, b in combinations(named, 2):
            gap = round(abs(a.cell.value - b.cell.value), 6)
            if reading.stated.low <= gap <= reading.stated.high:
                return Parts(best.matrix, (a.place, b.place), gap)
    return None
