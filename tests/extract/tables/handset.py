"""Values between two steps of the table engine, set by hand: type of 10 points, every character 5 points wide."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from pipeline.extract.tables.shapes import Column, Layout, Line, Lines, Phrase, Row, Slot, Stack, row
from pipeline.model import CellRole, Page
from tests.extract.tables.typeset import words

SIZE = 10.0
Span = tuple[float, float, float]
"""Start, end and position of a rule."""


def cell(x: float, top: float, text: str, **look: Any) -> Phrase:
    """One phrase whose box begins at ``x``, ``top``: 5 points a character, blanks included, 10 points high."""
    return Phrase(words(text, x, top, SIZE, **look))


def line(top: float, *cells: tuple[float, str], **look: Any) -> Row:
    """One row: the left edge and the text of each of its phrases."""
    return row(cell(x, top, text, **look) for x, text in cells)


def block(top: float, xs: Sequence[float], *texts: Sequence[str], pitch: float = 14.0) -> list[Row]:
    """Rows at one pitch with phrases at the same left edges; an empty text is no phrase."""
    return [
        line(top + pitch * i, *((x, t) for x, t in zip(xs, cells, strict=True) if t)) for i, cells in enumerate(texts)
    ]


def laid(
    rows: Iterable[Row],
    across: Sequence[Span] = (),
    down: Sequence[Span] = (),
    prose: Iterable[Phrase] = (),
    stacks: Iterable[Stack] = (),
) -> Layout:
    """A layout of these rows; rules as (start, end, at)."""
    return Layout(
        page=Page(1, 595.0, 842.0, ()),
        phrases=tuple(p for r in rows for p in r.phrases),
        horizontals=Lines.of(Line(*r) for r in across),
        verticals=Lines.of(Line(*r) for r in down),
        fill_tops=Lines(),
        fill_sides=Lines(),
        word_gap=0.5,
        size=SIZE,
        stacks=tuple(stacks),
        prose=frozenset(prose),
    )


def columns(*edges: tuple[float, float]) -> list[Column]:
    return [Column(*e) for e in edges]


def texts(rows: Iterable[Row]) -> list[list[str]]:
    return [[p.text for p in r.phrases] for r in rows]


def placed(slots: Iterable[Slot]) -> dict[str, tuple[int, int, int, int]]:
    """Text -> first and last row, first and last column."""
    return {" ".join(p.text for p in s.phrases): (s.row0, s.row1, s.column0, s.column1) for s in slots}


def slot(
    at: tuple[int, int], text: str, rows: int = 1, across: int = 1, role: CellRole = "body", x: float | None = None
) -> Slot:
    """A slot at a row and column; its phrase stands where a table of pitch 14 and columns of 60 would have it."""
    r, k = at
    p = cell(60.0 * k if x is None else x, 14.0 * r, text)
    return Slot(r, r + rows - 1, k, k + across - 1, (p,), role)
