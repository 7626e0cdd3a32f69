"""Second opinions: camelot and pdfplumber's finder on our own pages, and how far two readings agree."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from pipeline.extract.tables.agreement import agreement
from pipeline.extract.tables.engines import camelot, finder
from pipeline.model import Box, Page, Rule, Table
from tests.extract.tables.typeset import grid, page, paragraph, texts

ROWS = [["Regio", "2021", "2022"], ["Noord", "12%", "14%"], ["Zuid en West", "88%", "86%"], ["Oost", "3%", "4%"]]
COLUMNS = (64.0, 204.0, 264.0)
LEFT, PITCH, TOP = (60.0, 200.0, 260.0, 320.0), 14.0, 200.0


def plain() -> tuple[Page, Table]:
    """A borderless table under a paragraph."""
    table = grid(ROWS, COLUMNS, TOP)
    return page([table], paragraph(60, 60)), table


def ruled() -> tuple[Page, Table]:
    """The same with every cell drawn."""
    sheet, table = plain()
    ys = [TOP - 2.5 + PITCH * i for i in range(len(ROWS) + 1)]
    rules = [Rule("h", LEFT[0], LEFT[-1], y, 0.5) for y in ys] + [Rule("v", ys[0], ys[-1], x, 0.5) for x in LEFT]
    return replace(sheet, rules=tuple(rules)), table


@pytest.mark.parametrize("read", [camelot.read_region, finder.read_region])
def test_a_ruled_region_is_read_as_drawn(read: Callable[[Page, Box], Table | None]) -> None:
    sheet, table = ruled()
    found = read(sheet, table.box)
    assert found is not None
    assert texts(found) == ROWS
    assert agreement(found, table) == 1.0
    assert found.score == 1.0
    assert {w for c in found.cells for w in c.words} == {w for c in table.cells for w in c.words}


@pytest.mark.parametrize("find", [camelot.find_tables, finder.find_tables])
def test_the_paragraph_beside_it_is_no_part_of_a_ruled_table(find: Callable[[Page], tuple[Table, ...]]) -> None:
    sheet, _ = ruled()
    assert ROWS in [texts(t) for t in find(sheet)]


def test_camelot_reads_a_borderless_region_by_alignment() -> None:
    sheet, table = plain()
    found = camelot.read_region(sheet, table.box)
    assert found is not None
    assert agreement(found, table) == 1.0


def test_the_finder_has_no_say_without_rules() -> None:
    sheet, table = plain()
    assert finder.find_tables(sheet) == ()
    assert finder.read_region(sheet, table.box) is None


def test_a_merged_cell_spans() -> None:
    rows = [["", "Jaar", ""], *ROWS]
    table = grid(rows, COLUMNS, TOP)
    ys = [TOP - 2.5 + PITCH * i for i in range(len(rows) + 1)]
    rules = [Rule("h", LEFT[0], LEFT[-1], y, 0.5) for y in ys] + [
        Rule("v", ys[1] if x == LEFT[2] else ys[0], ys[-1], x, 0.5) for x in LEFT
    ]
    sheet = replace(page([table]), rules=tuple(rules))
    for found in (camelot.read_region(sheet, table.box), finder.read_region(sheet, table.box)):
        assert found is not None
        spanner = next(c for c in found.cells if c.text == "Jaar")
        assert (spanner.row, spanner.column, spanner.row_span, spanner.column_span) == (0, 1, 1, 2)


def test_an_empty_page_has_no_rivals() -> None:
    empty = Page(1, 595, 842, ())
    assert camelot.find_tables(empty) == finder.find_tables(empty) == ()


def test_agreement_counts_cells_in_their_place() -> None:
    table = grid(ROWS, COLUMNS, TOP)
    other = grid([*ROWS[:3], ["Oost", "3%", "5%"]], COLUMNS, TOP)
    assert agreement(table, other) == pytest.approx(11 / 12)
    assert agreement(other, table) == agreement(table, other)


def test_a_title_taken_for_a_row_costs_only_itself() -> None:
    table, longer = grid(ROWS, COLUMNS, TOP), grid([["Titel", "", ""], *ROWS], COLUMNS, TOP - PITCH)
    assert agreement(table, longer) == pytest.approx(2 * 12 / (12 + 13))


def test_values_in_the_wrong_column_do_not_agree() -> None:
    table = grid(ROWS, COLUMNS, TOP)
    swapped = grid([[a, c, b] for a, b, c in ROWS], COLUMNS, TOP)
    assert agreement(table, swapped) <= 8 / 12
