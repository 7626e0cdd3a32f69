"""Which rows are header, which columns are labels."""

from __future__ import annotations

import pytest
from printed_tables import table

from pipeline.clean.grid import grid_of
from pipeline.clean.layout import Layout, layout_of, sheet_of
from pipeline.model import NumberFormat, Table

ENGLISH = NumberFormat(".", (",",), "en", "test")


def _layout(printed: Table) -> Layout:
    return layout_of(sheet_of(grid_of(printed), ENGLISH))


@pytest.mark.parametrize(
    ("rows", "header"),
    [
        (["|Men|Women", "Yes|12|14", "No|88|86"], 1),
        (["Product|2021|2022|Open at the end", "Reports|24|21|7", "Other|18|20|15"], 1),
        (["|2021|2022", "Reports|24|21", "Other|18|20"], 1),
        (["|Reports|<|Quote", "|absolute|in %|in %", "North|317|1.2|2.2", "South|15|0.1|0.1"], 2),
        (["|Job A|<|Job B|<", "Behaviour|2018|2019|2018|2019", "Report|71%|83%|44%|48%", "Delete|1%|2%|3%|4%"], 2),
        (["|Total|Level 1:|Level 2:", "||0% - 32% =|33% - 65%", "||digital|= digital", "Agree|18%|15%|18%"], 3),
        (["||50,000 –|", "|< 50,000|100,000|> 100,000", "|(N = 60)|(N = 31)|(N = 25)", "Yes|4%|8%|5%"], 3),
        (["|31 Dec 2022|31 Dec 2021", "|EUR|EUR", "Equity|1,384|1,313", "Debt|257|71"], 2),
        (["|1|2|3|4|5", "Very|1%|2%|3%|4%|90%", "Little|9%|8%|7%|6%|70%"], 1),
        (["|Men|Women", "Age||", "18-34|12|14", "35+|88|86"], 1),
        (["18-34|12|14", "35-50|88|86"], 0),
    ],
)
def test_header_depth_without_roles(rows: list[str], header: int) -> None:
    assert _layout(table(*rows)).header == header


def test_a_header_role_on_a_row_of_values_is_not_believed() -> None:
    printed = table("Country|Transfers|<", "|absolute|in %", "all|975|", "Kosovo|15|1.5", "Iran|12|1.2", header=3)
    assert _layout(printed).header == 2


def test_a_header_role_on_amounts_is_not_believed() -> None:
    # the first row of a table whose header was lost
    assert _layout(table("Investments|-8.9|-11.7", "Sales|653|-", "Purchases|405|161", header=1)).header == 0


def test_a_header_role_on_a_row_of_numbers_is_believed_where_it_names_columns() -> None:
    assert _layout(table("Scale|1|2|9", "Very|1|2|3", "Little|3|4|5", header=1)).header == 1


@pytest.mark.parametrize(("title", "header"), [("Language and writing", 1), ("(all pupils)", 2), ("in %", 2)])
def test_a_title_right_below_the_column_names_heads_rows_unless_it_gives_a_unit(title: str, header: int) -> None:
    """The engine took it for the last row of the header."""
    rows = ("Measure|2021|2022", f"{title}|<|<", "Reading|12|14", "Mathematics|<|<", "Adding|1|2")
    assert _layout(table(*rows, header=2)).header == header


def test_line_numbers_and_names_are_both_labels() -> None:
    printed = table("||Votes|Share", "1|Blue|5981|24%", "2|Red|1116|4%", "3|Green|1853|7%")
    assert _layout(printed).stub == (0, 1)


@pytest.mark.parametrize(
    "rows",
    [
        ["Year|Total|Public", "1996|51|37", "1997|52|38", "1998|55|41"],
        ["Year|Total|Public", "Actual||", "1996|51|37", "1997|52|38", "Projected||", "1990|5|3", "1991|5|4"],
        ["Dose|Weight|Height", "0|39|5.8", "250|30|5.9", "1,000|31|5.9"],
        ["Share|1.0|1.1", "0.99|800|880", "0.95|160|176", "0.90|80|80"],
    ],
)
def test_numbers_that_order_the_rows_are_labels(rows: list[str]) -> None:
    assert _layout(table(*rows, header=1)).stub == (0,)


def test_values_are_no_labels() -> None:
    # columns of a table whose labels stand on another page
    assert _layout(table("Ward 8|Ward 9", "12|3", "3|4", "15|1", header=1)).stub == ()


def test_labels_on_the_right() -> None:
    layout = _layout(table("Men|Women|", "12%|14%|Yes", "88%|86%|No"))
    assert (layout.stub, layout.values) == ((2,), (0, 1))


def test_remarks_are_no_values() -> None:
    layout = _layout(table("|2021|2022|Remark", "Yes|12|14|rising", "No|88|86|falling fast"))
    assert (layout.values, layout.texts) == ((1, 2), (3,))


def test_a_column_of_values_may_hold_a_range_and_a_date() -> None:
    layout = _layout(table("|A|B", "Yes|12|14", "No|88|86", "Period|29.02.-04.03.|03.-09.03."))
    assert layout.values == (1, 2)
