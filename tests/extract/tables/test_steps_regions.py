"""Steps from a layout to regions, each from a layout set by hand: panes, grids, frames, runs, what is trimmed or
climbed to, and whether rows are a table at all."""

from __future__ import annotations

import pytest

from pipeline.extract.tables.climb import climb
from pipeline.extract.tables.engines.ruled import Ruled
from pipeline.extract.tables.evidence import ACCEPT, alignment, is_figure, table_evidence
from pipeline.extract.tables.frames import find_frames
from pipeline.extract.tables.grid_evidence import holds_table, misread
from pipeline.extract.tables.grids import find_grids
from pipeline.extract.tables.panes import split_panes
from pipeline.extract.tables.phrases import rows_of
from pipeline.extract.tables.runs import find_runs
from pipeline.extract.tables.shapes import Layout, Phrase, Region, Row, Slot, row
from pipeline.extract.tables.trim import trim
from pipeline.model import Box
from tests.extract.tables.handset import block, cell, columns, laid, line, placed, texts

XS = (0.0, 100.0, 160.0)
HEAD = ("Town", "Cases", "Share")
BODY = [("Aachen", "310", "45.1"), ("Bonn", "77", "40.9"), ("Celle", "9", "38.2"), ("Essen", "121", "47.7")]


def table(top: float = 100, x: float = 0) -> list[Row]:
    return block(top, [x + k for k in XS], HEAD, *BODY)


# --------------------------------------------------------------------------- panes


def test_a_page_without_columns_of_text_is_one_pane() -> None:
    layout = laid(table())
    assert split_panes(layout) == [layout]


def test_paragraphs_side_by_side_part_the_page_below_a_title_that_crosses() -> None:
    title = line(40, (100, "A title that runs over both columns of the page and so on"))
    left = [line(100 + 12 * i, (50, "the people asked were content with most of it")) for i in range(4)]  # to 275
    right = [line(100 + 12 * i, (300, "some of them had to come back and wait again")) for i in range(4)]
    rows = [title, *left, *right]
    panes = split_panes(laid(rows, prose=[p for r in (*left, *right) for p in r.phrases]))
    assert sorted(sorted({p.text[:8] for p in pane.phrases}) for pane in panes) == [
        ["A title "], ["some of "], ["the peop"],
    ]  # fmt: skip


def test_tables_beside_each_other_on_baselines_of_their_own_are_two_panes() -> None:
    left = block(100, (60, 160), *[(f"a{i}", f"{i}1") for i in range(6)], pitch=14)
    right = block(104, (300, 400), *[(f"b{i}", f"{i}2") for i in range(5)], pitch=17)
    panes = split_panes(laid([*left, *right]))
    assert sorted(sorted(p.text for p in pane.phrases)[0] for pane in panes) == ["01", "02"]
    assert sorted(len(pane.phrases) for pane in panes) == [10, 12]


def test_a_page_strewn_with_blanks_is_given_up_for_its_panes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.extract.tables.panes.MOST_TRIED", 0)
    left = block(100, (60, 160), *[(f"a{i}", f"{i}1") for i in range(6)], pitch=14)
    right = block(104, (300, 400), *[(f"b{i}", f"{i}2") for i in range(5)], pitch=17)
    assert len(split_panes(laid([*left, *right]))) == 1


def test_labels_level_with_a_line_of_text_stay_with_their_values() -> None:
    """Text on the left, about on the lines of the labels: what is level with the values are the labels."""
    text = [line(102 + 14 * i, (60, "some of them had to wait again")) for i in range(6)]  # to 210
    rows = block(100, (222, 340, 400), *[(f"a{i}", f"{i}1", f"{i}2") for i in range(6)])
    merged = rows_of(p for r in (*text, *rows) for p in r.phrases)
    panes = split_panes(laid(merged, prose=[p for r in text for p in r.phrases]))
    (pane,) = [pane for pane in panes if any(p.text == "a0" for p in pane.phrases)]
    assert {"a5", "51", "52"} <= {p.text for p in pane.phrases}


