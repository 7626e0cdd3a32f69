"""``pipeline tables``: shows the tables found in a PDF, without writing anything."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.cli.answer import print_json, tell_error, tell_issues
from pipeline.cli.isolated import Pdf, alone
from pipeline.cli.options import parser_for, settings_given
from pipeline.config import load_settings
from pipeline.errors import PipelineError
from pipeline.report.facts import issue_facts
from pipeline.report.plain import without_controls

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.executors import Tell
    from pipeline.model import Issue, Table

CELL_WIDTH = 24
"""Letters of a cell that --cells shows: a table of six columns then fits a wide terminal."""


def main(argv: Sequence[str]) -> int:
    parser = parser_for("tables", "Show the tables found in a PDF, without writing anything.")
    parser.add_argument("pdf", metavar="PDF")
    parser.add_argument("--cells", action="store_true", help="also print the cells of each table")
    options = parser.parse_args(argv)
    try:
        tables, issues = alone(_tables_of, Path(options.pdf), load_settings(settings_given(options)))
    except PipelineError as error:
        return tell_error(error, options.json)
    if options.json:
        facts = {"tables": [_facts(table) for table in tables], "issues": [issue_facts(issue) for issue in issues]}
        print_json({"source": options.pdf, **facts, "exit_code": 0})
    else:
        print(without_controls("\n".join(_lines(tables, options.cells))))
        tell_issues(issues)
    return 0


def _tables_of(pdf: Pdf, tell: Tell) -> tuple[tuple[Table, ...], tuple[Issue, ...]] | PipelineError:
    """Tables, and what is said of the document and its pages."""
    from pipeline.reading import read_content

    try:
        reading = read_content(pdf.path, pdf.settings, kept=pdf.kept(tell))
    except PipelineError as error:
        return error
    content = reading.content()
    return tuple(content.tables), reading.findings(content)


def _facts(table: Table) -> dict[str, Any]:
    caption = table.caption
    rows, columns, headers = _shape(table)
    return {
        "table_id": table.id,
        "pages": list(table.pages),
        "number": caption.number if caption else None,
        "title": caption.title if caption else None,
        "note": caption.note if caption else None,
        "rows": rows,
        "columns": columns,
        "header_rows": headers,
        "engine": table.engine,
        "score": round(table.score, 3),
        "box": [round(edge, 1) for edge in table.box],
        "cells": [
            {
                "row": c.row,
                "column": c.column,
                "row_span": c.row_span,
                "column_span": c.column_span,
                "text": c.text,
            }
            for c in table.cells
        ],
    }


def _shape(table: Table) -> tuple[int, int, int]:
    """Rows, columns, header rows."""
    rows = 1 + max((cell.row for cell in table.cells), default=-1)
    columns = 1 + max((cell.column + cell.column_span - 1 for cell in table.cells), default=-1)
    return rows, columns, len({cell.row for cell in table.cells if cell.role == "header"})


def _lines(tables: Sequence[Table], with_cells: bool) -> list[str]:
    lines = []
    for table in tables:
        rows, columns, _ = _shape(table)
        pages = "-".join(str(page) for page in dict.fromkeys((table.pages[0], table.pages[-1])))
        caption = table.caption
        named = f"{caption.label} {caption.number or ''} {caption.title}".strip() if caption else "(no caption)"
        lines.append(f"{table.id}  page {pages}  {rows} x {columns}  {table.engine} {table.score:.2f}  {named}")
        if with_cells:
            lines += [*_grid_lines(table, rows, columns), ""]
    return [*lines, f"{len(tables)} table{'' if len(tables) == 1 else 's'}"]


def _grid_lines(table: Table, rows: int, columns: int) -> list[str]:
    texts = {(cell.row, cell.column): " ".join(cell.text.split()) for cell in table.cells}
    grid = [[texts.get((row, column), "")[:CELL_WIDTH] for column in range(columns)] for row in range(rows)]
    widths = [max(len(line[column]) for line in grid) for column in range(columns)]
    return ["  " + "  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)) for line in grid]
