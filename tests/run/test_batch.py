"""What run_batch makes of outcomes, errors and lost workers; the flow itself is stood in for."""

import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from pipeline import run
from pipeline.errors import EncryptedError, OutputError
from pipeline.executors import Failure
from pipeline.model import Issue, Outcome


@pytest.fixture(autouse=True)
def flow(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A flow that writes nothing, refuses ``locked`` and has a bug at ``bug``; the names it was given."""
    seen: list[str] = []

    def make(job: run.Job, tell: object = None) -> Outcome:
        name = job.claim.path.stem
        seen.append(name)
        if name == "locked":
            raise EncryptedError("locked.pdf is encrypted")
        if name == "bug":
            raise KeyError("surprise")
        counts = {"values": 3}
        return Outcome(str(job.claim.path), job.claim.report_id, "ok", "folder", counts, unchanged=True)

    monkeypatch.setattr(run, "make", make)
    return seen


def pdfs(folder: Path, *names: str) -> list[Path]:
    paths = [folder / f"{name}.pdf" for name in names]
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"%PDF-" + path.stem.encode())
    return paths


def test_one_error_is_one_failed_outcome_and_the_others_go_on(tmp_path: Path) -> None:
    outcomes = run.run_batch(pdfs(tmp_path, "a", "locked", "bug", "b"), tmp_path / "out")
    assert [outcome.status for outcome in outcomes] == ["ok", "failed", "failed", "ok"]
    locked, bug = outcomes[1], outcomes[2]
    assert (locked.error, locked.exit_code, locked.folder) == ("input.encrypted", 3, None)
    assert locked.message == "locked.pdf is encrypted"
    assert locked.hint == EncryptedError.hint
    assert (bug.error, bug.exit_code) == ("worker.bug", 1)
    assert "surprise" in (bug.message or "")


class Backwards:
    """Hands results out in another order than that of the items, the first as a dead worker's."""

    def map(self, task: Callable[..., Any], items: Sequence[Any], again: object) -> Iterator[tuple[int, Any]]:
        for position in reversed(range(1, len(items))):
            yield position, task(items[position], lambda place: None)
        yield 0, Failure("worker.died", "It died (SIGSEGV).", "Save a copy.")


def test_a_dead_worker_is_one_failed_outcome_and_the_order_is_that_of_the_input(tmp_path: Path) -> None:
    told: list[str] = []
    outcomes = run.run_batch(
        pdfs(tmp_path, "a", "b", "c"), tmp_path / "out", None, Backwards(), lambda o: told.append(o.report_id)
    )
    assert [(o.report_id, o.status, o.error) for o in outcomes] == [
        ("a", "failed", "worker.died"),
        ("b", "ok", None),
        ("c", "ok", None),
    ]
    assert told == ["c", "b", "a"]


def test_a_copy_under_the_same_name_is_made_once(tmp_path: Path, flow: list[str]) -> None:
    paths = pdfs(tmp_path, "x/a", "y/a", "b")
    outcomes = run.run_batch(paths, tmp_path / "out")
    assert sorted(flow) == ["a", "b"]
    assert [(o.source, o.report_id) for o in outcomes] == [
        (str(paths[0]), "a"),
        (str(paths[1]), "a"),
        (str(paths[2]), "b"),
    ]


def test_an_output_that_cannot_be_written_stops_before_any_work(tmp_path: Path, flow: list[str]) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(OutputError):
        run.run_batch(pdfs(tmp_path, "a"), tmp_path / "out")
    assert flow == []


class Talkative:
    """Hands out reports with many findings, each a value of its own."""

    def map(self, task: Callable[..., Any], items: Sequence[Any], again: object) -> Iterator[tuple[int, Any]]:
        for position, job in enumerate(items):
            found = tuple(Issue("row.sum", "warning", f"Row {k} of {position}: no sum.", k) for k in range(FINDINGS))
            yield position, Outcome(str(job.claim.path), job.claim.report_id, "partial", None, {"values": 3}, found)


FINDINGS = 200


def test_findings_of_many_reports_take_little_memory(tmp_path: Path) -> None:
    paths = pdfs(tmp_path, *(f"r{k:03d}" for k in range(200)))
    run.run_batch(paths[:2], tmp_path / "out", None, Talkative())
    tracemalloc.start()
    outcomes = run.run_batch(paths, tmp_path / "out", None, Talkative())
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [outcome.report_id for outcome in outcomes] == [path.stem for path in paths]
    assert {len(outcome.issues) for outcome in outcomes} == {FINDINGS}
    assert held < len(paths) * FINDINGS * 60  # bytes; a finding that is not packed takes 300
