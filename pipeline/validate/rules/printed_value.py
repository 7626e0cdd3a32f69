"""A value is what its printed text says: the text is read once more, by plainer means, and must allow the value."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pandera.pandas as pa

from pipeline.findings import word
from pipeline.validate.rule import Material, Rule, Tested, Trial
from pipeline.validate.say import where

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pandas as pd

    from pipeline.model import Wording

CODE = "value.not_printed"
_NUMERAL = re.compile(r"\d+(?:[.,'’ \u00a0\u2009\u202f]\d+)*|[.,]\d+")
_BLANK = re.compile(r"[ \u00a0\u2009\u202f]")
_SEPARATOR = re.compile(r"[^\d]")
_MINUS = "-−–‐‑"
LOSS = 1e-9


def collect(material: Material) -> Tested:
    trials: list[Trial] = []
    left_out: list[str] = []
    by_hand = _corrected(material.frame)
    for grid in material.grids:
        for (row, column), cell in grid.cells.items():
            if cell.value is None or not cell.raw:
                continue
            if cell.key in by_hand:
                left_out.append(f"{CODE}:corrected")
                continue
            readings = list(_readings(cell.raw))
            if not readings:
                left_out.append(f"{CODE}:no_digits")
                continue
            trials.append(
                {
                    "table_id": grid.table_id,
                    "page": cell.page,
                    "row": row,
                    "column": column,
                    "keys": (cell.key,),
                    "allowed": any(abs(cell.value - reading) <= LOSS * max(1.0, abs(reading)) for reading in readings),
                    "where": where(grid, row, column),
                    "raw": cell.raw,
                    "value": f"{cell.value:.12g}",
                }
            )
    return Tested(trials, left_out)


def _corrected(frame: pd.DataFrame) -> frozenset[str]:
    """Values that a person has given: these need not be what is printed. A table whose place a person has given
    is marked too, but its values were read, and are not wholly sure."""
    given = frame["corrected"].astype(bool) & (frame["confidence"] >= 1.0)
    return frozenset(str(key) for key in frame["observation_id"][given])


def _readings(raw: str) -> Iterator[float]:
    """Every number that the text may stand for, by its digits, its last mark and its sign."""
    for found in _NUMERAL.finditer(raw):
        before = raw[: found.start()].rstrip()
        minus, bracketed = before[-1:] in tuple(_MINUS), before[-1:] == "("
        for text in dict.fromkeys(_extents(found[0])):
            for size in _sizes(text):
                if not minus:
                    yield size
                if minus or bracketed:
                    yield -size


def _extents(numeral: str) -> Iterator[str]:
    """The whole, and what stands before each blank: a mark of a note may follow."""
    yield numeral
    for blank in _BLANK.finditer(numeral):
        yield numeral[: blank.start()]


def _sizes(text: str) -> Iterator[float]:
    """Its digits as a whole number, or with decimals behind the last mark.

    Whole only where each mark may part thousands: three digits follow it, and at most three stand before the first.
    """
    parts = _SEPARATOR.split(text)
    digits = "".join(parts)
    if len(parts) == 1:
        yield float(digits)
        return
    if all(len(part) == 3 for part in parts[1:]) and 0 < len(parts[0]) <= 3:
        yield float(digits)
    if len(parts) == 2 or all(len(part) == 3 for part in parts[1:-1]):
        yield float(f"{''.join(parts[:-1]) or '0'}.{parts[-1]}")


def message(trial: Mapping[str, Any], code: str) -> Wording:
    return word(code, **{name: trial[name] for name in ("where", "raw", "value")})


RULE = Rule(
    CODE,
    collect,
    pa.DataFrameSchema({"allowed": pa.Column(bool, pa.Check.eq(True, name=CODE))}),
    message,
    severities={CODE: "error"},
)
"""Values and the text they were read from."""
