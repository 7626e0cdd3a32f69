"""``pipeline init``: files for a person to edit, never over those that stand there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from editions import draw

from pipeline.cli.main import main
from pipeline.executors import processes
from pipeline.executors.serial import Serial


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(processes, "Processes", lambda *limits: Serial())
    return tmp_path


def test_init_then_run_finds_no_error(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draw(here / "Towns 2021.pdf")
    assert main(["init", "Towns 2021.pdf"]) == 0
    assert "towns-2021: 2 schemas and profile.yaml" in capsys.readouterr().out
    assert sorted(path.name for path in (here / "schemas/towns-2021").iterdir()) == [
        "profile.yaml", "table-1.yaml", "table-2.yaml",
    ]  # fmt: skip
    assert main(["run", "Towns 2021.pdf"]) == 0
    said = capsys.readouterr().out
    assert "towns-2021: ok" in said
    assert "held against the profile towns-2021: “The yearly survey of towns” stands on page 1" in said


def test_what_a_person_has_edited_is_not_overwritten(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draw(here / "towns.pdf")
    main(["init", "towns.pdf"])
    (here / "schemas/towns/profile.yaml").write_text("mine", "utf-8")
    capsys.readouterr()
    assert main(["init", "towns.pdf", "--json"]) == 6
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "output"
    assert (here / "schemas/towns/profile.yaml").read_text("utf-8") == "mine"
    assert main(["init", "towns.pdf", "--out", "elsewhere", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["files"] == ["profile.yaml", "table-1.yaml", "table-2.yaml"]


def test_init_of_what_is_no_pdf_writes_nothing(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "a.pdf").write_bytes(b"not a PDF")
    assert main(["init", "a.pdf"]) == 3
    assert "what to do" in capsys.readouterr().err
    assert not (here / "schemas").exists()


def test_a_typo_in_a_profile_is_wrong_usage(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draw(here / "towns.pdf")
    main(["init", "towns.pdf"])
    profile = here / "schemas/towns/profile.yaml"
    profile.write_text(profile.read_text("utf-8").replace("captions:", "caption:"), "utf-8")
    assert main(["run", "towns.pdf"]) == 2
    assert "towns/profile.yaml:14: there is no key 'caption'; did you mean 'captions'?" in capsys.readouterr().err
