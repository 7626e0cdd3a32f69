"""Every file a run promises, with its columns and types: for a full report and for one in which nothing was found."""

from __future__ import annotations

import json
import platform
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest
from written_report import empty, files, full

from pipeline.write import Package, write_report
from pipeline.write.manifest import versions

OBSERVATIONS = {
    "observation_id": "string", "report_id": "string", "source": "string", "table_id": "string", "number": "string",
    "title": "string", "note": "string", "section": "string", "page": "int64", "row": "int64", "column": "int64",
    "row_label": "string", "row_group": "string", "column_label": "string", "column_group": "string",
    "statistic": "string", "unit": "string", "value": "float64", "value_raw": "string", "missing": "string",
    "base_n": "Int64", "is_total": "bool", "significance": "string", "marks": "string", "footnotes": "string",
    "confidence": "float64", "engine": "string", "x0": "float64", "top": "float64", "x1": "float64",
    "bottom": "float64", "corrected": "bool",
}  # fmt: skip
COLUMNS = {
    "observations": OBSERVATIONS,
    "quarantine": {**OBSERVATIONS, "page": "Int64", "row": "Int64", "column": "Int64", "failed": "string"},
    "text": {
        "block_id": "string", "page": "int64", "order": "int64", "kind": "string", "level": "Int64",
        "number": "string", "section": "string", "text": "string", "x0": "float64", "top": "float64",
        "x1": "float64", "bottom": "float64",
    },
    "claims": {
        "claim_id": "string", "page": "int64", "block_id": "string", "text": "string", "stated_raw": "string",
        "stated_value": "float64", "unit": "string", "observation_ids": "string", "compared_value": "float64",
        "difference": "float64", "verdict": "string", "confidence": "float64",
    },
    "issues": {
        "issue_id": "string", "code": "string", "severity": "string", "message": "string", "page": "Int64",
        "table_id": "string", "row": "Int64", "column": "Int64", "observation_id": "string",
    },
}  # fmt: skip
"""As the design of the output promises them, in order."""
ROWS = {
    "observations": {"verslag": 6, "leeg": 0},
    "quarantine": {"verslag": 1, "leeg": 0},
    "text": {"verslag": 2, "leeg": 0},
    "claims": {"verslag": 1, "leeg": 0},
    "issues": {"verslag": 3, "leeg": 0},
}
REPORTS = [pytest.param(full(), id="full"), pytest.param(empty(), id="empty")]


def from_csv(path: Path, types: dict[str, str]) -> pd.DataFrame:
    """As docs/output.md says to read it: nothing but an empty field is null, so that a label NA stays a label."""
    return pd.read_csv(path, encoding="utf-8-sig", dtype=types, keep_default_na=False, na_values=[""])


@pytest.mark.parametrize("report", REPORTS)
def test_all_the_files_and_no_other(report: Package, tmp_path: Path) -> None:
    write_report(tmp_path / "r", report, [("report.html", (b"<", b"p>")), ("report.json", (b"{}",))])
    wanted = {"datapackage.json", "report.html", "report.json", "run.json", "tables.json"}
    wanted |= {f"{stem}.{suffix}" for stem in COLUMNS for suffix in ("csv", "parquet")}
    wanted |= {f"tables/{table.table.id}.{suffix}" for table in report.tables for suffix in ("csv", "parquet")}
    assert set(files(tmp_path / "r")) == wanted


@pytest.mark.parametrize("report", REPORTS)
@pytest.mark.parametrize("stem", COLUMNS)
def test_columns_and_types_are_the_promised_ones(stem: str, report: Package, tmp_path: Path) -> None:
    write_report(tmp_path / "r", report)
    frame = pd.read_parquet(tmp_path / "r" / f"{stem}.parquet")
    assert len(frame) == ROWS[stem][report.report_id]
    assert {name: str(kind) for name, kind in frame.dtypes.items()} == COLUMNS[stem]
    assert list(frame.columns) == list(COLUMNS[stem])
    head = (tmp_path / "r" / f"{stem}.csv").read_text("utf-8-sig").split("\n")[0]
    assert head == ",".join(COLUMNS[stem])


