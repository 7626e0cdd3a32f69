"""Steps that make a reading of a region, each from a value set by hand: rows of a ruled cell, leaves that come again,
the aligned engine, tables set sideways, and other libraries' cells as our table."""

from __future__ import annotations

from dataclasses import replace

from pipeline.extract.tables.bands import split_bands
from pipeline.extract.tables.engines.aligned import Aligned
from pipeline.extract.tables.repeats import ranges_of_repeats
from pipeline.extract.tables.rival import RivalCell, rival_table, stands_in
from pipeline.extract.tables.shapes import Region, Slot
from pipeline.extract.tables.sideways import FEWEST_WORDS, sideways_tables, turned_page
from pipeline.geometry import turned_back, union
from pipeline.model import Box, Fill, Page, Rule, Word
from tests.extract.tables.handset import block, cell, columns, laid, line, placed
from tests.extract.tables.typeset import grid, page, texts, words

XS = (0.0, 100.0, 160.0)
COLUMNS = columns((0, 60), (100, 130), (160, 190))
BODY = [("Aachen", "310", "45.1"), ("Bonn", "77", "40.9"), ("Celle", "9", "38.2"), ("Essen", "121", "47.7")]

# --------------------------------------------------------------------------- rows of a ruled cell


def held(row: int, column: int, *lines: str, rows: int = 1, top: float = 100) -> Slot:
    """A slot with one phrase a line, at a pitch of 14."""
    phrases = tuple(cell(XS[column], top + 14 * i, text) for i, text in enumerate(lines))
    return Slot(row, row + rows - 1, column, column, phrases)


def test_a_ruled_row_of_two_columns_of_numbers_becomes_a_row_a_line_and_what_is_below_moves_down() -> None:
    upper = [held(0, 0, "Bonn", "Celle"), held(0, 1, "77", "9"), held(0, 2, "40.9", "38.2")]
    below = held(1, 0, "Essen", top=130)
    assert placed(split_bands(laid([]), [*upper, below])) == {
        "Bonn": (0, 0, 0, 0), "77": (0, 0, 1, 1), "40.9": (0, 0, 2, 2),
        "Celle": (1, 1, 0, 0), "9": (1, 1, 1, 1), "38.2": (1, 1, 2, 2),
        "Essen": (2, 2, 0, 0),
    }  # fmt: skip


def test_a_label_over_the_whole_band_spans_the_rows_that_it_becomes() -> None:
    slots = [held(0, 0, "North", rows=2), held(0, 1, "77", "9"), held(0, 2, "40.9", "38.2"), held(1, 1, "5", top=130)]
    assert placed(split_bands(laid([]), slots))["North"] == (0, 2, 0, 0)


def test_a_cell_of_wrapped_words_beside_one_number_is_one_row() -> None:
    slots = [held(0, 0, "Towns and", "villages"), held(0, 1, "77"), held(0, 2, "40.9")]
    assert placed(split_bands(laid([]), slots)) == placed(slots)


# --------------------------------------------------------------------------- leaves that come again

FIVE = columns((0, 60), (100, 120), (140, 160), (180, 200), (220, 240))
YEARS = [(100.0, "2021"), (140.0, "2022"), (180.0, "2021"), (220.0, "2022")]


def test_spanners_stand_over_one_repeat_of_the_leaves_each() -> None:
    spanners, leaves = line(86, (100, "Cases"), (180, "Share")), line(100, *YEARS)
    found = ranges_of_repeats([spanners.phrases, leaves.phrases], FIVE)
    assert {p.text: span for p, span in found.items()} == {"Cases": (1, 2), "Share": (3, 4)}


def test_leaves_that_do_not_repeat_or_a_spanner_that_stands_elsewhere_tell_nothing() -> None:
    leaves = line(100, *YEARS)
    other = line(100, *YEARS[:3], (220, "2023"))
    assert ranges_of_repeats([line(86, (100, "Cases"), (180, "Share")).phrases, other.phrases], FIVE) == {}
    beside = line(86, (100, "Cases"), (142, "Share"))  # both over the first repeat
    assert ranges_of_repeats([beside.phrases, leaves.phrases], FIVE) == {}


# --------------------------------------------------------------------------- the aligned engine


def test_a_region_is_read_from_alignment_with_its_header_and_spanner() -> None:
    """The rule under the spanner tells that it stands over both columns."""
    rows = [line(86, (110, "In the year")), *block(100, XS, ("Town", "Cases", "Share"), *BODY)]
    layout = laid(rows, across=[(0, 190, 112), (100, 190, 98)])
    reading = Aligned().read(layout, Region(Box(0, 86, 190, 166), tuple(rows)))
    assert reading is not None
    assert reading.engine == "aligned"
    found = placed(reading.slots)
    assert found["Town"] == (0, 1, 0, 0)  # from below the spanner, which does not reach it
    assert found["In the year"] == (0, 0, 1, 2)
    assert (found["Cases"], found["Share"]) == ((1, 1, 1, 1), (1, 1, 2, 2))
    assert (found["Aachen"], found["47.7"]) == ((2, 2, 0, 0), (5, 5, 2, 2))
    roles = {p.text: s.role for s in reading.slots for p in s.phrases}
    assert (roles["Cases"], roles["310"]) == ("header", "body")


def test_a_region_of_one_column_is_no_table() -> None:
    rows = block(100, (0,), ("Aachen",), ("Bonn",), ("Celle",))
    assert Aligned().read(laid(rows), Region(Box(0, 100, 30, 140), tuple(rows))) is None


