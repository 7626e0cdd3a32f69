"""Chart -> facts: every bar with its printed label and its measured length."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.report.facts import Facts, box_facts

if TYPE_CHECKING:
    from pipeline.model import Bar, Chart
    from pipeline.report.facts.tables import Judged


def chart_facts(chart: Chart, judged: Judged) -> Facts:
    caption, own = chart.caption, judged.of(chart.id)
    return {
        "chart_id": chart.id,
        "page": chart.page,
        "box": box_facts(chart.box),
        "caption_page": caption.page if caption else None,
        "caption_box": box_facts(caption.box) if caption else None,
        "kind": chart.kind,
        "read": chart.read,
        "engine": chart.engine,
        "number": caption.number if caption else None,
        "title": caption.title if caption else None,
        "note": caption.note if caption else None,
        "bars": [_bar(bar) | own.facts(bar.row, bar.column, bar.confidence) for bar in chart.bars],
    }


def _bar(bar: Bar) -> Facts:
    return {
        "row": bar.row,
        "column": bar.column,
        "group": bar.group or None,
        "category": bar.category,
        "series": bar.series,
        "raw": bar.value_raw,
        "label_value": bar.label_value,
        "measured_value": None if bar.measured_value is None else round(bar.measured_value, 2),
        "unit": bar.unit,
        "color": bar.color,
        "box": box_facts(bar.box),
    }
