"""Bar charts drawn by hand as pages: what a person reads off them must come out, and nothing else."""

from __future__ import annotations

import pytest

from pipeline.extract.charts import find_charts
from pipeline.model import Box, Cell, Fill, Page, Rule, Table, Word

GREEN, PINK, GRAY = "#1e5945", "#e4007c", "#b8c4c9"


def word(text: str, x: float, y: float, align: str = "left", size: float = 8.0) -> Word:
    """A word at baseline box y..y+size; ``align`` says which point of it stands at x."""
    width = 0.5 * size * len(text)
    x0 = {"left": x, "center": x - width / 2, "right": x - width}[align]
    return Word(x0, y, x0 + width, y + size, text, size)


def page(words: list[Word], fills: list[Fill], rules: tuple[Rule, ...] = ()) -> Page:
    return Page(3, 595, 842, tuple(words), rules, tuple(fills))


def stacked(values: list[list[int]], colors: list[str], labels: list[list[str]] | None = None) -> Page:
    """Horizontal stacked bars from x = 150, two points per percent, with ticks 0..100 and a legend."""
    words, fills = [], []
    for row, parts in enumerate(values):
        top, x = 100 + 30 * row, 150.0
        words.append(word(f"category{row}", 145, top + 6, "right"))
        for k, value in enumerate(parts):
            fills.append(Fill(x, top, x + 2 * value, top + 20, colors[k]))
            text = labels[row][k] if labels else f"{value}%"
            if text:
                words.append(word(text, x + value, top + 6, "center"))
            x += 2 * value
    low = 100 + 30 * len(values)
    words += [word(f"{tick}%", 150 + 2 * tick, low, "center") for tick in (0, 20, 40, 60, 80, 100)]
    for k, color in enumerate(colors):
        fills.append(Fill(160 + 80 * k, low + 30, 166 + 80 * k, low + 36, color))
        words.append(word(f"answer{k}", 170 + 80 * k, low + 29))
    return page(words, fills)


def read(drawn: Page) -> dict[tuple[str, str], float | None]:
    (chart,) = find_charts(drawn)
    return {(b.category, b.series): b.label_value for b in chart.bars}


def test_stacked_bars_are_read_with_category_and_legend() -> None:
    values = [[70, 25, 5], [50, 12, 38], [34, 45, 21]]
    got = read(stacked(values, [GREEN, PINK, GRAY]))
    assert got == {(f"category{r}", f"answer{k}"): values[r][k] for r in range(3) for k in range(3)}


def test_both_readings_of_a_bar_agree() -> None:
    (chart,) = find_charts(stacked([[70, 25, 5], [50, 12, 38], [34, 45, 21]], [GREEN, PINK, GRAY]))
    assert all(b.measured_value == pytest.approx(b.label_value, abs=0.05) for b in chart.bars)
    assert not chart.issues
    assert all(b.confidence >= 0.9 for b in chart.bars)


def test_label_that_contradicts_its_bar_is_an_issue() -> None:
    labels = [["70%", "25%", "5%"], ["50%", "21%", "38%"], ["34%", "45%", "21%"]]  # 12 printed as 21
    (chart,) = find_charts(stacked([[70, 25, 5], [50, 12, 38], [34, 45, 21]], [GREEN, PINK, GRAY], labels))
    assert [(i.code, i.row, i.column) for i in chart.issues] == [("chart.label_differs", 1, 1)]
    doubtful = [b for b in chart.bars if b.confidence < 0.5]
    assert [(b.label_value, b.measured_value) for b in doubtful] == [(21, pytest.approx(12, abs=0.05))]


def test_bar_without_label_is_measured_and_not_trusted() -> None:
    labels = [["70%", "25%", ""], ["50%", "12%", "38%"], ["34%", "45%", "21%"]]
    (chart,) = find_charts(stacked([[70, 25, 5], [50, 12, 38], [34, 45, 21]], [GREEN, PINK, GRAY], labels))
    (bar,) = [b for b in chart.bars if b.label_value is None]
    assert bar.measured_value == pytest.approx(5, abs=0.05)
    assert bar.value_raw == ""
    assert bar.confidence < 0.9


def test_labels_set_so_close_that_they_read_as_one_word() -> None:
    drawn = stacked([[94, 3, 3], [50, 12, 38], [34, 45, 21]], [GREEN, PINK, GRAY])
    words = [w for w in drawn.words if not (w.text == "3%" and w.top < 110)]
    words.append(Word(340, 106, 352, 114, "3%3%", 8.0))
    got = read(page(words, list(drawn.fills)))
    assert [got["category0", f"answer{k}"] for k in range(3)] == [94, 3, 3]


