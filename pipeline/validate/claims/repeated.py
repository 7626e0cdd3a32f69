"""The same question twice, as a chart and as a table or in an annex: the values must be the same."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from pipeline.model import Issue
from pipeline.validate.claims.labels import label_text
from pipeline.validate.claims.lexicon import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

ALIKE = 0.75
"""Share of their words that two labels must have in common to be one: charts shorten long statements."""
TITLE_ALIKE = 0.6
LONG = 5
"""Words of a label that says what was asked by itself, whatever the title."""
LEAST_SHARED = 3
MOSTLY = 0.6
"""Share of the shared cells that must be equal: where most differ, it is another group or year that is told."""
_MARKS = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A table or chart with a value for each pair of labels."""

    name: str
    table_id: str
    title: frozenset[str]
    cells: dict[tuple[str, str], dict[str, object]]

    def labels(self, axis: int) -> list[str]:
        return list(dict.fromkeys(place[axis] for place in self.cells))


def check_repeated(observations: pd.DataFrame) -> tuple[Issue, ...]:
    """``repeated.differs`` for each cell that two tables or charts share and give differently beyond rounding.

    ``observations``: accepted ones. Two are taken for the same where rows and columns are alike, the titles too
    unless the rows are whole statements, and most of the values they share are equal.
    """
    held = observations[observations["value"].notna()]
    sheets = [_sheet(frame) for _, frame in held.groupby("table_id", sort=False)]
    return tuple(issue for a, b in combinations(sheets, 2) for issue in _compare(a, b))


def _sheet(frame: pd.DataFrame) -> _Sheet:
    records = frame.to_dict("records")
    first = records[0]
    number = first["number"] if isinstance(first["number"], str) else None
    kind = "figure" if first["source"] == "chart" else "table"
    cells: dict[tuple[str, str], dict[str, object]] = {}
    for r in records:
        place = label_text(None, r["row_label"]), label_text(r["column_group"], r["column_label"])
        cells.setdefault(place, {str(k): v for k, v in r.items()})
    return _Sheet(
        f"{kind} {number}" if number else f"{kind} {first['table_id']}",
        str(first["table_id"]),
        _words(label_text(first["title"], first["note"])),
        cells,
    )


def _words(text: str) -> frozenset[str]:
    return frozenset(_MARKS.findall(fold(text)))


def _alike(a: frozenset[str], b: frozenset[str]) -> float:
    """Share of the words of both that both have (Jaccard)."""
    return len(a & b) / len(a | b) if a | b else 1.0


def _compare(a: _Sheet, b: _Sheet) -> list[Issue]:
    shared = list(_shared(a, b))
    equal = [pair for pair in shared if _is_equal(*pair)]
    if len(shared) < LEAST_SHARED or len(equal) < MOSTLY * len(shared):
        return []
    return [_issue(a, b, one, other) for one, other in shared if not _is_equal(one, other)]


def _shared(a: _Sheet, b: _Sheet) -> Iterator[tuple[dict[str, object], dict[str, object]]]:
    """Cells of the two that bear the same labels and the same kind of number."""
    rows, columns = _pairs(a.labels(0), b.labels(0)), _pairs(a.labels(1), b.labels(1))
    stated = sum(len(_words(row)) >= LONG for row in rows) * 2 > len(rows)
    if not rows or not columns or not (stated or _alike(a.title, b.title) >= TITLE_ALIKE):
        return
    for (row, column), one in a.cells.items():
        other = b.cells.get((rows.get(row, ""), columns.get(column, "")))
        if other and row in rows and column in columns and one["statistic"] == other["statistic"]:
            yield one, other


def _pairs(a: list[str], b: list[str]) -> dict[str, str]:
    """Label of ``a`` -> the label of ``b`` that is most alike, where each is the other's best."""
    if len(a) == len(b) == 1:
        return {a[0]: b[0]}
    words = {label: _words(label) for label in (*a, *b)}

    def best(label: str, others: list[str]) -> str | None:
        found = max(others, key=lambda o: _alike(words[label], words[o]))
        return found if _alike(words[label], words[found]) >= ALIKE and words[label] else None

    return {x: y for x in a if (y := best(x, b)) is not None and best(y, a) == x}


def _is_equal(one: dict[str, object], other: dict[str, object]) -> bool:
    """Within the rounding of the one with fewer decimals."""
    half = 0.5 * 10.0 ** -min(_decimals(one), _decimals(other))
    same = _decimals(one) == _decimals(other)
    return abs(_value(one) - _value(other)) <= (1e-9 if same else half + 1e-9)


def _value(cell: dict[str, object]) -> float:
    return float(str(cell["value"]))


def _decimals(cell: dict[str, object]) -> int:
    value = _value(cell)
    return next((d for d in range(6) if abs(round(value, d) - value) < 1e-9), 6)


def _issue(a: _Sheet, b: _Sheet, one: dict[str, object], other: dict[str, object]) -> Issue:
    message = (
        f"“{label_text(None, one['row_label'])}”, “{label_text(one['column_group'], one['column_label'])}” is "
        f"{_value(one):g} in {a.name} (page {one['page']}) and {_value(other):g} in {b.name} (page {other['page']}), "
        f"which give the same question."
    )
    place = int(str(other["page"])), b.table_id, int(str(other["row"])), int(str(other["column"]))
    return Issue("repeated.differs", "warning", message, *place)
