"""A report of several pages, PDF to files: what is drawn comes out, with unit, base and place, and nothing else."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from pipeline import run_report
from tests.extract.tables.sheets import HEIGHT, WIDTH, Sheet

PROSE = (
    "The council asked all residents about their contact with the town hall during the past year and how they "
    "judge it. Most of them found an answer within a day, although some had to call more than once before anyone "
    "could help them. Those who came by in person were more content than those who wrote a letter. "
)
ANSWERS = [("Yes", "31", "42"), ("No", "60", "55"), ("Not known", "9", "3")]
TOWNS = [("Ashby", "1,204", "12.5"), ("Barrow", "377", "-3.1"), ("Corby", "90", "–"), ("Derby", "2,051", "0.4")]
LENGTHS = [("North", "12.5", "8"), ("South", "7.25", "11"), ("West", "31.0", "4")]


def draw(folder: Path) -> Path:
    sheet = Sheet(folder)
    sheet.text(60, 70, "Contents", bold=True)
    for i, (title, page) in enumerate((("Answers", 2), ("Towns", 2), ("Roads", 3), ("Method", 4), ("Sources", 5))):
        end = sheet.text(60, 100 + 16 * i, f"{i + 1} {title}")
        sheet.text(end + 4, 100 + 16 * i, "." * int((500 - end) / 2.6))
        sheet.text(530, 100 + 16 * i, str(page), "right")
    sheet.canvas.showPage()
    y = sheet.lines(60, 60, PROSE * 2, 470)
    sheet.text(60, y + 10, "Table 1. Residents who called (in %)", bold=True)
    top = y + 34
    sheet.row(top, [60, 250, 330], ["Answer", "Women", "Men"])
    sheet.row(top + 11, [60, 250, 330], ["", "n=610", "n=594"])
    for i, cells in enumerate(ANSWERS):
        sheet.row(top + 28 + 13 * i, [60, 250, 330], cells)
    sheet.across(58, 332, top - 11, top + 16, top + 60)
    sheet.text(60, top + 72, "Source: survey of residents, 2022.")
    y = sheet.lines(60, top + 100, PROSE, 470)
    sheet.text(60, y + 10, "Table 2. Letters and their change by town", bold=True)
    top = y + 34
    sheet.row(top, [60, 250, 350], ["Town", "Letters", "Change in %"])
    for i, cells in enumerate(TOWNS):
        sheet.row(top + 17 + 13 * i, [60, 250, 350], cells)
    sheet.across(58, 352, top - 11, top + 5, top + 62)
    sheet.canvas.showPage()
    _draw_sideways(sheet.canvas)
    sheet.canvas.showPage()
    sheet.canvas.save()
    return sheet.path


def _draw_sideways(canvas: Canvas) -> None:
    """Only the text is turned: the page stays upright."""
    canvas.translate(WIDTH, 0)
    canvas.rotate(90)
    canvas.setFont("Helvetica", 9)
    canvas.drawString(100, WIDTH - 90, "Table 3. Roads by region")
    for i, cells in enumerate([("Region", "Length (km)", "Lanes"), *LENGTHS]):
        for k, (x, text) in enumerate(zip((100, 300, 380), cells, strict=True)):
            (canvas.drawRightString if k else canvas.drawString)(x, WIDTH - 115 - 14 * i, text)
    for y in (104, 119, 162):
        canvas.line(98, WIDTH - y, 382, WIDTH - y)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    outcome = run_report(draw(tmp_path_factory.mktemp("drawn")), tmp_path_factory.mktemp("extracted"))
    assert outcome.folder is not None, outcome.message
    return Path(outcome.folder)


@pytest.fixture(scope="module")
def rows(folder: Path) -> list[dict[str, str]]:
    with (folder / "observations.csv").open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def test_every_value_and_no_other(rows: list[dict[str, str]]) -> None:
    found = {(r["number"], r["row_label"], r["column_label"]): r["value_raw"] for r in rows}
    expected = {
        ("1", label, column): cell
        for label, *cells in ANSWERS
        for column, cell in zip(("Women", "Men"), cells, strict=True)
    }
    for label, letters, change in TOWNS:
        expected |= {("2", label, "Letters"): letters, ("2", label, "Change in %"): change}
    for label, length, lanes in LENGTHS:
        expected |= {("3", label, "Length (km)"): length, ("3", label, "Lanes"): lanes}
    assert found == expected
    assert len(rows) == len(found)


def test_numbers_and_what_is_missing(rows: list[dict[str, str]]) -> None:
    change = {r["row_label"]: (r["value"], r["missing"] != "") for r in rows if r["column_label"] == "Change in %"}
    assert change == {"Ashby": ("12.5", False), "Barrow": ("-3.1", False), "Corby": ("", True), "Derby": ("0.4", False)}
    assert {r["row_label"]: float(r["value"]) for r in rows if r["column_label"] == "Letters"} == {
        "Ashby": 1204, "Barrow": 377, "Corby": 90, "Derby": 2051
    }  # fmt: skip


def test_units_and_bases(rows: list[dict[str, str]]) -> None:
    stated = {(r["column_label"], r["unit"]) for r in rows if r["value"] and r["number"] != "3"}
    assert stated == {("Women", "%"), ("Men", "%"), ("Letters", ""), ("Change in %", "%")}
    assert {(r["column_label"], r["base_n"]) for r in rows if r["number"] == "1"} == {("Women", "610"), ("Men", "594")}
    assert {r["base_n"] for r in rows if r["number"] != "1"} == {""}


def test_titles_notes_and_pages(folder: Path, rows: list[dict[str, str]]) -> None:
    assert {(r["number"], r["title"], r["page"]) for r in rows} == {
        ("1", "Residents who called", "2"),
        ("2", "Letters and their change by town", "2"),
        ("3", "Roads by region", "3"),
    }
    assert "Source: survey of residents, 2022." in json.dumps(json.loads((folder / "tables.json").read_text("utf-8")))


def test_each_value_is_where_it_was_drawn(rows: list[dict[str, str]]) -> None:
    """The sideways table is drawn with its right ends 300 and 380 points up from the foot of the page."""
    lanes = [r for r in rows if r["column_label"] == "Lanes"]
    assert [float(r["top"]) for r in lanes] == pytest.approx([HEIGHT - 380] * 3, abs=1.0)
    assert all(float(r["x0"]) < 129 + 14 * i < float(r["x1"]) + 1 for i, r in enumerate(lanes))
