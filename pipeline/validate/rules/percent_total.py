"""Percentages that are the shares of one whole add up to 100, as far as rounding lets them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandera.pandas as pa

from pipeline.findings import word
from pipeline.validate.rule import Material, Rule, Tested, Trial
from pipeline.validate.say import number, where
from pipeline.validate.shares import WHOLE, Shares, mendable, outlier, readings
from pipeline.validate.thresholds import Thresholds
from pipeline.validate.words import SEVERAL_ANSWERS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.model import Wording
    from pipeline.validate.grid import Grid

CODE = "percent.total"
UNUSUAL = "percent.total_unusual"
MOST_OF = 3
"""Columns that reach 100 from which a single one that is like them and does not was meant to."""

Complete = frozenset[tuple[bool, frozenset[int]]]

SEVERAL = "percent.total:several_said"
OVER = "percent.total:several_seen"
SELECTION = "percent.total:selection"
OTHER_KIND = "percent.total:other_kind"
UNKNOWN = "percent.total:missing"


def collect(material: Material) -> Tested:
    trials: list[Trial] = []
    left_out: list[str] = []
    for grid in material.grids:
        if SEVERAL_ANSWERS.search(grid.words):
            left_out.append(SEVERAL)
            continue
        complete = _complete(material, grid)
        found = [
            _read(turned, sets, complete, material.thresholds)
            for turned in (grid, grid.turn())
            for sets in readings(turned)
        ]
        # The way of reading that makes the most wholes is the way it was meant.
        tested, reasons = max(found, key=lambda way: sum(not trial["beyond_worst"] for trial in way[0]))
        trials += tested
        left_out += reasons if tested else reasons[:1]
    return Tested(trials, left_out)


def _complete(material: Material, grid: Grid) -> Complete:
    """Sets of rows (or of columns) that are all there is, since the counts beside add up to their total."""
    return frozenset(
        (total.grid.turned, frozenset(line.index for line in added.parts))
        for total in material.totals
        for added in total.added
        if added.exhaustive and total.grid.table_id == grid.table_id
    )


def _read(
    grid: Grid, sets: Sequence[Sequence[Shares]], complete: Complete, thresholds: Thresholds
) -> tuple[list[Trial], list[str]]:
    trials: list[Trial] = []
    reasons: list[str] = []
    for columns in sets:
        certain = [shares.printed_whole and (grid.turned, frozenset(shares.numbers)) in complete for shares in columns]
        tested, left_out = _judge(columns, certain, thresholds)
        trials += [_trial(grid, shares, columns, thresholds) for shares in tested]
        reasons += left_out
    return trials, reasons


def _judge(
    columns: Sequence[Shares], certain: Sequence[bool], thresholds: Thresholds
) -> tuple[list[Shares], list[str]]:
    """The columns that should reach 100, and why the others need not."""
    whole = [shares for shares in columns if shares.reaches]
    unknown = [shares for shares in columns if not shares.reaches and shares.sum.unknown]
    short = [(shares, sure) for shares, sure in zip(columns, certain, strict=True) if shares not in whole + unknown]
    faults = [shares for shares, sure in short if sure or _is_fault(shares, whole, len(short), thresholds)]
    reasons = [UNKNOWN] * len(unknown)
    if not whole and not faults:
        over = sum(shares.off > 0 for shares, _ in short) * 2 > len(short)
        return [], reasons + ([OVER if over else SELECTION] if short else [])
    return whole + faults, reasons + [OTHER_KIND] * (len(short) - len(faults))


def _is_fault(shares: Shares, whole: Sequence[Shares], short: int, thresholds: Thresholds) -> bool:
    """Whether a column that misses 100 was meant to reach it."""
    near = abs(shares.off) <= thresholds.whole_near
    if len(whole) >= thresholds.whole_many * short:
        return True
    if shares.printed_whole and (near or (whole and outlier(shares, whole) is not None)):
        return True
    if len(whole) < 2:
        return len(whole) == short == 1 and abs(shares.off) <= thresholds.whole_near_alone
    if short > len(whole):
        return False
    if near or outlier(shares, whole) is not None:
        return True
    return short == 1 and len(whole) >= MOST_OF and mendable(shares, whole)


def _trial(grid: Grid, shares: Shares, columns: Sequence[Shares], thresholds: Thresholds) -> Trial:
    whole = [other for other in columns if other.reaches]
    suspect = None if shares.reaches or len(whole) < 2 else outlier(shares, whole)
    row, column = grid.place(suspect, shares.column)
    numbers = list(shares.numbers.values())
    return {
        "table_id": grid.table_id,
        "page": min(n.page for n in numbers),
        "row": row,
        "column": column,
        "keys": tuple(n.key for n in numbers),
        "beyond_worst": 0.0 if shares.reaches else abs(shares.off),
        "beyond_typical": max(0.0, abs(shares.off) - thresholds.rounding_rare * shares.sum.typical),
        "where": where(grid, None, shares.column),
        "sum": number(shares.sum.value, numbers),
        "count": len(numbers),
        "suspect": None if suspect is None else shares.numbers[suspect].raw,
        "suspect_row": where(grid, suspect, shares.column),
    }


def message(trial: Mapping[str, Any], code: str) -> Wording:
    said = {"where": trial["where"], "count": trial["count"], "sum": trial["sum"], "whole": f"{WHOLE:g}"}
    if code == CODE and trial["suspect"] is not None:
        return word(f"{CODE}:suspect", suspect=trial["suspect"], there=trial["suspect_row"], **said)
    return word(code, **said)


RULE = Rule(
    CODE,
    collect,
    pa.DataFrameSchema(
        {
            "beyond_worst": pa.Column(float, pa.Check.eq(0.0, name=CODE)),
            "beyond_typical": pa.Column(float, pa.Check.eq(0.0, name=UNUSUAL)),
        }
    ),
    message,
    severities={CODE: "warning", UNUSUAL: "info"},
)
