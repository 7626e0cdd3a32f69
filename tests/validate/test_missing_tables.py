"""Tables that a report must have, by their numbers, captions and lists, and numbers of a page that no table has."""

from __future__ import annotations

from dataclasses import replace

import pytest
from handmade import caption, table

from pipeline.model import Block, Box, Chart, CleanTable, Issue, NumberFormat, Page, Word
from pipeline.tidy import observations
from pipeline.validate import Evidence, validate

DUTCH = NumberFormat(",", (".",), "nl", "handmade")
BOX = Box(100, 60, 400, 75)


def numbered(number: str, page: int) -> CleanTable:
    numbers = [[float(page), 20.0], [31.0, 45.0]]
    return table(numbers, ["a", "b"], ["x", "y"], page=page, number=number, statistic="mean", unit=None)


def block(text: str, page: int, kind: str = "caption") -> Block:
    return Block(f"p{page:03d}-b01", kind, text, page, BOX, page)  # type: ignore[arg-type]


def figure(number: str, page: int) -> Chart:
    return Chart(f"p{page:03d}-c1", page, BOX, caption("figure", number, "Een figuur"), "unread", (), False, "none")


def findings(
    tables: list[CleanTable],
    blocks: tuple[Block, ...] = (),
    charts: tuple[Chart, ...] = (),
    pages: tuple[Page, ...] = (),
) -> list[Issue]:
    evidence = Evidence(blocks, DUTCH, charts, pages)
    return list(validate(observations("verslag", tables, charts), tables, [], evidence).issues)


def codes(issues: list[Issue]) -> list[tuple[str, str, int | None]]:
    return [(issue.code, issue.severity, issue.page) for issue in issues]


def test_numbers_that_run_on_are_right() -> None:
    assert findings([numbered("3.1", 4), numbered("3.2", 5), numbered("4.1", 7)]) == []
    assert findings([numbered("7", 4), numbered("8", 5)]) == [], "a part of a report"


def test_a_number_passed_over_is_told_with_those_found() -> None:
    [issue] = findings([numbered("3.1", 4), numbered("3.2", 5), numbered("3.4", 7)])
    assert (issue.code, issue.severity, issue.page) == ("table.number_gap", "warning", 4)
    for part in ("3.3", "3.1, 3.2, 3.4"):
        assert part in issue.message


def test_tables_and_figures_in_one_count_fill_each_other() -> None:
    tables = [numbered("1", 4), numbered("3", 6)]
    assert codes(findings(tables, charts=(figure("2", 5), figure("4", 7)))) == []
    assert codes(findings(tables, charts=(figure("1", 5), figure("2", 7)))) == [("table.number_gap", "warning", 4)]


def test_many_numbers_passed_over_are_those_of_a_longer_report() -> None:
    assert codes(findings([numbered("2", 3), numbered("3", 4), numbered("9", 7)])) == [("table.number_gaps", "info", 3)]


def test_a_caption_without_its_table_is_told_and_its_continuation_is_not() -> None:
    blocks = (block("Tabel 3.1 Tevredenheid", 4), block("Tabel 3.2 Vertrouwen", 6), block("Tabel 3.1 (vervolg)", 5))
    [issue] = findings([numbered("3.1", 4)], blocks)
    assert (issue.code, issue.severity, issue.page) == ("table.caption_alone", "warning", 6)
    assert "Tabel 3.2 Vertrouwen" in issue.message


def test_a_table_that_only_a_list_names_is_told() -> None:
    listed = (
        block("Tabel 3.1 Tevredenheid ........ 4", 2, "contents"),
        block("Tabel 3.2 Vertrouwen ... 6", 2, "contents"),
    )
    [issue] = findings([numbered("3.1", 4)], listed)
    assert (issue.code, issue.page) == ("table.listed", 2)


def test_a_number_of_the_page_that_no_cell_has_is_told() -> None:
    made = numbered("3.1", 4)
    words = tuple(Word(*cell.box, cell.text, 9.0) for cell in made.table.cells)
    cells = tuple(cell._replace(words=(word,)) for cell, word in zip(made.table.cells, words, strict=True))
    made = replace(made, table=replace(made.table, cells=cells))
    page = Page(4, 595, 842, words)
    assert findings([made], pages=(page,)) == []
    between = Word(190, 118, 205, 126, "2018", 9.0)
    [issue] = findings([made], pages=(replace(page, words=(*words, between)),))
    assert (issue.code, issue.severity, issue.page, issue.table_id) == ("number.lost", "warning", 4, "p004-t1")
    assert "2018" in issue.message
    apart = Word(190, 700, 205, 708, "2018", 9.0)
    assert findings([made], pages=(replace(page, words=(*words, apart)),)) == []


@pytest.mark.parametrize(
    ("raw", "value", "right"),
    [
        ("28,8", 28.8, True),
        ("28,8", 288.0, False),
        ("1.415", 1415.0, True),
        ("1.415.000", 1415000.0, True),
        ("−23", -23.0, True),
        ("−23", 23.0, False),
        ("(986)", -986.0, True),
        ("(986)", 986.0, True),
        ("+6", 6.0, True),
        ("6", -6.0, False),
        ("18.140 6", 18140.0, True),
        ("3 765", 3765.0, True),
        ("12 %", 21.0, False),
        (",5", 0.5, True),
        ("3.73 (1.01)", 3.73, True),
        ("1 4 7", 8.0, False),
    ],
)
def test_a_value_is_one_that_its_printed_text_can_stand_for(raw: str, value: float, right: bool) -> None:
    made = numbered("3.1", 4)
    first = replace(made.values[0], raw=raw, number=value)
    found = [i.code for i in findings([replace(made, values=(first, *made.values[1:]))]) if i.severity == "error"]
    assert found == ([] if right else ["value.not_printed"])
