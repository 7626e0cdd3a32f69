"""Which rectangles are the bars of one chart: losses, answers about a middle, spans, sums and bars without length."""

from __future__ import annotations

from drawn import COLORS, bars, columns, legend, only, page, phrase, together, values, word

from pipeline.extract.charts import find_charts
from pipeline.model import Fill, Page

ANSWERS = ["yes", "maybe", "no"]


def named(drawn: Page, names: list[str], tops: list[int]) -> Page:
    return together(drawn, words=[word(n, 144, top + 2, "right") for n, top in zip(names, tops, strict=True)])


def stack(rows: list[tuple[int, ...]], starts: list[float], hidden: int = 0) -> Page:
    """Stacked bars that begin at those x; values below ``hidden`` are not printed."""
    words, fills = [], []
    for place, (parts, x) in enumerate(zip(rows, starts, strict=True)):
        top = 100 + 20 * place
        words.append(word("abcde"[place], 60, top + 2, "right"))
        for order, part in enumerate(parts):
            fills.append(Fill(x, top, x + 2 * part, top + 12, COLORS[order]))
            words += [word(f"{part}%", x + part, top + 2, "center")] if part >= hidden else []
            x += 2 * part
    return together(page(words, fills), legend(ANSWERS, 150, 220, across=60))


def test_answers_set_out_from_their_middle_are_one_chart() -> None:
    rows = [(40, 20, 40), (60, 10, 30), (25, 45, 30), (40, 40, 20)]
    middles = [200 - 2 * (row[0] + row[1] / 2) for row in rows]
    chart = only(stack(rows, middles))
    expected = {("", name, answer): part for name, row in zip("abcd", rows, strict=True)
                for answer, part in zip(ANSWERS, row, strict=True)}  # fmt: skip
    assert values(chart.bars) == expected
    assert all(bar.confidence >= 0.9 for bar in chart.bars)


def test_spans_of_which_some_begin_together_are_no_bars() -> None:
    """Every other bar begins at the axis: their lengths with the numbers beside them would be taken for values."""
    tops = [100, 120, 140, 160, 180]
    drawn = named(bars([40, 52, 35, 28, 61], tops), list("abcde"), tops)
    fills = [f._replace(x0=f.x0 + 30) if place % 2 else f for place, f in enumerate(drawn.fills)]
    assert find_charts(page(drawn.words, fills)) == ()


def test_losses_are_read_and_their_categories_below_the_lowest() -> None:
    words, fills = [], []
    for place, (name, value) in enumerate({"Pay": -20, "Grants": 45, "Works": -35, "Taxes": 60}.items()):
        x, end = 150 + 60 * place, 400 - value
        fills.append(Fill(x - 10, min(400, end), x + 10, max(400, end), COLORS[0]))
        words.append(word(f"{value}%".replace("-", "−"), x, end + 3 if value < 0 else end - 11, "center"))
        words.append(word(name, x, 485, "center"))
    words += [word(f"{tick}%", 120, 396 - tick, "right") for tick in (-80, -40, 0, 40, 80)]
    chart = only(page(words, fills))
    assert values(chart.bars) == {
        ("", "Pay", ""): -20,
        ("", "Grants", ""): 45,
        ("", "Works", ""): -35,
        ("", "Taxes", ""): 60,
    }
    assert all(bar.confidence >= 0.9 for bar in chart.bars)


def test_a_sum_at_the_end_of_stacked_bars_is_no_value_of_a_segment() -> None:
    """In each bar one segment is too small for its value, and the sum stands behind: as many numbers as segments."""
    rows = [(40, 3, 70), (60, 10, 4), (2, 45, 30), (40, 40, 3)]
    drawn = stack(rows, [70.0] * 4, hidden=5)
    sums = [word(str(sum(row)), 70 + 2 * sum(row) + 4, 102 + 20 * place) for place, row in enumerate(rows)]
    chart = only(together(drawn, words=sums))
    read = {(bar.category, bar.series): bar.label_value for bar in chart.bars if bar.confidence >= 0.9}
    assert read == {
        (name, answer): part
        for name, row in zip("abcd", rows, strict=True)
        for answer, part in zip(ANSWERS, row, strict=True)
        if part >= 5
    }


