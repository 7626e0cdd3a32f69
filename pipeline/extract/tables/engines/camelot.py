"""camelot's parsers on our own page: a second opinion in milliseconds, without reading the PDF again.

camelot reads a page through playa into a layout of text lines and strokes; here that layout is filled from Page
instead. Only parsers that look at vectors and text are used: never the ones that render the page at 300 dpi.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Literal

from pipeline.extract.tables.caption_lines import word_rows
from pipeline.extract.tables.rival import MANY_RULES, RivalCell, rival_table, stands_in
from pipeline.geometry import overlap
from pipeline.model import Box, Page, Rule, Table, Word

NAME = "camelot"

PHRASE_GAP = 0.6
"""Words further apart than this many em are text lines of their own, as with playa's ``char_margin=1``: one
character's width, about half an em."""

RULE_PAD = 1.0
"""Rules within this many em of a region's words are its own: borders stand half an em to one em off the text."""

MANY_LINES = 1000
"""camelot compares text lines with each other: beyond this a page takes seconds (60 rows of 16 columns have 960)."""

Flavor = Literal["hybrid", "lattice", "network", "stream"]


def find_tables(page: Page, flavor: Flavor = "hybrid") -> tuple[Table, ...]:
    """Every table camelot sees on the page, from top to bottom; ids count camelot's own tables.

    ``hybrid`` looks at rules and at alignment, ``lattice`` at rules alone, ``network`` and ``stream`` at alignment
    alone.
    """
    return _parse(page, flavor)


def read_region(page: Page, box: Box, flavor: Flavor = "hybrid") -> Table | None:
    """The words within ``box`` (points) and the rules in and around it as one table; None when camelot sees none.

    camelot is not told the area: an area makes ``hybrid`` fall back on alignment alone, also where rules part cells.
    """
    words = tuple(w for w in page.words if stands_in(w, box))
    pad = RULE_PAD * max((w.size for w in words), default=0.0)
    near = Box(box.x0 - pad, box.top - pad, box.x1 + pad, box.bottom + pad)
    part = replace(page, words=words, rules=tuple(r for r in page.rules if _touches(*_ends(r), near)))
    return max(_parse(part, flavor), key=lambda t: len(t.cells), default=None)


def _touches(x0: float, top: float, x1: float, bottom: float, box: Box) -> bool:
    return overlap(x0, x1, box.x0, box.x1) >= 0 and overlap(top, bottom, box.top, box.bottom) >= 0


def _ends(rule: Rule) -> tuple[float, float, float, float]:
    """From where to where a rule runs: x0, top, x1, bottom."""
    if rule.axis == "h":
        return rule.start, rule.at, rule.end, rule.at
    return rule.at, rule.start, rule.at, rule.end


def _parse(page: Page, flavor: Flavor) -> tuple[Table, ...]:
    from camelot.handlers import PARSERS

    lines = _text_lines(page)
    if not 0 < len(lines) <= MANY_LINES or len(page.rules) > MANY_RULES:
        return ()
    options: dict[str, Any] = {"engine": "vector"} if flavor in ("hybrid", "lattice") else {}
    parser = PARSERS[flavor](**options)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # "No tables found": an empty tuple says so
        parser.prepare_page_parse(
            "", _layout(page), (page.width, page.height), page.number, [], [t for t, _ in lines], [], "", {}
        )
        found = [_table(page, t, lines, order) for order, t in enumerate(parser.extract_tables(), 1)]
    return tuple(t for t in found if t is not None)


def _text_lines(page: Page) -> list[tuple[Any, tuple[Word, ...]]]:
    """playa's horizontal text lines, one a phrase, and the words each is made of."""
    from playa.miner import LTChar, LTTextLineHorizontal

    out = []
    for row in word_rows(w for w in page.words if w.direction == 0):
        for phrase in _phrases(row):
            line = LTTextLineHorizontal()
            for word in phrase:
                char = LTChar()
                char.set_bbox(_upward(page, word.x0, word.top, word.x1, word.bottom))
                char._text = f" {word.text}" if word is not phrase[0] else word.text
                line.add(char)
            out.append((line, phrase))
    return out


def _phrases(row: Sequence[Word]) -> list[tuple[Word, ...]]:
    phrases = [[row[0]]]
    for word in row[1:]:
        last = phrases[-1][-1]
        if word.x0 - last.x1 > PHRASE_GAP * min(word.size, last.size):
            phrases.append([word])
        else:
            phrases[-1].append(word)
    return [tuple(p) for p in phrases]


def _layout(page: Page) -> Any:
    from playa.miner import LTLine, LTPage

    layout = LTPage(page.number, (0.0, 0.0, page.width, page.height))
    for rule in page.rules:
        line = LTLine()
        line.set_bbox(_upward(page, *_ends(rule)))
        layout.add(line)
    return layout


def _upward(page: Page, x0: float, top: float, x1: float, bottom: float) -> tuple[float, float, float, float]:
    """PDF's own coordinates: origin at the bottom left."""
    return (x0, page.height - bottom, x1, page.height - top)


def _table(page: Page, found: Any, lines: Sequence[tuple[Any, tuple[Word, ...]]], order: int) -> Table | None:
    """camelot's grid, each text line in the cell camelot puts it in, spans by the edges that are missing."""
    from camelot.utils import get_table_index

    x0, low, x1, high = found._bbox
    box = Box(x0, page.height - high, x1, page.height - low)
    held: dict[tuple[int, int], list[Word]] = {}
    for line, phrase in lines:
        if not (x0 <= (line.x0 + line.x1) / 2 <= x1 and low <= (line.y0 + line.y1) / 2 <= high):
            continue
        places: list[tuple[int, int, str]] = get_table_index(found, line, "horizontal")[0]  # type: ignore[no-untyped-call]
        for row, column, _ in places:
            held.setdefault(_corner(found.cells, row, column), []).extend(phrase)
    cells = [
        RivalCell(row, column, *_spans(found.cells, row, column), tuple(words)) for (row, column), words in held.items()
    ]
    return rival_table(page, box, cells, NAME, order)


def _corner(grid: Any, row: int, column: int) -> tuple[int, int]:
    """The top left cell of the merged cell that a grid position belongs to."""
    while column > 0 and not grid[row][column].left:
        column -= 1
    while row > 0 and not grid[row][column].top:
        row -= 1
    return row, column


def _spans(grid: Any, row: int, column: int) -> tuple[int, int]:
    down, right = row, column
    while down < len(grid) - 1 and not grid[down][column].bottom:
        down += 1
    while right < len(grid[row]) - 1 and not grid[row][right].right:
        right += 1
    return down - row + 1, right - column + 1
