"""One page laid out: its words of prose as lines, and lines as chunks in reading order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.extract.text.chunks import Chunk, Pitches, chunk_lines, pitches
from pipeline.extract.text.columns import split_columns
from pipeline.extract.text.drafts import Draft, upright
from pipeline.extract.text.lines import Line, body_size, chain_words, make_line
from pipeline.extract.text.order import reading_order
from pipeline.geometry import area, intersection, union
from pipeline.model import BlockKind, Box, Chart, Page, Table, Word

PANEL = 0.6
"""Share of the page's area: a larger fill is a background, not a box with text."""
INSIDE = 0.6
"""Share of a word's area inside a box from which it belongs to it."""
SIDEWAYS = 0.5
"""Share of a page's words from which it is a turned page; fewer are labels at its side."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page with its lines of prose, in no order, and what else takes room on it."""

    page: Page
    lines: tuple[Line, ...]
    figures: tuple[Box, ...]
    """Tables and charts."""
    tied: tuple[Draft, ...]
    """Captions and notes that belong to tables and charts."""
    turned: tuple[Draft, ...]
    """Blocks of text that does not read from left to right."""


def make_sheet(page: Page, tables: Sequence[Table], charts: Sequence[Chart]) -> Sheet:
    """The prose of one page: words that are in no cell and in no chart."""
    cells = [[c for c in t.cells if c.page == page.number and c.text] for t in tables if page.number in t.pages]
    used = {(w.x0, w.top, w.text) for own in cells for c in own for w in c.words}
    plots = [c.box for c in charts if c.page == page.number]
    rest = [w for w in page.words if (w.x0, w.top, w.text) not in used and not any(_inside(w, box) for box in plots)]
    tied: list[Draft] = []
    for kind, box, number in _tied(page.number, tables, charts):
        own = [w for w in rest if _inside(w, box)]
        if own:
            rest = [w for w in rest if not _inside(w, box)]
            lines = sorted(make_lines(own), key=lambda line: (line.baseline, line.box.x0))
            tied.append(Draft(kind, tuple(lines), page.number, number=number))
    turned = _turned(page, [w for w in rest if w.direction])
    return Sheet(
        page=page,
        lines=tuple(make_lines([w for w in rest if not w.direction])),
        figures=(*(union(c.box for c in own) for own in cells if own), *plots),
        tied=tuple(tied),
        turned=tuple(turned),
    )


def make_lines(words: Sequence[Word]) -> list[Line]:
    """Lines of upright words, in no order."""
    return [make_line(words) for words in split_columns(chain_words(words))]


def _tied(page: int, tables: Sequence[Table], charts: Sequence[Chart]) -> Iterator[tuple[BlockKind, Box, str | None]]:
    items: tuple[Table | Chart, ...] = (*tables, *charts)
    for item in items:
        if item.caption is not None and item.caption.page == page:
            yield "caption", item.caption.box, item.caption.number
        for note in item.notes:
            if note.page == page:
                yield "note", note.box, None


def _inside(word: Word, box: Box) -> bool:
    return intersection(word[:4], box) > INSIDE * area(word[:4])


def _turned(page: Page, words: Sequence[Word]) -> list[Draft]:
    """Text set sideways: prose where the page is turned, a note where it stands beside upright text."""
    kind: BlockKind = "paragraph" if len(words) > SIDEWAYS * len(page.words) else "note"
    drafts: list[Draft] = []
    for turn in sorted({w.direction for w in words}):
        own = [w._replace(**upright(Box(*w[:4]), turn, page)._asdict()) for w in words if w.direction == turn]
        lines = make_lines(own)
        sheet = Sheet(page, tuple(lines), (), (), ())
        drafts += [Draft(kind, c.lines, page.number, turn=turn) for c in ordered_chunks(sheet, lines, pitches([lines]))]
    return drafts


def ordered_chunks(sheet: Sheet, lines: Sequence[Line], usual: Pitches) -> list[Chunk]:
    """Chunks of ``lines`` in reading order; text in a panel is read as one piece."""
    boxes = _panels(sheet, lines)
    groups: dict[Box | None, list[Line]] = {}
    for line in lines:
        home = next((box for box in boxes if _holds(box, line.box)), None)
        groups.setdefault(home, []).append(line)
    em = body_size(lines)
    pieces: list[tuple[Box, list[Chunk]]] = [(box, []) for box in sheet.figures]
    for home, own in groups.items():
        chunks = chunk_lines(own, usual)
        if home is None:
            pieces += [(c.box, [c]) for c in chunks]
        else:
            inner = [chunks[i] for i in reading_order([c.box for c in chunks], em)]
            pieces.append((union(c.box for c in inner), inner))
    order = reading_order([box for box, _ in pieces], em)
    return [chunk for i in order for chunk in pieces[i][1]]


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
