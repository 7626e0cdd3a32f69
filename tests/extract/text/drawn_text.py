"""Pages drawn with reportlab for the tests of the text stage, measured from the top left as the pipeline does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.extract.text import extract_text
from pipeline.model import Block, Box, Cell, Chart, Page, Table
from pipeline.read import open_document, read_pages

FILLER = (
    "the council asked its residents how they travel to work and what they would change about the roads near "
    "their homes while the answers were counted street by street and compared with those of an earlier year "
)
"""Running text without capitals, digits or full stops, so that a paragraph's label stands out."""


@dataclass
class Drawing:
    """A PDF in the making. Lengths in points from the top left; ``leading`` is 1.3 times the size."""

    path: Path
    width: float = 595.0
    height: float = 842.0
    tables: list[tuple[int, Box]] = field(default_factory=list)
    charts: list[tuple[int, Box]] = field(default_factory=list)

    def __post_init__(self) -> None:
        from reportlab.pdfgen.canvas import Canvas

        self.canvas = Canvas(str(self.path), pagesize=(self.width, self.height), invariant=1)
        self.page = 1

    def line(
        self, x: float, y: float, text: str, size: float = 10, font: str = "Helvetica", color: str = "#000000"
    ) -> float:
        """One line with its baseline at ``y``; gives where the next one goes."""
        self.canvas.setFillColor(color)
        self.canvas.setFont(font, size)
        self.canvas.drawString(x, self.height - y, text)
        return y + 1.3 * size

    def raised(self, x: float, y: float, text: str, size: float = 6) -> float:
        """A mark 3 points above the baseline ``y``; gives the x behind it."""
        self.canvas.setFont("Helvetica", size)
        self.canvas.drawString(x, self.height - y + 3, text)
        return x + self.canvas.stringWidth(text, "Helvetica", size)

    def paragraph(
        self, x: float, y: float, width: float, text: str, size: float = 10, font: str = "Helvetica", indent: float = 0
    ) -> float:
        """Text broken into lines no wider than ``width``; gives the baseline of a paragraph after it."""
        from reportlab.lib.utils import simpleSplit

        for n, line in enumerate(simpleSplit(text, font, size, width - indent)):
            y = self.line(x + (indent if n else 0), y, line, size, font)
        return y + 0.7 * size

    def words(self, x: float, y: float, width: float, label: str, lines: int, size: float = 10) -> float:
        """A paragraph of so many lines that begins with ``label`` and ends with a full stop."""
        from reportlab.lib.utils import simpleSplit

        text = f"{label} " + FILLER * 8
        for line in simpleSplit(text, "Helvetica", size, width)[: lines - 1]:
            y = self.line(x, y, line, size)
        return self.line(x, y, "and more.", size) + 0.7 * size

    def rule(self, x0: float, x1: float, y: float) -> None:
        self.canvas.setLineWidth(0.5)
        self.canvas.line(x0, self.height - y, x1, self.height - y)

    def fill(self, box: Box, color: str) -> None:
        self.canvas.setFillColor(color)
        self.canvas.rect(box.x0, self.height - box.bottom, box.x1 - box.x0, box.bottom - box.top, stroke=0, fill=1)

    def table(self, box: Box, rows: int = 4) -> None:
        """Numbers in three columns that fill the box; a table when the page is read."""
        step = (box.bottom - box.top) / rows
        for row in range(rows):
            for column in range(3):
                x = box.x0 + 2 + column * (box.x1 - box.x0) / 3
                self.line(x, box.top + (row + 0.7) * step, f"{17 + 31 * row + column}%", 8)
        self.tables.append((self.page, box))

    @contextmanager
    def turned(self, x: float, y: float) -> Iterator[None]:
        """What is drawn inside reads from bottom to top, from the point (x, y)."""
        self.canvas.saveState()
        self.canvas.translate(x, self.height - y)
        self.canvas.rotate(90)
        self.canvas.translate(0, -self.height)
        yield
        self.canvas.restoreState()

    def next_page(self) -> None:
        self.canvas.showPage()
        self.page += 1

    def pages(self) -> list[Page]:
        self.canvas.showPage()
        self.canvas.save()
        return list(read_pages(open_document(self.path)))

    def blocks(self) -> tuple[Block, ...]:
        """The drawing as the text stage reads it."""
        pages = self.pages()
        tables = [_table(pages[number - 1], box) for number, box in self.tables]
        charts = [Chart(f"p{n:03d}-c1", n, box, None, "bar", (), False, "drawn") for n, box in self.charts]
        return extract_text(pages, tables, charts)


def _table(page: Page, box: Box) -> Table:
    words = tuple(w for w in page.words if box.x0 <= w.x0 and w.x1 <= box.x1 and box.top <= w.top <= box.bottom)
    cells = tuple(Cell(n, 0, w.text, page.number, Box(*w[:4]), words=(w,), lines=(1,)) for n, w in enumerate(words))
    return Table(f"p{page.number:03d}-t1", (page.number,), box, cells, "drawn", 1.0)


def labels(blocks: tuple[Block, ...]) -> list[str]:
    """First word of each block."""
    return [block.text.split()[0] for block in blocks]


def of_kind(blocks: tuple[Block, ...], *kinds: str) -> list[str]:
    """Texts of the blocks of these kinds."""
    return [block.text for block in blocks if block.kind in kinds]
