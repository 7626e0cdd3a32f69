"""Headers that defeat table tools: levels, spans, words of several lines. Grids are written from the drawing."""

from __future__ import annotations

from pathlib import Path

import pytest
from sheets import Sheet, shown, spans

from pipeline.extract.tables import find_tables
from pipeline.model import Table

REGIONS = [("Bayern", "41", "52", "38", "47"), ("Berlin", "29", "33", "27", "35"), ("Bremen", "8", "9", "6", "11"),
           ("Hessen", "64", "71", "60", "69"), ("Saarland", "12", "15", "10", "14")]  # fmt: skip


@pytest.fixture
def sheet(tmp_path: Path) -> Sheet:
    return Sheet(tmp_path)


def only(sheet: Sheet) -> Table:
    tables = find_tables(sheet.page())
    assert len(tables) == 1, [shown(t) for t in tables]
    return tables[0]


def body(sheet: Sheet, y: float, xs: list[float], align: str = "right", leading: float = 13.0) -> list[list[str]]:
    """Draws the regions from the baseline ``y`` on, as many columns as ``xs`` has; gives the rows drawn."""
    rows = [list(r[: len(xs)]) for r in REGIONS]
    for i, cells in enumerate(rows):
        sheet.row(y + leading * i, xs, cells, align)
    return rows


def header_rows(table: Table) -> int:
    return 1 + max(c.row for c in table.cells if c.role == "header")


@pytest.mark.parametrize("ruled", [True, False])
def test_two_levels_over_open_columns(sheet: Sheet, ruled: bool) -> None:
    xs = [60, 210, 270, 340, 400]
    sheet.text(225, 106, "2021", "center")
    sheet.text(355, 106, "2022", "center")
    sheet.row(119, xs, ["Land", "Frauen", "Männer", "Frauen", "Männer"])
    if ruled:
        sheet.across(58, 402, 95, 124, 190)
        sheet.across(178, 272, 109)
        sheet.across(308, 402, 109)
    rows = body(sheet, 137, xs)
    table = only(sheet)
    head = {True: ["", "Land"], False: ["Land", ""]}[ruled]
    assert shown(table) == [
        [head[0], "2021", "", "2022", ""], [head[1], "Frauen", "Männer", "Frauen", "Männer"], *rows
    ]  # fmt: skip
    tall = {} if ruled else {"Land": (2, 1)}
    assert spans(table) == {**tall, "2021": (1, 2), "2022": (1, 2)}
    assert header_rows(table) == 2


@pytest.mark.parametrize("strokes", [[(58, 170), (170, 290), (290, 402)], [(58, 402)]])
def test_a_low_stub_head_reaches_up_where_the_rule_above_is_drawn_cell_by_cell(
    sheet: Sheet, strokes: list[tuple[float, float]]
) -> None:
    xs = [60, 210, 270, 340, 400]
    sheet.text(225, 106, "2021", "center")
    sheet.text(355, 106, "2022", "center")
    sheet.row(119, xs, ["Land", "Frauen", "Männer", "Frauen", "Männer"])
    for x0, x1 in strokes:
        sheet.across(x0, x1, 95)
    sheet.across(58, 402, 124, 190)
    sheet.across(178, 272, 109)
    sheet.across(308, 402, 109)
    body(sheet, 137, xs)
    land = next(c for c in only(sheet).cells if c.text == "Land")
    assert (land.row, land.row_span) == ((0, 2) if len(strokes) > 1 else (1, 1))


def test_three_levels(sheet: Sheet) -> None:
    xs = [60, 210, 270, 340, 400]
    sheet.text(290, 104, "Verkehrsmittel zur Arbeit", "center")
    sheet.across(180, 402, 108)
    sheet.text(225, 118, "Stadt", "center")
    sheet.text(355, 118, "Land", "center")
    sheet.across(180, 272, 122)
    sheet.across(310, 402, 122)
    sheet.row(132, xs, ["Region", "Bahn", "Auto", "Bahn", "Auto"])
    sheet.across(58, 402, 93, 138, 204)
    rows = body(sheet, 151, xs)
    table = only(sheet)
    assert shown(table) == [
        ["", "Verkehrsmittel zur Arbeit", "", "", ""],
        ["", "Stadt", "", "Land", ""],
        ["Region", "Bahn", "Auto", "Bahn", "Auto"],
        *rows,
    ]
    assert spans(table) == {
        "Verkehrsmittel zur Arbeit": (1, 4),
        "Stadt": (1, 2),
        "Land": (1, 2),
    }


def test_a_spanner_over_some_columns_only(sheet: Sheet) -> None:
    xs = [60, 210, 270, 340, 400]
    sheet.text(305, 106, "Of whom", "center")
    sheet.across(238, 342, 109)
    sheet.row(119, xs, ["Region", "All", "Working", "Studying", "Rank"])
    sheet.across(58, 402, 95, 124, 190)
    rows = body(sheet, 137, xs)
    table = only(sheet)
    assert shown(table) == [["", "", "Of whom", "", ""], ["Region", "All", "Working", "Studying", "Rank"], *rows]
    assert spans(table)["Of whom"] == (1, 2)


