"""Tables as surveys print them and as a browser or a word processor sets them: sections without rules of their own,
labels of two lines, spanners over cells of unlike widths. Grids are written from the drawing."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from sheets import Sheet, shown, spans

from pipeline.extract.tables import find_tables
from pipeline.model import Table

XS = [60.0, 250.0, 330.0, 410.0]
SECTIONS = [("Sex", "", "", ""), ("Men", "41", "52", "7"), ("Women", "29", "63", "8"), ("Age", "", "", ""),
            ("16 to 44", "35", "55", "10"), ("45 to 64", "31", "61", "8"), ("65 or over", "38", "57", "5")]  # fmt: skip
ANSWERS = [("Agree", "41", "52", "38"), ("Disagree", "29", "33", "27"), ("Neither", "18", "9", "16"),
           ("No answer", "12", "6", "19")]  # fmt: skip


@pytest.fixture
def sheet(tmp_path: Path) -> Sheet:
    return Sheet(tmp_path)


def tables_of(sheet: Sheet) -> list[Table]:
    return list(find_tables(sheet.page()))


def only(sheet: Sheet) -> Table:
    (table,) = tables_of(sheet)
    return table


def answers(sheet: Sheet, y: float, align: str = "right") -> list[list[str]]:
    for i, cells in enumerate(ANSWERS):
        sheet.row(y + 16 * i, XS, cells, align)
    return [list(cells) for cells in ANSWERS]


@pytest.mark.parametrize("marked", ["bold", "set in"])
@pytest.mark.parametrize("heads", [("Yes", "No", "Unknown"), ("Yes", "Not at all or|hardly", "Unknown")])
def test_heads_are_found_above_the_title_of_the_first_section_where_every_row_is_ruled_off(
    sheet: Sheet, marked: str, heads: tuple[str, ...]
) -> None:
    for x, head in zip(XS[1:], heads, strict=True):
        upper, _, lower = head.partition("|")
        for y, text in ((100, upper), (111, lower)) if lower else ((108, upper),):
            sheet.text(x, y, text, "right", bold=True)
    for i, cells in enumerate(SECTIONS):
        title = not cells[1]
        y = 124 + 16 * i
        inner = 10 if marked == "set in" and not title else 0
        sheet.row(y, [60 + inner, *XS[1:]], cells, bold=title and marked == "bold")
        sheet.across(58, 412, y + 5)
    grid = shown(only(sheet))
    assert grid[0][1:] == [head.replace("|", " ") for head in heads]
    assert grid[1:] == [list(cells) for cells in SECTIONS]


def test_heads_ruled_off_from_the_title_of_the_first_section_are_found_above_the_rule(sheet: Sheet) -> None:
    """The heads stand so close that they look like one phrase, centred over the table as a title is."""
    heads = ["Agree wholly", "Agree partly", "Disagree"]
    xs, x = [60.0], 190.0
    for head in heads:
        end = sheet.text(x, 100, head)
        xs, x = [*xs, (x + end) / 2], end + 6
    sheet.across(58, x, 105)
    for i, cells in enumerate(SECTIONS):
        sheet.row(120 + 15 * i, [60 + 10 * bool(cells[1]), *xs[1:]], cells, "center")
    assert shown(only(sheet)) == [["", *heads], *map(list, SECTIONS)]


def test_a_title_of_a_section_as_far_from_its_rows_as_they_are_from_each_other_is_no_line_of_a_label(
    sheet: Sheet,
) -> None:
    """Every other row of values is filled, so that a title stands in one band with the row under it or above."""
    sheet.fill(58, 89, 412, 105, 0.7)
    sheet.row(100, XS, ["", "Yes", "No", "Unknown"])
    for i, cells in enumerate(SECTIONS):
        if cells[0] in ("Women", "45 to 64"):
            sheet.fill(58, 105 + 16 * i, 412, 121 + 16 * i)
        sheet.row(116 + 16 * i, XS, cells)
    assert [row[0] for row in shown(only(sheet))][1:] == [cells[0] for cells in SECTIONS]


@pytest.mark.parametrize("gap", [15.0, 10.5])
def test_a_spanner_over_the_middle_head_of_three_is_over_all_of_them_when_it_is_set_apart(
    sheet: Sheet, gap: float
) -> None:
    sheet.text(330, 100, "Level" if gap > 12 else "Much", "center")
    for x, head in zip(XS[1:], ("State", "liked", "Cities"), strict=True):
        sheet.text(x, 100 + gap, head, "center")
    sheet.across(58, 430, 104 + gap)
    rows = answers(sheet, 120 + gap, "center")
    table = only(sheet)
    if gap > 12:
        assert spans(table) == {"Level": (1, 3)}
        assert shown(table) == [["", "Level", "", ""], ["", "State", "liked", "Cities"], *rows]
    else:
        assert shown(table) == [["", "State", "Much liked", "Cities"], *rows]


@pytest.mark.parametrize("rows", [4, 3])
def test_the_first_row_of_values_is_no_header_where_a_rule_under_it_is_the_first(sheet: Sheet, rows: int) -> None:
    sheet.fill(58, 88, 412, 104, 0.7)
    sheet.row(100, XS, ["", "Yes", "No", "Unknown"])
    for i, cells in enumerate(ANSWERS[:rows]):
        sheet.row(117 + 16 * i, XS, cells)
        sheet.across(58, 412, 122 + 16 * i)
    table = only(sheet)
    assert shown(table) == [["", "Yes", "No", "Unknown"], *map(list, ANSWERS[:rows])]
    assert {c.row for c in table.cells if c.role == "header"} == {0}


def test_a_title_under_a_filled_header_is_of_the_first_section_though_nothing_else_marks_it(sheet: Sheet) -> None:
    sheet.fill(58, 88, 412, 105, 0.7)
    sheet.row(100, XS, ["", "Yes", "No", "Unknown"])
    for i, cells in enumerate(SECTIONS):
        sheet.row(117 + 16 * i, XS, cells)
        sheet.across(58, 412, 122 + 16 * i)
    table = only(sheet)
    assert shown(table)[1] == list(SECTIONS[0])
    assert {c.row for c in table.cells if c.role == "header"} == {0}


def test_a_spanner_is_centred_over_the_cells_whose_rules_are_drawn_one_by_one(sheet: Sheet) -> None:
    """Flush left, so that the spanner is over the gap between the last two heads of its group."""
    edges = [56.0, 150.0, 230.0, 310.0, 420.0, 480.0, 540.0]
    for top in (88, 130):
        for x0, x1 in pairwise(edges):
            sheet.across(x0, x1, top)
    sheet.text((150 + 420) / 2, 100, "Age", "center")
    sheet.text((420 + 540) / 2, 100, "Sex", "center")
    xs = [x + 4 for x in edges[:-1]]
    sheet.row(120, xs, ["", "16–29", "30–49", "50–64", "Men", "Women"], "left")
    for i, cells in enumerate(ANSWERS):
        sheet.row(142 + 16 * i, xs, [*cells, "4", "5"], "left")
    sheet.across(56, 540, 195)
    assert spans(only(sheet)) == {"Age": (1, 3), "Sex": (1, 2)}


def test_a_spanner_over_heads_flush_left_is_centred_over_their_cells(sheet: Sheet) -> None:
    """The last cell reaches to the end of the rules, far beyond its text."""
    sheet.text((250 - 4 + 530) / 2, 100, "Level", "center")
    sheet.row(118, XS, ["", "State", "Counties", "Cities"], "left")
    rows = answers(sheet, 136, "left")
    sheet.across(56, 530, *(141 + 16 * i for i in range(4)))
    table = only(sheet)
    assert spans(table) == {"Level": (1, 3)}
    assert shown(table)[1:] == [["", "State", "Counties", "Cities"], *rows]


def test_a_header_filled_cell_by_cell_says_what_a_spanner_stands_over(sheet: Sheet) -> None:
    """The spanner is centred over one head, and the first head of two lines begins right under it."""
    edges = [58.0, 200.0, 300.0, 420.0, 520.0]
    for x0, x1 in pairwise(edges):
        sheet.fill(x0, 104 if x0 > 58 else 88, x1, 130)
    sheet.fill(200, 88, 520, 104)
    sheet.text(360, 100, "Level", "center")
    sheet.text(250, 114, "Central", "center")
    for x, head in zip((250, 360, 470), ("government", "Counties", "Cities"), strict=True):
        sheet.text(x, 125, head, "center")
    for i, cells in enumerate(ANSWERS):
        sheet.row(142 + 16 * i, [60, 250, 360, 470], cells, "center")
    table = only(sheet)
    assert spans(table)["Level"] == (1, 3)
    assert shown(table)[1][1:] == ["Central government", "Counties", "Cities"]


@pytest.mark.parametrize("pitch", [13.0, 19.0])
def test_a_head_in_the_middle_of_a_cell_as_high_as_two_lines_is_in_the_header(sheet: Sheet, pitch: float) -> None:
    """It is centred over the table and sticks out over the labels, as a title would."""
    sheet.text(250, 100 + pitch / 2, "Ensemble", "center", bold=True)
    sheet.text(370, 100, "Level", "center", bold=True)
    for x, head in ((330, "State"), (410, "Cities")):
        sheet.text(x, 100 + pitch, head, "center", bold=True)
    rows = answers(sheet, 117 + pitch, "center")
    sheet.across(58, 430, *(122 + pitch + 16 * i for i in range(4)))
    table = only(sheet)
    assert shown(table)[-4:] == rows
    heads = {c.text: (c.column, c.column_span) for c in table.cells if c.role == "header"}
    assert heads == {"Ensemble": (1, 1), "Level": (2, 2), "State": (2, 1), "Cities": (3, 1)}


def test_ages_in_the_header_are_heads_though_they_read_as_numbers(sheet: Sheet) -> None:
    for x, ages in zip(XS[1:], ("18–29", "30–44", "45–59"), strict=True):
        sheet.text(x, 100, ages, "center")
        sheet.text(x, 111, "years", "center")
    rows = answers(sheet, 130, "center")
    assert shown(only(sheet)) == [["", "18–29 years", "30–44 years", "45–59 years"], *rows]


@pytest.mark.parametrize(("second", "kept"), [("of any kind", True), ("Of those asked in May", False)])
def test_the_last_label_of_a_table_without_rules_keeps_its_second_line(sheet: Sheet, second: str, kept: bool) -> None:
    sheet.row(100, XS, ["", "Yes", "No", "Unknown"])
    answers(sheet, 117)
    sheet.text(60, 117 + 16 * 3 + 12, second)
    assert shown(only(sheet))[-1][0] == (f"No answer {second}" if kept else "No answer")


def test_decimals_after_a_group_of_three_digits_are_of_the_same_number(sheet: Sheet) -> None:
    rows = [("2008", "1 766,8", "956,2"), ("2009", "956,2", "1 214,4"), ("2010", "1 782,7", "2 561,6")]
    sheet.row(100, XS[:3], ["", "State", "Cities"])
    for i, cells in enumerate(rows):
        sheet.row(115 + 14 * i, XS[:3], cells)
    assert shown(only(sheet))[1:] == [list(cells) for cells in rows]


@pytest.mark.parametrize("caption", ["Table 2: Employees by kind", "Tabell 2: Anställda", "Taulukko 2. Henkilöstö"])
def test_rules_of_one_width_on_both_sides_of_a_caption_are_of_two_tables(sheet: Sheet, caption: str) -> None:
    for top in (100, 260):
        sheet.row(top, XS, ["", "2017", "2018", "2019"])
        answers(sheet, top + 16)
        sheet.across(58, 530, *(top + 5 + 16 * i for i in range(5)))
    for i in range(3):
        sheet.text(60, 190 + 12 * i, "What was asked is told in full in the annex on the method.")
    sheet.text(60, 240, caption)
    assert [len(shown(table)) for table in tables_of(sheet)] == [5, 5]


def test_signs_of_units_are_heads_though_they_stand_alone_above_numbers_flush_right(sheet: Sheet) -> None:
    """In the middle of wide cells, so that no number stands below them."""
    xs = [60.0, 240.0, 340.0, 440.0, 540.0]
    for x, body in ((240, "State"), (440, "Cities")):
        sheet.text(x, 100, body, "center")
    for x, sign in zip((190.0, 290.0, 390.0, 490.0), "N%N%", strict=True):
        sheet.text(x, 114, sign, "center")
    rows = [("Agree", "1,212", "4.3", "347", "30.2"), ("Disagree", "1,474", "57.6", "2,446", "10.6"),
            ("Neither", "1,307", "28.6", "2,866", "46.6"), ("No answer", "636", "9.5", "129", "12.6"),
            ("Refused", "12", "4.1", "47", "3.2"), ("Unread", "74", "5.6", "44", "1.6"),
            ("Empty", "30", "2.6", "86", "4.6"), ("Lost", "63", "9.3", "29", "2.6")]  # fmt: skip
    for i, cells in enumerate(rows):
        sheet.row(130 + 16 * i, xs, cells)
        sheet.across(58, 542, 135 + 16 * i)
    table = only(sheet)
    assert spans(table) == {"State": (1, 2), "Cities": (1, 2)}
    assert shown(table) == [["", "State", "", "Cities", ""], ["", "N", "%", "N", "%"], *map(list, rows)]


@pytest.mark.parametrize("inner", [0.0, 5.0])
def test_a_title_below_the_longest_label_is_none_of_its_lines_when_it_is_as_far_as_rows_are(
    sheet: Sheet, inner: float
) -> None:
    """Its word would not have fitted beside the label."""
    cells = [("All those asked once", "76", "60", "32"), ("Sex", "", "", ""), ("Men", "41", "52", "7"),
             ("Women of 65 or over", "29", "63", "8"), ("Age", "", "", ""), ("16 to 44", "35", "55", "10"),
             ("45 to 64", "31", "61", "8")]  # fmt: skip
    sheet.row(100, XS, ["", "Yes", "No", "Unknown"])
    sheet.across(58, 412, 88, 104)
    for i, row in enumerate(cells):
        sheet.row(115 + 12.5 * i, [60 + inner * bool(row[1] and i), *XS[1:]], row)
    sheet.across(58, 412, 194)
    assert shown(only(sheet))[1:] == [list(row) for row in cells]


def draw_bands(sheet: Sheet, rows: Sequence[tuple[str, ...]], last: bool) -> None:
    """Labels of one line or more (parted by ``|``), every other row filled; values on their first or ``last`` line."""
    sheet.row(100, XS, ["", "Yes", "No", "Unknown"])
    y = 111.0
    for i, (label, *values) in enumerate(rows):
        lines = label.split("|")
        if i % 2 == 0:
            sheet.fill(58, y - 8, 412, y + 11 * len(lines) - 8)
        for k, line in enumerate(lines):
            sheet.text(60, y + 11 * k, line)
        sheet.row(y + 11 * (len(lines) - 1) if last else y, XS, ["", *values])
        y += 11 * len(lines)


def test_lines_that_read_on_in_a_filled_band_are_of_its_label_though_lines_are_set_as_far_as_rows(sheet: Sheet) -> None:
    rows = [("Agree more or less|of late", "41", "52", "38"), ("Disagree", "29", "33", "27"),
            ("Not asked this time|in the autumn", "18", "9", "16"), ("No answer", "6", "3", "9"),
            ("Other", "6", "3", "10")]  # fmt: skip
    draw_bands(sheet, rows, last=False)
    assert shown(only(sheet))[1:] == [[label.replace("|", " "), *values] for label, *values in rows]


def test_a_label_of_rows_that_reads_on_beside_the_second_of_them_is_one(sheet: Sheet) -> None:
    xs = [60.0, 150.0, *XS[1:]]
    rows = [("Pay", "Men", "41", "52", "7"), ("", "Women", "29", "63", "8"), ("", "Others", "12", "3", "17"),
            ("Goods and", "Men", "35", "55", "10"), ("services", "Women", "31", "61", "8"),
            ("", "Others", "22", "4", "27")]  # fmt: skip
    sheet.row(100, xs, ["", "", "Yes", "No", "Unknown"])
    sheet.across(58, 412, 104)
    for i, (group, label, *values) in enumerate(rows):
        sheet.text(60, 115 + 11 * i, group)
        sheet.text(150, 115 + 11 * i, label)
        sheet.row(115 + 11 * i, [60, *XS[1:]], ["", *values])
    grid = shown(only(sheet))
    assert [row[0] for row in grid][1:] == ["Pay", "", "", "Goods and services", "", ""]


def test_two_tables_under_captions_on_one_line_are_parted_where_the_second_caption_begins(sheet: Sheet) -> None:
    """The blank between them is no wider than others, and years are no labels in words."""
    left, right = [60.0, 200.0, 240.0, 280.0], [300.0, 360.0, 420.0, 480.0]
    sheet.text(60, 90, "Table 1. How content people are")
    sheet.text(300, 90, "Table 2. Outlays")
    sheet.row(106, left, ["", "Yes", "No", "n"])
    sheet.row(106, right, ["", "State", "Cities", "All"])
    for i, cells in enumerate(ANSWERS):
        sheet.row(118 + 11 * i, left, cells)
        sheet.row(118 + 11 * i, right, [str(2008 + i), *cells[1:]])
    one, two = tables_of(sheet)
    assert shown(one) == [["", "Yes", "No", "n"], *map(list, ANSWERS)]
    assert shown(two)[0] == ["", "State", "Cities", "All"]
    assert [row[0] for row in shown(two)[1:]] == ["2008", "2009", "2010", "2011"]


def test_rules_around_the_heads_alone_are_no_table_above_the_title_of_the_first_section(sheet: Sheet) -> None:
    """The rule that closes the table is on the next page."""
    for x, head in zip(XS[1:], ("Agree|wholly", "Agree|partly", "No"), strict=True):
        for k, line in enumerate(head.split("|")):
            sheet.text(x, 100 + 11 * k + 5 * ("|" not in head), line, "center")
    sheet.text(60, 105, "Who")
    sheet.across(58, 430, 88, 116)
    for i, cells in enumerate(SECTIONS):
        sheet.row(128 + 15 * i, XS, cells, "center")
    assert shown(only(sheet)) == [["Who", "Agree wholly", "Agree partly", "No"], *map(list, SECTIONS)]


def test_one_more_title_among_titles_is_no_line_of_the_longest_label_where_rows_are_set_close(sheet: Sheet) -> None:
    cells = [*SECTIONS, ("All of working age", "44", "50", "6"), ("Tenure", "", "", ""), ("Owners", "31", "61", "8"),
             ("Tenants", "22", "70", "8")]  # fmt: skip
    sheet.row(100, XS, ["", "Yes", "No", "Unknown"])
    sheet.across(58, 412, 88, 104, 112 + 10.5 * len(cells))
    for i, row in enumerate(cells):
        sheet.row(115 + 10.5 * i, XS, row)
    assert shown(only(sheet))[1:] == [list(row) for row in cells]


def test_a_small_word_that_ends_a_label_of_several_lines_opens_no_other(sheet: Sheet) -> None:
    """``zu`` ends labels that read on; here it ends those of German answers."""
    rows = [("Stimme|voll zu", "41", "52", "38"), ("Stimme|eher nicht|zu", "29", "33", "27"),
            ("Weiter", "18", "9", "16"), ("Stimme|gar nicht zu", "6", "3", "9"), ("Teils", "6", "3", "10")]  # fmt: skip
    sheet.row(100, XS, ["", "Bund", "Land", "Kreis"])
    y = 112.0
    for label, *values in rows:
        for k, line in enumerate(label.split("|")):
            sheet.text(60, y + 12 * k, line)
        sheet.row(y, XS, ["", *values])
        y += 12 * (1 + label.count("|"))
    assert [row[0] for row in shown(only(sheet))][1:] == [label.replace("|", " ") for label, *_ in rows]


FLUSH = [60.0, 200.0, 250.0, 330.0, 380.0]
MANY = [("Agree", "41", "52", "38", "7"), ("Disagree", "29", "133", "27", "8"), ("Neither", "118", "9", "16", "29"),
        ("No answer", "12", "6", "119", "6")]  # fmt: skip


def heads_over_values(sheet: Sheet, y: float, xs: list[float], heads: str) -> list[list[str]]:
    """Heads and values flush right; gives the rows below the spanners."""
    for x, head in zip(xs[1:], heads.split(), strict=True):
        sheet.text(x, y, head, "right")
    for i, cells in enumerate(MANY):
        sheet.row(y + 16 + 14 * i, xs, cells)
    return [["", *heads.split()], *map(list, MANY)]


def test_a_spanner_over_columns_set_flush_right_stands_in_the_middle_of_their_cells(sheet: Sheet) -> None:
    """Cells end 5 points right of the values: the first spanner is over the heads Men and Women, and 15 points left of
    their middle; it is nearer to the first alone."""
    sheet.text((160 + 255) / 2, 100, "Sex", "center")
    sheet.text((255 + 385) / 2, 100, "Age", "center")
    rows = heads_over_values(sheet, 114, FLUSH, "Men Women Young Old")
    table = only(sheet)
    assert spans(table) == {"Sex": (1, 2), "Age": (1, 2)}
    assert shown(table) == [["", "Sex", "", "Age", ""], *rows]
    assert table.margin is None


def test_where_flush_right_cells_leave_open_what_a_spanner_stands_over_nothing_is_trusted(sheet: Sheet) -> None:
    """In the middle of the two inner columns and, with a first cell as wide as it may be, of all four."""
    xs = [60.0, 200.0, 250.0, 300.0, 350.0]
    sheet.text(253, 100, "Level", "center")
    heads_over_values(sheet, 114, xs, "All Towns Shires States")
    table = only(sheet)
    assert table.margin == 0.0
    assert "nothing tells what its spanners stand over" in table.reasons


def test_heads_on_a_line_of_their_own_stand_under_the_spanner_beside_a_head_on_the_line_above(sheet: Sheet) -> None:
    """Set in the middle, close together, so that the spanner could be a line of the head under it."""
    xs = [60.0, 200.0, 250.0, 300.0, 350.0]
    sheet.text(200, 100, "All", "center", bold=True)
    sheet.text(300, 100, "Level", "center", bold=True)
    for x, head in zip(xs[2:], ("Towns", "Shires", "States"), strict=True):
        sheet.text(x, 110.5, head, "center", bold=True)
    for i, cells in enumerate(MANY):
        sheet.row(124 + 12 * i, xs, cells, "center")
    table = only(sheet)
    heads = {c.text: (c.column, c.column_span) for c in table.cells if c.role == "header"}
    assert heads == {"All": (1, 1), "Level": (2, 3), "Towns": (2, 1), "Shires": (3, 1), "States": (4, 1)}


def test_a_short_word_over_the_middle_of_three_heads_may_be_a_spanner_and_is_told_as_doubt(sheet: Sheet) -> None:
    xs = [60.0, 200.0, 270.0, 340.0]
    sheet.text(270, 100, "Type", "center")
    for x, head in zip(xs[1:], ("Central bodies", "Towns", "Shires"), strict=True):
        sheet.text(x, 110.5, head, "center")
    for i, cells in enumerate(ANSWERS):
        sheet.row(124 + 12 * i, xs, cells, "center")
    assert only(sheet).margin == 0.0


def test_a_spanner_over_its_rule_that_leaves_the_labels_free_is_in_a_header_where_every_row_is_ruled(
    sheet: Sheet,
) -> None:
    xs = [60.0, 200.0, 260.0, 320.0]
    sheet.text(220, 100, "Level", "center")
    sheet.across(115, 325, 104)
    sheet.row(114, xs, ["Who", "State", "Towns", "Shires"])
    for i, cells in enumerate(ANSWERS):
        sheet.across(58, 325, 118 + 14 * i)
        sheet.row(128 + 14 * i, xs, cells)
    sheet.across(58, 325, 118 + 14 * 4)
    assert spans(only(sheet))["Level"] == (1, 3)


@pytest.mark.parametrize(("first", "second"), [("All those asked", "(n)"), ("Pas du tout", "d'accord")])
def test_the_last_label_keeps_its_second_line_below_values_in_its_middle_and_a_last_word_that_reads_on(
    sheet: Sheet, first: str, second: str
) -> None:
    sheet.row(100, XS, ["", "Yes", "No", "Unknown"])
    rows = [*answers(sheet, 117), [f"{first} {second}", "76", "60", "32"]]
    sheet.text(60, 181, first)
    sheet.row(186, XS, ["", "76", "60", "32"])
    sheet.text(60, 191, second)
    assert shown(only(sheet))[1:] == rows


def test_a_last_word_set_as_far_as_rows_that_had_no_room_above_is_of_the_last_label(sheet: Sheet) -> None:
    """Letters with a sign of omission begin small too."""
    sheet.row(100, XS, ["", "Yes", "No", "Unknown"])
    for i, (label, *values) in enumerate([*ANSWERS, ("Pas du tout", "6", "3", "10")]):
        sheet.row(112 + 11 * i, XS, [label, *values])
    sheet.text(60, 112 + 11 * 5, "d'accord")
    assert shown(only(sheet))[-1][0] == "Pas du tout d'accord"


def test_values_on_the_last_line_of_a_label_in_a_filled_band_are_of_the_whole_label(sheet: Sheet) -> None:
    rows = [("Strongly|agree", "41", "52", "38"), ("Agree", "29", "33", "27"), ("Neither|nor not", "18", "9", "16"),
            ("Disagree", "6", "3", "9"), ("Strongly|disagree", "6", "3", "10")]  # fmt: skip
    draw_bands(sheet, rows, last=True)
    assert [row[0] for row in shown(only(sheet))][1:] == [label.replace("|", " ") for label, *_ in rows]


def test_a_caption_below_the_lower_of_two_tables_beside_rows_of_the_other_parts_them(sheet: Sheet) -> None:
    left, right = [60.0, 200.0, 240.0, 280.0], [300.0, 360.0, 420.0, 480.0]
    sheet.row(106, left, ["", "Yes", "No", "n"])
    sheet.row(106, right, ["", "State", "Cities", "All"])
    years = [(str(2008 + i), f"{41 + i}", f"{52 - i}", f"{7 + i}") for i in range(7)]
    for i, cells in enumerate(years):
        sheet.row(118 + 11 * i, left, cells)
    for i, cells in enumerate(ANSWERS):
        sheet.row(118 + 11 * i, right, cells)
    sheet.text(300, 118 + 11 * 5, "Table 2. Outlays")
    sheet.text(60, 118 + 11 * 8, "Table 1. How content people are")
    one, two = tables_of(sheet)
    assert shown(one) == [["", "Yes", "No", "n"], *map(list, years)]
    assert shown(two) == [["", "State", "Cities", "All"], *map(list, ANSWERS)]


def test_the_last_lines_of_a_text_column_beside_a_caption_are_no_head_of_its_table(sheet: Sheet) -> None:
    xs = [320.0, 420.0, 470.0, 520.0]
    sheet.text(60, 92, "who were asked about the services of their town")
    sheet.text(320, 92, "Table 2. Answers of all who were asked")
    sheet.text(60, 106, "and said how they judge the staff.")
    sheet.row(106, xs, ["", "Yes", "No", "Unknown"])
    for i, cells in enumerate(ANSWERS):
        sheet.row(120 + 14 * i, xs, cells)
    assert shown(only(sheet)) == [["", "Yes", "No", "Unknown"], *map(list, ANSWERS)]