def test_running_text_beside_a_table_is_a_pane_of_its_own() -> None:
    text = [line(100 + 13 * i, (60, "some of them had to wait again")) for i in range(8)]  # to 210
    rows = block(105, (300, 400), *[(f"b{i}", f"{i}2") for i in range(5)], pitch=20)
    prose = [p for r in text[:6] for p in r.phrases]
    assert len(split_panes(laid([*text, *rows], prose=prose))) == 2
    assert len(split_panes(laid([*text, *rows]))) == 1


def test_a_wide_blank_inside_a_table_is_no_gutter() -> None:
    """Its two sides share their baselines; labels set halfway between two lines are no table of their own."""
    rows = block(100, (60, 160, 340, 400), *[(f"a{i}", f"{i}1", f"{i}2", f"{i}3") for i in range(6)])
    between = [line(107 + 28 * i, (60, f"group {i}")) for i in range(4)]
    values = block(100, (300, 400), *[(f"{i}.1", f"{i}.2") for i in range(8)])
    for layout in (laid(rows), laid([*between, *values])):
        assert split_panes(layout) == [layout]


# --------------------------------------------------------------------------- grids

ACROSS = [(0.0, 120.0, y) for y in (100.0, 120.0, 140.0, 160.0)]
DOWN = [(100.0, 160.0, x) for x in (0.0, 60.0, 120.0)]
CELLS = block(105, (10, 70), ("Town", "Cases"), ("Bonn", "77"), ("Celle", "9"), pitch=20)


def ruled(layout: Layout) -> dict[str, tuple[int, int, int, int]]:
    [grid] = find_grids(layout)
    reading = Ruled().read(layout, Region(grid.box, tuple(rows_of(layout.phrases)), grid))
    assert reading is not None
    return placed(reading.slots)


def test_rules_that_cross_are_a_grid_and_rules_apart_are_none() -> None:
    layout = laid(CELLS, across=[*ACROSS, (300, 400, 100)], down=DOWN)
    [grid] = find_grids(layout)
    assert (grid.box, grid.xs, grid.ys) == (Box(0, 100, 120, 160), (0, 60, 120), (100, 120, 140, 160))
    assert find_grids(laid(CELLS, across=ACROSS, down=[(300, 400, 10)])) == []


def test_every_phrase_stands_in_the_cell_drawn_around_it() -> None:
    assert ruled(laid(CELLS, across=ACROSS, down=DOWN)) == {
        "Town": (0, 0, 0, 0), "Cases": (0, 0, 1, 1), "Bonn": (1, 1, 0, 0), "77": (1, 1, 1, 1),
        "Celle": (2, 2, 0, 0), "9": (2, 2, 1, 1),
    }  # fmt: skip


def test_cells_that_no_rule_parts_are_one() -> None:
    """The rule at x 60 begins below the first row; the rule at y 140 begins right of the first column."""
    rows = block(105, (10, 70), ("Towns and cases", ""), ("Bonn", "77"), ("", "9"), pitch=20)
    layout = laid(rows, across=[*ACROSS[:2], (60, 120, 140), ACROSS[3]], down=[DOWN[0], (120, 160, 60), DOWN[2]])
    assert ruled(layout) == {
        "Towns and cases": (0, 0, 0, 1), "Bonn": (1, 2, 0, 0), "77": (1, 1, 1, 1), "9": (2, 2, 1, 1),
    }  # fmt: skip


def test_a_ruled_row_with_columns_of_several_numbers_is_split_by_baselines() -> None:
    rows = block(102, (10, 70, 130), ("Town", "2021", "2022"), ("Bonn", "77", "78"), ("Celle", "9", "10"))
    across = [(0.0, 180.0, y) for y in (100, 115, 145)]
    layout = laid(rows, across=across, down=[(100, 145, x) for x in (0, 60, 120, 180)])
    assert ruled(layout)["9"] == (2, 2, 1, 1)
    assert ruled(layout)["78"] == (1, 1, 2, 2)


