"""Table -> CleanTable: the recipe. Each step is a file of this folder.

language -> number format -> for each table: panels -> grid -> cells read -> header, stub and values told apart
-> column paths, row paths, groups -> units, bases, marks, significance -> values
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.clean.bases import stated_base
from pipeline.clean.charts import clean_charts
from pipeline.clean.footnotes import legend_of
from pipeline.clean.grid import grid_of
from pipeline.clean.groups import row_paths
from pipeline.clean.header import Writing, is_total, read_header
from pipeline.clean.label_doubts import doubted_labels, tell
from pipeline.clean.labels import Vocabulary, vocabulary_of
from pipeline.clean.language import detect_language
from pipeline.clean.layout import layout_of, sheet_of
from pipeline.clean.number_format import decide_format, format_of_table
from pipeline.clean.panels import split_panels
from pipeline.clean.place_doubts import doubted_places
from pipeline.clean.refusal import doubts_of_labels, idle_headings, refuse
from pipeline.clean.sideways import laid_back, stood_upright, turn_of
from pipeline.clean.significance import Prose, definitions_of
from pipeline.clean.statistic import statistic_of_row
from pipeline.clean.stub import read_stub
from pipeline.clean.units import table_unit, unit_of
from pipeline.clean.values import Body, Setting, read_values, twin_columns
from pipeline.model import Axis, CleanTable, Issue
from pipeline.packed import lay_by

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.clean.layout import Sheet
    from pipeline.clean.stub import Entry
    from pipeline.model import Block, Content, NumberFormat, Page, Table

__all__ = ["clean_charts", "clean_content"]


def clean_content(content: Content, pages: Sequence[Page]) -> tuple[Sequence[CleanTable], NumberFormat]:
    """Clean every table of a document.

    ``pages``: the pages as read, for the words of the document (hyphenation, language, numbers in prose).
    Tables without a number give a CleanTable without values and an Issue that says so.
    """
    texts = [" ".join(w.text for w in page.words) for page in pages]
    prose = [block.text for block in content.blocks] or texts
    fmt = decide_format(content.tables, prose, detect_language(prose))
    document = _Document.of(fmt, vocabulary_of(texts), content.blocks)
    return lay_by(clean for table in content.tables for clean in _clean_seen(table, document)), fmt


@dataclass(frozen=True, slots=True)
class _Document:
    fmt: NumberFormat
    vocabulary: Vocabulary
    prose: Prose
    notes: Mapping[int, Sequence[tuple[int, Block]]]
    """Footnotes and notes of each page, with their place in the text."""

    @classmethod
    def of(cls, fmt: NumberFormat, vocabulary: Vocabulary, blocks: Sequence[Block]) -> _Document:
        notes = defaultdict(list)
        for place, block in enumerate(blocks):
            if block.kind in ("footnote", "note"):
                notes[block.page].append((place, block))
        return cls(fmt, vocabulary, Prose.of(blocks), dict(notes))

    def notes_beside(self, table: Table) -> list[Block]:
        found = {place: block for page in table.pages for place, block in self.notes.get(page, ())}
        return [found[place] for place in sorted(found)]


def _clean_seen(table: Table, document: _Document) -> list[CleanTable]:
    turn = turn_of(table)
    return [laid_back(clean, turn) for clean in _clean_panels(stood_upright(table, turn), document)]


def _clean_panels(table: Table, document: _Document) -> list[CleanTable]:
    """The table, or its parts where tables stand side by side in one grid."""
    fmt, differs = format_of_table(table, document.fmt)
    legend = legend_of(table, document.notes_beside(table))
    writing = Writing(fmt, document.vocabulary, tuple(legend))
    sheet = sheet_of(grid_of(table), fmt)
    definitions = definitions_of(table, legend, document.prose)
    shared = Setting(legend=legend, definitions=definitions)
    panels = split_panels(sheet, layout_of(sheet))
    sheets = [sheet] if len(panels) == 1 else [sheet_of(grid_of(panel), fmt) for panel in panels]
    found = [_clean_table(panel, writing, shared) for panel in sheets]
    if differs:
        found[0] = replace(found[0], issues=(*found[0].issues, _other_format(table, fmt)))
    return found


def _clean_table(sheet: Sheet, writing: Writing, shared: Setting) -> CleanTable:
    table = sheet.grid.table
    layout = layout_of(sheet)
    header = read_header(sheet, layout, writing)
    entries = read_stub(sheet, layout, writing)
    paths = row_paths(entries)
    language = writing.fmt.language
    labelled = [e for e in entries if e.row in paths and paths[e.row][-1] == e.text]
    rows = {e.row: _row_axis(e, paths[e.row], language) for e in labelled}
    twins = twin_columns(header.columns, sheet, rows)
    looks = doubted_labels(table, rows.values(), header.columns, header.stub)
    looks |= doubted_places(table, tuple(rows.values()), header.columns)
    doubts = (*doubts_of_labels(table, layout, rows, header.columns, twins), *tell(table, looks))
    caption = table.caption
    around = [caption.note or "", caption.title] if caption else []
    unmarked = [note.text for note in table.notes if not note.marks]
    setting = replace(
        shared,
        unit=table_unit([*header.titles, header.stub, *around, *unmarked]),
        base_n=stated_base([*header.titles, *around, *unmarked], writing.fmt),
    )
    refusal = refuse(sheet, layout, rows, header.columns)
    body = Body(sheet, layout, rows, header.columns, looks)
    values, issues = ((), (refusal,)) if refusal else read_values(body, setting)
    return CleanTable(
        table=table,
        number=caption.number if caption else None,
        title=caption.title if caption else None,
        note=caption.note if caption else None,
        section=table.section,
        rows=tuple(rows.values()),
        columns=tuple(sorted((*header.columns, *header.texts), key=lambda axis: axis.index)),
        values=values,
        issues=(*issues, *doubts) if refusal else (*issues, *doubts, *idle_headings(table, entries, rows)),
        stub=header.stub,
    )


def _other_format(table: Table, fmt: NumberFormat) -> Issue:
    mark = "comma" if fmt.decimal == "," else "point"
    message = f"table {table.id}, page {table.pages[0]}, writes its numbers with a decimal {mark}, unlike the document"
    return Issue("number.table_format", "warning", message, table.pages[0], table.id)


def _row_axis(entry: Entry, path: tuple[str, ...], language: str) -> Axis:
    return Axis(
        index=entry.row,
        path=path,
        base_n=entry.base_n,
        unit=unit_of(entry.text),
        statistic=statistic_of_row(entry.text, language),
        marks=entry.marks,
        is_total=is_total(entry.text),
    )
