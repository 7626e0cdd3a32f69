"""A first run drafts the schemas; the next edition is held against them, and each difference is named."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from editions import ANSWERS, TITLES, VISITS, Rows, draw, replaced, without
from pandera.io import pandas_io

from pipeline import Outcome, Settings, run_report
from pipeline.errors import ProfileError
from pipeline.run import draft_schemas, run_batch

Draft = Callable[..., Path]


@pytest.fixture(scope="module")
def drafted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """``schemas`` with what ``pipeline init`` drafts from the first edition."""
    place = tmp_path_factory.mktemp("first")
    folder = place / "schemas/towns"
    folder.mkdir(parents=True)
    for name, text in draft_schemas(draw(place / "towns.pdf"), Settings())[0].items():
        (folder / name).write_text(text, "utf-8")
    return place / "schemas"


def run(drafted: Path, tmp_path: Path, **edition: Any) -> Outcome:
    pdf = draw(tmp_path / "towns.pdf", **edition)
    return run_report(pdf, tmp_path / "out", Settings(schemas=str(drafted)))


def errors(outcome: Outcome) -> list[tuple[str, str]]:
    return [(issue.code, issue.message) for issue in outcome.issues if issue.severity == "error"]


def frame(outcome: Outcome, name: str) -> pd.DataFrame:
    return pd.read_parquet(Path(outcome.folder or "") / f"{name}.parquet")


def quarantined(outcome: Outcome) -> set[tuple[str, str]]:
    held = frame(outcome, "quarantine")
    return set(zip(held["row_label"], held["column_label"], strict=True))


def test_the_same_report_keeps_what_was_drafted_from_it(drafted: Path, tmp_path: Path) -> None:
    outcome = run(drafted, tmp_path)
    assert outcome.status == "ok"
    assert outcome.counts["accepted"] == 15
    told = "“The yearly survey of towns” stands on page 1; 2 of 2 titles of tables stand in the text"
    assert outcome.profile == f"towns: {told}"
    manifest = json.loads((Path(outcome.folder or "") / "run.json").read_text("utf-8"))
    tables = {"p001-t1": "table-1.yaml", "p001-t2": "table-2.yaml"}
    assert manifest["profile"] == {"name": "towns", "own": True, "recognised": told, "tables": tables}
    report = json.loads((Path(outcome.folder or "") / "report.json").read_text("utf-8"))
    assert report["profile"] == manifest["profile"]
    assert [(c["tested"], c["failed"]) for c in report["checks"] if c["code"].startswith("profile.")] == [
        (2, 0),
        (2, 0),
    ]


def test_pandera_alone_reads_the_schemas_and_finds_the_written_tables_good(drafted: Path, tmp_path: Path) -> None:
    outcome = run(drafted, tmp_path)
    for schema, table in (("table-1.yaml", "p001-t1"), ("table-2.yaml", "p001-t2")):
        plain = pandas_io.from_yaml(drafted / "towns" / schema)
        assert len(plain.validate(frame(outcome, f"tables/{table}"))) == 3


def test_the_next_year_with_other_numbers_is_the_same_report(drafted: Path, tmp_path: Path) -> None:
    later = [title.replace("2021", "2022") for title in TITLES]
    answers = replaced(replaced(ANSWERS, "12.5%", "22.5%"), "77.5%", "67.5%")
    visits = replaced(VISITS, "905", "1105")
    outcome = run(drafted, tmp_path, answers=answers, visits=visits, titles=later, above=30,
                  heading="The yearly survey of towns 2022")  # fmt: skip
    assert errors(outcome) == []
    assert outcome.profile
    assert outcome.counts["accepted"] == 15


def test_a_renamed_label_is_an_error_that_names_it(drafted: Path, tmp_path: Path) -> None:
    outcome = run(drafted, tmp_path, answers=replaced(ANSWERS, "Islands", "The islands"))
    file, table = "schemas/towns/table-1.yaml", "Table 1 (p001-t1), page 1"
    assert errors(outcome) == [
        (
            "profile.row_missing",
            f"{table}: the label “Islands” of the schema is missing (see {file}).",
        ),
        (
            "profile.row_unknown",
            f"{table}: the label “The islands” is not in the schema, which has “Islands” (see {file}).",
        ),
    ]
    assert quarantined(outcome) == {("The islands", column) for column in ("Yes", "No", "Unknown")}
    assert outcome.counts["accepted"] == 12
    held = frame(outcome, "quarantine")
    assert set(held["failed"]) == {"profile.row_unknown"}


def test_a_missing_table_is_an_error_that_names_it(drafted: Path, tmp_path: Path) -> None:
    outcome = run(drafted, tmp_path, visits=None)
    [(code, message)] = errors(outcome)
    assert code == "profile.table_missing"
    assert message.startswith(
        "Table 2 “Visits by season, 2021” of the profile was not found (schemas/towns/profile.yaml:"
    )
    assert outcome.counts["accepted"] == 9


def test_a_new_column_is_an_error_that_names_it(drafted: Path, tmp_path: Path) -> None:
    visits = [[*row, extra] for row, extra in zip(VISITS, ("Guests", "11", "22", "33"), strict=True)]
    outcome = run(drafted, tmp_path, visits=visits)
    assert errors(outcome) == [
        (
            "profile.column_unknown",
            "Table 2 (p001-t2), page 1: the column “Guests” is not in the schema (see schemas/towns/table-2.yaml).",
        )
    ]
    assert quarantined(outcome) == {(row, "Guests") for row in ("Winter", "Spring", "Summer")}


def test_a_missing_column_is_an_error_that_names_it(drafted: Path, tmp_path: Path) -> None:
    outcome = run(drafted, tmp_path, answers=without(ANSWERS, 2))
    [(code, message)] = errors(outcome)
    assert code == "profile.column_missing"
    assert "the column “No” of the schema is missing" in message


@pytest.mark.parametrize(
    ("visits", "code", "told", "held"),
    [
        (replaced(VISITS, "260", "26000"), "profile.value_range", "26000 does not pass in_range(0, 10000)", True),
        (replaced(VISITS, "260", ""), "profile.value_missing", "there is no number where the schema asks", True),
        (replaced(VISITS, "260", "few"), "profile.value_text", "“few” stands where the schema has a number", False),
    ],
)
def test_a_value_that_cannot_be_is_an_error_at_its_place(
    drafted: Path, tmp_path: Path, visits: Rows, code: str, told: str, held: bool
) -> None:
    outcome = run(drafted, tmp_path, visits=visits)
    [issue] = [issue for issue in outcome.issues if issue.severity == "error"]
    assert issue.code == code
    assert issue.message.startswith("Table 2 (p001-t2), page 1, row “Spring”, column “Visits”: ")
    assert told in issue.message
    assert (issue.table_id, issue.row, issue.column) == ("p001-t2", 2, 1)
    assert quarantined(outcome) == ({("Spring", "Visits")} if held else set())


def test_a_table_that_nobody_has_described_is_told(drafted: Path, tmp_path: Path) -> None:
    profile = tmp_path / "mine/towns"
    profile.mkdir(parents=True)
    text = (drafted / "towns/profile.yaml").read_text("utf-8")
    first = text.index('  - number: "2"')
    (profile / "profile.yaml").write_text(text[:first], "utf-8")
    (profile / "table-1.yaml").write_bytes((drafted / "towns/table-1.yaml").read_bytes())
    outcome = run(tmp_path / "mine", tmp_path)
    [issue] = outcome.issues
    assert (issue.code, issue.severity, issue.table_id) == ("profile.table_unknown", "warning", "p001-t2")
    assert outcome.counts["accepted"] == 15


def test_other_numbers_than_the_profile_says_are_kept_back(drafted: Path, tmp_path: Path) -> None:
    profile = tmp_path / "mine/towns"
    profile.mkdir(parents=True)
    for path in (drafted / "towns").iterdir():
        (profile / path.name).write_text(path.read_text("utf-8").replace('decimal: "."', 'decimal: ","'), "utf-8")
    outcome = run(tmp_path / "mine", tmp_path)
    assert [code for code, _ in errors(outcome)] == ["profile.numbers_differ"]
    assert outcome.counts["accepted"] == 6  # the whole numbers of the second table


def test_another_report_is_not_held_against_it(drafted: Path, tmp_path: Path) -> None:
    titles = ("Villages by day", "Days by rain")
    outcome = run(drafted, tmp_path, heading="The weekly census of villages", titles=titles, visits=None)
    assert outcome.profile is None
    assert outcome.status == "ok"


def test_a_report_that_is_nearly_one_is_told(drafted: Path, tmp_path: Path) -> None:
    outcome = run(drafted, tmp_path, heading="A survey of towns and villages")
    assert outcome.profile is None
    [issue] = outcome.issues
    assert (issue.code, issue.severity) == ("profile.not_recognised", "info")
    assert "2 of 2 titles of tables stand in the text" in issue.message
    assert "“The yearly survey of towns” is neither on the first 3 pages" in issue.message


def test_a_person_may_choose_the_profile_or_none(drafted: Path, tmp_path: Path) -> None:
    pdf = draw(tmp_path / "towns.pdf", heading="A survey of towns and villages", visits=None)
    chosen = run_report(pdf, tmp_path / "out", Settings(schemas=str(drafted), profile="towns"))
    assert chosen.profile == "towns: chosen by --profile"
    assert [code for code, _ in errors(chosen)] == ["profile.table_missing"]
    without_any = run_report(pdf, tmp_path / "out", Settings(schemas=str(drafted), profile="none"))
    assert (without_any.profile, without_any.unchanged, errors(without_any)) == (None, False, [])
    with pytest.raises(ProfileError, match="there is no profile 'twons'; did you mean 'towns'"):
        run_report(pdf, tmp_path / "out", Settings(schemas=str(drafted), profile="twons"))


def test_a_changed_schema_makes_the_report_again_and_only_that(drafted: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    for name in ("towns", "other"):
        (mine / name).mkdir(parents=True)
        for path in (drafted / "towns").iterdir():
            (mine / name / path.name).write_text(
                path.read_text("utf-8").replace("The yearly survey of towns", f"The yearly survey of {name}"), "utf-8"
            )
    assert run(mine, tmp_path).unchanged is False
    assert run(mine, tmp_path).unchanged is True
    schema = mine / "other/table-2.yaml"
    schema.write_text(schema.read_text("utf-8").replace("10000", "20000"), "utf-8")
    again = run(mine, tmp_path)
    assert again.unchanged is True
    assert again.profile
    assert again.profile.startswith("towns: ")
    schema = mine / "towns/table-2.yaml"
    schema.write_text(schema.read_text("utf-8").replace("10000", "300"), "utf-8")
    stricter = run(mine, tmp_path)
    assert stricter.unchanged is False
    assert {code for code, _ in errors(stricter)} == {"profile.value_range"}


def test_a_fault_in_a_profile_stops_the_run_before_any_work(drafted: Path, tmp_path: Path) -> None:
    (tmp_path / "mine/towns").mkdir(parents=True)
    (tmp_path / "mine/towns/profile.yaml").write_text("recognize: {}\n", "utf-8")
    pdf = draw(tmp_path / "towns.pdf")
    with pytest.raises(ProfileError, match=r"profile.yaml:1: there is no key 'recognize'; did you mean 'recognise'\?"):
        run_batch([pdf], tmp_path / "out", Settings(schemas=str(tmp_path / "mine")))
    assert not (tmp_path / "out").exists()


def test_a_fault_in_a_schema_costs_its_own_report(drafted: Path, tmp_path: Path) -> None:
    (tmp_path / "mine/towns").mkdir(parents=True)
    for path in (drafted / "towns").iterdir():
        (tmp_path / "mine/towns" / path.name).write_text(path.read_text("utf-8").replace("isin", "isinn"), "utf-8")
    pdfs = [draw(tmp_path / "towns.pdf"), draw(tmp_path / "else.pdf", heading="Something else", visits=None)]
    first, second = run_batch(pdfs, tmp_path / "out", Settings(schemas=str(tmp_path / "mine")))
    assert (first.status, first.error, first.exit_code) == ("failed", "profile", 2)
    assert "table-1.yaml:11: there is no key 'isinn'; did you mean 'isin'?" in str(first.message)
    assert second.status == "ok"
