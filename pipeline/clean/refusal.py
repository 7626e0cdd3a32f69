"""When a table gives no values, and what to say where labels are missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.model import Issue

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from pipeline.clean.layout import Layout, Sheet
    from pipeline.clean.stub import Entry
    from pipeline.model import Axis, Table


def refuse(sheet: Sheet, layout: Layout, rows: Mapping[int, Axis], columns: Sequence[Axis]) -> Issue | None:
    """Why this is no table of values: it holds no numbers, or nothing says what its numbers are.

    Numbers under no header and beside no label are labels of a chart, or a table whose labels were lost. None when
    there is no reason.
    """
    table = sheet.grid.table
    page = table.pages[0]
    places = ((r, c) for r in range(layout.header, sheet.grid.rows) for c in layout.values)
    if not any(sheet.read(r, c).kind == "number" or sheet.read(r, c).reading == "several" for r, c in places):
        message = f"table {table.id}, page {page}, holds no numbers: no values were read from it"
        return Issue("table.no_numbers", "info", message, page, table.id, box=table.box)
    headed = any(axis.path for axis in columns)
    labelled = any(any(axis.path) for axis in rows.values())
    if not headed and not labelled:
        message = f"table {table.id}, page {page}, has neither header nor labels: its numbers were left out"
        return Issue("table.no_labels", "warning", message, page, table.id, box=table.box)
    return None


def idle_headings(table: Table, entries: Sequence[Entry], rows: Mapping[int, Axis]) -> tuple[Issue, ...]:
    """Labels without values that head no row either, so that they stand in no path."""
    used = {part for axis in rows.values() for part in axis.path}
    page = table.pages[0]
    found = []
    for entry in entries:
        words = " ".join((*entry.outer, entry.text))
        if any(part not in used for part in (*entry.outer, entry.text) if part):
            message = f"'{words}' stands beside no values in table {table.id}, page {page}"
            found.append(Issue("row.no_values", "info", message, page, table.id, entry.row))
    return tuple(found)


def doubts_of_labels(
    table: Table,
    layout: Layout,
    rows: Mapping[int, Axis],
    columns: Sequence[Axis],
    twins: Collection[int],
) -> tuple[Issue, ...]:
    """Columns without a header or with that of another (``twins``), and tables whose rows have no labels at all."""
    page = table.pages[0]
    found = []
    bare = [axis.index for axis in columns if not axis.path]
    if bare:
        which = ", ".join(str(i + 1) for i in bare)
        message = f"no header was found for column {which} of table {table.id}, page {page}"
        found.append(Issue("header.missing", "warning", message, page, table.id, column=bare[0]))
    if twins:
        which = ", ".join(str(i + 1) for i in sorted(twins))
        message = f"columns {which} of table {table.id}, page {page}, have labels that others have too"
        found.append(Issue("header.repeated", "info", message, page, table.id, column=min(twins)))
    if rows and layout.values and not layout.stub:
        message = f"the rows of table {table.id}, page {page}, have no labels"
        found.append(Issue("row.unlabelled", "warning", message, page, table.id))
    return tuple(found)
