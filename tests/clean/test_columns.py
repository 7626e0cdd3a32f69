"""Header rows -> column paths, with bases, units and marks taken out."""

from __future__ import annotations

from dataclasses import replace

from printed_tables import content, pages, table

from pipeline.clean import clean_content
from pipeline.model import Axis, CleanTable, Table


def _clean(printed: Table, text: str = "") -> CleanTable:
    return clean_content(content(printed, text=text), pages(printed, text=text))[0][0]


def _paths(columns: tuple[Axis, ...]) -> list[tuple[str, ...]]:
    return [axis.path for axis in columns]


def test_spanners_stand_over_each_of_their_leaves() -> None:
    clean = _clean(table("|Quarter|<|Quote", "|absolute|in %|in %", "North|317|1.2|2.2", "South|15|0.1|0.1", header=2))
    assert _paths(clean.columns) == [("Quarter", "absolute"), ("Quarter", "in %"), ("Quote", "in %")]
    assert [axis.unit for axis in clean.columns] == [None, "%", "%"]
    assert [axis.statistic for axis in clean.columns] == ["count", "percent", "percent"]


def test_a_leaf_over_all_header_rows_has_a_path_of_one() -> None:
    clean = _clean(table("|All|Men|<", "|^|2018|2019", "North|3|1|2", "South|7|3|4", header=2))
    assert _paths(clean.columns) == [("All",), ("Men", "2018"), ("Men", "2019")]


def test_three_levels_with_a_spanner_over_a_bare_column() -> None:
    clean = _clean(
        table(
            "Period|Decisions|<|<|<",
            "||of which Dublin|<|<",
            "|||inadmissible|stopped",
            "2013|26|7|6|1",
            "2012|24|6|5|1",
            "2011|80|15|14|1",
            header=3,
        )
    )
    assert _paths(clean.columns) == [
        ("Decisions",),
        ("Decisions", "of which Dublin"),
        ("Decisions", "of which Dublin", "inadmissible"),
        ("Decisions", "of which Dublin", "stopped"),
    ]
    assert clean.stub == "Period"


def test_repeating_leaves_are_shared_out_among_spanners_that_span_nothing() -> None:
    # the spanners stand over the middle of three columns and no rule says how far they reach
    clean = _clean(table("||Job A|||Job B|", "|18|19|+/-|18|19|+/-", "Yes|1%|2%|+1|3%|5%|+2", "No|9%|8%|-1|7%|5%|-2"))
    assert _paths(clean.columns) == [
        ("Job A", "18"),
        ("Job A", "19"),
        ("Job A", "+/-"),
        ("Job B", "18"),
        ("Job B", "19"),
        ("Job B", "+/-"),
    ]


def test_a_title_over_labels_and_values_names_no_column() -> None:
    clean = _clean(table("Provisional results|<|<", "|Votes|Share", "Blue|59|24%", "Red|11|4%"))
    assert _paths(clean.columns) == [("Votes",), ("Share",)]


def test_a_remark_alone_over_the_header_is_a_unit_and_no_name() -> None:
    clean = _clean(table("|(amounts in millions)|", "|Years ended|<", "|2022|2021", "Sales|1,384|1,313", "Debt|257|71"))
    assert _paths(clean.columns) == [("Years ended", "2022"), ("Years ended", "2021")]
    assert {value.unit for value in clean.values} == {"million"}


def test_bases_and_raised_marks_are_taken_out() -> None:
    clean = _clean(
        table(
            "|ICT~(N = 229)^8|Other N=1,058|Total*",
            "Yes|52%|46%|48%",
            "No|48%|54%|52%",
            header=1,
            notes=["* Weighted."],
        )
    )
    assert _paths(clean.columns) == [("ICT",), ("Other",), ("Total",)]
    assert [axis.base_n for axis in clean.columns] == [229, 1058, None]
    assert [axis.marks for axis in clean.columns] == [("8",), (), ("*",)]
    assert [axis.is_total for axis in clean.columns] == [False, False, True]
    assert clean.values[2].footnotes == ("Weighted.",)


def test_lines_of_one_label_that_came_as_rows_are_joined() -> None:
    printed = table("||50,000 –|", "|< 50,000|100,000|> 100,000", "Yes|4%|8%|5%", "No|96%|92%|95%")
    near = []
    for cell in printed.cells:  # header lines set close together
        up = 9.0 if cell.row == 1 else 0.0
        near.append(cell._replace(box=cell.box._replace(top=cell.box.top - up)))
    clean = _clean(replace(printed, cells=tuple(near)))
    assert _paths(clean.columns) == [("< 50,000",), ("50,000 – 100,000",), ("> 100,000",)]


def test_amounts_set_in_steps_share_the_header_on_their_left() -> None:
    clean = _clean(
        table(
            "|2017||2016|",
            "Software|15||13|",
            "Goodwill|6||11|",
            "Intangible assets||21||24",
            "Buildings|10||10|",
            header=1,
        )
    )
    assert _paths(clean.columns) == [("2017",), ("2017",), ("2016",), ("2016",)]


def test_a_column_without_a_header_is_reported_and_doubted() -> None:
    clean = _clean(table("|Poll A|", "Blue|35|(-)", "Red|23|(-1)", "Green|11|(+1)", header=1))
    assert _paths(clean.columns) == [("Poll A",), ()]
    assert [issue.code for issue in clean.issues] == ["header.missing"]
    assert max(v.confidence for v in clean.values if v.column == 2) < 0.5


def test_hyphenation_in_headers_is_undone_by_words_of_the_document() -> None:
    printed = table("|UITVOERINGS-~ORGANISATIES|Anders", "Ja|12%|14%", "Nee|88%|86%", header=1)
    clean = _clean(printed, text="Bij de uitvoeringsorganisaties is het anders.")
    assert clean.columns[0].path == ("UITVOERINGSORGANISATIES",)


def test_columns_of_the_same_name_are_doubted_where_they_meet() -> None:
    clean = _clean(table("|Score|Error|Error", "Yes|12|1|2", "No|88|3|4", header=1))
    assert [issue.code for issue in clean.issues] == ["header.repeated"]
    assert [v.confidence < 0.9 for v in clean.values[:3]] == [False, True, True]
