"""Tables set sideways: cleaned in the frame in which they read upright, their values placed on the page as seen."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from pipeline.geometry import turned_back, upright
from pipeline.model import Box, Cell, CleanTable, Issue, Table, Word


def turn_of(table: Table) -> int:
    """The direction that most words of a table read in, degrees clockwise."""
    turns = Counter(w.direction for c in table.cells for w in c.words)
    return turns.most_common(1)[0][0] if turns else 0


def stood_upright(table: Table, turn: int) -> Table:
    """The table with its boxes and words in their own upright frame; only distances there mean something."""
    return replace(table, cells=tuple(_upright_cell(c, turn) for c in table.cells)) if turn else table


def _at(word: Word, box: Box, direction: int) -> Word:
    return word._replace(x0=box.x0, top=box.top, x1=box.x1, bottom=box.bottom, direction=direction)


def _upright_cell(cell: Cell, turn: int) -> Cell:
    words = tuple(_at(w, upright(w[:4], turn), 0) for w in cell.words)
    return cell._replace(box=upright(cell.box, turn), words=words)


def laid_back(clean: CleanTable, turn: int) -> CleanTable:
    """A cleaned table with every box where it is on the page."""
    if not turn:
        return clean
    cells = tuple(_laid_back(c, turn) for c in clean.table.cells)
    return replace(
        clean,
        table=replace(clean.table, cells=cells),
        values=tuple(replace(v, box=turned_back(v.box, turn)) for v in clean.values),
        issues=tuple(_issue_laid_back(i, turn) for i in clean.issues),
    )


def _laid_back(cell: Cell, turn: int) -> Cell:
    words = tuple(_at(w, turned_back(w[:4], turn), turn) for w in cell.words)
    return cell._replace(box=turned_back(cell.box, turn), words=words)


def _issue_laid_back(issue: Issue, turn: int) -> Issue:
    return replace(issue, box=turned_back(issue.box, turn)) if issue.box else issue
