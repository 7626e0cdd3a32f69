"""Continued tables: what is one table over two pages, and what must never be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pipeline.extract.tables.captions import attach_captions
from pipeline.extract.tables.stitch import stitch, stitched
from pipeline.model import Caption, Page, Table, Word
from tests.extract.tables.typeset import ANYWHERE, grid, page, paragraph, words

HEADER = ["", "2021", "2022"]
UPPER = [["Noord", "12%", "14%"], ["Zuid", "18%", "16%"]]
LOWER = [["Oost", "30%", "31%"], ["West", "40%", "39%"]]
COLUMNS = (60.0, 200.0, 260.0)
FOOT = 760.0


def end_of_page(rows: list[list[str]], number: int = 1) -> Table:
    return grid(rows, COLUMNS, FOOT - 14 * len(rows), page=number)


def top_of_page(rows: list[list[str]], number: int = 2, header: int = 1, shift: float = 0.0) -> Table:
    return grid(rows, [x + shift for x in COLUMNS], 70, page=number, header=header)


def sheet(table: Table, *lines: list[Word]) -> Page:
    """With a running head and foot, as every page of the report has."""
    number = table.pages[0]
    foot = words(f"Monitor digitalisering {number}", 60, 800, 8)
    return page([table], words("Openbaar bestuur", 60, 30, 8), foot, *lines, number=number)


def joined(first: Table, second: Table, *pages: Page) -> tuple[Table, ...]:
    return stitch((first, second), pages or (sheet(first), sheet(second)))


def test_a_repeated_header_is_dropped_and_cells_keep_their_page() -> None:
    first, second = end_of_page([HEADER, *UPPER]), top_of_page([HEADER, *LOWER])
    (one,) = joined(first, second)
    assert one.pages == (1, 2)
    assert (one.id, one.box) == (first.id, first.box)
    labels = [(c.row, c.text, c.page) for c in one.cells if c.column == 0]
    assert labels == [(1, "Noord", 1), (2, "Zuid", 1), (3, "Oost", 2), (4, "West", 2)]
    assert [c.text for c in one.cells if c.role == "header"] == ["2021", "2022"]
    assert one.reasons[-1] == "goes on on page 2: identical header"
    moved = next(c for c in one.cells if c.text == "Oost")
    assert moved.box == next(c for c in second.cells if c.text == "Oost").box


def test_a_header_on_the_page_before_serves_both() -> None:
    assert len(joined(end_of_page([HEADER, *UPPER]), top_of_page(LOWER, header=0, shift=12.0))) == 1


def test_three_pages() -> None:
    middle = grid([["Midden", "9%", "8%"]] * 49, COLUMNS, 70, page=2, header=0)
    first, last = end_of_page([HEADER, *UPPER]), top_of_page(LOWER, 3, header=0)
    (one,) = stitch((first, middle, last), [sheet(t) for t in (first, middle, last)])
    assert one.pages == (1, 2, 3)
    assert max(c.row for c in one.cells) == 2 + 49 + 2


def test_caption_says_it_goes_on() -> None:
    first, second = end_of_page([HEADER, *UPPER]), grid([HEADER, *LOWER], COLUMNS, 90, page=2)
    above = words("Tabel 3 Inwoners", 60, FOOT - 60, bold=True)
    again = words("Tabel 3 Inwoners (vervolg)", 60, 74, bold=True)
    pages = sheet(first, above), sheet(second, again)
    (first,), (second,) = attach_captions(pages[0], (first,)), attach_captions(pages[1], (second,))
    (one,) = stitch((first, second), pages)
    assert one.caption is not None
    assert (one.caption.number, one.caption.title) == ("3", "Inwoners")


def test_another_header_is_another_table() -> None:
    assert len(joined(end_of_page([HEADER, *UPPER]), top_of_page([["", "2023", "2024"], *LOWER]))) == 2


def test_a_caption_of_its_own_is_another_table() -> None:
    own = Caption("table", "Tabel", "4", "Inkomen", None, 2, ANYWHERE._replace(top=50, bottom=60))
    second = replace(top_of_page([HEADER, *LOWER]), caption=own)
    assert len(joined(end_of_page([HEADER, *UPPER]), second)) == 2


def test_one_number_with_another_title_is_another_table() -> None:
    first = Caption("table", "Tabel", "3.5", "Eerste vraag", None, 1, ANYWHERE._replace(top=600, bottom=610))
    other = Caption("table", "Tabel", "3.5", "Tweede vraag", None, 2, ANYWHERE._replace(top=50, bottom=60))
    tables = (
        replace(end_of_page([HEADER, *UPPER]), caption=first),
        replace(top_of_page([HEADER, *LOWER]), caption=other),
    )
    assert len(joined(*tables)) == 2


def test_text_in_between_parts_tables() -> None:
    first, second = end_of_page([HEADER, *UPPER]), grid([HEADER, *LOWER], COLUMNS, 200, page=2)
    assert len(joined(first, second, sheet(first), sheet(second, paragraph(60, 100)))) == 2
    first, second = grid([HEADER, *UPPER], COLUMNS, 600, page=1), top_of_page([HEADER, *LOWER])
    assert len(joined(first, second, sheet(first, paragraph(60, 680)), sheet(second))) == 2


def test_footnotes_in_between_do_not() -> None:
    first, second = end_of_page([HEADER, *UPPER]), top_of_page([HEADER, *LOWER])
    note = [Word(60, 772, 63, 777, "4", 5.0, raised=True), *words("Bron: eigen onderzoek.", 66, 772, 8)]
    assert len(joined(first, second, sheet(first, note), sheet(second))) == 1


def test_columns_elsewhere_are_another_table() -> None:
    second = grid([HEADER, *LOWER], (60.0, 320.0, 420.0), 70, page=2)
    assert len(joined(end_of_page([HEADER, *UPPER]), second)) == 2


def test_after_a_total_nothing_goes_on_without_a_header() -> None:
    first = end_of_page([HEADER, *UPPER, ["Totaal", "30%", "30%"]])
    assert len(joined(first, top_of_page(LOWER, header=0))) == 2


def test_a_table_that_leaves_half_a_page_is_not_cut_off() -> None:
    first = grid([HEADER, *UPPER], COLUMNS, 300, page=1)
    assert len(joined(first, top_of_page([HEADER, *LOWER]))) == 2


def test_a_page_in_between_parts_tables() -> None:
    first, second = end_of_page([HEADER, *UPPER]), top_of_page([HEADER, *LOWER], 3)
    assert len(joined(first, second)) == 2


def test_a_table_is_given_on_before_the_pages_after_it_are_read() -> None:
    read: list[int] = []
    parts = [grid([HEADER, *UPPER], COLUMNS, 300, page=number) for number in range(1, 9)]

    def coming() -> Iterator[Table]:
        for part in parts:
            read.append(part.pages[0])
            yield part

    whole = stitched(coming(), [sheet(part) for part in parts])
    assert next(whole).pages == (1,)
    assert read == [1, 2, 3]  # nothing on page 3 can go on with what ended on page 1
    assert [table.pages for table in whole] == [(number,) for number in range(2, 9)]


def test_the_title_of_a_section_below_the_heads_is_no_part_of_the_header_that_comes_again() -> None:
    titled = end_of_page([HEADER, ["Randstad", "", ""], *UPPER])
    first = replace(titled, cells=tuple(c._replace(role="header") if c.row == 1 else c for c in titled.cells))
    (one,) = joined(first, top_of_page([HEADER, *LOWER]))
    assert [(c.row, c.text) for c in one.cells if c.column == 0][1:] == [
        (2, "Noord"), (3, "Zuid"), (4, "Oost"), (5, "West")
    ]  # fmt: skip


def test_labels_of_a_group_that_goes_on_and_is_not_named_again_leave_their_column_free() -> None:
    columns, head = (60.0, 130.0, 200.0, 260.0), ["", "", "2021", "2022"]
    rows = [["Man", "Noord", "12%", "14%"], ["", "Zuid", "18%", "16%"]]
    first = grid([head, *rows], columns, FOOT - 42)
    stub = tuple(c._replace(role="stub") if c.column < 2 else c for c in first.cells)
    (one,) = joined(replace(first, cells=stub), grid([HEADER, *LOWER], columns[1:], 70, page=2))
    assert [(c.row, c.column) for c in one.cells if c.text in ("Oost", "30%", "31%")] == [(3, 1), (3, 2), (3, 3)]


def test_a_title_that_is_the_last_line_of_its_page_heads_the_rows_of_the_next() -> None:
    first, second = end_of_page([HEADER, *UPPER]), top_of_page([HEADER, *LOWER])
    cells = tuple(c._replace(role="stub") if c.column == 0 and c.row else c for c in first.cells)
    pages = sheet(first, words("Buitenland", 60, FOOT, 9), paragraph(60, 100, 12)), sheet(second)
    (one,) = joined(replace(first, cells=cells), second, *pages)
    assert [(c.row, c.text, c.page) for c in one.cells if c.column == 0] == [
        (1, "Noord", 1), (2, "Zuid", 1), (3, "Buitenland", 1), (4, "Oost", 2), (5, "West", 2)
    ]  # fmt: skip


def test_a_caption_below_the_end_of_a_table_names_all_of_it() -> None:
    first, second = end_of_page([HEADER, *UPPER]), top_of_page([HEADER, *LOWER])
    below = Caption("table", "Tabel", "4", "Inkomen", None, 2, ANYWHERE._replace(top=130, bottom=140))
    (one,) = joined(first, replace(second, caption=below))
    assert (one.pages, one.caption) == ((1, 2), below)
    assert len(joined(first, replace(top_of_page(LOWER, header=0), caption=below))) == 2
