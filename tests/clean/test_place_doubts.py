"""Labels that are missing, or stand where they should not, lower the confidence of the values they may belong to."""

from __future__ import annotations

from dataclasses import replace

from printed_tables import COLUMN, SIZE, content, pages, table

from pipeline.clean import clean_content
from pipeline.model import Cell, CleanTable, Table

TRUSTED = 0.9


def _clean(printed: Table) -> tuple[CleanTable, list[str]]:
    tables, _ = clean_content(content(printed), pages(printed))
    return tables[0], [issue.code for issue in tables[0].issues if issue.code.startswith(("label.", "row.", "header."))]


def _doubted_rows(clean: CleanTable) -> set[int]:
    return {v.row for v in clean.values if v.confidence < TRUSTED}


# --------------------------------------------------------------------------- rows


def test_a_row_with_fewer_labels_than_others_is_doubted_but_not_a_total() -> None:
    rows = ("North|Bonn|3|4", "South|Essen|7|8", "South|Fulda|9|10")
    clean, codes = _clean(table("Region|Town|2021|2022", *rows, "Abroad||19|22", header=1))
    assert codes == ["row.part_missing"]
    assert _doubted_rows(clean) == {4}
    assert _clean(table("Region|Town|2021|2022", *rows, "Total||19|22", header=1))[1] == []


def test_where_the_first_row_lacks_its_outer_label_all_rows_may_have_that_of_others() -> None:
    """``North`` is printed in the middle of its three rows, ``South`` too; nothing shows which rows they span."""
    rows = ("|Bonn|3|4", "North|Celle|5|6", "|Dorf|1|2", "|Essen|7|8", "South|Fulda|9|10", "|Gera|1|3")
    clean, codes = _clean(table("Region|Town|2021|2022", *rows, header=1))
    assert "row.part_missing" in codes
    assert _doubted_rows(clean) == {1, 2, 3, 4, 5, 6}


def _apart(printed: Table, text: str, by: float) -> Table:
    """The table with the last word of one cell moved to the right."""

    def moved(cell: Cell) -> Cell:
        if cell.text != text:
            return cell
        *first, last = cell.words
        last = last._replace(x0=last.x0 + by, x1=last.x1 + by)
        return cell._replace(words=(*first, last), box=cell.box._replace(x1=last.x1))

    return replace(printed, cells=tuple(moved(cell) for cell in printed.cells))


def test_a_wide_blank_in_a_label_is_doubted_but_no_stretched_word_space() -> None:
    printed = table("Town|2021|2022", "North|1|2", "South 316|3|4", "East|5|6", header=1)
    clean, codes = _clean(_apart(printed, "South 316", 0.7 * SIZE))  # 3 points and 7 are one em
    assert codes == ["label.gap"]
    assert _doubted_rows(clean) == {2}
    assert _clean(_apart(printed, "South 316", 0.3 * SIZE))[1] == []


def test_a_label_that_ends_in_a_word_that_leads_on_is_cut() -> None:
    assert _clean(table("Town|2021", "North and|1", "South|3", header=1))[1] == ["label.cut"]
    assert _clean(table("Town|2021", "Channel EN|1", "South|3", header=1))[1] == []  # an abbreviation
    assert _clean(table("Axis|2021", "y|1", "z|3", header=1))[1] == []  # a name, not a Spanish and


# --------------------------------------------------------------------------- columns


def test_beside_a_column_without_a_header_no_column_is_trusted() -> None:
    clean, codes = _clean(table("|Poll A|", "Blue|35|40", "Red|23|28", header=1))
    assert codes == ["header.missing"]  # said once
    assert {v.column for v in clean.values if v.confidence < TRUSTED} == {1, 2}


def _widened(printed: Table, text: str, x1: float) -> Table:
    """The table with the box and last word of one cell reaching to ``x1``."""

    def wide(cell: Cell) -> Cell:
        if cell.text != text:
            return cell
        *first, last = cell.words
        return cell._replace(box=cell.box._replace(x1=x1), words=(*first, last._replace(x1=x1)))

    return replace(printed, cells=tuple(wide(cell) for cell in printed.cells))


def test_a_header_over_the_numbers_of_the_column_beside_it_makes_all_headers_doubtful() -> None:
    printed = table("Town|Releases to air|to land|", "North|10|20", "South|30|40", header=1)
    clean, codes = _clean(_widened(printed, "Releases to air", 2 * COLUMN + 4))  # numbers begin at 400: 4 > .25 em
    assert codes == ["header.wide"]
    assert {v.confidence < TRUSTED for v in clean.values} == {True}
    clean, codes = _clean(_widened(printed, "Releases to air", 2 * COLUMN + 2))
    assert codes == []
    assert {v.confidence for v in clean.values} == {1.0}


def test_the_first_line_of_a_header_over_the_next_header_makes_all_headers_doubtful() -> None:
    """The numbers stand further right than their headers, so the line reaches over no number."""
    printed = table("Town|Releases~to air|to land", "North|10|» 20", "South|30|» 40", header=1)
    head = next(cell for cell in printed.cells if cell.text == "Releases to air")
    first = head.words[0]._replace(x1=2 * COLUMN + 10)
    wide = head._replace(words=(first, *head.words[1:]), box=head.box._replace(x1=2 * COLUMN + 10))
    printed = replace(printed, cells=tuple(wide if cell is head else cell for cell in printed.cells))
    assert _clean(printed)[1] == ["header.wide"]


def test_a_header_that_may_as_well_be_read_otherwise_is_told_and_makes_the_table_doubtful() -> None:
    printed = table("Town|Releases|to land", "North|10|20", "South|30|40", header=1)
    clean, codes = _clean(replace(printed, margin=0.0))
    assert codes == ["header.open"]
    assert {v.confidence for v in clean.values} == {0.75}
    assert _clean(printed)[1] == []
