"""A page that costs its worker costs no other page; what was done is kept; what is lost is said."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import lost_tasks
import pytest
from reportlab.pdfgen.canvas import Canvas

from pipeline import read, run
from pipeline.cli import init, tables
from pipeline.cli.main import main
from pipeline.config import Settings
from pipeline.errors import DamagedError
from pipeline.executors import Failure, Place
from pipeline.executors.processes import Processes
from pipeline.model import Issue
from pipeline.reading import read_content
from pipeline.store import Store
from pipeline.work import Loss, Work, is_open, loss_of


def draw(path: Path, pages: int) -> Path:
    """One ruled table a page, each with the number of its page in it."""
    canvas = Canvas(str(path), pagesize=(400, 300), invariant=1)
    for number in range(1, pages + 1):
        canvas.setFont("Helvetica", 10)
        canvas.drawString(50, 265, f"Table {number} Towns on page {number}")
        for row, cells in enumerate((("", "Yes", "No"), ("North", f"{number}1", "30"), ("South", "25", "35"))):
            for column, text in enumerate(cells):
                canvas.drawString(55 + 90 * column, 240 - 20 * row, text)
        for k in range(4):
            canvas.line(50, 254 - 20 * k, 320, 254 - 20 * k)
            canvas.line(50 + 90 * k, 254, 50 + 90 * k, 194)
        canvas.showPage()
    canvas.save()
    return path


def tables_on(reading: Any) -> list[int]:
    return [table.pages[0] for table in reading.content().tables]


def test_a_page_that_kills_and_one_that_stumbles_cost_themselves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "attempt", lost_tasks.attempt)
    path, out = draw(tmp_path / "towns.pdf", 4), tmp_path / "out"
    [outcome] = run.run_batch([path], out, executor=Processes(workers=1, seconds=300))
    assert outcome.status == "partial"
    assert outcome.counts["tables"] == 2
    lost = [(issue.page, issue.code) for issue in outcome.issues if issue.severity == "error"]
    assert lost == [(2, "page.failed"), (3, "page.failed")]
    assert "SIGKILL" in next(issue.message for issue in outcome.issues if issue.page == 2)
    assert "KeyError" in next(issue.message for issue in outcome.issues if issue.page == 3)
    facts = json.loads((out / "towns/report.json").read_text("utf-8"))
    assert [page["state"] for page in facts["pages"]] == ["tables", "failed", "failed", "tables"]


@pytest.mark.parametrize("as_json", [False, True])
def test_tables_are_shown_without_the_pages_that_are_lost(
    as_json: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(tables, "_tables_of", lost_tasks.tables_of)
    path = draw(tmp_path / "towns.pdf", 4)
    assert main(["tables", str(path), *["--json"] * as_json]) == 0
    said = capsys.readouterr()
    if as_json:
        found = json.loads(said.out)
        assert [table["pages"] for table in found["tables"]] == [[1], [4]]
        assert [(issue["code"], issue["page"]) for issue in found["issues"]] == [("page.failed", 2), ("page.failed", 3)]
    else:
        assert "2 tables" in said.out
        lines = said.err.splitlines()
        assert [line.split(":")[0] for line in lines] == ["  error page 2", "  error page 3"]
        assert "SIGKILL" in lines[0]


def test_schemas_are_drafted_without_the_pages_that_are_lost_and_that_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(init, "_draft", lost_tasks.draft)
    path = draw(tmp_path / "towns.pdf", 4)
    assert main(["init", str(path), "--out", str(tmp_path / "schemas"), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["files"] == ["profile.yaml", "table-1.yaml", "table-4.yaml"]
    assert [(issue["code"], issue["page"]) for issue in found["issues"]] == [("page.failed", 2), ("page.failed", 3)]


@pytest.mark.parametrize("step", ["read", "recognise", "tables"])
def test_a_lost_page_is_named_and_the_others_are_whole(step: str, tmp_path: Path) -> None:
    path = draw(tmp_path / "towns.pdf", 3)
    loss = Loss(Place(step, 2), "page.too_slow", "A page took more than 60 seconds and was stopped.")
    reading = read_content(path, Settings(), kept=Work(losses=(loss,)))
    assert tables_on(reading) == [1, 3]
    assert [page.state for page in reading.pages] == ["text", "skipped", "text"]
    [issue] = reading.pages[1].issues
    assert (issue.code, issue.severity, issue.page) == ("page.too_slow", "error", 2)
    assert "60 seconds" in issue.message


def test_when_time_is_up_the_rest_is_skipped_and_said_once(tmp_path: Path) -> None:
    path = draw(tmp_path / "towns.pdf", 4)
    loss = Loss(Place("tables", 3), "document.too_slow", "It took more than 600 seconds and was stopped.")
    reading = read_content(path, Settings(), kept=Work(losses=(loss,)))
    assert tables_on(reading) == [1, 2]
    assert [page.state for page in reading.pages] == ["text", "text", "skipped", "skipped"]
    [issue] = [issue for page in reading.pages for issue in page.issues]
    assert issue.code == "document.too_slow"
    assert "Pages 3 to 4" in issue.message


def test_a_report_without_any_page_left_is_an_error(tmp_path: Path) -> None:
    loss = Loss(Place("read", 1), "page.failed", "The process that read it died (SIGSEGV).")
    with pytest.raises(DamagedError, match="SIGSEGV"):
        read_content(draw(tmp_path / "towns.pdf", 1), Settings(), kept=Work(losses=(loss,)))


def test_a_repaired_file_goes_all_the_way(tmp_path: Path) -> None:
    path = draw(tmp_path / "towns.pdf", 2)
    path.write_bytes(path.read_bytes().replace(b"trailer", b"tr\0iler"))
    outcome = run.run_report(path, tmp_path / "out")
    assert (outcome.status, outcome.counts["tables"]) == ("partial", 2)
    assert "document.repaired" in {issue.code for issue in outcome.issues}


def test_what_was_done_is_not_done_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, kept = draw(tmp_path / "towns.pdf", 3), Work(Store(tmp_path / "work"))
    first = read_content(path, Settings(), kept=kept)
    (tmp_path / "work" / "page-00002").write_bytes(b"not whole")
    asked: list[int] = []
    pages = read.read_pages

    def counted(document: Any, numbers: Any, *others: Any, **named: Any) -> Any:
        asked.extend(numbers)
        return pages(document, numbers, *others, **named)

    monkeypatch.setattr(read, "read_pages", counted)
    assert read_content(path, Settings(), kept=kept) == first
    assert asked == [2]


def test_a_report_is_open_where_another_run_may_read_more() -> None:
    assert is_open([Issue("page.too_slow", "error", "")])
    assert not is_open([Issue("page.failed", "error", "")])


@pytest.mark.parametrize(
    ("code", "finding"),
    [
        ("worker.died", "page.failed"),
        ("worker.bug", "page.failed"),
        ("worker.memory", "page.too_much_memory"),
        ("worker.slow_page", "page.too_slow"),
        ("worker.timeout", "document.too_slow"),
    ],
)
def test_what_befell_a_worker_becomes_a_finding(code: str, finding: str) -> None:
    place = Place("tables", 7)
    loss = loss_of(Failure(code, "It died.", "", place=place))
    assert loss == Loss(place, finding, "It died.")
    assert loss_of(Failure(code, "It died.", "")) is None
