"""tables.json: every table with its grid, cell by cell, as read from the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.write.artifact import json_bytes, store
from pipeline.write.sanitise import clean

if TYPE_CHECKING:
    from pipeline.model import Artifact, Box, Cell, CleanTable
    from pipeline.write.package import Delivery

BOX_DECIMALS = 2
SCORE_DECIMALS = 4


def write_grids(delivery: Delivery) -> tuple[Artifact, ...]:
    """One line per table, so that two runs compare line by line."""
    tables = [json_bytes(_table(table), indent=None).rstrip() for table in delivery.package.tables]
    content = b"[\n" + b",\n".join(tables) + b"\n]\n" if tables else b"[]\n"
    return (store(delivery.folder, "tables.json", content, rows=len(tables)),)


def _table(clean_table: CleanTable) -> dict[str, object]:
    table = clean_table.table
    return {
        "table_id": table.id,
        "number": _text(clean_table.number),
        "title": _text(clean_table.title),
        "note": _text(clean_table.note),
        "pages": list(table.pages),
        "engine": table.engine,
        "score": round(table.score, SCORE_DECIMALS),
        "bbox": _box(table.box),
        "notes": [_text(note.text) for note in table.notes],
        "cells": [_cell(cell) for cell in table.cells],
    }


def _cell(cell: Cell) -> dict[str, object]:
    return {
        "row": cell.row,
        "column": cell.column,
        "row_span": cell.row_span,
        "column_span": cell.column_span,
        "text": clean(cell.text),
        "page": cell.page,
        "bbox": _box(cell.box),
        "role": cell.role,
    }


def _text(text: str | None) -> str | None:
    return None if text is None else clean(text)


def _box(box: Box) -> list[float]:
    return [round(length, BOX_DECIMALS) for length in box]
