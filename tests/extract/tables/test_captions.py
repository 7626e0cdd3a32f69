"""Captions: which lines are a table's, and what in them is label, number, title and remainder."""

from __future__ import annotations

import pytest

from pipeline.extract.tables.caption_labels import read_label, split_remainder
from pipeline.extract.tables.caption_lines import join_lines
from pipeline.extract.tables.captions import attach_captions, page_captions
from tests.extract.tables.typeset import grid, page, paragraph, texts, words

ROWS = [["", "2021", "2022"], ["Noord", "12%", "14%"], ["Zuid", "88%", "86%"]]
COLUMNS = (60.0, 200.0, 260.0)


@pytest.mark.parametrize(
    ("text", "word", "number"),
    [
        ("Tabel 3.5", "Tabel", "3.5"),
        ("Table B.1 Background", "Table", "B.1"),
        ("Table ES-1", "Table", "ES-1"),
        ("Tabelle 4a: Zufriedenheit", "Tabelle", "4a"),
        ("Tableau n° 3 – Répartition", "Tableau", "3"),
        ("Tavola IV. Popolazione", "Tavola", "IV"),
        ("Cuadro 12. Encuestados", "Cuadro", "12"),
        ("T ABLE 6", "TABLE", "6"),  # small capitals
        ("Tab. 7 Anzahl", "Tab.", "7"),
        ("Noch: Tabelle 3", "Tabelle", "3"),
        ("Table 2019.1 results", "Table", "2019.1"),
        ("Tabel: uitkomsten", "Tabel", None),
    ],
)
def test_label_and_number_as_printed(text: str, word: str, number: str | None) -> None:
    label = read_label(text)
    assert label is not None
    assert (label.word, label.number) == (word, number)


@pytest.mark.parametrize(
    "text", ["Table of contents", "Tabellen 3 en 4", "Table In the", "Staat van baten", "(Table 3)"]
)
def test_what_is_no_label(text: str) -> None:
    assert read_label(text) is None


@pytest.mark.parametrize(
    ("text", "title", "remainder"),
    [
        ("‘Hoe vaak?’ (% naar leeftijd)", "‘Hoe vaak?’", "(% naar leeftijd)"),
        ("Uitkomsten bij de (semi)overheid (%)", "Uitkomsten bij de (semi)overheid", "(%)"),
        ("Opinions (N = 991) (in %)", "Opinions", "(N = 991) (in %)"),
        ("Uitgaven (x € 1.000)", "Uitgaven", "(x € 1.000)"),
        ("Stellingen (alleen gemeenten)", "Stellingen (alleen gemeenten)", ""),
        ("Zufriedenheit. Basis: alle Befragten", "Zufriedenheit.", "Basis: alle Befragten"),
        ("Nombre (en milliers [estimation])", "Nombre", "(en milliers [estimation])"),
    ],
)
def test_the_remainder_is_a_unit_or_a_base(text: str, title: str, remainder: str) -> None:
    assert split_remainder(text) == (title, remainder)


def test_words_broken_at_a_line_end_are_joined() -> None:
    assert join_lines(["de dienst-", "verlening van"]) == "de dienstverlening van"
    assert join_lines(["het ICT-", "beleid"]) == "het ICT-beleid"
    assert join_lines(["een auto-", "ongeluk"], frozenset({"auto-ongeluk"})) == "een auto-ongeluk"
    assert join_lines(["in 2018-", "2019 and"]) == "in 2018-2019 and"
    assert join_lines(["NOORD-", "HOLLAND"]) == "NOORD-HOLLAND"


def test_label_question_and_unit_line_above() -> None:
    table = grid(ROWS, COLUMNS, 250)
    lines = (
        words("Tabel 3.1", 60, 209, 9.5, bold=True, color="#00617f"),
        words("‘Hoe wenselijk is het dat alle diensten ook online worden aange-", 60, 222, 9.5),
        words("boden?’ (% naar regio)", 60, 234, 9.5),
    )
    (found,) = attach_captions(page([table], paragraph(60, 120), *lines), (table,))
    caption = found.caption
    assert caption is not None
    assert (caption.kind, caption.label, caption.number) == ("table", "Tabel", "3.1")
    assert caption.title == "‘Hoe wenselijk is het dat alle diensten ook online worden aangeboden?’"
    assert caption.note == "(% naar regio)"
    assert caption.box.top == 209
    assert texts(found) == texts(table)


def test_a_unit_to_the_right_of_the_title() -> None:
    table = grid(ROWS, COLUMNS, 250)
    lines = words("Tabel 7 Inwoners", 60, 232, bold=True), words("x 1 000", 250, 232)
    (found,) = attach_captions(page([table], *lines), (table,))
    assert found.caption is not None
    assert (found.caption.title, found.caption.note) == ("Inwoners", "x 1 000")


