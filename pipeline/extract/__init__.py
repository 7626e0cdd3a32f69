"""Page -> Content: tables with their captions and notes, charts, and running text, in page order."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.model import Chart, Content, Page, Table


def extract(pages: Sequence[Page]) -> Content:
    """Everything found on the pages of one document.

    Captions and notes are taken off each page's tables before tables are joined over pages: a note under the
    last part belongs to the whole. Charts come after tables, whose shading is no bar; text comes last, from
    what neither has claimed.
    """
    from pipeline.extract.charts import find_charts
    from pipeline.extract.tables import find_tables
    from pipeline.extract.tables.captions import attach_captions
    from pipeline.extract.tables.notes import attach_notes
    from pipeline.extract.tables.stitch import stitch
    from pipeline.extract.text import extract_text
    from pipeline.model import Content

    parts: list[Table] = []
    charts: list[Chart] = []
    for page in pages:
        found = attach_notes(page, attach_captions(page, find_tables(page)))
        parts += found
        charts += find_charts(page, found)
    tables = stitch(tuple(parts), pages)
    blocks = extract_text(pages, tables, tuple(charts))
    return Content(tables, tuple(charts), blocks)
