"""Lines of a page to paragraphs in reading order: panels, columns, text set sideways."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline.extract.text.chunks import Pitches, chunk_lines, pitches
from pipeline.extract.text.drafts import Draft
from pipeline.extract.text.lines import Line, body_size
from pipeline.extract.text.order import reading_order
from pipeline.extract.text.sheets import Sheet, make_lines
from pipeline.geometry import area, intersection, union, upright
from pipeline.model import BlockKind, Box

PANEL = 0.6
"""Share of the page's area: a larger fill is a background, not a box with text."""
PROSE = 3
"""Lines from which a paragraph is running text."""
SIDEWAYS = 0.5
"""Share of a page's words from which it is a turned page; fewer are labels at its side."""


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


def turned_drafts(sheet: Sheet) -> list[Draft]:
    """Text set sideways: prose where the page is turned, a note where it stands beside upright text."""
    page, words = sheet.page, sheet.sideways
    kind: BlockKind = "paragraph" if len(words) > SIDEWAYS * sheet.words else "note"
    drafts: list[Draft] = []
    for turn in sorted({w.direction for w in words}):
        mine = [w for w in words if w.direction == turn]
        own = [w._replace(**upright(w[:4], turn, page.width, page.height)._asdict()) for w in mine]
        lines = make_lines(own)
        read = ordered_drafts(Sheet(page, sheet.words, tuple(lines)), lines, pitches([lines]))
        drafts += [replace(d, kind=kind, turn=turn) for d in read]
    return drafts
