"""Steps from a region's rows to a finished table, each from a value set by hand: columns, header, spanners, body,
labels of groups, steps, roles, choice, finish."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.extract.tables.body import BodyRows, place, wraps
from pipeline.extract.tables.choose import read_regions
from pipeline.extract.tables.columns import columns_of, find_columns, span_of
from pipeline.extract.tables.engines import ENGINES
from pipeline.extract.tables.finish import compact, to_tables
from pipeline.extract.tables.header import header_depth
from pipeline.extract.tables.multirow import lift_group_labels
from pipeline.extract.tables.roles import set_roles
from pipeline.extract.tables.shapes import Layout, Reading, Region, Row, Slot
from pipeline.extract.tables.spanner_ranges import spanner_range
from pipeline.extract.tables.spanners import read_header, split_phrase
from pipeline.extract.tables.steps import join_steps
from pipeline.model import Box
from tests.extract.tables.handset import block, cell, columns, laid, line, placed, slot, texts

XS = (0.0, 100.0, 160.0)
COLUMNS = columns((0, 60), (100, 130), (160, 190))
BODY = [("Aachen", "310", "45.1"), ("Bonn", "77", "40.9"), ("Celle", "9", "38.2"), ("Essen", "121", "47.7")]

# --------------------------------------------------------------------------- columns


def test_columns_lie_between_white_streams_and_are_as_wide_as_their_text() -> None:
    rows = block(100, XS, ("Town", "Cases", "Share"), *BODY)
    assert find_columns(rows) == columns((0, 30), (100, 125), (160, 185))


def test_rows_of_one_phrase_say_nothing_about_columns() -> None:
    rows = [line(86, (0, "A title that runs over all of the columns")), *block(100, XS, *BODY)]
    assert len(find_columns(rows)) == 3
    assert find_columns([rows[0]]) == []


def test_a_column_of_one_phrase_joins_the_neighbour_that_is_free_in_its_row() -> None:
    rows = [*block(100, XS, *BODY), line(156, (0, "Fulda"), (60, "ca."), (160, "12.5"))]
    assert find_columns(rows) == columns((0, 30), (60, 115), (160, 180))


def test_a_phrase_stands_in_every_column_it_covers_and_else_in_the_nearest() -> None:
    assert span_of(cell(100, 0, "310"), COLUMNS) == (1, 1)
    assert span_of(cell(105, 0, "x" * 16), COLUMNS) == (1, 2)  # 105 to 185
    assert span_of(cell(70, 0, "a"), COLUMNS) == (0, 0)  # 10 points from the first, 25 from the second
    assert columns_of(line(0, (0, "Bonn"), (105, "x" * 16)), COLUMNS) == {0, 1, 2}


# --------------------------------------------------------------------------- how deep the header is

HEAD = [("", "In 2021", ""), ("Town", "Cases", "Share")]


def depth(rows: list[Row], *across: float, x0: float = 0) -> int:
    return header_depth(laid(rows, across=[(x0, 190, y) for y in across]), rows, COLUMNS)


def test_the_header_ends_at_the_first_row_of_values() -> None:
    assert depth(block(100, XS, *HEAD, *BODY)) == 2
    assert depth(block(100, XS, ("Town", "2021", "2022"), *BODY)) == 1  # years are no values


def test_a_rule_that_reaches_the_labels_ends_the_header() -> None:
    rows = block(100, XS, *HEAD, ("Germany", "", ""), *BODY)
    assert depth(rows) == 2  # the title of a group belongs to the body
    assert depth(rows, 126) == 2
    assert depth(block(100, XS, ("10", "20", "30"), *BODY), 112) == 1  # numbers over a rule are a header too
    assert depth(rows, 112, x0=100) == 2  # a rule over the values only ends nothing


def test_with_a_rule_under_every_row_the_first_counts() -> None:
    rows = block(100, XS, ("Town", "Cases", "Share"), ("Cities", "of", "old"), *BODY)
    assert depth(rows, *(112 + 14 * i for i in range(6))) == 1


def test_without_a_header_there_is_none() -> None:
    assert depth(block(100, XS, *BODY)) == 0


def test_periods_of_years_are_no_values() -> None:
    heads = [("Town", "2008 to 2015", "2015 to 2021"), ("Town", "to 2008", "2015"), ("Town", "(2008)", "2015-16")]
    for head in heads:
        assert depth(block(100, XS, head, *BODY)) == 1


# --------------------------------------------------------------------------- spanners


def header(*rows: Row, across: tuple[tuple[float, float, float], ...] = ()) -> tuple[dict[str, object], int]:
    slots, deep, _ = read_header(laid(rows, across=across), rows, COLUMNS4)
    return dict(placed(slots)), deep


COLUMNS4 = columns((0, 60), (100, 130), (160, 190), (220, 250))
LEAVES = line(114, (0, "Town"), (100, "Cases"), (160, "Share"), (220, "Total"))


def test_a_spanner_stands_over_the_columns_of_its_rule() -> None:
    spanner = line(100, (105, "In 2021"))
    placed_, deep = header(spanner, LEAVES, across=((100, 190, 112),))
    assert deep == 2
    assert placed_ == {
        "In 2021": (0, 0, 1, 2), "Town": (0, 1, 0, 0), "Total": (0, 1, 3, 3), "Cases": (1, 1, 1, 1),
        "Share": (1, 1, 2, 2),
    }  # fmt: skip


def test_without_a_rule_it_stands_over_the_group_it_is_centred_over() -> None:
    """35 points wide over 100 to 185: its middle is 142.5."""
    assert header(line(100, (125, "In 2021")), LEAVES)[0]["In 2021"] == (0, 0, 1, 2)


def test_a_neighbour_bounds_it() -> None:
    names = line(100, (125, "In 2021"), (215, "In 2022"))
    got = header(names, LEAVES)[0]
    assert (got["In 2021"], got["In 2022 Total"]) == ((0, 0, 1, 2), (0, 1, 3, 3))  # 4 points apart: one cell


def test_a_phrase_at_its_own_columns_edge_spans_nothing() -> None:
    """``of all`` begins where its column does; with ``Share`` right under it both are one cell."""
    got, deep = header(
        line(100, (160, "Share")), line(111, (0, "Town"), (100, "Cases"), (160, "of all"), (220, "Total"))
    )
    assert deep == 1
    assert got["Share of all"] == (0, 0, 2, 2)


def test_a_phrase_that_reaches_over_the_heads_on_both_sides_spans_them() -> None:
    """Centred over the middle one of three columns, and wider than it."""
    three = columns((0, 60), (100, 130), (160, 190), (220, 250))
    leaves = [cell(100, 112, "to air"), cell(160, 112, "to sea"), cell(220, 112, "to land")]
    wide, narrow = cell(120, 100, "limits for releases in"), cell(150, 100, "limits at")
    assert spanner_range(laid([]), wide, [wide], leaves, three) == (1, 3)
    assert spanner_range(laid([]), narrow, [narrow], leaves, three) == (2, 2)


def test_the_range_of_a_phrase_with_nothing_below_is_its_own_column() -> None:
    top = line(100, (0, "Town"), (100, "Cases"))
    assert spanner_range(laid([top]), top.phrases[1], top.phrases, [], COLUMNS4) == (1, 1)


def test_a_phrase_over_two_columns_is_cut_only_where_every_piece_stands_at_its_own() -> None:
    whole = cell(100, 0, "Cases       Share")  # the second word begins at 160
    layout = replace(laid([]), word_gap=0.5)
    assert [p.text for p in split_phrase(layout, whole, COLUMNS4)] == ["Cases", "Share"]
    spanner = cell(110, 0, "Cases in 2021")
    assert split_phrase(layout, spanner, COLUMNS4) == [spanner]
    ruled = laid([], across=[(100, 190, 12)])
    assert split_phrase(ruled, whole, COLUMNS4) == [whole]


# --------------------------------------------------------------------------- rows of the body


def groups(rows: list[Row], *across: float) -> list[str]:
    layout: Layout = laid(rows, across=[(0, 190, y) for y in across])
    return [" / ".join(r.text for r in g) for g in BodyRows(layout, rows, COLUMNS).groups()]


def test_every_line_with_values_is_a_row() -> None:
    assert groups(block(100, XS, *BODY)) == ["Aachen 310 45.1", "Bonn 77 40.9", "Celle 9 38.2", "Essen 121 47.7"]


def test_a_label_that_reads_on_is_one_row_with_its_values() -> None:
    rows = [
        line(100, (0, "Towns and"), (100, "310"), (160, "45.1")),
        line(112, (0, "villages")),
        *block(126, XS, *BODY),
    ]
    assert groups(rows)[:2] == ["Towns and 310 45.1 / villages", "Aachen 310 45.1"]
    rows = [
        line(100, (0, "Towns and")),
        line(112, (0, "villages"), (100, "310"), (160, "45.1")),
        *block(126, XS, *BODY),
    ]
    assert groups(rows)[0] == "Towns and / villages 310 45.1"


def test_a_label_of_two_lines_around_its_value_is_one_row() -> None:
    rows = [line(100, (0, "Towns")), line(106, (100, "310"), (160, "45.1")), line(112, (0, "North"))]
    assert groups([*rows, *block(130, XS, *BODY)])[0] == "Towns / 310 45.1 / North"


def test_the_title_of_a_group_is_a_row_of_its_own() -> None:
    rows = [line(100, (0, "Germany")), *block(114, (8.0, *XS[1:]), *BODY)]
    assert groups(rows)[:2] == ["Germany", "Aachen 310 45.1"]


def test_between_two_rules_with_one_row_of_values_all_is_one_row() -> None:
    rows = [line(100, (0, "Aachen"), (100, "310")), line(114, (0, "Region")),
            line(132, (0, "Bonn"), (100, "77")), line(150, (0, "Celle"), (100, "9"))]  # fmt: skip
    assert groups(rows, 128, 146, 164) == ["Aachen 310 / Region", "Bonn 77", "Celle 9"]


@pytest.mark.parametrize(
    ("upper", "lower", "reads_on"),
    [("Towns and", "Villages", True), ("Towns", "villages", True), ("Towns", "Villages", False),
     ("Towns", "b) Villages", False), ("Towns of the north", "Netherlands", True)],
)  # fmt: skip
def test_a_line_reads_on_when_it_is_open_small_or_had_no_room(upper: str, lower: str, reads_on: bool) -> None:
    """The column is 100 points wide: after ``Towns of the north`` (90) there is no room for ``Netherlands``."""
    assert wraps(cell(0, 100, upper), cell(0, 112, lower), columns((0, 100))[0]) is reads_on


def test_a_lone_phrase_in_the_middle_of_the_values_covers_them() -> None:
    middle = line(100, (127.5, "Women"))  # 145 is the middle of 100 to 190
    assert placed(place([middle], COLUMNS, 3)) == {"Women": (3, 3, 1, 2)}
    assert placed(place([line(100, (0, "Women"))], COLUMNS, 3)) == {"Women": (3, 3, 0, 0)}


def test_lines_of_one_row_share_the_cells_of_their_columns() -> None:
    group = [line(100, (0, "Towns and"), (100, "310")), line(112, (0, "villages"))]
    assert placed(place(group, COLUMNS, 0)) == {"Towns and villages": (0, 0, 0, 0), "310": (0, 0, 1, 1)}


# --------------------------------------------------------------------------- labels of several rows, steps


def test_labels_in_the_middle_of_their_groups_stand_for_all_their_rows() -> None:
    rows = [line(100, (100, "1"), (160, "2")), line(107, (0, "North")), line(114, (100, "3"), (160, "4")),
            line(128, (100, "5"), (160, "6")), line(135, (0, "South")), line(142, (100, "7"), (160, "8"))]  # fmt: skip
    lines, labels = lift_group_labels(laid(rows), rows, COLUMNS)
    assert texts(lines) == [["1", "2"], ["3", "4"], ["5", "6"], ["7", "8"]]
    assert [(label.phrases[0].text, label.first.text, label.last.text) for label in labels] == [
        ("North", "1 2", "3 4"), ("South", "5 6", "7 8"),
    ]  # fmt: skip


def test_a_label_on_every_row_names_only_its_own() -> None:
    rows = block(100, XS, *BODY)
    assert lift_group_labels(laid(rows), rows, COLUMNS) == (rows, [])


def test_amounts_set_in_steps_are_one_column() -> None:
    head = [slot((0, 0), "Item", role="header"), slot((0, 1), "Amount", across=2, role="header")]
    apart = [slot((1, 0), "Paper"), slot((1, 1), "12"), slot((2, 0), "Total"), slot((2, 2), "12")]
    assert [s.column0 for s in join_steps([*head, *apart], 1)] == [0, 1, 0, 1, 0, 1]
    meeting = [*apart, slot((2, 1), "3")]
    assert [s.column0 for s in join_steps([*head, *meeting], 1)] == [0, 1, 0, 1, 0, 2, 1]


# --------------------------------------------------------------------------- roles, finish, choice


def test_leading_columns_of_labels_are_the_stub_and_rows_above_the_values_the_header() -> None:
    slots = [slot((0, 0), "Region"), slot((0, 1), "Town"), slot((0, 2), "Cases"),
             slot((1, 0), "North"), slot((1, 1), "Bonn"), slot((1, 2), "77")]  # fmt: skip
    assert [s.role for s in set_roles(slots)] == ["header"] * 3 + ["stub", "stub", "body"]


def test_a_header_that_the_engine_named_stays() -> None:
    slots = [
        slot((0, 0), "12", role="header"),
        slot((0, 1), "13", role="header"),
        slot((1, 0), "Bonn"),
        slot((1, 1), "7"),
    ]
    assert [s.role for s in set_roles(slots)] == ["header", "header", "stub", "body"]


def test_rows_and_columns_in_which_nothing_starts_are_dropped() -> None:
    slots = [slot((0, 0), "Cases", across=3), slot((2, 0), "Bonn"), slot((2, 2), "77")]
    assert placed(compact(slots)) == {"Cases": (0, 0, 0, 1), "Bonn": (1, 1, 0, 0), "77": (1, 1, 1, 1)}


def test_a_finished_cell_keeps_words_lines_and_box_and_leaves_leaders_out() -> None:
    wrapped = Slot(0, 0, 0, 0, (cell(0, 112, "villages ........"), cell(0, 100, "Towns and")))
    upper, lower = Reading("aligned", (slot((0, 0), "9", x=300),)), Reading("aligned", (wrapped,), 0.8, 0.2, ("why",))
    tables = to_tables([lower, upper], 7)
    assert [t.id for t in tables] == ["p007-t1", "p007-t2"]  # 0 is above 100
    [made] = tables[1].cells
    assert (made.text, made.lines, [w.text for w in made.words]) == (
        "Towns and villages", (2, 1), ["Towns", "and", "villages"],
    )  # fmt: skip
    assert made.box == (0, 100, 45, 122)
    assert (tables[1].score, tables[1].margin, tables[1].reasons) == (0.8, 0.2, ("why",))


def test_every_phrase_goes_to_one_reading_and_rules_are_asked_first() -> None:
    open_table = block(300, XS, ("Town", "Cases", "Share"), *BODY)
    boxed = block(105, (10, 70), ("Town", "Cases"), ("Bonn", "77"), ("Celle", "9"), pitch=20)
    layout = laid(
        [*boxed, *open_table],
        across=[(0, 120, y) for y in (100, 120, 140, 160)],
        down=[(100, 160, x) for x in (0, 60, 120)],
    )
    readings = read_regions(layout, ENGINES)
    assert [r.engine for r in readings] == ["ruled", "aligned"]
    held = [p for r in readings for s in r.slots for p in s.phrases]
    assert len(held) == len(set(held)) == len(layout.phrases)
    assert all(0 < r.score <= 1 and r.reasons for r in readings)


def test_a_grid_that_the_rules_misread_is_read_by_alignment() -> None:
    """One box around each column: header and numbers stand in one cell."""
    rows = block(
        105, (10, 70, 130), ("Town", "2021", "2022"), ("Bonn", "77", "78"), ("Celle", "9", "10"), ("Hof", "3", "4")
    )
    layout = laid(rows, across=[(0, 180, 100), (0, 180, 160)], down=[(100, 160, x) for x in (0, 60, 120, 180)])
    [reading] = read_regions(layout, ENGINES)
    assert placed(reading.slots)["9"][0] == 2


def test_heads_beside_their_numbers_head_them() -> None:
    """A centred head and numbers set flush right that do not meet: one column, not two."""
    rows = [line(100, (0, "Town"), (105, "yes"), (190, "no"))]
    rows += [line(114 + 14 * i, (0, t), (135, a), (215, b)) for i, (t, a, b) in enumerate(BODY[:3])]
    reading = ENGINES["aligned"].read(laid(rows), Region(Box(0, 90, 240, 160), tuple(rows)))
    assert reading is not None
    at = placed(reading.slots)
    assert (at["yes"], at["310"], at["no"], at["45.1"]) == ((0, 0, 1, 1), (1, 1, 1, 1), (0, 0, 2, 2), (1, 1, 2, 2))
