"""Table and chart facts -> rows of cells with their signs, crops of the pages, data for the script."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.report.facts import LOW_CONFIDENCE
from pipeline.report.facts.tables import blank
from pipeline.report.view.crops import outline
from pipeline.report.words import number_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pipeline.report.facts import Facts
    from pipeline.report.view.crops import Crops
    from pipeline.report.words import Words

SURE = 0.9
"""From here on the pipeline itself trusts a value."""

SHOWN_ROWS = 150
"""Of a table; more are rather read from its CSV. Rows with a finding are shown beyond that, as many again."""

SHOWN_CELLS = 40_000
"""In the whole report. Beyond, tables show ``FEW_ROWS``, so that a browser stays quick."""

FEW_ROWS = 10

EVEN, BROAD = 6, 10
"""Columns up to which a table fits beside the picture of it, as wide; or with more room; one with more stands below."""

BANDS = ("sure", "fair", "unsure", "held")
"""What ``band`` can say of a value."""


def band(confidence: float, failed: Sequence[str]) -> str:
    if failed:
        return "held"
    return "sure" if confidence >= SURE else "fair" if confidence >= LOW_CONFIDENCE else "unsure"


def anchor(table_id: str, row: int, column: int) -> str:
    return f"{table_id}-r{row}-c{column}"


class Tables:
    """Prepares one table after another, and keeps count of the cells shown so far."""

    def __init__(self, crops: Crops, words: Words, found: Mapping[str, list[Facts]]) -> None:
        """``found``: findings by the anchor of their cell, and by table."""
        self.crops, self.words, self.found = crops, words, found
        self.cells = 0

    def view(self, table: Facts) -> Facts:
        table_id = table["table_id"]
        cells = [cell for row in table["grid"] for cell in row]
        for cell in cells:
            self._mark(cell, table_id)
        body = next((k for k, row in enumerate(table["grid"]) if any(c["value"] for c in row)), len(table["grid"]))
        runs, left = self._shown(table["grid"], body)
        values = [cell for cell in cells if cell["value"]]
        shown = [cell for rows in (table["grid"][:body], *runs) for row in rows for cell in row]
        width = max((cell["column"] + cell["column_span"] for cell in cells), default=1)
        return {
            **{name: fact for name, fact in table.items() if name != "grid"},
            "id": table_id,
            "name": name_of(self.words("table"), table, table_id),
            "head": table["grid"][:body],
            "runs": runs,
            "left": left,
            "width": width,
            "shape": "" if width <= EVEN else "broad" if width <= BROAD else "wide",
            "crops": self._crops(table, shown),
            "tally": tally(values, self.found.get(table_id, ())),
            "data": _data(table, [cell for cell in shown if cell["value"]]),
        }

    def _mark(self, cell: Facts, table_id: str) -> None:
        cell["id"] = anchor(table_id, cell["row"], cell["column"])
        value = cell["value"]
        cell["box"] = (value and value["box"]) or cell["box"]
        cell["page"] = value["page"] if value else cell["page"]
        cell["band"] = band(value["confidence"], value["failed"]) if value else ""
        cell["found"] = [issue for issue in self.found.get(cell["id"], ()) if issue["severity"] != "info"]

    def _shown(self, grid: Sequence[Sequence[Facts]], body: int) -> tuple[list[list[list[Facts]]], int]:
        """Runs of rows below the header that are shown, and how many rows are not."""
        limit = SHOWN_ROWS if self.cells < SHOWN_CELLS else FEW_ROWS
        rows = range(body, len(grid))
        kept = list(rows[:limit])
        flagged = (r for r in rows[limit:] if any(c["band"] == "held" or c["found"] for c in grid[r]))
        kept += [row for _, row in zip(range(limit), flagged, strict=False)]
        self.cells += sum(len(grid[row]) for row in kept)
        if len(kept) == len(rows):
            return ([list(map(list, grid[body:]))] if kept else []), 0
        return [_whole(grid, run) for run in _runs(kept)], len(rows) - len(kept)

    def _crops(self, table: Facts, cells: Sequence[Facts]) -> list[Facts]:
        made = []
        for page in table["pages"]:
            here = [cell for cell in cells if cell["page"] == page and cell["box"]]
            boxes = [cell["box"] for cell in here]
            boxes += [table["box"]] if page == table["pages"][0] and table["box"] else []
            boxes += [table["caption_box"]] if page == table["caption_page"] else []
            crop = self.crops.region(page, boxes)
            if crop:
                made.append({**crop, "outlines": _outlines([cell for cell in here if cell["value"]])})
        return made


def chart_view(chart: Facts, crops: Crops, words: Words, found: Mapping[str, list[Facts]]) -> Facts:
    """As a table: a row for each category, a column for each series."""
    chart_id = chart["chart_id"]
    for bar in chart["bars"]:
        bar["id"] = anchor(chart_id, bar["row"], bar["column"])
        bar["page"] = chart["page"]
        bar["number"] = bar["label_value"] if bar["label_value"] is not None else bar["measured_value"]
        bar["band"] = band(bar["confidence"], bar["failed"])
        bar["found"] = [issue for issue in found.get(bar["id"], ()) if issue["severity"] != "info"]
    places = {(bar["row"], bar["column"]): bar for bar in chart["bars"]}
    columns = {bar["column"]: bar for bar in reversed(chart["bars"])}
    rows = {bar["row"]: [bar["group"], bar["category"]] for bar in reversed(chart["bars"])}
    boxes = [chart["box"]] + ([chart["caption_box"]] if chart["caption_page"] == chart["page"] else [])
    crop = crops.region(chart["page"], [box for box in boxes if box])
    return {
        **chart,
        "id": chart_id,
        "pages": [chart["page"]],
        "name": name_of(words("figure"), chart, chart_id),
        "columns": [columns[column] for column in sorted(columns)],
        "rows": [
            (" > ".join(filter(None, rows[row])), [places.get((row, column)) for column in sorted(columns)])
            for row in sorted(rows)
        ],
        "crops": [{**crop, "outlines": _outlines(chart["bars"])}] if crop else [],
        "tally": tally(chart["bars"], found.get(chart_id, ())),
        "data": {
            "rows": {row: [label for label in path if label] for row, path in rows.items()},
            "columns": {column: [bar["series"]] for column, bar in columns.items()},
            "cells": {bar["id"]: _value(bar) for bar in chart["bars"]},
        },
    }


def entry(view: Facts) -> Facts:
    """A table or chart as the list of all of them has it."""
    unread = "bars" in view and not view["read"]
    return {**{name: view[name] for name in ("id", "name", "title", "pages", "tally")}, "unread": unread}


def name_of(kind: str, facts: Facts, otherwise: str) -> str:
    """``Table 3.5``; the id where no number is printed."""
    return f"{kind} {facts['number']}" if facts["number"] else otherwise


def tally(cells: Sequence[Facts], issues: Iterable[Facts]) -> dict[str, int]:
    """``flags`` is what asks for a look: findings above a note, values unsure or held back."""
    bands = [cell["band"] for cell in cells]
    counts = {name: bands.count(name) for name in BANDS}
    findings = sum(issue["severity"] != "info" for issue in issues)
    return {"values": len(cells), "findings": findings, **counts, "flags": findings + counts["unsure"] + counts["held"]}


def _outlines(values: Sequence[Facts]) -> dict[str, str]:
    """Paths around values, by what is to be seen of them."""
    boxes = {name: [cell["box"] for cell in values if cell["box"] and cell["band"] == name] for name in BANDS}
    boxes["found"] = [cell["box"] for cell in values if cell["box"] and cell["found"]]
    return {name: outline(some) for name, some in boxes.items() if some}


def _runs(rows: Sequence[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for row in rows:
        if runs and row == runs[-1][-1] + 1:
            runs[-1].append(row)
        else:
            runs.append([row])
    return runs


def _whole(grid: Sequence[Sequence[Facts]], run: Sequence[int]) -> list[list[Facts]]:
    """The rows of a run with spans that end with it, and blanks where a span came from above it."""
    width = max(cell["column"] + cell["column_span"] for row in grid for cell in row)
    covered: set[tuple[int, int]] = set()
    rows = []
    for row in run:
        starts = {cell["column"]: {**cell, "row_span": min(cell["row_span"], run[-1] + 1 - row)} for cell in grid[row]}
        for cell in starts.values():
            covered |= {
                (row + down, cell["column"] + right)
                for down in range(cell["row_span"])
                for right in range(cell["column_span"])
            }
        rows.append(
            [
                starts.get(column) or {**blank(row, column), "band": "", "found": [], "id": ""}
                for column in range(width)
                if column in starts or (row, column) not in covered
            ]
        )
    return rows


def _data(table: Facts, cells: Iterable[Facts]) -> Facts:
    return {
        "rows": table["row_labels"],
        "columns": table["column_labels"],
        "cells": {cell["id"]: _value(cell["value"]) for cell in cells},
    }


def _value(value: Mapping[str, Any]) -> Facts:
    """What the script tells of a value; what is not there is left out."""
    number = value["number"]
    told = {
        "printed": value["raw"],
        "number": None if number is None else number_text(number),
        "measured": value.get("measured_value"),
        "missing": value.get("missing"),
        "unit": value["unit"],
        "base": value.get("base_n"),
        "significance": value.get("significance"),
        "notes": " | ".join(value.get("footnotes", ())),
        "confidence": value["confidence"],
        "failed": " ".join(value["failed"]),
    }
    return {name: fact for name, fact in told.items() if fact not in (None, "")}
