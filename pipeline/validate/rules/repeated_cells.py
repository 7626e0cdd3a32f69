"""The same question twice, as a chart and as a table or in an annex: the values must be the same."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

import pandera.pandas as pa

from pipeline.findings import word
from pipeline.validate.grid import decimals
from pipeline.validate.rule import Material, Rule, Tested, Trial
from pipeline.validate.rules.repeated_pairs import asking, in_order, sharing
from pipeline.validate.rules.repeated_sheets import LONG, Cell, Labels, Sheet, Words, classes_of, sheets_of
from pipeline.validate.say import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pipeline.model import Wording
    from pipeline.validate.thresholds import Thresholds

CODE = "repeated.differs"
ALIKE = 0.75
"""Share of their words that two labels must have in common to be one: charts shorten long statements."""
CONTAINED = 0.9
"""Share of the words of a statement that must stand in a longer one for it to be a cut of it."""
FEW = 20
"""Labels that have a word, up to which each of them is compared."""
TITLE_ALIKE = 0.6
STATED = 0.5
"""Share of the words of all its rows by which whole statements are the same ones."""
LEAST_SHARED = 3
LEAST_EQUAL = 4
"""Rows in which two columns must be equal to be one whatever they are called: ``agree`` and ``(strongly) agree``."""
EQUAL = 0.75
"""Share of the rows in which they must be: percentages are equal by chance in one row of fifty."""
FEWEST_COLUMNS = 2
"""Columns with the same labels from which tables whose rows are called otherwise are compared place by place."""
LEAST_WORDS = 3
"""Words from which a label that repeats the title of another table says that it is its question."""


def collect(material: Material) -> Tested:
    """Every cell that two tables or charts share.

    Two are taken for the same question where rows and columns are alike, the titles too unless the rows are whole
    statements, and most of the values they share are equal.
    """
    sheets = sheets_of(material.frame)
    classes = classes_of(sheets)
    compared: dict[tuple[int, int], _Compared] = {}
    trials: list[Trial] = []
    left_out: list[str] = []
    passed = 0
    for one, two in _likely(sheets, classes):
        kinds, a, b = (classes[one], classes[two]), sheets[one], sheets[two]
        if kinds not in compared:
            compared[kinds] = _compared(a, b, material.thresholds)
        met = compared[kinds]
        if met.other_group:
            left_out.append(f"{CODE}:other_group")
        passed += met.same
        trials += [_trial(a, b, a.cells[p], b.cells[q], material.thresholds.rounding) for p, q in met.apart]
    return Tested(trials, left_out, passed)


class _Compared(NamedTuple):
    """What two sheets share: the same for all that say the same as these."""

    same: int
    """Cells with the same value."""
    apart: tuple[tuple[Labels, Labels], ...] = ()
    """Those with another."""
    other_group: bool = False


def _compared(a: Sheet, b: Sheet, thresholds: Thresholds) -> _Compared:
    pairs = _shared(a, b)
    if len(pairs) < LEAST_SHARED:
        return _Compared(0)
    apart = [(one, other) for one, other in pairs if one.value != other.value]
    equal = len(pairs) - len(apart)
    near = sum(_is_equal(one, other, thresholds.rounding) for one, other in apart)
    if equal + near < thresholds.repeated_share * len(pairs):
        return _Compared(0, other_group=True)
    return _Compared(equal, tuple((one.labels, other.labels) for one, other in apart))


def _alike(a: Words, b: Words) -> float:
    """Share of the words of both that both have (Jaccard)."""
    return len(a & b) / len(a | b) if a | b else 1.0


def _same_title(a: Sheet, b: Sheet) -> bool:
    return bool(a.title) and _alike(a.title, b.title) >= TITLE_ALIKE


def _likeness(a: Words, b: Words) -> float:
    """The same for labels; a whole statement that stands in a longer one is that statement, cut short."""
    alike = _alike(a, b)
    cut = min(len(a), len(b)) >= LONG and len(a & b) >= CONTAINED * min(len(a), len(b))
    return max(alike, ALIKE + alike * (1 - ALIKE)) if cut else alike


def _likely(sheets: Sequence[Sheet], classes: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Pairs of sheets with titles that are alike, with whole statements in the same words, or with the title of the
    one among the labels of the other; by position, in order."""
    members: dict[int, list[int]] = defaultdict(list)
    for position, kind in enumerate(classes):
        members[kind].append(position)
    first = {kind: sheets[kind] for kind in members}
    said = {k: frozenset[str]().union(*sheet.rows.values()) for k, sheet in first.items() if sheet.stated}
    pairs = sharing({k: sheet.title for k, sheet in first.items() if sheet.title}, TITLE_ALIKE)
    pairs |= sharing(said, STATED)
    questions = {k: sheet.question for k, sheet in first.items() if len(sheet.question) >= LEAST_WORDS}
    pairs |= asking(questions, {k: sheet.rows.values() for k, sheet in first.items()}, ALIKE)
    long = {k: sheet for k, sheet in first.items() if len(sheet.rows) > LEAST_EQUAL}
    pairs |= in_order(long, FEWEST_COLUMNS, _least_in_order)
    partners: dict[int, list[int]] = defaultdict(list)
    for k, m in sorted(pairs):
        if _is_likely(first[k], first[m], said.get(k), said.get(m)):
            partners[k].append(m)
            if m != k:
                partners[m].append(k)
    for one, kind in enumerate(classes):
        others = (other for partner in partners[kind] for other in members[partner] if other > one)
        yield from ((one, other) for other in sorted(others))


