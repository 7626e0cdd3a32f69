"""Steps that look at one word or line, and at the lines around a table, each from values set by hand: tokens, how a
line begins, blocks of a caption, titles without a label, caption and note rows, marks of notes, running heads."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.extract.tables import marks, tokens
from pipeline.extract.tables.caption_blocks import (
    caption_starts,
    lines_down,
    make_caption,
    split_block,
    with_labels_joined,
)
from pipeline.extract.tables.caption_labels import read_label
from pipeline.extract.tables.caption_lines import Look, TextLine
from pipeline.extract.tables.caption_rows import holds, without_caption_rows
from pipeline.extract.tables.caption_titles import title_above
from pipeline.extract.tables.note_marks import leading_mark, mark_of, marks_in, opens_note, printed_marks, raised_marks
from pipeline.extract.tables.note_rows import without_note_rows
from pipeline.extract.tables.running import running_lines
from pipeline.model import Box, Caption, Page, Table
from tests.extract.tables.typeset import grid, texts, words

LOOK = Look(10.0, "#000000")


def line(text: str, x: float = 60, top: float = 100, size: float = 10.0, **look: object) -> TextLine:
    return TextLine(words(text, x, top, size, **look))


# --------------------------------------------------------------------------- one word


@pytest.mark.parametrize("text", ["12", "-3,5", "1.415", "<1%", "(986)", "12*", "–", "n.v.t.", "x", "2:1", "4bn", "$"])
def test_numbers_and_what_stands_for_one(text: str) -> None:
    assert tokens.is_number(text)


@pytest.mark.parametrize("text", ["Bonn", "A12", "12th", "nav.", "3M-model", ""])
def test_what_is_no_number(text: str) -> None:
    assert not tokens.is_number(text)


def test_leaders_dashes_and_what_closes_a_number() -> None:
    assert tokens.is_leader(".....")
    assert not tokens.is_leader("...5")
    assert tokens.is_dashes("------")
    assert not tokens.is_dashes("-----")  # five may be a missing value drawn long
    assert tokens.is_closing("%)")
    assert not tokens.is_closing("5%")
    assert tokens.is_symbol("±")
    assert not tokens.is_symbol("±5")


def test_years_small_letters_and_ends_of_sentences() -> None:
    assert tokens.is_year("2021/22")
    assert not tokens.is_year("20215")
    assert tokens.is_lower("and")
    assert not tokens.is_lower("a")
    assert tokens.ends_sentence("asked.")
    assert not tokens.ends_sentence("bn.")
    assert not tokens.ends_sentence("2021.")


def test_three_digits_close_to_a_short_number_go_on_with_it() -> None:
    assert tokens.reads_as_thousands("1", "234", gap=2.0, size=10.0)
    assert not tokens.reads_as_thousands("1", "234", gap=5.0, size=10.0)  # a word space and more
    assert not tokens.reads_as_thousands("1", "23", gap=2.0, size=10.0)
    assert not tokens.reads_as_thousands("1234", "567", gap=2.0, size=10.0)


# --------------------------------------------------------------------------- how a line begins


@pytest.mark.parametrize(
    ("text", "caption", "figure", "note"),
    [
        ("Tabel 3.5 Uitkomsten", True, False, False),
        ("Abbildung 2", True, True, False),
        ("Tables and chairs", True, False, False),
        ("Tablet use", False, False, False),
        ("Bron: CBS", False, False, True),
        ("Sources per capita", False, False, False),
        ("* Significant at five percent", False, False, True),
        ("Bonn", False, False, False),
    ],
)
def test_captions_figures_and_notes_by_their_first_words(text: str, caption: bool, figure: bool, note: bool) -> None:
    assert (marks.opens_caption(text), marks.opens_figure(text), marks.opens_note(text)) == (caption, figure, note)


# --------------------------------------------------------------------------- blocks of a caption


def test_a_label_set_off_by_a_tab_is_one_line_with_its_title() -> None:
    label, title, value = line("Table 1:"), line("Growth of towns", x=150), line("12.5", x=150, top=130)
    [joined, other] = with_labels_joined([label, title, value])
    assert (joined.text, other.text) == ("Table 1: Growth of towns", "12.5")
    beside_number = with_labels_joined([label, line("12.5", x=150)])
    assert [k.text for k in beside_number] == ["Table 1:", "12.5"]


def test_captions_start_at_labels_but_not_in_prose_or_contents() -> None:
    lines = [
        line("Table 1. Growth of towns", top=100, bold=True),
        line("Table 2 shows that towns grow", top=140),
        line("Table 3. Growth of towns ........ 12", top=180),
        line("as can be seen in the rows of", top=220),
        line("Table 4. The towns grow", top=232),
    ]
    assert [s.label.number for s in caption_starts(lines, body=10.0)] == ["1"]


def test_a_caption_goes_down_to_the_first_gap_or_row() -> None:
    start = line("Table 1. Growth of towns", top=100)
    close, apart = line("and of villages", top=112), line("Other text", top=160)
    assert lines_down(start, [start, close, apart], 60, 400, 300) == [start, close]
    row = [line("Bonn", top=112), line("12.5", x=200, top=112)]
    assert lines_down(start, [start, *row], 60, 400, 300) == [start]
    unit = line("(in %)", x=300, top=100)
    assert lines_down(start, [start, unit, close], 60, 400, 300) == [start, unit, close]


def test_the_remainder_of_a_caption_begins_at_a_bracket_or_other_type() -> None:
    first, second = line("Table 1. Growth of towns", bold=True), line("and of villages", top=112, bold=True)
    plain, bracketed = line("percent of all", top=124), line("(N = 12)", top=124, bold=True)
    label = read_label(first.text)
    assert label is not None
    assert split_block([first, second, plain], label, 400) == ([first, second], [plain])
    assert split_block([first, second, bracketed], label, 400) == ([first, second], [bracketed])
    caption = make_caption([first, second], [bracketed], label, 7, frozenset())
    assert (caption.label, caption.number, caption.title, caption.note, caption.page) == (
        "Table", "1", "Growth of towns and of villages", "(N = 12)", 7,
    )  # fmt: skip
    assert caption.box == Box(60, 100, 180, 134)  # 24 signs of 5 points; the third line ends at 134


# --------------------------------------------------------------------------- titles without a label

TABLE = grid([["Town", "Cases"], ["Bonn", "77"], ["Celle", "9"]], (60, 200), 200)


def test_a_bold_line_right_above_is_the_title_and_a_unit_line_its_remainder() -> None:
    title, unit = line("Growth of towns", top=172, bold=True), line("(in thousands)", top=186)
    assert title_above(TABLE, (TABLE,), [title, unit], (), LOOK) == ([title], [unit])
    assert title_above(TABLE, (TABLE,), [line("Growth of towns", top=186)], (), LOOK) == ([], [])  # plain text
    assert title_above(TABLE, (TABLE,), [line("Growth of towns", top=150, bold=True)], (), LOOK) == ([], [])  # far


def test_another_table_in_between_takes_the_title() -> None:
    title = line("Growth of towns", top=100, bold=True)
    other = grid([["Town", "Cases"], ["Essen", "121"]], (60, 200), 120)
    assert title_above(TABLE, (other, TABLE), [title], (), LOOK) == ([], [])


# --------------------------------------------------------------------------- rows that are caption or note


def test_a_labelled_first_row_leaves_the_table_and_stands_in_the_caption() -> None:
    table = grid([["Table 1. Growth", ""], ["Town", "Cases"], ["Bonn", "77"]], (60, 200), 100)
    short = without_caption_rows(table)
    assert texts(short) == [["Town", "Cases"], ["Bonn", "77"]]
    assert short.box.top == 114
    assert without_caption_rows(short) == short
    caption = Caption("table", "Table", "1", "Growth", None, 1, Box(60, 100, 140, 109))
    assert holds(caption, table, short)
    assert not holds(replace(caption, box=Box(60, 60, 140, 69)), table, short)


def test_a_spanner_over_the_values_is_no_caption_row() -> None:
    table = grid([["", "In 2021"], ["Town", "Cases"], ["Bonn", "77"]], (60, 200), 100)
    assert without_caption_rows(table) == table


def test_rows_at_the_foot_that_open_as_notes_leave_the_table() -> None:
    rows = [["Town", "Cases"], ["Bonn", "77"], ["Celle", "9"], ["* Total", "86"], ["Source: the towns themselves", ""]]
    table = grid(rows, (60, 200), 100)
    assert texts(without_note_rows(table)) == [[t for t in row if t] for row in rows[:4]]
    plain = grid(rows[:3], (60, 200), 100)
    assert without_note_rows(plain) == plain


# --------------------------------------------------------------------------- marks


@pytest.mark.parametrize(("text", "mark"), [("1)", "1"), ("(a)", "a"), ("*", "*"), ("12", "12"), ("123", None)])
def test_a_mark_without_its_brackets(text: str, mark: str | None) -> None:
    assert mark_of(text) == mark


def test_a_line_opens_with_a_mark_when_it_is_raised_bracketed_or_a_symbol() -> None:
    raised = TextLine([*words("1", 60, 98, 6, raised=True), *words("Only towns", 66, 100)])
    assert leading_mark(raised) == "1"
    assert leading_mark(line("† Only towns")) == "†"
    assert leading_mark(line("(2) Only towns")) == "2"
    assert leading_mark(line("1 Only towns")) is None


@pytest.mark.parametrize(
    ("text", "opens"),
    [
        ("Source: the towns", True), ("Source of income", False), ("n/a = not asked", True), ("- none", True),
        ("p = 0.15", True), ("Bonn", False), ("Basis: all towns", True),
    ],
)  # fmt: skip
def test_what_opens_a_note(text: str, opens: bool) -> None:
    assert opens_note(line(text)) is opens


def test_the_marks_a_note_explains_and_those_a_table_prints() -> None:
    assert marks_in([line("* Only towns; ** only villages; n/a = not asked")]) == ("*", "n/a", "**")
    printed = [*words("Total(a) 12* 9", 60, 100), *words("1,2", 100, 98, 6, raised=True)]
    assert raised_marks(printed) == {"1", "2"}
    assert printed_marks(printed) == {"a", "*", "1", "2"}


# --------------------------------------------------------------------------- running heads


def sheet(number: int, *lines: tuple[str, float]) -> Page:
    return Page(number, 600, 800, tuple(w for text, top in lines for w in words(text, 60, top)))


def test_lines_in_the_margin_that_return_or_stand_at_the_edge_are_running() -> None:
    pages = [
        sheet(1, ("Annual report 2021", 70), ("A title once", 84), ("Text", 300), ("- 1 -", 715), ("Edge", 780)),
        sheet(2, ("Annual report 2021", 71), ("Text", 300), ("- 2 -", 715)),
    ]
    found = running_lines(pages)
    assert {k.text for k in found[1]} == {"Annual report 2021", "- 1 -", "Edge"}
    assert {k.text for k in found[2]} == {"Annual report 2021", "- 2 -"}


def test_a_line_that_returns_only_far_away_is_no_running_line() -> None:
    pages = [sheet(1, ("A title", 70)), sheet(2, ("Text", 300)), sheet(3, ("Text", 300)), sheet(4, ("A title", 70))]
    assert running_lines(pages)[1] == frozenset()


def test_nothing_to_take_off_a_table_without_words() -> None:
    empty = Table("p001-t1", (1,), Box(0, 0, 1, 1), (), "aligned", 1.0)
    assert without_caption_rows(empty) == without_note_rows(empty) == empty
