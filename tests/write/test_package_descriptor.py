"""datapackage.json keeps the standard, and an independent reader finds the data as it says."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from written_report import empty, files, full, headed, package

from pipeline.write import Origin, Package, write_report

frictionless = pytest.importorskip("frictionless")

ODD = package([headed(("=1+1",), ("a,b",), rows=[[1.0, None]])], report_id="vreemd")
"""Heads that a spreadsheet would calculate or that need quotes."""


def descriptor(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "datapackage.json").read_text("utf-8"))
    return found


@pytest.mark.parametrize("report", [full(), empty(), ODD], ids=["full", "empty", "odd"])
def test_frictionless_finds_no_fault(report: Package, tmp_path: Path) -> None:
    write_report(tmp_path, report)
    result = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert result.valid, result.flatten(["name", "type", "message"])
    assert result.stats["tasks"] == len(descriptor(tmp_path)["resources"])


def test_frictionless_finds_a_value_changed_afterwards(tmp_path: Path) -> None:
    write_report(tmp_path, full())
    path = tmp_path / "observations.csv"
    path.write_bytes(path.read_bytes().replace(b",percent,", b",procent,", 1))
    result = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert {"hash-count", "constraint-error"} <= {error[0] for error in result.flatten(["type"])}


def test_every_data_file_is_described_under_a_name_of_its_own(tmp_path: Path) -> None:
    write_report(tmp_path, full(), [("report.html", (b"<p>",)), ("report.json", (b"{}",))])
    resources = descriptor(tmp_path)["resources"]
    told = {resource["path"] for resource in resources}
    assert told == set(files(tmp_path)) - {"datapackage.json", "run.json", "report.html", "report.json"}
    assert len({resource["name"] for resource in resources}) == len(resources)


def test_columns_are_described_for_people_and_programs(tmp_path: Path) -> None:
    write_report(tmp_path, full())
    resources = {resource["path"]: resource for resource in descriptor(tmp_path)["resources"]}
    schema = resources["observations.csv"]["schema"]
    fields = {field["name"]: field for field in schema["fields"]}
    assert all(field["title"] and field["description"] for field in fields.values())
    assert schema["primaryKey"] == ["observation_id"]
    assert fields["observation_id"]["constraints"]["unique"] is True
    assert fields["value"]["type"] == "number"
    assert fields["page"]["constraints"] == {"required": True, "minimum": 1}
    assert fields["missing"]["constraints"]["enum"] == [
        "not_applicable", "suppressed", "not_available", "below_resolution", "empty",
    ]  # fmt: skip
    assert fields["x0"]["unit"] == "pt"
    printed = {field["name"]: field for field in resources["tables/p010-t1.csv"]["schema"]["fields"]}
    assert printed["2017 > Gemeenten"]["type"] == "number"
    assert resources["tables/p010-t1.csv"]["title"] == "3.1 Wenselijkheid van digitaal werken"


def test_source_and_terms_are_those_stated_beside_the_pdf(tmp_path: Path) -> None:
    write_report(tmp_path, full())
    found = descriptor(tmp_path)
    assert found["name"] == "verslag"
    assert found["sources"] == [
        {
            "title": "Digitaal onderzoek", "path": "https://example.org/verslag.pdf", "file": "verslag.pdf",
            "sha256": "ab" * 32,
        }
    ]  # fmt: skip
    assert found["licenses"] == [{"name": "CC0-1.0", "title": "CC0-1.0"}]
    assert found["contributors"] == [{"title": "Ministerie", "roles": ["publisher"]}]


def test_without_an_origin_nothing_is_made_up(tmp_path: Path) -> None:
    write_report(tmp_path, empty())
    found = descriptor(tmp_path)
    assert found["sources"] == [{"title": "Digitaal onderzoek", "file": "verslag.pdf", "sha256": "ab" * 32}]
    assert not {"licenses", "contributors"} & set(found)


def test_a_source_in_words_is_no_address(tmp_path: Path) -> None:
    write_report(tmp_path, replace(empty(), origin=Origin(source="per post", licence="Alle rechten / voorbehouden")))
    found = descriptor(tmp_path)
    assert found["sources"][0]["description"] == "per post"
    assert "path" not in found["sources"][0]
    assert found["licenses"] == [{"name": "Alle-rechten-voorbehouden", "title": "Alle rechten / voorbehouden"}]
    assert frictionless.validate(str(tmp_path / "datapackage.json")).valid
