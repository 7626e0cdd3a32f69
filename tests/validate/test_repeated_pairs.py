"""Tables that may be the same question are found by what they share: the same pairs as by holding each against each."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.validate.rule import Material
from pipeline.validate.rules import repeated_cells
from pipeline.validate.rules.repeated_sheets import classes_of, sheets_of

WORDS = ("wij", "kunnen", "veel", "vragen", "van", "burgers", "digitaal", "beantwoorden", "snel", "zelf")
TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=7, unique=True).map(" ".join)
VALUES = st.sampled_from((1.0, 2.0, 3.0))
TABLES = st.tuples(
    TEXTS,
    st.lists(TEXTS, min_size=1, max_size=6, unique=True),
    st.lists(st.sampled_from(("ja", "nee", "eens")), min_size=1, max_size=3, unique=True),
    st.lists(VALUES, min_size=18, max_size=18),
)
Drawn = tuple[str, list[str], list[str], list[float]]


def frame(tables: list[Drawn]) -> pd.DataFrame:
    rows: list[dict[str, Any]] = []
    for number, (title, labels, columns, values) in enumerate(tables, start=1):
        at = iter(values)
        rows += [
            {
                "table_id": f"p{number:03d}-t1", "page": number, "number": None, "title": title, "note": None,
                "source": "table", "row": r, "column": c, "row_label": label, "column_group": None,
                "column_label": column, "value": value, "value_raw": str(value), "statistic": "percent",
                "observation_id": f"p{number:03d}-t1-r{r}-c{c}",
            }
            for r, label in enumerate(labels)
            for c, column in enumerate(columns)
            for value in [next(at)]
        ]  # fmt: skip
    return pd.DataFrame(rows)


@settings(max_examples=150, deadline=None)
@given(st.lists(TABLES, min_size=2, max_size=7).flatmap(lambda drawn: st.permutations([*drawn, drawn[0]])))
def test_no_pair_is_passed_over_and_all_are_in_order(drawn: list[Drawn]) -> None:
    sheets = sheets_of(frame(drawn))
    said = [frozenset[str]().union(*sheet.rows.values()) if sheet.stated else None for sheet in sheets]
    wanted = [
        (one, two)
        for one, two in combinations(range(len(sheets)), 2)
        if repeated_cells._is_likely(sheets[one], sheets[two], said[one], said[two])
    ]
    assert list(repeated_cells._likely(sheets, classes_of(sheets))) == wanted


def test_copies_are_compared_once_and_each_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    labels = ["wij kunnen veel vragen digitaal", "burgers beantwoorden snel zelf vragen van", "zelf", "snel"]
    one: Drawn = ("wij kunnen", labels, ["ja", "nee"], [1.0, 2.0, 3.0, 1.0, 2.0, 3.0, 1.0, 2.0])
    other: Drawn = (one[0], one[1], one[2], [*one[3][:-1], 3.0])
    asked: list[tuple[str, str]] = []
    compared = repeated_cells._compared

    def noted(a: Any, b: Any, thresholds: Any) -> Any:
        asked.append((a.place.table_id, b.place.table_id))
        return compared(a, b, thresholds)

    monkeypatch.setattr(repeated_cells, "_compared", noted)
    found = repeated_cells.collect(Material(frame([one] * 5 + [other] * 5), (), ()))
    assert len(asked) == 3  # the one with itself, with the other, and the other with itself
    # Of 45 pairs with 8 cells each, 25 differ in one cell.
    assert (found.passed, len(found.trials)) == (45 * 8 - 25, 25)
    assert {(trial["one"], trial["two"], trial["equal"]) for trial in found.trials} == {("2", "3", False)}
    places = {(trial["here"].table_id, trial["table_id"]) for trial in found.trials}
    assert places == {(f"p{a:03d}-t1", f"p{b:03d}-t1") for a in range(1, 6) for b in range(6, 11)}
