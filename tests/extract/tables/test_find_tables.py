"""Whole pages: what is drawn is what is found. The expected grids are written from the drawing."""

from __future__ import annotations

from pathlib import Path

import pytest
from sheets import Sheet, shown, spans

from pipeline.extract.tables import find_tables
from pipeline.model import Table

TOWNS = [("Amsterdam", "310", "45.1", "12"), ("Breda", "77", "40.9", "8"), ("Cuijk", "9", "38.2", "3"),
         ("Deventer", "103", "51.0", "9"), ("Emmen", "121", "47.7", "11")]  # fmt: skip
PROSE = (
    "The council asked all residents about their contact with the town hall during the past year and how they "
    "judge it. Most of them found an answer within a day, although some had to call more than once before anyone "
    "could help them. Those who came by in person were more content than those who wrote a letter. "
)


@pytest.fixture
def sheet(tmp_path: Path) -> Sheet:
    return Sheet(tmp_path)


def only(sheet: Sheet) -> Table:
    tables = find_tables(sheet.page())
    assert len(tables) == 1, [shown(t) for t in tables]
    return tables[0]


def test_a_ruled_grid(sheet: Sheet) -> None:
    head = ("Town", "Cases", "Share", "Rank")
    for i, cells in enumerate([head, *TOWNS]):
        sheet.row(112 + 18 * i, [76, 230, 310, 390], cells)
    sheet.across(70, 400, *(100 + 18 * i for i in range(7)))
    sheet.down(100, 208, 70, 160, 240, 320, 400)
    table = only(sheet)
    assert (table.id, table.engine) == ("p001-t1", "ruled")
    assert shown(table) == [list(r) for r in (head, *TOWNS)]
    assert {c.role for c in table.cells if c.row == 0} == {"header"}
    assert {(c.role, c.column == 0) for c in table.cells if c.row} == {("stub", True), ("body", False)}


def test_a_merged_cell_of_a_grid_keeps_its_span(sheet: Sheet) -> None:
    sheet.row(112, [76, 270], ["Town", "Cases in"], "center")
    sheet.row(130, [76, 230, 310], ["", "2021", "2022"])
    for i, cells in enumerate(TOWNS):
        sheet.row(148 + 18 * i, [76, 230, 310], cells[:3])
    sheet.across(70, 320, 100, *(136 + 18 * i for i in range(6)))
    sheet.across(160, 320, 118)
    sheet.down(100, 226, 70, 160, 320)
    sheet.down(118, 226, 240)
    table = only(sheet)
    assert spans(table) == {"Cases in": (1, 2), "Town": (2, 1)}
    assert shown(table)[:3] == [["Town", "Cases in", ""], ["", "2021", "2022"], ["Amsterdam", "310", "45.1"]]


def test_a_boxed_header_with_an_open_body_below_is_one_table(sheet: Sheet) -> None:
    head = ("Town", "Cases", "Share", "Rank")
    sheet.across(70, 400, 100, 118)
    sheet.down(100, 118, 70, 160, 240, 320, 400)
    for i, cells in enumerate([head, *TOWNS]):
        sheet.row(112 + 14 * i, [76, 230, 310, 390], cells)
    assert shown(only(sheet)) == [list(r) for r in (head, *TOWNS)]


def test_booktabs(sheet: Sheet) -> None:
    head = ("Town", "Cases", "Share", "Rank")
    sheet.across(70, 400, 100, 118, 194)
    for i, cells in enumerate([head, *TOWNS]):
        sheet.row(112 + 14 * i + 2 * (i > 0), [72, 230, 310, 398], cells)
    assert shown(only(sheet)) == [list(r) for r in (head, *TOWNS)]


