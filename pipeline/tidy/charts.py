"""Chart -> records: a bar is a value whose row is its category and whose column is its series."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemas.columns import observation_id

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.model import Bar, Chart
    from pipeline.tidy.record import Record


def chart_records(report_id: str, chart: Chart) -> Iterator[Record]:
    """One record per bar: the printed label where there is one, else the measured length.

    A bar with neither has no value and no reason either, which the contract sends to quarantine.
    """
    caption = chart.caption
    shared: Record = {
        "report_id": report_id,
        "source": "chart",
        "table_id": chart.id,
        "number": caption.number if caption else None,
        "title": caption.title or None if caption else None,
        "note": caption.note if caption else None,
        "section": chart.section,
        "page": chart.page,
        "engine": chart.engine,
        "base_n": chart.base_n,
        "is_total": False,
        "corrected": False,
    }
    for bar in chart.bars:
        yield shared | _of_bar(bar) | {"observation_id": observation_id(chart.id, bar.row, bar.column)}


def _of_bar(bar: Bar) -> Record:
    value = bar.measured_value if bar.label_value is None else bar.label_value
    return {
        "row": bar.row,
        "column": bar.column,
        "row_label": bar.category or None,
        "row_group": bar.group or None,
        # Bars in one colour need no legend: what they measure names them.
        "column_label": bar.series or bar.unit or bar.statistic,
        "statistic": bar.statistic or "other",
        "unit": bar.unit,
        "value": value,
        "value_raw": bar.value_raw,
        "confidence": bar.confidence,
        **bar.box._asdict(),
    }
