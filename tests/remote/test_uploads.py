"""A folder in an object store is whole when it has its manifest, whatever moment an upload was broken off at."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import OutputError, UnreachableError
from pipeline.storage import Remote, remote
from pipeline.write.upload import NOTE, is_whole, standing, upload_report

SHA = "ab" * 32


class BrokenError(Exception):
    """The connection, and the machine with it."""


class Flaky:
    """The store of memory, that breaks at the step told, for once or for good."""

    def __init__(self, plain: Any, fatal: int | None, error: type[Exception] = BrokenError) -> None:
        self.plain, self.fatal, self.error, self.steps = plain, fatal, error, 0

    def __getattr__(self, name: str) -> Any:
        method = getattr(self.plain, name)
        if name not in ("pipe_file", "put_file", "rm_file"):
            return method

        def step(*arguments: Any, **named: Any) -> Any:
            self.steps += 1
            if self.steps - 1 == self.fatal:
                raise self.error(name)
            return method(*arguments, **named)

        return step

    def put(self, here: list[str], there: list[str]) -> None:
        for source, target in zip(here, there, strict=True):
            self.put_file(source, target)


@pytest.fixture
def out(tmp_path: Path) -> Iterator[Remote]:
    place = remote(f"memory://{tmp_path.name}/out")
    yield place
    place.remove(place.sizes())


def made(folder: Path, files: dict[str, str], sha256: str = SHA) -> Path:
    folder.mkdir(parents=True)
    told = {}
    for name, text in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
        told[name] = {"sha256": hashlib.sha256(text.encode()).hexdigest(), "bytes": len(text), "rows": None}
    (folder / "run.json").write_text(json.dumps({"input": {"sha256": sha256}, "files": told}))
    return folder


def texts(out: Remote) -> dict[str, str]:
    return {name: (out.read(name) or b"").decode() for name in out.sizes() if not name.endswith("run.json")}


OLD = {"a.csv": "old", "b.csv": "same", "tables/gone.csv": "gone"}
NEW = {"a.csv": "new", "b.csv": "same", "tables/come.csv": "come"}


def test_broken_at_any_step_it_is_whole_or_shown_not_to_be_and_the_next_run_mends_it(
    out: Remote, tmp_path: Path
) -> None:
    old, new = made(tmp_path / "old", OLD), made(tmp_path / "new", NEW)
    counter = Flaky(out.system, None)
    upload_report(old, out, "r")
    out.write("r/mine.txt", b"mine")
    upload_report(new, Remote(out.url, counter, out.root), "r")
    assert counter.steps == 7  # note, manifest and one file away, two files, manifest, note away
    wanted = {f"r/{name}": text for name, text in NEW.items()} | {"r/mine.txt": "mine"}
    assert texts(out) == wanted
    for fatal in range(counter.steps):
        out.remove(out.sizes())
        upload_report(old, out, "r")
        out.write("r/mine.txt", b"mine")
        with pytest.raises(BrokenError):
            upload_report(new, Remote(out.url, Flaky(out.system, fatal), out.root), "r")
        found = standing(out, "r")
        if found.manifest is not None:
            assert is_whole(found)
            for name, file in found.manifest["files"].items():
                assert hashlib.sha256(out.read(f"r/{name}") or b"").hexdigest() == file["sha256"], (fatal, name)
        assert found.holder() == SHA
        upload_report(new, out, "r")
        assert texts(out) == wanted, fatal
        assert f"r/{NOTE}" not in out.sizes()


def test_what_is_there_already_is_not_put_again(out: Remote, tmp_path: Path) -> None:
    folder = made(tmp_path / "old", OLD)
    upload_report(folder, out, "r")
    counter = Flaky(out.system, None)
    upload_report(folder, Remote(out.url, counter, out.root), "r")
    assert counter.steps == 1  # the manifest, for its timings


def test_errors_of_the_network_are_waited_out_and_those_that_last_are_said(
    out: Remote, tmp_path: Path, unpaused: Any
) -> None:
    folder = made(tmp_path / "old", OLD)
    upload_report(folder, Remote(out.url, Flaky(out.system, 1, ConnectionResetError), out.root), "r")
    assert is_whole(standing(out, "r"))

    class Down(Flaky):
        def __getattr__(self, name: str) -> Any:
            raise ConnectionRefusedError(name)

    with pytest.raises(UnreachableError, match="ConnectionRefusedError"):
        Remote(out.url, Down(out.system, None), out.root).sizes()


def test_files_of_others_are_not_written_over(out: Remote, tmp_path: Path) -> None:
    out.write("mine/notes.txt", b"mine")
    with pytest.raises(OutputError, match="holds files that no run wrote"):
        upload_report(made(tmp_path / "a", OLD), out, "mine")
    upload_report(tmp_path / "a", out, "r")
    with pytest.raises(OutputError, match="another PDF"):
        upload_report(made(tmp_path / "b", NEW, "cd" * 32), out, "r")
    assert texts(out) == {f"r/{name}": text for name, text in OLD.items()} | {"mine/notes.txt": "mine"}
