"""Ruled rows of several lines: which of them are rows of the table, and what a label beside them stands for."""

from __future__ import annotations

from pathlib import Path

import pytest
from sheets import Sheet, shown, spans

from pipeline.extract.tables import find_tables
from pipeline.model import Table


@pytest.fixture
def sheet(tmp_path: Path) -> Sheet:
    return Sheet(tmp_path)


def only(sheet: Sheet) -> Table:
    tables = find_tables(sheet.page())
    assert len(tables) == 1, [shown(t) for t in tables]
    return tables[0]


def boxed(sheet: Sheet, xs: list[float], ys: list[float]) -> None:
    sheet.across(xs[0], xs[-1], *ys)
    sheet.down(ys[0], ys[-1], *xs)


@pytest.mark.parametrize("unit", ["", " s"])
@pytest.mark.parametrize("lines", [("Reading",), ("Time of", "reading")])
def test_a_label_in_the_middle_of_a_ruled_band_stands_for_all_its_rows(
    sheet: Sheet, lines: tuple[str, ...], unit: str
) -> None:
    boxed(sheet, [60, 130, 190, 250, 310], [100, 118, 160, 202])
    for x, text in zip((95, 160, 220, 280), ("Task", "Case", "2021", "2022"), strict=True):
        sheet.text(x, 112, text, "center")
    for top, label in ((131, lines), (173, ("Writing",))):
        for k, line in enumerate(label):
            sheet.text(95, top + 12 + 12 * (k - (len(label) - 1) / 2), line, "center")
        for k, (case, a, b) in enumerate((("min", "1.57", "1.89"), ("mean", "1.73", "2.03"), ("max", "2.02", "2.25"))):
            for x, text in zip((160, 220, 280), (case, a + unit, b + unit), strict=True):
                sheet.text(x, top + 12 * k, text, "center")
    table = only(sheet)
    rows = [["min", "1.57", "1.89"], ["mean", "1.73", "2.03"], ["max", "2.02", "2.25"]]
    assert [[c.replace(unit, "") if c != "Case" else c for c in r[1:]] for r in shown(table)][1:] == rows * 2
    assert spans(table) == {" ".join(lines): (3, 1), "Writing": (3, 1)}


def test_words_on_common_baselines_are_rows_where_the_next_word_had_room(sheet: Sheet) -> None:
    boxed(sheet, [60, 230, 400], [100, 118, 172, 190])
    sheet.row(112, [65, 235], ["Symbol", "Meaning"], "left")
    body = [["Number of links", "counted once a year"], ["Cost", "of one link"], ["Load", "of a whole tree"],
            ["Delay", "until the last packet"]]  # fmt: skip
    for k, cells in enumerate(body):
        sheet.row(130 + 12 * k, [65, 235], cells, "left")
    sheet.row(184, [65, 235], ["Rate", "per commodity and per destination"], "left")
    assert shown(only(sheet)) == [["Symbol", "Meaning"], *body, ["Rate", "per commodity and per destination"]]


def test_heads_of_a_quarter_and_a_year_are_one_row(sheet: Sheet) -> None:
    boxed(sheet, [60, 200, 260, 320], [100, 128, 146, 164])
    for x, quarter in ((230, "4. Quartal"), (290, "3. Quartal")):
        sheet.text(x, 111, quarter, "center")
        sheet.text(x, 123, "2013", "center")
    rows = [["Anträge", "2081", "1977"], ["Ablehnungen", "312", "298"]]
    for k, cells in enumerate(rows):
        sheet.row(140 + 18 * k, [65, 250, 310], cells)
    found = [[c for c in r if c] for r in shown(only(sheet))]
    assert found == [["4. Quartal 2013", "3. Quartal 2013"], *rows]


def test_two_wrapped_cells_beside_one_another_are_one_row(sheet: Sheet) -> None:
    boxed(sheet, [60, 150, 290], [100, 118, 148, 178])
    sheet.row(112, [65, 155], ["Measure", "What it says"], "left")
    sheet.lines(65, 130, "Households interviewed", 80)
    sheet.lines(155, 130, "how many of them answered our questions", 130)
    sheet.lines(65, 160, "Persons approached", 80)
    sheet.lines(155, 160, "how many were at home when we called", 130)
    assert shown(only(sheet)) == [
        ["Measure", "What it says"],
        ["Households interviewed", "how many of them answered our questions"],
        ["Persons approached", "how many were at home when we called"],
    ]


def test_rows_of_words_between_rules_of_groups(sheet: Sheet) -> None:
    """Rules part groups, not rows; no row has a number."""
    sheet.across(58, 402, 98, 116, 180, 198, 216)
    sheet.row(110, [60, 140, 210], ["Part", "Sign", "Meaning"], "left")
    rows = [["M", "size of the model"], ["L", "number of its layers"], ["D", "width of one head"], ["H", "heads"]]
    for k, cells in enumerate(rows):
        sheet.row(130 + 14 * k, [140, 210], cells, "left")
    sheet.text(60, 151, "Model")
    sheet.row(192, [60, 140, 210], ["Machine", "G", "size of its memory, counted in bytes"], "left")
    sheet.row(210, [60, 140, 210], ["Work", "R", "requests"], "left")
    found = shown(only(sheet))
    assert [r[1:] for r in found] == [
        ["Sign", "Meaning"], *rows, ["G", "size of its memory, counted in bytes"], ["R", "requests"]
    ]  # fmt: skip


def test_a_section_title_between_two_rules_does_not_end_the_table(sheet: Sheet) -> None:
    """Set a little nearer to the rule below it than to the one above it, as by many programs."""
    xs = [60, 210, 270]
    sheet.across(58, 272, 97, 114, 145, 165, 196)
    sheet.row(109, xs, ["Model", "Hard", "Easy"])
    sheet.row(126, xs, ["First", "15.4", "25.3"])
    sheet.row(139, xs, ["Second", "18.3", "38.4"])
    sheet.text(165, 158.5, "with labels", "center")
    sheet.row(177, xs, ["First", "19.3", "37.9"])
    sheet.row(190, xs, ["Second", "28.3", "48.8"])
    found = shown(only(sheet))
    assert [r[0] for r in found if len(r) == 3][:3] == ["Model", "First", "Second"]
    assert [[c for c in r if c] for r in found] == [
        ["Model", "Hard", "Easy"], ["First", "15.4", "25.3"], ["Second", "18.3", "38.4"], ["with labels"],
        ["First", "19.3", "37.9"], ["Second", "28.3", "48.8"],
    ]  # fmt: skip


def test_a_row_of_numbers_under_a_spanners_rule_is_header(sheet: Sheet) -> None:
    """Leaves that are numbers (top 1, 5, 10) over decimals; groups of rows are ruled, so rules alone do not tell."""
    xs = [60, 200, 250, 300]
    sheet.across(58, 302, 97, 127, 156, 185, 214, 243)
    sheet.text(255, 108, "Among the first", "center")
    sheet.across(185, 302, 112)
    sheet.text(60, 116, "Method")
    sheet.row(122, xs, ["", "1", "5", "10"])
    rows = [["North", "0.25", "0.31", "0.36"], ["South", "0.15", "0.20", "0.23"]] * 4
    for k, cells in enumerate(rows):
        sheet.row(138 + 13 * k + 3 * (k // 2), xs, cells)
    table = only(sheet)
    assert {c.text for c in table.cells if c.role == "header"} == {"Method", "Among the first", "1", "5", "10"}
    assert shown(table)[2:] == rows
