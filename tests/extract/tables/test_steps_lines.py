"""Steps 1 to 4, each from a value of the step before set by hand: words -> phrases, rules, stacks, prose, layout."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.extract.tables.layout import lay_out
from pipeline.extract.tables.phrases import lines_of, rows_of, split_line, usual_gap
from pipeline.extract.tables.prose import find_prose
from pipeline.extract.tables.rules import backgrounds, character_rules, drawn_lines, join
from pipeline.extract.tables.shapes import Line, Lines, Phrase
from pipeline.extract.tables.stacks import bands, find_stacks, in_one_band
from pipeline.model import Fill, Page, Rule, Word
from tests.extract.tables.handset import block, cell, laid, texts
from tests.extract.tables.typeset import words

NO_WALLS = Lines()


def spaced(*parts: tuple[str, float], x: float = 0.0, top: float = 0.0) -> list[Word]:
    """Words with the blank after each, in points."""
    out = []
    for text, blank in parts:
        [word] = words(text, x, top)
        out.append(word)
        x = word.x1 + blank
    return out


def cut(*parts: tuple[str, float]) -> list[str]:
    return [p.text for p in split_line(spaced(*parts), NO_WALLS, 0.3)]


# --------------------------------------------------------------------------- words -> lines -> phrases


def test_words_of_other_sizes_join_the_line_they_overlap() -> None:
    upper, lower = words("Number of cases", 0, 100), words("next line", 0, 112)
    small = words("1", 80, 99, size=6)
    assert [[w.text for w in ws] for ws in lines_of([*lower, *small, *upper])] == [
        ["Number", "of", "cases", "1"], ["next", "line"],
    ]  # fmt: skip


def test_of_a_raised_and_a_lowered_word_at_one_place_the_raised_comes_first() -> None:
    upper, lower = words("95", 20, 97.5, size=6), words("10", 20, 103, size=6)
    [found] = lines_of([*words("12.3", 0, 100), *lower, *upper])
    assert [w.text for w in found] == ["12.3", "95", "10"]


def test_a_tall_line_of_the_other_text_column_does_not_join_two_lines_of_small_type() -> None:
    """A table in small type beside running text in larger type, whose line lies half way between two rows."""
    rows = [*words("North 12.1 14.5", 0, 100, size=8), *words("South 13.7 15.2", 0, 110, size=8)]
    prose = words("although the larger type of the", 200, 103, size=12)
    found = [[w.text for w in line] for line in lines_of([*rows, *prose])]
    assert [[t for t in line if t in ("North", "South")] for line in found] == [["North"], ["South"]]


def test_a_mark_joins_the_word_it_touches_and_no_other_line() -> None:
    """A raised 13 opens a label that stands half a line under the row above: it belongs to the label."""
    above, label = words("12.1 14.5", 100, 100), words("C-NMR", 6, 106)
    mark = words("13", 0, 104, size=6)
    assert [[w.text for w in line] for line in lines_of([*above, *mark, *label])] == [["12.1", "14.5"], ["13", "C-NMR"]]


def test_the_parts_of_a_raised_power_stay_with_their_base() -> None:
    head = words("Dataset", 0, 96)
    power = [*words("10", 80, 100), *words("−", 90, 98.5, size=6), *words("2", 93, 98.5, size=6)]
    found = next(line for line in lines_of([*head, *power]) if "10" in [w.text for w in line])
    assert [w.text for w in found][-3:] == ["10", "−", "2"]


def test_the_usual_gap_is_the_median_blank_within_bounds() -> None:
    assert usual_gap([spaced(("a", 3), ("b", 3), ("c", 9), ("d", 0))]) == pytest.approx(0.3)
    assert usual_gap([spaced(("a", 1), ("b", 1), ("c", 0))]) == 0.2  # never less
    assert usual_gap([]) == 0.28


@pytest.mark.parametrize(
    ("parts", "phrases"),
    [
        ([("Number", 3), ("of", 3), ("cases", 20), ("12", 0)], ["Number of cases", "12"]),
        ([("12.5", 4), ("13.1", 4), ("9.8", 0)], ["12.5", "13.1", "9.8"]),  # a line of numbers, a narrow blank
        ([("1", 2.5), ("234", 20), ("2", 2.5), ("345", 0)], ["1 234", "2 345"]),  # thousands
        ([("12", 9), ("%", 20), ("13", 9), ("%", 0)], ["12 %", "13 %"]),
        ([("$", 60), ("12.50", 0)], ["$ 12.50"]),
        ([("Total", 2), ("......", 2), ("12", 0)], ["Total ......", "12"]),
        ([("Total", 2), ("......", 0), ("12", 0)], ["Total ......", "12"]),  # dots that touch their value
        ([("42", 1), (".", 0), ("6", 0)], ["42 . 6"]),
        ([("•", 25), ("Open", 3), ("daily", 0)], ["• Open daily"]),
    ],
)
def test_a_line_is_cut_where_the_gap_is_wide_for_its_neighbours(
    parts: list[tuple[str, float]], phrases: list[str]
) -> None:
    assert cut(*parts) == phrases


def test_an_upright_rule_cuts_at_any_gap() -> None:
    found = split_line(spaced(("North", 3), ("South", 0)), Lines.of([Line(-5, 15, 26.5)]), 0.3)
    assert [p.text for p in found] == ["North", "South"]


def test_a_phrase_measures_without_leaders_and_raised_marks() -> None:
    label, dots = words("Total", 0, 100), words(".....", 30, 100)
    mark = words("1", 25, 97, size=6, raised=True)
    found = Phrase([*label, *mark, *dots])
    assert (found.x0, found.x1, found.top, found.bottom, found.size) == (0, 28, 100, 110, 10)
    assert not found.numeric
    assert Phrase(words("12.2 (n=115)", 0, 0)).numeric
    assert Phrase(words("n.a.", 0, 0)).numeric
    assert not Phrase(words("Age 65", 0, 0)).numeric


def test_rows_are_told_by_their_middles() -> None:
    low = cell(200, 103, "12")  # 3 of 10 points lower: the same row
    lower = cell(200, 110, "13")
    assert texts(rows_of([lower, cell(0, 100, "Breda"), low])) == [["Breda", "12"], ["13"]]


# --------------------------------------------------------------------------- rules


def test_collinear_pieces_join_and_others_do_not() -> None:
    pieces = [Line(0, 50, 100), Line(52, 90, 101), Line(100, 120, 100), Line(0, 50, 104)]
    assert join(pieces).items == (Line(0, 90, 100), Line(100, 120, 100), Line(0, 50, 104))


def test_rows_of_dashes_are_rules_and_bars_only_when_three_stand_below_one_another() -> None:
    dashes = words("----------", 0, 50)
    bars = [w for i in range(3) for w in words("|", 30, 60 + 12 * i)]
    breadcrumb = words("Home | News", 100, 60)
    assert character_rules([*dashes, *bars, *breadcrumb]) == (dashes, bars)


def test_short_strokes_and_white_fills_draw_no_table() -> None:
    grey, white = Fill(50, 100, 150, 120, "#cccccc"), Fill(50, 140, 150, 160, "#ffffff")
    nested, sheet = Fill(60, 105, 140, 115, "#cccccc"), Fill(0, 0, 595, 842, "#eeeeee")
    page = Page(1, 595, 842, (), (Rule("h", 0, 5, 10, 1), Rule("h", 0, 50, 20, 1)), (grey, white, nested, sheet))
    drawn = drawn_lines(page, words("----------", 0, 45))
    assert backgrounds(page) == [grey]
    assert drawn.horizontals.items == (Line(0, 50, 20), Line(0, 50, 50))
    assert [line.at for line in drawn.fill_tops.items] == [100, 120]
    assert [line.at for line in drawn.fill_sides.items] == [50, 150]


# --------------------------------------------------------------------------- stacks

THREE = [(0.0, 200.0, y) for y in (98.0, 112.0, 126.0)]
PAIRS = [("Breda", "12"), ("Emmen", "9")]


def test_three_rules_of_one_width_over_labels_and_numbers_are_a_stack() -> None:
    layout = laid(block(100, (0, 150), *PAIRS), across=THREE)
    [stack] = find_stacks(layout)
    assert (stack.x0, stack.x1, stack.ys) == (0, 200, (98, 112, 126))
    assert [[p.text for p in band] for band in bands(layout, stack)] == [["Breda", "12"], ["Emmen", "9"]]


def test_rules_of_other_widths_or_without_rows_are_no_stack() -> None:
    rows = block(100, (0, 150), *PAIRS)
    assert find_stacks(laid(rows, across=[*THREE[:2], (0, 150, 126)])) == ()
    assert find_stacks(laid(block(100, (0,), ("Breda is a town",), ("in the south",)), across=THREE)) == ()


def test_lines_between_two_rules_of_a_stack_leave_room_for_other_cells() -> None:
    layout = laid(block(100, (0, 150), *PAIRS), across=THREE)
    layout = laid(block(100, (0, 150), *PAIRS), across=THREE, stacks=find_stacks(layout))
    assert in_one_band(layout, [cell(0, 100, "Breda")])
    assert not in_one_band(layout, [cell(0, 100, "x" * 39)])  # as wide as the stack
    assert not in_one_band(layout, [cell(0, 100, "Breda"), cell(0, 114, "Emmen")])


# --------------------------------------------------------------------------- prose

SENTENCE = "the people asked were content with most of it"


def running(x: float, top: float, lines: int) -> list[Phrase]:
    return [cell(x, top + 12 * i, SENTENCE) for i in range(lines)]


def prose_of(*phrases: Phrase, across: list[tuple[float, float, float]] | None = None) -> set[str]:
    return {p.text for p in find_prose(replace(laid([], across=across or []), phrases=phrases))}


def test_three_full_lines_below_one_another_are_prose() -> None:
    assert prose_of(*running(0, 100, 3)) == {SENTENCE}
    assert prose_of(*running(0, 100, 2)) == set()


def test_a_rule_wider_than_the_text_ends_a_paragraph() -> None:
    assert prose_of(*running(0, 100, 4), across=[(-10, 300, 123)]) == set()


def test_lines_with_a_short_label_on_their_own_baseline_are_cells() -> None:
    labels = [cell(300, 100 + 12 * i, t) for i, t in enumerate(("Yes", "No", "Maybe"))]
    assert prose_of(*running(0, 100, 3), *labels) == set()


def test_short_lines_of_numbers_are_no_prose() -> None:
    assert prose_of(*(cell(0, 100 + 12 * i, "1 2 3 4 5 6 7 8 9 10 11 12 13") for i in range(4))) == set()


def test_a_justified_line_that_fell_apart_is_put_back() -> None:
    """105 points of text, then blanks of 17 points; the last piece ends one point before the full lines do."""
    pulled = [cell(0, 136, "the people asked were"), cell(122, 136, "content"), cell(174, 136, "all yes so")]
    assert {"content", "all yes so"} <= prose_of(*running(0, 100, 3), *pulled)


# --------------------------------------------------------------------------- layout


def test_a_layout_holds_phrases_rules_and_usual_size_but_no_words_set_sideways() -> None:
    page = Page(
        1, 595, 842,
        (*words("Town", 60, 100), *words("Cases", 160, 100), *words("rotated", 20, 300, direction=90),
         *words("--------", 60, 112), *words("off", 700, 100)),
        (Rule("v", 90, 120, 150, 1),),
    )  # fmt: skip
    layout = lay_out(page)
    assert [p.text for p in layout.phrases] == ["Town", "Cases"]
    assert layout.horizontals.items == (Line(60, 100, 117),)
    assert layout.verticals.items == (Line(90, 120, 150),)
    assert (layout.size, layout.word_gap) == (10, 0.28)
