"""What a careful reader of the extracted numbers could notice without the page, told by hand for two reports.

Nothing here looks at a check. Each relation is one that the report itself prints (its columns of shares, totals,
differences, counts with their percentages, cells printed twice, sentences that repeat a cell, bars drawn as long as
their label says) and is broken when it misses by more than rounding in the worst case can do.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.model import Chart, CleanTable
from schemas.columns import observation_id

Values = Mapping[str, float]
LOSS = 1e-6
SEEN = 0.02
"""Share of the longest bar by which a bar and its label must differ to be seen with a ruler."""


class Relation(NamedTuple):
    kind: str
    keys: tuple[str, ...]
    holds: Callable[[Values], bool]


@dataclass
class Sheet:
    """A table or chart by position: the first row of values is row 0, the first column of values is column 0."""

    name: str
    keys: dict[tuple[int, int], str]
    halves: dict[str, float]
    values: dict[str, float]
    rows: list[str]
    columns: list[str]
    bases: list[int | None]

    def column(self, column: int, rows: Sequence[int]) -> list[str]:
        return [self.keys[r, column] for r in rows if (r, column) in self.keys]

    def wholes(self, column: int, rows: Sequence[int]) -> Iterator[Relation]:
        """Shares that make 100, the printed 100 excepted."""
        keys = self.column(column, rows)
        slack = sum(self.halves[key] for key in keys)
        if len(keys) == len(rows):
            yield Relation("shares", tuple(keys), lambda v: abs(math.fsum(v[k] for k in keys) - 100) <= slack + LOSS)

    def down(self, rows: Sequence[int], columns: Sequence[int] | None = None) -> Iterator[Relation]:
        for column in range(len(self.columns)) if columns is None else columns:
            yield from self.wholes(column, rows)

    def across(self, columns: Sequence[int], rows: Sequence[int] | None = None) -> Iterator[Relation]:
        for row in range(len(self.rows)) if rows is None else rows:
            keys = [self.keys[row, c] for c in columns if (row, c) in self.keys]
            if len(keys) == len(columns):
                yield self._whole_row(keys)

    def _whole_row(self, keys: list[str]) -> Relation:
        slack = sum(self.halves[key] for key in keys)
        return Relation("shares", tuple(keys), lambda v: abs(math.fsum(v[k] for k in keys) - 100) <= slack + LOSS)

    def total(self, rows: Sequence[int], total: int, columns: Sequence[int]) -> Iterator[Relation]:
        """Counts that make a printed total, exactly."""
        for column in columns:
            keys, whole = self.column(column, rows), self.keys.get((total, column))
            if whole and len(keys) == len(rows):
                yield self._total(keys, whole)

    def _total(self, keys: list[str], whole: str) -> Relation:
        return Relation("total", (*keys, whole), lambda v: abs(math.fsum(v[k] for k in keys) - v[whole]) <= LOSS)

    def hundred(self, row: int, columns: Sequence[int]) -> Iterator[Relation]:
        """A printed total of shares."""
        for key in (self.keys[row, c] for c in columns if (row, c) in self.keys):
            yield Relation("total", (key,), lambda v, key=key: v[key] == 100)  # type: ignore[misc]

    def share(self, count: int, share: int, whole: int, rows: Sequence[int]) -> Iterator[Relation]:
        """Counts as percentages of the count in the row ``whole``."""
        for row in rows:
            c, s, w = self.keys.get((row, count)), self.keys.get((row, share)), self.keys.get((whole, count))
            if c and s and w:
                yield self._share(c, s, w)

    def _share(self, c: str, s: str, w: str) -> Relation:
        half = self.halves[s]
        return Relation("share", (c, s, w), lambda v: v[w] != 0 and abs(100 * v[c] / v[w] - v[s]) <= half + LOSS)

    def difference(self, first: int, second: int, result: int, relative: bool = False) -> Iterator[Relation]:
        for row in range(len(self.rows)):
            places = [self.keys.get((row, c)) for c in (first, second, result)]
            if all(places):
                yield self._difference([str(p) for p in places], relative)

    def _difference(self, keys: list[str], relative: bool) -> Relation:
        a, b, d = keys
        slack = sum(self.halves[key] for key in keys)
        if relative:
            slack = self.halves[d] + 100 * (self.halves[a] + 1.2 * self.halves[b]) / max(self.values[b], 1)

        def holds(v: Values) -> bool:
            made = 100 * (v[a] / v[b] - 1) if relative and v[b] else v[a] - v[b]
            return abs(made - v[d]) <= slack + LOSS

        return Relation("difference", tuple(keys), holds)

    def mean(self, groups: Sequence[int], total: int, rows: Sequence[int] | None = None) -> Iterator[Relation]:
        """The total of groups with bases that make its own."""
        weights = [int(self.bases[c] or self.base_row(c)) for c in groups]
        assert sum(weights) == (self.bases[total] or self.base_row(total)), self.name
        for row in range(len(self.rows)) if rows is None else rows:
            keys, whole = [self.keys.get((row, c)) for c in groups], self.keys.get((row, total))
            if whole and all(keys):
                yield self._mean([str(k) for k in keys], whole, weights)

    def base_row(self, column: int) -> float:
        """The number of respondents that the last row prints."""
        return self.values[self.keys[len(self.rows) - 1, column]]

    def _mean(self, keys: list[str], whole: str, weights: list[int]) -> Relation:
        slack = self.halves[whole] + max(self.halves[k] for k in keys)
        n = sum(weights)

        def holds(v: Values) -> bool:
            return abs(math.fsum(v[k] * w for k, w in zip(keys, weights, strict=True)) / n - v[whole]) <= slack + LOSS

        return Relation("mean", (*keys, whole), holds)

    def between(self, groups: Sequence[int], total: int, rows: Sequence[int] | None = None) -> Iterator[Relation]:
        for row in range(len(self.rows)) if rows is None else rows:
            keys, whole = [self.keys.get((row, c)) for c in groups], self.keys.get((row, total))
            if whole and all(keys):
                yield self._between([str(k) for k in keys], whole)

    def _between(self, keys: list[str], whole: str) -> Relation:
        slack = self.halves[whole] + max(self.halves[k] for k in keys) + LOSS

        def holds(v: Values) -> bool:
            return min(v[k] for k in keys) - slack <= v[whole] <= max(v[k] for k in keys) + slack

        return Relation("between", (*keys, whole), holds)

    def bounds(self) -> Iterator[Relation]:
        for key in self.keys.values():
            yield Relation("bounds", (key,), lambda v, key=key: 0 <= v[key] <= 100)  # type: ignore[misc]


def sheets(tables: Sequence[CleanTable], charts: Sequence[Chart]) -> dict[str, Sheet]:
    """By ``3.1``; the second table of that number is ``3.1/2``; charts by ``F3.1`` or, without number, ``F`` + id."""
    found: dict[str, Sheet] = {}
    for table in tables:
        valued = {(v.row, v.column): v for v in table.values}
        columns = [axis for axis in table.columns if any(c == axis.index for _, c in valued)]
        rows = [axis for axis in table.rows if any(r == axis.index for r, _ in valued)]
        count = sum(name.partition("/")[0] == table.number for name in found)
        name = f"{table.number}/{count + 1}" if count else str(table.number)
        at = {axis.index: k for k, axis in enumerate(rows)}
        across = {axis.index: k for k, axis in enumerate(columns)}
        held = {place: v for place, v in valued.items() if v.number is not None}
        keys = {(at[r], across[c]): observation_id(table.table.id, r, c) for r, c in held}
        found[name] = Sheet(
            name,
            keys,
            {observation_id(table.table.id, r, c): half(v.raw) for (r, c), v in held.items()},
            {observation_id(table.table.id, r, c): v.number or 0.0 for (r, c), v in held.items()},
            [axis.path[-1] for axis in rows],
            [" / ".join(axis.path) for axis in columns],
            [axis.base_n for axis in columns],
        )
    for chart in charts:
        keys = {(bar.row, bar.column): observation_id(chart.id, bar.row, bar.column) for bar in chart.bars}
        values = {keys[bar.row, bar.column]: float(bar.label_value or 0) for bar in chart.bars}
        number = chart.caption.number if chart.caption else None
        found[f"F{number or chart.id}"] = Sheet(
            f"F{number or chart.id}", keys, dict.fromkeys(values, 0.5), values,
            [next(b.category for b in chart.bars if b.row == r) for r in sorted({b.row for b in chart.bars})],
            [next(b.series for b in chart.bars if b.column == c) for c in sorted({b.column for b in chart.bars})],
            [],
        )  # fmt: skip
    return found


def half(raw: str) -> float:
    """Half of the last place printed, where a mark is followed by one or two digits."""
    digits = raw.strip().strip("%*")
    for mark in ",.":
        behind = digits.rpartition(mark)[2]
        if mark in digits and behind.isdigit() and len(behind) < 3:
            return 0.5 * 10.0 ** -len(behind)
    return 0.5


def same(one: Sheet, other: Sheet, rows: Mapping[int, int], columns: Mapping[int, int]) -> Iterator[Relation]:
    """Cells that two sheets both print: row and column of the one -> of the other."""
    for r, s in rows.items():
        for c, d in columns.items():
            a, b = one.keys.get((r, c)), other.keys.get((s, d))
            if a and b:
                yield Relation("same", (a, b), lambda v, a=a, b=b: abs(v[a] - v[b]) <= LOSS)  # type: ignore[misc]


def bars(charts: Sequence[Chart]) -> Iterator[Relation]:
    for chart in charts:
        longest = max(abs(bar.measured_value or 0.0) for bar in chart.bars)
        for bar in chart.bars:
            key, length = observation_id(chart.id, bar.row, bar.column), bar.measured_value
            if length is not None and bar.value_raw:
                slack = 0.5 + SEEN * longest
                yield Relation("bar", (key,), lambda v, k=key, m=length, s=slack: abs(v[k] - m) <= s)  # type: ignore[misc]


def claims(path: Path, found: Mapping[str, Sheet]) -> Iterator[Relation]:
    """Sentences that state the value of one cell, from the truth of the report."""
    for claim in json.loads(path.read_text(encoding="utf-8")):
        sheet = found.get(_sheet_name(claim))
        if claim["check"] != "cell" or claim["agrees"] is not True or sheet is None:
            continue
        rows = [k for k, label in enumerate(sheet.rows) if label == claim["row"]]
        columns = [k for k, label in enumerate(sheet.columns) if label == claim["column"]]
        for key in (sheet.keys.get((r, c)) for r in rows for c in columns):
            if key:
                yield _claim(key, float(claim["source_value"]), float(claim["tolerance"]))


def _claim(key: str, value: float, tolerance: float) -> Relation:
    return Relation("claim", (key,), lambda v: abs(v[key] - value) <= tolerance + LOSS)


def _sheet_name(claim: Mapping[str, Any]) -> str:
    if claim["table_key"]:
        name = str(claim["table_key"])[1:]
        return {"a": name[:-1], "b": f"{name[:-1]}/2", "c": f"{name[:-1]}/3"}.get(name[-1], name)
    return str(claim["figure_key"])


def of_the_sample(found: dict[str, Sheet]) -> Iterator[Relation]:
    """``raw/digitalisering-overheid.pdf``, told by eye."""
    t = found
    for name, answers in (("3.1", 4), ("3.2", 4), ("3.3", 5), ("3.5", 6)):
        yield from t[name].down(range(answers))
        yield from t[name].hundred(answers, range(len(t[name].columns)))
    yield from t["3.5/2"].down(range(14))
    yield from t["3.5/3"].down(range(3))
    yield from t["3.4"].mean([0, 1], 2)
    yield from t["3.4"].between([0, 1], 2)
    for name, pairs in (("4.1", [(0, 1)]), ("4.2", [(0, 1), (2, 3)])):
        for count, share in pairs:
            yield from t[name].down(range(8), [share])
            yield from t[name].hundred(8, [share])
            yield from t[name].total(range(8), 8, [count])
            yield from t[name].share(count, share, 8, range(8))
    yield from t["4.3"].down([0, 1], [2])
    yield from t["4.3"].hundred(2, [2])
    yield from t["4.3"].total([0, 1], 2, [1])
    yield from t["4.3"].share(1, 2, 2, [0, 1])
    yield from t["B.1"].difference(0, 1, 2)
    yield from t["B.2"].mean([0, 1], 2)
    yield from t["B.2"].between([0, 1], 2)
    yield from t["B.3"].across([0, 1, 2])
    for name, sheet in t.items():
        if name.startswith("F") and len(sheet.columns) > 2:
            yield from sheet.across(range(len(sheet.columns)))
        if name[0] == "F" or name not in ("4.1", "4.2", "4.3", "B.1"):
            yield from sheet.bounds()
    whole = dict(enumerate(range(3)))
    yield from same(t["F3.1"], t["B.3"], dict(enumerate(range(5))), whole)
    yield from same(t["F3.3"], t["B.3"], {k: 5 + k for k in range(8)}, whole)
    yield from same(t["F3.5"], t["B.3"], {k: 13 + k for k in range(8)}, whole)
    yield from same(t["3.4"], t["B.3"], {k: 5 + k for k in range(8)}, {2: 0})
    yield from same(t["3.4"], t["B.1"], {k: k for k in range(8)}, {0: 0, 1: 1})
    for column in range(5):
        yield from same(t["3.5/2"], t["F3.6"], {0: column}, {column: 0})
    for answer in range(3):
        yield from same(t["3.5/3"], t["B.3"], {answer: 14}, {0: answer})


def of_the_english_report(found: dict[str, Sheet]) -> Iterator[Relation]:
    """``report-en.pdf``, told by eye."""
    t = found
    yield from t["2.1"].total(range(5), 5, [0, 1])
    for row in range(6):
        yield from _rate(t["2.1"], row)
    yield from t["2.1"].share(1, 3, 5, range(5))
    yield from t["2.1"].down(range(5), [3])
    yield from t["3.1"].down(range(7))
    yield from t["3.1"].hundred(7, range(5))
    yield from t["3.1"].mean([0, 1, 2, 3], 4, range(7))
    yield from t["3.1"].between([0, 1, 2, 3], 4)
    yield from t["3.2"].mean(range(5), 5)
    yield from t["3.2"].between(range(5), 5)
    yield from t["3.3"].difference(1, 0, 2)
    yield from t["3.4"].across(range(4))
    yield from t["4.1"].difference(2, 1, 3)
    yield from t["4.2"].mean(range(4), 4)
    yield from t["4.2"].between(range(4), 4)
    yield from t["4.3"].mean(range(12), 12, range(9))
    yield from t["4.3"].between(range(12), 12, range(9))
    keys = [t["4.3"].keys[9, c] for c in range(13)]
    yield Relation("total", tuple(keys), lambda v: abs(math.fsum(v[k] for k in keys[:-1]) - v[keys[-1]]) <= LOSS)
    for first, second, result in ((1, 0, 2), (4, 3, 5)):
        yield from t["4.4"].difference(first, second, result)
    yield from t["5.1"].difference(1, 0, 2, relative=True)
    yield from t["5.2"].across(range(4))
    for count, share in ((0, 1), (2, 3)):
        for rows in ([0, 1], [2, 3, 4, 5], [6, 7, 8, 9, 10]):
            yield from t["B.1"].down(rows, [share])
            yield from t["B.1"].total(rows, 11, [count])
            yield from t["B.1"].share(count, share, 11, rows)
    for name, sheet in t.items():
        if name.startswith("F") and len(sheet.columns) > 2 and name != "F4.1":
            yield from sheet.across(range(len(sheet.columns)))
        if name[0] == "F" or name in ("3.1", "3.2", "3.4", "4.2", "5.2"):
            yield from sheet.bounds()


def _rate(sheet: Sheet, row: int) -> Iterator[Relation]:
    invited, answered, rate = (sheet.keys[row, c] for c in range(3))
    yield Relation(
        "share", (answered, invited, rate), lambda v: abs(100 * v[answered] / v[invited] - v[rate]) <= 0.05 + LOSS
    )