def test_small_bars_elsewhere_on_the_page_are_no_legend() -> None:
    """Spans of the colours of the bars, of unlike lengths and with a number beside them, nearer than the legend."""
    names = [word(name, 150 + 60 * place, 404, "center") for place, name in enumerate("abc")]
    spans = [Fill(300, 250 + 20 * k, 304 + 3 * k, 260 + 20 * k, COLORS[k % 2]) for k in range(4)]
    numbers = [word(f"1{k}", 310 + 3 * k, 251 + 20 * k) for k in range(4)]
    drawn = together(columns([[94, 60], [40, 52], [35, 28]]), page(numbers, spans), words=names)
    charts = find_charts(together(drawn, legend(["men", "women"], 150, 430, across=60)))
    (chart,) = [chart for chart in charts if "vertical" in chart.kind]
    assert {bar.series for bar in chart.bars} == {"men", "women"}


def test_a_category_whose_bar_has_no_length_is_no_title() -> None:
    tops = [100, 120, 160, 180]
    drawn = named(bars([40, 52, 35, 28], tops), ["Men", "Women", "Old", "Older"], tops)
    chart = only(together(drawn, words=[word("Young", 144, 142, "right"), word("0%", 152, 142)]))
    assert [(bar.group, bar.category) for bar in chart.bars] == [("", "Men"), ("", "Women"), ("", "Old"), ("", "Older")]
    assert all(bar.confidence >= 0.9 for bar in chart.bars)


def test_what_may_be_a_title_or_a_category_without_a_bar_is_not_decided() -> None:
    """In the type of the categories, where the next bar would stand, and no number beside it."""
    tops = [100, 120, 160, 180]
    drawn = named(bars([40, 52, 35, 28], tops), ["Men", "Women", "Old", "Older"], tops)
    chart = only(together(drawn, words=[word("Young", 144, 142, "right")]))
    assert [(bar.group, bar.confidence >= 0.9) for bar in chart.bars] == [("", True)] * 2 + [("", False)] * 2
    assert only(together(drawn, words=[word("Young", 144, 142, "right", bold=True)])).bars[2].group == "Young"


def test_titles_under_columns_of_which_one_has_no_length_are_not_guessed() -> None:
    """``Age`` stands under the middle of three, the last of which has no column: it is not the title of one alone."""
    drawn = columns([[40], [52], [35], [28]])
    names = [
        word(name, 150 + 60 * place, 404, "center") for place, name in enumerate(("Young", "Older", "Men", "Women"))
    ]
    titles = [word("Age", 210, 420, "center", bold=True), word("Sex", 300, 420, "center", bold=True)]
    chart = only(together(drawn, words=[*names, *titles]))
    assert all(bar.confidence < 0.9 for bar in chart.bars)
    assert {bar.group for bar in chart.bars} == {""}


def test_a_category_without_a_column_does_not_hide_the_others() -> None:
    drawn = columns([[40], [52], [35], [28]], 40)
    moved = [f._replace(x0=f.x0 + 40, x1=f.x1 + 40) if place > 1 else f for place, f in enumerate(drawn.fills)]
    words = [w._replace(x0=w.x0 + 40, x1=w.x1 + 40) if w.text in ("35%", "28%") else w for w in drawn.words]
    words += [word(name, 150 + 40 * place, 404, "center") for place, name in enumerate("abcde")]
    chart = only(page(words, moved))
    assert values(chart.bars) == {("", "a", ""): 40, ("", "b", ""): 52, ("", "d", ""): 35, ("", "e", ""): 28}


def test_the_name_of_an_axis_is_no_line_of_the_category_over_it() -> None:
    words = [word(name, 150 + 75 * place, 404, "center") for place, name in enumerate("abc")]
    words += phrase("in per cent", 225, 420, "center")
    chart = only(together(columns([[40], [52], [35]], 75), words=words))
    assert [bar.category for bar in chart.bars] == ["a", "b", "c"]


def test_charts_whose_legends_and_labels_overlap_are_both_read() -> None:
    """The categories of bars on the right begin over the legend of the columns on the left."""
    names = [word(name, 150 + 60 * place, 404, "center") for place, name in enumerate("abc")]
    left = together(
        columns([[94, 60], [40, 52], [35, 28]]),
        legend(["men", "women of all ages asked in the spring"], 150, 430, across=60),
        words=names,
    )
    tops = [390, 410, 430]
    drawn = bars([30, 52, 35], tops)
    right = page([w._replace(x0=w.x0 + 260, x1=w.x1 + 260) for w in drawn.words],
                 [f._replace(x0=f.x0 + 260, x1=f.x1 + 260) for f in drawn.fills])  # fmt: skip
    labels = [one for name, top in zip(("x", "y", "z"), tops, strict=True)
              for one in phrase(f"{name} among all those asked", 404, top + 2, "right")]  # fmt: skip
    assert len(find_charts(together(left, right, words=labels))) == 2