def test_outlines_that_cut_their_phrases_or_stand_over_more_rows_hold_no_table() -> None:
    def holds(layout: Layout) -> bool:
        [grid] = find_grids(layout)
        reading = Ruled().read(layout, Region(grid.box, (), grid))
        return reading is not None and holds_table(layout, grid, reading.slots)

    assert holds(laid(CELLS, across=ACROSS, down=DOWN))
    chart = [*CELLS, line(125, (30, "a label over bars")), line(145, (30, "another label so"))]
    assert not holds(laid(chart, across=ACROSS, down=DOWN))
    header_only = [*CELLS, *block(165, (10, 70), ("Dresden", "103"), ("Essen", "121"), pitch=14)]
    assert not holds(laid(header_only, across=ACROSS, down=DOWN))


def test_cells_that_hold_a_header_and_then_numbers_are_misread() -> None:
    def column(k: int, *lines: str) -> Slot:
        return Slot(0, 0, k, k, tuple(cell(60.0 * k, 14.0 * i, t) for i, t in enumerate(lines)))

    assert misread([column(k, "Cases", "1", "2", "3") for k in range(2)])
    assert not misread([column(k, "Cases") for k in range(2)])


# --------------------------------------------------------------------------- frames


def framed(*across: tuple[float, float, float], rows: list[Row] | None = None) -> list[list[list[str]]]:
    return [texts(f.rows) for f in find_frames(laid(rows or table(), across=across))]


GRID = [list(r) for r in (HEAD, *BODY)]


def test_rules_of_one_width_around_rows_are_a_frame() -> None:
    assert framed((0, 180, 97), (0, 180, 112), (0, 180, 169)) == [GRID]


def test_a_frame_whose_rows_go_on_below_is_none() -> None:
    assert framed((0, 180, 97), (0, 180, 112), (0, 180, 155)) == []


def test_rules_far_from_the_text_between_them_are_no_frame() -> None:
    assert framed((0, 180, 70), (0, 180, 200)) == []


def test_a_caption_between_two_rules_parts_two_tables() -> None:
    rows = [*table(), line(185, (0, "Table 2: The same a year later")), *table(top=203)]
    across = [(0.0, 180.0, y) for y in (97, 112, 169, 200, 215, 272)]
    assert framed(*across, rows=rows) == [GRID, GRID]


def test_a_note_and_a_title_between_two_rules_part_two_tables() -> None:
    rows = [*table(), line(171, (0, "p < 0.05")), line(193, (0, "Cases a year later")), *table(top=207)]
    across = [(0.0, 180.0, y) for y in (97, 112, 169, 205, 219, 276)]
    assert framed(*across, rows=rows) == [GRID, GRID]


# --------------------------------------------------------------------------- runs


def runs(*rows: Row, taken: tuple[Box, ...] = ()) -> list[list[list[str]]]:
    return [texts(run) for run in find_runs(laid(rows), set(), taken)]


def test_rows_of_several_phrases_that_follow_one_another_are_a_run() -> None:
    assert runs(line(60, (0, "The towns of the west")), *table()) == [GRID]


def test_a_wide_gap_a_caption_or_another_table_ends_a_run() -> None:
    assert runs(*table(), *table(top=200)) == [GRID, GRID]  # 34 points after a gap of 4
    assert runs(*table(), line(170, (0, "Table 2: The year after")), *table(top=184)) == [GRID, GRID]
    assert runs(*table(), *table(top=196), taken=(Box(0, 170, 180, 190),)) == [GRID, GRID]


def test_a_single_phrase_between_rows_stays_one_after_them_does_not() -> None:
    rows = [*table(), line(170, (0, "Westen")), *block(184, XS, *BODY), line(240, (0, "Alle"))]
    assert runs(*rows) == [[*GRID, ["Westen"], *GRID[1:]]]


