"""A long report read by several workers at a time gives what one worker gives; short ones are left whole."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from test_lost_pages import draw

from pipeline import ahead, run
from pipeline.ahead import InParts, Long, Part, attempt_short, read_part
from pipeline.config import Settings
from pipeline.executors.processes import Processes
from pipeline.executors.serial import Serial
from pipeline.folder import claims
from pipeline.store import FOLDER

PAGES = 4


def quiet(place: object) -> None:
    pass


def files(out: Path) -> dict[str, Any]:
    found: dict[str, Any] = {p.name: p.read_bytes() for p in (out / "towns").rglob("*") if p.is_file()}
    found["run.json"] = {**json.loads(found["run.json"]), "timings": None}
    return found


def job(path: Path, out: Path, **named: Any) -> run.Job:
    [claim] = claims([path], out)
    return run.Job(claim, out, Settings(), **named)


def kept(out: Path) -> list[str]:
    return sorted(path.name for path in (out / FOLDER).rglob("page-*"))


def test_parts_read_apart_make_the_same_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = draw(tmp_path / "towns.pdf", PAGES)
    run.run_report(path, tmp_path / "one")
    whole = job(path, tmp_path / "two")
    assert attempt_short(whole, quiet, PAGES) == Long(PAGES)
    for numbers in (range(3, PAGES + 1), range(1, 3)):
        read_part(Part(whole, numbers), quiet)
    assert kept(tmp_path / "two") == [f"page-{number:05d}" for number in range(1, PAGES + 1)]
    monkeypatch.setattr("pipeline.extract.page_content", None)  # no page is looked at again
    assert isinstance(attempt_short(whole, quiet, PAGES), run.Outcome)
    assert files(tmp_path / "two") == files(tmp_path / "one")


def test_a_short_report_a_forced_one_and_a_faulty_one_are_left_whole(tmp_path: Path) -> None:
    path = draw(tmp_path / "towns.pdf", 2)
    assert isinstance(attempt_short(job(path, tmp_path / "out"), quiet), run.Outcome)
    assert isinstance(attempt_short(job(path, tmp_path / "new", force=True), quiet, 2), run.Outcome)
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(b"no PDF")
    outcome = attempt_short(job(bad, tmp_path / "out"), quiet)
    assert isinstance(outcome, run.Outcome)
    assert outcome.error == "input.not_pdf"


def test_pages_are_divided_without_a_gap_over_the_workers_there_are() -> None:
    executor = Processes(workers=5, seconds=1)
    for pages in (60, 61, 127):
        parts = [part.numbers for part in ahead._parts(None, pages, executor, {0: pages, 1: pages})]  # type: ignore[arg-type]
        assert len(parts) == 2
        assert [number for numbers in parts for number in numbers] == list(range(1, pages + 1))


def test_processes_of_their_own_give_the_same(tmp_path: Path) -> None:
    path = draw(tmp_path / "towns.pdf", PAGES)
    run.run_report(path, tmp_path / "one")
    executor = InParts(Processes(workers=2, seconds=300), least=PAGES)
    [outcome] = run.run_batch([path], tmp_path / "two", executor=executor)
    assert outcome.counts["tables"] == PAGES
    assert files(tmp_path / "two") == files(tmp_path / "one")
    assert len(kept(tmp_path / "two")) == PAGES


def test_as_many_reports_as_workers_are_not_divided(tmp_path: Path) -> None:
    class Counted(Processes):
        def map(self, task: Any, items: Any, again: Any = None) -> Any:
            assert task is run.attempt
            return Serial().map(task, items)

    paths = [draw(tmp_path / f"{name}.pdf", pages) for name, pages in (("a", 1), ("b", 2))]
    outcomes = run.run_batch(paths, tmp_path / "out", executor=InParts(Counted(workers=2, seconds=300)))
    assert [outcome.counts["tables"] for outcome in outcomes] == [1, 2]
