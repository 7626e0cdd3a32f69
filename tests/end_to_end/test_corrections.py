"""What a person corrects stays corrected, as long as the page prints what it was corrected for."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from editions import ANSWERS, VISITS, draw, replaced

from pipeline import Outcome, Settings, run_report
from pipeline.errors import ProfileError
from schemas.corrections import COLUMNS, corrections_bytes

SPRING = {
    "observation_id": "p001-t2-r02-c01", "page": "1", "table": "2 Visits by season, 2021", "row": "Spring",
    "column": "Visits", "printed": "260", "read": "260", "expected": "250", "reason": "erratum of 3 May",
}  # fmt: skip


def correct(tmp_path: Path, *rows: dict[str, str], **edition: Any) -> Outcome:
    pdf = draw(tmp_path / "towns.pdf", **edition)
    pdf.with_name("towns.corrections.csv").write_bytes(corrections_bytes(rows))
    return run_report(pdf, tmp_path / "out")


def found(outcome: Outcome, code: str) -> list[tuple[str, str, int | None, int | None]]:
    return [(i.severity, i.message, i.row, i.column) for i in outcome.issues if i.code == code]


def values(outcome: Outcome) -> pd.DataFrame:
    return pd.read_parquet(Path(outcome.folder or "") / "observations.parquet").set_index("observation_id")


def test_a_correction_is_applied_and_marked_everywhere(tmp_path: Path) -> None:
    outcome = correct(tmp_path, SPRING)
    row = values(outcome).loc["p001-t2-r02-c01"]
    assert (row["value"], row["value_raw"], row["corrected"], row["confidence"]) == (250.0, "260", True, 1.0)
    assert values(outcome)["corrected"].sum() == 1
    [(severity, message, line, column)] = found(outcome, "correction.applied")
    assert (severity, line, column) == ("info", 2, 1)
    assert (
        "printed “260”: read as 260, corrected to 250 by a person (towns.corrections.csv:2): erratum of 3 May"
        in message
    )
    folder = Path(outcome.folder or "")
    manifest = json.loads((folder / "run.json").read_text("utf-8"))
    assert manifest["corrections"] == {"file": "towns.corrections.csv", "applied": 1, "refused": 0}
    assert manifest["counts"]["corrected"] == 1
    assert json.loads((folder / "report.json").read_text("utf-8"))["corrected"] == ["p001-t2-r02-c01"]
    assert "Spring,250,510" in (folder / "tables/p001-t2.csv").read_text("utf-8-sig")


@pytest.mark.parametrize(
    ("edition", "told"),
    [
        ({"visits": replaced(VISITS, "260", "261")}, "its printed text was “260” and is now “261”"),
        ({"visits": replaced(VISITS, "Spring", "Autumn")}, "its row was “Spring” and is now “Autumn”"),
        ({"visits": replaced(VISITS, "Visits", "Guests")}, "its column was “Visits” and is now “Guests”"),
        ({"visits": None}, "there is no such value any more"),
    ],
)
def test_where_the_page_has_changed_a_correction_is_refused(tmp_path: Path, edition: dict[str, Any], told: str) -> None:
    outcome = correct(tmp_path, SPRING, **edition)
    assert not values(outcome)["corrected"].any()
    [(severity, message, *_)] = found(outcome, "correction.refused")
    assert severity == "error"
    assert told in message
    assert outcome.status == "partial"


def test_another_page_is_another_value(tmp_path: Path) -> None:
    [(_, message, *_)] = found(correct(tmp_path, SPRING | {"page": "2"}), "correction.refused")
    assert "its page was “2” and is now “1”" in message


def test_what_could_not_be_read_becomes_a_value_and_its_finding_a_note(tmp_path: Path) -> None:
    visits = replaced(VISITS, "260", "26O")
    assert run_report(draw(tmp_path / "plain.pdf", visits=visits), tmp_path / "out").counts["values"] == 14
    outcome = correct(tmp_path, SPRING | {"printed": "26O", "read": "", "expected": "260"}, visits=visits)
    assert outcome.counts["accepted"] == 15
    row = values(outcome).loc["p001-t2-r02-c01"]
    assert (row["value"], row["value_raw"], row["corrected"]) == (260.0, "26O", True)
    assert (row["statistic"], row["page"], row["row_label"]) == ("other", 1, "Spring")
    [(severity, message, *_)] = found(outcome, "number.unparsed")
    assert severity == "info"
    assert message.endswith("(A person has corrected the value.)")
    assert outcome.status == "ok"


def test_what_could_not_be_read_and_prints_something_else_is_refused(tmp_path: Path) -> None:
    visits = replaced(VISITS, "260", "26O")
    outcome = correct(tmp_path, SPRING | {"printed": "2G0", "expected": "260"}, visits=visits)
    assert outcome.counts["values"] == 14
    [(severity, message, *_)] = found(outcome, "correction.refused")
    assert severity == "error"
    assert "there is no such value" in message


def test_a_value_can_be_corrected_to_none(tmp_path: Path) -> None:
    outcome = correct(tmp_path, SPRING | {"expected": "suppressed"})
    row = values(outcome).loc["p001-t2-r02-c01"]
    assert (pd.isna(row["value"]), row["missing"], row["corrected"]) == (True, "suppressed", True)


def test_a_corrected_value_is_held_against_the_rest(tmp_path: Path) -> None:
    wrong = {
        "observation_id": "p001-t1-r01-c01", "page": "1", "row": "North", "column": "Yes", "printed": "12.5%",
        "expected": "16.5", "reason": "a slip of the person",
    }  # fmt: skip
    assert found(run_report(draw(tmp_path / "plain.pdf"), tmp_path / "out"), "percent.total") == []
    assert found(correct(tmp_path, wrong), "percent.total")


def test_a_changed_file_of_corrections_makes_the_report_again(tmp_path: Path) -> None:
    assert correct(tmp_path, SPRING).unchanged is False
    assert correct(tmp_path, SPRING).unchanged is True
    assert correct(tmp_path, SPRING | {"expected": "251"}).unchanged is False
    (tmp_path / "towns.corrections.csv").unlink()
    outcome = run_report(tmp_path / "towns.pdf", tmp_path / "out")
    assert outcome.unchanged is False
    assert values(outcome).loc["p001-t2-r02-c01", "value"] == 260


def test_a_file_given_goes_before_the_one_beside(tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_bytes(corrections_bytes([SPRING]))
    pdf = draw(tmp_path / "towns.pdf")
    outcome = run_report(pdf, tmp_path / "out", Settings(corrections=str(tmp_path / "mine.csv")))
    assert values(outcome)["corrected"].sum() == 1
    with pytest.raises(ProfileError, match="no such file"):
        run_report(pdf, tmp_path / "out", Settings(corrections=str(tmp_path / "nowhere.csv")))


def test_stubs_that_nobody_has_filled_in_do_nothing(tmp_path: Path) -> None:
    outcome = correct(tmp_path, SPRING | {"expected": "", "reason": ""})
    assert outcome.status == "ok"
    assert not values(outcome)["corrected"].any()


@pytest.mark.parametrize(
    ("change", "line", "told"),
    [
        ({"expected": "1.415"}, 2, "can be read in two ways; write '1415', or '1.4150' for decimals"),
        ({"expected": "25 %"}, 2, "is no number"),
        ({"expected": "1.234,5"}, 2, "is no number"),
        ({"reason": ""}, 2, "the column 'reason' is empty"),
        ({"expected": ""}, 2, "the column 'expected' is empty"),
        ({"page": "one"}, 2, "'one' is no page"),
    ],
)
def test_a_row_that_cannot_be_used_is_refused_with_its_line(
    tmp_path: Path, change: dict[str, str], line: int, told: str
) -> None:
    with pytest.raises(ProfileError) as error:
        correct(tmp_path, SPRING | change)
    assert str(error.value).startswith(f"towns.corrections.csv:{line}: ")
    assert told in str(error.value)


def test_two_corrections_of_one_value_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ProfileError, match=r"csv:3: .* corrected twice; the first is at .*:2"):
        correct(tmp_path, SPRING, SPRING)


def test_a_file_as_a_spreadsheet_program_saves_it(tmp_path: Path) -> None:
    pdf = draw(tmp_path / "towns.pdf")
    with (tmp_path / "towns.corrections.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
        writer.writerow([*COLUMNS, ""])
        writer.writerow([*[(SPRING | {"expected": "250,5"}).get(name, "") for name in COLUMNS], ""])
    outcome = run_report(pdf, tmp_path / "out")
    assert values(outcome).loc["p001-t2-r02-c01", "value"] == 250.5


def test_an_unknown_column_is_refused(tmp_path: Path) -> None:
    pdf = draw(tmp_path / "towns.pdf")
    (tmp_path / "towns.corrections.csv").write_text("observation_id,page,row,column,printed,expect,reason\n", "utf-8")
    with pytest.raises(ProfileError, match="1: there is no column 'expect'; did you mean 'expected'"):
        run_report(pdf, tmp_path / "out")


PROFILE = """\
recognise:
  phrases: ["The yearly survey of towns"]
