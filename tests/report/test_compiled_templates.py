"""Templates are compiled once for a machine, not once for a process; and never taken for others."""

from __future__ import annotations

import sys
from pathlib import Path

import jinja2
import pytest
from dossiers import dossier, whole_files

from pipeline.report import page


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)


def report(monkeypatch: pytest.MonkeyPatch) -> tuple[bytes, int]:
    """report.html as a process of its own would make it, and how many templates it compiled."""
    page._environment.cache_clear()
    compiled = []
    as_it_is = jinja2.Environment.compile
    with monkeypatch.context() as patched:
        patched.setattr(jinja2.Environment, "compile", lambda *a, **k: compiled.append(a) or as_it_is(*a, **k))
        made = whole_files(dossier())["report.html"]
    return made, len(compiled)


def kept(tmp_path: Path) -> list[Path]:
    return sorted(path for path in tmp_path.rglob("*") if path.is_file() and path.parent.name == "templates")


def test_the_second_process_compiles_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, compiled = report(monkeypatch)
    assert compiled == len(kept(tmp_path)) > 5
    assert report(monkeypatch) == (first, 0)


def test_one_that_is_damaged_is_compiled_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, _ = report(monkeypatch)
    for path in kept(tmp_path)[:2]:
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.write_bytes(content)
    assert report(monkeypatch) == (first, 2)
    assert report(monkeypatch) == (first, 0)


def test_another_template_is_compiled_again(monkeypatch: pytest.MonkeyPatch) -> None:
    first, _ = report(monkeypatch)
    as_it_is = page._template
    monkeypatch.setattr(page, "_template", lambda name: as_it_is(name).replace("</main>", "<hr></main>"))
    second, compiled = report(monkeypatch)
    assert compiled >= 1
    assert second == first.replace(b"</main>", b"<hr></main>")


def test_those_of_other_code_are_compiled_again(monkeypatch: pytest.MonkeyPatch) -> None:
    first, compiled = report(monkeypatch)
    monkeypatch.setattr("pipeline.report.compiled.code_version", lambda: "0.0.0+other")
    assert report(monkeypatch) == (first, compiled)
    assert report(monkeypatch) == (first, 0)


def test_where_nothing_can_be_kept_all_are_compiled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "file"))
    first, compiled = report(monkeypatch)
    assert compiled > 5
    assert report(monkeypatch) == (first, compiled)
