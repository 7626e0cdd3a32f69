"""Every statement of a report with its verdict."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.validate.claims.hold import Verdict, hold
from pipeline.validate.claims.naming import context
from pipeline.validate.claims.passages import Statement, statements
from pipeline.validate.claims.rank import Reading, compared, rank
from pipeline.validate.claims.stated import WORDS_TOLERANCE
from pipeline.validate.claims.sums import Parts, difference_of, sum_of, with_neighbours

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.model import Block
    from pipeline.validate.claims.hold import Match
    from pipeline.validate.claims.ranked import Candidate
    from pipeline.validate.claims.report import Report

OWN_ROW = 0.9
"""Share of a row's words from which it is that row that is spoken of, and no sum of rows."""
OF_SEVERAL = 0.7
"""Confidence in an agreement with several cells: more of them could have been meant."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """A statement, what it was held against, and what came of it."""

    statement: Statement
    verdict: Verdict
    parts: Parts | None
    """The cell, or cells, in the table; None where nothing was found."""
    confidence: float
    direction: int = 0
    hint: tuple[str, str] | None = None
    """A sum that could have been meant, and the rows that it adds; for a message."""


def judge(blocks: Sequence[Block], report: Report) -> list[Judgement]:
    """One for each number stated, in reading order."""
    found = statements(blocks, report.style)
    given: dict[int, int] = {s.bracket_of: k for k, s in enumerate(found) if s.bracket_of is not None}
    done: dict[int, Judgement] = {}
    before: tuple[Statement, Candidate] | None = None
    for k in _order(found, given):
        one = found[k]
        if before and before[0].paragraph != one.paragraph:
            before = None
        done[k], match = _judge(one, before, report)
        exact = done.get(given[k]) if k in given else None
        if exact and exact.parts and _roughly(one, exact.parts):
            done[k] = replace(exact, statement=one, verdict="rounds")
        elif match.candidate:
            before = one, match.candidate
    return [done[k] for k in range(len(found))]


def _order(found: Sequence[Statement], given: Mapping[int, int]) -> list[int]:
    """Reading order, but a number in a bracket before the words that it makes exact."""
    order: list[int] = []
    for k in range(len(found)):
        if k in given:
            order += [given[k], k]
        elif found[k].bracket_of is None:
            order.append(k)
    return order


def _roughly(one: Statement, parts: Parts) -> bool:
    low, high = one.stated.low - WORDS_TOLERANCE, one.stated.high + WORDS_TOLERANCE
    return low <= parts.value <= high


def _judge(one: Statement, before: tuple[Statement, Candidate] | None, report: Report) -> tuple[Judgement, Match]:
    said = context(one.stated, one.passage, report.vocabulary)
    same = before is not None and before[0].sentence_number == one.sentence_number
    reading = Reading(one.stated, one.passage, said, before[1] if before else None, same)
    ranked = rank(reading, report)
    match = hold(reading, ranked, report)
    candidate = match.candidate
    if candidate is None or match.verdict == "differs" or candidate.row.whole < OWN_ROW:
        several = sum_of(reading, ranked, report)
        if several is None and match.verdict in ("differs", "unmatched"):
            several = difference_of(reading, report)
        if several:
            exact = abs(several.value - abs(one.stated.value)) < 1e-6 and not one.stated.in_words
            return Judgement(one, "agrees" if exact else "rounds", several, OF_SEVERAL), match
    if candidate is None:
        return Judgement(one, "unmatched", None, 0.0), match
    value = compared(one.stated, candidate.cell)
    parts = Parts(candidate.matrix, (candidate.place,), value)
    hint = with_neighbours(reading, candidate) if match.verdict == "differs" else None
    return Judgement(one, match.verdict, parts, match.confidence, said.cues.direction, hint), match