def _is_likely(a: Sheet, b: Sheet, said: Words | None, also: Words | None) -> bool:
    statements = said is not None and also is not None and len(said & also) >= STATED * min(len(said), len(also))
    return statements or bool(_asked_in(a, b) or _asked_in(b, a) or _same_title(a, b) or _in_order(a, b))


def _least_in_order(rows: int) -> int:
    """Rows with the same values from which two sheets with as many rows are one."""
    return max(LEAST_EQUAL, math.ceil(EQUAL * rows))


def _in_order(a: Sheet, b: Sheet) -> dict[str, str]:
    """Row of ``a`` -> the row of ``b`` at the same place, where two columns or more bear the same labels and most
    rows have the same values in them: an annex shortens the labels of the table it repeats."""
    shared = [column for column in a.columns if column in b.columns and a.columns[column]]
    if len(shared) < FEWEST_COLUMNS or len(a.rows) != len(b.rows) or len(a.rows) <= LEAST_EQUAL:
        return {}
    rows = dict(zip(a.rows, b.rows, strict=True))
    equal = sum(
        all((one := a.cells.get((r, c))) and (two := b.cells.get((s, c))) and one.value == two.value for c in shared)
        for r, s in rows.items()
    )
    return rows if equal >= _least_in_order(len(rows)) else {}


def _asked_in(a: Sheet, b: Sheet) -> str | None:
    """The row of ``b`` that repeats the question of ``a``."""
    if len(a.question) < LEAST_WORDS:
        return None
    for row, words in b.rows.items():
        whole = len(words) > LEAST_WORDS and words <= a.question
        if whole or _alike(a.question, words) >= ALIKE:
            return row
    return None


def _shared(a: Sheet, b: Sheet) -> list[tuple[Cell, Cell]]:
    """Cells of the two that give the same number."""
    if ordered := _in_order(a, b):
        return list(_meeting(a, b, ordered, {column: column for column in a.columns if column in b.columns}))
    rows = _pairs(a.rows, b.rows)
    stated = sum(len(a.rows[row]) >= LONG for row in rows) * 2 > len(rows)
    if rows and (stated or _same_title(a, b)):
        columns = _pairs(a.columns, b.columns)
        if stated:
            columns = _by_value(a, b, rows) | columns
        return list(_meeting(a, b, rows, columns))
    for one, other, turned in ((a, b, False), (b, a, True)):
        row = _asked_in(one, other)
        if row is not None:
            found = _line(one, other, row)
            return [(second, first) for first, second in found] if turned else found
    return []


def _meeting(a: Sheet, b: Sheet, rows: Mapping[str, str], columns: Mapping[str, str]) -> Iterator[tuple[Cell, Cell]]:
    """Cells that bear the same labels and the same kind of number."""
    for (row, column), one in a.cells.items():
        other = b.cells.get((rows.get(row, ""), columns.get(column, "")))
        if other and row in rows and column in columns and one.statistic == other.statistic:
            yield one, other