@pytest.mark.parametrize("ruled", [True, False])
def test_a_spanner_covers_its_columns(sheet: Sheet, ruled: bool) -> None:
    xs = [72, 210, 260, 330, 380]
    sheet.text(220, 110, "Men", "center")
    sheet.text(340, 110, "Women", "center")
    if ruled:
        sheet.across(185, 260, 114)
        sheet.across(305, 380, 114)
    sheet.row(125, xs, ["Town", "Cases", "Share", "Cases", "Share"])
    sheet.across(70, 390, 131)
    for i, cells in enumerate(TOWNS):
        sheet.row(145 + 13 * i, xs, [*cells[:3], "12", "3.4"])
    table = only(sheet)
    assert shown(table)[:2] == [["Town", "Men", "", "Women", ""], ["", "Cases", "Share", "Cases", "Share"]]
    assert spans(table) == {"Town": (2, 1), "Men": (1, 2), "Women": (1, 2)}
    assert shown(table)[2] == ["Amsterdam", "310", "45.1", "12", "3.4"]


def test_a_stub_head_that_stands_low(sheet: Sheet) -> None:
    sheet.across(70, 400, 96, 136, 215)
    for x, lines in ((230, ("Number", "of", "cases")), (310, ("", "Share of", "all")), (398, ("", "", "Rank"))):
        for i, text in enumerate(lines):
            if text:
                sheet.text(x, 107 + 11 * i, text, "right")
    sheet.text(72, 129, "Town")
    for i, cells in enumerate(TOWNS):
        sheet.row(150 + 14 * i, [72, 230, 310, 398], cells)
    table = only(sheet)
    assert shown(table)[:2] == [["Town", "Number of cases", "Share of all", "Rank"], list(TOWNS[0])]


def test_a_wrapped_label_is_one_row(sheet: Sheet) -> None:
    rows = [("Answered within", "", ""), ("a day", "12", "31"), ("Answered later", "7", "11"),
            ("Never answered,", "3", "5"), ("or lost", "", ""), ("All letters", "22", "47")]  # fmt: skip
    sheet.row(110, [72, 230, 300], ["Letters", "2021", "2022"])
    sheet.across(70, 310, 98, 116)
    for i, cells in enumerate(rows):
        sheet.row(128 + 11.5 * i, [72, 230, 300], cells)
    sheet.across(70, 310, 192)
    assert shown(only(sheet)) == [
        ["Letters", "2021", "2022"],
        ["Answered within a day", "12", "31"],
        ["Answered later", "7", "11"],
        ["Never answered, or lost", "3", "5"],
        ["All letters", "22", "47"],
    ]


def test_two_tables_side_by_side(sheet: Sheet) -> None:
    left = [("Town", "Cases", "Share"), *[t[:3] for t in TOWNS]]
    right = [("Road", "Length", "Lanes"), ("A1", "157", "4"), ("A2", "212", "8"), ("A27", "110", "6")]
    for i, cells in enumerate(left):
        sheet.row(110 + 14 * i, [50, 160, 210], cells)
    for i, cells in enumerate(right):
        sheet.row(117 + 14 * i, [340, 450, 520], cells)
    tables = find_tables(sheet.page())
    assert [shown(t) for t in tables] == [[list(r) for r in left], [list(r) for r in right]]
    assert [t.id for t in tables] == ["p001-t1", "p001-t2"]


def test_amounts_set_in_steps_are_one_column(sheet: Sheet) -> None:
    rows = [("Wages", "1,204", ""), ("Rent", "310", ""), ("Costs", "", "1,514"), ("Fees", "2,050", ""),
            ("Sales", "415", ""), ("Income", "", "2,465")]  # fmt: skip
    sheet.text(72, 110, "Account")
    sheet.text(275, 110, "2022", "center")
    sheet.across(70, 320, 98, 116)
    for i, cells in enumerate(rows):
        sheet.row(128 + 13 * i, [72, 265, 315], cells)
    assert shown(only(sheet)) == [["Account", "2022"], *[[r[0], r[1] or r[2]] for r in rows]]


def test_zebra_fills_part_no_rows_wrongly(sheet: Sheet) -> None:
    head = ("Town", "Cases", "Share", "Rank")
    for i in range(0, 6, 2):
        sheet.fill(70, 100 + 14 * i, 400, 114 + 14 * i)
    for i, cells in enumerate([head, *TOWNS]):
        sheet.row(110 + 14 * i, [76, 230, 310, 390], cells)
    assert shown(only(sheet)) == [list(r) for r in (head, *TOWNS)]


