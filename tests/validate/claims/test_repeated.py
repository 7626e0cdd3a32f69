"""The same question twice."""

from __future__ import annotations

import pandas as pd
from made_up import Report

from pipeline.model import Issue
from pipeline.validate.rule import Material, apply
from pipeline.validate.rules.repeated_cells import RULE

STATEMENTS = {
    "My council keeps up with the rest of society.": [29, 63, 8],
    "There is enough knowledge among my colleagues.": [48, 45, 7],
    "The law makes it needlessly hard to go digital.": [40, 42, 18],
}
ANSWERS = ["agree", "disagree", "don't know"]


def check_repeated(frame: pd.DataFrame) -> tuple[Issue, ...]:
    return apply(RULE, Material(frame, (), ())).issues


def twice(second: dict[str, list[float]]) -> Report:
    report = Report()
    report.heading("Opinions", "3")
    report.table("Opinions of staff", ANSWERS, STATEMENTS, "3.3", chart=True)
    report.heading("Annex", "B")
    report.table("All statements in numbers", ["Agree", "Disagree", "Don’t know"], second, "B.1")
    return report


def test_equal_values_are_no_finding() -> None:
    assert check_repeated(twice(STATEMENTS).observations) == ()


def test_one_value_that_differs_is_told_with_both_places() -> None:
    second = {label: list(values) for label, values in STATEMENTS.items()}
    second["There is enough knowledge among my colleagues."][1] = 54
    report = twice(second)
    [issue] = check_repeated(report.observations)
    assert (issue.code, issue.severity, issue.page, issue.row, issue.column) == ("repeated.differs", "warning", 3, 1, 1)
    for part in ("45", "54", "Figure 3.3", "Table B.1", "enough knowledge"):
        assert part in issue.message


def test_decimals_of_one_are_rounded_in_the_other() -> None:
    second = {label: [value + 0.4 for value in values] for label, values in STATEMENTS.items()}
    assert check_repeated(twice(second).observations) == ()


def test_another_group_with_other_values_is_not_the_same_question() -> None:
    second = {label: [value + 9 for value in values] for label, values in STATEMENTS.items()}
    assert check_repeated(twice(second).observations) == ()


def test_short_rows_need_titles_that_are_alike() -> None:
    report = Report()
    report.heading("Groups", "2")
    rows = {"North": [10, 90], "South": [20, 80], "East": [30, 70]}
    report.table("Owns a car", ["yes", "no"], rows, "2.1")
    report.table("Owns a bicycle", ["yes", "no"], rows | {"East": [35, 65]}, "2.2")
    assert check_repeated(report.observations) == ()


def test_columns_that_are_called_otherwise_are_known_by_their_values() -> None:
    first = {f"{label} {n}": [v + n for v in values] for n in (0, 1) for label, values in STATEMENTS.items()}
    report = Report()
    report.heading("Opinions", "3")
    report.table(
        "Opinions of staff", ["(strongly) agree", "(strongly) disagree", "don't know"], first, "3.3", chart=True
    )
    report.heading("Annex", "B")
    second = {label: list(values) for label, values in first.items()}
    second["The law makes it needlessly hard to go digital. 1"][0] = 47
    report.table("All statements in numbers", ["A", "D", "unknown"], second, "B.1")
    [issue] = check_repeated(report.observations)
    assert "41" in issue.message
    assert "47" in issue.message


def test_a_table_repeated_with_shorter_labels_is_known_by_its_order() -> None:
    long = {
        f"{letter}, the first of all the things that we asked": [10 + k, 50 + k] for k, letter in enumerate("abcdef")
    }
    short = {letter: list(values) for letter, values in zip("abcdef", long.values(), strict=True)}
    short["e"][1] = 45
    report = Report()
    report.heading("Opinions", "3")
    report.table("What we asked", ["ICT", "Other"], long, "3.3")
    report.heading("Annex", "B")
    report.table("ICT compared", ["ICT", "Other", "+/-"], {k: [*v, v[0] - v[1]] for k, v in short.items()}, "B.1")
    [issue] = check_repeated(report.observations)
    assert (issue.row, issue.column) == (4, 1)


def test_a_question_that_is_a_row_elsewhere_is_compared_across() -> None:
    report = Report()
    report.heading("Opinions", "3")
    answers = {"agree": [18, 15], "disagree": [33, 42], "don't know": [49, 43]}
    report.table("There is enough knowledge among my colleagues", ["Total", "Level 1"], answers, "3.5")
    report.heading("Annex", "B")
    rows = STATEMENTS | {"There is enough knowledge among my colleagues.": [18, 39, 49]}
    report.table("All statements in numbers", ["Agree", "Disagree", "Don’t know"], rows, "B.1")
    [issue] = check_repeated(report.observations)
    assert "33" in issue.message
    assert "39" in issue.message


def test_a_statement_cut_short_is_the_same_statement() -> None:
    long = {f"{label.rstrip('.')} in these days, think of shops and banks": v for label, v in STATEMENTS.items()}
    report = Report()
    report.heading("Opinions", "3")
    report.table("Statements", ANSWERS, long, "3.4")
    report.heading("Annex", "B")
    second = {label: list(values) for label, values in STATEMENTS.items()}
    second["My council keeps up with the rest of society."][2] = 9
    report.table("All in numbers", ANSWERS, second, "B.1")
    assert len(check_repeated(report.observations)) == 1
