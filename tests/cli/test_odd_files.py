"""What else may lie in a folder than PDFs, and how else a PDF may be named: one clear line for each, and no harm."""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.cli.main import main
from pipeline.executors import processes
from pipeline.executors.serial import Serial

Draw = Callable[..., Path]
NOBODY = 65534
"""User without rights on Linux and macOS; any other than root would do."""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pipes, devices and rights like these")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(processes, "Processes", lambda *limits: Serial())
    for name in [name for name in os.environ if name.startswith("PIPELINE_")]:
        monkeypatch.delenv(name)
    return tmp_path


@pytest.fixture
def outside() -> Iterator[Path]:
    """A folder that every user may enter; pytest's own are closed to all but the one who runs it."""
    place = Path(tempfile.mkdtemp())
    place.chmod(0o755)
    yield place
    for path in (place, *(p for p in place.rglob("*") if p.is_dir())):
        path.chmod(0o755)
    shutil.rmtree(place)


@pytest.fixture
def without_rights() -> Iterator[Callable[[], None]]:
    """Gives up root's rights, which pass over all permissions; a user without them has nothing to give up."""

    def give_up() -> None:
        if os.geteuid() == 0:
            os.seteuid(NOBODY)

    yield give_up
    if os.getuid() == 0:
        os.seteuid(0)


def answers(argv: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, Any]]:
    capsys.readouterr()
    code = main(["run", "--json", *argv])
    said = capsys.readouterr()
    assert "Traceback" not in said.err
    return code, json.loads(said.out)


def test_what_is_no_file_costs_one_line_each(here: Path, draw_report: Draw, capsys: pytest.CaptureFixture[str]) -> None:
    draw_report("in/good.pdf")
    (here / "in/folder.pdf").mkdir()
    draw_report("in/folder.pdf/inner.pdf", title="Villages by answer")
    os.mkfifo(here / "in/pipe.pdf")
    (here / "in/device.pdf").symlink_to("/dev/zero")
    (here / "in/broken.pdf").symlink_to("nowhere.pdf")
    (here / "in/loop.pdf").symlink_to("loop.pdf")
    (here / "in/linked.pdf").symlink_to("good.pdf")
    code, found = answers(["in"], capsys)
    assert code == 3
    assert {report["report_id"]: report["error"] for report in found["reports"]} == {
        "broken": "input.not_found",
        "device": "input.not_pdf",
        "good": None,
        "inner": None,
        "loop": "input",
        "pipe": "input.not_pdf",
    }
    assert all(report["message"] and report["hint"] for report in found["reports"] if report["error"])


def test_the_same_named_one_by_one(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "folder.pdf").mkdir()
    os.mkfifo(here / "pipe.pdf")
    (here / "loop.pdf").symlink_to("loop.pdf")
    code, found = answers(["folder.pdf", "pipe.pdf", "loop.pdf", "/dev/zero", "x" * 300 + ".pdf"], capsys)
    assert code == 3
    errors = [report["error"] for report in found["reports"]]
    assert errors == ["input.not_found", "input.not_pdf", "input", "input.not_pdf", "input"]


@pytest.mark.parametrize(
    ("name", "report_id"),
    [
        (b"two\nlines.pdf", "two-lines"),
        (b"-dash.pdf", "dash"),
        (b"'quotes' \"of\" `all` $(kinds).pdf", "quotes-of-all-kinds"),
        (b"latin-\xe9t\xe9.pdf", "latin-t"),
        (b"n" * 251 + b".pdf", "n" * 80),
        (b"a*b[1]?.pdf", "a-b-1"),
        ("\u202egnp.pdf".encode(), "gnp"),
        (b"%s{0}\\n.pdf", "s-0-n"),
    ],
)
def test_an_odd_name_is_read_like_any(
    name: bytes, report_id: str, here: Path, draw_report: Draw, capsys: pytest.CaptureFixture[str]
) -> None:
    source = draw_report("plain.pdf")
    (here / "in").mkdir()
    source.rename(here / "in" / os.fsdecode(name))
    for named in (["in"], ["--", os.fsdecode(name)]):
        if named != ["in"]:
            os.chdir(here / "in")
        code, found = answers(named[-1:] if named == ["in"] else ["--out", "../second", *named], capsys)
        [report] = found["reports"]
        assert (code, report["report_id"], report["counts"]["values"]) == (0, report_id, 9)
    for place in ("extracted", "second"):
        assert [path.name for path in (here / place).glob("[!.]*") if path.is_dir()] == [report_id]
        assert json.loads((here / place / report_id / "run.json").read_text("utf-8"))["input"]["file"]


def test_lines_for_people_stay_lines(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("two\nlines \x1b[31m.pdf").write_bytes(b"no PDF")
    assert main(["run", "."]) == 3
    said = capsys.readouterr()
    assert "\x1b" not in said.out + said.err
    assert [line for line in said.err.splitlines() if "lines" in line and "two" not in line] == []


def test_a_file_that_may_not_be_read(
    here: Path,
    outside: Path,
    draw_report: Draw,
    without_rights: Callable[[], None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    main(["run", str(draw_report("towns.pdf")), "--out", str(outside / "warm")])  # loads all there is to load
    shutil.copy(here / "towns.pdf", outside / "closed.pdf")
    (outside / "closed.pdf").chmod(0)
    (outside / "out").mkdir()
    (outside / "out").chmod(0o777)
    os.chdir(outside)
    without_rights()
    code, found = answers([str(outside / "closed.pdf"), "--out", str(outside / "out")], capsys)
    assert (code, found["reports"][0]["error"]) == (3, "input")
    assert "Permission denied" in found["reports"][0]["message"]


@pytest.mark.parametrize("deeper", ["", "new/folder"])
def test_an_output_without_permission(
    deeper: str,
    here: Path,
    outside: Path,
    draw_report: Draw,
    without_rights: Callable[[], None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    main(["run", str(draw_report("towns.pdf")), "--out", str(outside / "warm")])
    (outside / "out").mkdir()
    (outside / "out").chmod(0o555)
    (outside / "shut").mkdir()
    (outside / "shut").chmod(0o700 if os.geteuid() == 0 else 0)
    shutil.copy(here / "towns.pdf", outside)
    os.chdir(outside)
    without_rights()
    capsys.readouterr()
    assert main(["run", str(outside / "towns.pdf"), "--out", str(outside / "out" / deeper)]) == 6
    assert "not writable" in capsys.readouterr().err
    assert main(["run", str(outside / "towns.pdf"), "--out", str(outside / "shut" / "in")]) == 6
    assert "cannot write" in capsys.readouterr().err
    assert list((outside / "out").iterdir()) == []


def test_a_report_folder_that_may_not_be_replaced_stays(
    here: Path, outside: Path, draw_report: Draw, without_rights: Callable[[], None], capsys: pytest.CaptureFixture[str]
) -> None:
    path = outside / "towns.pdf"
    shutil.copy(draw_report("towns.pdf"), path)
    main(["run", str(path), "--out", str(outside / "out")])
    (outside / "out/towns").chmod(0o555)
    before = {p: p.read_bytes() for p in (outside / "out").rglob("*") if p.is_file()}
    (outside / "out").chmod(0o555)
    os.chdir(outside)
    without_rights()
    code, found = answers([str(path), "--out", str(outside / "out"), "--backend", "pdfplumber"], capsys)
    assert (code, found["error"]["code"]) == (6, "output")
    assert {p: p.read_bytes() for p in (outside / "out").rglob("*") if p.is_file()} == before
