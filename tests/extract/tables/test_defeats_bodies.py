"""Bodies that defeat table tools: groups, wrapped cells, few rules, fills. Grids are written from the drawing."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from sheets import Sheet, shown, spans

from pipeline.extract.tables import find_tables
from pipeline.model import Table

HEAD = ("Régions", "2021", "2022", "2023")
XS = [60, 230, 300, 370]
ROWS = [("Bretagne", "312", "45", "12"), ("Corse", "77", "40", "8"), ("Normandie", "91", "38", "3"),
        ("Occitanie", "103", "51", "9"), ("Provence", "121", "47", "11")]  # fmt: skip


@pytest.fixture
def sheet(tmp_path: Path) -> Sheet:
    return Sheet(tmp_path)


def only(sheet: Sheet) -> Table:
    tables = find_tables(sheet.page())
    assert len(tables) == 1, [shown(t) for t in tables]
    return tables[0]


def drawn(sheet: Sheet, y: float, rows: list[tuple[str, ...]], leading: float = 13.0) -> list[list[str]]:
    """Draws rows from the baseline ``y`` on; gives them as lists."""
    for i, cells in enumerate(rows):
        sheet.row(y + leading * i, XS, cells)
    return [list(r) for r in rows]


@pytest.mark.parametrize("bold", [True, False])
def test_row_groups_without_rules(sheet: Sheet, bold: bool) -> None:
    rows = [HEAD, ("Hommes", "", "", ""), *ROWS[:2], ("Femmes", "", "", ""), *ROWS[2:]]
    for i, cells in enumerate(rows):
        group = bool(i) and not cells[1]
        sheet.row(110 + 13 * i, [XS[0] + (0 if group or not i else 8), *XS[1:]], cells, bold=bold and group)
    table = only(sheet)
    assert shown(table) == [list(r) for r in rows]
    assert {c.text for c in table.cells if c.role == "header"} == set(HEAD)


def test_row_groups_in_a_column_of_their_own(sheet: Sheet) -> None:
    xs = [60, 130, 280, 350]
    rows = [("Sexe", "Âge", "Oui", "Non"), ("Hommes", "18-34", "31", "69"), ("", "35-64", "42", "58"),
            ("", "65 et plus", "55", "45"), ("Femmes", "18-34", "28", "72"), ("", "35-64", "39", "61"),
            ("", "65 et plus", "50", "50")]  # fmt: skip
    for i, cells in enumerate(rows):
        for k, (x, text) in enumerate(zip(xs, cells, strict=True)):
            if text:
                sheet.text(x, 110 + 13 * i, text, "left" if k < 2 else "right")
    sheet.across(58, 352, 98, 115, 193)
    table = only(sheet)
    assert [[c or "" for c in r[1:]] for r in shown(table)] == [list(r[1:]) for r in rows]
    assert [r[0] for r in shown(table)] == [r[0] for r in rows]
    assert spans(table) in ({}, {"Hommes": (3, 1), "Femmes": (3, 1)})


def test_a_section_title_centred_across_the_body(sheet: Sheet) -> None:
    sheet.row(108, XS, HEAD)
    sheet.across(58, 372, 97, 113, 226)
    sheet.text(215, 126, "Ménages avec enfants", "center")
    first = drawn(sheet, 140, ROWS[:3])
    sheet.text(215, 180, "Ménages sans enfant", "center")
    second = drawn(sheet, 194, ROWS[2:])
    found = shown(only(sheet))
    assert found[0] == list(HEAD)
    assert [[t for t in r if t] for r in found[1:]] == [
        ["Ménages avec enfants"], *first, ["Ménages sans enfant"], *second
    ]  # fmt: skip
    assert found[2:5] + found[6:] == first + second


def test_labels_wrapped_before_their_values(sheet: Sheet) -> None:
    """The values stand on the last line of their label, and a continued line is set further in."""
    rows = [("A trouvé une réponse sur le site", "12", "31", "4"), ("A téléphoné", "7", "11", "2"),
            ("A envoyé une lettre et attendu une réponse", "3", "5", "9"), ("Est venu", "22", "47", "1")]  # fmt: skip
    broken = [("A trouvé une réponse", "sur le site"), ("A téléphoné",),
              ("A envoyé une lettre et", "attendu une réponse"), ("Est venu",)]  # fmt: skip
    sheet.row(108, XS, HEAD)
    sheet.across(58, 372, 97, 113)
    y = 127.0
    for label, cells in zip(broken, rows, strict=True):
        for k, text in enumerate(label):
            sheet.text(60 + 7 * k, y, text)
            y += 10.5
        for x, value in zip(XS[1:], cells[1:], strict=True):
            sheet.text(x, y - 10.5, value, "right")
        y += 4
    sheet.across(58, 372, y - 8)
    assert shown(only(sheet)) == [list(HEAD), *[list(r) for r in rows]]


def test_a_wrapped_label_between_two_rows_of_values(sheet: Sheet) -> None:
    """All lines at one distance: the words that stand alone may read on from above, but open the row below."""
    lines = [("Shares given up by employees for the tax they owe", "12", "31", "4"),
             ("Costs of the options and shares that were given", "", "", ""), ("to employees", "7", "11", "2"),
             ("Dividends", "3", "5", "9"), ("Balance at the end", "22", "47", "15")]  # fmt: skip
    xs = [60, 330, 400, 470]
    sheet.row(108, xs, HEAD)
    sheet.across(58, 472, 97, 113, 184)
    for i, cells in enumerate(lines):
        sheet.row(127 + 12 * i, xs, cells)
    assert shown(only(sheet)) == [
        list(HEAD),
        list(lines[0]),
        ["Costs of the options and shares that were given to employees", "7", "11", "2"],
        *[list(r) for r in lines[3:]],
    ]


def test_wrapped_cells_of_text_without_rules(sheet: Sheet) -> None:
    """One row of the table a gap, not one a line."""
    xs, widths = [60, 190, 380], [110, 170, 150]
    rows = [("Name", "What it does", "Who asked for it"),
            ("Counter", "Counts all letters that come in during a day and again those that were answered",
             "The mayor and both of her deputies in spring"),
            ("Sorter", "Puts the letters in the order of the streets they were sent from", "The post room"),
            ("Reader", "Reads the address", "A group of residents who had waited for too long")]  # fmt: skip
    y = 110.0
    for i, cells in enumerate(rows):
        ends = [sheet.lines(x, y, text, w, 10.5) for x, text, w in zip(xs, cells, widths, strict=True)]
        y = max(ends) + (6 if i else 8)
        if not i:
            sheet.across(58, 530, 98, 115)
    sheet.across(58, 530, y - 8)
    assert shown(only(sheet)) == [list(r) for r in rows]


def test_rules_only_around_the_header(sheet: Sheet) -> None:
    rows = drawn(sheet, 108, [HEAD]) + drawn(sheet, 127, ROWS)
    sheet.across(58, 372, 97, 113)
    assert shown(only(sheet)) == rows


def test_rules_only_between_columns(sheet: Sheet) -> None:
    rows = drawn(sheet, 110, [HEAD, *ROWS])
    sheet.down(98, 182, 180, 250, 320)
    assert shown(only(sheet)) == rows


def test_many_rows_in_one_ruled_cell(sheet: Sheet) -> None:
    """Boxes around the header's cells and one box a column around the whole body."""
    rows = drawn(sheet, 108, [HEAD, *ROWS], 14)
    sheet.across(56, 376, 97, 112, 184)
    sheet.down(97, 184, 56, 180, 250, 320, 376)
    assert shown(only(sheet)) == rows


