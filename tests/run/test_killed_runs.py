"""A run that is killed, or meets a full disk or a vanished file, leaves old or new outputs; the next one ends."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from pipeline import read, run
from pipeline.config import Settings
from pipeline.executors.serial import Serial
from pipeline.write import artifact, atomic, is_listed

Draw = Callable[..., Path]
OLD, NEW = Settings(pages=19), Settings(pages=20)
"""Two settings that give the same data and another manifest, so that the second run writes anew."""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no fork")


def files(folder: Path) -> dict[str, Any]:
    """Content of all files by path, the timings in run.json apart."""
    found: dict[str, Any] = {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    if "run.json" in found:
        found["run.json"] = json.loads(found["run.json"])
        del found["run.json"]["timings"]
    return found


def in_child(work: Callable[[], object]) -> int:
    """Runs ``work`` in a copy of this process; the signal that ended it, negative, or 0."""
    pid = os.fork()
    if pid == 0:
        try:
            work()
        finally:
            os._exit(1 if sys.exc_info()[0] else 0)
    return -os.WTERMSIG(status) if os.WIFSIGNALED(status := os.waitpid(pid, 0)[1]) else os.WEXITSTATUS(status)


def counted(monkeypatch: pytest.MonkeyPatch, fatal: int | None) -> list[str]:
    """Every step that changes the disk is noted, and the process dies before step ``fatal``."""
    steps: list[str] = []

    def wrap(owner: Any, name: str) -> None:
        plain = getattr(owner, name)

        def step(*arguments: Any, **named: Any) -> Any:
            if len(steps) == fatal:
                os.kill(os.getpid(), signal.SIGKILL)
            steps.append(name)
            return plain(*arguments, **named)

        monkeypatch.setattr(owner, name, step)

    for owner, name in (
        (Path, "mkdir"), (Path, "rename"), (Path, "replace"), (Path, "write_bytes"), (Path, "rmdir"), (os, "fsync"),
        (atomic, "exchange"), (shutil, "rmtree"),
    ):  # fmt: skip
        wrap(owner, name)
    return steps


@pytest.mark.parametrize("way", ["swap", "two renames"])
def test_killed_at_any_step_it_leaves_old_or_new_and_the_next_run_ends(
    way: str, tmp_path: Path, draw_report: Draw
) -> None:
    path, out = draw_report("towns.pdf"), tmp_path / "out"
    for name, settings in (("old", OLD), ("new", NEW)):
        run.run_report(path, tmp_path / name, settings)
    old, new = files(tmp_path / "old/towns"), files(tmp_path / "new/towns")
    assert old != new

    with pytest.MonkeyPatch.context() as patch:
        if way == "two renames":
            patch.setattr(atomic, "exchange", lambda first, second: False)
        shutil.copytree(tmp_path / "old", out)
        steps = counted(patch, None)
        run.run_report(path, out, NEW)
    swap = next(k for k, step in enumerate(steps) if step == "exchange")
    assert len(steps) > swap > 10
    moments = [0, swap // 2, *range(swap - 1, len(steps))] if way == "swap" else range(swap + 1, swap + 4)
    for fatal in moments:
        shutil.rmtree(out)
        shutil.copytree(tmp_path / "old", out)
        with pytest.MonkeyPatch.context() as patch:
            if way == "two renames":
                patch.setattr(atomic, "exchange", lambda first, second: False)
            counted(patch, fatal)
            assert in_child(lambda: run.run_report(path, out, NEW)) == -signal.SIGKILL, steps[fatal]
        left = files(out / "towns")
        assert left in ((old, new) if way == "swap" else (old, new, {})), steps[fatal]
        run.run_report(path, out, NEW)
        assert files(out / "towns") == new, steps[fatal]
        assert sorted(p.name for p in out.iterdir()) == [".work", "catalog.parquet", "towns"], steps[fatal]
        assert is_listed(out / "towns")


def test_a_disk_that_is_full_is_said_and_what_stood_there_stays(tmp_path: Path, draw_report: Draw) -> None:
    import resource

    path, out = draw_report("towns.pdf"), tmp_path / "out"
    run.run_report(path, out, OLD)
    before = {name: content for name, content in files(out).items() if not name.startswith(".work")}

    def little_room() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000))
        [outcome] = run.run_batch([path], out, NEW)
        assert (outcome.error, outcome.exit_code) == ("output", 6), outcome
        assert outcome.hint

    assert in_child(little_room) == 0
    after = {name: content for name, content in files(out).items() if not name.startswith(".work")}
    assert after == before


class Vanishing(Serial):
    """The file goes between the moment the run names it and the moment it is read."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def map(self, task: Any, items: Sequence[Any], again: Any = None) -> Iterator[tuple[int, Any]]:
        self.path.unlink()
        return super().map(task, items, again)


def test_a_file_that_vanishes_before_it_is_read(tmp_path: Path, draw_report: Draw) -> None:
    path, out = draw_report("towns.pdf"), tmp_path / "out"
    run.run_report(path, out, OLD)
    before = files(out)
    [outcome] = run.run_batch([path], out, NEW, Vanishing(path))
    assert (outcome.error, outcome.exit_code) == ("input.not_found", 3)
    assert files(out) == before


@pytest.mark.parametrize("harm", ["gone", "changed"])
def test_a_file_that_changes_while_it_is_read(
    harm: str, tmp_path: Path, draw_report: Draw, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, out, pages = draw_report("towns.pdf"), tmp_path / "out", read.read_pages

    def harmed(*arguments: Any, **named: Any) -> Any:
        found = list(pages(*arguments, **named))
        path.unlink() if harm == "gone" else path.write_bytes(path.read_bytes() + b"\n")
        return iter(found)

    monkeypatch.setattr(read, "read_pages", harmed)
    [outcome] = run.run_batch([path], out)
    assert (outcome.error, outcome.exit_code) == ("input.changed", 3)
    assert not (out / "towns").exists()


def test_two_runs_at_once_both_end_and_leave_one_whole_report(tmp_path: Path, draw_report: Draw) -> None:
    path, out = draw_report("towns.pdf"), tmp_path / "out"
    run.run_report(path, tmp_path / "new", NEW)
    pids = []
    for _ in range(3):
        pid = os.fork()
        if pid == 0:
            outcomes = run.run_batch([path], out, NEW)
            os._exit(0 if outcomes[0].exit_code == 0 else 1)
        pids.append(pid)
    assert [os.waitpid(pid, 0)[1] for pid in pids] == [0, 0, 0]
    assert files(out / "towns") == files(tmp_path / "new/towns")
    assert sorted(p.name for p in out.iterdir()) == [".work", "catalog.parquet", "towns"]


def test_every_file_is_on_the_disk_before_its_folder_appears(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda descriptor: synced.append(os.fstat(descriptor).st_ino))
    made = artifact.store(tmp_path, "a.csv", b"1")
    assert synced == [(tmp_path / made.path).stat().st_ino]
