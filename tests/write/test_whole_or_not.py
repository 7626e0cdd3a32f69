"""A folder is replaced whole or not at all, whatever the disk says; what a person put there is kept."""

from __future__ import annotations

import errno
import json
import os
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from written_report import COUNTS, SHARES, files, full, package

import pipeline.write
from pipeline.errors import OutputError
from pipeline.model import Artifact
from pipeline.write import Delivery, atomic, is_current, locks, recover_all, strangers, write_catalog, write_report
from pipeline.write.locks import locked

FIRST, SECOND = package([SHARES]), package([COUNTS])


def beside(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.parent.iterdir() if path != folder)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "disk is full"),
        (errno.EACCES, "Close the files"),
        (errno.EROFS, "read-only"),
        (errno.EIO, "Choose another folder with --out"),
    ],
)
@pytest.mark.parametrize("name", ["csv", "datapackage"])
def test_an_exporter_that_fails_leaves_the_earlier_files_byte_for_byte(
    name: str, number: int, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "verslag"
    write_report(folder, FIRST)
    before = files(folder)

    def fails(delivery: Delivery) -> tuple[Artifact, ...]:
        (delivery.folder / "half.csv").write_bytes(b"half")
        raise OSError(number, os.strerror(number))

    monkeypatch.setitem(pipeline.write.EXPORTERS, name, fails)
    with pytest.raises(OutputError) as caught:
        write_report(folder, SECOND)
    assert os.strerror(number) in str(caught.value)
    assert words in caught.value.hint
    assert files(folder) == before
    assert beside(folder) == []


def test_a_first_run_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full_disk(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(OutputError, match="No space left") as caught:
        write_report(tmp_path / "verslag", FIRST)
    assert "free space" in caught.value.hint
    assert list(tmp_path.iterdir()) == []


def test_a_fault_of_ours_leaves_the_earlier_files_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "verslag"
    write_report(folder, FIRST)
    before = files(folder)

    def broken(delivery: Delivery) -> tuple[Artifact, ...]:
        raise ZeroDivisionError

    monkeypatch.setitem(pipeline.write.EXPORTERS, "grids", broken)
    with pytest.raises(ZeroDivisionError):
        write_report(folder, SECOND)
    assert files(folder) == before
    assert beside(folder) == []


@pytest.fixture(params=["swap", "two renames"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both ways to put a folder in its place: the system's swap, and what is done where it has none."""
    if request.param == "two renames":
        monkeypatch.setattr(atomic, "exchange", lambda first, second: False)
    return str(request.param)


@pytest.mark.parametrize("which", [1, 2])
def test_a_rename_that_fails_puts_the_earlier_folder_back(
    which: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "verslag"
    write_report(folder, FIRST)
    before = files(folder)
    rename, calls = Path.rename, []

    def refuse_once(path: Path, target: Path) -> Path:
        calls.append(path)
        if len(calls) == which:
            raise PermissionError(errno.EACCES, "Permission denied")
        return rename(path, target)

    monkeypatch.setattr(atomic, "exchange", lambda first, second: False)
    monkeypatch.setattr(Path, "rename", refuse_once)
    with pytest.raises(OutputError, match="Permission denied"):
        write_report(folder, SECOND)
    assert files(folder) == before
    assert beside(folder) == []


def test_a_second_report_takes_the_place_of_the_first_and_leaves_none_of_its_files(tmp_path: Path, way: str) -> None:
    folder = tmp_path / "verslag"
    write_report(folder, FIRST, [("report.html", (b"<p>",))])
    write_report(folder, SECOND)
    assert "tables/p011-t1.csv" in files(folder)
    assert not {"tables/p010-t1.csv", "report.html"} & set(files(folder))
    assert beside(folder) == []


def test_what_a_person_put_into_the_folder_stays(tmp_path: Path) -> None:
    write_report(tmp_path, FIRST)
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes/mine.txt").write_text("look at table 3")
    (tmp_path / "tables/mine.csv").write_text("a\n1\n")
    write_report(tmp_path, SECOND)
    assert (tmp_path / "notes/mine.txt").read_text() == "look at table 3"
    assert (tmp_path / "tables/mine.csv").read_text() == "a\n1\n"
    assert json.loads(files(tmp_path)["run.json"])["files"].keys() & {"notes/mine.txt", "tables/mine.csv"} == set()


def test_a_folder_or_file_that_is_not_ours_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos/a.jpg").write_bytes(b"jpg")
    (tmp_path / "file").write_bytes(b"file")
    for name in ("photos", "file"):
        with pytest.raises(OutputError, match="no run wrote") as caught:
            write_report(tmp_path / name, FIRST)
        assert "--out" in caught.value.hint
    assert files(tmp_path) == {"photos/a.jpg": b"jpg", "file": b"file"}


def test_a_folder_below_a_file_cannot_be_made_and_the_hint_says_why(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OutputError) as caught:
        write_report(tmp_path / "file" / "verslag", FIRST)
    assert "--out" in caught.value.hint
    assert (tmp_path / "file").read_bytes() == b""


def test_the_leavings_of_a_killed_process_are_put_right(tmp_path: Path) -> None:
    folder = tmp_path / "verslag"
    write_report(folder, FIRST)
    (folder / "mine.txt").write_text("mine")
    folder.rename(tmp_path / ".verslag.old-0123abcd")  # killed between the two renames
    dead, alive = tmp_path / ".verslag.new-00000000", tmp_path / ".verslag.new-11111111"
    for begun in (dead, alive):
        begun.mkdir()
    with locked(alive):  # another run is writing it
        recover_all(tmp_path)
        assert (folder / "mine.txt").read_text() == "mine"
        assert beside(folder) == [alive.name]
        write_report(folder, SECOND)
        assert (folder / "mine.txt").read_text() == "mine"
        assert beside(folder) == [alive.name]
    recover_all(tmp_path)
    assert beside(folder) == []


def test_where_folders_cannot_be_locked_age_tells_what_is_abandoned(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locks, "_lock", lambda descriptor, wait: None)
    for name in ("old", "young"):
        (tmp_path / name).mkdir()
    os.utime(tmp_path / "old", (time.time() - 7200,) * 2)
    assert [locks.is_abandoned(tmp_path / name) for name in ("old", "young", "gone")] == [True, False, False]


def test_another_pdf_that_came_there_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    folder = tmp_path / "verslag"
    other = replace(FIRST, document=replace(FIRST.document, sha256="cd" * 32))
    write_report(folder, other)
    before = files(folder)
    with pytest.raises(OutputError, match="another PDF") as caught:
        write_report(folder, SECOND)
    assert "Run again" in caught.value.hint
    assert files(folder) == before


def test_runs_that_write_one_report_at_once_leave_one_of_them_whole(tmp_path: Path, way: str) -> None:
    folder = tmp_path / "verslag"
    whole = []
    for name, report in (("a", FIRST), ("b", SECOND)):
        write_report(tmp_path / name, report)
        whole.append(files(tmp_path / name))

    def write(number: int) -> None:
        for _ in range(5):
            write_report(folder, (FIRST, SECOND)[number % 2])

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(write, range(4))) == [None] * 4
    assert without_timings(files(folder)) in [without_timings(found) for found in whole]
    assert beside(folder) == ["a", "b"]


def test_what_stands_there_is_looked_at_only_while_no_other_run_can_put_its_own_in_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "verslag"
    write_report(folder, FIRST)
    read, free = strangers.read_manifest, []

    def looked(folder: Path) -> Mapping[str, Any] | None:
        free.append(locks.is_abandoned(folder.parent))
        return read(folder)

    monkeypatch.setattr(strangers, "read_manifest", looked)
    write_report(folder, SECOND)
    assert len(free) == 3  # before the work, at its end, and for what a person has put there
    assert not any(free)


def without_timings(found: dict[str, bytes]) -> dict[str, object]:
    manifest = json.loads(found["run.json"])
    del manifest["timings"]
    return {**found, "run.json": manifest}


def test_an_extra_file_cannot_take_the_place_of_one_of_ours(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="exists"):
        write_report(tmp_path / "verslag", FIRST, [("observations.csv", (b"",))])
    assert list(tmp_path.iterdir()) == []


def test_an_unchanged_folder_is_known_to_be_current_and_a_changed_one_is_not(tmp_path: Path) -> None:
    report = replace(full(), settings={"pages": (1, 2)})
    write_report(tmp_path, report)
    sha = report.document.sha256
    assert is_current(tmp_path, "verslag.pdf", sha, {"pages": (1, 2)})
    assert not is_current(tmp_path, "verslag.pdf", "cd" * 32, {"pages": (1, 2)})
    assert not is_current(tmp_path, "verslag.pdf", sha, {"pages": (1, 3)})
    assert not is_current(tmp_path / "none", "verslag.pdf", sha, {"pages": (1, 2)})
    (tmp_path / "text.csv").write_text("edited")
    assert not is_current(tmp_path, "verslag.pdf", sha, {"pages": (1, 2)})
    (tmp_path / "text.csv").unlink()
    assert not is_current(tmp_path, "verslag.pdf", sha, {"pages": (1, 2)})


@pytest.mark.parametrize(
    "broken",
    [b"", b"{", b"[]", b"{}", b"\xff\xfe", b'{"input": [], "files": {}}'],
)
def test_a_manifest_that_is_broken_makes_no_folder_current_and_none_ours(broken: bytes, tmp_path: Path) -> None:
    write_report(tmp_path / "r", FIRST)
    (tmp_path / "r/run.json").write_bytes(broken)
    before = files(tmp_path)
    assert not is_current(tmp_path / "r", "verslag.pdf", FIRST.document.sha256, {})
    with pytest.raises(OutputError):
        write_report(tmp_path / "r", SECOND)
    assert files(tmp_path) == before


def test_a_catalog_that_cannot_be_written_leaves_the_earlier_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_report(tmp_path / "verslag", FIRST)
    write_catalog(tmp_path)
    before = files(tmp_path)

    def refuse(path: Path, target: Path) -> Path:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(OutputError, match=r"catalog\.parquet"):
        write_catalog(tmp_path)
    assert files(tmp_path) == before