def test_a_header_that_comes_again_after_a_gap_begins_another_table() -> None:
    assert runs(*table(), *table(top=180)) == [GRID, GRID]


def test_a_title_far_below_a_note_begins_another_table() -> None:
    """The note follows the first table like a row of it: the widest gap is where the tables part."""
    note, title, spanner = line(170, (0, "p < 0.05")), line(196, (20, "Roads")), line(212, (115, "In 2021"))
    second = block(226, XS, ("Road", "Cases", "Share"), *BODY)
    assert runs(*table(), note, title, spanner, *second) == [
        [*GRID, ["p < 0.05"]], [["Road", "Cases", "Share"], *GRID[1:]]
    ]  # fmt: skip


def test_a_header_below_a_gap_of_two_rows_begins_another_table() -> None:
    second = [("Road", "Length", "Lanes"), *BODY]
    below = [[list(r) for r in second]]
    assert runs(*table(), *block(184, XS, *second)) == [GRID, *below]  # 28 points after rows of 14
    assert runs(*table(), *block(174, XS, *second)) == [[*GRID, *below[0]]]


def test_two_tables_side_by_side_that_share_no_baseline() -> None:
    assert runs(*table(), *table(top=107, x=300)) == [GRID, GRID]


# --------------------------------------------------------------------------- trim, climb

KEY = [("ISCED", "levels of schooling"), ("Eurostat", "the office in Luxembourg")]


@pytest.mark.parametrize("last", ["Source: the towns", "* estimated by us", "Alle"])
def test_notes_and_single_phrases_trail_a_table(last: str) -> None:
    rows = [*table(), line(170, (0, last))]
    assert texts(trim(laid(rows), rows)) == GRID


def test_words_across_the_columns_trail_a_table() -> None:
    rows = [*table(), line(170, (0, "GDP: gross domestic product"), (150, "(e) estimate"))]
    assert texts(trim(laid(rows), rows)) == GRID


def test_words_in_smaller_type_below_the_values_trail_a_table() -> None:
    key = [line(172 + 11 * i, (0, short), (100, words)) for i, (short, words) in enumerate(KEY)]
    small = [row(Phrase(w._replace(size=8.0) for w in p.words) for p in r.phrases) for r in key]
    assert texts(trim(laid([*table(), *small]), [*table(), *small])) == GRID
    assert texts(trim(laid([*table(), *key]), [*table(), *key])) == [*GRID, *map(list, KEY)]


def test_a_single_phrase_that_reads_on_stays() -> None:
    rows = [*table()[:-1], line(156, (0, "Essen and the"), (100, "121"), (160, "47.7")), line(168, (0, "towns near"))]
    assert texts(trim(laid(rows), rows))[-1] == ["towns near"]


def test_the_header_climbs_over_the_values_up_to_the_caption() -> None:
    body = table()
    spanner, caption = line(86, (115, "In 2021")), line(72, (0, "Table 1: Cases"))
    assert texts(climb(laid([caption, spanner, *body]), body, set()))[:2] == [["In 2021"], list(HEAD)]


def test_a_line_over_the_labels_is_header_only_under_a_rule_of_the_tables_width() -> None:
    body = table()
    over = line(86, (0, "By town"))
    assert texts(climb(laid([over, *body]), body, set()))[0] == list(HEAD)
    assert texts(climb(laid([over, *body], across=[(0, 180, 83)]), body, set()))[0] == ["By town"]


@pytest.mark.parametrize(
    ("x", "text", "top", "part"),
    [
        (115, "In 2021", 86, True),  # over the middle of the values
        (68, "By town", 86, False),  # over the middle of the table, and out over the labels
        (68, "[n = 7]", 86, False),
        (115, "In 2021", 76, True),
        (0, "Towns", 76, False),
    ],
)
def test_what_stands_over_the_whole_table_is_its_title(x: float, text: str, top: float, part: bool) -> None:
    body = table()
    assert (len(climb(laid([line(top, (x, text)), *body]), body, set())) > len(body)) is part


