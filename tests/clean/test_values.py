"""Values: units, statistics, bases, brackets, gaps, and nothing lost."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from printed_tables import content, pages, table

from pipeline.clean import clean_content
from pipeline.model import Box, CleanTable, Table, Value


def _clean(printed: Table, text: str = "") -> CleanTable:
    return clean_content(content(printed, text=text), pages(printed, text=text))[0][0]


def _numbers(clean: CleanTable) -> list[float | None]:
    return [value.number for value in clean.values]


def test_an_empty_cell_beside_values_is_a_value_that_is_empty() -> None:
    clean = _clean(table("|2021|2022", "Yes|12|", "No|88|86", header=1))
    assert [(v.row, v.column, v.number, v.missing) for v in clean.values[:2]] == [
        (1, 1, 12.0, None),
        (1, 2, None, "empty"),
    ]
    # where it would stand: below its header, beside its label
    assert clean.values[1].box.x0 == clean.values[3].box.x0


def test_rows_and_columns_point_at_the_grid() -> None:
    clean = _clean(table("|2021|2022", "Yes|12|14", "Group||", "No|88|86", header=1))
    assert [(v.row, v.column) for v in clean.values] == [(1, 1), (1, 2), (3, 1), (3, 2)]


def test_brackets_are_negative_in_accounts() -> None:
    clean = _clean(table("|2022|2021", "Income|$ 8,072|$ 7,885", "Effect|(986)|449", "Costs|(76)|(94)", header=1))
    assert _numbers(clean) == [8072, 7885, -986, 449, -76, -94]
    assert {v.unit for v in clean.values} == {"USD"}


def test_brackets_around_a_whole_column_are_not() -> None:
    clean = _clean(table("|Mean|(s.d.)", "Trust|3.73|(1.01)", "Pride|3.71|(0.96)", header=1))
    assert _numbers(clean) == [3.73, 1.01, 3.71, 0.96]


def test_brackets_beside_minus_signs_are_not_guessed_at() -> None:
    clean = _clean(table("|A|B", "Trust|-3.73|2.11", "Pride|(1.01)|-1.20", header=1))
    assert _numbers(clean) == [-3.73, 2.11, None, -1.2]
    assert [issue.code for issue in clean.issues] == ["number.brackets"]


def test_rows_of_standard_errors_stay_positive() -> None:
    clean = _clean(table("|(1)|(2)", "Post|-0.462*|0.390", "|(0.259)|(0.263)", "Pre|1.1|1.2", header=1))
    assert _numbers(clean)[2:4] == [0.259, 0.263]


@pytest.mark.parametrize(
    ("note", "units"),
    [
        ("(% by type of town)", {"%"}),
        ("(x € 1.000)", {"EUR thousand"}),
        ("(number and %)", {None}),
        ("(all towns)", {None}),
    ],
)
def test_the_unit_of_a_caption_holds_for_bare_numbers(note: str, units: set[str | None]) -> None:
    clean = _clean(table("|A|B", "Yes|12|14", "No|88|86", header=1, title="Towns", note=note))
    assert {value.unit for value in clean.values} == units


def test_a_caption_in_percent_says_nothing_where_cells_print_their_own() -> None:
    clean = _clean(table("|A|B", "Yes|12%|14", "No|88%|86", header=1, title="Towns", note="(% of all)"))
    assert [v.unit for v in clean.values] == ["%", None, "%", None]


def test_no_percentages_over_100() -> None:
    clean = _clean(table("|A|B", "Yes|12|140", "No|88|860", header=1, title="Towns", note="(% of all)"))
    assert [v.unit for v in clean.values] == ["%", None, "%", None]


@pytest.mark.parametrize(
    ("head", "statistic"),
    [
        ("Aantal", "count"),
        ("n", "count"),
        ("in %", "percent"),
        ("Percentage", "percent"),
        ("Gemiddelde", "mean"),
        ("Rapportcijfer", "score"),
        ("Index", "index"),
        ("Verschil", "difference"),
        ("Verandering in %", "difference"),
        ("EUR", "amount"),
        ("Standaarddeviatie", "other"),
        ("Noord", "other"),
    ],
)
def test_statistics_from_the_header(head: str, statistic: str) -> None:
    clean = _clean(table(f"|{head}|Zuid", "Ja|12|14", "Nee|88|86", header=1))
    assert clean.values[0].statistic == statistic


def test_a_row_of_respondents_is_the_base_of_its_columns() -> None:
    clean = _clean(table("|A|B", "Yes|41%|38%", "Mark|6.4|6.3", "Number of respondents (N)|58|64", header=1))
    assert [v.base_n for v in clean.values] == [58, 64, 58, 64, None, None]
    assert clean.values[-1].statistic == "count"


def test_a_column_of_n_is_the_base_of_means_but_not_of_the_shares_made_of_it() -> None:
    means = _clean(table("|2018|2019|N", "Laptop|7.1|7.4|938", "Calling|5.8|6.1|611", header=1))
    assert [v.base_n for v in means.values[:3]] == [938, 938, None]
    counts = _clean(table("|n|%", "Life sciences|166|36.2", "Physics|57|12.4", header=1))
    assert {v.base_n for v in counts.values} == {None}


def test_a_base_in_the_caption_holds_for_all() -> None:
    clean = _clean(table("|A|B", "Yes|12|14", "No|88|86", header=1, title="Towns", note="(%, n=1,287)"))
    assert {v.base_n for v in clean.values} == {1287}


def test_text_and_ranges_are_said_to_be_left_out() -> None:
    clean = _clean(table("|A|B", "Yes|12|14", "No|88|86", "Period|29.02.-04.03.|13 23 27", header=1))
    assert [(i.code, i.severity) for i in clean.issues] == [("value.text", "info"), ("number.several", "warning")]
    assert "29.02.-04.03." in clean.issues[0].message
    assert (clean.issues[0].page, clean.issues[0].row, clean.issues[0].column) == (1, 3, 1)


def test_values_read_by_a_guess_are_doubted() -> None:
    clean = _clean(table("|A|B", "Yes|1.415|14", "No|2|86", header=1))
    assert clean.values[0].confidence < 0.5 < clean.values[1].confidence
    assert [issue.code for issue in clean.issues] == ["number.ambiguous"]


def test_numbers_under_no_header_and_beside_no_label_are_no_values() -> None:
    clean = _clean(table("4.4%|7.8%|18.3%", "4.2%|4.4%|26.7%", "9.1%|2.0%|39.3%"))
    assert clean.values == ()
    assert [issue.code for issue in clean.issues] == ["table.no_labels", "header.missing", "row.unlabelled"]


def test_a_table_of_words_gives_no_values() -> None:
    clean = _clean(table("|Who|When", "Plan|Council|later", "Act|State|now", header=1))
    assert (clean.values, [i.code for i in clean.issues]) == ((), ["table.no_numbers"])


def test_tables_side_by_side_become_two() -> None:
    printed = table(
        "4th quarter|Transfers|<|3rd quarter|Transfers|<",
        "Country|absolute|in %|Country|absolute|in %",
        "Georgia|25|2.6|Kosovo|63|4.3",
        "Iran|12|1.2|Iraq|19|1.3",
        header=2,
    )
    found = clean_content(content(printed), pages(printed))[0]
    assert [t.table.id for t in found] == ["p001-t1a", "p001-t1b"]
    assert [t.stub for t in found] == ["4th quarter Country", "3rd quarter Country"]
    assert [a.path for t in found for a in t.rows] == [("Georgia",), ("Iran",), ("Kosovo",), ("Iraq",)]
    assert {a.path for t in found for a in t.columns} == {("Transfers", "absolute"), ("Transfers", "in %")}
    assert [v.number for v in found[1].values] == [63, 4.3, 19, 1.3]


def test_a_table_by_another_convention_is_reported() -> None:
    own = table("|A|B", "x|28,8|1.415,2", "y|3,1|4,4", "z|5,5|6,6", header=1)
    pasted = table("|A|B", "x|20.57|16.86", "y|22.03|1,234.5", header=1, name="p001-t2")
    found, fmt = clean_content(content(own, pasted), pages(own, pasted))
    assert fmt.decimal == ","
    assert _numbers(found[1]) == [20.57, 16.86, 22.03, 1234.5]
    assert [issue.code for issue in found[1].issues] == ["number.table_format"]


CELLS = st.sampled_from(
    [
        "12",
        "3,4",
        "1.415",
        "2 879",
        "(986)",
        "-3",
        "12*",
        "7 9",
        "<1%",
        "-",
        "n.v.t.",
        "",
        "G4",
        "18-34",
        "50 (+2)",
        "5%",
        "x",
    ]
)
LABELS = st.sampled_from(["Man", "Vrouw", "  18-34 jaar", "Totaal", "", "darunter:", "G4 (n=61)", "2018"])


@settings(max_examples=150, deadline=None, derandomize=True)
@given(
    heads=st.lists(st.sampled_from(["2021", "Aantal", "in %", "", "N", "A (n=12)"]), min_size=3, max_size=3),
    rows=st.lists(st.tuples(LABELS, CELLS, CELLS, CELLS), min_size=1, max_size=6),
    roles=st.integers(0, 2),
)
def test_no_number_is_lost(heads: list[str], rows: list[tuple[str, ...]], roles: int) -> None:
    lines = ["|".join(["Groep", *heads]), *("|".join(row) for row in rows)]
    printed = table(*lines, header=roles)
    found, _ = clean_content(content(printed), pages(printed))
    kept: list[str] = []
    for clean in found:
        kept += [value.raw for value in clean.values]
        kept += [part for axis in (*clean.rows, *clean.columns) for part in (*axis.path, f"n={axis.base_n}")]
        kept += [issue.message for issue in clean.issues] + [clean.stub]
    seen = set(re.findall(r"\d+", " ".join(kept)))
    for cell in printed.cells:
        assert set(re.findall(r"\d+", cell.text)) <= seen or not _reported(found), (cell, kept)


def _reported(found: tuple[CleanTable, ...]) -> bool:
    """A table that is refused as a whole says so instead of naming each number."""
    return not any(i.code in ("table.no_labels", "table.no_numbers") for clean in found for i in clean.issues)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(rows=st.lists(st.tuples(LABELS, CELLS, CELLS, CELLS), min_size=1, max_size=6))
def test_every_value_stands_where_it_says(rows: list[tuple[str, ...]]) -> None:
    printed = table("Groep|2021|2022|2023", *("|".join(row) for row in rows), header=1)
    places: dict[tuple[int, int], str] = {(c.row, c.column): c.text for c in printed.cells}
    values: list[Value] = [v for clean in clean_content(content(printed), pages(printed))[0] for v in clean.values]
    assert len({(v.row, v.column) for v in values}) == len(values)
    for value in values:
        assert value.raw == places.get((value.row, value.column), "")
        assert value.number is None or value.missing is None
        assert 0 <= value.confidence <= 1


def test_a_power_of_ten_is_no_ten() -> None:
    clean = _clean(table("|A|B", "Yes|10^3|14", "No|10^-3|86", "All|12^1|7", "None|5|6", header=1))
    assert [v.number for v in clean.values if v.column == 1] == [12, 5]
    assert [issue.code for issue in clean.issues] == ["number.unparsed", "number.unparsed"]


@pytest.mark.parametrize("rows", [[], [""], ["12"], ["|"], ["Yes|"], ["|2021"], ["A|<|<"]])
def test_tables_of_next_to_nothing(rows: list[str]) -> None:
    printed = table(*rows) if rows else Table("p001-t1", (1,), Box(0, 0, 1, 1), (), "aligned", 0.5)
    clean = _clean(printed)
    assert clean.values == ()
    assert clean.issues[0].code in ("table.no_numbers", "table.no_labels")


def test_the_legend_of_a_table_says_what_its_markers_mean() -> None:
    note = "– = not applicable; x = not available; * = too few answers"
    clean = _clean(table("|A|B", "Yes|–|14", "No|x|86", "All|*|7", header=1, notes=[note]))
    assert [v.missing for v in clean.values if v.column == 1] == ["not_applicable", "not_available", "suppressed"]
    assert clean.values[0].footnotes == ("not applicable",)
