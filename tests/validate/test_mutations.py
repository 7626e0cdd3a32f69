"""Faults planted in the extracted values of the sample report are found, each by the check that is meant for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from mutations import Extracted, mutations, tally
from noticeable import bars, claims, of_the_sample, sheets

from pipeline.model import Axis, CleanTable, Issue
from pipeline.validate import validate

ROOT = Path(__file__).parents[2]
PDF = ROOT / "raw" / "digitalisering-overheid.pdf"
CLAIMS = ROOT / "tests" / "sample" / "truth" / "claims.json"
SEED = 20261127
LEAST_FOUND = 0.9


@pytest.fixture(scope="module")
def report() -> Extracted:
    return Extracted.of(PDF)


# ------------------------------------------------------------------ 500 single values


def test_nine_in_ten_of_the_noticeable_faults_in_single_values_are_found(report: Extracted) -> None:
    found = sheets(report.tables, report.content.charts)
    relations = [*of_the_sample(found), *bars(report.content.charts), *claims(CLAIMS, found)]
    values = {key: value for sheet in found.values() for key, value in sheet.values.items()}
    assert len(values) == report.frame["value"].notna().sum(), "every value is one that a reader looks at"
    assert [(one.kind, one.keys) for one in relations if not one.holds(values)] == [], "the report is right"
    result = tally(report, relations, values, mutations(report.frame, 500, SEED))
    assert result.noticeable > 350, "most faults break something that the report prints"
    assert result.rate >= LEAST_FOUND, [
        f"{fault.key} {fault.kind} -> {fault.raw}: {kinds}" for fault, kinds in result.missed
    ]


# ------------------------------------------------------------------ kinds of faults, and the check for each

Fault = Callable[[pd.DataFrame, list[CleanTable]], tuple[pd.DataFrame, list[CleanTable]]]


def at(frame: pd.DataFrame, table: str, row: int, column: int) -> int:
    [index] = frame.index[(frame["table_id"] == table) & (frame["row"] == row) & (frame["column"] == column)]
    return int(index)


def printed(table: str, row: int, column: int, value: float, raw: str) -> Fault:
    """A value misread, as text and as number alike."""

    def plant(frame: pd.DataFrame, tables: list[CleanTable]) -> tuple[pd.DataFrame, list[CleanTable]]:
        frame.loc[at(frame, table, row, column), ["value", "value_raw"]] = [value, raw]
        return frame, tables

    return plant


def swapped(table: str, one: tuple[int, int], other: tuple[int, int]) -> Fault:
    def plant(frame: pd.DataFrame, tables: list[CleanTable]) -> tuple[pd.DataFrame, list[CleanTable]]:
        a, b = at(frame, table, *one), at(frame, table, *other)
        names = ["value", "value_raw", "missing"]
        frame.loc[[a, b], names] = frame.loc[[b, a], names].to_numpy()
        return frame, tables

    return plant


def changed(tables: list[CleanTable], table: str, change: Callable[[CleanTable], CleanTable]) -> list[CleanTable]:
    assert any(one.table.id == table for one in tables)
    return [change(one) if one.table.id == table else one for one in tables]


def dropped(table: str, row: int, also_cells: bool) -> Fault:
    """A row of values lost by the clean stage; or, with its cells, by the extract stage."""

    def plant(frame: pd.DataFrame, tables: list[CleanTable]) -> tuple[pd.DataFrame, list[CleanTable]]:
        def without(one: CleanTable) -> CleanTable:
            cells = tuple(c for c in one.table.cells if c.row != row) if also_cells else one.table.cells
            values = tuple(v for v in one.values if v.row != row)
            return replace(one, values=values, rows=tuple(a for a in one.rows if a.index != row),
                           table=replace(one.table, cells=cells))  # fmt: skip

        return frame[~((frame["table_id"] == table) & (frame["row"] == row))], changed(tables, table, without)

    return plant


def shifted(table: str, column: int) -> Fault:
    """A column that slipped up by one row."""

    def plant(frame: pd.DataFrame, tables: list[CleanTable]) -> tuple[pd.DataFrame, list[CleanTable]]:
        rows = frame.index[(frame["table_id"] == table) & (frame["column"] == column)]
        names = ["value", "value_raw"]
        frame.loc[rows[:-1], names] = frame.loc[rows[1:], names].to_numpy()
        return frame, tables

    return plant


def read_twice(table: str, row: int, new: int) -> Fault:
    def plant(frame: pd.DataFrame, tables: list[CleanTable]) -> tuple[pd.DataFrame, list[CleanTable]]:
        again = frame[(frame["table_id"] == table) & (frame["row"] == row)].copy()
        again["row"] = new
        again["observation_id"] = again["observation_id"].str.replace(f"-r{row:02d}-", f"-r{new:02d}-")

        def longer(one: CleanTable) -> CleanTable:
            [axis] = [axis for axis in one.rows if axis.index == row]
            return replace(one, rows=(*one.rows, replace(axis, index=new)))

        return pd.concat([frame, again], ignore_index=True), changed(tables, table, longer)

    return plant


def without_header(table: str, column: int) -> Fault:
    def plant(frame: pd.DataFrame, tables: list[CleanTable]) -> tuple[pd.DataFrame, list[CleanTable]]:
        def bare(axis: Axis) -> Axis:
            return replace(axis, path=()) if axis.index == column else axis

        frame.loc[(frame["table_id"] == table) & (frame["column"] == column), "column_label"] = None
        return frame, changed(tables, table, lambda one: replace(one, columns=tuple(map(bare, one.columns))))

    return plant


def other_base(table: str, column: int, base: int) -> Fault:
    def plant(frame: pd.DataFrame, tables: list[CleanTable]) -> tuple[pd.DataFrame, list[CleanTable]]:
        def based(axis: Axis) -> Axis:
            return replace(axis, base_n=base) if axis.index == column else axis

        frame.loc[(frame["table_id"] == table) & (frame["column"] == column), "base_n"] = base
        return frame, changed(tables, table, lambda one: replace(one, columns=tuple(map(based, one.columns))))

    return plant


def numbered(table: str, number: str) -> Fault:
    def plant(frame: pd.DataFrame, tables: list[CleanTable]) -> tuple[pd.DataFrame, list[CleanTable]]:
        frame.loc[frame["table_id"] == table, "number"] = number
        return frame, changed(tables, table, lambda one: replace(one, number=number))

    return plant


def lost(table: str) -> Fault:
    def plant(frame: pd.DataFrame, tables: list[CleanTable]) -> tuple[pd.DataFrame, list[CleanTable]]:
        return frame[frame["table_id"] != table], [one for one in tables if one.table.id != table]

    return plant


def number_only(table: str, row: int, column: int, value: float) -> Fault:
    """The text is right and the number made of it wrong."""

    def plant(frame: pd.DataFrame, tables: list[CleanTable]) -> tuple[pd.DataFrame, list[CleanTable]]:
        frame.loc[at(frame, table, row, column), "value"] = value
        return frame, tables

    return plant


FAULTS: dict[str, tuple[Fault, str, str]] = {
    "a digit of a share misread": (printed("p006-t1", 2, 3, 70, "70%"), "percent.total", "warning"),
    "a row lost between table and values": (dropped("p006-t2", 3, False), "number.no_value", "warning"),
    "a row lost from the table": (dropped("p006-t2", 3, True), "number.lost", "warning"),
    "a column that slipped": (shifted("p013-t1", 1), "column.slipped", "warning"),
    "two columns exchanged in a row": (swapped("p014-t1", (1, 1), (1, 2)), "difference.differs", "warning"),
    "a wrong total": (printed("p013-t1", 9, 1, 1475, "1.475"), "total.differs", "warning"),
    "a base that differs": (other_base("p010-t1", 7, 127), "base.differs_perhaps", "info"),
    "a base larger than the total's": (other_base("p014-t2", 1, 5320), "base.over_total", "warning"),
    "a table number used twice": (numbered("p013-t2", "4.1"), "table.number_repeated", "info"),
    "a table number passed over": (numbered("p013-t2", "4.1"), "table.caption_alone", "warning"),
    "a cell printed twice, once misread": (printed("p014-t1", 1, 1, 86, "86%"), "repeated.differs", "warning"),
    "a sign lost": (printed("p014-t1", 1, 3, 23, "23"), "difference.differs", "warning"),
    "a decimal mark lost": (printed("p014-t2", 5, 2, 62, "62%"), "decimals.lost", "warning"),
    "two cells exchanged": (swapped("p008-t1", (2, 1), (3, 2)), "percent.total", "warning"),
    "a header lost": (without_header("p008-t1", 2), "label.missing", "warning"),
    "a row read twice": (read_twice("p013-t1", 3, 20), "number.read_twice", "error"),
    "a table lost": (lost("p013-t2"), "table.caption_alone", "warning"),
    "a count that is not its percentage": (printed("p013-t2", 6, 2, 89, "89%"), "share.differs", "warning"),
    "a mean of groups that is not theirs": (printed("p009-t2", 3, 3, 44, "44%"), "total.weighted", "warning"),
    "a share of more than all": (printed("p012-t3", 1, 1, 270, "270%"), "percent.out_of_range", "warning"),
    "a label of a bar misread": (printed("p010-c1", 0, 0, 67, "67%"), "bar.differs", "warning"),
    "a sentence that says otherwise": (printed("p006-t1", 1, 3, 84, "84%"), "claim.differs", "warning"),
    "a sign lost between text and number": (number_only("p014-t1", 1, 3, 23), "value.not_printed", "error"),
    "a decimal mark lost between text and number": (number_only("p014-t2", 5, 2, 62), "value.not_printed", "error"),
}  # fmt: skip


@pytest.fixture(scope="module")
def untouched(report: Extracted) -> set[tuple[str, str]]:
    return {(issue.code, issue.message) for issue in checked(report, report.frame.copy(), list(report.tables))}


def checked(
    report: Extracted, frame: pd.DataFrame, tables: Sequence[CleanTable], prose: bool = True
) -> tuple[Issue, ...]:
    captions = tuple(block for block in report.evidence.blocks if block.kind in ("caption", "contents"))
    evidence = report.evidence if prose else replace(report.evidence, blocks=captions)
    return validate(frame.reset_index(drop=True), tables, [], evidence).issues


@pytest.mark.parametrize("kind", FAULTS)
def test_each_kind_of_fault_is_found_by_the_check_meant_for_it(
    kind: str, report: Extracted, untouched: set[tuple[str, str]]
) -> None:
    plant, code, severity = FAULTS[kind]
    frame, tables = plant(report.frame.copy(), list(report.tables))
    new = [
        i
        for i in checked(report, frame, tables, prose=code.startswith("claim"))
        if (i.code, i.message) not in untouched
    ]
    assert (code, severity) in {(issue.code, issue.severity) for issue in new}, [i.message for i in new]


def test_what_is_read_twice_or_not_printed_is_kept_back(report: Extracted) -> None:
    plain = replace(report.evidence, number_format=None)
    frame, tables = read_twice("p013-t1", 3, 20)(report.frame.copy(), list(report.tables))
    result = validate(frame, tables, [], plain)
    assert set(result.quarantined["failed"]) == {"number.read_twice"}
    assert set(result.quarantined["row"]) == {3, 20}
    assert len(result.accepted) == len(report.frame) - 2
    frame, tables = number_only("p014-t1", 1, 3, 23)(report.frame.copy(), list(report.tables))
    result = validate(frame, tables, [], plain)
    assert list(result.quarantined["observation_id"]) == ["p014-t1-r01-c03"]


def test_right_values_give_no_finding_but_what_the_report_itself_has_wrong(report: Extracted) -> None:
    found = [(issue.code, issue.severity) for issue in checked(report, report.frame.copy(), list(report.tables))]
    own = [(code, severity) for code, severity in found if not code.startswith(("table.no", "row.", "header."))]
    # The sample uses the number 3.5 three times, and one sentence of it was made to contradict table 3.6.
    assert [pair for pair in own if pair[1] != "info"] == [("claim.differs", "warning")]
    result = validate(report.frame, report.tables, [], report.evidence)
    assert all(check.tested or check.not_checked for check in result.checks)
    assert {
        "percent.total",
        "total.differs",
        "share.differs",
        "difference.differs",
        "repeated.differs",
        "bar.differs",
    } <= {check.code for check in result.checks if check.tested}
