"""One list of columns: what it says of names, keys and types."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from schemas import columns
from schemas.columns import OBSERVATION_ID, TABLE_ID, Field, dtype, observation_id

FILES = {
    name: value
    for name in ("OBSERVATION", "QUARANTINE", "TEXT", "CLAIM", "ISSUE", "CATALOG")
    for value in [getattr(columns, name)]
}


@pytest.mark.parametrize("fields", FILES.values(), ids=FILES)
def test_names_are_unique_and_need_no_quotes_in_a_query(fields: tuple[Field, ...]) -> None:
    names = [field.name for field in fields]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch("[a-z][a-z0-9_]*", name) for name in names)
    assert all(field.title and field.description.endswith(".") for field in fields)
    assert fields[0].required or fields is columns.QUARANTINE


def test_a_key_is_wide_enough_for_large_tables_and_sorts_in_small_ones() -> None:
    assert observation_id("p010-t1", 3, 2) == "p010-t1-r03-c02"
    assert observation_id("p1000-t12b", 123, 100) == "p1000-t12b-r123-c100"
    for key in ("p010-t1-r03-c02", "p021-c1-r00-c00", "p1000-t12b-r123-c100"):
        assert re.fullmatch(OBSERVATION_ID, key)


@pytest.mark.parametrize("name", ["p10-t1", "p010-1", "p010-t", "P010-t1", "p010_t1", "../p010-t1", "p010-t1.csv", ""])
def test_what_is_no_table_id(name: str) -> None:
    assert not re.fullmatch(TABLE_ID, name)


def test_a_whole_number_that_may_be_null_stays_a_whole_number() -> None:
    assert dtype(Field("n", "int", "N", "N.")) == "Int64"
    assert dtype(Field("n", "int", "N", "N.", required=True)) == "int64"


def described(title: str) -> list[tuple[str, str, str]]:
    """Name, type and null of each column that docs/output.md lists under ``title``."""
    text = (Path(__file__).parents[2] / "docs/output.md").read_text("utf-8")
    part = text.split(f"\n## {title}\n")[1].split("\n## ")[0]
    return re.findall(r"^\| `(\w+)` \| (\w+) \| (yes|no) \|", part, re.MULTILINE)


@pytest.mark.parametrize(
    ("title", "fields"),
    [
        ("observations", columns.OBSERVATION),
        ("quarantine", columns.QUARANTINE[-1:]),
        ("text", columns.TEXT),
        ("claims", columns.CLAIM),
        ("issues", columns.ISSUE),
        ("catalog.parquet", columns.CATALOG),
    ],
)
def test_the_reference_lists_every_column_in_order(title: str, fields: tuple[Field, ...]) -> None:
    assert described(title) == [(f.name, dtype(f), "no" if f.required else "yes") for f in fields]


@pytest.mark.parametrize("fields", FILES.values(), ids=FILES)
def test_the_reference_names_every_value_a_column_may_have(fields: tuple[Field, ...]) -> None:
    text = (Path(__file__).parents[2] / "docs/output.md").read_text("utf-8")
    assert [value for field in fields for value in field.enum if f"`{value}`" not in text] == []
