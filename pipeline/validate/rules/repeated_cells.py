"""The same question twice, as a chart and as a table or in an annex: the values must be the same."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandera.pandas as pa

from pipeline.findings import word
from pipeline.model import Place
from pipeline.validate.claims.labels import label_text
from pipeline.validate.claims.lexicon import fold
from pipeline.validate.grid import decimals
from pipeline.validate.rule import Material, Rule, Tested, Trial
from pipeline.validate.say import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pandas as pd

    from pipeline.model import Wording

CODE = "repeated.differs"
ALIKE = 0.75
"""Share of their words that two labels must have in common to be one: charts shorten long statements."""
CONTAINED = 0.9
"""Share of the words of a statement that must stand in a longer one for it to be a cut of it."""
FEW = 20
"""Labels that have a word, up to which each of them is compared."""
TITLE_ALIKE = 0.6
LONG = 5
"""Words of a label that says what was asked by itself, whatever the title."""
LEAST_SHARED = 3
LEAST_EQUAL = 4
"""Rows in which two columns must be equal to be one whatever they are called: ``agree`` and ``(strongly) agree``."""
EQUAL = 0.75
"""Share of the rows in which they must be: percentages are equal by chance in one row of fifty."""
FEWEST_COLUMNS = 2
"""Columns with the same labels from which tables whose rows are called otherwise are compared place by place."""
LEAST_WORDS = 3
"""Words from which a label that repeats the title of another table says that it is its question."""
_MARKS = re.compile(r"[^\W_]+")

Words = frozenset[str]
Cell = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A table or chart with a value for each pair of labels."""

    place: Place
    title: Words
    """Of title and note."""
    question: Words
    """Of the title alone."""
    cells: dict[tuple[str, str], Cell]
    rows: dict[str, Words]
    columns: dict[str, Words]

    @property
    def stated(self) -> bool:
        """Most of its rows are whole statements."""
        return sum(len(words) >= LONG for words in self.rows.values()) * 2 > len(self.rows)


def collect(material: Material) -> Tested:
    """Every cell that two tables or charts share.

    Two are taken for the same question where rows and columns are alike, the titles too unless the rows are whole
    statements, and most of the values they share are equal.
    """
    held = material.frame[material.frame["value"].notna()]
    sheets = [_sheet(part) for _, part in held.groupby("table_id", sort=False, observed=True)]
    trials: list[Trial] = []
    left_out: list[str] = []
    for a, b in _likely(sheets):
        pairs = _shared(a, b)
        if len(pairs) < LEAST_SHARED:
            continue
        found = _trials(a, b, pairs, material.thresholds.rounding)
        if sum(trial["equal"] for trial in found) < material.thresholds.repeated_share * len(found):
            left_out.append(f"{CODE}:other_group")
        else:
            trials += found
    return Tested(trials, left_out)


def _sheet(frame: pd.DataFrame) -> _Sheet:
    records = [{str(k): v for k, v in record.items()} for record in frame.to_dict("records")]
    first = records[0]
    number = first["number"] if isinstance(first["number"], str) else None
    cells: dict[tuple[str, str], Cell] = {}
    for r in records:
        place = label_text(None, r["row_label"]), label_text(r["column_group"], r["column_label"])
        cells.setdefault(place, r)
    return _Sheet(
        Place(str(first["table_id"]), number, int(first["page"]), chart=first["source"] == "chart"),
        _words(label_text(first["title"], first["note"])),
        _words(label_text(None, first["title"])),
        cells,
        {row: _words(row) for row, _ in cells},
        {column: _words(column) for _, column in cells},
    )


def _words(text: str) -> Words:
    return frozenset(_MARKS.findall(fold(text)))


def _alike(a: Words, b: Words) -> float:
    """Share of the words of both that both have (Jaccard)."""
    return len(a & b) / len(a | b) if a | b else 1.0


def _same_title(a: _Sheet, b: _Sheet) -> bool:
    return bool(a.title) and _alike(a.title, b.title) >= TITLE_ALIKE


def _likeness(a: Words, b: Words) -> float:
    """The same for labels; a whole statement that stands in a longer one is that statement, cut short."""
    alike = _alike(a, b)
    cut = min(len(a), len(b)) >= LONG and len(a & b) >= CONTAINED * min(len(a), len(b))
    return max(alike, ALIKE + alike * (1 - ALIKE)) if cut else alike