def test_header_words_of_unequal_height_set_at_the_bottom(sheet: Sheet) -> None:
    heads = [(60, ["Region"]), (210, ["Number of", "households", "interviewed"]), (270, ["Share"]),
             (340, ["Change since", "last year"]), (400, ["Rank"])]  # fmt: skip
    for x, lines in heads:
        for k, line in enumerate(reversed(lines)):
            sheet.text(x, 130 - 11 * k, line, "left" if x == 60 else "right")
    sheet.across(58, 402, 97, 136, 202)
    rows = body(sheet, 149, [60, 210, 270, 340, 400])
    table = only(sheet)
    assert shown(table) == [
        ["Region", "Number of households interviewed", "Share", "Change since last year", "Rank"],
        *rows,
    ]


@pytest.mark.parametrize("ruled", [True, False])
def test_header_words_of_unequal_height_set_at_the_top(sheet: Sheet, ruled: bool) -> None:
    heads = [(60, ["Region"]), (205, ["Number of", "households", "interviewed"]), (270, ["Share"]),
             (340, ["Change since", "last year"]), (400, ["Rank"])]  # fmt: skip
    for x, lines in heads:
        for k, line in enumerate(lines):
            sheet.text(x, 108 + 11 * k, line, "left" if x == 60 else "right", bold=True)
    if ruled:
        sheet.across(58, 402, 97, 136, 204)
    rows = body(sheet, 151, [60, 205, 270, 340, 400])
    table = only(sheet)
    assert shown(table) == [
        ["Region", "Number of households interviewed", "Share", "Change since last year", "Rank"],
        *rows,
    ]


def test_a_hyphenated_header_word_stays_in_its_column(sheet: Sheet) -> None:
    heads = [(60, ["", "Land"]), (205, ["Bevölkerungs-", "dichte"]), (270, ["", "Anteil"]),
             (340, ["Verände-", "rung"])]  # fmt: skip
    for x, lines in heads:
        for k, line in enumerate(lines):
            if line:
                sheet.text(x, 108 + 11 * k, line, "left" if x == 60 else "right")
    sheet.across(58, 342, 97, 125, 193)
    rows = body(sheet, 139, [60, 205, 270, 340])
    head, *found = shown(only(sheet))
    assert [text.replace("- ", "-") for text in head] == ["Land", "Bevölkerungs-dichte", "Anteil", "Verände-rung"]
    assert found == rows


def test_a_spanner_of_two_lines_over_leaves_of_two_lines(sheet: Sheet) -> None:
    xs = [60, 210, 270, 340, 400]
    for x, lines in ((225, ("People with", "a job")), (355, ("People without", "a job"))):
        for k, line in enumerate(lines):
            sheet.text(x, 104 + 10.5 * k, line, "center")
    sheet.across(172, 272, 119)
    sheet.across(302, 402, 119)
    for x, lines in zip(xs[1:], (("Very", "content"), ("Not", "content")) * 2, strict=True):
        for k, line in enumerate(lines):
            sheet.text(x, 130 + 10.5 * k, line, "right")
    sheet.text(60, 140.5, "Region")
    sheet.across(58, 402, 93, 146, 212)
    rows = body(sheet, 159, xs)
    table = only(sheet)
    assert shown(table) == [
        ["", "People with a job", "", "People without a job", ""],
        ["Region", "Very content", "Not content", "Very content", "Not content"],
        *rows,
    ]
    assert spans(table)["People without a job"] == (1, 2)


def test_a_stub_head_in_the_middle_of_a_tall_header(sheet: Sheet) -> None:
    for x, lines in ((205, ("Share of", "people", "at work")), (290, ("Share of", "people", "at school"))):
        for k, line in enumerate(lines):
            sheet.text(x, 108 + 11 * k, line, "right")
    sheet.text(60, 119, "Region")
    sheet.across(58, 292, 97, 136, 204)
    rows = body(sheet, 150, [60, 205, 290])
    assert shown(only(sheet)) == [["Region", "Share of people at work", "Share of people at school"], *rows]


def test_text_columns_under_a_header_keep_their_words(sheet: Sheet) -> None:
    rows = [("Poste", "Directeur", "Ville"), ("Rhône", "Anne Martin", "Lyon"), ("Nord", "Paul Petit", "Lille"),
            ("Var", "Luc Durand", "Toulon"), ("Gard", "Eva Roux", "Nîmes")]  # fmt: skip
    for i, cells in enumerate(rows):
        sheet.row(110 + 14 * i + 3 * (i > 0), [60, 170, 320], cells, "left")
    sheet.across(58, 400, 98, 116, 175)
    assert shown(only(sheet)) == [list(r) for r in rows]


@pytest.mark.parametrize("place", ["flush left", "over cells nobody sees"])
@pytest.mark.parametrize("leaves", [("2021", "2022"), ("Ja", "Nein")])
def test_leaves_that_come_again_place_their_spanners(sheet: Sheet, place: str, leaves: tuple[str, str]) -> None:
    """Neither spanner stands over the middle of its two columns, nor has it a rule."""
    xs = [60, 210, 270, 340, 400]
    for left, text in ((150, "Frauen"), (280, "Männer")):
        if place == "flush left":
            sheet.text(xs[xs.index(left + 60)] - 20, 106, text)
        else:
            sheet.text(left + 90, 106, text, "center")
    sheet.row(119, xs, ["Land", *leaves, *leaves])
    rows = body(sheet, 133, xs)
    table = only(sheet)
    assert shown(table) == [["Land", "Frauen", "", "Männer", ""], ["", *leaves, *leaves], *rows]
    assert spans(table) == {"Land": (2, 1), "Frauen": (1, 2), "Männer": (1, 2)}
