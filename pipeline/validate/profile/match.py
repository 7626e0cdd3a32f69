"""Which table of the report is which table of the profile."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from schemas.printed import as_printed
from schemas.profile import squeezed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.model import CleanTable
    from schemas.profile import ExpectedTable
    from schemas.table_schema import TableSchema

SAME_CONTENT = 0.5
"""Share of labels and columns in common that tables of one number, or without titles, must have to be the same."""
SAME_WHATEVER = 0.8
"""Share from which on number and title may both have changed."""


class Match(NamedTuple):
    expected: ExpectedTable
    table: CleanTable | None
    by_title: bool
    at: int | None = None
    """Position of the table in the report."""


def match(
    expected: Sequence[ExpectedTable], tables: Sequence[CleanTable], schemas: Mapping[ExpectedTable, TableSchema]
) -> tuple[Match, ...]:
    """One match per expected table, in order. First by title (case, blanks, quotes and years aside), then by labels
    and columns, the most alike first."""
    found: dict[int, tuple[int, bool]] = {}
    named = [(squeezed(table.title or ""), table.number) for table in tables]
    free = dict.fromkeys(range(len(named)))
    for position, wanted in enumerate(expected):
        title = squeezed(wanted.title or "")
        same = [at for at in free if title and named[at][0] == title]
        if same:
            first = min(same, key=lambda at: named[at][1] != wanted.number)
            found[position] = (first, True)
            del free[first]
    pairs = [
        (-likeness, position, at)
        for at, table in enumerate(tables)
        if at in free
        for position, wanted in enumerate(expected)
        if position not in found and (likeness := _likeness(wanted, table, schemas.get(wanted)))
    ]
    for _, position, at in sorted(pairs):
        if position not in found and at in free:
            found[position] = (at, False)
            del free[at]
    return tuple(
        Match(wanted, tables[found[k][0]], found[k][1], found[k][0]) if k in found else Match(wanted, None, False)
        for k, wanted in enumerate(expected)
    )


def _likeness(wanted: ExpectedTable, table: CleanTable, schema: TableSchema | None) -> float:
    """0: another table."""
    same_number = wanted.number is not None and wanted.number == table.number
    if schema is None:
        return 1.0 if same_number else 0.0
    columns = as_printed(table, {})
    labels = {str(text) for c in columns if c.column is None for text in c.values if text is not None}
    names = {column.name for column in columns}
    parts = [_common(labels, schema.labels), _common(names, frozenset(schema.columns))]
    share = sum(parts) / len(parts)
    nameless = not wanted.title or not table.title
    enough = SAME_CONTENT if same_number or (nameless and wanted.number in (None, table.number)) else SAME_WHATEVER
    return share if share >= enough else 0.0


def _common(one: set[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one | other else 0.0
