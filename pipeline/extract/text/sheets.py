"""One page as the text stage sees it: lines of words that no table and no chart has claimed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.extract.text.captions import caption_number
from pipeline.extract.text.columns import split_columns
from pipeline.extract.text.drafts import Draft
from pipeline.extract.text.lines import Line, chain_words, make_line
from pipeline.geometry import area, intersection, overlap, union
from pipeline.model import BlockKind, Box, Chart, Page, Table, Word

INSIDE = 0.6
"""Share of the area of a word or line inside a box from which it belongs to it."""
TITLE_BELOW = 1.6
"""Share of the font size: distance of baselines between a caption's label and the title under it."""
HEADER_ABOVE = 3.0
"""Share of the font size: white between the lines of a table's header repeated on the next page."""

_TYPED_RULE = re.compile(r"^[-_–—=.·*~ ]{3,}$")
"""A rule or leaders typed as characters: a drawing, not text."""

Tied = tuple[BlockKind, Box, str | None]
"""Kind, place and number of a caption or note."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page with its lines of prose, in no order, and what else takes room on it."""

    page: Page
    """Without its words: those of all pages at once would take much memory."""
    words: int
    """Number of words on it."""
    lines: tuple[Line, ...]
    figures: tuple[Box, ...] = ()
    """Tables and charts."""
    tied: tuple[Tied, ...] = ()
    """Where captions and notes of tables and charts stand."""
    sideways: tuple[Word, ...] = ()
    """Words that do not read from left to right."""


def make_sheet(page: Page, tables: Sequence[Table], charts: Sequence[Chart]) -> Sheet:
    """The prose of one page: words that are in no cell and in no chart."""
    used: set[tuple[float, float, str]] = set()
    grids: list[tuple[Table, Box]] = []
    for table in tables:
        cells = [c for c in table.cells if c.page == page.number and c.text]
        used |= {(w.x0, w.top, w.text) for c in cells for w in c.words}
        if cells:
            grids.append((table, union(c.box for c in cells)))
    plots = [c.box for c in charts if c.page == page.number]
    tied = tuple(_tied(page.number, tables, charts))
    free = [w for w in page.words if (w.x0, w.top, w.text) not in used]
    lines = make_lines([w for w in free if not w.direction])
    gone = _plotted(lines, plots, [box for kind, box, _ in tied if kind == "caption"])
    for table, box in grids:
        if page.number != table.pages[0]:
            gone |= _repeated_header(lines, table, box)
    return Sheet(
        page=replace(page, words=(), curves=(), pictures=(), links=(), hidden=()),
        words=len(page.words),
        lines=tuple(line for line in lines if id(line) not in gone),
        figures=(*(box for _, box in grids), *plots),
        tied=tied,
        sideways=tuple(w for w in free if w.direction and not _inside(w[:4], *plots)),
    )


def make_lines(words: Sequence[Word]) -> list[Line]:
    """Lines of upright words, in no order."""
    lines = (make_line(chain) for chain in split_columns(chain_words(words)))
    return [line for line in lines if not _TYPED_RULE.match(line.text)]


def free_lines(sheet: Sheet) -> list[Line]:
    """Lines that are no note of a table or chart and no caption with a number: what may be a running head."""
    boxes = [box for kind, box, number in sheet.tied if kind == "note" or number is not None]
    labels = [line for line in sheet.lines if caption_number(line.text) is not None]
    return [
        line
        for line in sheet.lines
        if line not in labels
        and not _inside(line.box, *boxes)
        and not any(_is_title_under(label, line) for label in labels)
    ]


def take_tied(sheet: Sheet, lines: Sequence[Line]) -> list[Draft]:
    """Captions and notes that tables and charts have claimed, from among the lines."""
    drafts: list[Draft] = []
    rest = list(lines)
    for kind, box, number in sheet.tied:
        own = sorted((o for o in rest if _inside(o.box, box)), key=lambda o: (o.baseline, o.box.x0))
        if own:
            rest = [o for o in rest if not _inside(o.box, box)]
            drafts.append(Draft(kind, tuple(own), sheet.page.number, number=number))
    return drafts


def _tied(page: int, tables: Sequence[Table], charts: Sequence[Chart]) -> Iterator[Tied]:
    items: tuple[Table | Chart, ...] = (*tables, *charts)
    for item in items:
        if item.caption is not None and item.caption.page == page:
            yield "caption", item.caption.box, item.caption.number
        for note in item.notes:
            if note.page == page:
                yield "note", note.box, None


def _plotted(lines: Sequence[Line], plots: Sequence[Box], captions: Sequence[Box]) -> set[int]:
    """Ids of the lines that belong to charts. Their box may begin too high: a caption's title under its label
    stays."""
    gone: set[int] = set()
    labels = [line for line in lines if caption_number(line.text) is not None]
    for line in sorted(lines, key=lambda o: o.baseline):
        if not _inside(line.box, *plots) or _inside(line.box, *captions) or line in labels:
            continue
        if any(_is_title_under(label, line) for label in labels):
            labels.append(line)
        else:
            gone.add(id(line))
    return gone


def _is_title_under(label: Line, line: Line) -> bool:
    down = line.baseline - label.baseline
    return abs(label.box.x0 - line.box.x0) <= line.size and 0 < down <= TITLE_BELOW * label.size


def _repeated_header(lines: Sequence[Line], table: Table, box: Box) -> set[int]:
    """Ids of the lines right over a table's part on a later page that repeat words of its header."""
    header = {w.text for c in table.cells if c.role == "header" for w in c.words}
    gone: set[int] = set()
    top = box.top
    for line in sorted(lines, key=lambda o: -o.box.bottom):
        near = line.box.bottom <= box.top + line.size and top - line.box.bottom <= HEADER_ABOVE * line.size
        over = overlap(line.box.x0, line.box.x1, box.x0, box.x1) > 0
        if near and over and all(w.text in header for w in line.words):
            gone.add(id(line))
            top = min(top, line.box.top)
    return gone


def _inside(inner: Sequence[float], *boxes: Box) -> bool:
    return any(intersection(inner, box) > INSIDE * area(inner) for box in boxes)