def test_label_and_title_set_apart_by_a_tab() -> None:
    table = grid(ROWS, COLUMNS, 250)
    label, title = (
        words("Table 8:", 60, 210, italic=True),
        words("Persons in training from 2001 to 2005", 130, 210, italic=True),
    )
    (found,) = attach_captions(page([table], label, title, words("(thousands)", 130, 224, italic=True)), (table,))
    assert found.caption is not None
    assert (found.caption.number, found.caption.title) == ("8", "Persons in training from 2001 to 2005")
    assert found.caption.note == "(thousands)"


def test_prose_about_a_table_is_no_caption() -> None:
    table = grid(ROWS, COLUMNS, 250)
    opening = words("Table 2 shows that most of those asked were content with what they had been given", 60, 222)
    tail = [words("the respondents of the panel were asked once more, with the outcome shown in", 60, 209), opening]
    tail[1] = words("Table 2. The differences are small", 60, 222)
    for lines in ([opening], tail):
        (found,) = attach_captions(page([table], paragraph(60, 100), *lines), (table,))
        assert found.caption is None


def test_the_caption_of_a_figure_is_not_given_to_a_table() -> None:
    table = grid(ROWS, COLUMNS, 250)
    lines = words("Figuur 3.1 Verdeling naar regio", 60, 230, bold=True)
    (found,) = attach_captions(page([table], paragraph(60, 100), lines), (table,))
    assert found.caption is None
    assert [c.kind for c in page_captions(page([table], lines), (table,))] == ["figure"]


def test_two_tables_of_one_number_each_keep_their_own() -> None:
    first, second = grid(ROWS, COLUMNS, 150), grid(ROWS, COLUMNS, 350, order=2)
    one, other = (
        words("Tabel 3.5 Eerste vraag", 60, 130, bold=True),
        words("Tabel 3.5 Tweede vraag", 60, 330, bold=True),
    )
    found = attach_captions(page([first, second], one, other), (first, second))
    assert [t.caption.title for t in found if t.caption] == ["Eerste vraag", "Tweede vraag"]


def test_side_by_side() -> None:
    left = grid(ROWS, (60, 140, 180), 150)
    right = grid(ROWS, (320, 400, 440), 150, order=2)
    lines = words("Table 1 North", 60, 130, bold=True), words("Table 2 South", 320, 130, bold=True)
    found = attach_captions(page([left, right], *lines), (left, right))
    assert [(t.caption.number, t.caption.title) for t in found if t.caption] == [("1", "North"), ("2", "South")]


def test_captions_below() -> None:
    first, second = grid(ROWS, COLUMNS, 150), grid(ROWS, COLUMNS, 250, order=2)
    lines = words("Table 1 North", 60, 205, italic=True), words("Table 2 South", 60, 305, italic=True)
    found = attach_captions(page([first, second], paragraph(60, 60), *lines), (first, second))
    assert [t.caption.number for t in found if t.caption] == ["1", "2"]


def test_a_title_without_a_label_and_its_unit_line() -> None:
    table = grid(ROWS, COLUMNS, 250)
    title, unit = words("Wähleranteile", 60, 220, 14, bold=True), words("Angaben in Prozent", 60, 236, 8)
    (found,) = attach_captions(page([table], paragraph(60, 100), title, unit), (table,))
    assert found.caption is not None
    assert (found.caption.label, found.caption.number) == ("", None)
    assert (found.caption.title, found.caption.note) == ("Wähleranteile", "Angaben in Prozent")


def test_where_each_table_has_a_caption_on_either_side_the_nearer_ones_are_theirs() -> None:
    upper, lower = grid(ROWS, COLUMNS, 150), grid(ROWS, COLUMNS, 224, order=2)
    lines = [words(f"Tabel {k}", 60, top, 9.5) for k, top in ((1, 131), (2, 205), (3, 279))]
    sheet = page([upper, lower], paragraph(60, 60), *lines)
    assert [t.caption and t.caption.number for t in attach_captions(sheet, (upper, lower))] == ["1", "2"]


def test_running_text_above_is_no_title() -> None:
    table = grid(ROWS, COLUMNS, 250)
    (found,) = attach_captions(page([table], paragraph(60, 190)), (table,))
    assert found.caption is None


def test_caption_rows_leave_the_cells() -> None:
    rows = [["Tabel 4 Inwoners", "", ""], ["(aantal)", "", ""], *ROWS]
    table = grid(rows, COLUMNS, 150)
    (found,) = attach_captions(page([table]), (table,))
    assert found.caption is not None
    assert (found.caption.number, found.caption.title, found.caption.note) == ("4", "Inwoners", "(aantal)")
    assert texts(found) == [[t for t in row if t] for row in ROWS]
    assert found.box.top == 150 + 2 * 14


def test_a_spanner_is_no_caption_row() -> None:
    rows = [["", "Jaar", ""], *ROWS]
    table = grid(rows, COLUMNS, 150, header=2)
    (found,) = attach_captions(page([table]), (table,))
    assert texts(found)[0] == ["Jaar"]
