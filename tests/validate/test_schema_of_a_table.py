"""Tables as printed against schemas of every kind: each fault once, at its place, whatever pandera makes of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from pipeline.errors import ProfileError
from pipeline.validate.profile.frame import failures
from schemas.table_schema import load_schema

LABELS = pd.Series(["North", "South", "Islands"], dtype="string")


def frame(**columns: Any) -> pd.DataFrame:
    return pd.DataFrame({"label": LABELS, **columns})


def told(tmp_path: Path, schema: str, table: pd.DataFrame) -> list[tuple[str, int | None, str | None]]:
    path = tmp_path / "towns/table-1.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(schema, "utf-8")
    return [(f.code, f.row, f.column) for f in failures(table, load_schema(path))]


BEGIN = "columns:\n  label: {dtype: string}\n"
PLAIN = BEGIN + '  "Yes": {dtype: float64, nullable: true, %s}\n'


def test_what_keeps_its_schema_has_no_fault(tmp_path: Path) -> None:
    schema = PLAIN % "in_range: {min_value: 0, max_value: 100}"
    assert told(tmp_path, schema, frame(Yes=[1.0, None, 100.0])) == []


@pytest.mark.parametrize(
    ("check", "values", "expected"),
    [
        ("ge: 2", [1.0, 2.0, 3.0], [("profile.value_range", 0, "Yes")]),
        ("lt: 3", [1.0, 3.0, 4.0], [("profile.value_range", 1, "Yes"), ("profile.value_range", 2, "Yes")]),
        ("isin: [1, 2]", [1.0, 2.0, 3.0], [("profile.value_range", 2, "Yes")]),
        ("unique: true", [1.0, 2.0, 1.0], [("profile.row_repeated", 0, None), ("profile.row_repeated", 2, None)]),
        ("ge: 0, le: 1", [5.0, 1.0, 0.0], [("profile.value_range", 0, "Yes")]),
    ],
)
def test_each_wrong_value_is_one_fault(tmp_path: Path, check: str, values: list[float], expected: list[Any]) -> None:
    assert told(tmp_path, PLAIN % check, frame(Yes=values)) == expected


def test_words_among_numbers_are_one_fault_and_hide_no_other(tmp_path: Path) -> None:
    texts = pd.Series(["1", "few", "200"], dtype="string")
    schema = BEGIN + '  "Yes": {dtype: float64, nullable: false, le: 100}\n'
    assert told(tmp_path, schema, frame(Yes=texts)) == [
        ("profile.value_text", 1, "Yes"),
        ("profile.value_range", 2, "Yes"),
    ]


def test_a_column_without_any_number_is_still_one_of_numbers(tmp_path: Path) -> None:
    assert told(tmp_path, PLAIN % "ge: 0", frame(Yes=pd.Series([None] * 3, dtype="string"))) == []
    assert told(tmp_path / "b", PLAIN % "ge: 0", frame(Yes=pd.Series([None] * 3, dtype="float64"))) == []


def test_a_table_without_rows_lacks_its_labels(tmp_path: Path) -> None:
    schema = "columns:\n  label: {dtype: string, unique_values_eq: [North, South]}\n"
    assert told(tmp_path, schema, frame().iloc[:0]) == [("profile.row_missing", None, None)] * 2


def test_a_check_of_a_whole_column_takes_all_of_it_into_doubt(tmp_path: Path) -> None:
    schema = PLAIN % "unique_values_eq: [1, 2]"
    assert told(tmp_path, schema, frame(Yes=[1.0, 2.0, 2.0])) == []
    assert told(tmp_path / "b", schema, frame(Yes=[1.0, 2.0, 3.0])) == [("profile.rule", None, "Yes")]


def test_a_pattern_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ProfileError, match="pandera cannot read this schema"):
        told(tmp_path, "columns:\n  label: {dtype: string, str_matches: '('}\n", frame())


def test_labels_may_follow_a_pattern_and_columns_too(tmp_path: Path) -> None:
    schema = (
        "strict: true\ncolumns:\n  label: {dtype: string, str_matches: '^[NSI]'}\n"
        "  '20[0-9]{2}': {dtype: float64, regex: true, ge: 0}\n"
    )
    assert told(tmp_path, schema, frame(**{"2021": [1.0, 2.0, 3.0], "2022": [1.0, 2.0, 3.0]})) == []
    later = frame(**{"2021": [1.0, 2.0, -3.0]}).replace("North", "East")
    assert told(tmp_path / "b", schema, later) == [
        ("profile.row_unknown", 0, None),
        ("profile.value_range", 2, "2021"),
    ]


def test_the_order_of_columns_and_rows_that_stand_twice(tmp_path: Path) -> None:
    schema = "ordered: true\n" + BEGIN + '  "Yes": {dtype: float64}\n  "No": {dtype: float64}\n'
    found = told(tmp_path, schema, frame(No=[1.0, 2.0, 3.0], Yes=[1.0, 2.0, 3.0]))
    assert {code for code, _, _ in found} == {"profile.rule"}
    twice = told(tmp_path / "b", "unique: [label]\n" + BEGIN, frame().replace("South", "North"))
    assert {code for code, _, _ in twice} == {"profile.row_repeated"}
    assert {row for _, row, _ in twice} == {0, 1}


def test_whole_numbers_are_asked_for(tmp_path: Path) -> None:
    found = told(
        tmp_path, BEGIN + '  "Yes": {dtype: Int64, coerce: true, nullable: true}\n', frame(Yes=[1.0, 2.5, None])
    )
    assert found
    assert {code for code, _, _ in found} <= {"profile.rule", "profile.value_range"}
