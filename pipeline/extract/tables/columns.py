"""Columns from the white streams that run between phrases, and which columns a phrase stands in."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from pipeline.extract.tables.shapes import Column, Phrase, Row, Span
from pipeline.geometry import overlap

STEP: Final = 0.5
"""Resolution of the coverage profile, points."""
WEIGHT: Final = 5
"""Of a phrase at a position. Whole numbers, so that equal sums are equal."""
BLANK_WEIGHT: Final = 3
"""A blank inside a phrase takes this much of the phrase's weight: columns set close run through blanks."""
TOLERATED: Final = 0.05
"""Share of the rows that may cross a stream, in a table of at least MANY_ROWS rows."""
MANY_ROWS: Final = 8
LONE: Final = 1
"""A column with this many phrases is joined to a neighbour that is free in that row."""
LONE_ROWS: Final = 5
AT_EDGE: Final = 0.35
"""A phrase stands at a column's edge or centre when it is off by less, em."""


def find_columns(rows: Sequence[Row]) -> list[Column]:
    """Column intervals of rows with two or more phrases; empty when there is no such row."""
    return list(_columns(tuple(r for r in rows if len(r.phrases) >= 2)))


@lru_cache(maxsize=8)
def _columns(rows: tuple[Row, ...]) -> tuple[Column, ...]:
    """Kept, as the steps from a run of rows to a table ask for the columns of the same rows."""
    full = [r.phrases for r in rows]
    if not full:
        return ()
    low, high = min(r[0].x0 for r in full), max(p.x1 for r in full for p in r)
    middles = [(a + b) / 2 for a, b in _streams(full, low, high)]
    edges = [low - 1e3, *middles, high + 1e3]
    filled = []
    for left, right in itertools.pairwise(edges):
        own = [p for r in full for p in r if p.x0 >= left - 1 and p.x1 <= right + 1]
        interval = Column(
            min((p.x0 for p in own), default=max(left, low)), max((p.x1 for p in own), default=min(right, high))
        )
        filled.append((interval, len(own)))
    if len(full) >= LONE_ROWS:
        filled = _join_lone(filled, full)
    return tuple(interval for interval, _ in filled)


def _streams(full: Sequence[Sequence[Phrase]], low: float, high: float) -> list[tuple[float, float]]:
    """Intervals that hardly any phrase covers and that have text on both sides in enough rows."""
    length = int((high - low) / STEP) + 2
    cover, between = _profile(full, low, length)
    tolerated = 0 if len(full) < MANY_ROWS else WEIGHT * max(1, int(TOLERATED * len(full)))
    support = 2 if len(full) > 3 else 1
    streams: list[tuple[float, float]] = []
    covered = gaps = 0
    start = -1  # of a blank; -1: at words
    level = first = last = most = supported = 0  # where the cover last changed; the best place of the blank
    for at in range(length):
        covered += cover[at]
        gaps += between[at]
        if covered > tolerated:
            if start > 0 and supported >= support:
                streams.append((low + first * STEP, low + last * STEP))
            start = -1
            continue
        worth = WEIGHT * gaps - 2 * covered
        opens = start < 0
        if opens:
            start = at
        if opens or cover[at]:
            level = at
        if opens or worth > most:
            first, last, most, supported = level, at, worth, gaps
        elif level == first:
            last = at
    return streams


def _profile(full: Sequence[Sequence[Phrase]], low: float, length: int) -> tuple[list[int], list[int]]:
    """How much more of phrases covers a position than the one left of it, and how many more rows have a gap there
    between two phrases."""
    cover, between = [0] * (length + 1), [0] * (length + 1)
    for phrases in full:
        for p in phrases:
            _lay(cover, int((p.x0 - low) / STEP), min(length, int((p.x1 - low) / STEP) + 1), WEIGHT)
            for v, w in itertools.pairwise(p.words):
                _lay(cover, int((v.x1 - low) / STEP) + 1, min(length, int((w.x0 - low) / STEP)), -BLANK_WEIGHT)
        for a, b in itertools.pairwise(phrases):
            _lay(between, int((a.x1 - low) / STEP) + 1, min(length, int((b.x0 - low) / STEP)), 1)
    return cover, between


def _lay(steps: list[int], first: int, end: int, weight: int) -> None:
    """So much more at the positions from ``first`` up to ``end``: noted where it begins and where it ends."""
    first = max(first, 0)
    if first < end:
        steps[first] += weight
        steps[end] -= weight


Filled = tuple[Column, int]


def _join_lone(columns: list[Filled], full: Sequence[Sequence[Phrase]]) -> list[Filled]:
    """A column with a single phrase joins the nearer neighbour that is free in that phrase's row."""
    columns = list(columns)
    k = 0
    while k < len(columns) and len(columns) > 2:
        target = _free_neighbour(columns, k, full) if columns[k][1] <= LONE else None
        if target is None:
            k += 1
            continue
        a, b = min(k, target), max(k, target)
        (left, m), (right, n) = columns[a], columns[b]
        columns[a : b + 1] = [(Column(min(left.x0, right.x0), max(left.x1, right.x1)), m + n)]
        k = 0
    return columns


def _free_neighbour(columns: list[Filled], k: int, full: Sequence[Sequence[Phrase]]) -> int | None:
    interval = columns[k][0]
    own = next(((p, r) for r in full for p in r if interval.x0 - 1 <= p.x0 and p.x1 <= interval.x1 + 1), None)
    free = []
    for q in (k - 1, k + 1):
        if not 0 <= q < len(columns):
            continue
        other = columns[q][0]
        if own is None or not any(
            overlap(p.x0, p.x1, other.x0, other.x1) > 0 and max(p.x0 - own[0].x1, own[0].x0 - p.x1) > 0.9 * p.size
            for p in own[1]
            if p is not own[0]
        ):
            distance = abs(other.x0 - interval.x0) if q < k else abs(other.x1 - interval.x1)
            free.append((distance, q))
    return min(free)[1] if free else None


def span_of(phrase: Phrase, columns: Sequence[Column]) -> Span:
    """First and last column that a phrase stands in; the nearest when it stands in none."""
    width = phrase.x1 - phrase.x0
    x0, x1 = phrase.x0, phrase.x1
    most = min(0.5 * width, 3 * phrase.size)
    first = last = -1
    for k, (a, b) in enumerate(columns):
        shared = (x1 if x1 < b else b) - (x0 if x0 > a else a)
        if shared > most or shared > 0.35 * (b - a):
            first, last = k if first < 0 else first, k
    if last >= 0:
        return first, last
    center = phrase.center
    k = min(range(len(columns)), key=lambda k: max(columns[k].x0 - center, center - columns[k].x1, 0))
    return k, k


def columns_of(row: Row, columns: Sequence[Column]) -> set[int]:
    """All columns that a row has text in."""
    spans = (span_of(p, columns) for p in row.phrases)
    return {k for first, last in spans for k in range(first, last + 1)}


def stands_at(x0: float, x1: float, column: Column, tolerance: float) -> bool:
    """Does an interval share the left edge, the right edge or the centre of a column?"""
    return (
        abs(x0 - column.x0) < tolerance
        or abs(x1 - column.x1) < tolerance
        or abs((x0 + x1) / 2 - (column.x0 + column.x1) / 2) < tolerance
    )
