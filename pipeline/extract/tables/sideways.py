"""Tables whose text is set sideways on an upright page: the page is turned, read, and what is found turned back."""

from __future__ import annotations

from dataclasses import replace

from pipeline.extract.tables import find_tables
from pipeline.extract.tables.captions import attach_captions
from pipeline.extract.tables.notes import attach_notes
from pipeline.geometry import turned_back, upright
from pipeline.model import Box, Cell, Fill, Page, Rule, Table, Word

FEWEST_WORDS = 8
"""Less text in one direction is an axis title or a mark in the margin."""
FOREIGN = 0.1
"""Largest share of words inside the table's box that read in another direction: more is a chart, or a table
with some headers set sideways."""


def sideways_tables(page: Page, before: int = 0) -> tuple[Table, ...]:
    """Tables of words that do not read upright, with captions and notes, boxes as the page is seen.

    ``before``: tables that the page has already; ids go on after them.
    """
    if all(w.direction == 0 for w in page.words):
        return ()
    found: list[Table] = []
    for turn in (90, 180, 270):
        if sum(w.direction == turn for w in page.words) < FEWEST_WORDS:
            continue
        view = turned_page(page, turn)
        tables = attach_notes(view, attach_captions(view, find_tables(view)))
        turned = [_turn_back(t, turn, page) for t in tables]
        found += [t for t in turned if _is_alone(t, turn, page)]
    return tuple(replace(t, id=f"p{page.number:03d}-t{k}") for k, t in enumerate(found, before + 1))


def turned_page(page: Page, turn: int) -> Page:
    """The page in the frame in which words of direction ``turn`` are upright; other words are left out."""
    width, height = (page.width, page.height) if turn == 180 else (page.height, page.width)

    def turned(box: Word | Fill) -> Box:
        return upright(box[:4], turn, page.width, page.height)

    return replace(
        page,
        width=width,
        height=height,
        words=tuple(_at(w, turned(w), 0) for w in page.words if w.direction == turn),
        rules=tuple(_turned_rule(r, turn, page) for r in page.rules),
        fills=tuple(Fill(*turned(f), f.color, f.stroked) for f in page.fills),
        curves=(),
        pictures=(),
        links=(),
        hidden=(),
        issues=(),
    )


def _at(word: Word, box: Box, direction: int) -> Word:
    return word._replace(x0=box.x0, top=box.top, x1=box.x1, bottom=box.bottom, direction=direction)


def _turned_rule(rule: Rule, turn: int, page: Page) -> Rule:
    across = rule.axis == "h"
    seen = (rule.start, rule.at, rule.end, rule.at) if across else (rule.at, rule.start, rule.at, rule.end)
    x0, top, x1, bottom = upright(seen, turn, page.width, page.height)
    if across == (turn == 180):  # the axis stays, or becomes horizontal
        return rule._replace(axis="h", start=x0, end=x1, at=top)
    return rule._replace(axis="v", start=top, end=bottom, at=x0)


def _is_alone(table: Table, turn: int, page: Page) -> bool:
    inside = [w for w in page.words if _stands_in(w, table.box)]
    return sum(w.direction != turn for w in inside) <= FOREIGN * len(inside)


def _stands_in(word: Word, box: Box) -> bool:
    return box.x0 <= (word.x0 + word.x1) / 2 <= box.x1 and box.top <= (word.top + word.bottom) / 2 <= box.bottom


def _turn_back(table: Table, turn: int, page: Page) -> Table:
    def back(box: Box | Word) -> Box:
        return turned_back(box[:4], turn, page.width, page.height)

    def words(upright_words: tuple[Word, ...]) -> tuple[Word, ...]:
        return tuple(_at(w, back(w), turn) for w in upright_words)

    def cell(c: Cell) -> Cell:
        return c._replace(box=back(c.box), words=words(c.words))

    return replace(
        table,
        box=back(table.box),
        cells=tuple(cell(c) for c in table.cells),
        caption=replace(table.caption, box=back(table.caption.box)) if table.caption else None,
        notes=tuple(replace(n, box=back(n.box), words=words(n.words)) for n in table.notes),
        reasons=(*table.reasons, f"its text is set sideways, turned by {turn} degrees"),
    )