def test_ruled_groups_of_rows(sheet: Sheet) -> None:
    """A full grid whose horizontal rules stand only between groups of rows."""
    rows = drawn(sheet, 108, [HEAD], 14) + drawn(sheet, 122, ROWS[:3], 12) + drawn(sheet, 162, ROWS[3:], 12)
    sheet.across(56, 376, 97, 112, 151, 180)
    sheet.down(97, 180, 56, 180, 250, 320, 376)
    assert shown(only(sheet)) == rows


@pytest.mark.parametrize("gap", [4.0, 3.0])
def test_narrow_gaps_glue_no_numbers(sheet: Sheet, gap: float) -> None:
    """Columns of wide numbers, set so tightly that the blank between two is about that between two words."""
    rows = [("Bilan", "2021", "2022", "2023"), ("Actif", "123,456", "131,077", "140,212"),
            ("Passif", "118,903", "127,345", "133,801"), ("Fonds", "104,553", "103,732", "106,411"),
            ("Stocks", "120,110", "119,870", "121,004")]  # fmt: skip
    width = 34.0  # a number of six digits and a comma in Helvetica of 9 points is 32.5 wide
    for i, cells in enumerate(rows):
        sheet.row(110 + 13 * i, [60, *(150 + (width + gap - 1.5) * k for k in range(3))], cells)
    assert shown(only(sheet)) == [list(r) for r in rows]


