"""The number of respondents behind each value: from headers, from a row or column of N, from caption and notes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.clean.labels import take_base
from pipeline.clean.lexicon import BASE_ROWS
from pipeline.clean.numbers import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pipeline.clean.layout import Sheet
    from pipeline.model import Axis, NumberFormat

_FILLING = re.compile(r"[^\w]+")


def names_base(label: str) -> bool:
    """Whether a label names the number of respondents and nothing else: ``N``, ``Aantal respondenten (N)``."""
    low = fold(label).casefold()
    outside = re.sub(r"\([^()]*\)|\[[^\[\]]*\]", " ", low)
    bare = _FILLING.sub(" ", outside).strip() or _FILLING.sub(" ", low).strip()
    return bare in BASE_ROWS


def base_rows(sheet: Sheet, rows: Mapping[int, Axis]) -> tuple[int, ...]:
    """Rows that print the base of their columns: whole numbers under a label that names a base."""
    return tuple(r for r, axis in rows.items() if axis.path and names_base(axis.path[-1]) and _counts(sheet, r, None))


def base_column(sheet: Sheet, rows: Mapping[int, Axis], columns: Sequence[Axis]) -> int | None:
    """The column that prints the base of its rows, if one does.

    ``n`` beside a single column of shares is the count those shares are of, not their base; so is an ``n`` under
    each of several spanners.
    """
    named = [c for c in columns if c.path and names_base(c.path[-1])]
    if len(named) != 1 or not _counts(sheet, None, named[0].index, rows):
        return None
    others = [c for c in columns if c is not named[0] and c.path[:-1] == named[0].path[:-1]]
    shares = [c for c in others if c.unit == "%" or any(sheet.read(r, c.index).unit == "%" for r in rows)]
    measured = [c for c in others if c.statistic in ("mean", "score", "other")]
    return named[0].index if len(shares) > 1 or measured or (others and not shares) else None


def _counts(sheet: Sheet, row: int | None, column: int | None, rows: Iterable[int] = ()) -> bool:
    places = [(r, column) for r in rows] if row is None else [(row, c) for c in range(sheet.grid.columns)]
    reads = [p for r, c in places if c is not None and (p := sheet.read(r, c)).kind == "number"]
    return bool(reads) and all(p.unit is None and not p.decimals and (p.number or 0) >= 0 for p in reads)


def column_base(sheet: Sheet, rows: Mapping[int, Axis], found: Sequence[int], row: int, column: int) -> int | None:
    """The base of a column for one row: of the only base row, or of the base row in the row's own group."""
    group = rows[row].path[:-1]
    fitting = [r for r in found if len(found) == 1 or rows[r].path[:-1] == group]
    if len(fitting) != 1 or row in found:
        return None
    number = sheet.read(fitting[0], column).number
    return None if number is None else int(number)


def stated_base(texts: Iterable[str], fmt: NumberFormat) -> int | None:
    """The base that caption or notes state, when they state exactly one."""
    found = {base for text in texts if (base := take_base(text, fmt, prose=True)[1]) is not None}
    return found.pop() if len(found) == 1 else None
