"""Tables as an engine would hand them over, written as lines of text.

One string a row, cells parted by ``|``. In a cell: ``~`` begins a new line, leading blanks set it in (one step of
the font size each), ``*x*`` is bold, ``_x_`` underlined, ``x^1`` has a raised mark. ``» x`` ends at the
right of its column. ``<`` alone belongs to the cell on its left, ``^`` to the cell above.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.model import Block, Box, Caption, Cell, CellRole, Content, Note, Page, Table, Word

SIZE = 10.0
PITCH = 20.0
LINE = 12.0
COLUMN = 200.0


def table(
    *rows: str,
    header: int = 0,
    notes: Sequence[str] = (),
    title: str | None = None,
    note: str | None = None,
    name: str = "p001-t1",
) -> Table:
    """A table of these rows; the first ``header`` rows have the role of header."""
    grid = [row.split("|") for row in rows]
    tops = _tops(grid)
    cells = []
    for r, row in enumerate(grid):
        for c, text in enumerate(row):
            if text.strip() in ("", "<", "^"):
                continue
            cells.append(_cell(grid, r, c, tops[r], "header" if r < header else "body"))
    box = Box(0, 0, COLUMN * max(map(len, grid), default=1), (tops or [0.0])[-1] + PITCH)
    caption = Caption("table", "Table", "1", title, note, 1, box) if title is not None else None
    made = tuple(Note(text, 1, box, _marks(text)) for text in notes)
    return Table(name, (1,), box, tuple(cells), "aligned", 1.0, None, caption, made)


def content(*tables: Table, text: str = "") -> Content:
    """These tables with one paragraph of running text."""
    block = Block("p001-b1", "paragraph", text, 1, Box(0, 700, 400, 712), 0)
    return Content(tables=tables, blocks=(block,) if text else ())


def pages(*tables: Table, text: str = "") -> tuple[Page, ...]:
    """One page with the words of the tables and of the running text."""
    words = [word for t in tables for cell in t.cells for word in cell.words]
    words += [Word(10 * i, 700, 10 * i + 8, 710, w, SIZE) for i, w in enumerate(text.split())]
    return (Page(1, 600, 800, tuple(words)),)


def _tops(grid: Sequence[Sequence[str]]) -> list[float]:
    tops, top = [], 0.0
    for row in grid:
        tops.append(top)
        top += PITCH + LINE * max(cell.count("~") for cell in row) if row else PITCH
    return tops


def _cell(grid: Sequence[Sequence[str]], r: int, c: int, top: float, role: CellRole) -> Cell:
    spans = 1
    while c + spans < len(grid[r]) and grid[r][c + spans].strip() == "<":
        spans += 1
    deep = 1
    while r + deep < len(grid) and c < len(grid[r + deep]) and grid[r + deep][c].strip() == "^":
        deep += 1
    lines = [_words(line, c, top + LINE * i) for i, line in enumerate(grid[r][c].split("~"))]
    words = [w for line in lines for w in line]
    box = Box(
        min(w.x0 for w in words),
        min(w.top for w in words),
        max(w.x1 for w in words),
        max(w.bottom for w in words),
    )
    text = " ".join(w.text for w in words)
    return Cell(r, c, text, 1, box, role, deep, spans, tuple(words), tuple(map(len, lines)))


def _words(line: str, column: int, top: float) -> list[Word]:
    indent = len(line) - len(line.lstrip(" "))
    x = COLUMN * column + SIZE * (indent if indent > 1 else 0)
    if line.startswith("» "):
        line = line[2:]
        x = COLUMN * (column + 1) - sum(5 * len(part) + 3 for part in line.split())
    words = []
    bold = underlined = False
    for part in line.split():
        bold = bold or (part.startswith("*") and part != "*" and "*" in line[line.index(part) + 1 :])
        underlined = underlined or part.startswith("_")
        base, _, mark = part.partition("^")
        text = base.strip("_")
        text = text.strip("*") if bold else text
        width = 5.0 * len(text)
        words.append(Word(x, top, x + width, top + SIZE, text, SIZE, bold=bold, underlined=underlined))
        x += width
        if mark:
            words.append(Word(x, top - 2, x + 3, top + 4, mark, SIZE / 2, raised=True))
            x += 3
        x += 3
        bold = bold and not base.endswith("*")
        underlined = underlined and not base.endswith("_")
    return words


def _marks(text: str) -> tuple[str, ...]:
    found = re.match(r"([*†‡]+|\d{1,2}|\(\d\))\s", text)
    return (found[1].strip("()"),) if found else ()
