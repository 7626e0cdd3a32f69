"""Numbers of respondents: one group has one, in every table that shows it; no group has more than all together."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

import pandera.pandas as pa

from pipeline.findings import word
from pipeline.validate.rule import Material, Rule, Tested, Trial
from pipeline.validate.say import quoted, where
from pipeline.validate.sums import FEWEST_PARTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pipeline.model import Wording
    from pipeline.validate.grid import Grid, Line

CODE = "base.differs"
DOUBTFUL = "base.differs_perhaps"
OVER = "base.over_total"
SUM = "base.sum"
FEWEST_SHARED = 2
"""Groups that two tables must both show: with one, nothing agrees."""
AGREE = 2
"""Groups that must agree for one that differs to be a fault; where one agrees it may be chance."""
LOOK_BACK = 20
"""Tables before it that a table is held against: the same groups stand in tables that follow each other."""
NEARLY = 0.02
"""Relative: groups whose bases nearly make the total's were meant to make it, but for those who gave no answer."""


class Based(NamedTuple):
    grid: Grid
    bases: dict[str, int]
    """By label of the row or column."""
    groups: frozenset[str]
    """Labels of those that are no totals."""
    complete: bool
    """Its groups make its total exactly, so that it bears itself out."""


def collect(material: Material) -> Tested:
    trials: list[Trial] = []
    left_out: list[str] = []
    earlier: list[Based] = []
    found: list[Trial] = []
    for upright in material.grids:
        for grid in (upright, upright.turn()):
            one = _based(grid)
            trials += _within(grid)
            if len(one.bases) < FEWEST_SHARED:
                continue
            for other in earlier[-LOOK_BACK:]:
                differ = _differing(other, one)
                if differ is None:
                    continue
                if len(differ) > 1 or (differ and one.complete and other.complete):
                    left_out.append(f"{CODE}:others")
                else:
                    found.append(_between(other, one, differ))
            earlier.append(one)
    return Tested([*_each_once(found, earlier), *trials], left_out)


def _based(grid: Grid) -> Based:
    lines = [line for line in grid.columns if line.base_n is not None]
    bases = {line.label: line.base_n for line in lines if line.base_n is not None}
    groups = [line for line in lines if not line.total]
    together = sum(line.base_n or 0 for line in groups)
    whole = {line.base_n for line in lines if line.total}
    return Based(
        grid, bases, frozenset(line.label for line in groups), len(groups) >= FEWEST_PARTS and whole == {together}
    )


def _differing(one: Based, other: Based) -> list[str] | None:
    """Groups of two tables that have not the same base in both; None where the tables share too few."""
    shared = [label for label in one.bases if label in other.bases]
    differ = [label for label in shared if one.bases[label] != other.bases[label]]
    if len(shared) < FEWEST_SHARED or len(differ) == len(shared):
        return None
    return differ


def _between(one: Based, other: Based, differ: list[str]) -> Trial:
    label = differ[0] if differ else ""
    agree = sum(label in other.bases for label in one.bases) - len(differ)
    # Beside other groups the same label may stand for more or fewer people.
    surely = agree >= AGREE and one.groups == other.groups
    column = next((line.index for line in other.grid.columns if line.label == label), None) if differ else None
    across, down = other.grid.place(None, column)
    return _trial(other.grid, across, down) | {
        "differ": len(differ) if surely else 0,
        "perhaps": 0 if surely else len(differ),
        "label": label,
        "one": other.bases.get(label, 0),
        "there": where(other.grid),
        "two": one.bases.get(label, 0),
        "here": where(one.grid),
    }


def _each_once(found: list[Trial], tables: list[Based]) -> Iterator[Trial]:
    """One fault, one finding: a table with an odd base differs from each that has the usual one."""
    usual: dict[str, Counter[int]] = defaultdict(Counter)
    for table in tables:
        for label, base in table.bases.items():
            usual[label][base] += 1
    told: set[tuple[str, int]] = set()
    for trial in found:
        if trial["differ"] or trial["perhaps"]:
            counts = usual[trial["label"]]
            odd = min((trial["one"], trial["two"]), key=lambda base: counts[base])
            if (trial["label"], odd) in told:
                trial = trial | {"differ": 0, "perhaps": 0}
            told.add((trial["label"], odd))
        yield trial


def _within(grid: Grid) -> Iterator[Trial]:
    """The bases of the columns of a table, held against that of its total."""
    totals = [line for line in grid.columns if line.total and line.base_n]
    groups = [line for line in grid.columns if not line.total and line.base_n]
    if not totals or not groups:
        return
    most = max(totals, key=lambda line: line.base_n or 0)
    for line in groups:
        yield _held(grid, line, most) | {"over": (line.base_n or 0) > (most.base_n or 0)}
    together = sum(line.base_n or 0 for line in groups)
    complete = len(groups) == sum(not line.total for line in grid.columns) >= FEWEST_PARTS and len(totals) == 1
    whole = most.base_n or 0
    if complete and abs(together - whole) <= NEARLY * whole:
        yield _held(grid, most, most) | {"sum": together, "off": abs(together - whole)}


def _held(grid: Grid, line: Line, total: Line) -> Trial:
    row, column = grid.place(None, line.index)
    return _trial(grid, row, column) | {
        "where": where(grid, None, line.index),
        "base": line.base_n or 0,
        "total": total.base_n or 0,
    }


def _trial(grid: Grid, row: int | None, column: int | None) -> Trial:
    return {
        "table_id": grid.table_id, "page": grid.page, "row": row, "column": column, "keys": (),
        "differ": 0, "perhaps": 0, "over": False, "off": 0,
    }  # fmt: skip


SAID = {
    CODE: ("one", "there", "two", "here"),
    DOUBTFUL: ("one", "there", "two", "here"),
    OVER: ("where", "base", "total"),
    SUM: ("where", "sum", "total"),
}


def message(trial: Mapping[str, Any], code: str) -> Wording:
    said = {name: trial[name] for name in SAID[code]}
    return word(code, label=quoted(trial["label"]), **said) if "label" in trial else word(code, **said)


RULE = Rule(
    CODE,
    collect,
    pa.DataFrameSchema(
        {
            "differ": pa.Column(int, pa.Check.eq(0, name=CODE)),
            "perhaps": pa.Column(int, pa.Check.eq(0, name=DOUBTFUL)),
            "over": pa.Column(bool, pa.Check.eq(False, name=OVER)),
            "off": pa.Column(int, pa.Check.eq(0, name=SUM)),
        }
    ),
    message,
    severities={CODE: "warning", DOUBTFUL: "info", OVER: "warning", SUM: "info"},
)
"""Bases across tables and within them."""
