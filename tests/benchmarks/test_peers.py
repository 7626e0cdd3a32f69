"""Peers: what a tool found becomes our values unchanged, and the table of figures says what was given up."""

from __future__ import annotations

import importlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from pipeline.executors import Failure
from pipeline.read import open_document, read_pages

FOLDER = Path(__file__).parents[2] / "benchmarks"
ROWS = [("Town", "In 2021", "In 2022"), ("Aachen", "310", "298"), ("Bonn", "77", "81")]
XS, TOP, PITCH = (80, 200, 280, 360), 120, 20


@pytest.fixture
def peers(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(FOLDER))  # the scripts import one another by their names
    return importlib.import_module("peers")


@pytest.fixture
def drawn(tmp_path: Path) -> Path:
    """A page with one ruled table whose header spans: ``In 2021`` and ``In 2022`` under ``Cases``."""
    path = tmp_path / "ruled.pdf"
    canvas = Canvas(str(path), pagesize=A4)
    height = A4[1]
    ys = [TOP + PITCH * i for i in range(len(ROWS) + 2)]
    canvas.setLineWidth(0.5)
    for y in ys:
        canvas.line(XS[0], height - y, XS[-1], height - y)
    for x in XS:
        top = ys[1] if x == XS[2] else ys[0]
        canvas.line(x, height - top, x, height - ys[-1])
    canvas.setFont("Helvetica", 9)
    canvas.drawString(XS[1] + 4, height - ys[0] - 14, "Cases")
    for row, y in zip(ROWS, ys[1:], strict=False):
        for text, x in zip(row, XS, strict=False):
            canvas.drawString(x + 4, height - y - 14, text)
    canvas.save()
    return path


CELLS = {
    (0, 1, 1, 2, "Cases"),
    *((r, c, 1, 1, text) for r, row in enumerate(ROWS, 1) for c, text in enumerate(row)),
}


@pytest.mark.parametrize("tool", ["camelot hybrid", "camelot lattice", "pdfplumber"])
def test_a_ruled_table_comes_through_as_the_tool_reads_it(peers: ModuleType, drawn: Path, tool: str) -> None:
    [table] = peers.tables_of(tool, drawn, tuple(read_pages(open_document(drawn))))
    assert {(c.row, c.column, c.row_span, c.column_span, c.text) for c in table.cells} == CELLS
    words = {c.text: [w.text for w in c.words] for c in table.cells}
    assert words["In 2021"] == ["In", "2021"]  # ours, as the tool says the same
    assert (table.id, table.engine) == ("p001-t1", tool)


def test_grids_and_values_are_written_where_the_scorers_look(peers: ModuleType, drawn: Path, tmp_path: Path) -> None:
    for tool in (peers.OURS, "pdfplumber"):
        for values in (False, True):
            assert peers.read(peers.Job(tool, drawn, tmp_path / tool, values)) == 1
        folder = tmp_path / tool / "ruled"
        [table] = json.loads((folder / "tables.json").read_text(encoding="utf-8"))
        assert {c["text"] for c in table["cells"]} >= {"Aachen", "310"}
        written = (folder / "observations.csv").read_text(encoding="utf-8")
        assert written.count("\n") == 1 + 4  # two towns, two years
        assert "Bonn" in written


def test_a_part_of_a_dataset_has_the_truth_of_that_part_only(peers: ModuleType, tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    for name in ("a.pdf", "a-str.xml", "a-reg.xml", "b.pdf", "b-str.xml"):
        (data / name).write_text("", encoding="utf-8")
    (data / "pages.json").write_text('{"a": [], "b": []}', encoding="utf-8")
    assert peers.part_of(data, None, tmp_path / "none") == data
    part = peers.part_of(data, 1, tmp_path / "part")
    assert sorted(p.name for p in part.iterdir()) == ["a-reg.xml", "a-str.xml", "a.pdf", "pages.json"]
    assert json.loads((part / "pages.json").read_text(encoding="utf-8")) == {"a": []}


class GivesUp:
    """An executor whose workers run out of time."""

    def map(self, task: Any, items: Sequence[Any]) -> Iterator[tuple[int, Failure]]:
        return ((i, Failure("worker.timeout", "It took too long.", "")) for i, _ in enumerate(items))


def test_what_a_tool_gave_up_is_told_and_the_best_comes_first(
    peers: ModuleType, drawn: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "ruled.pdf").write_bytes(drawn.read_bytes())
    judged = {"pdfplumber": {"doc_f1": 0.25}, "camelot-hybrid": {"doc_f1": 0.5}}
    monkeypatch.setattr(peers, "judge_grids", lambda *_: judged)
    figures, told = peers.measure(data, ["pdfplumber", "camelot hybrid"], GivesUp(), tmp_path, tmp_path / "out")
    assert list(peers.lines("made up", figures))[2:] == [
        "| camelot hybrid | 0.5000 | 1 |",
        "| pdfplumber | 0.2500 | 1 |",
    ]
    assert told[0] == "pdfplumber gave up ruled.pdf: It took too long."
