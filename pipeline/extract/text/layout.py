"""One page laid out: its words of prose as lines, and lines as chunks in reading order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.extract.text.captions import caption_number
from pipeline.extract.text.chunks import Pitches, chunk_lines, pitches
from pipeline.extract.text.columns import split_columns
from pipeline.extract.text.drafts import Draft, upright
from pipeline.extract.text.lines import Line, body_size, chain_words, make_line
from pipeline.extract.text.order import reading_order
from pipeline.geometry import area, intersection, union
from pipeline.model import BlockKind, Box, Chart, Page, Table, Word

PANEL = 0.6
"""Share of the page's area: a larger fill is a background, not a box with text."""
INSIDE = 0.6
"""Share of the area of a word or line inside a box from which it belongs to it."""
PROSE = 3
"""Lines from which a paragraph is running text."""
SIDEWAYS = 0.5
"""Share of a page's words from which it is a turned page; fewer are labels at its side."""


_TYPED_RULE = re.compile(r"^[-_–—=.·*~ ]{3,}$")
"""A rule or leaders typed as characters: a drawing, not text."""

Tied = tuple[BlockKind, Box, str | None]
"""Kind, place and number of a caption or note."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page with its lines of prose, in no order, and what else takes room on it."""

    page: Page
    lines: tuple[Line, ...]
    figures: tuple[Box, ...]
    """Tables and charts."""
    tied: tuple[Tied, ...]
    """Where captions and notes of tables and charts stand."""
    turned: tuple[Draft, ...]
    """Blocks of text that does not read from left to right."""


def make_sheet(page: Page, tables: Sequence[Table], charts: Sequence[Chart]) -> Sheet:
    """The prose of one page: words that are in no cell and in no chart."""
    cells = [[c for c in t.cells if c.page == page.number and c.text] for t in tables if page.number in t.pages]
    used = {(w.x0, w.top, w.text) for own in cells for c in own for w in c.words}
    plots = [c.box for c in charts if c.page == page.number]
    rest = [w for w in page.words if (w.x0, w.top, w.text) not in used]
    tied = tuple(_tied(page.number, tables, charts))
    captions = [box for kind, box, _ in tied if kind == "caption"]
    lines = make_lines([w for w in rest if not w.direction])
    plotted = [line for line in lines if _inside(line.box, *plots) and not _inside(line.box, *captions)]
    gone = {id(line) for line in plotted} - {id(line) for line in _titles(lines, plotted)}
    turned = _turned(page, [w for w in rest if w.direction and not _inside(w[:4], *plots)])
    return Sheet(
        page=page,
        lines=tuple(line for line in lines if id(line) not in gone),
        figures=(*(union(c.box for c in own) for own in cells if own), *plots),
        tied=tied,
        turned=tuple(turned),
    )


def make_lines(words: Sequence[Word]) -> list[Line]:
    """Lines of upright words, in no order."""
    lines = (make_line(chain) for chain in split_columns(chain_words(words)))
    return [line for line in lines if not _TYPED_RULE.match(line.text)]


def free_lines(sheet: Sheet) -> list[Line]:
    """Lines that are no note of a table or chart, no caption with a number: what may be a running head."""
    boxes = [box for kind, box, number in sheet.tied if kind == "note" or number is not None]
    return [line for line in sheet.lines if not _inside(line.box, *boxes) and caption_number(line.text) is None]


def _titles(lines: Sequence[Line], plotted: Sequence[Line]) -> list[Line]:
    """Lines of a chart's box that are the title under a caption's label: the box may begin too high."""
    found: list[Line] = []
    above = [line for line in lines if line not in plotted and caption_number(line.text) is not None]
    for line in sorted(plotted, key=lambda o: o.baseline):
        for last in above:
            if abs(last.box.x0 - line.box.x0) <= line.size and 0 < line.baseline - last.baseline <= 1.6 * last.size:
                found.append(line)
                above.append(line)
                break
    return found


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


def _inside(inner: Sequence[float], *boxes: Box) -> bool:
    return any(intersection(inner, box) > INSIDE * area(inner) for box in boxes)


def _turned(page: Page, words: Sequence[Word]) -> list[Draft]:
    """Text set sideways: prose where the page is turned, a note where it stands beside upright text."""
    kind: BlockKind = "paragraph" if len(words) > SIDEWAYS * len(page.words) else "note"
    drafts: list[Draft] = []
    for turn in sorted({w.direction for w in words}):
        own = [w._replace(**upright(Box(*w[:4]), turn, page)._asdict()) for w in words if w.direction == turn]
        lines = make_lines(own)
        sheet = Sheet(page, tuple(lines), (), (), ())
        drafts += [replace(d, kind=kind, turn=turn) for d in ordered_drafts(sheet, lines, pitches([lines]))]
    return drafts


def ordered_drafts(sheet: Sheet, lines: Sequence[Line], usual: Pitches, tied: Sequence[Draft] = ()) -> list[Draft]:
    """Paragraphs of ``lines`` and the ``tied`` blocks in reading order; text in a panel is read as one piece."""
    boxes = _panels(sheet, lines)
    groups: dict[Box | None, list[Line]] = {}
    for line in lines:
        home = next((box for box in boxes if _holds(box, line.box)), None)
        groups.setdefault(home, []).append(line)
    em = body_size(lines)
    pieces: list[tuple[Box, list[Draft]]] = [(box, []) for box in sheet.figures]
    pieces += [(draft.box, [draft]) for draft in tied]
    for home, own in groups.items():
        drafts = [Draft("paragraph", c.lines, sheet.page.number) for c in chunk_lines(own, usual)]
        if home is None:
            pieces += [(d.box, [d]) for d in drafts]
        else:
            inner = [drafts[i] for i in reading_order([d.box for d in drafts], em)]
            pieces.append((union(d.box for d in inner), inner))
    prose = [any(len(d.lines) >= PROSE for d in drafts) for _, drafts in pieces]
    order = reading_order([box for box, _ in pieces], em, prose)
    return [draft for i in order for draft in pieces[i][1]]


def _panels(sheet: Sheet, lines: Iterable[Line]) -> list[Box]:
    """Filled rectangles with text of their own, smallest first."""
    page = sheet.page
    found: list[Box] = []
    for fill in page.fills:
        box = Box(*fill[:4])
        if fill.color == "#ffffff" or area(box) > PANEL * page.width * page.height or box in found:
            continue
        if any(intersection(box, f) > 0.5 * min(area(box), area(f)) for f in sheet.figures):
            continue
        if sum(_holds(box, line.box) for line in lines) >= 2:
            found.append(box)
    return sorted(found, key=area)


def _holds(panel: Box, box: Box) -> bool:
    middle = (box.top + box.bottom) / 2
    return panel.x0 - 1 <= box.x0 and box.x1 <= panel.x1 + 1 and panel.top < middle < panel.bottom
