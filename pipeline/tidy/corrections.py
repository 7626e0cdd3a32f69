"""Corrections of a person applied to observations, each only where the page still prints what it was made for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from pipeline.findings import finding, sentence, word
from pipeline.model import Place as NamedPlace
from pipeline.model import Value
from pipeline.packed import lay_by
from schemas.columns import PATH_SEPARATOR, observation_id
from schemas.corrections import Correction, told

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd

    from pipeline.model import Axis, Cell, Chart, CleanTable, Issue, Wording

SURE = 1.0
"""Confidence of a value that a person has read on the page."""

Place = tuple[str, int, int]
"""Table, row and column."""


class Corrected(NamedTuple):
    observations: pd.DataFrame
    issues: tuple[Issue, ...]
    applied: Mapping[Place, Correction]
    refused: int


def labels(group: object, own: object) -> str:
    """Labels of a row or column as a file of corrections has them, outermost first."""
    return PATH_SEPARATOR.join(told(part) for part in (group, own) if isinstance(part, str) and part)


def correct(observations: pd.DataFrame, corrections: Sequence[Correction]) -> Corrected:
    """The observations with what is corrected, marked ``corrected``; a finding for each correction.

    One whose page, labels or printed text are not those of the observation is refused, with an error; so is one
    whose observation is not there.
    """
    frame = observations.copy() if corrections else observations
    index = {str(key): position for position, key in enumerate(frame["observation_id"])}
    issues: list[Issue] = []
    applied: dict[Place, Correction] = {}
    for correction in corrections:
        position = index.get(correction.observation_id)
        row: Mapping[Any, Any] = {} if position is None else frame.iloc[position].to_dict()
        why = _differs(correction, row)
        if why is not None or position is None:
            issues.append(_refused(correction, row, why or word("correction.refused:gone")))
            continue
        label = frame.index[position]
        frame.loc[label, "value"] = float("nan") if correction.value is None else correction.value
        frame.loc[label, "missing"] = correction.missing
        frame.loc[label, "confidence"] = SURE
        frame.loc[label, "corrected"] = True
        place = str(row["table_id"]), int(row["row"]), int(row["column"])
        applied[place] = correction
        issues.append(_applied(correction, row, place))
    return Corrected(frame, tuple(issues), applied, len(corrections) - len(applied))


def with_unread(tables: Sequence[CleanTable], corrections: Sequence[Correction]) -> Sequence[CleanTable]:
    """The tables with a place for each value that could not be read and that a correction gives.

    Only where a cell prints what the correction says; ``correct`` then fills it in.
    """
    wanted = {correction.observation_id: correction for correction in corrections}
    return lay_by(_with_places(table, wanted) for table in tables) if wanted else tables


def _with_places(table: CleanTable, wanted: Mapping[str, Correction]) -> CleanTable:
    known = {(value.row, value.column) for value in table.values}
    rows = {axis.index: axis for axis in table.rows}
    columns = {axis.index: axis for axis in table.columns}
    new = []
    for cell in table.table.cells:
        correction = wanted.get(observation_id(table.table.id, cell.row, cell.column))
        if correction is None or (cell.row, cell.column) in known or told(cell.text) != correction.printed:
            continue
        if cell.row in rows and cell.column in columns:
            new.append(_unread(cell, rows[cell.row], columns[cell.column], table.values))
    return replace(table, values=(*table.values, *new)) if new else table


def _unread(cell: Cell, row: Axis, column: Axis, values: Sequence[Value]) -> Value:
    """A value without a number, of the kind of its neighbours in the column."""
    near = next((value for value in values if value.column == cell.column), None)
    return Value(
        row=cell.row,
        column=cell.column,
        raw=cell.text,
        number=None,
        missing=None,
        unit=near.unit if near else column.unit or row.unit,
        statistic=near.statistic if near else column.statistic or row.statistic or "other",
        base_n=column.base_n if column.base_n is not None else row.base_n,
        is_total=row.is_total or column.is_total,
        significance=None,
        marks=(),
        footnotes=(),
        page=cell.page,
        box=cell.box,
        confidence=0.0,
    )


def corrected_tables(tables: Sequence[CleanTable], applied: Mapping[Place, Correction]) -> Sequence[CleanTable]:
    """The tables with the same numbers as the observations, for whoever shows them."""
    return lay_by(_table(table, applied) for table in tables) if applied else tables


def corrected_charts(charts: Iterable[Chart], applied: Mapping[Place, Correction]) -> tuple[Chart, ...]:
    """The same for charts: the corrected number is what the label says."""
    return tuple(
        replace(
            chart,
            bars=tuple(
                bar if (found := applied.get((chart.id, bar.row, bar.column))) is None
                else replace(bar, label_value=found.value, confidence=SURE)
                for bar in chart.bars
            ),
            issues=settled(chart.issues, applied),
        )
        for chart in charts
    )  # fmt: skip


def settled(issues: Iterable[Issue], applied: Mapping[Place, Correction]) -> tuple[Issue, ...]:
    """Findings about cells that a person has corrected since become notes."""
    return tuple(_noted(i) if (i.table_id, i.row, i.column) in applied else i for i in issues)


def _noted(issue: Issue) -> Issue:
    if issue.wording is None:
        return replace(issue, severity="info", message=f"{issue.message} (A person has corrected the value.)")
    wording = word("correction.applied:settled", finding=(issue.wording,))
    return replace(issue, severity="info", message=sentence(wording), wording=wording)


def _table(table: CleanTable, applied: Mapping[Place, Correction]) -> CleanTable:
    values = tuple(
        value if (found := applied.get((table.table.id, value.row, value.column))) is None
        else replace(value, number=found.value, missing=found.missing, confidence=SURE)  # type: ignore[arg-type]
        for value in table.values
    )  # fmt: skip
    return replace(table, values=values, issues=settled(table.issues, applied))


def _differs(correction: Correction, row: Mapping[str, Any]) -> Wording | None:
    """What is not as it was when the correction was made."""
    if not row:
        return word("correction.refused:gone")
    now = (
        ("correction.refused:page", str(correction.page), str(row["page"])),
        ("correction.refused:row", correction.row, labels(row["row_group"], row["row_label"])),
        ("correction.refused:column", correction.column, labels(row["column_group"], row["column_label"])),
        ("correction.refused:printed", correction.printed, told(_text(row["value_raw"]))),
    )
    return next((word(key, old=old, new=new) for key, old, new in now if old != new), None)


def _refused(correction: Correction, row: Mapping[str, Any], why: Wording) -> Issue:
    about = {"observation": correction.observation_id, "new": _shown(correction), "file": correction.place}
    wording = word("correction.refused", why=(why,), **about)
    if not row:
        return finding("error", wording, correction.page)
    return finding("error", wording, int(row["page"]), str(row["table_id"]), int(row["row"]), int(row["column"]))


def _applied(correction: Correction, row: Mapping[str, Any], place: Place) -> Issue:
    value, page = row["value"], int(row["page"])
    where = NamedPlace(
        place[0], _text(row["number"]), page, f"“{correction.row}”", f"“{correction.column}”", row["source"] == "chart"
    )
    read = f"{value:g}" if value == value else _text(row["missing"]) or "?"
    about = {"raw": correction.printed, "read": read, "new": _shown(correction), "file": correction.place}
    return finding("info", word("correction.applied", where=where, reason=correction.reason, **about), page, *place)


def _shown(correction: Correction) -> str:
    return f"{correction.value:g}" if correction.value is not None else f"“{correction.missing}”"


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
