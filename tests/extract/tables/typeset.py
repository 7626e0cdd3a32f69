"""Pages set by hand: words with the boxes a fixed-width face would give them, tables with a cell per entry."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pipeline.geometry import union
from pipeline.model import Box, Cell, CellRole, Page, Table, Word

WIDTH = 0.5
"""Of a character and of a blank, in em."""


def words(text: str, x: float, top: float, size: float = 10.0, **look: Any) -> list[Word]:
    """One line of words from ``x``; ``look`` goes to every word (bold, italic, color, raised)."""
    out = []
    for token in text.split(" "):
        width = WIDTH * size * len(token)
        if token:
            out.append(Word(x, top, x + width, top + size, token, size, **{"color": "#000000", **look}))
        x += width + WIDTH * size
    return out


def grid(
    rows: Sequence[Sequence[str]], columns: Sequence[float], top: float, pitch: float = 14.0, page: int = 1,
    order: int = 1, header: int = 1, size: float = 9.0,
) -> Table:  # fmt: skip
    """A table with one line per row; an empty text is no cell."""
    cells = []
    for i, row in enumerate(rows):
        for j, text in enumerate(row):
            if text:
                ws = tuple(words(text, columns[j], top + i * pitch, size))
                role: CellRole = "header" if i < header else "stub" if j == 0 else "body"
                cells.append(Cell(i, j, text, page, union(w[:4] for w in ws), role, words=ws, lines=(len(ws),)))
    return Table(f"p{page:03d}-t{order}", (page,), union(c.box for c in cells), tuple(cells), "aligned", 0.9)


def page(tables: Sequence[Table], *lines: Sequence[Word], number: int = 1) -> Page:
    """A4 with the words of the tables and the lines given."""
    inside = [w for t in tables for c in t.cells for w in c.words]
    return Page(number, 595.0, 842.0, (*inside, *(w for line in lines for w in line)))


def paragraph(x: float, top: float, lines: int = 4, size: float = 10.0) -> list[Word]:
    """Running text that ends with a full stop."""
    text = "the respondents of the panel were asked once more how they had fared in the year before"
    out = [w for i in range(lines) for w in words(text, x, top + 1.3 * size * i, size)]
    last = out[-1]
    return [*out[:-1], last._replace(text=last.text + ".")]


def texts(table: Table) -> list[list[str]]:
    """The grid as rows of cell texts, in order."""
    rows: dict[int, list[str]] = {}
    for cell in sorted(table.cells, key=lambda c: (c.row, c.column)):
        rows.setdefault(cell.row, []).append(cell.text)
    return [rows[r] for r in sorted(rows)]


ANYWHERE = Box(0, 0, 595, 842)
