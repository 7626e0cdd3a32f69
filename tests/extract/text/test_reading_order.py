"""Layouts in which a person reads otherwise than from top to bottom; each paragraph begins with its turn."""

from __future__ import annotations

from pathlib import Path

import pytest
from drawn_text import Drawing, labels, of_kind

from pipeline.model import Box


@pytest.fixture
def drawing(tmp_path: Path) -> Drawing:
    return Drawing(tmp_path / "drawn.pdf")


LEFT, RIGHT, NARROW, FULL = 60.0, 310.0, 225.0, 475.0
"""Left edges of two columns on an upright page, their width, and that of both, in points."""


def test_two_columns_under_a_title_that_spans_them(drawing: Drawing) -> None:
    drawing.line(LEFT, 80, "1A How towns travel, a title over the whole width of it all", 18, "Helvetica-Bold")
    y = drawing.words(LEFT, 120, NARROW, "2B", 9)
    drawing.words(LEFT, y, NARROW, "3C", 14)
    y = drawing.words(RIGHT, 120, NARROW, "4D", 13)
    drawing.words(RIGHT, y, NARROW, "5E", 6)
    assert labels(drawing.blocks()) == ["1A", "2B", "3C", "4D", "5E"]


def test_three_columns_cut_by_a_paragraph_over_the_full_width(drawing: Drawing) -> None:
    for n, x in enumerate((60.0, 225.0, 390.0)):
        drawing.words(x, 80, 145, f"{n + 1}A", 8)
        drawing.words(x, 300, 145, f"{n + 5}C", 7)
    drawing.words(60, 240, FULL, "4B", 2)
    assert labels(drawing.blocks()) == ["1A", "2A", "3A", "4B", "5C", "6C", "7C"]


def test_a_heading_after_two_columns_opens_what_follows(drawing: Drawing) -> None:
    drawing.words(LEFT, 80, NARROW, "1A", 10)
    drawing.words(RIGHT, 80, NARROW, "2B", 8)
    drawing.line(LEFT, 250, "3C Afterwards", 13, "Helvetica-Bold")
    drawing.words(LEFT, 275, FULL, "4D", 4)
    assert labels(drawing.blocks()) == ["1A", "2B", "3C", "4D"]


def test_columns_whose_lines_stand_at_other_heights(drawing: Drawing) -> None:
    drawing.words(LEFT, 80, NARROW, "1A", 12)
    y = drawing.words(RIGHT, 86, NARROW, "2B", 5)
    drawing.words(RIGHT, y, NARROW, "3C", 6)
    assert labels(drawing.blocks()) == ["1A", "2B", "3C"]


def test_one_line_of_two_columns_that_happens_to_share_a_baseline(drawing: Drawing) -> None:
    left = "1A the left column|set with a leading|that puts its lines between|the right ones but for a single one|too"
    for y, line in zip((80, 100, 120, 140, 160), left.split("|"), strict=True):
        drawing.line(LEFT, y, line)
    right = "2B the right column|is set otherwise and one|of its lines stands level.|3C level with one of the left|here"
    for y, line in zip((70, 90, 110, 140, 170), right.split("|"), strict=True):
        drawing.line(LEFT + 174, y, line)
    blocks = drawing.blocks()
    assert [text[:2] for text in of_kind(blocks, "paragraph")] == ["1A", "2B", "3C", "he"]


def test_text_beside_tables_is_read_row_by_row(drawing: Drawing) -> None:
    for n, top in enumerate((80.0, 300.0)):
        drawing.line(LEFT, top, f"{2 * n + 1}A Answers in per cent", 12, "Helvetica-Bold")
        drawing.table(Box(LEFT, top + 15, 250, top + 110))
        drawing.words(RIGHT, top + 25, NARROW, f"{2 * n + 2}B", 6)
    assert labels(drawing.blocks()) == ["1A", "2B", "3A", "4B"]


def test_a_filled_box_beside_the_text_is_read_as_one_piece(drawing: Drawing) -> None:
    drawing.words(LEFT, 80, 300, "1A", 6)
    drawing.words(LEFT, 180, 300, "2B", 9)
    drawing.fill(Box(390, 70, 540, 330), "#dde6ee")
    drawing.line(400, 90, "3C Aside", 11, "Helvetica-Bold")
    drawing.words(400, 110, 130, "4D", 5)
    drawing.words(400, 190, 130, "5E", 5)
    assert labels(drawing.blocks()) == ["1A", "2B", "3C", "4D", "5E"]