def test_a_head_wider_than_the_values_of_the_last_column_is_climbed_to() -> None:
    body = table()
    over = line(88, (150, "Share of the"))  # 150 to 210: the column ends at 185
    assert texts(climb(laid([over, *body]), body, set()))[0] == ["Share of the"]


def test_a_header_in_the_type_of_the_labels_is_no_heading_over_small_values() -> None:
    body = [
        row(Phrase(w._replace(size=7.0) for w in p.words) if i and k else p for k, p in enumerate(r.phrases))
        for i, r in enumerate(table())
    ]
    spanner = line(88, (115, "In 2021"))
    assert texts(climb(laid([spanner, *body]), body, set()))[0] == ["In 2021"]


def test_the_label_of_the_stub_halfway_between_two_lines_of_the_header_is_climbed_over() -> None:
    body = block(112, XS, ("", "Cases", "Share"), *BODY)
    spanner, stub = line(88, (115, "In 2021")), line(100, (0, "Town"))
    assert texts(climb(laid([spanner, stub, *body]), body, set()))[:2] == [["In 2021"], ["Town"]]


# --------------------------------------------------------------------------- evidence


def test_numbers_under_each_other_are_a_table_and_a_list_is_none() -> None:
    assert table_evidence(laid(table()), table()) > ACCEPT
    bullets = block(100, (0, 20), *(("•", f"one of the {w}") for w in ("towns", "roads", "rivers", "hills")))
    assert table_evidence(laid(bullets), bullets) < ACCEPT


def test_numbers_beside_numbers_are_a_table_and_beside_sentences_a_list() -> None:
    weeks = block(100, (0, 60), ("Weeks", "Rate"), ("4", "4.24"), ("6", "4.23"), ("13", "4.22"), ("26", "4.07"))
    assert table_evidence(laid(weeks), weeks) > ACCEPT
    items = block(100, (0, 20), *((str(i), f"how {w} answered") for i, w in enumerate(("men", "boys", "all", "most"))))
    assert table_evidence(laid(items), items) < ACCEPT


def test_heads_that_align_with_nothing_make_a_small_table_no_less_one() -> None:
    heads = block(100, (0, 104, 214), ("Model", "Accuracy", "Loss"))
    heads += block(114, (30, 118, 200), ("of", "in %", "total"))
    rows = [*heads, *block(130, (8, 135, 232), ("Sequence", "0.1", "0.2"), ("Networks", "0.3", "0.4"))]
    assert table_evidence(laid(rows), rows) > ACCEPT


def test_contents_with_leaders_and_rising_pages_are_none() -> None:
    rows = block(100, (0, 300), *((f"{t} ........", str(n)) for t, n in [("Towns", 3), ("Roads", 7), ("Rivers", 12)]))
    assert table_evidence(laid(rows), rows) < ACCEPT


def test_equal_steps_beside_bars_are_an_axis() -> None:
    rows = block(100, (0, 150), *((str(n), "label" if n % 20 else "") for n in range(50, 0, -10)))
    assert table_evidence(laid(rows), rows) < ACCEPT


def test_alignment_is_the_share_of_phrases_at_their_columns_usual_edge() -> None:
    """First column 4 of 4 at x 0; second 3 of 4 at x 100, the last 20 points off with other end and middle."""
    rows = [line(14 * i, (0, "aa"), (100, "11")) for i in range(3)] + [line(42, (0, "aa"), (115, "33"))]
    assert alignment(rows, columns((0, 10), (100, 125))) == pytest.approx(7 / 8)


def test_under_a_figures_caption_is_a_figure() -> None:
    box = Box(0, 100, 180, 170)
    assert is_figure(laid([line(80, (0, "Figure 3: Cases by town")), *table()]), box)
    assert not is_figure(laid([line(80, (0, "Table 3: Cases by town")), *table()]), box)
    assert is_figure(laid([*table(), line(176, (0, "Abbildung 3: Orte"))]), box)
