"""CleanTable -> facts: the grid as HTML wants it, with each value as the checks left it."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any, NamedTuple

from pipeline.report.facts import Facts, box_facts, by_weight, told
from pipeline.report.facts.held import Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd

    from pipeline.model import Cell, CleanTable, Value


class Judged:
    """What tidy and the checks made of the values that were read, table by table."""

    def __init__(self, accepted: pd.DataFrame, held: Mapping[Place, Facts]) -> None:
        """``held``: those in quarantine."""
        self._held = held
        self._at: Mapping[Any, Any] = accepted.groupby("table_id").indices if len(accepted) else {}
        names = [name for name in ("row", "column", "confidence", "corrected") if name in accepted]
        self._columns = {name: accepted[name].to_numpy() for name in names}

    def of(self, table_id: str) -> Own:
        """Those of one table or chart."""
        if table_id not in self._at:
            return Own(table_id, self._held, {}, frozenset())
        own = {name: column[self._at[table_id]].tolist() for name, column in self._columns.items()}
        places = list(zip(own["row"], own["column"], strict=True))
        corrected = own.get("corrected", [False] * len(places))
        return Own(
            table_id,
            self._held,
            dict(zip(places, map(float, own["confidence"]), strict=True)),
            frozenset(place for place, by_hand in zip(places, corrected, strict=True) if by_hand),
        )


class Own(NamedTuple):
    table_id: str
    held: Mapping[Place, Facts]
    confidence: Mapping[tuple[int, int], float]
    """Of accepted ones, by row and column: the checks may have lowered what reading had given."""
    corrected: frozenset[tuple[int, int]]

    def facts(self, row: int, column: int, confidence: float) -> Facts:
        held = self.held.get((self.table_id, row, column))
        return {
            "confidence": round(self.confidence.get((row, column), confidence), 3),
            "failed": held["failed"] if held else [],
            "corrected": (row, column) in self.corrected,
        }


def table_facts(clean: CleanTable, judged: Judged, language: str) -> Facts:
    table, own = clean.table, judged.of(clean.table.id)
    grid = _grid(table.cells)
    body = min((value.row for value in clean.values), default=0)
    for above in itertools.chain(*grid[:body]):
        above["role"] = "header"  # what stands above the first value heads it, whatever the extractor took it for
    places = {(cell["row"], cell["column"]): cell for row in grid for cell in row}
    for value in clean.values:
        cell = places.get((value.row, value.column))
        if cell is not None:
            cell["value"] = _value(value) | own.facts(value.row, value.column, value.confidence)
    return {
        "table_id": table.id,
        "number": clean.number,
        "title": clean.title,
        "note": clean.note,
        "section": clean.section,
        "pages": list(table.pages),
        "box": box_facts(table.box),
        "caption_page": table.caption.page if table.caption else None,
        "caption_box": box_facts(table.caption.box) if table.caption else None,
        "engine": table.engine,
        "score": round(table.score, 3),
        "margin": None if table.margin is None else round(table.margin, 3),
        "reasons": list(table.reasons),
        "row_labels": {axis.index: list(axis.path) for axis in clean.rows},
        "column_labels": {axis.index: list(axis.path) for axis in clean.columns},
        "notes": [note.text for note in table.notes],
        "issues": [told(issue, language) for issue in by_weight(clean.issues)],
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
                grid[row].append(blank(row, column))
    return grid


def blank(row: int, column: int) -> Facts:
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
        "box": box_facts(cell.box),
        "value": None,
    }


def _value(value: Value) -> Facts:
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
        "page": value.page,
        "box": box_facts(value.box),
    }
