"""Step 2: drawn rules, edges of fills and rows of dashes -> lines with their pieces joined.

The tolerances are absolute, in points: they concern how programs draw, not how large the type is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from pipeline.extract.tables.shapes import Line, Lines
from pipeline.extract.tables.tokens import is_dashes
from pipeline.geometry import area
from pipeline.model import Fill, Page, Word

SHORTEST_HORIZONTAL: Final = 6.0
SHORTEST_VERTICAL: Final = 5.0
SAME_POSITION: Final = 2.2
"""Pieces at most this far apart across are one line."""
JOIN: Final = 3.5
"""Pieces with at most this gap along are one line."""
JOIN_DASHES: Final = 5.0
SMALLEST_FILL = (8.0, 5.0)
"""Width and height under which a fill is no background of a cell."""
LARGEST_FILL = (0.97, 0.9)
"""Share of the page over which a fill is the page's background."""
WHITE: Final = "#ffffff"
BARS = frozenset("|│┃║¦")
FEWEST_BARS: Final = 3
"""Fewer bars at one place are text: a breadcrumb, an absolute value."""


class DrawnLines(NamedTuple):
    horizontals: Lines
    verticals: Lines
    fill_tops: Lines
    fill_sides: Lines


def join(pieces: Iterable[Line], along: float = JOIN) -> Lines:
    """Collinear pieces that touch -> lines."""
    joined: list[Line] = []
    for piece in sorted(pieces, key=lambda p: (p.at, p.start)):
        for k in range(len(joined) - 1, max(len(joined) - 41, -1), -1):
            line = joined[k]
            if piece.at - line.at > SAME_POSITION:
                continue
            if piece.start <= line.end + along and piece.end >= line.start - along:
                joined[k] = Line(min(line.start, piece.start), max(line.end, piece.end), line.at)
                break
        else:
            joined.append(piece)
    return Lines.of(joined)


def character_rules(words: Sequence[Word]) -> tuple[list[Word], list[Word]]:
    """Words that are rules made of characters: rows of dashes, and upright bars that stand one below the other."""
    dashes = [w for w in words if w.direction == 0 and is_dashes(w.text)]
    columns: dict[int, list[Word]] = {}
    for word in words:
        if word.direction == 0 and word.text in BARS:
            columns.setdefault(round((word.x0 + word.x1) / 2), []).append(word)
    return dashes, [w for column in columns.values() if len(column) >= FEWEST_BARS for w in column]


def _is_background(fill: Fill, page: Page) -> bool:
    """May the fill be the background of cells: not white, not the page's own, not a dot."""
    width, height = fill.x1 - fill.x0, fill.bottom - fill.top
    return (
        fill.color != WHITE
        and SMALLEST_FILL[0] < width < LARGEST_FILL[0] * page.width
        and SMALLEST_FILL[1] < height < LARGEST_FILL[1] * page.height
    )


def backgrounds(page: Page) -> list[Fill]:
    """Fills that may lie behind cells, without those nested in one of their own colour."""
    fills = [f for f in page.fills if _is_background(f, page)]
    sizes = [area(f[:4]) for f in fills]
    by_color: dict[str | None, list[tuple[float, Fill]]] = {}
    for k in sorted(range(len(fills)), key=sizes.__getitem__, reverse=True):
        by_color.setdefault(fills[k].color, []).append((sizes[k], fills[k]))
    return [f for f, size in zip(fills, sizes, strict=True) if not _is_hidden(f, size, by_color[f.color])]


def _is_hidden(fill: Fill, size: float, own: Sequence[tuple[float, Fill]]) -> bool:
    """Does the fill lie in a larger one? ``own``: those of its colour and their sizes, the largest first."""
    for larger, other in own:
        if larger <= size + 1:
            return False
        level = other.x0 - 1 <= fill.x0 and fill.x1 <= other.x1 + 1
        if level and other.top - 1 <= fill.top and fill.bottom <= other.bottom + 1:
            return True
    return False


def drawn_lines(page: Page, dashes: Sequence[Word], bars: Sequence[Word] = ()) -> DrawnLines:
    """All lines of a page; ``dashes`` and ``bars`` are its words that are rules made of characters."""
    across = [Line(r.start, r.end, r.at) for r in page.rules if r.axis == "h"]
    down = [Line(r.start, r.end, r.at) for r in page.rules if r.axis == "v"]
    typed = [Line(w.x0, w.x1, (w.top + w.bottom) / 2) for w in dashes]
    upright = [Line(w.top - w.size / 2, w.bottom + w.size / 2, (w.x0 + w.x1) / 2) for w in bars]
    fills = backgrounds(page)
    return DrawnLines(
        horizontals=join([p for p in across if p.end - p.start > SHORTEST_HORIZONTAL] + typed, JOIN_DASHES),
        verticals=join([p for p in down if p.end - p.start > SHORTEST_VERTICAL] + upright),
        fill_tops=join(Line(f.x0, f.x1, y) for f in fills for y in (f.top, f.bottom)),
        fill_sides=join(Line(f.top, f.bottom, x) for f in fills for x in (f.x0, f.x1)),
    )
