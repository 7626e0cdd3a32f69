"""Draws a page of tables as a PDF and reads it back; and shows a table as rows of text."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from pipeline.model import Page, Table
from pipeline.read import open_document, read_pages

WIDTH, HEIGHT = 595.0, 842.0


class Sheet:
    """A page being drawn. Lengths in points from the top left; ``y`` of text is its baseline."""

    def __init__(self, folder: Path, size: float = 9.0, font: str = "Helvetica") -> None:
        self.path = folder / "sheet.pdf"
        self.canvas = Canvas(str(self.path), pagesize=(WIDTH, HEIGHT))
        self.size, self.font = size, font

    def text(self, x: float, y: float, text: str, align: str = "left", bold: bool = False) -> float:
        """Draws one piece of text at its left edge, right edge or centre; gives its right edge."""
        font = f"{self.font}-Bold" if bold else self.font
        width = stringWidth(text, font, self.size)
        left = x - {"left": 0.0, "center": width / 2, "right": width}[align]
        self.canvas.setFont(font, self.size)
        self.canvas.drawString(left, HEIGHT - y, text)
        return left + width

    def row(
        self, y: float, xs: Sequence[float], texts: Sequence[str], align: str = "right", bold: bool = False
    ) -> None:
        """The first text is set flush left, the others by ``align``."""
        for k, (x, text) in enumerate(zip(xs, texts, strict=True)):
            if text:
                self.text(x, y, text, "left" if k == 0 else align, bold)

    def lines(self, x: float, y: float, text: str, width: float, leading: float = 12.0) -> float:
        """Text broken into lines of at most ``width``; gives the baseline after the last."""
        line: list[str] = []
        for word in text.split():
            if line and stringWidth(" ".join([*line, word]), self.font, self.size) > width:
                self.text(x, y, " ".join(line))
                line, y = [], y + leading
            line.append(word)
        self.text(x, y, " ".join(line))
        return y + leading

    def across(self, x0: float, x1: float, *ys: float, thickness: float = 0.6) -> None:
        self.canvas.setLineWidth(thickness)
        for y in ys:
            self.canvas.line(x0, HEIGHT - y, x1, HEIGHT - y)

    def down(self, top: float, bottom: float, *xs: float) -> None:
        self.canvas.setLineWidth(0.6)
        for x in xs:
            self.canvas.line(x, HEIGHT - top, x, HEIGHT - bottom)

    def fill(self, x0: float, top: float, x1: float, bottom: float, gray: float = 0.85) -> None:
        self.canvas.setFillGray(gray)
        self.canvas.rect(x0, HEIGHT - bottom, x1 - x0, bottom - top, stroke=0, fill=1)
        self.canvas.setFillGray(0)

    def page(self, backend: str = "pdfium") -> Page:
        self.canvas.showPage()
        self.canvas.save()
        return next(iter(read_pages(open_document(self.path, backend=backend))))


def shown(table: Table) -> list[list[str]]:
    """The grid as printed: each cell's text at its first row and column, "" elsewhere."""
    rows = max(c.row + c.row_span for c in table.cells)
    columns = max(c.column + c.column_span for c in table.cells)
    grid = [[""] * columns for _ in range(rows)]
    for cell in table.cells:
        grid[cell.row][cell.column] = cell.text
    return grid


def spans(table: Table) -> dict[str, tuple[int, int]]:
    """Rows and columns of the cells that cover more than one."""
    return {c.text: (c.row_span, c.column_span) for c in table.cells if (c.row_span, c.column_span) != (1, 1)}
