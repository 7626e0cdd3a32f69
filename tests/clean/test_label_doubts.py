"""Labels that look misread lower the confidence of their values and are told."""

from __future__ import annotations

import pytest
from printed_tables import content, pages, table

from pipeline.clean import clean_content
from pipeline.model import CleanTable, Issue, Table

TRUSTED = 0.9


def _clean(printed: Table) -> tuple[CleanTable, list[Issue]]:
    tables, _ = clean_content(content(printed), pages(printed))
    return tables[0], [issue for issue in tables[0].issues if issue.code.startswith(("label.", "row.", "header."))]


@pytest.mark.parametrize("last", ["2022", "+/-", "%", "±"])
def test_plain_labels_raise_no_doubt(last: str) -> None:
    clean, found = _clean(table(f"Town|2021|{last}", "North|1|2", "South|3|4", "East|5|6", header=1))
    assert not found
    assert {value.confidence for value in clean.values} == {1.0}


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("Men and/", "label.cut"),
        ("Income (", "label.cut"),
        ("\ufffd\ufffd", "label.unreadable"),
        ("\uf0b7\uf0b7", "label.unreadable"),
        ("Town", "row.of_header"),
    ],
)
def test_a_doubted_row_is_told_and_its_values_alone_are_not_trusted(label: str, code: str) -> None:
    clean, found = _clean(table("Town|2021|2022", "North|1|2", f"{label}|3|4", "East|5|6", header=1))
    assert [(issue.code, issue.row) for issue in found] == [(code, 2)]
    assert {v.row for v in clean.values if v.confidence < TRUSTED} == {2}


def test_rows_of_one_label_are_both_doubted() -> None:
    clean, found = _clean(table("Town|2021|2022", "North|1|2", "Other|3|4", "East|5|6", "Other|7|8", header=1))
    assert [issue.code for issue in found] == ["row.repeated"]
    assert "the label of rows 3, 5 comes more than once" in found[0].message
    assert {v.row for v in clean.values if v.confidence < TRUSTED} == {2, 4}


@pytest.mark.parametrize("engine", ["aligned", "ruled"])
def test_a_column_without_the_group_of_its_neighbours_is_doubted_where_no_rules_prove_it(engine: str) -> None:
    printed = table("Town|Men|<|Women|<|", "|2021|2022|2021|2022|Sum", "North|1|2|3|4|10", "South|5|6|7|8|26", header=2)
    printed = Table(printed.id, (1,), printed.box, printed.cells, engine, 1.0)
    clean, found = _clean(printed)
    told = [(issue.code, issue.column) for issue in found]
    assert told == ([("header.uneven", 5)] if engine == "aligned" else [])
    assert {v.column for v in clean.values if v.confidence < TRUSTED} == ({5} if engine == "aligned" else set())
