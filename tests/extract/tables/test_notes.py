"""Notes: which lines under and over a table explain it, and which marks they explain."""

from __future__ import annotations

from pipeline.extract.tables.captions import attach_captions
from pipeline.extract.tables.notes import attach_notes
from pipeline.model import Page, Table, Word
from tests.extract.tables.typeset import grid, page, paragraph, texts, words

ROWS = [["", "2021", "2022"], ["Noord", "12%", "14%*"], ["Zuid", "88%", "n/a"]]
COLUMNS = (60.0, 200.0, 260.0)


def noted(sheet: Page, *tables: Table) -> list[list[tuple[str, tuple[str, ...]]]]:
    return [[(n.text, n.marks) for n in t.notes] for t in attach_notes(sheet, attach_captions(sheet, tables))]


def test_source_and_legends_under_the_table() -> None:
    table = grid(ROWS, COLUMNS, 200)
    lines = (
        words("* Significant verschil met het jaar daar-", 60, 245, 8),
        words("voor.", 60, 255, 8),
        words("- = not mentioned; n/a = not asked.", 60, 268, 8),
        words("Bron: eigen onderzoek", 60, 281, 8),
    )
    assert noted(page([table], *lines, paragraph(60, 310)), table) == [
        [
            ("* Significant verschil met het jaar daarvoor.", ("*",)),
            ("- = not mentioned; n/a = not asked.", ("-", "n/a")),
            ("Bron: eigen onderzoek", ()),
        ]
    ]


def test_running_text_under_the_table_is_no_note() -> None:
    table = grid(ROWS, COLUMNS, 200)
    assert noted(page([table], paragraph(60, 245)), table) == [[]]


def test_a_note_in_the_size_of_the_text_ends_before_the_paragraph() -> None:
    table = grid(ROWS, COLUMNS, 200)
    lines = words("Source: Ministry of Labour, 2005.", 60, 245), paragraph(60, 258)
    assert noted(page([table], *lines), table) == [[("Source: Ministry of Labour, 2005.", ())]]


def test_a_mark_set_apart_from_its_text() -> None:
    table = grid(ROWS, COLUMNS, 200)
    lines = words("(*)", 60, 245, 8), words("Forecast.", 120, 245, 8)
    assert noted(page([table], *lines, paragraph(60, 300)), table) == [[("(*) Forecast.", ("*",))]]


def test_the_number_of_a_list_is_no_mark() -> None:
    table = grid(ROWS, COLUMNS, 200)
    assert noted(page([table], words("1) Hoeveel aanvragen waren er", 60, 245), paragraph(60, 300)), table) == [[]]


def test_a_footnote_at_the_foot_of_the_page_joins_the_table_that_prints_its_mark() -> None:
    table = grid(ROWS, COLUMNS, 200)
    mark = Word(250, 200, 253, 205, "8", 5.0, color="#000000", raised=True)
    header = next(c for c in table.cells if c.text == "2021")
    cells = tuple(c if c is not header else c._replace(words=(*c.words, mark)) for c in table.cells)
    table = Table(table.id, table.pages, table.box, cells, table.engine, table.score)
    seven = [Word(60, 700, 63, 705, "7", 5.0, raised=True), *words("Zie de bijlage.", 66, 700, 8)]
    eight = [Word(60, 712, 63, 717, "8", 5.0, raised=True), *words("Gemeenten met ICT-", 66, 712, 8)]
    tail = words("functie.", 60, 722, 8)
    sheet = page([table], paragraph(60, 260), seven, eight, tail)
    assert noted(sheet, table) == [[("8 Gemeenten met ICT-functie.", ("8",))]]


def test_rows_that_are_notes_leave_the_cells() -> None:
    rows = [*ROWS, ["Bron: eigen onderzoek onder inwoners", "", ""]]
    table = grid(rows, COLUMNS, 200)
    sheet = page([table], paragraph(60, 300))
    (found,) = attach_notes(sheet, (table,))
    assert texts(found) == [[t for t in row if t] for row in ROWS]
    assert [n.text for n in found.notes] == ["Bron: eigen onderzoek onder inwoners"]
    assert found.box.bottom < table.box.bottom


def test_a_last_row_of_values_stays() -> None:
    rows = [*ROWS, ["* Totaal van alle regio", "100%", "100%"]]
    table = grid(rows, COLUMNS, 200)
    (found,) = attach_notes(page([table]), (table,))
    assert found.cells == table.cells


def test_the_unit_of_the_sentence_that_announces_the_table() -> None:
    table = grid(ROWS, COLUMNS, 200)
    lines = words("The table below gives revenues by segment (amounts in", 60, 160), words("millions):", 60, 173)
    assert noted(page([table], paragraph(60, 60), *lines), table) == [[("(amounts in millions)", ())]]


def test_a_note_between_title_and_table() -> None:
    table = grid(ROWS, COLUMNS, 200)
    lines = words("Prescrizioni giornaliere*", 60, 150, 18, bold=True), words("* Giorni di monitoraggio", 60, 178, 8)
    (found,) = attach_notes(page([table], *lines), attach_captions(page([table], *lines), (table,)))
    assert found.caption is not None
    assert found.caption.title == "Prescrizioni giornaliere*"
    assert [(n.text, n.marks) for n in found.notes] == [("* Giorni di monitoraggio", ("*",))]


def test_each_table_keeps_its_own_notes() -> None:
    first, second = grid(ROWS, COLUMNS, 100), grid(ROWS, COLUMNS, 200, order=2)
    lines = words("Source: one", 60, 142, 8), words("Source: two", 60, 242, 8)
    assert noted(page([first, second], *lines, paragraph(60, 400)), first, second) == [
        [("Source: one", ())],
        [("Source: two", ())],
    ]


def test_a_row_of_values_below_is_no_note() -> None:
    table = grid(ROWS, COLUMNS, 200)
    stray = words("* Overig", 60, 245), words("3%", 200, 245), words("4%", 260, 245)
    assert noted(page([table], *stray, paragraph(60, 300)), table) == [[]]


def test_a_last_row_whose_values_are_odd_stays() -> None:
    rows = [*ROWS, ["* Totaal van alle regio", "ca. 100%", "± 99%"]]
    table = grid(rows, COLUMNS, 200)
    (found,) = attach_notes(page([table]), (table,))
    assert found.cells == table.cells


def test_footnotes_of_two_columns_of_text_do_not_mix() -> None:
    table = grid([["", "2021", "2022"], ["Noord", "12%*", "14%†"], ["Zuid", "88%", "86%"]], COLUMNS, 200)
    left = words("* Voorlopige uitkomst, nog zonder", 60, 700, 8), words("de wijken.", 60, 710, 8)
    right = words("† Herziene uitkomst, met ook", 320, 700, 8), words("de dorpen.", 320, 710, 8)
    assert noted(page([table], paragraph(60, 260), *left, *right), table) == [
        [("* Voorlopige uitkomst, nog zonder de wijken.", ("*",)), ("† Herziene uitkomst, met ook de dorpen.", ("†",))]
    ]
