"""Stub -> row paths: wrapped labels, groups by indent, style, headings and totals, several label columns."""

from __future__ import annotations

import pytest
from printed_tables import content, pages, table

from pipeline.clean import clean_content
from pipeline.model import Table


def _rows(printed: Table) -> list[tuple[str, ...]]:
    clean = clean_content(content(printed), pages(printed))[0][0]
    return [axis.path for axis in clean.rows]


HEAD = "|2021|2022"


def test_headings_without_values_head_the_rows_below() -> None:
    rows = _rows(
        table(HEAD, "*Sex*||", "Man|52|54", "Woman|48|46", "*Age*||", "Young|13|18", "*Total*|100|100", header=1)
    )
    assert rows == [("Sex", "Man"), ("Sex", "Woman"), ("Age", "Young"), ("Total",)]


def test_indents_make_levels() -> None:
    rows = _rows(
        table(
            HEAD,
            "*Operating activities:*||",
            "  Net income|1,513|2,699",
            "  Adjustments:||",
            "    Taxes|64|7",
            "    Other|31|26",
            "  Net cash of operations|2,220|2,414",
            "*Investing activities:*||",
            "  Purchases|109|248",
            "Effect of exchange rates|44|48",
            header=1,
        )
    )
    assert rows == [
        ("Operating activities:", "Net income"),
        ("Operating activities:", "Adjustments:", "Taxes"),
        ("Operating activities:", "Adjustments:", "Other"),
        ("Operating activities:", "Net cash of operations"),
        ("Investing activities:", "Purchases"),
        ("Effect of exchange rates",),
    ]


def test_a_row_of_values_heads_the_rows_set_in_below_it() -> None:
    rows = _rows(
        table(HEAD, "Reports|24|21", "Reports EU, of which:|18|20", "  as lead|10|15", "  as partner|4|2", "Other|1|2")
    )
    assert rows[1:] == [
        ("Reports EU, of which:",),
        ("Reports EU, of which:", "as lead"),
        ("Reports EU, of which:", "as partner"),
        ("Other",),
    ]


def test_a_total_set_in_is_no_child_of_the_row_above() -> None:
    rows = _rows(table(HEAD, "*Assets*||", "Cash|1|2", "Stock|3|4", "  Total assets|4|6", "Debt|2|2"))
    assert rows[2] == ("Assets", "Total assets")


def test_labels_on_the_right_of_their_column_are_not_indented() -> None:
    # right edges align: left edges say nothing
    rows = _rows(table(HEAD, "» SPD|1|2", "» CDU/CSU|3|4", "» Others|5|6", "» FDP|7|8"))
    assert rows == [("SPD",), ("CDU/CSU",), ("Others",), ("FDP",)]


def test_a_flat_group_ends_at_a_total_that_does_not_name_it() -> None:
    rows = _rows(
        table(
            "|absolut|Anteil",
            "Asyl|317|1",
            "Schutz nach||",
            "§ 60 II|1346|5",
            "§ 4 I|21|1",
            "Summe nationaler Schutz|401|1",
            "Gesamtschutz|4996|19",
            header=1,
        )
    )
    assert rows[1:] == [
        ("Schutz nach", "§ 60 II"),
        ("Schutz nach", "§ 4 I"),
        ("Summe nationaler Schutz",),
        ("Gesamtschutz",),
    ]


def test_the_only_base_row_of_several_groups_stands_in_none() -> None:
    groups = ("*Sex*||", "Man|52|54", "Woman|48|46", "*Age*||", "Young|13|18", "Old|87|82")
    assert _rows(table(HEAD, *groups, "Unweighted base|402|399", header=1))[-1] == ("Unweighted base",)
    set_in = [row if row.startswith("*") else f"  {row}" for row in (*groups, "Unweighted base|402|399")]
    assert _rows(table(HEAD, *set_in, header=1))[-1] == ("Age", "Unweighted base")
    each = (*groups[:3], "Base|380|377", *groups[3:], "Base|402|399")
    assert [path[0] for path in _rows(table(HEAD, *each, header=1)) if path[-1] == "Base"] == ["Sex", "Age"]


def test_the_total_of_a_group_stays_in_it() -> None:
    rows = _rows(
        table(HEAD, "Personeelskosten||", "Lonen|13|12", "Totaal personeelskosten|17|16", "Overige kosten|5|1")
    )
    assert rows == [
        ("Personeelskosten", "Lonen"),
        ("Personeelskosten", "Totaal personeelskosten"),
        ("Personeelskosten", "Overige kosten"),
    ]


def test_a_subtotal_without_a_label_ends_its_group() -> None:
    rows = _rows(table(HEAD, "Eigen vermogen||", "Reserve|13|12", "Fondsen|10|19", "|23|31", "Voorzieningen|39|44"))
    assert rows == [
        ("Eigen vermogen", "Reserve"),
        ("Eigen vermogen", "Fondsen"),
        ("Eigen vermogen", ""),
        ("Voorzieningen",),
    ]


