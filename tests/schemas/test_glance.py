"""What is taken for right at a glance is right for pandera too, and the other way round where it matters."""

from __future__ import annotations

import contextlib
import math
from pathlib import Path
from typing import Any

import pandas as pd
import pandera.pandas as pa
import pytest

from pipeline.errors import ProfileError
from schemas.columns import OBSERVATION, Field
from schemas.glance import fits, keeps_contract, plain_columns
from schemas.observation import ERRORS
from schemas.profile import SHIPPED, load_profiles
from schemas.table_schema import TableSchema, load_schema
from tests.schemas.test_observation_schema import OTHER, frame

KINDS = {(f.kind, f.required, f.enum, f.pattern, f.minimum, f.maximum): f for f in reversed(OBSERVATION)}.values()
"""One field of each kind; the edges of the box among them are told apart by more than that."""
TEXTS = (None, "", "x", "p010-t1", "p010-t1\n", "p010-t1-r02-c01", "p010-t1-r02-c01\n", OTHER["observation_id"])
NUMBERS = (None, math.inf, -math.inf, -1, 0, 1, 300.5)
TYPES = ("string[python]", "string[pyarrow]", "str", "object", "category", "float32", "float64", "int32", "int64",
         "Int32", "Int64", "Float64", "bool", "boolean")  # fmt: skip


def is_right(schema: pa.DataFrameSchema, found: pd.DataFrame) -> bool:
    """For pandera."""
    try:
        schema.validate(found, lazy=True)
    except pa.errors.SchemaErrors:
        return False
    return True


@pytest.mark.parametrize("field", KINDS, ids=lambda field: field.name)
def test_each_value_is_right_at_a_glance_where_it_is_for_pandera(field: Field) -> None:
    values = {"string": (*TEXTS, *field.enum), "bool": (False, True)}.get(field.kind, NUMBERS)
    tried = 0
    for value in values:
        try:
            found = frame(**{field.name: value})
        except (OverflowError, TypeError, ValueError):
            continue  # a column of that type cannot hold it
        tried += 1
        assert keeps_contract(found) == is_right(ERRORS, found), value
    assert tried > 1


@pytest.mark.parametrize("field", KINDS, ids=lambda field: field.name)
def test_another_type_is_not_taken_for_right_where_pandera_refuses_it(field: Field) -> None:
    for kind in TYPES:
        try:
            found = frame().astype({field.name: kind})
        except (OverflowError, TypeError, ValueError):
            continue
        assert not keeps_contract(found) or is_right(ERRORS, found), kind


@pytest.mark.parametrize("edges", [{"x0": 181.0}, {"top": 133.0}, {"x1": 160.0}, {"bottom": math.nan}])
def test_a_box_is_right_at_a_glance_where_it_is_for_pandera(edges: dict[str, float]) -> None:
    assert keeps_contract(frame(**edges)) == is_right(ERRORS, frame(**edges))


def test_rows_are_right_together_and_in_any_number() -> None:
    assert keeps_contract(frame())
    assert keeps_contract(frame().iloc[:0])
    assert not keeps_contract(pd.concat([frame(), frame()], ignore_index=True))
    for found in (frame().drop(columns="missing"), frame().assign(remark="x"), frame()[[*frame().columns[::-1]]]):
        assert not keeps_contract(found)


SCHEMA = """\
schema_type: dataframe
strict: true
coerce: true
columns:
  label: {dtype: string, nullable: false, isin: [North, South], unique_values_eq: [North, South]}
  "2021": {dtype: float64, nullable: true, in_range: {min_value: 0, max_value: 100}}
"""


def schema_of(path: Path, text: str) -> TableSchema:
    path.write_text(text, "utf-8")
    return load_schema(path)


def table(labels: Any = ("North", "South"), values: Any = (1.0, None)) -> pd.DataFrame:
    return pd.DataFrame({"label": pd.Series(labels, dtype="string"), "2021": pd.Series(values, dtype="float64")})


@pytest.mark.parametrize(
    ("found", "right"),
    [
        (table(), True),
        (table(values=(0.0, 100.0)), True),
        (table()[["2021", "label"]], True),
        (table(("North", "South", "South"), (1.0, 2.0, 3.0)), True),
        (table(("North", "West")), False),
        (table(("North", "North")), False),
        (table(("North", "South", None), (1.0, 2.0, 3.0)), False),
        (table(values=(-0.5, 1.0)), False),
        (table(values=(1.0, math.inf)), False),
        (table((), ()), False),
        (table().assign(more=1.0), False),
        (table().drop(columns="2021"), False),
    ],
)
def test_a_table_is_right_at_a_glance_where_it_is_for_pandera(tmp_path: Path, found: pd.DataFrame, right: bool) -> None:
    schema = schema_of(tmp_path / "table-1.yaml", SCHEMA)
    assert schema.plain is not None
    assert (fits(found, schema.plain), is_right(schema.schema(), found)) == (right, right)


def test_a_hole_is_one_only_where_the_schema_allows_none(tmp_path: Path) -> None:
    schema = schema_of(tmp_path / "table-1.yaml", SCHEMA.replace("nullable: true", "nullable: false"))
    assert schema.plain is not None
    assert not fits(table(), schema.plain)
    assert not is_right(schema.schema(), table())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("strict: true", "strict: false"),
        ("strict: true", "strict: true\nunique: [label]"),
        ("strict: true", "strict: true\nordered: true"),
        ("schema_type: dataframe\n", ""),
        ("dtype: float64", "dtype: int64"),
        ("nullable: true, ", ""),
        ("nullable: true", "nullable: true, required: false"),
        ("in_range: {min_value: 0, max_value: 100}", "le: 100"),
        ("in_range: {min_value: 0, max_value: 100}", "in_range: {min_value: 0, max_value: 100, include_max: false}"),
        ("isin: [North, South]", "isin: [1, 2]"),
        ("isin: [North, South]", "str_matches: ^[NS]"),
        ('"2021":', '"20.*": {dtype: float64, nullable: true, regex: true}\n  "2021":'),
    ],
)
def test_of_a_schema_that_says_more_pandera_is_asked(tmp_path: Path, old: str, new: str) -> None:
    assert old in SCHEMA
    with contextlib.suppress(ProfileError):  # refused as ever
        assert schema_of(tmp_path / "table-1.yaml", SCHEMA.replace(old, new)).plain is None


@pytest.mark.parametrize("content", [None, [], {}, {"columns": []}, {"columns": {"a": None}}])
def test_what_is_no_schema_is_not_plain(content: object) -> None:
    assert plain_columns(content) is None


def test_the_schemas_that_come_with_the_program_are_plain_and_pandera_reads_them() -> None:
    schemas = [load_schema(t.schema) for profile in load_profiles([SHIPPED]) for t in profile.tables if t.schema]
    assert schemas
    assert all(schema.plain is not None for schema in schemas)
    for schema in schemas:
        assert [*schema.schema().columns] == [*(schema.plain or ())] == [*schema.columns]
