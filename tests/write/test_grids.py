"""tables.json: every table cell by cell as printed."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from handmade import caption, content
from written_report import COUNTS, SHARES, empty, package

from pipeline.model import Box, Cell, CleanTable, Note, Table
from pipeline.write import Package, write_report

GRID = Table(
    "p007-t2", (7, 8), Box(100, 100.456, 400, 300), (
        Cell(0, 1, "2017", 7, Box(160, 100, 220, 108), "header", column_span=2),
        Cell(1, 0, "Wenselijk", 7, Box(100, 112, 150, 120), "stub", row_span=2),
        Cell(1, 1, "81%", 8, Box(160, 112.006, 180, 120)),
        Cell(2, 1, "a) raming", 8, Box(160, 124, 180, 132), "note"),
    ), "ruled", 0.951234,
    caption=caption("table", "3.1", "Wenselijkheid", "(%)"),
    notes=(Note("Bron: enquête.", 8, Box(100, 310, 300, 318)),),
)  # fmt: skip


def grids(folder: Path, report: Package) -> list[dict[str, Any]]:
    write_report(folder, report)
    found: list[dict[str, Any]] = json.loads((folder / "tables.json").read_text("utf-8"))
    return found


def part(letter: str) -> CleanTable:
    """What the clean stage makes of one strip of a folded table."""
    return replace(COUNTS, table=replace(GRID, id=f"p007-t2{letter}"))


def test_a_table_with_all_its_cells(tmp_path: Path) -> None:
    report = replace(package([]), content=replace(content(), tables=(GRID,)))
    assert grids(tmp_path, report) == [
        {
            "table_id": "p007-t2", "parts": [], "number": "3.1", "title": "Wenselijkheid", "note": "(%)",
            "pages": [7, 8], "engine": "ruled", "score": 0.9512, "bbox": [100, 100.46, 400, 300],
            "notes": ["Bron: enquête."],
            "cells": [
                {"row": 0, "column": 1, "row_span": 1, "column_span": 2, "text": "2017", "page": 7,
                 "bbox": [160, 100, 220, 108], "role": "header"},
                {"row": 1, "column": 0, "row_span": 2, "column_span": 1, "text": "Wenselijk", "page": 7,
                 "bbox": [100, 112, 150, 120], "role": "stub"},
                {"row": 1, "column": 1, "row_span": 1, "column_span": 1, "text": "81%", "page": 8,
                 "bbox": [160, 112.01, 180, 120], "role": "body"},
                {"row": 2, "column": 1, "row_span": 1, "column_span": 1, "text": "a) raming", "page": 8,
                 "bbox": [160, 124, 180, 132], "role": "note"},
            ],
        }
    ]  # fmt: skip


def test_a_folded_table_is_one_grid_that_names_its_parts(tmp_path: Path) -> None:
    strips = tuple(part(letter) for letter in "ab")
    report = replace(package([]), content=replace(content(), tables=(GRID, COUNTS.table)), tables=(*strips, COUNTS))
    found = grids(tmp_path, report)
    assert [(table["table_id"], table["parts"]) for table in found] == [
        ("p007-t2", ["p007-t2a", "p007-t2b"]),
        ("p011-t1", []),
    ]
    for name in ("p007-t2a", "p007-t2b", "p011-t1"):
        assert (tmp_path / f"tables/{name}.csv").exists()


def test_a_table_without_a_caption_has_nulls_and_one_line(tmp_path: Path) -> None:
    found = grids(tmp_path, package([SHARES, COUNTS]))
    assert [(table["number"], table["title"], table["note"]) for table in found] == [(None, None, None)] * 2
    lines = (tmp_path / "tables.json").read_text("utf-8").splitlines()
    assert [line[:14] for line in lines] == ["[", '{"table_id":"p', '{"table_id":"p', "]"]


def test_no_tables_is_an_empty_list(tmp_path: Path) -> None:
    assert grids(tmp_path, empty()) == []
