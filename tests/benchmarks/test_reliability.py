"""Reliability: which values count as right, and how the true grid becomes a table that cleaning can read."""

from __future__ import annotations

import importlib
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

from pipeline.clean import clean_content
from pipeline.model import Box, Content, Page, Table
from tests.extract.tables.typeset import grid, page

FOLDER = Path(__file__).parents[2] / "benchmarks"
ROWS = [["Town", "Cases", "Share"], ["Aachen", "310", "45.1"], ["Bonn", "77", "40.9"]]
PLACE = Box(0, 0, 1, 1)


@pytest.fixture
def reliability(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(FOLDER))  # the scripts import one another by their names
    return importlib.import_module("reliability")


@pytest.fixture
def printed() -> tuple[Page, Table]:
    table = grid(ROWS, (60.0, 200.0, 260.0), 100.0)
    return page([table]), table


def test_a_value_is_right_with_its_number_and_both_labels_and_each_true_value_counts_once(
    reliability: ModuleType,
) -> None:
    truth = [(1, 77.0, "bonn", "cases"), (1, 77.0, "bonn", "cases"), (1, 9.0, "celle", "cases")]
    found = [
        ((1, 77.0, "bonn", "cases"), 1.0, PLACE),
        ((1, 77.0, "bonn", "share"), 0.9, PLACE),  # under another header
        ((2, 9.0, "celle", "cases"), 0.8, PLACE),  # on another page
        ((1, 77.0, "bonn", "cases"), 0.7, PLACE),
        ((1, 77.0, "bonn", "cases"), 0.6, PLACE),  # a third one
    ]
    assert [j.right for j in reliability.judge(found, truth)] == [True, False, False, True, False]


def test_shares_right_are_given_by_confidence(reliability: ModuleType) -> None:
    judged = [reliability.Judged(c, right) for c, right in ((1.0, True), (0.92, True), (0.92, False), (0.1, False))]
    assert list(reliability.lines("made up", judged))[2:] == [
        "| 0 to 0.3 | 1 | 0.0000 |",
        "| 0.9 to 0.95 | 2 | 0.5000 |",
        "| 1 | 1 | 1.0000 |",
        "| **trusted: 0.750 of all** | 3 | **0.6667** |",
    ]


def test_the_true_grid_is_read_with_our_words_and_the_header_that_fits(
    reliability: ModuleType, printed: tuple[Page, Table]
) -> None:
    sheet, table = printed
    cells = [
        reliability.Printed(c.row, c.row, c.column, c.column, c.text, 1, reliability.around(c.box)) for c in table.cells
    ]
    truth = reliability.true_table([sheet], cells, 1)
    assert [c.words for c in truth.cells] == [c.words for c in table.cells]
    assert {c.role for c in truth.cells} == {"body"}
    headed = reliability.with_header(truth, [table])
    assert [c.text for c in headed.cells if c.role == "header"] == ROWS[0]
    ours, true = (reliability.keys(clean_content(Content((t,)), (sheet,))[0]) for t in (table, headed))
    assert [j.right for j in reliability.judge(ours, [key for key, _, _ in true])] == [True] * 4


def test_where_our_grid_is_not_the_true_one_our_header_says_nothing(
    reliability: ModuleType, printed: tuple[Page, Table]
) -> None:
    _, table = printed
    truth = replace(table, cells=tuple(c._replace(role="body") for c in table.cells[:-1]))
    assert reliability.with_header(truth, [table]) == truth
