"""From a drawn PDF to tables with captions and notes, over both readers: what is set is what is read."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from pipeline.extract.tables import find_tables
from pipeline.extract.tables.captions import attach_captions
from pipeline.extract.tables.notes import attach_notes
from pipeline.extract.tables.stitch import stitch
from pipeline.model import Table
from pipeline.read import BACKENDS, open_document, read_pages
from tests.extract.tables.typeset import texts

COLUMNS = (60, 260, 330, 400)
HEADER = ("Maatregel", "2021", "2022", "2023")
BODY = "Gemeenten zijn het afgelopen jaar opnieuw gevraagd naar de maatregelen die zij hebben genomen."


class Sheet:
    """Draws from the top of the page down, in points."""

    def __init__(self, path: Path) -> None:
        self.canvas = Canvas(str(path), pagesize=A4)
        self.page = 1

    def text(self, x: float, top: float, text: str, font: str = "Helvetica", size: float = 10) -> None:
        self.canvas.setFont(font, size)
        self.canvas.drawString(x, A4[1] - top - 0.75 * size, text)

    def row(self, top: float, *entries: str, font: str = "Helvetica") -> None:
        for x, entry in zip(COLUMNS, entries, strict=True):
            self.text(x, top, entry, font, 9)

    def rule(self, top: float) -> None:
        self.canvas.line(56, A4[1] - top, 440, A4[1] - top)

    def turn(self) -> None:
        """Closes the page with its running foot."""
        self.text(60, 800, f"Monitor gemeenten  {self.page}", size=7.5)
        self.page += 1
        self.canvas.showPage()


def draw(path: Path) -> None:
    """A table with caption and notes, then one that runs on to the next page under a repeated header."""
    sheet = Sheet(path)
    for i in range(3):
        sheet.text(60, 60 + 14 * i, BODY)
    sheet.text(60, 120, "Tabel 3.1", "Helvetica-Bold")
    sheet.text(60, 133, "‘Welke maatregelen heeft uw gemeente in de afgelopen jaren voor de dienst-")
    sheet.text(60, 146, "verlening genomen?’ (% van de gemeenten)")
    sheet.rule(165)
    sheet.row(170, *HEADER, font="Helvetica-Bold")
    sheet.rule(184)
    for i, label in enumerate(("Beleid vastgesteld", "Training gevolgd", "Risico in kaart")):
        sheet.row(188 + 14 * i, label, f"{41 + i}%", f"{52 + i}%*", f"{63 + i}%")
    sheet.rule(232)
    sheet.text(60, 238, "* Significant verschil met het jaar daarvoor.", size=8)
    sheet.text(60, 249, "Bron: enquete onder gemeenten", size=8)
    for i in range(3):
        sheet.text(60, 280 + 14 * i, BODY)
    sheet.text(60, 560, "Tabel 3.2 Stand van zaken (%)", "Helvetica-Bold")
    sheet.row(580, *HEADER, font="Helvetica-Bold")
    for i in range(13):
        sheet.row(596 + 14 * i, f"Onderdeel {i + 1}", f"{10 + i}%", f"{20 + i}%", f"{30 + i}%")
    sheet.turn()
    sheet.row(60, *HEADER, font="Helvetica-Bold")
    for i in range(13, 20):
        sheet.row(76 + 14 * (i - 13), f"Onderdeel {i + 1}", f"{10 + i}%", f"{20 + i}%", f"{30 + i}%")
    for i in range(3):
        sheet.text(60, 230 + 14 * i, BODY)
    sheet.turn()
    sheet.canvas.save()


@pytest.fixture(scope="module", params=sorted(BACKENDS))
def tables(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Table, ...]:
    path = tmp_path_factory.mktemp("drawn") / "monitor.pdf"
    draw(path)
    pages = tuple(read_pages(open_document(path, backend=request.param)))
    found = [t for p in pages for t in attach_notes(p, attach_captions(p, find_tables(p)))]
    return stitch(tuple(found), pages)


def test_captions_as_set(tables: tuple[Table, ...]) -> None:
    captions = [t.caption for t in tables]
    assert [(c.label, c.number, c.title, c.note) for c in captions if c] == [
        (
            "Tabel",
            "3.1",
            "‘Welke maatregelen heeft uw gemeente in de afgelopen jaren voor de dienstverlening genomen?’",
            "(% van de gemeenten)",
        ),
        ("Tabel", "3.2", "Stand van zaken", "(%)"),
    ]


def test_notes_as_set(tables: tuple[Table, ...]) -> None:
    assert [[(n.text, n.marks) for n in t.notes] for t in tables] == [
        [("* Significant verschil met het jaar daarvoor.", ("*",)), ("Bron: enquete onder gemeenten", ())],
        [],
    ]


def test_the_second_runs_on(tables: tuple[Table, ...]) -> None:
    assert [t.pages for t in tables] == [(1,), (1, 2)]
    assert texts(tables[1]) == [
        list(HEADER),
        *([f"Onderdeel {i + 1}", f"{10 + i}%", f"{20 + i}%", f"{30 + i}%"] for i in range(20)),
    ]
    assert {c.page for c in tables[1].cells if c.row > 13} == {2}