def _likely(sheets: Sequence[_Sheet]) -> Iterator[tuple[_Sheet, _Sheet]]:
    """Pairs of sheets with titles that are alike, with whole statements in the same words, or with the title of the
    one among the labels of the other."""
    vocabularies = [frozenset().union(*sheet.rows.values()) if sheet.stated else None for sheet in sheets]
    for k, (a, said) in enumerate(zip(sheets, vocabularies, strict=True)):
        for b, also in zip(sheets[k + 1 :], vocabularies[k + 1 :], strict=True):
            statements = said is not None and also is not None and len(said & also) * 2 >= min(len(said), len(also))
            asked = _asked_in(a, b) or _asked_in(b, a)
            if statements or asked or _same_title(a, b) or _in_order(a, b):
                yield a, b


def _in_order(a: _Sheet, b: _Sheet) -> dict[str, str]:
    """Row of ``a`` -> the row of ``b`` at the same place, where two columns or more bear the same labels and most
    rows have the same values in them: an annex shortens the labels of the table it repeats."""
    shared = [column for column in a.columns if column in b.columns and a.columns[column]]
    if len(shared) < FEWEST_COLUMNS or len(a.rows) != len(b.rows) or len(a.rows) <= LEAST_EQUAL:
        return {}
    rows = dict(zip(a.rows, b.rows, strict=True))
    equal = sum(
        all(
            (one := a.cells.get((r, c))) and (two := b.cells.get((s, c))) and one["value"] == two["value"]
            for c in shared
        )
        for r, s in rows.items()
    )
    return rows if equal >= max(LEAST_EQUAL, EQUAL * len(rows)) else {}


def _asked_in(a: _Sheet, b: _Sheet) -> str | None:
    """The row of ``b`` that repeats the question of ``a``."""
    if len(a.question) < LEAST_WORDS:
        return None
    for row, words in b.rows.items():
        whole = len(words) > LEAST_WORDS and words <= a.question
        if whole or _alike(a.question, words) >= ALIKE:
            return row
    return None


def _shared(a: _Sheet, b: _Sheet) -> list[tuple[Cell, Cell]]:
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


def _meeting(a: _Sheet, b: _Sheet, rows: Mapping[str, str], columns: Mapping[str, str]) -> Iterator[tuple[Cell, Cell]]:
    """Cells that bear the same labels and the same kind of number."""
    for (row, column), one in a.cells.items():
        other = b.cells.get((rows.get(row, ""), columns.get(column, "")))
        if other and row in rows and column in columns and one["statistic"] == other["statistic"]:
            yield one, other


def _by_value(a: _Sheet, b: _Sheet, rows: Mapping[str, str]) -> dict[str, str]:
    """Column of ``a`` -> the column of ``b`` that has the same values in nearly all rows, whatever it is called."""
    found: dict[str, str] = {}
    for column in a.columns:
        equal: dict[str, int] = {}
        for there in b.columns:
            pairs = list(_meeting(a, b, rows, {column: there}))
            same = sum(one["value"] == other["value"] for one, other in pairs)
            if same >= LEAST_EQUAL and same >= EQUAL * len(pairs):
                equal[there] = same
        if equal:
            found[column] = max(equal, key=lambda there: equal[there])
    return found


def _line(a: _Sheet, b: _Sheet, row: str) -> list[tuple[Cell, Cell]]:
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
        [(one, other) for one, other in line if one and other and one["statistic"] == other["statistic"]]
        for line in lines
    ]
    return max(met, key=lambda line: sum(one["value"] == other["value"] for one, other in line), default=[])


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


def _trials(a: _Sheet, b: _Sheet, pairs: Sequence[tuple[Cell, Cell]], rounding: float) -> list[Trial]:
    """One for each pair. Of equal ones nothing is said, so one stands for all: where many tables are alike, each is
    held against each."""
    keys = tuple(cell["observation_id"] for cell in pairs[0])
    same: Trial = {"equal": True, "keys": keys}
    return [same if one["value"] == other["value"] else _trial(a, b, one, other, rounding) for one, other in pairs]


def _trial(a: _Sheet, b: _Sheet, one: Cell, other: Cell, rounding: float) -> Trial:
    first, second = (decimals(cell["value"], str(cell.get("value_raw") or "")) for cell in (one, other))
    apart = abs(one["value"] - other["value"])
    # Of two with as many decimals none is the rounded other; of two with more and fewer, one is.
    slack = 0.0 if first == second else rounding * 10.0 ** -min(first, second)
    return {
        "table_id": b.place.table_id,
        "page": int(other["page"]),
        "row": int(other["row"]),
        "column": int(other["column"]),
        "keys": (one["observation_id"], other["observation_id"]),
        "equal": apart <= slack + 1e-9,
        "label": f"{quoted(label_text(None, one['row_label']))}, "
        f"{quoted(label_text(one['column_group'], one['column_label']))}",
        "one": f"{one['value']:g}",
        "here": a.place._replace(page=int(one["page"])),
        "two": f"{other['value']:g}",
        "there": b.place._replace(page=int(other["page"])),
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
