"""Where a table stands: beside text, charts and other tables, sideways, over notes; and what is none at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas
from sheets import HEIGHT, WIDTH, Sheet, shown

from pipeline.extract import extract
from pipeline.extract.tables import find_tables
from pipeline.model import Table
from pipeline.read import open_document, read_pages

HEAD = ("Ort", "Fälle", "Anteil", "Rang")
ROWS = [("Aachen", "310", "45,1", "12"), ("Bonn", "77", "40,9", "8"), ("Celle", "9", "38,2", "3"),
        ("Dresden", "103", "51,0", "9"), ("Essen", "121", "47,7", "11")]  # fmt: skip
GRID = [list(r) for r in (HEAD, *ROWS)]
PROSE = (
    "Die Gemeinden wurden im vergangenen Jahr erneut nach ihren Erfahrungen gefragt. Die meisten haben innerhalb "
    "einer Woche geantwortet, einige erst nach einer zweiten Bitte. Wer geantwortet hat, war im Ganzen zufrieden. "
)


@pytest.fixture
def sheet(tmp_path: Path) -> Sheet:
    return Sheet(tmp_path)


def only(sheet: Sheet) -> Table:
    tables = find_tables(sheet.page())
    assert len(tables) == 1, [shown(t) for t in tables]
    return tables[0]


def draw(sheet: Sheet, x: float, y: float, rows: list[tuple[str, ...]], step: float = 55) -> None:
    xs = [x, *(x + 110 + step * k for k in range(len(rows[0]) - 1))]
    for i, cells in enumerate(rows):
        sheet.row(y + 14 * i, xs, cells)


def test_strips_of_one_table_side_by_side(sheet: Sheet) -> None:
    """A long list folded into two strips under the same header: as printed, every value in its row."""
    left, right = ROWS[:3], [*ROWS[3:], ("Fulda", "44", "39,9", "5")]
    xs = [60, 160, 205, 250, 310, 410, 455, 500]
    for i, (a, b) in enumerate(zip((HEAD, *left), (HEAD, *right), strict=True)):
        sheet.row(110 + 14 * i, xs[:4], a)
        sheet.row(110 + 14 * i, xs[4:], b)
    tables = find_tables(sheet.page())
    rows = [r for t in tables for r in shown(t)]
    whole = [[*HEAD, *HEAD], *[[*a, *b] for a, b in zip(left, right, strict=True)]]
    apart = [list(r) for r in (HEAD, *left, HEAD, *right)]
    assert rows in (whole, apart)


def test_two_tables_side_by_side_on_the_same_lines(sheet: Sheet) -> None:
    """The same number of rows on the same baselines, but rules of their own: never one row of both."""
    right = [("Straße", "Länge", "Spuren"), ("A1", "157", "4"), ("A2", "212", "8"), ("A27", "110", "6"),
             ("A3", "98", "6"), ("A4", "301", "4")]  # fmt: skip
    draw(sheet, 40, 110, [HEAD, *ROWS], step=45)
    draw(sheet, 350, 110, right)
    sheet.across(38, 242, 98, 115, 185)
    sheet.across(348, 517, 98, 115, 185)
    tables = find_tables(sheet.page())
    assert [shown(t) for t in tables] == [GRID, [list(r) for r in right]]


def test_notes_and_sources_directly_below(sheet: Sheet) -> None:
    draw(sheet, 60, 110, [HEAD, *ROWS])
    sheet.across(58, 285, 98, 115, 185)
    sheet.size = 8
    for i, text in enumerate(("Anmerkung: 2 Fälle doppelt gezählt.", "Quelle: Umfrage 2021, n = 1.204.")):
        sheet.text(60, 195 + 10 * i, text)
    (table,) = extract([sheet.page()]).tables
    assert shown(table) == GRID
    assert [n.text for n in table.notes] == [
        "Anmerkung: 2 Fälle doppelt gezählt.",
        "Quelle: Umfrage 2021, n = 1.204.",
    ]


def test_notes_below_a_table_without_rules(sheet: Sheet) -> None:
    draw(sheet, 60, 110, [HEAD, *ROWS])
    sheet.size = 8
    sheet.text(60, 193, "Quelle: Umfrage 2021, n = 1.204.")
    (table,) = extract([sheet.page()]).tables
    assert shown(table) == GRID


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize("ruled", [True, False])
def test_a_column_of_text_beside_it(sheet: Sheet, side: str, ruled: bool) -> None:
    table_x, text_x = (40, 330) if side == "right" else (320, 40)
    draw(sheet, table_x, 110, [HEAD, *ROWS], step=45)
    sheet.lines(text_x, 104, PROSE * 3, 215)
    if ruled:
        sheet.across(table_x - 2, table_x + 202, 98, 115, 185)
    assert shown(only(sheet)) == GRID


def test_a_bar_chart_beside_it(sheet: Sheet) -> None:
    draw(sheet, 40, 110, [HEAD, *ROWS], step=45)
    sheet.across(38, 242, 98, 115, 185)
    for i, (label, share) in enumerate((("ja", 62), ("nein", 27), ("weiß nicht", 11))):
        y = 118 + 22 * i
        sheet.text(360, y, label, "right")
        sheet.fill(365, y - 9, 365 + 2 * share, y + 3, 0.4)
        sheet.text(370 + 2 * share, y, f"{share} %")
    content = extract([sheet.page()])
    assert [shown(t) for t in content.tables] == [GRID]


def sideways(tmp_path: Path, rotate: bool, turn: int) -> Path:
    """The page turned (its text upright for who turns it), or only the text set sideways on an upright page."""
    path = tmp_path / "sideways.pdf"
    canvas = Canvas(str(path), pagesize=(HEIGHT, WIDTH) if rotate else (WIDTH, HEIGHT))  # turned by reportlab too
    if rotate:
        canvas.setPageRotation(turn)
    canvas.saveState()
    if turn == 90:  # read from top to bottom after a quarter turn clockwise undone
        canvas.translate(WIDTH, 0)
        canvas.rotate(90)
    else:
        canvas.translate(0, HEIGHT)
        canvas.rotate(-90)
    canvas.setFont("Helvetica", 9)
    for i, cells in enumerate(GRID):
        y = WIDTH - 110 - 14 * i
        canvas.drawString(100, y, cells[0])
        for x, text in zip((260, 340, 420), cells[1:], strict=True):
            canvas.drawRightString(x, y, text)
    for y in (98, 115, 185):
        canvas.line(98, WIDTH - y, 422, WIDTH - y)
    canvas.restoreState()
    canvas.showPage()
    canvas.save()
    return path


@pytest.mark.parametrize("backend", ["pdfium", "pdfplumber"])
@pytest.mark.parametrize("turn", [90, 270])
@pytest.mark.parametrize("rotate", [True, False])
def test_a_table_set_sideways(tmp_path: Path, rotate: bool, turn: int, backend: str) -> None:
    pages = list(read_pages(open_document(sideways(tmp_path, rotate, turn), backend=backend)))
    assert [shown(t) for t in extract(pages).tables] == [GRID]


def test_a_header_only_on_the_page_before(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path)
    rows = [(f"Ort {i + 1}", str(100 + 3 * i), f"{i},5", str(i)) for i in range(30)]
    xs = [60, 260, 340, 420]
    sheet.lines(60, 60, PROSE * 2, 440)
    for i, cells in enumerate([HEAD, *rows[:20]]):
        sheet.row(500 + 13 * i, xs, cells, bold=i == 0)
    sheet.text(300, 820, "1", "center")
    sheet.canvas.showPage()
    for i, cells in enumerate(rows[20:]):
        sheet.row(60 + 13 * i, xs, cells)
    sheet.lines(60, 230, PROSE * 2, 440)
    sheet.text(300, 820, "2", "center")
    sheet.canvas.showPage()
    sheet.canvas.save()
    (table,) = extract(list(read_pages(open_document(sheet.path)))).tables
    assert table.pages == (1, 2)
    assert shown(table) == [list(r) for r in (HEAD, *rows)]


CONTENTS = [("1", "Einleitung", "3"), ("1.1", "Auftrag", "3"), ("1.2", "Vorgehen", "4"), ("2", "Ergebnisse", "7"),
            ("2.1", "Gemeinden im Vergleich", "9"), ("3", "Schluss", "15")]  # fmt: skip


@pytest.mark.parametrize("leaders", [True, False])
def test_a_contents_page_with_numbered_chapters(sheet: Sheet, leaders: bool) -> None:
    sheet.text(60, 80, "Inhalt", bold=True)
    for i, (number, title, page) in enumerate(CONTENTS):
        sheet.text(60, 110 + 16 * i, number)
        end = sheet.text(90, 110 + 16 * i, title)
        if leaders:
            sheet.text(end + 4, 110 + 16 * i, "." * int((500 - end) / 2.6))
        sheet.text(530, 110 + 16 * i, page, "right")
    assert find_tables(sheet.page()) == ()


@pytest.mark.parametrize("leaders", [True, False])
@pytest.mark.parametrize("word", ["Abbildung", "Table", "Figuur", "Tableau"])
def test_a_list_of_figures(sheet: Sheet, word: str, leaders: bool) -> None:
    for i, (_, title, page) in enumerate(CONTENTS):
        end = sheet.text(60, 110 + 16 * i, f"{word} {i + 1}: {title}")
        if leaders:
            sheet.text(end + 4, 110 + 16 * i, "." * int((500 - end) / 2.6))
        sheet.text(530, 110 + 16 * i, page, "right")
    assert find_tables(sheet.page()) == ()


def test_a_page_of_references(sheet: Sheet) -> None:
    y = 110.0
    for i in range(6):
        sheet.text(60, y, f"[{i + 1}]")
        y = sheet.lines(85, y, f"Meier, A. und Schulz, B. ({2010 + i}). Wie Gemeinden antworten. In: Blätter {i}, "
                        f"S. {20 + i}-{31 + i}. " + "Verlag der Stadt, Bonn.", 420) + 4  # fmt: skip
    assert find_tables(sheet.page()) == ()
