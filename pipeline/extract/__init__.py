"""Page -> Content: tables with their captions and notes, charts, and running text, in page order."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.model import Chart, Content, Page, Table

PROVEN_BARS = 3
"""Bars whose length agrees with their label, at least: two may agree by chance, whatever the scale."""

PROVEN_SHARE = 0.8
"""Share of a chart's bars that agree, at least: a shaded table has boxes and numbers, but no scale."""

INSIDE = 0.5
"""Share of a table's area inside a proven chart from which on it is the chart's own labels and values."""


def extract(pages: Sequence[Page]) -> Content:
    """Everything found on the pages of one document. Pages that could not be read as text are passed over: their
    state says why, and whatever words they have are not to be trusted.

    Captions and notes are taken off each page's tables before tables are joined over pages: a note under the
    last part belongs to the whole. Text comes last, from what neither table nor chart has claimed.
    """
    from pipeline.extract.tables.captions import attach_captions
    from pipeline.extract.tables.notes import attach_notes
    from pipeline.extract.tables.stitch import stitch
    from pipeline.extract.text import extract_text
    from pipeline.model import Content

    parts: list[Table] = []
    charts: list[Chart] = []
    pages = [page for page in pages if page.state == "text"]
    for page in pages:
        found, drawn = _tables_and_charts(page)
        parts += attach_notes(page, attach_captions(page, found))
        charts += drawn
    tables = stitch(tuple(parts), pages)
    blocks = extract_text(pages, tables, tuple(charts))
    return Content(tables, tuple(charts), blocks)


def _tables_and_charts(page: Page) -> tuple[tuple[Table, ...], tuple[Chart, ...]]:
    """The labels and values of a bar chart can look like a table, and a table's shading like bars. Where the
    lengths of the bars agree with their labels, it is a chart."""
    from pipeline.extract.charts import find_charts
    from pipeline.extract.tables import find_tables

    tables, charts = find_tables(page), find_charts(page)
    if not tables or not charts:
        return tables, charts
    proven = [chart for chart in charts if _is_proven(chart)]
    tables = tuple(table for table in tables if not any(_is_inside(table, chart) for chart in proven))
    return tables, find_charts(page, tables)


def _is_proven(chart: Chart) -> bool:
    from pipeline.extract.charts.reading import AGREED

    agreed = sum(bar.confidence >= AGREED for bar in chart.bars)
    return agreed >= PROVEN_BARS and agreed >= PROVEN_SHARE * len(chart.bars)


def _is_inside(table: Table, chart: Chart) -> bool:
    from pipeline.geometry import area, intersection

    return intersection(table.box, chart.box) >= INSIDE * area(table.box)
