"""What follows from holding a statement against the cells that it may speak of.

A value that equals the stated one speaks for its cell by what it says (Bayes: most statements are right, and a wrong
one may have any value): only a cell that is named better by more than that can prove a statement wrong.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pipeline.validate.claims.cues import BESIDE, CLAUSE
from pipeline.validate.claims.likeness import FUNCTION_WEIGHT
from pipeline.validate.claims.rank import compared, explained, sayings, title_said

if TYPE_CHECKING:
    from pipeline.validate.claims.rank import Reading
    from pipeline.validate.claims.ranked import Candidate, Ranked
    from pipeline.validate.claims.report import Report
    from pipeline.validate.claims.stated import Stated

Verdict = Literal["agrees", "rounds", "differs", "unmatched"]

CONTRADICTED = 3.0
"""Against a column that the clause does not name where it names another."""
NAMED = 0.85
"""Share of its words, or a cue, in the number's own clause, from which a column is named."""
RIGHT = 2.7
"""Nats by which a statement is likelier right than not, before it is looked at; a guess on the careful side."""
CHANCE, FEW = 0.08, 3
"""Most that the odds may be of finding an equal value among the cells that are named as well or better; so many
values may stand before it whatever the odds."""
POSSIBLE = 1e5
"""Most values that a number can be thought to have."""
HINTED = 0.15
"""Share of a row's words or a title's, by nearness, below which a text does not speak of it."""
TELLING = 6.0
"""Nats that a number says by its digits alone from which it needs no words."""
EVEN = 6.0
"""Nats of surplus evidence that leave about a third of the doubt."""
LEAST = 9.0
"""Score that an equal value must reach together with what it says, or it is chance."""
SURE = 15.0
"""Score of a cell that proves a statement wrong."""
DISTANT = 1.5
"""Nats against a value at the edge of what a statement allows."""
FAR = 5.0
"""Percentage points outside what a roughly stated number allows from which it is wrong however it is meant."""
DOUBT = 3.0
"""Nats by which a cell with the value may miss what an agreement needs, and still forbid to call it wrong."""
TRUSTED = 0.6
"""Confidence of a value below which it proves nothing wrong: it may itself be misread."""
NAMED_WELL = 0.7
"""Share of a label that must be said before its cell proves a statement wrong."""
SAID_NEAR = 0.5
"""Nearness times likeness from which a word is said beside the number."""
RIVAL = 4.0
"""Nats behind the best within which a cell of another table, whose row is named as well, leaves a doubt."""
TITLE_SAID = 0.5
"""Share of a title that must be repeated where neither section nor reference point to its table."""
LONGER = 3
EXPLAINED, EXPLAINED_ALONE = 0.25, 0.4
"""Share of what the clause says that row, column and title must explain, else it may speak of a part of them; where
the column is named, and where it is only meant."""


@dataclass(frozen=True, slots=True)
class Match:
    verdict: Verdict
    candidate: Candidate | None
    confidence: float


def hold(reading: Reading, ranked: Ranked, report: Report) -> Match:
    """The verdict on one statement. ``differs`` only where the cell is sure: a false alarm costs trust."""
    if not ranked:
        return Match("unmatched", None, 0.0)
    stated, best = reading.stated, ranked[0]
    says = surprise(stated)
    agreeing = ranked.fitting(stated, reading.said.cues.direction)
    fitting = max(agreeing, key=lambda c: c.score - contradiction(c, best) - _distance(c, stated), default=None)
    if (
        fitting
        and fitting.score >= LEAST - says
        and _is_hinted(fitting, reading, report)
        and _stands(fitting, ranked, stated)
    ):
        value = abs(compared(stated, fitting.cell))
        exact = not stated.in_words and abs(value - abs(stated.value)) < 1e-9 * max(1.0, value)
        surplus = fitting.score + says - LEAST - (best.score - fitting.score)
        return Match("agrees" if exact else "rounds", fitting, _confidence(surplus))
    if is_sure(reading, ranked, report) and not any(_may_be_meant(c, best, says) for c in agreeing):
        second = max(fitting.score if fitting else 0.0, LEAST - says)
        return Match("differs", best, _confidence(best.score - second - says - RIGHT))
    return Match("unmatched", None, 0.0)


def _may_be_meant(candidate: Candidate, best: Candidate, says: float) -> bool:
    """Could a cell of another row that the text hints at, and has the value, be what is spoken of after all?"""
    other = candidate.matrix is not best.matrix or candidate.place[0] != best.place[0]
    return other and candidate.row.words >= HINTED and candidate.score >= best.score - says - RIGHT - DOUBT


def _distance(candidate: Candidate, stated: Stated) -> float:
    """What a value at the edge of what the words allow says against its cell."""
    half = max((stated.high - stated.low) / 2, 1e-9)
    return DISTANT * min(abs(abs(compared(stated, candidate.cell)) - abs(stated.value)) / half, 1.0)


def _confidence(surplus: float) -> float:
    """0.5 to 1, from the nats by which the evidence exceeds what a verdict needs."""
    return 1 - 0.5 * math.exp(-max(surplus, 0.0) / EVEN)


def _is_hinted(candidate: Candidate, reading: Reading, report: Report) -> bool:
    """Does the text say anything of row, column or table, beside a year? A number of many digits needs no words."""
    carried = reading.before is not None and reading.before.matrix is candidate.matrix
    labels = candidate.matrix.rows[candidate.place[0]], candidate.matrix.columns[candidate.place[1]]
    named = zip(labels, (candidate.row, candidate.column), strict=True)
    said = any(found.words >= HINTED for label, found in named if label.kind != "year")
    hinted = carried or said or surprise(reading.stated) >= TELLING
    return hinted or title_said(candidate.matrix, reading.said) >= HINTED


