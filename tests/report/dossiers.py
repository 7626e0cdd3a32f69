"""A small report made by hand: a table of two values, a spanning header, a hidden word, an unread chart."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd

from pipeline.model import (
    Axis,
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
from pipeline.report import Dossier

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
        charts=(Chart("p002-c1", 2, Box(0, 0, 9, 9), None, "bar", (), False, "vectors"),),
        number_format=NumberFormat(",", (".",), language, "12 numbers end in a comma and one digit"),
        validation=Validation(
            accepted=pd.DataFrame(rows[quarantined:]),
            quarantined=held,
            issues=issues,
            checks=(
                Check("percent.sum", "Percentages add up to 100", 0, 0, "warning", "no column of percentages"),
                Check("observation.value_or_missing", "A value or a reason", 2, quarantined, "error"),
            ),
        ),
        version="0.1.0+abc",
    )


def with_pages(old: Dossier, *pages: Page) -> Dossier:
    return replace(old, pages=pages)
