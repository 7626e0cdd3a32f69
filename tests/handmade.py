"""Tables made by hand, in the shape the clean stage hands on; for the tests of tidy, validate and write."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from pipeline.model import Axis, Box, Caption, Cell, Chart, CleanTable, Content, Document, Table, Value

ROW_HEIGHT = 12.0
COLUMN_WIDTH = 60.0


def box(row: int, column: int) -> Box:
    left, top = 100 + column * COLUMN_WIDTH, 100 + row * ROW_HEIGHT
    return Box(left, top, left + 20, top + 8)


def value(row: int, column: int, number: float | None, **changes: Any) -> Value:
    """A percentage by default; ``raw`` as a Dutch report would print it."""
    unit = changes.get("unit", "%" if changes.get("statistic", "percent") == "percent" else None)
    raw = "" if number is None else f"{number:g}".replace(".", ",") + ("%" if unit == "%" else "")
    plain = Value(
        row=row, column=column, raw=raw, number=number, missing="empty" if number is None else None, unit=unit,
        statistic="percent", base_n=None, is_total=False, significance=None, marks=(), footnotes=(), page=10,
        box=box(row, column), confidence=0.97,
    )  # fmt: skip
    return replace(plain, **changes)


def table(
    numbers: Sequence[Sequence[float | None]],
    rows: Sequence[str | tuple[str, ...]],
    columns: Sequence[str | tuple[str, ...]],
    **changes: Any,
) -> CleanTable:
    """A clean table with one header row per level and one stub column.

    ``total_rows`` and ``total_columns`` name the positions of totals within the body; ``bases`` one N per column;
    ``page`` and ``order`` make its id. What is left of ``changes`` goes to every value (``statistic``, ``unit``).
    """
    page, order = changes.pop("page", 10), changes.pop("order", 1)
    total_rows, total_columns = changes.pop("total_rows", ()), changes.pop("total_columns", ())
    bases = changes.pop("bases", (None,) * len(columns))
    caption = {name: changes.pop(name, None) for name in ("number", "title", "note", "section")}
    row_paths = [(path,) if isinstance(path, str) else path for path in rows]
    column_paths = [(path,) if isinstance(path, str) else path for path in columns]
    levels = max((len(path) for path in column_paths), default=1)
    row_axes = tuple(Axis(levels + i, path, is_total=i in total_rows) for i, path in enumerate(row_paths))
    column_axes = tuple(
        Axis(1 + j, path, base_n=bases[j], is_total=j in total_columns) for j, path in enumerate(column_paths)
    )
    values = tuple(
        value(
            row.index, column.index, numbers[i][j],
            **{"page": page, "is_total": row.is_total or column.is_total, "base_n": column.base_n} | changes,
        )
        for i, row in enumerate(row_axes) for j, column in enumerate(column_axes)
    )  # fmt: skip
    return CleanTable(
        _grid(f"p{page:03d}-t{order}", page, row_axes, column_axes, values), caption["number"], caption["title"],
        caption["note"], caption["section"], row_axes, column_axes, values,
    )  # fmt: skip


def _grid(name: str, page: int, rows: Sequence[Axis], columns: Sequence[Axis], values: Sequence[Value]) -> Table:
    cells = [
        Cell(level, axis.index, part, page, box(level, axis.index), "header")
        for axis in columns for level, part in enumerate(axis.path)
    ]  # fmt: skip
    cells += [Cell(axis.index, 0, axis.path[-1], page, box(axis.index, 0), "stub") for axis in rows if axis.path]
    cells += [Cell(v.row, v.column, v.raw, page, v.box) for v in values if v.raw]
    return Table(name, (page,), Box(100, 100, 400, 300), tuple(cells), "ruled", 0.95)


def document(path: Path = Path("verslag.pdf"), sha256: str = "ab" * 32) -> Document:
    return Document(path, sha256, 12, "Digitaal onderzoek", "by hand", "fast")


def caption(kind: Any, number: str | None, title: str, note: str | None = None) -> Caption:
    label = "Tabel" if kind == "table" else "Figuur"
    return Caption(kind, label, number, title, note, 10, Box(100, 80, 300, 92))


def content(tables: Sequence[CleanTable] = (), charts: Sequence[Chart] = (), **changes: Any) -> Content:
    return Content(tuple(table.table for table in tables), tuple(charts), **changes)
