"""``pipeline review`` lists what a person should look at; ``pipeline check`` looks again at what was written."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from editions import ANSWERS, VISITS, draw, replaced

from pipeline.cli.main import main
from pipeline.executors import processes
from pipeline.executors.serial import Serial
from schemas.corrections import COLUMNS, corrections_bytes


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(processes, "Processes", lambda *limits: Serial())
    return tmp_path


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def fill(path: Path, key: str, expected: str, reason: str) -> None:
    filled = [
        row | {"expected": expected, "reason": reason} if row["observation_id"] == key else row for row in rows(path)
    ]
    path.write_bytes(corrections_bytes(filled))


def test_from_a_finding_to_a_correction_that_stays(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draw(here / "raw/towns.pdf", visits=replaced(VISITS, "260", "26O"), answers=replaced(ANSWERS, "12.5%", "16.5%"))
    assert main(["run"]) == 0
    assert main(["review", "extracted/towns"]) == 0
    said = capsys.readouterr().out
    path = here / "raw/towns.corrections.csv"
    assert f"{Path('raw/towns.corrections.csv')}: 4 values to look at, 0 filled in before" in said
    found = {row["observation_id"]: row for row in rows(path)}
    assert list(rows(path)[0]) == list(COLUMNS)
    assert found["p001-t2-r02-c01"] == {
        "observation_id": "p001-t2-r02-c01", "page": "1", "table": "2 Visits by season, 2021", "row": "Spring",
        "column": "Visits", "printed": "26O", "read": "", "expected": "", "reason": "", "finding": "number.unparsed",
    }  # fmt: skip
    assert {found[f"p001-t1-r01-c0{k}"]["printed"] for k in (1, 2, 3)} == {"16.5%", "77.5%", "10.0%"}
    assert {found[f"p001-t1-r01-c0{k}"]["finding"] for k in (1, 2, 3)} == {"percent.total"}

    fill(path, "p001-t2-r02-c01", "260", "the O is a zero")
    assert main(["run", "--json"]) == 0
    [report] = json.loads(capsys.readouterr().out)["reports"]
    assert report["counts"]["accepted"] == 15
    assert main(["review", "extracted/towns"]) == 0
    assert "3 values to look at, 1 filled in before" in capsys.readouterr().out
    assert {row["observation_id"]: row for row in rows(path)}["p001-t2-r02-c01"]["reason"] == "the O is a zero"


def test_a_report_without_findings_needs_no_corrections(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draw(here / "towns.pdf")
    main(["run", "towns.pdf"])
    assert main(["review", "extracted/towns"]) == 0
    assert "there is nothing to correct" in capsys.readouterr().out
    assert not list(here.glob("*.csv"))


def test_without_the_pdf_in_sight_the_file_says_where_it_belongs(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draw(here / "far/away/towns.pdf", visits=replaced(VISITS, "260", "26O"))
    main(["run", "far"])
    assert main(["review", "extracted/towns"]) == 0
    assert "Put the file beside the PDF" in capsys.readouterr().out
    assert (here / "towns.corrections.csv").is_file()
    assert main(["review", "extracted/towns", "--pdf", "far/away/towns.pdf", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["file"], answer["to_fill_in"]) == (str(Path("far/away/towns.corrections.csv")), 1)


@pytest.mark.parametrize("command", ["review", "check"])
def test_what_is_no_output_is_not_found(here: Path, command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command, "nowhere"]) == 3
    assert "holds nothing that a run wrote" in capsys.readouterr().err


def checked(capsys: pytest.CaptureFixture[str], *more: str) -> tuple[int, Any]:
    capsys.readouterr()
    code = main(["check", "extracted", "--json", *more])
    [report] = json.loads(capsys.readouterr().out)["reports"]
    return code, report


@pytest.fixture
def ran(here: Path) -> Path:
    draw(here / "towns.pdf")
    main(["init", "towns.pdf"])
    main(["run", "towns.pdf"])
    return here / "extracted/towns"


def test_outputs_as_written_pass(ran: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, report = checked(capsys)
    assert (code, report["issues"]) == (0, [])
    assert (report["observations"], report["tables"], report["profile"]) == (15, 2, "towns")
    assert main(["check", "extracted/towns"]) == 0
    assert "nothing to find fault with" in capsys.readouterr().out


@pytest.mark.parametrize("harm", ["changed", "gone"])
def test_a_file_that_is_not_as_written_is_named(ran: Path, harm: str, capsys: pytest.CaptureFixture[str]) -> None:
    path = ran / "observations.csv"
    path.unlink() if harm == "gone" else path.write_bytes(path.read_bytes().replace(b"12.5", b"13.5"))
    code, report = checked(capsys)
    assert code == 5
    [issue] = report["issues"]
    assert issue["code"] == "file.altered"
    assert issue["message"].startswith("observations.csv ")


def test_values_that_break_the_contract_or_a_schema_are_found(ran: Path, capsys: pytest.CaptureFixture[str]) -> None:
    values = pd.read_parquet(ran / "observations.parquet")
    values.loc[0, "confidence"] = 2.0
    values.to_parquet(ran / "observations.parquet")
    table = pd.read_parquet(ran / "tables/p001-t2.parquet")
    table.loc[1, "Visits"] = 99999.0
    table.to_parquet(ran / "tables/p001-t2.parquet")
    code, report = checked(capsys)
    assert code == 5
    assert sorted({issue["code"] for issue in report["issues"]}) == [
        "file.altered", "observation.domain.confidence", "profile.value_range",
    ]  # fmt: skip
    [message] = [issue["message"] for issue in report["issues"] if issue["code"] == "profile.value_range"]
    assert message.startswith("Table p001-t2, row “Spring”, column “Visits”: 99999 does not pass in_range(0, 10000)")


def test_outputs_are_held_against_the_schemas_as_they_are_now(ran: Path, capsys: pytest.CaptureFixture[str]) -> None:
    schema = Path("schemas/towns/table-2.yaml")
    schema.write_text(schema.read_text("utf-8").replace("Spring", "Sprung"), "utf-8")
    code, report = checked(capsys)
    assert code == 5
    assert {issue["code"] for issue in report["issues"]} == {"profile.row_unknown", "profile.row_missing"}


def test_a_profile_that_is_not_in_sight_is_told(ran: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("schemas").rename("elsewhere")
    code, report = checked(capsys)
    assert code == 5
    assert [issue["code"] for issue in report["issues"]] == ["profile.not_found"]
    assert checked(capsys, "--schemas", "elsewhere")[0] == 0


def test_a_file_that_is_no_parquet_is_told(ran: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("observations.parquet", "tables/p001-t1.parquet"):
        (ran / name).write_bytes(b"not Parquet")
    code, report = checked(capsys)
    assert code == 5
    assert {issue["code"] for issue in report["issues"]} == {"file.altered"}
