"""What stands beside or under a bar is its category; a title over several of them is not part of it."""

from __future__ import annotations

import pytest
from drawn import bars, columns, only, page, phrase, together, values, word

from pipeline.extract.charts import find_charts
from pipeline.model import Box, Caption, Page


def titled(apart: float = 0.0) -> Page:
    """Two groups of two bars with a title over each, under a total; ``apart``: points by which titles stand higher."""
    tops = [100, 150, 170, 230, 250]
    names = ["Total", "Men", "Women", "Young", "Old"]
    words = [one for name, top in zip(names, tops, strict=True) for one in phrase(name, 144, top + 2, "right")]
    words += [word(title, 60, top - apart, bold=True) for title, top in (("Sex", 138), ("Age", 218))]
    return together(bars([40, 52, 35, 28, 61], tops), words=words)


@pytest.mark.parametrize("apart", [0.0, 12.0])
def test_a_title_between_bars_is_the_group_of_those_below_it(apart: float) -> None:
    chart = only(titled(apart))
    assert values(chart.bars) == {
        ("", "Total", ""): 40,
        ("Sex", "Men", ""): 52,
        ("Sex", "Women", ""): 35,
        ("Age", "Young", ""): 28,
        ("Age", "Old", ""): 61,
    }
    assert all(bar.confidence >= 0.9 for bar in chart.bars)


def test_the_first_title_is_found_above_the_first_bar_and_a_heading_is_none() -> None:
    tops = [100, 120, 180, 200]
    names = ("All men asked", "Women", "Young", "Old")
    words = [one for n, top in zip(names, tops, strict=True) for one in phrase(n, 144, top + 2, "right")]
    words += [word("Age", 120, 168, bold=True)]
    drawn = together(bars([40, 52, 35, 28], tops), words=words)
    first = together(drawn, words=[word("Sex", 120, 88, bold=True)])
    assert [bar.group for bar in only(first).bars] == ["Sex", "Sex", "Age", "Age"]
    elsewhere = together(drawn, words=[word("Chapter", 100, 88)])
    assert [bar.group for bar in only(elsewhere).bars] == ["", "", "Age", "Age"]


def test_labels_of_two_lines_are_one_category_whether_centred_or_from_the_top() -> None:
    tops = [100, 130, 160]
    for down in (0, 5):
        words = [word("first", 144, 102, "right"), word("third", 144, 162, "right")]
        words += [word("second", 144, 127 + down, "right"), word("(more)", 144, 137 + down, "right")]
        chart = only(together(bars([40, 52, 35], tops), words=words))
        assert [(bar.group, bar.category) for bar in chart.bars] == [
            ("", "first"),
            ("", "second (more)"),
            ("", "third"),
        ]
        assert all(bar.confidence >= 0.9 for bar in chart.bars)


def test_text_that_neither_fits_its_bar_nor_the_next_makes_the_category_unsure() -> None:
    """A word half a line above the middle of its bar, and nothing else: whose it is cannot be told."""
    tops = [100, 130, 160]
    words = [word(name, 144, top + 2, "right") for name, top in zip(("first", "third"), (100, 160), strict=True)]
    chart = only(together(bars([40, 52, 35], tops), words=[*words, word("second", 144, 138, "right")]))
    assert [(issue.code, issue.row) for issue in chart.issues] == [("chart.category_unsure", 1)]
    assert [bar.confidence >= 0.9 for bar in chart.bars] == [True, False, True]


def under(names: list[str]) -> list[list[str]]:
    return [name.split("/") for name in names]


def below(names: list[str], titles: dict[str, float], top: float = 420.0) -> Page:
    """Four columns with the lines of their names under them, and titles at those x."""
    words = [
        word(line, 150 + 60 * place, 404 + 10 * order, "center")
        for place, lines in enumerate(under(names))
        for order, line in enumerate(lines)
    ]
    words += [word(title, x, top, "center", bold=True) for title, x in titles.items()]
    return together(columns([[40], [52], [35], [28]]), words=words)


def test_titles_under_columns_span_those_they_stand_in_the_middle_of() -> None:
    chart = only(below(["Men", "Women", "Young", "Old"], {"Sex": 180, "Age": 300}))
    assert [(bar.group, bar.category) for bar in chart.bars] == [
        ("Sex", "Men"),
        ("Sex", "Women"),
        ("Age", "Young"),
        ("Age", "Old"),
    ]
    assert all(bar.confidence >= 0.9 for bar in chart.bars)


def test_titles_are_found_below_names_of_unequal_depth() -> None:
    chart = only(below(["Men", "Women", "16 to/24", "65 and/over"], {"Sex": 180, "Age": 300}, 430))
    assert [bar.group for bar in chart.bars] == ["Sex", "Sex", "Age", "Age"]
    assert [bar.category for bar in chart.bars] == ["Men", "Women", "16 to 24", "65 and over"]


def test_bold_titles_under_the_middle_of_three_are_no_line_of_its_name() -> None:
    words = [word(name, 150 + 40 * place, 404, "center") for place, name in enumerate("abcdef")]
    words += [word("Sex", 190, 416, "center", bold=True), word("Age", 310, 416, "center", bold=True)]
    chart = only(together(columns([[v] for v in (40, 52, 35, 28, 61, 20)], 40), words=words))
    assert [(bar.group, bar.category) for bar in chart.bars] == list(
        zip(["Sex"] * 3 + ["Age"] * 3, "abcdef", strict=True)
    )


def test_titles_that_span_no_run_of_columns_leave_the_categories_unsure() -> None:
    chart = only(below(["Men", "Women", "Young", "Old"], {"Sex": 180, "Age": 290}))
    assert [bar.category for bar in chart.bars] == ["Men", "Women", "Young", "Old"]
    assert all(bar.group == "" and bar.confidence < 0.9 for bar in chart.bars)


@pytest.mark.parametrize("x", [60.0, 120.0])
def test_a_note_under_columns_is_no_category(x: float) -> None:
    """From the left edge it ends under the first columns; from under them it covers several."""
    note = phrase("Base: all 1600 adults asked in spring", x, 415)
    chart = only(together(below(["Men", "Women", "Young", "Old"], {}), words=note))
    assert [bar.category for bar in chart.bars] == ["Men", "Women", "Young", "Old"]
    assert all(bar.confidence >= 0.9 for bar in chart.bars)


def test_words_of_a_caption_are_no_category() -> None:
    tops = [100, 130, 160]
    names = [word(name, 144, top + 2, "right") for name, top in zip("abc", tops, strict=True)]
    caption = Caption("figure", "Figure", "1", "Use", None, 3, Box(60, 88, 160, 98))
    words = [*names, *phrase("Figure 1. Use of things", 60, 89)]
    (chart,) = find_charts(together(bars([40, 52, 35], tops), words=words), (), (caption,))
    assert [bar.category for bar in chart.bars] == ["a", "b", "c"]


def test_an_axis_alone_tells_bars_among_which_a_total_has_its_own_colour() -> None:
    tops = [100, 120, 140, 160]
    drawn = bars([40, 52, 35, 28], tops)
    fills = [*drawn.fills[:3], drawn.fills[3]._replace(color="#b8c4c9")]
    words = [word(name, 144, top + 2, "right") for name, top in zip(("a", "b", "c", "Total"), tops, strict=True)]
    words += [word(f"{tick}%", 150 + 2 * tick, 180, "center") for tick in (0, 20, 40, 60)]
    chart = only(page(words, fills))
    assert [bar.measured_value for bar in chart.bars] == [40, 52, 35, 28]
    assert all(bar.confidence < 0.9 and bar.value_raw == "" for bar in chart.bars)
