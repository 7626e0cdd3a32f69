"""The text of a document: blocks in reading order, each with its kind and the section it stands under."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from pipeline.extract.text.captions import mark_captions, mark_kinds
from pipeline.extract.text.chunks import Pitches, pitches
from pipeline.extract.text.contents import NUMBERED, Entry, find_contents
from pipeline.extract.text.drafts import Draft
from pipeline.extract.text.footnotes import find_footnotes
from pipeline.extract.text.furniture import Furniture, find_furniture, mark_dividers
from pipeline.extract.text.headings import mark_headings, set_levels
from pipeline.extract.text.hyphenation import join_lines, vocabulary
from pipeline.extract.text.layout import ordered_drafts, turned_drafts
from pipeline.extract.text.lines import Line, body_size
from pipeline.extract.text.sections import with_sections
from pipeline.extract.text.sheets import Sheet, make_sheet, take_tied
from pipeline.model import Block, Chart, Page, Table


def extract_text(pages: Sequence[Page], tables: Sequence[Table], charts: Sequence[Chart] = ()) -> tuple[Block, ...]:
    """Blocks of all pages in reading order; running heads and footnotes at the edge where they stand.

    Words in cells of ``tables`` and in boxes of ``charts`` give no block; captions and notes tied to them do.
    """
    of_tables, of_charts = _by_page(map(_pages_of_table, tables)), _by_page(map(_pages_of_chart, charts))
    sheets = [
        make_sheet(
            page,
            [tables[at] for at in of_tables.get(page.number, ())],
            [charts[at] for at in of_charts.get(page.number, ())],
        )
        for page in pages
    ]
    body = body_size(line for s in sheets for line in s.lines)
    furniture = find_furniture(sheets, body)
    flow = [[line for line in s.lines if id(line) not in furniture] for s in sheets]
    usual = pitches(flow)
    drafts: list[Draft] = []
    entries: list[Entry] = []
    for sheet in sheets:
        own, found = _page_drafts(sheet, furniture, body, usual)
        drafts += own
        entries += found
    words = vocabulary([line.text for line in draft.lines] for draft in drafts)
    marked = set_levels(mark_dividers(mark_headings(drafts, entries, {s.page.number: s.figures for s in sheets})))
    return with_sections(_blocks(marked, words, sheets))


def _by_page(seen: Iterable[set[int]]) -> dict[int, list[int]]:
    """Page -> positions of the tables or charts of which something stands there."""
    found: dict[int, list[int]] = {}
    for at, numbers in enumerate(seen):
        for number in numbers:
            found.setdefault(number, []).append(at)
    return found


def _pages_of_table(table: Table) -> set[int]:
    return {cell.page for cell in table.cells} | _pages_beside(table)


def _pages_of_chart(chart: Chart) -> set[int]:
    return {chart.page} | _pages_beside(chart)


def _pages_beside(item: Table | Chart) -> set[int]:
    """Where its caption and notes stand."""
    return {note.page for note in item.notes} | ({item.caption.page} if item.caption else set())


def _page_drafts(
    sheet: Sheet, furniture: Mapping[int, Furniture], body: float, usual: Pitches
) -> tuple[list[Draft], list[Entry]]:
    number = sheet.page.number
    edge = [Draft(furniture[id(line)], (line,), number) for line in sheet.lines if id(line) in furniture]
    rest = [line for line in sheet.lines if id(line) not in furniture]
    contents, entries = find_contents(rest)
    rest = _without(rest, contents)
    notes = find_footnotes(sheet.page, rest, sheet.figures, body)
    rest = _without(rest, (line for note in notes for line in note.lines))
    tied = take_tied(sheet, rest)
    rest = _without(rest, (line for draft in tied for line in draft.lines))
    drafts = [Draft("contents", (line,), number) for line in sorted(contents, key=lambda c: (c.box.top, c.box.x0))]
    drafts += ordered_drafts(sheet, rest, usual, tied)
    drafts = mark_kinds(mark_captions(drafts), sheet.figures, body)
    drafts += [Draft("footnote", note.lines, number, number=note.mark) for note in notes]
    middle = sheet.page.height / 2
    head = [d for d in edge if d.box.top < middle]
    foot = [d for d in edge if d.box.top >= middle]
    return [*_by_place(head), *drafts, *_by_place(foot), *turned_drafts(sheet)], entries


def _by_place(drafts: Iterable[Draft]) -> list[Draft]:
    return sorted(drafts, key=lambda d: (round(d.box.top), d.box.x0))


def _without(lines: Iterable[Line], gone: Iterable[Line]) -> list[Line]:
    ids = {id(line) for line in gone}
    return [line for line in lines if id(line) not in ids]


def _blocks(drafts: Sequence[Draft], words: frozenset[str], sheets: Sequence[Sheet]) -> list[Block]:
    pages = {sheet.page.number: sheet.page for sheet in sheets}
    blocks: list[Block] = []
    count: dict[int, int] = {}
    for order, draft in enumerate(drafts):
        count[draft.page] = count.get(draft.page, 0) + 1
        blocks.append(
            Block(
                id=f"p{draft.page:03d}-b{count[draft.page]:02d}",
                kind=draft.kind,
                text=_text(draft, words),
                page=draft.page,
                box=draft.seen(pages[draft.page]),
                order=order,
                level=draft.level,
                number=draft.number,
            )
        )
    return blocks


def _text(draft: Draft, words: frozenset[str]) -> str:
    """Text of a block: headings without their number, footnotes without their mark (both are in ``number``)."""
    text = join_lines([line.text for line in draft.lines], words)
    if draft.kind == "footnote" and draft.number is not None:
        first = draft.lines[0]
        rest = replace(first, words=first.words[1:]).spelled()
        return join_lines([rest, *(line.text for line in draft.lines[1:])], words)
    if draft.kind in ("heading", "title"):
        text = join_lines([line.unmarked() for line in draft.lines], words)
        if draft.number is not None and (match := NUMBERED.match(text)):
            return match.group("text")
    return text
