"""Numbers at a chart: which are values, which are categories, series or ticks; and what lies behind the bars."""

from __future__ import annotations

import pytest
from drawn import COLORS, bars, columns, legend, only, page, phrase, together, values, word

from pipeline.extract import page_content
from pipeline.extract.charts import find_charts
from pipeline.extract.charts.numbers import with_blanks
from pipeline.model import Fill, Page


def named(drawn: Page, names: str, tops: list[int]) -> Page:
    return together(drawn, words=[word(n, 144, top + 2, "right") for n, top in zip(names, tops, strict=True)])


def test_a_blank_inside_a_number_does_not_part_it() -> None:
    words = phrase("12 % of 1 250 men and 3 000,5 or 2019 2020", 50, 50)
    assert [w.text for w in with_blanks(words)] == [
        "12 %",
        "of",
        "1 250",
        "men",
        "and",
        "3 000,5",
        "or",
        "2019",
        "2020",
    ]
    apart = [word("12", 50, 50), word("345", 62, 50), word("7", 90, 50), word("%", 98, 50)]
    assert [w.text for w in with_blanks(apart)] == ["12", "345", "7", "%"]


def test_values_and_ticks_with_a_blank_before_the_sign_are_read() -> None:
    tops = [100, 120, 140]
    drawn = named(bars([40, 52, 35], tops, " %"), "abc", tops)
    ticks = [one for tick in (0, 20, 40, 60) for one in phrase(f"{tick} %", 150 + 2 * tick, 160, "center")]
    chart = only(together(drawn, words=ticks))
    assert [(bar.label_value, bar.value_raw, bar.unit) for bar in chart.bars] == [
        (40, "40 %", "%"),
        (52, "52 %", "%"),
        (35, "35 %", "%"),
    ]
    assert all(bar.confidence >= 0.9 for bar in chart.bars)


def test_years_under_columns_are_categories_where_no_values_are_printed() -> None:
    words = [word(str(2019 + place), 150 + 60 * place, 402, "center") for place in range(4)]
    chart = only(together(columns([[40], [52], [35], [28]], labelled=False), words=words))
    assert [(bar.category, bar.label_value, bar.measured_value) for bar in chart.bars] == [
        ("2019", None, 40),
        ("2020", None, 52),
        ("2021", None, 35),
        ("2022", None, 28),
    ]


def test_years_under_stacked_columns_are_categories_also_of_a_column_with_a_value_less() -> None:
    """As many numbers as segments stand in line with each column, one of them its year."""
    words, fills = [], []
    for place, parts in enumerate([(30, 70), (2, 98), (55, 45)]):
        x, low = 150 + 60 * place, 400.0
        words.append(word(str(2019 + place), x, 402, "center"))
        for order, part in enumerate(parts):
            fills.append(Fill(x - 10, low - 2 * part, x + 10, low, COLORS[order]))
            words += [word(f"{part}%", x, low - part - 4, "center")] if part > 5 else []
            low -= 2 * part
    chart = only(together(page(words, fills), legend(["yes", "no"], 150, 430, across=60)))
    assert values(chart.bars) == {
        ("", "2019", "yes"): 30,
        ("", "2019", "no"): 70,
        ("", "2020", "yes"): None,
        ("", "2020", "no"): 98,
        ("", "2021", "yes"): 55,
        ("", "2021", "no"): 45,
    }


def test_years_of_a_legend_above_columns_are_no_values_of_those_that_hold_theirs() -> None:
    high = [[94, 60], [40, 52], [35, 28]]
    words = [word(name, 150 + 60 * place, 404, "center") for place, name in enumerate("abc")]
    words += [word(f"{value}%", 142 + 60 * place + 16 * order, 402 - 2 * value, "center")
              for place, pair in enumerate(high) for order, value in enumerate(pair)]  # fmt: skip
    chart = only(together(columns(high, labelled=False), legend(["2018", "2020"], 126, 200, across=28), words=words))
    assert {(bar.series, bar.label_value) for bar in chart.bars if bar.category == "a"} == {("2018", 94), ("2020", 60)}
    assert not chart.issues


def test_pale_bars_of_one_length_behind_the_others_are_no_values() -> None:
    tops = [100, 120, 140, 160]
    drawn = named(bars([40, 52, 35, 28], tops), "abcd", tops)
    tracks = [Fill(150, top, 350, top + 12, "#e6e6e6") for top in tops]
    (chart,) = find_charts(page(drawn.words, [one for pair in zip(tracks, drawn.fills, strict=True) for one in pair]))
    assert values(chart.bars) == {("", "a", ""): 40, ("", "b", ""): 52, ("", "c", ""): 35, ("", "d", ""): 28}


def grouped(*others: Page) -> Page:
    names = [word(name, 150 + 60 * place, 404, "center") for place, name in enumerate("abc")]
    return together(columns([[94, 60], [40, 52], [35, 28]]), *others, words=names)


def test_a_series_without_a_name_is_not_trusted() -> None:
    chart = only(grouped(legend(["men"], 150, 430)))
    assert {bar.series: bar.confidence >= 0.9 for bar in chart.bars} == {"men": True, "": False}
    assert "chart.no_legend" in {issue.code for issue in chart.issues}


@pytest.mark.parametrize(
    "place", [{"x": 150, "top": 430, "across": 15.0, "down": 8.0}, {"x": 480, "top": 300, "down": 12.0}]
)
def test_a_legend_is_read_in_close_lines_and_far_beside_the_bars(place: dict[str, float]) -> None:
    chart = only(grouped(legend(["all men asked", "women"], **place)))
    assert {bar.series for bar in chart.bars} == {"all men asked", "women"}


def test_a_small_bar_of_another_chart_is_no_swatch() -> None:
    """Right of the columns stand others of the same colours, one as small as a swatch, with its value beside it."""
    tops = [230, 250, 270]
    drawn = bars([3, 52, 35], tops)
    other = page([w._replace(x0=w.x0 + 180, x1=w.x1 + 180) for w in drawn.words],
                 [f._replace(x0=f.x0 + 180, x1=f.x1 + 180) for f in drawn.fills])  # fmt: skip
    words = [word(name, 324, top + 2, "right") for name, top in zip("xyz", tops, strict=True)]
    charts = find_charts(grouped(other, page(words, []), legend(["men", "women"], 150, 430, across=60)))
    (chart,) = [chart for chart in charts if "vertical" in chart.kind]
    assert {bar.series for bar in chart.bars} == {"men", "women"}


def test_charts_side_by_side_with_an_axis_alone_are_not_given_as_a_table() -> None:
    """Their categories and ticks stand in rows and columns."""
    words, fills = [], []
    for left in (100, 360):
        for place, (name, value) in enumerate(
            zip(("first", "second", "third", "fourth"), (40, 52, 35, 28), strict=True)
        ):
            fills.append(Fill(left, 100 + 20 * place, left + 2 * value, 112 + 20 * place, COLORS[0]))
            words.append(word(name, left - 6, 102 + 20 * place, "right"))
        words += [word(str(tick), left + 2 * tick, 182, "center") for tick in (0, 20, 40, 60)]
    content = page_content(page(words, fills))
    assert content.tables == ()
    assert [len(chart.bars) for chart in content.charts] == [4, 4]
