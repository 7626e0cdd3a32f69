"""What looks like a table in a proven chart is given up, and said so where its numbers are not the chart's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from drawn import BASE, bars, page, phrase, word

from pipeline.extract import page_content
from pipeline.extract.proven import without_charts
from pipeline.model import Bar, Box, Cell, Chart, Page, Table, TableCorrection, Word

VALUES = ("70%", "50%", "34%")


def chart(*values: str) -> Chart:
    bars = tuple(
        Bar(k, 0, f"Town {k}", "", None, None, Box(100, 100 + 20 * k, 200, 112 + 20 * k), "#336699", raw, "%", 0.97)
        for k, raw in enumerate(values)
    )
    return Chart("p003-c1", 3, Box(50, 90, 400, 200), None, "single horizontal bars", bars, read=True, engine="vector")


def table(rows: Sequence[Sequence[str]], top: float = 100.0) -> Table:
    cells = []
    for r, row in enumerate(rows):
        for k, text in enumerate(row):
            word = Word(60 + 50 * k, top + 14 * r, 90 + 50 * k, top + 8 + 14 * r, text, 8.0)
            cells.append(Cell(r, k, text, 3, Box(*word[:4]), words=(word,), lines=(1,)))
    boxes = [cell.box for cell in cells]
    box = Box(boxes[0].x0, top, max(b.x1 for b in boxes), max(b.bottom for b in boxes))
    return Table("p003-t1", (3,), box, tuple(cells), "aligned", 1.0)


LABELS = [[f"Town {k}", value] for k, value in enumerate(VALUES)]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        pytest.param(LABELS, False, id="the chart's own labels and values"),
        pytest.param([*LABELS, ["0%", "20%", "40%", "60%"]], False, id="with the ticks of its axis, in one row"),
        pytest.param([[*row, tick] for row, tick in zip(LABELS, ("0", "50", "100"), strict=True)], False,
                     id="with the ticks of an axis beside it, one in each row"),
        pytest.param([["2019", "12", "31"], ["2020", "15", "29"], ["2021", "18", "27"]], True, id="a table of its own"),
        pytest.param([[*row, "229", "n"] for row in LABELS], False, id="bases, one in each row"),
        pytest.param([[*row, "31", "27"] for row in LABELS], True, id="with columns of other numbers"),
    ],
)  # fmt: skip
def test_numbers_given_up_with_a_table_are_told(rows: Sequence[Sequence[str]], told: bool) -> None:
    kept, issues = without_charts([table(rows)], [chart(*VALUES)], 3)
    assert kept == ()
    assert [issue.code for issue in issues] == ["chart.table_inside"] * told


def test_a_table_below_the_chart_is_kept() -> None:
    below = table([["2019", "12", "31"], ["2020", "15", "29"]], top=300.0)
    assert without_charts([below], [chart(*VALUES)], 3) == ((below,), ())


def test_a_chart_whose_bars_disagree_with_their_labels_takes_no_table() -> None:
    drawn = chart(*VALUES)
    doubted = replace(drawn, bars=tuple(replace(bar, confidence=0.3) for bar in drawn.bars))
    given = table(LABELS)
    assert without_charts([given], [doubted], 3) == ((given,), ())


def chart_around_numbers() -> Page:
    """Eight towns; in the white right of the six short bars stand three columns of other numbers."""
    tops = [100.0 + 20 * k for k in range(8)]
    drawn = bars([95, 20, 18, 22, 17, 21, 19, 93], tops)
    names = [one for k, top in enumerate(tops) for one in phrase(f"Town {k}", BASE - 10, top + 2, "right")]
    inner = [
        word(str(310 + 37 * k * (place + 1)), x, tops[k] + 2, "right")
        for k in range(1, 7)
        for place, x in enumerate((250, 290, 330))
    ]
    return page([*drawn.words, *names, *inner], drawn.fills)


def test_a_table_in_the_white_of_a_chart_is_told() -> None:
    content = page_content(chart_around_numbers())
    assert (len(content.tables), len(content.charts)) == (0, 1)
    assert [issue.code for issue in content.issues] == ["chart.table_inside"]


def test_a_table_that_a_person_points_to_in_a_chart_is_read_and_told_no_more() -> None:
    pointed = TableCorrection(3, "347", Box(230, 115, 335, 235), 0, "profile.yaml, line 3")
    content = page_content(chart_around_numbers(), [pointed])
    (read,) = content.tables
    assert [cell.text for cell in read.cells if cell.row == 1] == ["384", "458", "532"]
    assert (len(content.charts), content.issues) == (1, ())