@pytest.mark.parametrize("report", REPORTS)
@pytest.mark.parametrize("stem", COLUMNS)
def test_csv_and_parquet_say_the_same(stem: str, report: Package, tmp_path: Path) -> None:
    write_report(tmp_path / "r", report)
    parquet = pd.read_parquet(tmp_path / "r" / f"{stem}.parquet")
    texts = {name: parquet[name].replace("", pd.NA) for name in parquet.columns if COLUMNS[stem][name] == "string"}
    csv = from_csv(tmp_path / "r" / f"{stem}.csv", COLUMNS[stem])
    pd.testing.assert_frame_equal(csv, parquet.assign(**texts))  # CSV knows no empty text beside null


def test_the_values_are_those_of_the_report(tmp_path: Path) -> None:
    write_report(tmp_path / "r", full())
    lines = (tmp_path / "r/observations.csv").read_text("utf-8-sig").splitlines()
    assert lines[1] == (
        "p010-t1-r02-c01,verslag,table,p010-t1,3.1,Wenselijkheid van digitaal werken,(% naar type organisatie),"
        "3 Resultaten,10,2,1,Wenselijk,,Gemeenten,2017,percent,%,81.0,81%,,229,false,,,,0.97,ruled,"
        "160.0,124.0,180.0,132.0,false"
    )
    text = pd.read_parquet(tmp_path / "r/text.parquet")
    assert text["text"][1] == "Van de gemeenten vindt 81% het wenselijk; zie “bijlage”."
    assert pd.isna(text["level"][1])
    assert list(pd.read_parquet(tmp_path / "r/quarantine.parquet")["observation_id"]) == ["p011-t1-r02-c01"]


def test_a_finding_names_the_value_it_is_about_where_there_is_one(tmp_path: Path) -> None:
    write_report(tmp_path / "r", full())
    issues = pd.read_parquet(tmp_path / "r/issues.parquet")
    assert list(issues["issue_id"]) == ["i0001", "i0002", "i0003"]
    assert issues["observation_id"][0] == "p010-t1-r02-c01"
    assert list(issues["observation_id"].isna()) == [False, True, True]


def test_all_reports_can_be_read_as_one_data_set(tmp_path: Path) -> None:
    for report in (full(), empty()):
        write_report(tmp_path / report.report_id, report)
    for stem in COLUMNS:
        one, other = (pq.read_schema(tmp_path / name / f"{stem}.parquet") for name in ("verslag", "leeg"))
        assert one.equals(other)


def test_the_manifest_has_the_fingerprint_of_every_other_file(tmp_path: Path) -> None:
    artifacts = write_report(tmp_path / "r", full(), [("report.html", (b"<", b"p>"))])
    written = files(tmp_path / "r")
    manifest = json.loads(written.pop("run.json"))
    assert {path: file["sha256"] for path, file in manifest["files"].items()} == {
        path: sha256(content).hexdigest() for path, content in written.items()
    }
    assert {path: file["bytes"] for path, file in manifest["files"].items()} == {
        path: len(content) for path, content in written.items()
    }
    assert {artifact.path for artifact in artifacts} == {*written, "run.json"}
    assert manifest["files"]["observations.csv"]["rows"] == 6
    assert manifest["input"] == {
        "file": "verslag.pdf", "sha256": "ab" * 32, "pages": 12, "title": "Digitaal onderzoek",
        "producer": "by hand", "backend": "fast",
    }  # fmt: skip
    assert manifest["counts"] == {
        "tables": 2, "charts": 1, "observations": 6, "quarantined": 1, "corrected": 0,
        "errors": 0, "warnings": 2, "infos": 1,
    }  # fmt: skip
    assert manifest["settings"] == {"pages": None}
    assert set(manifest["timings"]) == {"read", "report", "write"}
    assert manifest["versions"]["pandas"] == pd.__version__


@pytest.mark.parametrize("report", REPORTS)
def test_two_writes_differ_in_their_timings_alone(report: Package, tmp_path: Path) -> None:
    for name in ("one", "other"):
        write_report(tmp_path / name, report)
    one, other = files(tmp_path / "one"), files(tmp_path / "other")
    manifests = [json.loads(written.pop("run.json")) for written in (one, other)]
    assert one == other
    for manifest in manifests:
        assert manifest.pop("timings")
    assert manifests[0] == manifests[1]


def test_the_versions_are_those_that_are_installed() -> None:
    told = versions()
    assert told.pop("python") == platform.python_version()
    assert told["tidyreport"]
    for name, found in told.items():
        try:
            assert found == version(name)
        except PackageNotFoundError:
            assert found is None