def _stands(candidate: Candidate, ranked: Ranked, stated: Stated) -> bool:
    """Is a cell with an equal value what is spoken of, though others may be named better?"""
    best, says = ranked[0], surprise(stated)
    width = max(stated.high - stated.low, 1e-9)
    if ranked.distinct(candidate.score, width) > max(FEW, CHANCE * math.exp(says)):
        return False
    if candidate.matrix is best.matrix:
        for at in (0, 1):
            if candidate.place[at] == best.place[at]:
                line = [c.cell.value for c in ranked.beside(best, at)]
                says = min(says, math.log(1 + (max(line) - min(line)) / width))
    return candidate.score - contradiction(candidate, best) >= best.score - says - RIGHT


def surprise(stated: Stated) -> float:
    """How much an equal value says (nats): little of a number in words, much of one with decimals."""
    width = max(stated.high - stated.low, 1e-9)
    whole = 100.0 if stated.unit in ("%", "percentage point") else 2 * abs(stated.value)
    return math.log(min(max(whole / width, 1.0), POSSIBLE))


def contradiction(candidate: Candidate, best: Candidate) -> float:
    """What the sentence says against a cell by naming another column of its row in so many words."""
    same_row = candidate.matrix is best.matrix and candidate.place[0] == best.place[0]
    named = best.column.words >= NAMED and candidate.column.words < best.column.words / 2
    return CONTRADICTED if same_row and candidate.place != best.place and named else 0.0


def is_sure(reading: Reading, ranked: Ranked, report: Report) -> bool:
    """Is the best cell the one that is spoken of, beyond doubt?"""
    stated, best = reading.stated, ranked[0]
    if (
        stated.kind in ("range", "fraction")
        or best.score < SURE
        or not _is_outside(stated, compared(stated, best.cell))
    ):
        return False
    if reading.passage.quoted or best.cell.confidence < TRUSTED:
        return False
    if best.cell.statistic == "difference" and not (stated.signed or reading.said.cues.direction):
        return False
    before = reading.before if reading.same_sentence else None
    carried = before is not None and before.matrix is best.matrix
    same = (
        (before.place[0] == best.place[0], before.place[1] == best.place[1]) if before and carried else (False, False)
    )
    if not (same[0] or best.row.whole >= NAMED_WELL) or not (same[1] or _is_column(best)):
        return False
    if not (carried or _is_its_table(best, reading)):
        return False
    rivals = (c for c in ranked.down_to(best.score - RIVAL) if c.matrix is not best.matrix)
    kin = _kin(best, report)
    named = best.column.whole >= NAMED_WELL
    if any(c.row.whole >= NAMED_WELL for c in rivals) or _is_denied(best, reading):
        return False
    if not named and _foreign(reading, kin, report):
        return False
    # What stands between it and the number before belongs to that number, where both are of one table.
    own = explained(sayings(reading.said, report.vocabulary, CLAUSE if carried else BESIDE), kin)
    return own >= (EXPLAINED if named else EXPLAINED_ALONE)


def _is_outside(stated: Stated, value: float) -> bool:
    """Is the value one that the statement cannot mean, also where it speaks roughly?"""
    if not (stated.in_words or stated.hedged):
        return True
    return stated.unit == "%" and not stated.low - FAR <= value <= stated.high + FAR


def _is_column(best: Candidate) -> bool:
    """Is the column named, or meant where none is: the total, the first answer, the latest year, the only one?"""
    column = best.matrix.columns[best.place[1]]
    meant = column.kind in ("total", "positive") or (column.kind == "year" and best.column.score > 0)
    return meant or best.column.whole >= NAMED_WELL or len(best.matrix.columns) == 1


def _is_denied(best: Candidate, reading: Reading) -> bool:
    """Does the clause say *not* where neither row nor column does?"""
    labels = (best.matrix.rows[best.place[0]], best.matrix.columns[best.place[1]])
    if any(label.kind in ("negative", "none", "neutral", "unknown") for label in labels):
        return False
    own = labels[0].tokens + labels[1].tokens
    return any(denial.isdisjoint(own) for denial in reading.said.denials)


def _foreign(reading: Reading, kin: set[str], report: Report) -> bool:
    """Does the clause name a row or column of another table, such as a group that this one does not part?"""
    return report.labels.is_named([word for word, near in reading.said.heard.items() if near >= SAID_NEAR], kin)


def _is_its_table(best: Candidate, reading: Reading) -> bool:
    """Does more than its rows and columns say that the table is meant: its section, a reference, its title?"""
    passage, matrix = reading.passage, best.matrix
    if passage.cited and (matrix.kind, matrix.number) not in passage.cited:
        return False
    if passage.section and passage.section == matrix.section:
        return True
    if matrix.number and (matrix.kind, matrix.number) in passage.cited | passage.cited_near:
        return True
    return title_said(matrix, reading.said) >= TITLE_SAID


def _kin(best: Candidate, report: Report) -> set[str]:
    """What a sentence about the cell may well say: its labels and title, the subject of the report, and what other
    tables add to the same labels (``< 20,000``, ``fewer than 20,000 inhabitants``)."""
    words = set(best.matrix.title_tokens) | report.subject
    for label in (best.matrix.rows[best.place[0]], best.matrix.columns[best.place[1]]):
        own = {t for t in label.tokens if report.vocabulary.weight(t) > FUNCTION_WEIGHT}
        words |= own
        words.update(*report.labels.having(own, len(label.tokens) + LONGER))
    return words
