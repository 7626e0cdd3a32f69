"""Charts that are proven, and what looks like a table in them: the labels and values of a bar chart can.

A table's shading can look like bars in turn. Where the lengths of the bars agree with their labels, it is a chart.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.model import Chart, Issue, Table

PROVEN_BARS = 3
"""Bars whose length agrees with their label, at least: two may agree by chance, whatever the scale."""

PROVEN_SHARE = 0.8
"""Share of a chart's bars that agree, at least: a shaded table has boxes and numbers, but no scale."""

INSIDE = 0.5
"""Share of a table's area inside proven charts from which on it is the chart's own labels and values."""

IN_A_ROW = 2
"""Numbers in one row that are none of the chart's, and such rows, from which on they may be a table of their own: the
ticks of an axis stand in one row or one in each."""


def without_charts(
    tables: Sequence[Table], charts: Sequence[Chart], page: int
) -> tuple[tuple[Table, ...], tuple[Issue, ...]]:
    """The tables that are no part of a proven chart, and for each that is, but holds rows of other numbers, a
    finding."""
    proven = [chart for chart in charts if _is_proven(chart)]
    kept = tuple(table for table in tables if not _is_inside(table, proven))
    return kept, tuple(_lost(table, page) for table in tables if table not in kept and _holds_more(table, proven))


def _is_proven(chart: Chart) -> bool:
    """Lengths agree with labels; a chart without any has an axis whose zero is where the bars begin."""
    from pipeline.extract.charts.reading import DISAGREED

    labelled = [bar for bar in chart.bars if bar.value_raw]
    if not labelled:
        return len(chart.bars) >= PROVEN_BARS
    agreed = sum(bar.confidence > DISAGREED for bar in labelled)
    return agreed >= PROVEN_BARS and agreed >= PROVEN_SHARE * len(labelled)


def _is_inside(table: Table, charts: Sequence[Chart]) -> bool:
    """Charts side by side may look like one table."""
    from pipeline.geometry import area, intersection

    return sum(intersection(table.box, chart.box) for chart in charts) >= INSIDE * area(table.box)


def _holds_more(table: Table, charts: Sequence[Chart]) -> bool:
    """Has the table rows of numbers that no bar has and that name no bar?"""
    from pipeline.extract.tables.tokens import has_digit, is_number

    of_bars = [(bar.value_raw, bar.category, bar.group, bar.series) for chart in charts for bar in chart.bars]
    told = Counter(word for texts in of_bars for text in texts for word in text.split())
    others: Counter[int] = Counter()
    for cell in table.cells:
        for word in cell.words:
            if told[word.text]:
                told[word.text] -= 1
            elif is_number(word.text) and has_digit(word.text):
                others[cell.row] += 1
    return sum(count >= IN_A_ROW for count in others.values()) >= IN_A_ROW


def _lost(table: Table, page: int) -> Issue:
    from pipeline.model import Issue

    message = f"Page {page}: rows of numbers in a chart belong to none of its bars, and are not in the data."
    return Issue("chart.table_inside", "warning", message, page, box=table.box)