def test_rules_typed_as_dashes(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path, font="Courier")
    rows = ["Town          Cases   Share    Rank", "-" * 36] + [f"{a:<12}{b:>7}{c:>8}{d:>8}" for a, b, c, d in TOWNS]
    for i, text in enumerate(rows):
        sheet.text(72, 110 + 11 * i, text)
    assert shown(only(sheet)) == [["Town", "Cases", "Share", "Rank"], *[list(t) for t in TOWNS]]


@pytest.mark.parametrize("columns", [1, 2, 3])
def test_running_text_is_no_table(sheet: Sheet, columns: int) -> None:
    width = 480 / columns - 18
    for k in range(columns):
        sheet.lines(60 + k * (width + 18), 100, PROSE * 3, width)
    assert find_tables(sheet.page()) == ()


def test_a_contents_page_is_no_table(sheet: Sheet) -> None:
    for i, (title, page) in enumerate([("Summary", 3), ("Introduction", 5), ("Method", 8), ("Results", 11),
                                       ("Towns and roads", 12), ("Residents", 19), ("Conclusions", 27)]):  # fmt: skip
        end = sheet.text(72, 110 + 16 * i, f"{i + 1}. {title}")
        sheet.text(end + 4, 110 + 16 * i, ". " * int((480 - end) / 5))
        sheet.text(520, 110 + 16 * i, str(page), "right")
    assert find_tables(sheet.page()) == ()


def test_a_bulleted_list_is_no_table(sheet: Sheet) -> None:
    for i, text in enumerate(["Ask every resident", "Count all answers", "Weigh by age", "Write it down", "Publish"]):
        sheet.text(72, 110 + 14 * i, "•")
        sheet.text(90, 110 + 14 * i, text)
    assert find_tables(sheet.page()) == ()


def test_an_empty_page_has_no_table(sheet: Sheet) -> None:
    assert find_tables(sheet.page()) == ()


def test_a_number_and_its_raised_mark_stay_apart_and_in_one_cell(sheet: Sheet) -> None:
    for i, cells in enumerate([("Town", "Cases", "Share", "Rank"), *TOWNS]):
        sheet.row(110 + 14 * i, [76, 230, 310, 390], cells)
    sheet.size = 5.5
    sheet.text(230.4, 121, "1")  # beside 310, set raised
    table = only(sheet)
    cell = next(c for c in table.cells if (c.row, c.column) == (1, 1))
    assert [(w.text, w.raised) for w in cell.words] == [("310", False), ("1", True)]


def test_indentation_is_kept_in_the_cell(sheet: Sheet) -> None:
    rows = [("All", "310", "45"), ("Men", "77", "40"), ("Women", "233", "38"), ("Unknown", "3", "5")]
    sheet.row(110, [72, 230, 310], ["Who", "Cases", "Share"])
    for i, cells in enumerate(rows):
        sheet.row(124 + 14 * i, [72 + 8 * (0 < i < 3), 230, 310], cells)
    left = {c.text: c.box.x0 for c in only(sheet).cells if c.column == 0}
    assert left["Men"] - left["All"] == pytest.approx(8, abs=0.5)
    assert left["Unknown"] == pytest.approx(left["All"], abs=0.5)


def test_upright_rules_box_a_spanner_that_is_off_the_middle_of_its_leaves(sheet: Sheet) -> None:
    """The middle of the second box (385) is far from that of the leaves under it: the box tells its columns."""
    xs = [72, 190, 240, 300, 350, 400, 520]
    sheet.text(215, 110, "In hospital", "center")
    sheet.text(410, 110, "At home", "center")
    sheet.row(124, xs, ["Region", "First", "Rate", "First", "Second", "Both", "Rate"])
    for i, name in enumerate(("North", "South", "East", "West")):
        sheet.row(140 + 14 * i, xs, [name, f"2{i}1", f"{i}.3%", f"1{i}", f"3{i}", f"4{i}", f"{i}.7%"])
    sheet.across(160, 550, 100)
    sheet.across(70, 550, 114, 128, 188)
    sheet.down(100, 188, 160, 270, 550)
    table = only(sheet)
    assert spans(table) == {"In hospital": (1, 2), "At home": (1, 4), "Region": (2, 1)}
