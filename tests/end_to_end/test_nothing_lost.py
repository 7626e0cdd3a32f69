"""Pages drawn at random, from the drawing to the observations: every number comes out once, at its row and column,
or a finding says that something is amiss. And nothing comes out that was not drawn."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from pipeline.clean import clean_content
from pipeline.config import Settings
from pipeline.model import Issue
from pipeline.reading import read_content
from pipeline.tidy import observations

ROWS = ("North", "South", "East", "West", "Coast", "Hills", "Islands", "Harbour", "Centre", "Suburbs")
COLUMNS = ("Yes", "No", "Perhaps", "Never", "Often", "Rarely")
SIZE = 9


@dataclass(frozen=True)
class Drawing:
    """A table as it is drawn; ``numbers`` are all different, so that each can be told where it comes out."""

    numbers: tuple[tuple[int, ...], ...]
    blanks: frozenset[tuple[int, int]]
    decimals: int
    rules: str
    left: float
    pitch: float
    width: float
    right: bool

    def text(self, row: int, column: int) -> str:
        return f"{self.numbers[row][column] / 10**self.decimals:.{self.decimals}f}"

    def expected(self) -> dict[tuple[str, str], float]:
        return {
            (ROWS[r], COLUMNS[c]): float(self.text(r, c))
            for r, row in enumerate(self.numbers)
            for c in range(len(row))
            if (r, c) not in self.blanks
        }


@st.composite
def drawings(draw: st.DrawFn) -> Drawing:
    rows, columns = draw(st.integers(3, len(ROWS))), draw(st.integers(2, len(COLUMNS)))
    decimals = draw(st.integers(0, 2))
    # One number of digits: thousands and years have readings of their own, which other tests look at.
    flat = draw(st.lists(st.integers(10, 999), min_size=rows * columns, max_size=rows * columns, unique=True))
    places = st.tuples(st.integers(0, rows - 1), st.integers(0, columns - 1))
    return Drawing(
        numbers=tuple(tuple(flat[r * columns : (r + 1) * columns]) for r in range(rows)),
        blanks=draw(st.frozensets(places, max_size=rows * columns // 6)),
        decimals=decimals,
        rules=draw(st.sampled_from(["grid", "lines", "head", "frame", "none"])),
        left=draw(st.floats(40, 90)),
        pitch=draw(st.floats(13, 24)),
        width=draw(st.floats(48, 75)),
        right=draw(st.booleans()),
    )


def put(drawing: Drawing, path: Path) -> None:
    canvas = Canvas(str(path), pagesize=(595, 420), invariant=1)
    canvas.setFont("Helvetica", SIZE)
    left, top, pitch, width = drawing.left, 370.0, drawing.pitch, drawing.width
    rows, columns = len(drawing.numbers), len(drawing.numbers[0])
    labels = 70.0
    canvas.drawString(left, top + 10, "Table 1 Answers by part of the country")

    def cell(row: int, column: int, text: str) -> None:
        x, y = left + labels + width * column, top - pitch * row - (pitch + SIZE) / 2 + 2
        if drawing.right:
            canvas.drawRightString(x + width - 5, y, text)
        else:
            canvas.drawString(x + 5, y, text)

    for c in range(columns):
        cell(0, c, COLUMNS[c])
    for r in range(rows):
        canvas.drawString(left + 4, top - pitch * (r + 1) - (pitch + SIZE) / 2 + 2, ROWS[r])
        for c in range(columns):
            if (r, c) not in drawing.blanks:
                cell(r + 1, c, drawing.text(r, c))
    end, bottom = left + labels + width * columns, top - pitch * (rows + 1)
    horizontal = {"grid": range(rows + 2), "lines": range(rows + 2), "head": (0, 1, rows + 1), "frame": (0, rows + 1)}
    for k in horizontal.get(drawing.rules, ()):
        canvas.line(left, top - pitch * k, end, top - pitch * k)
    for x in {"grid": [left, *(left + labels + width * c for c in range(columns + 1))], "frame": [left, end]}.get(
        drawing.rules, []
    ):
        canvas.line(x, top, x, bottom)
    canvas.showPage()
    canvas.save()


def read(drawing: Drawing) -> tuple[list[tuple[tuple[str, str], float]], list[Issue]]:
    """What comes out: row label and column label of each number, and the findings above a note."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "drawn.pdf"
        put(drawing, path)
        reading = read_content(path, Settings())
    content = reading.content()
    tables, _ = clean_content(content, reading.pages)
    frame = observations("drawn", tables, content.charts)
    values = frame[frame["value"].notna()]
    places = zip(values["row_label"], values["column_label"], strict=True)
    issues = [*reading.document.issues, *content.issues, *(i for p in reading.pages for i in p.issues)]
    issues += [issue for table in tables for issue in table.issues]
    got = list(zip(places, values["value"].astype(float), strict=True))
    return got, [issue for issue in issues if issue.severity != "info"]


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(drawing=drawings())
def test_every_number_drawn_comes_out_once_at_its_place_or_a_finding_stands(drawing: Drawing) -> None:
    got, findings = read(drawing)
    expected = drawing.expected()
    lost = expected.items() - set(got)
    invented = [place for place in got if place not in expected.items()]
    twice = len(got) - len(set(got))
    assert not (lost or invented or twice) or findings, (drawing, lost, invented)
