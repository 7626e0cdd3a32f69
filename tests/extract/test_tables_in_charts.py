"""What looks like a table in a proven chart is given up, and said so where its numbers are not the chart's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from pipeline.extract.proven import without_charts
from pipeline.model import Bar, Box, Cell, Chart, Table, Word

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
