"""CleanTable and Chart become one row per value."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
from handmade import box, caption, table, value

from pipeline.model import Axis, Bar, Chart
from pipeline.tidy import observations
from schemas.columns import OBSERVATION
from schemas.observation import ERRORS

WANTED = table(
    [[81, 78], [6.5, None]],
    rows=["Wenselijk", ("Oordeel", "Niet wenselijk")],
    columns=[("2017", "Gemeenten"), ("2017", "Totaal")],
    bases=(229, 501),
    total_columns=(1,),
    number="3.1",
    title="Wenselijkheid van digitaal werken",
    note="(% naar type organisatie)",
    section="3 Resultaten",
)


def test_a_value_becomes_a_row_with_everything_known_about_it() -> None:
    frame = observations("verslag", [WANTED], []).astype(object)
    assert frame.where(frame.notna(), None).iloc[0].to_dict() == {
        "observation_id": "p010-t1-r02-c01", "report_id": "verslag", "source": "table", "table_id": "p010-t1",
        "number": "3.1", "title": "Wenselijkheid van digitaal werken", "note": "(% naar type organisatie)",
        "section": "3 Resultaten", "page": 10, "row": 2, "column": 1, "row_label": "Wenselijk", "row_group": None,
        "column_label": "Gemeenten", "column_group": "2017", "statistic": "percent", "unit": "%", "value": 81.0,
        "value_raw": "81%", "missing": None, "base_n": 229, "is_total": False, "significance": None,
        "marks": None, "footnotes": None, "confidence": 0.97, "engine": "ruled", "x0": 160.0, "top": 124.0,
        "x1": 180.0, "bottom": 132.0, "corrected": False,
    }  # fmt: skip


def test_a_missing_value_keeps_its_reason() -> None:
    frame = observations("verslag", [WANTED], []).set_index("observation_id")
    missing = frame.loc["p010-t1-r03-c02"]
    assert pd.isna(missing["value"])
    assert missing["missing"] == "empty"
    assert missing["row_group"] == "Oordeel"
    assert missing["is_total"]


def test_the_columns_and_dtypes_are_those_of_the_contract_also_without_a_value() -> None:
    for frame in (observations("leeg", [], []), observations("verslag", [WANTED], [])):
        assert list(frame.columns) == [field.name for field in OBSERVATION]
        ERRORS.validate(frame, lazy=True)
    assert len(observations("leeg", [], [])) == 0


def test_rows_come_in_the_order_of_the_report_with_table_ten_after_table_nine() -> None:
    tables = [
        table([[1.0]], ["a"], ["x"], page=page, order=order)
        for page, order in ((11, 1), (10, 10), (10, 9))
    ]  # fmt: skip
    assert list(observations("verslag", tables, [])["table_id"]) == ["p010-t9", "p010-t10", "p011-t1"]


def test_a_table_over_two_pages_gives_each_value_its_own_page() -> None:
    split = replace(WANTED, values=(*WANTED.values[:2], *(replace(v, page=11) for v in WANTED.values[2:])))
    assert list(observations("verslag", [split], [])["page"]) == [10, 10, 11, 11]


def test_marks_of_value_row_and_column_come_together_once_each() -> None:
    marked = replace(
        WANTED,
        rows=(Axis(2, ("Wenselijk",), marks=("1",)), WANTED.rows[1]),
        columns=(replace(WANTED.columns[0], marks=("*",)), WANTED.columns[1]),
        values=(value(2, 1, 81, marks=("1", "b"), footnotes=("Eén noot.", "Nog een noot.")),),
    )
    row = observations("verslag", [marked], []).iloc[0]
    assert row["marks"] == "1 b *"
    assert row["footnotes"] == "Eén noot. | Nog een noot."


def test_a_value_without_row_and_column_axis_has_no_label() -> None:
    bare = replace(WANTED, rows=(), columns=(Axis(1, ("", "")),), values=(value(2, 1, 81),))
    row = observations("verslag", [bare], []).iloc[0]
    assert row[["row_label", "row_group", "column_label", "column_group"]].isna().all()


def test_a_row_without_a_label_of_its_own_does_not_take_its_groups_name() -> None:
    subtotal = table([[12], [30], [42]], [("Noord", "Ja"), ("Noord", "Nee"), ("Noord", "")], ["Aantal"])
    row = observations("verslag", [subtotal], []).iloc[2]
    assert pd.isna(row["row_label"])
    assert row["row_group"] == "Noord"
    assert row["value"] == 42.0


def test_an_empty_level_inside_a_path_leaves_no_trace() -> None:
    gap = table([[12]], [("Noord", "", "Gemeenten", "Ja")], [("", "2018")])
    row = observations("verslag", [gap], []).iloc[0]
    assert (row["row_group"], row["row_label"]) == ("Noord > Gemeenten", "Ja")
    assert (pd.isna(row["column_group"]), row["column_label"]) == (True, "2018")


def test_a_bar_is_a_value_and_its_printed_label_wins_over_its_length() -> None:
    bars = (
        Bar(0, 0, "Ja", "2018", 81.0, 80.7, box(0, 0), "#336699", "81%", "%", 0.98, "percent"),
        Bar(1, 0, "Nee", "2018", None, 19.2, box(1, 0), "#336699", "", "%", 0.6),
        Bar(2, 0, "Weet niet", "2018", None, None, box(2, 0), "#336699"),
    )
    chart = Chart("p021-c1", 21, box(0, 0), caption("figure", "4.1", "Gebruik", "(n=501)"), "bar", bars, True, "vector")
    frame = observations("verslag", [], [chart])
    assert list(frame["observation_id"]) == ["p021-c1-r00-c00", "p021-c1-r01-c00", "p021-c1-r02-c00"]
    assert list(frame["value"])[:2] == [81.0, 19.2]
    assert list(frame["confidence"])[:2] == [0.98, 0.6]
    assert list(frame["statistic"]) == ["percent", "other", "other"]
    assert set(frame["number"]) == {"4.1"}
    assert frame.loc[2, ["value", "missing"]].isna().all()