def test_vertical_grouped_bars() -> None:
    words, fills = [], []
    values = {"North": [18, 31], "South": [15, 27], "East": [49, 58]}
    for g, (name, pair) in enumerate(values.items()):
        for k, value in enumerate(pair):
            x = 120 + 80 * g + 20 * k
            fills.append(Fill(x, 400 - 2 * value, x + 20, 400, [GREEN, PINK][k]))
            words.append(word(f"{value}%", x + 10, 400 - 2 * value - 10, "center"))
        words.append(word(name, 140 + 80 * g, 405, "center"))
    words += [word(f"{t}%", 112, 400 - 2 * t - 4, "right") for t in (0, 20, 40, 60)]
    for k, color in enumerate((GREEN, PINK)):
        fills.append(Fill(150 + 60 * k, 430, 156 + 60 * k, 436, color))
        words.append(word(str(2017 + k), 160 + 60 * k, 429))
    got = read(page(words, fills))
    assert got == {(n, str(2017 + k)): v for n, pair in values.items() for k, v in enumerate(pair)}


def test_decimals_are_decided_by_the_length_of_the_bar() -> None:
    fills = [Fill(150, 100 + 30 * k, 150 + 30 * v, 120 + 30 * k, GREEN) for k, v in enumerate((7.1, 6.8, 5.9))]
    words = [
        word(t, 150 + 30 * v + 4, 106 + 30 * k) for k, (t, v) in enumerate((("7,1", 7.1), ("6,8", 6.8), ("5,9", 5.9)))
    ]
    words += [word(n, 145, 106 + 30 * k, "right") for k, n in enumerate(("first", "second", "third"))]
    words += [word(str(t), 150 + 30 * t, 190, "center") for t in (0, 2, 4, 6, 8, 10)]
    assert read(page(words, fills)) == {("first", ""): 7.1, ("second", ""): 6.8, ("third", ""): 5.9}


def test_axis_that_does_not_fit_the_labels_is_said() -> None:
    """Percent on the axis, counts at the bars: the printed counts are given, with less confidence."""
    fills = [Fill(150, 100 + 30 * k, 150 + v, 120 + 30 * k, GREEN) for k, v in enumerate((60, 93, 333))]
    words = [word(str(v), 150 + v + 4, 106 + 30 * k) for k, v in enumerate((60, 93, 333))]
    words += [word(n, 145, 106 + 30 * k, "right") for k, n in enumerate(("first", "second", "third"))]
    words += [word(f"{t}%", 150 + 4 * t, 190, "center") for t in (0, 20, 40, 60, 80, 100)]
    (chart,) = find_charts(page(words, fills))
    assert [b.label_value for b in chart.bars] == [60, 93, 333]
    assert "chart.axis_differs" in {i.code for i in chart.issues}
    assert all(b.confidence < 0.9 for b in chart.bars)


def test_shaded_header_cells_are_no_chart() -> None:
    fills = [Fill(60 + 70 * c, 100 + 15 * r, 130 + 70 * c, 115 + 15 * r, GRAY) for c in range(5) for r in range(4)]
    words = [word(f"{r * c}%", 95 + 70 * c, 103 + 15 * r, "center") for c in range(1, 5) for r in range(4)]
    words += [word(f"label{r}", 62, 103 + 15 * r) for r in range(4)]
    assert find_charts(page(words, fills)) == ()


def test_bars_inside_a_table_are_its_shading() -> None:
    drawn = stacked([[70, 25, 5], [50, 12, 38], [34, 45, 21]], [GREEN, PINK, GRAY])
    cell = Cell(0, 0, "x", 3, Box(100, 90, 400, 300))
    table = Table("p003-t1", (3,), Box(60, 90, 400, 300), (cell,), "aligned", 1.0)
    assert find_charts(drawn, [table]) == ()


def test_line_chart_gives_no_values() -> None:
    """A shaded plot area, grid lines and ticks, but no bars."""
    fills = [Fill(100, 100, 300, 220, GRAY), Fill(330, 100, 530, 220, GRAY), Fill(100, 260, 300, 380, GRAY)]
    words = [word(str(t), 95, 216 - t, "right") for t in (0, 50, 100)]
    assert find_charts(page(words, fills)) == ()
