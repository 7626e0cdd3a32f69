"""Page -> Content: tables with their captions and notes, charts, and running text, in page order."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.packed import lay_by

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.extract.charts.pictures import Pictured, Render
    from pipeline.model import Block, Caption, Chart, Content, Issue, Page, PageContent, Table, TableCorrection


def extract(pages: Sequence[Page], render: Render | None = None) -> Content:
    """Everything found on the pages of one document.

    ``render`` gives the pixels of a part of a page; without it charts that are pictures stay unread. The three
    steps can be taken one by one, so that a page that fails costs no other.
    """
    from pipeline.extract.charts.pictures import read_pictures

    contents = [page_content(page) for page in pages]
    return join(pages, contents, read_pictures(pages, [content.captions for content in contents], render))


def page_content(page: Page, corrections: Sequence[TableCorrection] = ()) -> PageContent:
    """What stands on one page: captions, tables with their captions and notes, drawn charts.

    Captions and notes are taken off each page's tables before tables are joined over pages: a note under the
    last part belongs to the whole. ``corrections``: what a person says of tables that are missed or misread.
    """
    from pipeline.extract.charts import find_charts
    from pipeline.extract.ocr.pages import doubted
    from pipeline.extract.tables.captions import attach_captions, page_captions
    from pipeline.extract.tables.corrected import correct_tables
    from pipeline.extract.tables.notes import attach_notes
    from pipeline.extract.tables.sideways import sideways_tables
    from pipeline.geometry import intersection
    from pipeline.model import PageContent

    captions = page_captions(page)
    found, drawn, issues = _tables_and_charts(page, captions)
    if corrections:
        found, refused = correct_tables(page, found, corrections)
        drawn = find_charts(page, found, captions)
        told = [issue for issue in issues if issue.box and not any(intersection(issue.box, t.box) for t in found)]
        issues = (*told, *refused)
    parts = (*attach_notes(page, attach_captions(page, found)), *sideways_tables(page, len(found)))
    return PageContent(captions, tuple(doubted(table) for table in parts), drawn, issues)


def join(pages: Sequence[Page], contents: Sequence[PageContent], pictured: Pictured) -> Content:
    """One document of its pages, what each holds, and the charts in its pictures: tables joined over pages, and
    last the text, of what neither table nor chart has claimed."""
    from pipeline.extract.tables.stitch import stitched
    from pipeline.extract.text import Sections, extract_text
    from pipeline.model import Content

    drawn: list[Chart] = []
    captions: list[Caption] = []
    refused: list[Issue] = []

    def passing() -> Iterator[Table]:
        for content in contents:  # once: of a long document they are packed
            drawn.extend(content.charts)
            captions.extend(content.captions)
            refused.extend(content.issues)
            yield from content.tables

    tables = lay_by(stitched(passing(), pages))
    charts = _numbered([*drawn, *pictured[0]])
    blocks = extract_text(pages, tables, tuple(charts))
    sections = Sections(blocks)
    return Content(
        lay_by(replace(t, section=sections.of(t.pages[0], t.box)) for t in tables),
        tuple(replace(c, section=sections.of(c.page, c.box)) for c in charts),
        blocks,
        (
            *refused,
            *pictured[1],
            *_unread_figures(captions, charts, blocks),
        ),
    )


def _unread_figures(captions: Sequence[Caption], charts: Sequence[Chart], blocks: Sequence[Block]) -> tuple[Issue, ...]:
    """A note for each figure whose values are not in the data: lines, pies, maps, and pictures of any kind."""
    from pipeline.model import Issue

    read = {chart.caption for chart in charts}
    listing = {block.page for block in blocks if block.kind == "contents"}
    unread = [
        caption
        for caption in captions
        if caption.kind == "figure" and caption.number and caption not in read and caption.page not in listing
    ]
    return tuple(
        Issue(
            "figure.unread",
            "info",
            f"Page {c.page}: the values of {c.label} {c.number} were not read.",
            c.page,
            box=c.box,
        )
        for c in unread
    )


def _tables_and_charts(
    page: Page, captions: tuple[Caption, ...]
) -> tuple[tuple[Table, ...], tuple[Chart, ...], tuple[Issue, ...]]:
    """Tables, charts, and tables given up for a chart with numbers that are not the chart's."""
    from pipeline.extract.charts import find_charts
    from pipeline.extract.proven import without_charts
    from pipeline.extract.tables import find_tables

    tables, charts = find_tables(page), find_charts(page, (), captions)
    if not tables or not charts:
        return tables, charts, ()
    tables, issues = without_charts(tables, charts, page.number)
    return tables, find_charts(page, tables, captions), issues


def _numbered(charts: Sequence[Chart]) -> list[Chart]:
    """Charts in page order, drawn and pictured alike, with their ids anew: ``p021-c1``."""
    numbered: list[Chart] = []
    on_page: Counter[int] = Counter()
    for chart in sorted(charts, key=lambda c: (c.page, c.box.top, c.box.x0)):
        on_page[chart.page] += 1
        chart_id = f"p{chart.page:03d}-c{on_page[chart.page]}"
        issues = tuple(replace(issue, table_id=chart_id) for issue in chart.issues)
        numbered.append(replace(chart, id=chart_id, issues=issues))
    return numbered
