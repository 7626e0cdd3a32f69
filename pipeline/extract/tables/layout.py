"""A page -> its layout: phrases, lines, stacks of rules, prose. Steps 1 to 4 in order."""

from __future__ import annotations

from dataclasses import replace
from statistics import median
from typing import Final

from pipeline.extract.tables.phrases import lines_of, split_line, usual_gap
from pipeline.extract.tables.prose import find_prose
from pipeline.extract.tables.rules import character_rules, drawn_lines
from pipeline.extract.tables.shapes import Layout, Lines
from pipeline.extract.tables.stacks import find_stacks
from pipeline.model import Page, Word

USUAL_SIZE: Final = 10.0
"""Font size, points, of a page without words."""


def lay_out(page: Page) -> Layout:
    """Phrases and lines of a page, with prose told apart. Words set sideways are left out."""
    words = [w for w in page.words if w.direction == 0 and _on_page(w, page)]
    dashes, bars = character_rules(words)
    typed = {id(w) for w in (*dashes, *bars)}
    words = [w for w in words if id(w) not in typed]
    drawn = drawn_lines(page, dashes, bars)
    lines = lines_of(words)
    word_gap = usual_gap(lines)
    walls = Lines.of(drawn.verticals.items + drawn.fill_sides.items)
    layout = Layout(
        page=page,
        phrases=tuple(p for line in lines for p in split_line(line, walls, word_gap)),
        horizontals=drawn.horizontals,
        verticals=drawn.verticals,
        fill_tops=drawn.fill_tops,
        fill_sides=drawn.fill_sides,
        word_gap=word_gap,
        size=median(w.size for w in words) if words else USUAL_SIZE,
    )
    layout = replace(layout, stacks=find_stacks(layout))
    return replace(layout, prose=find_prose(layout))


def _on_page(word: Word, page: Page) -> bool:
    return 0 <= (word.x0 + word.x1) / 2 <= page.width and 0 <= (word.top + word.bottom) / 2 <= page.height
