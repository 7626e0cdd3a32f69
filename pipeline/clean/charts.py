"""What a chart's caption says of its bars: unit, statistic, base."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.clean.bases import stated_base
from pipeline.clean.statistic import of_unit, statistic_of, statistic_of_row
from pipeline.clean.units import table_unit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.model import Bar, Chart, NumberFormat


def clean_charts(charts: Iterable[Chart], fmt: NumberFormat) -> tuple[Chart, ...]:
    """The charts with what their captions and notes tell; a unit printed at a bar or its axis goes before."""
    return tuple(_clean(chart, fmt) for chart in charts)


def _clean(chart: Chart, fmt: NumberFormat) -> Chart:
    title = chart.caption.title if chart.caption else ""
    note = (chart.caption.note if chart.caption else None) or ""
    notes = [n.text for n in chart.notes if not n.marks]
    stated = table_unit([note, title, *notes])
    bars = tuple(bar if bar.unit else replace(bar, unit=stated) for bar in chart.bars)
    named = statistic_of(note, fmt.language) or statistic_of_row(title, fmt.language)
    if named == "score" and _has_decimals(bars):
        named = "mean"  # nobody gives a mark with decimals: it is the mean of those given
    return replace(
        chart,
        bars=tuple(replace(bar, statistic=of_unit(bar.unit) if bar.unit else named) for bar in bars),
        base_n=stated_base([title, note, *notes], fmt),
    )


def _has_decimals(bars: Iterable[Bar]) -> bool:
    return any(bar.label_value is not None and not bar.label_value.is_integer() for bar in bars)