def test_zebra_fills_with_wrapped_labels(sheet: Sheet) -> None:
    rows = [("Answered within one day", "12", "31", "4"), ("Answered later", "7", "11", "2"),
            ("Never answered, or lost", "3", "5", "9"), ("All letters that came in", "22", "47", "15")]  # fmt: skip
    broken = [("Answered within", "one day"), ("Answered later",), ("Never answered,", "or lost"),
              ("All letters", "that came in")]  # fmt: skip
    sheet.fill(56, 98, 376, 114, 0.6)
    sheet.row(110, XS, ("Letters", *HEAD[1:]), bold=True)
    top = 114.0
    for i, (label, cells) in enumerate(zip(broken, rows, strict=True)):
        bottom = top + 5 + 10.5 * len(label)
        if i % 2:
            sheet.fill(56, top, 376, bottom)
        for k, text in enumerate(label):
            sheet.text(60, top + 10.5 + 10.5 * k, text)
        for x, value in zip(XS[1:], cells[1:], strict=True):
            sheet.text(x, top + 10.5, value, "right")
        top = bottom
    assert shown(only(sheet)) == [["Letters", *HEAD[1:]], *[list(r) for r in rows]]


def test_white_text_on_a_dark_header(sheet: Sheet) -> None:
    sheet.fill(56, 97, 376, 114, 0.15)
    sheet.canvas.setFillGray(1)
    sheet.row(109, XS, HEAD, bold=True)
    sheet.canvas.setFillGray(0)
    rows = drawn(sheet, 126, ROWS)
    table = only(sheet)
    assert shown(table) == [list(HEAD), *rows]
    assert {c.text for c in table.cells if c.role == "header"} == set(HEAD)


def test_white_rules_on_fills(sheet: Sheet) -> None:
    """Every cell is a filled box, and what parts them is white."""
    rows = [list(HEAD), *[list(r) for r in ROWS]]
    edges = [56, 180, 250, 320, 376]
    for i, cells in enumerate(rows):
        for left, right in pairwise(edges):
            sheet.fill(left + 0.5, 97 + 16 * i + 0.5, right - 0.5, 113 + 16 * i - 0.5, 0.7 if i == 0 else 0.9)
        sheet.row(109 + 16 * i, XS, cells)
    assert shown(only(sheet)) == rows


def test_typewriter_with_dashes_and_bars(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path, font="Courier")
    rows = [list(HEAD), *[list(r) for r in ROWS]]
    line = "+" + "-" * 14 + ("+" + "-" * 8) * 3 + "+"
    text = [line]
    for i, (a, b, c, d) in enumerate(rows):
        text.append(f"| {a:<12} | {b:>6} | {c:>6} | {d:>6} |")
        text += [line] if i in (0, len(rows) - 1) else []
    for i, each in enumerate(text):
        sheet.text(60, 110 + 11 * i, each)
    assert shown(only(sheet)) == rows


def test_typewriter_with_a_rule_under_each_header(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path, font="Courier")
    rows = [["Account", "Opening", "Closing"], ["Wages", "1,204.50", "1,310.00"], ["Rent", "310.00", "325.75"],
            ["Books", "77.20", "81.15"], ["Total", "1,591.70", "1,716.90"]]  # fmt: skip
    text = [f"{a:<16}{b:>10}  {c:>10}" for a, b, c in rows]
    text.insert(1, "-" * 14 + "    " + "-" * 8 + "    " + "-" * 8)
    text.insert(5, " " * 18 + "=" * 8 + "    " + "=" * 8)
    for i, each in enumerate(text):
        sheet.text(60, 110 + 11 * i, each)
    assert shown(only(sheet)) == rows


def test_dots_leading_to_the_values(sheet: Sheet) -> None:
    """Rows of dots between label and values are no text of the table; it is no contents page either."""
    rows = [("Item", "2021", "2022"), ("Wages", "1,204", "1,310"), ("Rent and light", "310", "325"),
            ("Books", "77", "81"), ("All costs", "1,591", "1,716")]  # fmt: skip
    for i, cells in enumerate(rows):
        end = sheet.text(60, 110 + 13 * i, cells[0])
        if i:
            sheet.text(end + 3, 110 + 13 * i, "." * int((235 - end) / 2.5))
        for x, value in zip((290, 350), cells[1:], strict=True):
            sheet.text(x, 110 + 13 * i, value, "right")
    found = [[text.rstrip(" .") for text in r] for r in shown(only(sheet))]
    assert found == [list(r) for r in rows]


def test_units_beside_numbers_stay_with_them(sheet: Sheet) -> None:
    rows = [("Town", "Price", "Area"), ("Lyon", "€ 310", "48 km²"), ("Lille", "€ 295", "35 km²"),
            ("Nice", "€ 402", "72 km²"), ("Brest", "€ 187", "50 km²")]  # fmt: skip
    for i, cells in enumerate(rows):
        sheet.row(110 + 13 * i, [60, 230, 330], cells)
    assert shown(only(sheet)) == [list(r) for r in rows]
