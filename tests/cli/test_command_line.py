"""What a user types and what comes back. Reports are made in this process, so that the tests are fast."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import pipeline.read
from pipeline import __version__, inputs
from pipeline.cli.inputs import find_pdfs
from pipeline.cli.main import main
from pipeline.executors import processes
from pipeline.executors.serial import Serial

Draw = Callable[..., Path]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in; reports are made in this process."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(processes, "Processes", lambda *limits: Serial())
    for name in [name for name in os.environ if name.startswith("PIPELINE_")]:
        monkeypatch.delenv(name)
    return tmp_path


def answer(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def test_a_report_becomes_files_and_a_summary_says_where(
    here: Path, draw_report: Draw, capsys: pytest.CaptureFixture[str]
) -> None:
    draw_report("raw/towns.pdf")
    assert main(["run"]) == 0
    said = capsys.readouterr()
    assert "towns: " in said.out
    assert "1 table, 9 values" in said.out
    assert str(Path("extracted/towns/report.html")) in said.out
    assert said.err.startswith("[1/1] towns: ")
    names = {path.name for path in (here / "extracted/towns").iterdir()}
    assert {"observations.csv", "observations.parquet", "report.html", "report.json", "run.json"} <= names
    assert (here / "extracted/catalog.parquet").is_file()


def test_json_is_one_document_and_nothing_else(
    here: Path, draw_report: Draw, capsys: pytest.CaptureFixture[str]
) -> None:
    draw_report("towns.pdf")
    assert main(["run", "towns.pdf", "--out", "o", "--json"]) == 0
    said = capsys.readouterr()
    [report] = json.loads(said.out)["reports"]
    assert said.err == ""
    assert report["counts"]["values"] == 9
    assert "observations.parquet" in report["files"]
    assert report["status"] == json.loads((here / "o/towns/report.json").read_text("utf-8"))["status"]


def test_bad_files_cost_their_own_lines_and_the_code_of_the_first(
    here: Path, draw_report: Draw, capsys: pytest.CaptureFixture[str]
) -> None:
    draw_report("in/a.pdf")
    (here / "in/b.pdf").write_bytes(b"<html>not a PDF</html>")
    draw_report("in/c.pdf", password="sesame")
    draw_report("in/d.pdf", text=False)
    draw_report("in/e.pdf", title="Villages by answer")
    (here / "empty").mkdir()
    assert main(["run", "in", "empty", "missing.pdf", "--json"]) == 3
    found = answer(capsys)
    errors = {report["report_id"]: report["error"] for report in found["reports"]}
    assert errors == {
        "a": None,
        "b": "input.not_pdf",
        "c": "input.encrypted",
        "d": "input.no_text",
        "e": None,
        "empty": "input.not_found",
        "missing": "input.not_found",
    }
    assert all(report["hint"] for report in found["reports"] if report["error"])
    written = sorted(path.name for path in (here / "extracted").glob("[!.]*"))
    assert written == ["a", "catalog.parquet", "e"]


def test_a_failure_is_told_with_what_to_do_and_without_a_traceback(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "b.pdf").write_bytes(b"not a PDF")
    assert main(["run", "b.pdf"]) == 3
    said = capsys.readouterr()
    assert "b: failed: " in said.out
    assert "what to do: " in said.out
    assert "Traceback" not in said.out + said.err
    assert not (here / "extracted").exists()


def test_an_encrypted_report_opens_with_its_password(
    here: Path, draw_report: Draw, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw_report("locked.pdf", password="sesame")
    assert main(["run", "locked.pdf", "--password", "wrong"]) == 3
    (here / "secret").write_text("sesame\nsecond line")
    assert main(["run", "locked.pdf", "--password-file", "secret", "--out", "by-file"]) == 0
    assert main(["run", "locked.pdf", "--password-file", "secret", "--password", "sesame"]) == 2
    assert main(["run", "locked.pdf", "--password-file", "missing"]) == 2
    monkeypatch.setenv("PIPELINE_PASSWORD", "sesame")
    assert main(["run", "locked.pdf"]) == 0
    files = [path for path in (here / "extracted").rglob("*") if path.is_file()]
    assert files
    assert not any(b"sesame" in path.read_bytes() for path in files)


def test_a_second_run_over_unchanged_input_does_no_work(
    here: Path, draw_report: Draw, capsys: pytest.CaptureFixture[str]
) -> None:
    draw_report("towns.pdf")
    main(["run", "towns.pdf", "--json"])
    first = answer(capsys)["reports"][0]
    before = {path: path.stat().st_mtime_ns for path in (here / "extracted").rglob("*")}
    main(["run", "towns.pdf", "--json"])
    second = answer(capsys)["reports"][0]
    assert second["unchanged"] is True
    assert {path: path.stat().st_mtime_ns for path in (here / "extracted").rglob("*")} == before
    for name in ("report_id", "status", "folder", "counts", "issues", "files", "exit_code"):
        assert second[name] == first[name]


def test_what_is_unchanged_is_told_without_a_worker_and_without_a_heavy_library(here: Path, draw_report: Draw) -> None:
    draw_report("towns.pdf")
    assert main(["run", "towns.pdf"]) == 0
    program = (
        "import sys; from pipeline.cli.main import main; main(['run', 'towns.pdf'])\n"
        "print(sorted({'pandas', 'numpy', 'pandera', 'pyarrow', 'pypdfium2', 'multiprocessing', 'rich',"
        " 'importlib.metadata'} & set(sys.modules)))"
    )
    ours = {**os.environ, "PYTHONPATH": str(Path(pipeline.read.__file__).parents[2])}
    said = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=here, env=ours
    )
    assert "unchanged since the last run" in said.stdout
    assert said.stdout.splitlines()[-1] == "[]"


def test_force_makes_all_of_it_anew(
    here: Path, draw_report: Draw, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    draw_report("towns.pdf")
    assert main(["run", "towns.pdf"]) == 0
    [kept] = (here / "extracted/.work").iterdir()
    before = {path.name: path.read_bytes() for path in kept.iterdir()}
    (kept / "page-00001").write_bytes(b"harmed")
    read: list[int] = []
    pages = pipeline.read.read_pages

    def counted(document: Any, numbers: Any, *others: Any, **named: Any) -> Any:
        read.extend(numbers)
        return pages(document, numbers, *others, **named)

    monkeypatch.setattr(pipeline.read, "read_pages", counted)
    capsys.readouterr()
    assert main(["run", "towns.pdf", "--force", "--json"]) == 0
    assert answer(capsys)["reports"][0]["unchanged"] is False
    assert read == [1]
    assert {path.name: path.read_bytes() for path in kept.iterdir()} == before


def test_an_ocr_engine_that_came_later_is_a_change(
    here: Path, draw_report: Draw, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    draw_report("towns.pdf")
    monkeypatch.setattr(inputs, "recognisers", lambda: ("rapidocr",))
    main(["run", "towns.pdf", "--json"])
    monkeypatch.setattr(inputs, "recognisers", lambda: ("rapidocr", "tesseract"))
    capsys.readouterr()
    main(["run", "towns.pdf", "--json"])
    assert answer(capsys)["reports"][0]["unchanged"] is False


@pytest.mark.parametrize("harm", ["changed", "gone"])
def test_a_harmed_file_is_written_again(
    here: Path, draw_report: Draw, harm: str, capsys: pytest.CaptureFixture[str]
) -> None:
    draw_report("towns.pdf")
    main(["run", "towns.pdf"])
    target = here / "extracted/towns/observations.csv"
    whole = target.read_bytes()
    if harm == "gone":
        target.unlink()
    else:
        target.write_bytes(whole.replace(b"10", b"11"))
    capsys.readouterr()
    main(["run", "towns.pdf", "--json"])
    assert answer(capsys)["reports"][0]["unchanged"] is False
    assert target.read_bytes() == whole


def test_another_pdf_under_a_taken_name_overwrites_nothing(here: Path, draw_report: Draw) -> None:
    draw_report("old/towns.pdf")
    draw_report("new/towns.pdf", title="Towns by answer, a year later")
    main(["run", "old/towns.pdf"])
    before = (here / "extracted/towns/run.json").read_bytes()
    main(["run", "new/towns.pdf"])
    assert (here / "extracted/towns/run.json").read_bytes() == before
    folders = sorted(path.name for path in (here / "extracted").glob("[!.]*") if path.is_dir())
    assert len(folders) == 2
    assert folders[1].startswith("towns-")


@pytest.mark.parametrize("as_json", [False, True])
def test_a_file_where_the_output_belongs(
    here: Path, draw_report: Draw, as_json: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    draw_report("towns.pdf")
    (here / "out").write_text("mine")
    assert main(["run", "towns.pdf", "--out", "out"] + ["--json"] * as_json) == 6
    said = capsys.readouterr()
    assert "is a file, not a folder" in said.out + said.err
    assert (json.loads(said.out)["error"]["code"] == "output") if as_json else ("what to do" in said.err)
    assert (here / "out").read_text() == "mine"


def test_tables_shows_what_is_found_and_writes_nothing(
    here: Path, draw_report: Draw, capsys: pytest.CaptureFixture[str]
) -> None:
    draw_report("towns.pdf")
    before = sorted(here.rglob("*"))
    assert main(["tables", "towns.pdf", "--cells"]) == 0
    said = capsys.readouterr().out
    assert "p001-t1  page 1  4 x 4" in said
    assert "Towns by answer" in said
    assert "South" in said
    assert main(["tables", "towns.pdf", "--json"]) == 0
    [table] = answer(capsys)["tables"]
    assert (table["rows"], table["columns"], table["number"]) == (4, 4, "1")
    assert sorted(here.rglob("*")) == before


def test_tables_of_what_is_no_pdf(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "b.pdf").write_bytes(b"not a PDF")
    assert main(["tables", "b.pdf"]) == 3
    assert "what to do" in capsys.readouterr().err


@pytest.mark.parametrize(
    "argv", [[], ["bogus"], ["run", "--workers", "0"], ["run", "--bogus"], ["tables"], ["--json", "run"]]
)
def test_wrong_usage_is_code_2(argv: list[str], here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(argv)
    assert ended.value.code == 2
    assert "usage: pipeline" in capsys.readouterr().err


def test_a_wrong_setting_is_wrong_usage(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PIPELINE_MEMORY_MB", "plenty")
    assert main(["run", "x.pdf"]) == 2
    assert "PIPELINE_MEMORY_MB" in capsys.readouterr().err


def test_limits_of_a_run_are_given_by_name(here: Path, draw_report: Draw, capsys: pytest.CaptureFixture[str]) -> None:
    draw_report("towns.pdf")
    assert main(["run", "towns.pdf", "--json", "--limit", "page_characters=20", "--limit", "pages=0"]) == 0
    assert "page.too_many_characters" in {issue["code"] for issue in answer(capsys)["reports"][0]["issues"]}
    for wrong in ("pages", "bogus=1", "pages=many", "pages=-1", "page_seconds=nan"):
        assert main(["run", "towns.pdf", "--limit", wrong]) == 2
        assert "pages" in capsys.readouterr().err or wrong.startswith("page_seconds")


def test_ctrl_c_is_code_130(here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupted(*limits: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(processes, "Processes", interrupted)
    assert main(["run", "x.pdf"]) == 130
    assert "Stopped" in capsys.readouterr().err


def test_folders_patterns_and_files_name_pdfs_once(here: Path) -> None:
    for name in ("a/2.PDF", "a/deep/1.pdf", "a/note.txt", "a/.hidden/3.pdf", "b[1].pdf", "c1.pdf", "c2.pdf"):
        (here / name).parent.mkdir(parents=True, exist_ok=True)
        (here / name).write_bytes(b"%PDF-")
    (here / "void").mkdir()
    named = ["a", "b[1].pdf", "c?.pdf", "c1.pdf", "void", "missing.pdf", "no*match.pdf"]
    expected = ["a/2.PDF", "a/deep/1.pdf", "b[1].pdf", "c1.pdf", "c2.pdf", "void", "missing.pdf", "no*match.pdf"]
    assert find_pdfs(named) == [Path(name) for name in expected]


def python(*arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, cwd=cwd, check=False, timeout=300
    )


def test_the_package_and_its_help_import_nothing_heavy() -> None:
    probe = (
        "import sys\n"
        "import pipeline, pipeline.cli.main\n"
        "for argv in (['--help'], *([name, '--help'] for name in pipeline.cli.main.COMMANDS)):\n"
        "    try:\n"
        "        pipeline.cli.main.main(argv)\n"
        "    except SystemExit as ended:\n"
        "        assert ended.code == 0\n"
        "heavy = {'pandas', 'pandera', 'numpy', 'camelot', 'pdfplumber', 'pypdfium2', 'jinja2', 'rich'}\n"
        "print('loaded:', sorted(heavy & set(sys.modules)))\n"
        "from pipeline import run_report\n"
        "print('loaded:', sorted(heavy & set(sys.modules)), run_report.__module__)\n"
    )
    done = python("-c", probe)
    assert done.stdout.splitlines()[-2:] == ["loaded: []", "loaded: [] pipeline.run"], done.stderr


HEAVY = "'pandas', 'pandera', 'numpy', 'pyarrow', 'camelot', 'cv2', 'pdfplumber', 'pypdfium2', 'PIL', 'jinja2', 'rich'"


def test_who_waits_for_a_worker_loads_nothing_heavy(tmp_path: Path, draw_report: Draw) -> None:
    """Its catalog of one report is written by the worker that made it."""
    draw_report("raw/towns.pdf")
    (tmp_path / "probe.py").write_text(
        "import sys\n"
        "if __name__ == '__main__':\n"
        "    from pipeline.cli.main import main\n"
        "    main(['run', 'raw/towns.pdf'])\n"
        f"    print('loaded:', sorted({{{HEAVY}}} & set(sys.modules)))\n"
    )
    done = python("probe.py", cwd=tmp_path)
    assert done.stdout.splitlines()[-1] == "loaded: []", done.stderr
    assert (tmp_path / "extracted/catalog.parquet").is_file()


def test_a_run_loads_no_library_that_it_does_not_use(tmp_path: Path, draw_report: Draw) -> None:
    draw_report("towns.pdf")
    unused = "'camelot', 'cv2', 'openpyxl', 'pypdfium2.pdfium_c', 'rich', 'fsspec', 'distributed', 'multiprocessing'"
    probe = (
        "import sys; sys.modules['rapidocr'] = None\n"
        "from pipeline.run import run_report\n"
        "run_report('towns.pdf')\n"
        f"print('loaded:', sorted({{{unused}}} & set(sys.modules)))\n"
    )
    done = python("-c", probe, cwd=tmp_path)
    assert done.stdout.splitlines()[-1] == "loaded: []", done.stderr


def test_python_m_pipeline_runs_a_batch_in_processes_of_their_own(tmp_path: Path, draw_report: Draw) -> None:
    draw_report("raw/towns.pdf")
    (tmp_path / "raw/bad.pdf").write_bytes(b"not a PDF")
    done = python("-m", "pipeline", "run", "--workers", "1", cwd=tmp_path)
    assert done.returncode == 3, done.stderr
    assert "bad: failed: " in done.stdout
    assert "1 table, 9 values" in done.stdout
    assert "2 reports: " in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


def test_version() -> None:
    done = python("-m", "pipeline", "--version")
    assert (done.returncode, done.stdout.strip()) == (0, f"pipeline {__version__}")