def test_a_label_centred_against_two_rows_spans_them() -> None:
    rows = [
        line(100, (0, "Region"), (100, "Town"), (200, "Cases")),
        line(120, (100, "Aachen"), (200, "310")),
        line(127, (0, "North")),
        line(134, (100, "Bonn"), (200, "77")),
        line(148, (100, "Celle"), (200, "9")),
        line(155, (0, "South")),
        line(162, (100, "Essen"), (200, "121")),
    ]
    reading = Aligned().read(laid(rows, across=[(0, 225, 115)]), Region(Box(0, 100, 225, 172), tuple(rows)))
    assert reading is not None
    found = placed(reading.slots)
    assert (found["North"], found["South"]) == ((1, 2, 0, 0), (3, 4, 0, 0))
    assert (found["Bonn"], found["9"]) == ((2, 2, 1, 1), (3, 3, 2, 2))


# --------------------------------------------------------------------------- set sideways


def sideways(turn: int) -> Page:
    """A page of 595 by 842 whose table reads in one direction; the table is set on the page turned."""
    table = grid([["Town", "Cases", "Share"], *map(list, BODY)], (60, 200, 260), 100)
    upright = [w for c in table.cells for w in c.words]
    size = (595.0, 842.0)
    turned = [Word(*turned_back(w[:4], turn, *size), *w[4:])._replace(direction=turn) for w in upright]
    return Page(3, *size, tuple(turned))


def test_words_of_another_direction_are_left_out_of_the_turned_page_and_rules_turn_along() -> None:
    sheet = replace(
        sideways(90),
        rules=(Rule("h", 100, 200, 50, 1), Rule("v", 100, 200, 50, 1)),
        fills=(Fill(10, 20, 30, 60),),
    )
    view = turned_page(replace(sheet, words=(*sheet.words, *words("upright", 10, 10))), 90)
    assert (view.width, view.height) == (842, 595)
    assert "upright" not in {w.text for w in view.words}
    assert {w.direction for w in view.words} == {0}
    assert sorted(r.axis for r in view.rules) == ["h", "v"]
    assert {round(r.end - r.start) for r in view.rules} == {100}
    [fill] = view.fills
    assert (fill.x1 - fill.x0, fill.bottom - fill.top) == (40, 20)  # 20 wide and 40 high before


def test_a_table_set_sideways_is_read_and_turned_back_to_where_it_stands() -> None:
    for turn in (90, 270):
        sheet = sideways(turn)
        [table] = sideways_tables(sheet, before=2)
        assert table.id == "p003-t3"
        assert texts(table) == [["Town", "Cases", "Share"], *map(list, BODY)]
        assert {w for c in table.cells for w in c.words} == set(sheet.words)
        assert table.box == union(w[:4] for w in sheet.words)


def test_few_words_or_upright_words_among_them_are_no_table_set_sideways() -> None:
    sheet = sideways(90)
    assert sideways_tables(replace(sheet, words=sheet.words[: FEWEST_WORDS - 1])) == ()
    box = union(w[:4] for w in sheet.words)
    among = [w for i in range(3) for w in words("a b", box.x0, box.top + 30 * i)]
    assert sideways_tables(replace(sheet, words=(*sheet.words, *among))) == ()


# --------------------------------------------------------------------------- other libraries' cells


def test_cells_of_a_library_lose_empty_rows_and_keep_their_spans() -> None:
    sheet = page([], words("Cases", 100, 100), words("2021", 100, 114), words("2022", 160, 114), words("77", 100, 128))
    cases, first, second, value = sheet.words
    cells = [
        RivalCell(0, 1, 1, 2, (cases,)),
        RivalCell(2, 1, 1, 1, (first,)),  # row 1 and column 0 hold nothing
        RivalCell(2, 2, 1, 1, (second,)),
        RivalCell(3, 1, 1, 1, (value,)),
        RivalCell(3, 2, 1, 1, ()),
    ]
    table = rival_table(sheet, Box(90, 90, 300, 200), cells, "other", 2)
    assert table is not None
    assert [(c.row, c.column, c.row_span, c.column_span, c.text) for c in table.cells] == [
        (0, 0, 1, 2, "Cases"), (1, 0, 1, 1, "2021"), (1, 1, 1, 1, "2022"), (2, 0, 1, 1, "77"),
    ]  # fmt: skip
    assert (table.id, table.engine, table.score) == ("p001-t2", "other", 1.0)
    lower = rival_table(sheet, Box(90, 110, 300, 200), cells[1:], "other")
    assert lower is not None
    assert lower.score == 1.0
    wider = rival_table(sheet, Box(90, 90, 300, 200), cells[1:], "other")
    assert wider is not None
    assert wider.score == 0.75  # one of four words stands in no cell


def test_one_row_or_column_of_a_library_is_no_table() -> None:
    sheet = page([], words("Cases", 100, 100), words("77", 100, 114))
    cells = [RivalCell(i, 0, 1, 1, (w,)) for i, w in enumerate(sheet.words)]
    assert rival_table(sheet, Box(0, 0, 300, 300), cells, "other") is None


def test_a_word_stands_in_a_box_by_its_middle() -> None:
    [word] = words("Cases", 100, 100)  # 25 wide, 10 high
    assert stands_in(word, Box(112, 104, 200, 106))
    assert not stands_in(word, Box(113, 104, 200, 106))
