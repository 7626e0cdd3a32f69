"""From a drawn page to values with their paths: every number, and what it is the number of, as drawn."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from pipeline.clean import clean_content
from pipeline.extract import extract
from pipeline.model import CleanTable, Page
from pipeline.read import open_document, read_pages
from tests.extract.tables.sheets import HEIGHT, WIDTH, Sheet

Path_ = tuple[str, ...]
Values = dict[tuple[Path_, Path_], float | None]


@pytest.fixture
def sheet(tmp_path: Path) -> Sheet:
    return Sheet(tmp_path)


def cleaned(pages: Sequence[Page]) -> tuple[CleanTable, ...]:
    return clean_content(extract(pages), pages)[0]


def values(*tables: CleanTable) -> Values:
    """What is given out: row path and column path -> number."""
    found: Values = {}
    for table in tables:
        rows = {axis.index: axis.path for axis in table.rows}
        columns = {axis.index: axis.path for axis in table.columns}
        for value in table.values:
            place = rows[value.row], columns[value.column]
            assert place not in found, place
            found[place] = value.number
    return found


def one(sheet: Sheet) -> CleanTable:
    tables = cleaned([sheet.page()])
    assert len(tables) == 1
    return tables[0]


def grid(rows: Sequence[tuple[Path_, Sequence[float | None]]], columns: Sequence[Path_]) -> Values:
    return {(row, column): v for row, cells in rows for column, v in zip(columns, cells, strict=True)}


def test_two_levels_of_columns(sheet: Sheet) -> None:
    xs = [60, 210, 270, 340, 400]
    sheet.text(225, 106, "2021", "center")
    sheet.text(355, 106, "2022", "center")
    sheet.row(119, xs, ["Land", "Frauen", "Männer", "Frauen", "Männer"])
    rows = [("Bayern", 41, 52, 38, 47), ("Berlin", 29, 33, 27, 35), ("Bremen", 8, 9, 6, 11), ("Hessen", 64, 71, 60, 69)]
    for i, (label, *cells) in enumerate(rows):
        sheet.row(137 + 13 * i, xs, [label, *map(str, cells)])
    columns = [("2021", "Frauen"), ("2021", "Männer"), ("2022", "Frauen"), ("2022", "Männer")]
    assert values(one(sheet)) == grid([((label,), cells) for label, *cells in rows], columns)


@pytest.mark.parametrize("indent", [8, 0])
def test_groups_of_rows_without_rules(sheet: Sheet, indent: float) -> None:
    """Titles of groups are bold, or the rows below them are set in; in normal weight only when set in."""
    lines = [("Hommes", []), ("Bretagne", [312, 45]), ("Corse", [77, 40]),
             ("Femmes", []), ("Bretagne", [91, 38]), ("Corse", [103, 51])]  # fmt: skip
    sheet.row(110, [60, 230, 300], ["Région", "2021", "2022"])
    for i, (label, cells) in enumerate(lines, 1):
        y = 110 + 13 * i
        sheet.text(60 + (indent if cells else 0), y, label, bold=not cells and not indent)
        for x, cell in zip((230, 300), cells, strict=False):
            sheet.text(x, y, str(cell), "right")
    assert values(one(sheet)) == grid(
        [(("Hommes", "Bretagne"), [312, 45]), (("Hommes", "Corse"), [77, 40]),
         (("Femmes", "Bretagne"), [91, 38]), (("Femmes", "Corse"), [103, 51])],
        [("2021",), ("2022",)],
    )  # fmt: skip


@pytest.mark.parametrize("sizes", [(3, 3), (2, 2), (2, 3), (2, 2, 2)])
def test_groups_named_on_their_first_row(sheet: Sheet, sizes: Sequence[int]) -> None:
    """A name on the first row of its group never passes to rows of the group above."""
    names = ["Men", "Women", "Children"][: len(sizes)]
    ages = ["18-34", "35-64", "65 and over"]
    sheet.row(110, [60, 230, 300], ["Sex", "Yes", "No"])
    sheet.text(130, 110, "Age")
    y, drawn, number = 110.0, [], 11.0
    for name, size in zip(names, sizes, strict=True):
        for i, age in enumerate(ages[:size]):
            y, number = y + 13, number + 3
            sheet.text(60, y, name if not i else "")
            sheet.text(130, y, age)
            sheet.text(230, y, f"{number:.0f}", "right")
            sheet.text(300, y, f"{100 - number:.0f}", "right")
            drawn.append(((name, age), [number, 100 - number]))
    sheet.across(58, 302, 98, 115, y + 6)
    assert values(one(sheet)) == grid(drawn, [("Yes",), ("No",)])


def test_a_centred_title_heads_the_rows_below_it(sheet: Sheet) -> None:
    xs = [60, 230, 300, 370]
    sheet.row(108, xs, ["Region", "2021", "2022", "2023"])
    sheet.across(58, 372, 97, 113, 202)
    parts = {"With children": [("North", [312, 45, 12]), ("South", [77, 40, 8])],
             "Without children": [("North", [91, 38, 3]), ("South", [103, 51, 9])]}  # fmt: skip
    y = 113.0
    for title, rows in parts.items():
        y += 14
        sheet.text(215, y, title, "center")
        for label, cells in rows:
            y += 14
            sheet.row(y, xs, [label, *map(str, cells)])
    assert values(one(sheet)) == grid(
        [((title, label), cells) for title, rows in parts.items() for label, cells in rows],
        [("2021",), ("2022",), ("2023",)],
    )


@pytest.mark.parametrize("where", ["leaf", "leaf in brackets", "spanner", "row of units"])
def test_a_percent_sign_in_the_header_reaches_the_cells(sheet: Sheet, where: str) -> None:
    xs = [60, 230, 320]
    heads = {"leaf": ("Number", "% of all"), "leaf in brackets": ("Number", "Share (%)"),
             "spanner": ("Yes", "No"), "row of units": ("Number", "Share")}[where]  # fmt: skip
    if where == "spanner":
        sheet.text(255, 96, "Share in %", "center")
        sheet.across(200, 322, 99)
    if where == "row of units":
        sheet.row(121, xs, ["", "abs.", "%"])
    sheet.row(110, xs, ["Town", *heads])
    sheet.across(58, 322, 85, 125, 182)
    for i, (label, a, b) in enumerate((("Ghent", 31, 12), ("Liege", 24, 45), ("Namur", 17, 9), ("Ostend", 9, 34))):
        sheet.row(138 + 13 * i, xs, [label, str(a), str(b)])
    table = one(sheet)
    units = {(v.raw, v.column): v.unit for v in table.values}
    share = {raw: unit for (raw, column), unit in units.items() if column == 2}
    number = {raw: unit for (raw, column), unit in units.items() if column == 1}
    assert share == {"12": "%", "45": "%", "9": "%", "34": "%"}
    assert set(number.values()) == ({"%"} if where == "spanner" else {None})


def test_a_percent_sign_in_the_caption_reaches_the_cells(sheet: Sheet) -> None:
    xs = [60, 230, 320]
    sheet.text(60, 80, "Table 2. Towns that answered (in %)", bold=True)
    sheet.row(110, xs, ["Town", "2021", "2022"])
    sheet.across(58, 322, 98, 115, 172)
    for i, (label, a, b) in enumerate((("Ghent", 31, 12), ("Liege", 24, 45), ("Namur", 17, 9), ("Ostend", 9, 34))):
        sheet.row(128 + 13 * i, xs, [label, str(a), str(b)])
    assert {v.unit for v in one(sheet).values} == {"%"}


def test_bases_in_a_row_under_the_header_are_no_values(sheet: Sheet) -> None:
    xs = [60, 210, 270, 340]
    sheet.row(108, xs, ["", "Total", "Women", "Men"])
    sheet.row(119, xs, ["", "n=1,204", "n=610", "n=594"])
    sheet.across(58, 342, 97, 125, 178)
    rows = [("Often", [41, 52, 30]), ("Seldom", [29, 33, 25]), ("Never", [26, 12, 40]), ("No answer", [4, 3, 5])]
    for i, (label, cells) in enumerate(rows):
        sheet.row(138 + 13 * i, xs, [label, *(f"{c}%" for c in cells)])
    table = one(sheet)
    assert values(table) == grid([((label,), cells) for label, cells in rows], [("Total",), ("Women",), ("Men",)])
    assert {(v.column, v.base_n) for v in table.values} == {(1, 1204), (2, 610), (3, 594)}


def test_tables_side_by_side_on_the_same_lines_never_share_a_row(sheet: Sheet) -> None:
    left = [("Aachen", [310, 12]), ("Bonn", [77, 8]), ("Celle", [9, 3]), ("Dresden", [103, 9])]
    right = [("A1", [157, 4]), ("A2", [212, 8]), ("A27", [110, 6]), ("A3", [98, 6])]
    sheet.row(110, [40, 160, 220], ["Ort", "Fälle", "Rang"])
    sheet.row(110, [340, 450, 520], ["Straße", "Länge", "Spuren"])
    for i, ((a, cells), (b, more)) in enumerate(zip(left, right, strict=True), 1):
        sheet.row(110 + 14 * i, [40, 160, 220], [a, *map(str, cells)])
        sheet.row(110 + 14 * i, [340, 450, 520], [b, *map(str, more)])
    assert values(*cleaned([sheet.page()])) == {
        **grid([((a,), cells) for a, cells in left], [("Fälle",), ("Rang",)]),
        **grid([((b,), cells) for b, cells in right], [("Länge",), ("Spuren",)]),
    }


def test_strips_of_one_table_side_by_side(sheet: Sheet) -> None:
    left, right = [("Aachen", 310), ("Bonn", 77), ("Celle", 9)], [("Dresden", 103), ("Essen", 121), ("Fulda", 44)]
    for x in (60, 300):
        sheet.text(x, 110, "Ort")
        sheet.text(x + 130, 110, "Fälle", "right")
    for i, ((a, m), (b, n)) in enumerate(zip(left, right, strict=True), 1):
        sheet.row(110 + 14 * i, [60, 190], [a, str(m)])
        sheet.row(110 + 14 * i, [300, 430], [b, str(n)])
    sheet.across(58, 432, 98, 115, 158)
    assert values(*cleaned([sheet.page()])) == {((a,), ("Fälle",)): n for a, n in left + right}


def test_a_header_only_on_the_page_before(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path)
    xs = [60, 260, 340, 420]
    rows = [(f"Ort {i + 1}", [100 + 3 * i, 7 + i, i]) for i in range(30)]
    sheet.row(500, xs, ["Ort", "Fälle", "Anteil", "Rang"], bold=True)
    for i, (label, cells) in enumerate(rows):
        if i == 20:
            sheet.canvas.showPage()
        sheet.row(513 + 13 * i if i < 20 else 60 + 13 * (i - 20), xs, [label, *map(str, cells)])
    sheet.canvas.showPage()
    sheet.canvas.save()
    tables = cleaned(list(read_pages(open_document(sheet.path))))
    assert values(*tables) == grid([((a,), cells) for a, cells in rows], [("Fälle",), ("Anteil",), ("Rang",)])
    assert {v.page for t in tables for v in t.values if t.rows[0].index + 20 <= v.row} == {2}


@pytest.mark.parametrize("turn", [90, 270])
def test_a_table_set_sideways_keeps_groups_and_places(tmp_path: Path, turn: int) -> None:
    """Groups are told by how far their rows are set in, which is measured down the page here."""
    path = tmp_path / "sideways.pdf"
    canvas = Canvas(str(path), pagesize=(WIDTH, HEIGHT))
    canvas.translate(*((0, HEIGHT) if turn == 90 else (WIDTH, 0)))
    canvas.rotate(-90 if turn == 90 else 90)
    canvas.setFont("Helvetica", 9)
    canvas.drawString(100, WIDTH - 90, "Tabelle 4. Gemeinden nach Antwort (in %)")
    lines = [("Ort", ["ja", "nein"]), ("Groß", []), ("Aachen", ["31", "69"]), ("Bonn", ["42", "58"]),
             ("Klein", []), ("Celle", ["55", "45"]), ("Fulda", ["28", "72"])]  # fmt: skip
    for i, (label, cells) in enumerate(lines):
        y = WIDTH - 115 - 14 * i
        canvas.drawString(100 + (9 if i and cells else 0), y, label)
        for x, text in zip((260, 340), cells, strict=False):
            canvas.drawRightString(x, y, text)
    canvas.showPage()
    canvas.save()
    pages = list(read_pages(open_document(path)))
    (table,) = cleaned(pages)
    assert (table.number, table.title) == ("4", "Gemeinden nach Antwort")
    assert values(table) == grid(
        [(("Groß", "Aachen"), [31, 69]), (("Groß", "Bonn"), [42, 58]),
         (("Klein", "Celle"), [55, 45]), (("Klein", "Fulda"), [28, 72])],
        [("ja",), ("nein",)],
    )  # fmt: skip
    assert {v.unit for v in table.values} == {"%"}
    placed = {w.text: (w.x0, w.top, w.x1, w.bottom) for w in pages[0].words}
    assert all(tuple(v.box) == pytest.approx(placed[v.raw]) for v in table.values)
