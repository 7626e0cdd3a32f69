"""Open findings of a run -> rows of a file of corrections, for a person to fill in."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from schemas.columns import observation_id
from schemas.corrections import told
from schemas.printed import plain_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

GRAVE = ("error", "warning")
ABOUT_CORRECTIONS = "correction."
"""Findings so called speak of rows that are in the file already."""


class Review(NamedTuple):
    rows: tuple[dict[str, str], ...]
    """One per value, in the order of the report; ``expected`` and ``reason`` are empty."""
    elsewhere: int
    """Open findings that speak of no value, row or column, and so have no row."""


def review(folder: Path) -> Review:
    """``folder``: that of one report. A finding about a row or column lists all its values: one of them is wrong."""
    import pandas as pd

    frames = [pd.read_parquet(folder / f"{name}.parquet") for name in ("observations", "quarantine")]
    records = [record for frame in frames for record in _plain(frame)]
    findings: dict[str, list[str]] = {
        record["observation_id"]: record["failed"].split() for record in records if record.get("failed")
    }
    elsewhere, unread = 0, _Unread(folder)
    known = {record["observation_id"] for record in records}
    for issue in _plain(pd.read_parquet(folder / "issues.parquet")):
        if issue["severity"] not in GRAVE or issue["code"].startswith(ABOUT_CORRECTIONS):
            continue
        meant = [r for r in records if _speaks_of(issue, r)] or unread.of(issue, records)
        elsewhere += not meant
        records += [r for r in meant if r["observation_id"] not in known]
        known |= {r["observation_id"] for r in meant}
        for record in meant:
            codes = findings.setdefault(record["observation_id"], [])
            codes += [issue["code"]] if issue["code"] not in codes else []
    open_ones = [r for r in records if r["observation_id"] in findings and not r["corrected"]]
    open_ones.sort(key=lambda r: (r["page"], r["table_id"], r["row"], r["column"]))
    return Review(tuple(_row(record, findings[record["observation_id"]]) for record in open_ones), elsewhere)


def merged(earlier: Iterable[Mapping[str, str]], rows: Iterable[Mapping[str, str]]) -> list[Mapping[str, str]]:
    """What a person has filled in, as it is; then the rows that are not among it."""
    filled = [row for row in earlier if row["expected"] or row["reason"]]
    known = {row["observation_id"] for row in filled}
    return [*filled, *(row for row in rows if row["observation_id"] not in known)]


class _Unread:
    """Cells that could not be read: they have no observation, but a place, a text, and neighbours with labels."""

    def __init__(self, folder: Path) -> None:
        tables = json.loads((folder / "tables.json").read_text("utf-8"))
        self.cells = {
            (table["table_id"], cell["row"], cell["column"]): cell["text"]
            for table in tables
            for cell in table["cells"]
        }

    def of(self, issue: Mapping[str, Any], records: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """One record for the cell that the finding points at, where its row and column have a value besides."""
        place = issue["table_id"], issue["row"], issue["column"]
        own = [record for record in records if record["table_id"] == issue["table_id"]]
        row = next((record for record in own if record["row"] == issue["row"]), None)
        column = next((record for record in own if record["column"] == issue["column"]), None)
        if place not in self.cells or row is None or column is None:
            return []
        text = {"row_label": row["row_label"], "row_group": row["row_group"], "value_raw": self.cells[place]}
        key = {"observation_id": observation_id(*place), "row": issue["row"], "page": issue["page"] or row["page"]}
        return [{**column, **text, **key, "value": None, "missing": None, "corrected": False}]


def _speaks_of(issue: Mapping[str, Any], record: Mapping[str, Any]) -> bool:
    if issue["table_id"] != record["table_id"] or (issue["row"] is None and issue["column"] is None):
        return False
    return issue["row"] in (None, record["row"]) and issue["column"] in (None, record["column"])


def _row(record: Mapping[str, Any], findings: Iterable[str]) -> dict[str, str]:
    from pipeline.tidy.corrections import labels

    value = record["value"]
    table = " ".join(part for part in (record["number"], record["title"]) if part)
    return {
        "observation_id": record["observation_id"],
        "page": str(record["page"]),
        "table": told(table),
        "row": labels(record["row_group"], record["row_label"]),
        "column": labels(record["column_group"], record["column_label"]),
        "printed": told(record["value_raw"]),
        "read": plain_number(value) if value is not None else record["missing"] or "",
        "expected": "",
        "reason": "",
        "finding": " ".join(findings),
    }


def _plain(frame: Any) -> list[dict[str, Any]]:
    """Rows with None for null and Python's own numbers."""
    records: list[dict[str, Any]] = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return records
