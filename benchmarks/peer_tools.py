"""The tables that other libraries find in a PDF, as our own values: one function for each tool, settings as a user
would take them. A cell that spans is given with its spans where the tool tells them.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.extract.tables.caption_lines import text_lines
from pipeline.extract.tables.rival import stands_in
from pipeline.geometry import union
from pipeline.model import Box, Cell, Page, Table, Word

PIXELS = 72 / 200
"""Points of one pixel of img2table, which renders at 200 dpi."""


class Placed(NamedTuple):
    """A cell as a tool gives it; ``box`` in points from the top left of the page."""

    row: int
    column: int
    text: str
    box: Box
    row_span: int = 1
    column_span: int = 1


Found = Iterator[tuple[int, list[Placed]]]
"""Page and cells of each table."""


@contextmanager
def without_noise() -> Iterator[None]:
    """Without the warnings of camelot for every page without a table."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def camelot(path: Path, pages: Sequence[Page], flavor: str, **options: Any) -> Found:
    from camelot import read_pdf

    heights = {page.number: page.height for page in pages}
    with without_noise():
        tables = read_pdf(str(path), pages="all", flavor=flavor, suppress_stdout=True, **options)
    for table in tables:
        cells = (_camelot_cell(table.cells, r, c) for r, row in enumerate(table.cells) for c, _ in enumerate(row))
        yield table.page, [placed._replace(box=_from_top(placed.box, heights[table.page])) for placed in cells]


def _camelot_cell(grid: Any, row: int, column: int) -> Placed:
    """camelot merges nothing: a cell goes on to the right or down where an edge is missing. Box from the bottom."""
    down, right = row, column
    while down < len(grid) - 1 and not grid[down][column].bottom:
        down += 1
    while right < len(grid[row]) - 1 and not grid[row][right].right:
        right += 1
    first, last = grid[row][column], grid[down][right]
    box = Box(first.x1, last.y1, last.x2, first.y2)
    return Placed(row, column, first.text, box, down - row + 1, right - column + 1)


def _from_top(box: Box, height: float) -> Box:
    return Box(box.x0, height - box.bottom, box.x1, height - box.top)


def pdfplumber(path: Path, pages: Sequence[Page]) -> Found:
    from pdfplumber import open as open_pdf

    with open_pdf(path) as pdf:
        for page in pdf.pages:
            for table in page.find_tables():
                yield page.page_number, _boxed(_pairs(table))
            page.close()


def pymupdf(path: Path, pages: Sequence[Page]) -> Found:
    """AGPL: never a dependency; measured where a person has installed it."""
    from pymupdf import open as open_pdf

    with open_pdf(path) as pdf:
        for number, page in enumerate(pdf, 1):
            for table in page.find_tables().tables:
                yield number, _boxed(_pairs(table))


def img2table(path: Path, pages: Sequence[Page]) -> Found:
    from img2table.document import PDF

    found = PDF(str(path)).extract_tables(implicit_rows=False, borderless_tables=True)
    for index, tables in found.items():
        for table in tables:
            cells = [cell for row in table.content.values() for cell in row]
            yield index + 1, _boxed([(Box(*(PIXELS * v for v in _corners(c.bbox))), c.value or "") for c in cells])


def _corners(bbox: Any) -> tuple[float, float, float, float]:
    return bbox.x1, bbox.y1, bbox.x2, bbox.y2


def tabula(path: Path, pages: Sequence[Page]) -> Found:
    """Needs Java. A page at a time: its answer does not say which page a table is on."""
    from tabula import read_pdf

    for page in pages:
        for table in read_pdf(str(path), pages=page.number, output_format="json", silent=True):
            yield (
                page.number,
                [
                    Placed(
                        r,
                        c,
                        cell["text"],
                        Box(cell["left"], cell["top"], cell["left"] + cell["width"], cell["top"] + cell["height"]),
                    )
                    for r, row in enumerate(table["data"])
                    for c, cell in enumerate(row)
                ],
            )


def _pairs(table: Any) -> list[tuple[Box, str]]:
    """Cells of pdfplumber and of pymupdf, which has its shape: boxes by row, None where a cell is covered."""
    texts = table.extract()
    return [
        (Box(*box), text or "")
        for row, line in zip(table.rows, texts, strict=True)
        for box, text in zip(row.cells, line, strict=True)
        if box is not None
    ]


def _boxed(cells: Iterable[tuple[Box, str]]) -> list[Placed]:
    """Rows and columns from the edges of the cells; one that reaches over several edges spans."""
    own = dict(cells)
    xs, ys = sorted({round(b.x0) for b in own}), sorted({round(b.top) for b in own})
    return [
        Placed(
            ys.index(round(b.top)),
            xs.index(round(b.x0)),
            text,
            b,
            max(1, sum(round(b.top) <= y < round(b.bottom) for y in ys)),
            max(1, sum(round(b.x0) <= x < round(b.x1) for x in xs)),
        )
        for b, text in own.items()
    ]


READERS: dict[str, tuple[str, Callable[[Path, Sequence[Page]], Found]]] = {
    "camelot auto": ("camelot", partial(camelot, flavor="auto")),
    "camelot hybrid": ("camelot", partial(camelot, flavor="hybrid", engine="vector")),
    "camelot lattice": ("camelot", partial(camelot, flavor="lattice")),
    "pdfplumber": ("pdfplumber", pdfplumber),
    "img2table": ("img2table", img2table),
    "pymupdf": ("pymupdf", pymupdf),
    "tabula": ("tabula", tabula),
}
"""Name -> module that must be there, and the reader."""


def tables_of(name: str, path: Path, pages: Sequence[Page]) -> list[Table]:
    """What a tool finds, with ids ``p001-t1``, cells with text only."""
    words = {page.number: page.words for page in pages}
    found: list[Table] = []
    for number, placed in READERS[name][1](path, pages):
        cells = [_cell(p, number, words.get(number, ())) for p in placed if p.text.strip()]
        if cells:
            order = 1 + sum(t.pages == (number,) for t in found)
            box = union(c.box for c in cells)
            found.append(Table(f"p{number:03d}-t{order}", (number,), box, tuple(cells), name, 1.0))
    return found


def _cell(placed: Placed, page: int, words: Sequence[Word]) -> Cell:
    """With our words where they say the same as the tool: from them ``clean`` reads raised marks and indents."""
    lines = [line.words for line in text_lines(w for w in words if stands_in(w, placed.box))]
    inside = tuple(w for line in lines for w in line)
    same = "".join(w.text for w in inside) == "".join(placed.text.split())
    return Cell(
        placed.row,
        placed.column,
        " ".join(placed.text.split()),
        page,
        union(w[:4] for w in inside) if same else placed.box,
        row_span=placed.row_span,
        column_span=placed.column_span,
        words=inside if same else (),
        lines=tuple(len(line) for line in lines) if same else (),
    )
