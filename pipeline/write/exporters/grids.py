"""tables.json: every table with its grid, cell by cell, as printed on the page.

A table folded into strips side by side is one grid here and several tables of data; ``parts`` names these.
"""

from __future__ import annotations

from string import ascii_lowercase
from typing import TYPE_CHECKING

from pipeline.sanitise import clean
from pipeline.write.artifact import json_bytes, store

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pipeline.model import Artifact, Box, Cell, Table
    from pipeline.write.package import Delivery, Package

BOX_DECIMALS = 2
SCORE_DECIMALS = 4


def write_grids(delivery: Delivery) -> tuple[Artifact, ...]:
    """One line per table, so that two runs compare line by line."""
    package = delivery.package
    parts: dict[str, list[str]] = {}
    for part in package.tables:
        parts.setdefault(part.table.id.rstrip(ascii_lowercase), []).append(part.table.id)
    return (store(delivery.folder, "tables.json", _pieces(package, parts), rows=len(package.content.tables)),)


def _pieces(package: Package, parts: Mapping[str, list[str]]) -> Iterator[bytes]:
    lead = b"[\n"
    for table in package.content.tables:
        yield lead + grid_json(table, parts.get(table.id, []))
        lead = b",\n"
    yield b"\n]\n" if package.content.tables else b"[]\n"


def grid_json(table: Table, parts: Sequence[str] = ()) -> bytes:
    """The table's line of tables.json. ``parts``: ids of the tables of data that are made of it."""
    caption = table.caption
    record = {
        "table_id": table.id,
        "parts": [] if list(parts) == [table.id] else list(parts),
        "number": _text(caption.number if caption else None),
        "title": _text(caption.title if caption else None),
        "note": _text(caption.note if caption else None),
        "pages": list(table.pages),
        "engine": table.engine,
        "score": round(table.score, SCORE_DECIMALS),
        "bbox": _box(table.box),
        "notes": [_text(note.text) for note in table.notes],
        "cells": [_cell(cell) for cell in table.cells],
    }
    return json_bytes(record, indent=None).rstrip()


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