def test_a_row_that_happens_to_be_empty_is_no_heading() -> None:
    rows = _rows(table(HEAD, "Change in stock|1|2", "Change in debtors||", "Change in cash|3|4"))
    assert rows == [("Change in stock",), ("Change in debtors",), ("Change in cash",)]


@pytest.mark.parametrize("word", ["darunter", "darunter:", "waarvan", "of which:"])
def test_words_that_head_parts_begin_small(word: str) -> None:
    rows = _rows(table(HEAD, "Insgesamt|9|9", f"{word}||", "Iran|1|2", "Irak|3|4"))
    assert rows == [("Insgesamt",), (word, "Iran"), (word, "Irak")]


def test_section_titles_across_the_body() -> None:
    rows = _rows(table("|Men|Women", "|2018|<", "Yes|12|14", "No|88|86", "|2019|<", "Yes|13|15", "No|87|85", header=1))
    assert rows == [("2018", "Yes"), ("2018", "No"), ("2019", "Yes"), ("2019", "No")]


def test_a_heading_and_a_label_in_one_cell() -> None:
    # the values stand beside the second line; the rows below begin like it
    rows = _rows(
        table(
            HEAD,
            "Ablehnungen gesamt|20|81",
            "davon Ablehnungen~nach Artikel 6|~10|~6",
            "nach Artikel 7|1|1",
            "Zustimmungen gesamt|83|61",
            header=1,
        )
    )
    assert rows == [
        ("Ablehnungen gesamt",),
        ("davon Ablehnungen", "nach Artikel 6"),
        ("davon Ablehnungen", "nach Artikel 7"),
        ("Zustimmungen gesamt",),
    ]


def test_a_label_of_two_lines_is_one_label() -> None:
    rows = _rows(table(HEAD, "Purchases of~land|~10|~6", "Sale of buildings~in towns|1|1"))
    assert rows == [("Purchases of land",), ("Sale of buildings in towns",)]


def test_a_label_goes_on_though_the_next_one_begins_with_its_last_word() -> None:
    rows = _rows(table(HEAD, "Agree|1|2", "Neither agree nor~disagree|3|4", "Disagree|5|6", header=1))
    assert rows == [("Agree",), ("Neither agree nor disagree",), ("Disagree",)]


def test_a_label_that_goes_on_in_the_next_row() -> None:
    rows = _rows(table(HEAD, "Goodwill|6|11", "Advances on assets||", "and work in progress|29|5", "Vehicles|2|2"))
    assert rows == [("Goodwill",), ("Advances on assets and work in progress",), ("Vehicles",)]


def test_group_labels_in_their_own_column_hold_for_the_rows_below() -> None:
    rows = _rows(
        table("Sex|Age|2021|2022", "Men|young|1|2", "|old|3|4", "Women|young|5|6", "|old|7|8", "Total||9|9", header=1)
    )
    assert rows == [("Men", "young"), ("Men", "old"), ("Women", "young"), ("Women", "old"), ("Total",)]


def test_spanning_group_labels() -> None:
    rows = _rows(table("Sex|Age|2021|2022", "Men|young|1|2", "^|old|3|4", "Women|young|5|6", "^|old|7|8", header=1))
    assert rows == [("Men", "young"), ("Men", "old"), ("Women", "young"), ("Women", "old")]


def test_line_numbers_belong_to_their_own_row_only() -> None:
    rows = _rows(table("||Votes|Share", "1|Blue|59|24%", "2|Red|11|4%", "3|Green|18|7%", "|Total|88|35%", header=1))
    assert rows == [("1", "Blue"), ("2", "Red"), ("3", "Green"), ("Total",)]


def test_labels_on_the_right_name_the_rows() -> None:
    assert _rows(table("Men|Women|", "12%|14%|Yes", "88%|86%|No", header=1)) == [("Yes",), ("No",)]


def test_marks_and_bases_of_labels() -> None:
    printed = table("|2021|2022", "Reports^5|24|21", "Towns (n=61)|18|20", header=1, notes=["5 Before: national."])
    clean = clean_content(content(printed), pages(printed))[0][0]
    assert [(a.path, a.marks, a.base_n) for a in clean.rows] == [
        (("Reports",), ("5",), None),
        (("Towns (n=61)",), (), 61),
    ]
    assert clean.values[0].footnotes == ("Before: national.",)
    assert clean.values[2].base_n == 61


def test_leader_dots_are_no_part_of_a_label() -> None:
    assert _rows(table(HEAD, "All people . . . . . .|1|2", "Men ........|3|4")) == [("All people",), ("Men",)]


def test_a_colon_at_a_line_end_is_no_heading_where_each_row_has_one() -> None:
    rows = _rows(table(HEAD, "Level 1:~below a third|~6|~5", "Level 2:~below two thirds|~32|~23", "Unknown|8|14"))
    assert rows == [("Level 1: below a third",), ("Level 2: below two thirds",), ("Unknown",)]


def test_a_heading_with_a_colon_and_a_label_in_one_cell() -> None:
    rows = _rows(table(HEAD, "Adjustments of cash:~Deferred taxes|~16|~7", "Other|31|26"))
    assert rows == [("Adjustments of cash:", "Deferred taxes"), ("Adjustments of cash:", "Other")]
