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


def match(
    expected: Sequence[ExpectedTable], tables: Sequence[CleanTable], schemas: Mapping[ExpectedTable, TableSchema]
) -> tuple[Match, ...]:
    """One match per expected table, in order. First by title (case, blanks, quotes and years aside), then by labels
    and columns, the most alike first."""
    found: dict[int, tuple[CleanTable, bool]] = {}
    free = list(tables)
    for position, wanted in enumerate(expected):
        same = [
            t for t in free if squeezed(wanted.title or "") and squeezed(t.title or "") == squeezed(wanted.title or "")
        ]
        same.sort(key=lambda t: t.number != wanted.number)
        if same:
            found[position] = (same[0], True)
            free.remove(same[0])
    pairs = [
        (likeness, position, table)
        for position, wanted in enumerate(expected)
        if position not in found
        for table in free
        if (likeness := _likeness(wanted, table, schemas.get(wanted)))
    ]
    for _, position, table in sorted(pairs, key=lambda pair: -pair[0]):
        if position not in found and table in free:
            found[position] = (table, False)
            free.remove(table)
    return tuple(Match(wanted, *found.get(k, (None, False))) for k, wanted in enumerate(expected))


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