corrections:
  - page: 1
    printed: "{printed}"
"""


def profiled(tmp_path: Path, printed: str, more: str, **edition: Any) -> Outcome:
    folder = tmp_path / "schemas/towns"
    folder.mkdir(parents=True)
    (folder / "profile.yaml").write_text(PROFILE.format(printed=printed) + more, "utf-8")
    return run_report(draw(tmp_path / "towns.pdf", **edition), tmp_path / "out")


def test_the_number_of_header_rows_can_be_set(tmp_path: Path) -> None:
    outcome = profiled(tmp_path, "Season Visits Nights Winter", "    header_rows: 2\n")
    own = values(outcome)[lambda frame: frame["table_id"] == "p001-t2"]
    assert sorted(set(own["row_label"])) == ["Spring", "Summer"]
    assert own["corrected"].all()
    others = values(outcome)[lambda frame: frame["table_id"] == "p001-t1"]
    assert not others["corrected"].any()


def test_a_table_can_be_said_to_stand_in_a_box(tmp_path: Path) -> None:
    box = "    box: [70, 190, 440, 252]\n"  # without the header
    outcome = profiled(tmp_path, "North 12.5% 77.5%", box + "    header_rows: 0\n")
    own = values(outcome)[lambda frame: frame["table_id"] == "p001-t1"]
    assert own["corrected"].all()
    assert list(own["value"]) == [12.5, 77.5, 10.0, 25.0, 65.0, 10.0, 40.0, 50.0, 10.0]
    tables = json.loads((Path(outcome.folder or "") / "report.json").read_text("utf-8"))["tables"]
    assert "a person has said where it stands" in tables[0]["reasons"]


@pytest.mark.parametrize(
    ("printed", "more", "told"),
    [
        ("Season Visits Guests", "    header_rows: 2\n", "no table begins with “Season Visits Guests”"),
        ("South 25.0%", "    box: [70, 190, 440, 252]\n", "the box begins with “North 12.5% 77.5%"),
        ("South 25.0%", "    box: [70, 700, 440, 752]\n", "there is nothing in the box"),
        ("The towns were", "    box: [70, 110, 440, 125]\n", "no table can be read in the box"),
    ],
)
def test_a_correction_of_a_table_whose_page_has_changed_is_refused(
    tmp_path: Path, printed: str, more: str, told: str
) -> None:
    outcome = profiled(tmp_path, printed, more)
    [(severity, message, *_)] = found(outcome, "correction.refused")
    assert severity == "error"
    assert told in message
    assert not values(outcome)["corrected"].any()
    assert len(values(outcome)) == 15


def test_a_correction_of_a_page_there_is_not_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "schemas/towns"
    folder.mkdir(parents=True)
    text = PROFILE.format(printed="Season").replace("page: 1", "page: 9") + "    header_rows: 1\n"
    (folder / "profile.yaml").write_text(text, "utf-8")
    outcome = run_report(draw(tmp_path / "towns.pdf", answers=ANSWERS), tmp_path / "out")
    [(_, message, *_)] = found(outcome, "correction.refused")
    assert "(schemas/towns/profile.yaml:4) is refused, because the report has no such page." in message
