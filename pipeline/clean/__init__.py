"""Table -> CleanTable: the recipe. Each step is a file of this folder.

language -> number format -> for each table: panels -> grid -> cells read -> header, stub and values told apart
-> column paths, row paths, groups -> units, bases, marks, significance -> values
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.clean.grid import grid_of
from pipeline.clean.groups import row_paths
from pipeline.clean.header import Writing, is_total, read_header
from pipeline.clean.labels import Vocabulary, vocabulary_of
from pipeline.clean.language import detect_language
from pipeline.clean.layout import layout_of, sheet_of
from pipeline.clean.number_format import decide_format, format_of_table
from pipeline.clean.panels import split_panels
from pipeline.clean.statistic import statistic_of
from pipeline.clean.stub import read_stub
from pipeline.clean.units import unit_of
from pipeline.clean.values import Setting, read_values
from pipeline.model import Axis, CleanTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.clean.stub import Entry
    from pipeline.model import Content, NumberFormat, Page, Table

__all__ = ["clean_content"]


def clean_content(content: Content, pages: Sequence[Page]) -> tuple[tuple[CleanTable, ...], NumberFormat]:
    """Clean every table of a document.

    ``pages``: the pages as read, for the words of the document (hyphenation, language, numbers in prose).
    Tables without a number give a CleanTable without values and an Issue that says so.
    """
    texts = [" ".join(w.text for w in page.words) for page in pages]
    prose = [block.text for block in content.blocks] or texts
    fmt = decide_format(content.tables, prose, detect_language(prose))
    vocabulary = vocabulary_of(texts)
    return tuple(clean for table in content.tables for clean in _clean_panels(table, fmt, vocabulary)), fmt


def _clean_panels(table: Table, document: NumberFormat, vocabulary: Vocabulary) -> list[CleanTable]:
    fmt, _ = format_of_table(table, document)
    sheet = sheet_of(grid_of(table), fmt)
    writing = Writing(fmt, vocabulary)
    return [_clean_table(panel, writing) for panel in split_panels(sheet, layout_of(sheet))]


def _clean_table(table: Table, writing: Writing) -> CleanTable:
    sheet = sheet_of(grid_of(table), writing.fmt)
    layout = layout_of(sheet)
    header = read_header(sheet, layout, writing)
    entries = read_stub(sheet, layout, writing)
    paths = row_paths(entries)
    rows = {e.row: _row_axis(e, paths[e.row]) for e in entries if e.row in paths and (e.filled or not e.text)}
    stated = [*header.titles, header.stub]
    setting = Setting(unit=next((u for text in stated if (u := unit_of(text))), None))
    values, issues = read_values(sheet, layout, rows, header.columns, setting)
    caption = table.caption
    return CleanTable(
        table=table,
        number=caption.number if caption else None,
        title=caption.title if caption else None,
        note=caption.note if caption else None,
        section=None,
        rows=tuple(rows.values()),
        columns=header.columns,
        values=values,
        issues=issues,
    )


def _row_axis(entry: Entry, path: tuple[str, ...]) -> Axis:
    return Axis(
        index=entry.row,
        path=path,
        base_n=entry.base_n,
        unit=unit_of(entry.text),
        statistic=statistic_of(entry.text),
        marks=entry.marks,
        is_total=is_total(entry.text),
    )
