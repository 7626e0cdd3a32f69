"""A small report made by hand, ready to be written: two tables, a chart, text, a claim, a value kept back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
from handmade import box, caption, content, document, table

from pipeline.model import Bar, Block, Chart, CleanTable, Issue, NumberFormat, Validation
from pipeline.tidy import observations
from pipeline.write import Origin, Package
from schemas.columns import CLAIM, QUARANTINE, dtype

SHARES = table(
    [[81, 78.5], [None, 21.5]],
    rows=["Wenselijk", ("Oordeel", "Niet wenselijk")],
    columns=[("2017", "Gemeenten"), ("2017", "Totaal")],
    bases=(229, 501),
    total_columns=(1,),
    number="3.1",
    title="Wenselijkheid van digitaal werken",
    note="(% naar type organisatie)",
    section="3 Resultaten",
)
COUNTS = table([[12], [30]], ["Ja", "Nee"], ["Aantal"], page=11, statistic="count")
CHART = Chart(
    "p021-c1", 21, box(0, 0), caption("figure", "4.1", "Gebruik", "(n=501)"), "bar",
    (Bar(0, 0, "Ja", "2018", 81.0, 80.7, box(0, 0), "#336699", "81%", "%", 0.98),), True, "vector",
)  # fmt: skip
BLOCKS = (
    Block("p003-b01", "heading", "3 Resultaten", 3, box(0, 0), 0, 1, "3", None),
    Block("p003-b02", "paragraph", "Van de gemeenten vindt 81% het wenselijk; zie “bijlage”.", 3, box(1, 0), 1,
          section="3 Resultaten"),
)  # fmt: skip
CLAIMED = {
    "claim_id": "c0001", "page": 3, "block_id": "p003-b02", "text": "vindt 81% het wenselijk", "stated_raw": "81%",
    "stated_value": 81.0, "unit": "%", "observation_ids": "p010-t1-r02-c01", "compared_value": 81.0,
    "difference": 0.0, "verdict": "agrees", "confidence": 0.9,
}  # fmt: skip
ISSUES = (
    Issue("number.unparsed", "warning", "page 10: cannot read ‘?’", 10, "p010-t1", 2, 1),
    Issue("page.skipped", "info", "page 12 is empty", 12),
    Issue("label.missing", "warning", "a column has no header", 10, "p010-t1", None, 7),
)


def claims(rows: Sequence[dict[str, object]]) -> pd.DataFrame:
    return pd.DataFrame({f.name: pd.Series([row.get(f.name) for row in rows], dtype=dtype(f)) for f in CLAIM})


def validation(frame: pd.DataFrame, kept_back: Sequence[str] = (), **changes: Any) -> Validation:
    """Everything is accepted but the observations named in ``kept_back``."""
    held = frame["observation_id"].isin(list(kept_back))
    failed = pd.Series("observation.box", index=frame.index, dtype="string")
    quarantined = frame.assign(failed=failed)[held][[field.name for field in QUARANTINE]]
    return replace(Validation(frame[~held].reset_index(drop=True), quarantined.reset_index(drop=True), ()), **changes)


def package(tables: Sequence[CleanTable] = (SHARES, COUNTS), kept_back: Sequence[str] = (), **changes: Any) -> Package:
    """Of the tables alone."""
    report_id = changes.pop("report_id", "verslag")
    plain = Package(
        report_id, document(), content(tables), tuple(tables),
        validation(observations(report_id, tables, []), kept_back),
    )  # fmt: skip
    return replace(plain, **changes)


def full() -> Package:
    """Something in every file; the only value of row Nee is kept back."""
    frame = observations("verslag", [SHARES, COUNTS], [CHART])
    return package(
        content=content([SHARES, COUNTS], [CHART], blocks=BLOCKS),
        validation=validation(frame, ["p011-t1-r02-c01"], issues=ISSUES, claims=claims([CLAIMED])),
        number_format=NumberFormat(",", (".",), "nl", "12 numbers end in a comma and one digit"),
        origin=Origin("Ministerie", "Digitaal onderzoek", "2018-01-01", "https://example.org/verslag.pdf", "CC0-1.0"),
        settings={"pages": None},
        timings={"read": 0.5},
    )


def empty() -> Package:
    """A PDF of running prose in which nothing was found."""
    return package([], report_id="leeg")


def headed(*paths: tuple[str, ...], rows: Sequence[Sequence[float | None]] = ((1.0, 2.0),)) -> CleanTable:
    """One row ``Ja`` under columns with these paths."""
    return table(rows, ["Ja"], paths)


def files(folder: Path) -> dict[str, bytes]:
    """Path within ``folder`` -> content."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }
