"""PDFs drawn for tests. Also makes ``tests/`` importable, for builders that several folders share (handmade.py)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

Draw = Callable[..., Path]


@pytest.fixture
def draw_report(tmp_path: Path) -> Draw:
    """Draws a one-page report with one ruled table, and gives its path.

    ``draw_report("a.pdf")``; ``password`` encrypts it; ``text=False`` leaves all text away.
    """
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    rows = (
        ("", "Yes", "No", "Total"),
        ("North", "10", "30", "40"),
        ("South", "25", "35", "60"),
        ("All", "35", "65", "100"),
    )

    def draw(name: str, password: str | None = None, text: bool = True, title: str = "Towns by answer") -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        encryption = StandardEncryption(password) if password else None
        canvas = Canvas(str(path), pagesize=A4, encrypt=encryption, invariant=1)
        left, top, width, height = 72, 700, 90, 20
        if text:
            canvas.setFont("Helvetica", 10)
            canvas.drawString(left, top + 12, f"Table 1 {title}")
            for r, row in enumerate(rows):
                canvas.drawString(left + 4, top - height * (r + 1) + 6, row[0])
                for c, cell in enumerate(row[1:], 1):
                    canvas.drawRightString(left + width * (c + 1) - 6, top - height * (r + 1) + 6, cell)
            canvas.drawString(left, top - 140, "In the north, 10 towns said yes; in the south, 25 did.")
        for r in range(len(rows) + 1):
            canvas.line(left, top - height * r, left + width * 4, top - height * r)
        for c in range(5):
            canvas.line(left + width * c, top, left + width * c, top - height * len(rows))
        canvas.showPage()
        canvas.save()
        return path

    return draw