def test_text_that_runs_around_a_box(drawing: Drawing) -> None:
    drawing.words(LEFT, 80, FULL, "1A", 4)
    drawing.words(LEFT, 150, 290, "2B", 8)
    drawing.fill(Box(370, 140, 535, 260), "#eeeeee")
    drawing.words(380, 160, 145, "3C", 6)
    drawing.words(LEFT, 290, FULL, "4D", 4)
    assert labels(drawing.blocks()) == ["1A", "2B", "3C", "4D"]


def test_a_spread_reads_its_left_page_before_its_right_one(tmp_path: Path) -> None:
    drawing = Drawing(tmp_path / "spread.pdf", width=1190)
    drawing.line(50, 100, "1A The new bridge", 24, "Helvetica-Bold")
    drawing.words(50, 140, 480, "2B", 3)
    drawing.words(50, 215, 225, "3C", 14)
    drawing.words(305, 215, 225, "4D", 12)
    drawing.line(700, 110, "5E IT OPENS", 20, "Helvetica-Bold", "#b02020")
    drawing.line(700, 136, "THE RIVER", 20, "Helvetica-Bold", "#b02020")
    drawing.words(660, 700, 400, "6F", 2)
    assert labels(drawing.blocks()) == ["1A", "2B", "3C", "4D", "5E", "6F"]


def test_notes_at_the_foot_of_columns_above_a_table(drawing: Drawing) -> None:
    for n, x in enumerate((LEFT, RIGHT)):
        drawing.words(x, 80, NARROW, f"{n + 1}A", 8)
        drawing.rule(x, x + 60, 215 - 20 * n)
        drawing.raised(x, 230 - 20 * n, str(n + 1), 5)
        drawing.line(x + 6, 230 - 20 * n, "Counted street by street in spring", 7)
    drawing.line(LEFT, 290, "Table 1: Answers by town", 10, "Helvetica-Bold")
    drawing.table(Box(LEFT, 300, 530, 420))
    blocks = drawing.blocks()
    assert labels(blocks)[:3] == ["1A", "2A", "Table"]
    assert [(b.kind, b.number, b.text) for b in blocks[3:]] == [
        ("footnote", "1", "Counted street by street in spring"),
        ("footnote", "2", "Counted street by street in spring"),
    ]


def test_labels_and_their_values_are_read_across(drawing: Drawing) -> None:
    for n, (label, value) in enumerate((("1A", "2B town hall"), ("3C", "4D street census"), ("5E", "6F second wave"))):
        drawing.line(LEFT, 100 + 30 * n, label, 10)
        drawing.line(220, 100 + 30 * n, value, 10)
    drawing.words(LEFT, 230, FULL, "7G", 4)
    assert labels(drawing.blocks()) == ["1A", "2B", "3C", "4D", "5E", "6F", "7G"]


def test_wide_gaps_of_justified_lines_are_no_columns(drawing: Drawing) -> None:
    drawing.line(LEFT, 80, "1A when lines are set to one width some")
    for n, words in enumerate((("gaps", "grow", "wide"), ("but", "never", "here"))):
        for k, word in enumerate(words):
            drawing.line(LEFT + k * (34 + 6 * n), 93 + 13 * n, word)
    drawing.line(LEFT, 119, "and the sentence goes on all the same")
    drawing.words(LEFT, 132, 230, "so", 4)
    [text] = of_kind(drawing.blocks(), "paragraph")
    assert text.startswith("1A when lines are set to one width some gaps grow wide but never here and the sentence")


def test_words_set_sideways_stand_apart_from_the_text(drawing: Drawing) -> None:
    drawing.words(LEFT, 80, FULL, "1A", 5)
    drawing.words(LEFT, 180, FULL, "2B", 5)
    with drawing.turned(575, 400):
        drawing.line(0, 0, "Printed for the council")
    blocks = drawing.blocks()
    assert labels(blocks) == ["1A", "2B", "Printed"]
    assert blocks[2].kind == "note"
    assert blocks[2].box.bottom == pytest.approx(400, abs=3)
    assert blocks[2].box.x1 - blocks[2].box.x0 < 15
