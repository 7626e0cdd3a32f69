"""A small report made by hand: a table of two values, a spanning header, a hidden word, an unread chart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pipeline.model import (
    Axis,
    Bar,
    Block,
    Box,
    Cell,
    Chart,
    Check,
    CleanTable,
    Document,
    Issue,
    NumberFormat,
    Page,
    Table,
    Validation,
    Value,
    Word,
)
from pipeline.report import Dossier, Style, report_files

if TYPE_CHECKING:
    from pipeline.report.pictures import Draw

CELLS = (
    Cell(0, 1, "Gemeenten <b>", 1, Box(100, 50, 180, 60), "header", column_span=2),
    Cell(1, 0, "Ja", 1, Box(20, 70, 30, 80), "stub"),
    Cell(1, 1, "1.415", 1, Box(100, 70, 125, 80)),
    Cell(1, 2, "n.v.t.", 1, Box(150, 70, 175, 80)),
)


def value(row: int, column: int, raw: str, number: float | None) -> Value:
    return Value(
        row=row,
        column=column,
        raw=raw,
        number=number,
        missing=None if number is not None else "not_applicable",
        unit=None,
        statistic="count",
        base_n=229,
        is_total=False,
        significance="higher" if number else None,
        marks=(),
        footnotes=(),
        page=1,
        box=CELLS[column + 1].box,
        confidence=0.95 if number else 0.4,
    )


def clean_table() -> CleanTable:
    return CleanTable(
        table=Table("p001-t1", (1,), Box(20, 50, 180, 80), CELLS, "ruled", 0.9, reasons=("rules cover it",)),
        number="3.5",
        title="Heeft uw gemeente <script>alert(1)</script> beleid?",
        note="(% naar type)",
        section="3 Beleid",
        rows=(Axis(1, ("Ja",)),),
        columns=(Axis(1, ("Gemeenten <b>",)), Axis(2, ("Gemeenten <b>",))),
        values=(value(1, 1, "1.415", 1415.0), value(1, 2, "n.v.t.", None)),
    )


def claim(
    verdict: str, text: str, stated: str, ids: str, compared: float | None, difference: float | None
) -> dict[str, object]:
    return {
        "claim_id": f"c-{verdict}", "page": 1, "block_id": "p001-b01", "text": text, "stated_raw": stated,
        "stated_value": 1400.0, "unit": None, "observation_ids": ids, "compared_value": compared,
        "difference": difference, "verdict": verdict, "confidence": 0.9,
    }  # fmt: skip


CLAIMS = (
    claim("agrees", "Er zijn 1.415 gemeenten.", "1.415", "p001-t1-r01-c01", 1415.0, 0.0),
    claim("differs", "Ja zeggen 1.400 van de 1.400.", "1.400", "p001-t1-r01-c01", 1415.0, -15.0),
    claim("unmatched", "Dat was in 2011 zo.", "2011", "", None, None),
)

BARS = (
    Bar(0, 0, "Ja", "2017", 70.0, 69.4, Box(10, 10, 80, 20), "#1f77b4", "70%", "%", 0.98),
    Bar(1, 0, "Nee", "2017", None, 30.2, Box(10, 30, 40, 40), "#1f77b4", "", "%", 0.6),
)


def read_chart() -> Chart:
    return Chart("p002-c2", 2, Box(0, 0, 90, 50), None, "single horizontal bars", BARS, True, "vectors")


def draw(numbers: Sequence[int], scale: float, longest: int) -> Iterator[tuple[int, np.ndarray]]:
    """White pages with a black line at the top, a hundredth of their size."""
    for number in numbers:
        pixels = np.full((8, 6, 3), 255, np.uint8)
        pixels[0] = 0
        yield number, pixels


def dossier(language: str = "nl", issues: tuple[Issue, ...] = (), quarantined: int = 0) -> Dossier:
    rows = [
        {"observation_id": f"p001-t1-r01-c0{column}", "table_id": "p001-t1", "row": 1, "column": column}
        | {"row_label": "Ja", "column_label": "Gemeenten", "value_raw": raw, "value": number, "page": 1}
        | {"x0": 100.0, "top": 70.0, "x1": 125.0, "bottom": 80.0, "confidence": 0.5}
        for column, raw, number in ((1, "1.415", 1415.0), (2, "n.v.t.", None))
    ]
    held = pd.DataFrame([{**row, "failed": "observation.value_or_missing"} for row in rows[:quarantined]])
    return Dossier(
        report_id="beleid",
        document=Document(Path("/home/someone/beleid.pdf"), "ab" * 32, 2, title=None, backend="pdfium"),
        pages=(
            Page(1, 595, 842, (), hidden=(Word(0, 0, 1, 1, "white", 8.0),)),
            Page(2, 595, 842, (), state="no text layer"),
        ),
        tables=(clean_table(),),
        charts=(Chart("p002-c1", 2, Box(0, 0, 9, 9), None, "bar", (), False, "vectors"), read_chart()),
        number_format=NumberFormat(",", (".",), language, "12 numbers end in a comma and one digit"),
        validation=Validation(
            accepted=pd.DataFrame(rows[quarantined:]),
            quarantined=held,
            issues=issues,
            checks=(
                Check("percent.sum", "Percentages add up to 100", 0, 0, "warning", "no column of percentages"),
                Check("observation.value_or_missing", "A value or a reason", 2, quarantined, "error"),
            ),
            claims=pd.DataFrame(CLAIMS),
        ),
        version="0.1.0+abc",
        blocks=(Block("p001-b01", "paragraph", "Ja zeggen 1.400 van de 1.400.", 1, Box(20, 100, 300, 112), 0),),
    )


def long_table(rows: int) -> CleanTable:
    """One column of numbers, ``rows`` of them."""
    cells = [Cell(0, 1, "Aantal", 1, Box(100, 50, 130, 60), "header")]
    values = []
    for row in range(1, rows + 1):
        box = Box(100, 50.0 + row, 125, 51.0 + row)
        cells += [
            Cell(row, 0, f"Plaats {row}", 1, Box(20, box.top, 90, box.bottom), "stub"),
            Cell(row, 1, str(row), 1, box),
        ]
        values.append(replace(value(row, 0, str(row), float(row)), column=1, box=box))
    old = clean_table()
    return replace(
        old,
        table=replace(old.table, cells=tuple(cells)),
        rows=tuple(Axis(row, (f"Plaats {row}",)) for row in range(1, rows + 1)),
        columns=(Axis(1, ("Aantal",)),),
        values=tuple(values),
    )


def with_pages(old: Dossier, *pages: Page) -> Dossier:
    return replace(old, pages=pages)


def whole_files(dossier: Dossier, style: Style | None = None, draw: Draw | None = None) -> dict[str, bytes]:
    """The files of a report, each of its pieces."""
    return {name: b"".join(pieces) for name, pieces in report_files(dossier, style, draw)}
