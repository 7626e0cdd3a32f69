"""The catalog is written once: by whoever makes the only report of a run, else at the end."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import pipeline.write
from pipeline import run
from pipeline.errors import OutputError
from pipeline.model import Artifact

Draw = Callable[[str], Path]


@pytest.fixture
def times(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """How often the catalog was asked for; while it holds "fails", the next time is in vain."""
    asked: list[str] = []
    as_it_is = pipeline.write.write_catalog

    def noted(out: Path) -> Artifact:
        if "fails" in asked:
            asked[:] = ["failed"]
            raise OutputError("no room")
        asked.append("written")
        return as_it_is(out)

    monkeypatch.setattr(pipeline.write, "write_catalog", noted)
    return asked


def reports(out: Path) -> list[str]:
    import pyarrow.parquet as pq

    return pq.read_table(out / "catalog.parquet")["report_id"].to_pylist()


def test_one_report(tmp_path: Path, draw_report: Draw, times: list[str]) -> None:
    run.run_batch([draw_report("towns.pdf")], tmp_path / "out")
    assert (times, reports(tmp_path / "out")) == (["written"], ["towns"])


def test_two_reports(tmp_path: Path, draw_report: Draw, times: list[str]) -> None:
    run.run_batch([draw_report("a/towns.pdf"), draw_report("b/villages.pdf")], tmp_path / "out")
    assert (times, reports(tmp_path / "out")) == (["written"], ["towns", "villages"])


def test_one_more_beside_one_that_is_unchanged(tmp_path: Path, draw_report: Draw, times: list[str]) -> None:
    first = draw_report("a/towns.pdf")
    run.run_batch([first], tmp_path / "out")
    run.run_batch([first, draw_report("b/villages.pdf")], tmp_path / "out")
    assert (times, reports(tmp_path / "out")) == (["written", "written"], ["towns", "villages"])


def test_what_could_not_be_listed_by_its_maker_is_listed_at_the_end(
    tmp_path: Path, draw_report: Draw, times: list[str]
) -> None:
    times.append("fails")
    [outcome] = run.run_batch([draw_report("towns.pdf")], tmp_path / "out")
    assert (outcome.error, times, reports(tmp_path / "out")) == (None, ["failed", "written"], ["towns"])
