"""A small report of two tables, drawn in editions that differ by what a test says."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

HEIGHT = 842.0
LEFT, WIDTH, LINE = 72.0, 90.0, 20.0

Rows = Sequence[Sequence[str]]

ANSWERS: Rows = (
    ("", "Yes", "No", "Unknown"),
    ("North", "12.5%", "77.5%", "10.0%"),
    ("South", "25.0%", "65.0%", "10.0%"),
    ("Islands", "40.0%", "50.0%", "10.0%"),
)
VISITS: Rows = (
    ("Season", "Visits", "Nights"),
    ("Winter", "120", "340"),
    ("Spring", "260", "510"),
    ("Summer", "410", "905"),
)
TITLES = ("Towns by answer, 2021", "Visits by season, 2021")


def without(rows: Rows, column: int) -> Rows:
    return [[cell for k, cell in enumerate(row) if k != column] for row in rows]


def replaced(rows: Rows, old: str, new: str) -> Rows:
    return [[new if cell == old else cell for cell in row] for row in rows]


def draw(
    path: Path,
    answers: Rows | None = ANSWERS,
    visits: Rows | None = VISITS,
    heading: str = "The yearly survey of towns 2021",
    titles: Sequence[str] = TITLES,
    above: float = 0.0,
) -> Path:
    """A page with a heading and the tables that are given. ``above``: points by which all of it stands lower."""
    path.parent.mkdir(parents=True, exist_ok=True)
    canvas = Canvas(str(path), pagesize=(595, HEIGHT), invariant=1)
    canvas.setFont("Helvetica-Bold", 20)
    canvas.drawString(LEFT, HEIGHT - 90 - above, heading)
    canvas.setFont("Helvetica", 10)
    canvas.drawString(LEFT, HEIGHT - 120 - above, "The towns were asked what they think of it, as they are every year.")
    top = 170.0 + above
    for number, (title, rows) in enumerate(zip(titles, (answers, visits), strict=True), 1):
        if rows:
            canvas.drawString(LEFT, HEIGHT - top + 12, f"Table {number} {title}")
            _grid(canvas, top, rows)
        top += 160
    canvas.showPage()
    canvas.save()
    return path


def _grid(canvas: Canvas, top: float, rows: Rows) -> None:
    wide = len(rows[0])
    for r, row in enumerate(rows):
        y = HEIGHT - top - LINE * (r + 1) + 6
        canvas.drawString(LEFT + 4, y, row[0])
        for c, cell in enumerate(row[1:], 1):
            canvas.drawRightString(LEFT + WIDTH * (c + 1) - 6, y, cell)
    for r in range(len(rows) + 1):
        canvas.line(LEFT, HEIGHT - top - LINE * r, LEFT + WIDTH * wide, HEIGHT - top - LINE * r)
    for c in range(wide + 1):
        canvas.line(LEFT + WIDTH * c, HEIGHT - top, LEFT + WIDTH * c, HEIGHT - top - LINE * len(rows))
