"""The whole pipeline on the sample report: every value of every table, against the truth of the data file."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

PDF = Path(__file__).resolve().parents[2] / "raw" / "digitalisering-overheid.pdf"
TRUTH = Path(__file__).parent / "truth"
UNITS = {"%": "%", "procentpunt": "percentage point", "aantal": ""}

Record = dict[str, Any]
Found = tuple[str, ...]
TABLES: dict[str, Record] = {
    path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(TRUTH.glob("T*.json"))
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from pipeline import run_report

    outcome = run_report(PDF, tmp_path_factory.mktemp("extracted"))
    assert outcome.status != "failed", outcome.message
    assert outcome.folder is not None
    return Path(outcome.folder)


def test_it_keeps_the_profile_that_comes_with_the_program(folder: Path) -> None:
    report = json.loads((folder / "report.json").read_text("utf-8"))
    assert report["profile"]["name"] == "digitalisering-overheid"
    assert (report["profile"]["own"], len(report["profile"]["tables"])) == (False, len(TABLES))
    assert [issue for issue in report["issues"] if issue["code"].startswith("profile.")] == []
    checks = {check["code"]: (check["tested"], check["failed"]) for check in report["checks"]}
    assert checks["profile.table_missing"] == checks["profile.schema"] == (len(TABLES), 0)


def read(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture(scope="module")
def observations(folder: Path) -> list[dict[str, str]]:
    return [row for row in read(folder, "observations.csv") if row["source"] == "table"]


def expected(table: Record) -> dict[Found, Found]:
    """(page, row path, column path) -> (printed, value, missing, unit, base, significance) of each cell."""
    columns = [[text for text in path if text] for path in zip(*table["column_headers"], strict=True)][1:]
    cells: dict[Found, Found] = {}
    for row in table["rows"]:
        for path, cell in zip(columns, row["cells"], strict=True):
            place = (str(row["page"]), row.get("row_group", ""), row["label"], " > ".join(path[:-1]), path[-1])
            cells[place] = (
                cell["raw"],
                "" if cell["value"] is None else str(float(cell["value"])),
                cell.get("missing", ""),
                "" if cell["value"] is None else UNITS[cell["unit"]],
                str(table["base_n"].get(path[-1], "")),
                cell.get("significance", ""),
            )
    return cells


def found(rows: list[dict[str, str]]) -> dict[Found, Found]:
    cells: dict[Found, Found] = {}
    for row in rows:
        place = tuple(row[key] for key in ("page", "row_group", "row_label", "column_group", "column_label"))
        value = str(float(row["value"])) if row["value"] else ""
        base = str(int(float(row["base_n"]))) if row["base_n"] else ""
        unit = row["unit"] if value else ""
        cells[place] = (row["value_raw"], value, row["missing"], unit, base, row["significance"])
    return cells


def caption(title: str, note: str) -> str:
    """Title and note without the marks of footnotes."""
    return f"{title} {note}".translate(dict.fromkeys(map(ord, "*⁰¹²³⁴⁵⁶⁷⁸⁹"))).strip()


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_table_is_read_in_full(table: Record, observations: list[dict[str, str]]) -> None:
    same_number = [row for row in observations if row["number"] == table["caption_number"]]
    ids = list(dict.fromkeys(row["table_id"] for row in same_number))  # in page order: 3.5 is printed three times
    assert len(ids) >= table["occurrence"], f"tables numbered {table['caption_number']}: {ids}"
    mine = [row for row in same_number if row["table_id"] == ids[table["occurrence"] - 1]]
    assert found(mine) == expected(table)
    # where a caption parts into title and note is for the note of a unit, such as (%), a matter of taste
    assert {caption(row["title"], row["note"]) for row in mine} == {caption(table["title"], table["subtitle"])}


def test_no_table_is_made_up(observations: list[dict[str, str]]) -> None:
    assert len(observations) == sum(len(row["cells"]) for table in TABLES.values() for row in table["rows"])


def test_every_output_row_has_its_place(observations: list[dict[str, str]]) -> None:
    for row in observations:
        assert float(row["x0"]) < float(row["x1"])
        assert float(row["top"]) < float(row["bottom"])


def test_prose_that_contradicts_a_table_is_found_and_no_other(folder: Path) -> None:
    stated = json.loads((TRUTH / "claims.json").read_text(encoding="utf-8"))
    [planted] = [claim for claim in stated if claim["agrees"] is False]
    differs = [claim for claim in read(folder, "claims.csv") if claim["verdict"] == "differs"]
    assert [(int(c["page"]), float(c["stated_value"])) for c in differs] == [(planted["page"], planted["stated_value"])]
