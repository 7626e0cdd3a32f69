"""Dossier -> the facts of the report as plain lists and dicts: report.json, and what report.html shows."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

from pipeline.model import Box, Cell, Chart, CleanTable, Issue, Page, Value
from pipeline.report import Dossier, status_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

FORMAT = 1
"""Raised when a field of report.json is renamed or removed."""

READ_STATES = ("text", "empty")
SEVERITIES = ("error", "warning", "info")

Facts = dict[str, Any]
Place = tuple[str, int, int]
"""Table, row, column."""


def facts_of(dossier: Dossier) -> Facts:
    document, validation = dossier.document, dossier.validation
    held_back = _quarantine(validation.quarantined.to_dict("records"))
    sure = _confidence(validation.accepted.to_dict("records"))
    counts = counts_of(dossier)
    return {
        "format": FORMAT,
        "report_id": dossier.report_id,
        "status": status_of(validation.issues, counts["values"], counts["accepted"]),
        "version": dossier.version,
        "source": {
            "file": document.path.name,
            "sha256": document.sha256,
            "pages": document.page_count,
            "title": document.title,
            "producer": document.producer,
            "backend": document.backend,
        },
        "numbers": {
            "language": dossier.number_format.language,
            "decimal": dossier.number_format.decimal,
            "grouping": list(dossier.number_format.grouping),
            "evidence": dossier.number_format.evidence,
            "certain": dossier.number_format.certain,
        },
        "counts": counts,
        "checks": [
            {
                "code": check.code,
                "title": check.title,
                "severity": check.severity,
                "tested": check.tested,
                "failed": check.failed,
                "not_checked": check.not_checked,
            }
            for check in validation.checks
        ],
        "issues": [issue_facts(issue) for issue in by_weight(validation.issues)],
        "pages": _pages(dossier.pages, dossier.tables),
        "not_read": _not_read(dossier.pages, dossier.charts),
        "tables": [_table(table, held_back, sure) for table in dossier.tables],
        "charts": [_chart(chart) for chart in dossier.charts],
        "quarantine": list(held_back.values()),
    }


def counts_of(dossier: Dossier) -> dict[str, int]:
    issues = dossier.validation.issues
    accepted, quarantined = len(dossier.validation.accepted), len(dossier.validation.quarantined)
    return {
        "pages": dossier.document.page_count,
        "tables": len(dossier.tables),
        "charts": len(dossier.charts),
        "charts_read": sum(chart.read for chart in dossier.charts),
        "values": accepted + quarantined,
        "accepted": accepted,
        "quarantined": quarantined,
        **{f"{severity}s": sum(i.severity == severity for i in issues) for severity in SEVERITIES},
    }


def by_weight(issues: Iterable[Issue]) -> list[Issue]:
    """Errors first, then warnings, then notes; in page order within each."""
    return sorted(issues, key=lambda i: (SEVERITIES.index(i.severity), i.page or 0))


def issue_facts(issue: Issue) -> Facts:
    return {
        "code": issue.code,
        "severity": issue.severity,
        "message": issue.message,
        "page": issue.page,
        "table_id": issue.table_id,
        "row": issue.row,
        "column": issue.column,
        "box": _box(issue.box),
    }


def issue_from(facts: Mapping[str, Any]) -> Issue:
    """The issue that ``issue_facts`` made these facts of."""
    box = facts["box"]
    return Issue(**{**facts, "box": Box(*box) if box else None})


def _box(box: Box | None) -> list[float] | None:
    return [round(float(edge), 2) for edge in box] if box else None


def _pages(pages: Iterable[Page], tables: Iterable[CleanTable]) -> list[Facts]:
    """What became of each page: tables, no tables, or why it was not read."""
    with_table = {number for table in tables for number in table.table.pages}
    return [
        {
            "page": page.number,
            "state": page.state
            if page.state not in READ_STATES
            else "tables"
            if page.number in with_table
            else "no tables",
        }
        for page in pages
    ]


def _not_read(pages: Iterable[Page], charts: Iterable[Chart]) -> list[Facts]:
    found: list[Facts] = []
    for page in pages:
        if page.state not in READ_STATES:
            found.append({"page": page.number, "what": page.state, "count": None})
        if page.hidden:
            found.append({"page": page.number, "what": "hidden", "count": len(page.hidden)})
    found += [
        {"page": chart.page, "what": "chart", "count": None, "chart_id": chart.id} for chart in charts if not chart.read
    ]
    return sorted(found, key=lambda entry: entry["page"])


def _quarantine(records: Iterable[Mapping[Any, Any]]) -> dict[Place, Facts]:
    """Quarantined observations by table, row and column."""
    wanted = (
        "observation_id",
        "table_id",
        "row",
        "column",
        "row_label",
        "column_label",
        "value_raw",
        "value",
        "page",
    )
    held: dict[Place, Facts] = {}
    for record in records:
        facts = {name: _plain(record.get(name)) for name in wanted}
        failed = record.get("failed") or ()
        facts["failed"] = failed.split() if isinstance(failed, str) else [str(code) for code in failed]
        facts["box"] = [_plain(record.get(edge)) for edge in ("x0", "top", "x1", "bottom")]
        held[(str(facts["table_id"]), int(facts["row"]), int(facts["column"]))] = facts
    return held


def _plain(value: Any) -> Any:
    """A pandas scalar as JSON knows it: missing values of every kind become None."""
    if value is None or value != value or str(value) == "<NA>":
        return None
    return value.item() if hasattr(value, "item") else value


def _confidence(records: Iterable[Mapping[Any, Any]]) -> dict[Place, float]:
    """Confidence by table, row and column: the checks may have lowered what reading had given."""
    return {(row["table_id"], row["row"], row["column"]): float(row["confidence"]) for row in records}


def _table(clean: CleanTable, held_back: Mapping[Place, Facts], sure: Mapping[Place, float]) -> Facts:
    table = clean.table
    grid = _grid(table.cells)
    body = min((value.row for value in clean.values), default=0)
    for above in itertools.chain(*grid[:body]):
        above["role"] = "header"  # what stands above the first value heads it, whatever the extractor took it for
    places = {(cell["row"], cell["column"]): cell for row in grid for cell in row}
    for value in clean.values:
        key = (table.id, value.row, value.column)
        cell = places.get((value.row, value.column))
        if cell is not None:
            failed = held_back[key]["failed"] if key in held_back else []
            cell["value"] = _value(value, sure.get(key, value.confidence), failed)
    return {
        "table_id": table.id,
        "number": clean.number,
        "title": clean.title,
        "note": clean.note,
        "section": clean.section,
        "pages": list(table.pages),
        "box": _box(table.box),
        "engine": table.engine,
        "score": round(table.score, 3),
        "margin": None if table.margin is None else round(table.margin, 3),
        "reasons": list(table.reasons),
        "row_labels": {axis.index: list(axis.path) for axis in clean.rows},
        "column_labels": {axis.index: list(axis.path) for axis in clean.columns},
        "notes": [note.text for note in table.notes],
        "issues": [issue_facts(issue) for issue in by_weight(clean.issues)],
        "grid": grid,
    }


def _grid(cells: Iterable[Cell]) -> list[list[Facts]]:
    """Rows of cells as HTML wants them: blanks filled in, nothing where a span reaches."""
    starts = {(cell.row, cell.column): cell for cell in cells}
    covered = {
        (row, column)
        for cell in starts.values()
        for row in range(cell.row, cell.row + cell.row_span)
        for column in range(cell.column, cell.column + cell.column_span)
    }
    height = 1 + max((row for row, _ in covered), default=-1)
    width = 1 + max((column for _, column in covered), default=-1)
    grid: list[list[Facts]] = []
    for row in range(height):
        grid.append([])
        for column in range(width):
            if (row, column) in starts:
                grid[row].append(_cell(starts[row, column]))
            elif (row, column) not in covered:
                grid[row].append(_blank(row, column))
    return grid


def _blank(row: int, column: int) -> Facts:
    place = {"row": row, "column": column, "row_span": 1, "column_span": 1}
    return {**place, "role": "body", "text": "", "page": None, "box": None, "value": None}


def _cell(cell: Cell) -> Facts:
    return {
        "row": cell.row,
        "column": cell.column,
        "row_span": cell.row_span,
        "column_span": cell.column_span,
        "role": cell.role,
        "text": cell.text,
        "page": cell.page,
        "box": _box(cell.box),
        "value": None,
    }


def _value(value: Value, confidence: float, failed: list[str]) -> Facts:
    return {
        "raw": value.raw,
        "number": value.number,
        "missing": value.missing,
        "unit": value.unit,
        "statistic": value.statistic,
        "base_n": value.base_n,
        "significance": value.significance,
        "marks": list(value.marks),
        "footnotes": list(value.footnotes),
        "confidence": round(confidence, 3),
        "page": value.page,
        "box": _box(value.box),
        "failed": failed,
    }


def _chart(chart: Chart) -> Facts:
    caption = chart.caption
    return {
        "chart_id": chart.id,
        "page": chart.page,
        "box": _box(chart.box),
        "kind": chart.kind,
        "read": chart.read,
        "engine": chart.engine,
        "number": caption.number if caption else None,
        "title": caption.title if caption else None,
        "note": caption.note if caption else None,
        "bars": [
            {
                "row": bar.row,
                "column": bar.column,
                "category": bar.category,
                "series": bar.series,
                "raw": bar.value_raw,
                "label_value": bar.label_value,
                "measured_value": None if bar.measured_value is None else round(bar.measured_value, 2),
                "unit": bar.unit,
                "confidence": round(bar.confidence, 3),
                "box": _box(bar.box),
            }
            for bar in chart.bars
        ],
    }
