"""The contract refuses each kind of broken row, and any frame that has not exactly its columns."""

from __future__ import annotations

import math
from collections.abc import Callable

import pandas as pd
import pandera.pandas as pa
import pytest

from schemas.observation import ERRORS, WARNINGS

ROW = {
    "observation_id": "p010-t1-r02-c01", "report_id": "verslag", "source": "table", "table_id": "p010-t1",
    "number": "3.1", "title": "Wenselijkheid", "note": None, "section": "3 Resultaten", "page": 10, "row": 2,
    "column": 1, "row_label": "Wenselijk", "row_group": None, "column_label": "Gemeenten", "column_group": "2017",
    "statistic": "percent", "unit": "%", "value": 81.0, "value_raw": "81%", "missing": None, "base_n": 229,
    "is_total": False, "significance": None, "marks": None, "footnotes": None, "confidence": 0.97,
    "engine": "ruled", "x0": 160.0, "top": 124.0, "x1": 180.0, "bottom": 132.0, "corrected": False,
}  # fmt: skip
OTHER = {**ROW, "observation_id": "p010-t1-r02-c02", "column": 2, "value": math.nan, "missing": "empty", "base_n": None}
TYPES = {
    **dict.fromkeys(ROW, "string"),
    **dict.fromkeys(("page", "row", "column"), "int64"),
    **dict.fromkeys(("value", "confidence", "x0", "top", "x1", "bottom"), "float64"),
    **dict.fromkeys(("is_total", "corrected"), "bool"),
    "base_n": "Int64",
}


def frame(**changes: object) -> pd.DataFrame:
    """Two rows; ``changes`` go to the first."""
    return pd.DataFrame([{**ROW, **changes}, OTHER]).astype(TYPES)


def name_of(error: pa.errors.SchemaError) -> str:
    """Of a check, or of what pandera itself tests."""
    own = error.check.name if isinstance(error.check, pa.Check) else None
    return own or str(error.check)


def failures(found: pd.DataFrame, schema: pa.DataFrameSchema = ERRORS) -> set[tuple[str, int | None]]:
    """Check and row of what ``schema`` refuses."""
    try:
        schema.validate(found, lazy=True)
    except pa.errors.SchemaErrors as errors:
        return {
            (name_of(error), None if pd.isna(row) else int(row))
            for error in errors.schema_errors
            for row in error.failure_cases["index"]
        }
    return set()


def test_a_right_row_passes() -> None:
    assert failures(frame()) == set()
    assert failures(frame(), WARNINGS) == set()


@pytest.mark.parametrize(
    ("changes", "check"),
    [
        ({"page": 0}, "observation.domain.page"),
        ({"row": -1}, "observation.domain.row"),
        ({"column": -1}, "observation.domain.column"),
        ({"confidence": 2.0}, "observation.domain.confidence"),
        ({"confidence": -0.1}, "observation.domain.confidence"),
        ({"base_n": -1}, "observation.domain.base_n"),
        ({"source": "page"}, "observation.domain.source"),
        ({"statistic": "share"}, "observation.domain.statistic"),
        ({"significance": "**"}, "observation.domain.significance"),
        ({"missing": "n/a", "value": math.nan}, "observation.domain.missing"),
        ({"table_id": "table 1"}, "observation.domain.table_id"),
        ({"table_id": "p010-t1\n"}, "observation.domain.table_id"),
        ({"observation_id": "p010-t1-r2-c1"}, "observation.domain.observation_id"),
        ({"observation_id": "p010-t1-r02-c01\n"}, "observation.domain.observation_id"),
        ({"missing": "empty"}, "observation.value_or_missing"),
        ({"value": math.nan}, "observation.value_or_missing"),
        ({"value": math.inf}, "observation.not_finite.value"),
        ({"x0": -math.inf}, "observation.not_finite.x0"),
        ({"x0": 181.0}, "observation.box"),
        ({"top": 133.0}, "observation.box"),
        ({"x0": 2.2, "x1": 0.5}, "observation.box"),
        ({"bottom": math.nan}, "not_nullable"),
        ({"report_id": None}, "not_nullable"),
        ({"engine": None}, "not_nullable"),
    ],
)
def test_a_broken_row_is_refused_and_named(changes: dict[str, object], check: str) -> None:
    assert failures(frame(**changes)) == {(check, 0)}


def test_a_key_that_comes_twice_names_both_rows() -> None:
    assert failures(frame(observation_id=OTHER["observation_id"])) == {("field_uniqueness", 0), ("field_uniqueness", 1)}


@pytest.mark.parametrize(
    "change",
    [
        lambda f: f.drop(columns="missing"),
        lambda f: f.rename(columns={"value": "Value"}),
        lambda f: f.assign(remark="x"),
        lambda f: f[[*f.columns[1:], f.columns[0]]],
        lambda f: f.assign(value=f["value"].astype("string")),
        lambda f: f.assign(page=f["page"].astype("float64")),
        lambda f: f.assign(is_total=f["is_total"].astype("string")),
        lambda f: f.assign(base_n=f["base_n"].astype("float64")),
    ],
    ids=["missing", "renamed", "extra", "order", "text value", "float page", "text total", "float base"],
)
def test_a_frame_with_other_columns_or_types_is_refused_as_a_whole(
    change: Callable[[pd.DataFrame], pd.DataFrame],
) -> None:
    with pytest.raises(pa.errors.SchemaErrors):
        ERRORS.validate(change(frame()), lazy=True)


def test_nothing_is_put_right_in_silence() -> None:
    before = frame()
    pd.testing.assert_frame_equal(ERRORS.validate(before.copy(), lazy=True), before)


@pytest.mark.parametrize(
    ("changes", "check"),
    [
        ({"value": 100.0}, None),
        ({"value": 0.0}, None),
        ({"value": 100.5}, "percent.over_whole"),
        ({"value": 200.5}, "percent.out_of_range"),
        ({"value": 110.0}, "percent.out_of_range"),
        ({"value": -3.0}, "percent.negative"),
        ({"value": -3.0, "statistic": "difference"}, None),
        ({"value": 1415.0, "statistic": "count", "unit": None}, None),
    ],
)
def test_a_doubtful_percentage_is_told_but_not_refused(changes: dict[str, object], check: str | None) -> None:
    assert failures(frame(**changes)) == set()
    assert failures(frame(**changes), WARNINGS) == ({(check, 0)} if check else set())
