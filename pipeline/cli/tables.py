"""``pipeline tables``: shows the tables found in a PDF, without writing anything."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.cli.answer import print_json, tell_error
from pipeline.cli.options import parser_for, settings_given
from pipeline.config import Settings, load_settings
from pipeline.errors import PipelineError
from pipeline.report.plain import without_controls

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from pipeline.executors import Tell
    from pipeline.model import Table

CELL_WIDTH = 24
"""Letters of a cell that --cells shows: a table of six columns then fits a wide terminal."""


def main(argv: Sequence[str]) -> int:
    parser = parser_for("tables", "Show the tables found in a PDF, without writing anything.")
    parser.add_argument("pdf", metavar="PDF")
    parser.add_argument("--cells", action="store_true", help="also print the cells of each table")
    options = parser.parse_args(argv)
    try:
        tables = _find(options)
    except PipelineError as error:
        return tell_error(error, options.json)
    if options.json:
        print_json({"source": options.pdf, "tables": [_facts(table) for table in tables], "exit_code": 0})
    else:
        print(without_controls("\n".join(_lines(tables, options.cells))))
    return 0


def _find(options: argparse.Namespace) -> tuple[Table, ...]:
    from pipeline.executors import Failure
    from pipeline.executors.processes import Processes

    settings = load_settings(settings_given(options))
    executor = Processes(1, settings.document_seconds, settings.memory_mb, settings.page_seconds)
    [(_, found)] = executor.map(_tables_of, [(Path(options.pdf), settings)])
    if isinstance(found, Failure):
        error = PipelineError(f"{options.pdf}: {found.message}")
        error.code, error.hint = found.code, found.hint
        raise error
    if isinstance(found, PipelineError):
        raise found
    return found


def _tables_of(job: tuple[Path, Settings], tell: Tell) -> tuple[Table, ...] | PipelineError:
    from pipeline.reading import read_content
    from pipeline.work import Work

    try:
        return read_content(*job, kept=Work(tell=tell)).content.tables
    except PipelineError as error:
        return error


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
