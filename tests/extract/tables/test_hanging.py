"""Tables of labels and paragraphs without a rule; and what only looks like one."""

from __future__ import annotations

from pathlib import Path

import pytest
from sheets import Sheet, shown

from pipeline.extract.tables import find_tables

ITEMS = {
    "Grundmiete": "Der Betrag ohne Nebenkosten, wie er im Vertrag steht. Zuschläge für Möbel oder für eine Garage "
    "zählen nicht dazu.",
    "Nebenkosten": "Heizung, Wasser und die Reinigung des Hauses, soweit sie der Vermieter auf die Bewohner umlegt "
    "und im folgenden Jahr abrechnet.",
    "Zweitwohnung": "Eine Wohnung, die jemand neben seiner ersten nutzt.",
    "Leerstand": "Wohnungen, in denen am Tag der Zählung niemand gemeldet war; auch solche, die gerade umgebaut "
    "werden, gehören dazu.",
}


@pytest.fixture
def sheet(tmp_path: Path) -> Sheet:
    return Sheet(tmp_path)


def items(sheet: Sheet, labels: list[str], label_x: float = 60, text_x: float = 170, y: float = 130) -> float:
    for label, text in zip(labels, ITEMS.values(), strict=True):
        sheet.text(label_x, y, label)
        y = sheet.lines(text_x, y, text, 300) + 5
    return y


def test_labels_level_with_paragraphs_under_a_header(sheet: Sheet) -> None:
    sheet.text(60, 112, "Begriff", bold=True)
    sheet.text(170, 112, "Erläuterung", bold=True)
    end = items(sheet, list(ITEMS))
    sheet.lines(60, end + 20, "Alle Angaben stammen aus der Befragung und wurden nicht weiter geprüft. " * 4, 410)
    (table,) = find_tables(sheet.page())
    assert shown(table) == [["Begriff", "Erläuterung"], *[[label, text] for label, text in ITEMS.items()]]


def test_a_label_of_two_lines_beside_its_paragraph(sheet: Sheet) -> None:
    sheet.text(60, 100, "Tabelle 4: Begriffe der Erhebung")
    sheet.text(60, 114, "Begriff")
    sheet.text(170, 114, "Erläuterung")
    items(sheet, list(ITEMS), y=132)
    sheet.text(60, 144, "ohne Zuschläge")
    (table,) = find_tables(sheet.page())
    assert [row[0] for row in shown(table)] == ["Begriff", "Grundmiete ohne Zuschläge", *list(ITEMS)[1:]]


def test_without_a_header_it_is_a_list(sheet: Sheet) -> None:
    items(sheet, list(ITEMS))
    assert not find_tables(sheet.page())


def test_numbered_paragraphs_are_a_list(sheet: Sheet) -> None:
    sheet.text(60, 112, "Nr", bold=True)
    sheet.text(90, 112, "Frage", bold=True)
    items(sheet, ["1.", "2.", "3.", "4."], text_x=90)
    assert not find_tables(sheet.page())


def test_two_columns_of_text_under_headings(sheet: Sheet) -> None:
    sheet.text(60, 112, "Die Mieten", bold=True)
    sheet.text(310, 112, "Die Wohnungen", bold=True)
    y = 130.0
    for left, right in zip(ITEMS.values(), reversed(ITEMS.values()), strict=True):
        sheet.lines(60, y, left, 220)
        y = sheet.lines(310, y, right, 220) + 24
    assert not find_tables(sheet.page())