def _by_value(a: Sheet, b: Sheet, rows: Mapping[str, str]) -> dict[str, str]:
    """Column of ``a`` -> the column of ``b`` that has the same values in nearly all rows, whatever it is called."""
    found: dict[str, str] = {}
    for column in a.columns:
        equal: dict[str, int] = {}
        for there in b.columns:
            pairs = list(_meeting(a, b, rows, {column: there}))
            same = sum(one.value == other.value for one, other in pairs)
            if same >= LEAST_EQUAL and same >= EQUAL * len(pairs):
                equal[there] = same
        if equal:
            found[column] = max(equal, key=lambda there: equal[there])
    return found


def _line(a: Sheet, b: Sheet, row: str) -> list[tuple[Cell, Cell]]:
    """The row of ``b`` that repeats the question of ``a``, and the line of ``a`` that has most of its values."""
    down, across = _pairs(a.rows, b.columns), _pairs(a.columns, b.columns)
    lines = [
        [(a.cells.get((label, column)), b.cells.get((row, there))) for label, there in down.items()]
        for column in a.columns
    ]
    lines += [
        [(a.cells.get((label, column)), b.cells.get((row, there))) for column, there in across.items()]
        for label in a.rows
    ]
    met = [
        [(one, other) for one, other in line if one and other and one.statistic == other.statistic] for line in lines
    ]
    return max(met, key=lambda line: sum(one.value == other.value for one, other in line), default=[])


def _pairs(a: Mapping[str, Words], b: Mapping[str, Words]) -> dict[str, str]:
    """Label of ``a`` -> the label of ``b`` that is most alike, where each is the other's best."""
    if len(a) == len(b) == 1:
        return {next(iter(a)): next(iter(b))}
    there, back = _best(a, b), _best(b, a)
    return {x: y for x, y in there.items() if back.get(y) == x}


def _best(a: Mapping[str, Words], b: Mapping[str, Words]) -> dict[str, str]:
    """Label of ``a`` -> the label of ``b`` that is most alike, if it is alike at all.

    Labels that have ``ALIKE`` of their words in common share one of the rarest words of either, so only those that
    do, or share any rare word, are compared: long lists take no longer for being two.
    """
    having: dict[str, list[str]] = defaultdict(list)
    for label, words in b.items():
        for one in words:
            having[one].append(label)
    found: dict[str, str] = {}
    for label, words in a.items():
        if label in b and words:
            found[label] = label
            continue
        rarest = sorted(words, key=lambda one: (len(having.get(one, ())), one))
        telling = rarest[: len(words) - math.ceil(ALIKE * len(words)) + 1]
        telling += [one for one in rarest[len(telling) :] if len(having.get(one, ())) <= FEW]
        candidates = dict.fromkeys(other for one in telling for other in having.get(one, ()))
        best = max(candidates, key=lambda other: _likeness(words, b[other]), default=None)
        if best is not None and _likeness(words, b[best]) >= ALIKE:
            found[label] = best
    return found


def _slack(one: Cell, other: Cell, rounding: float) -> float:
    first, second = decimals(one.value, one.raw), decimals(other.value, other.raw)
    # Of two with as many decimals none is the rounded other; of two with more and fewer, one is.
    return 0.0 if first == second else rounding * 10.0 ** -min(first, second)


def _is_equal(one: Cell, other: Cell, rounding: float) -> bool:
    return abs(one.value - other.value) <= _slack(one, other, rounding) + 1e-9


def _trial(a: Sheet, b: Sheet, one: Cell, other: Cell, rounding: float) -> Trial:
    return {
        "table_id": b.place.table_id,
        "page": other.page,
        "row": other.row,
        "column": other.column,
        "keys": (one.key, other.key),
        "equal": _is_equal(one, other, rounding),
        "label": f"{quoted(one.labels[0])}, {quoted(one.labels[1])}",
        "one": f"{one.value:g}",
        "here": a.place._replace(page=one.page),
        "two": f"{other.value:g}",
        "there": b.place._replace(page=other.page),
    }


def message(trial: Mapping[str, Any], code: str) -> Wording:
    return word(code, **{name: trial[name] for name in ("label", "one", "here", "two", "there")})


RULE = Rule(
    CODE,
    collect,
    pa.DataFrameSchema({"equal": pa.Column(bool, pa.Check.eq(True, name=CODE))}),
    message,
)
"""A cell that two tables share."""
