"""Rows that break the contract go to quarantine, with codes; the others stay."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from handmade import table

from pipeline.model import Issue
from pipeline.tidy import observations
from pipeline.validate import validate
from schemas.columns import OBSERVATION, QUARANTINE
from schemas.observation import ERRORS

TABLE = table([[60, 40], [40, 60]], ["Ja", "Nee"], ["Man", "Vrouw"], number="2.1")


def frame() -> pd.DataFrame:
    return observations("verslag", [TABLE], [])


def test_right_values_pass_without_a_finding() -> None:
    result = validate(frame(), [TABLE], [])
    assert len(result.accepted) == 4
    assert len(result.quarantined) == 0
    assert result.issues == ()
    assert [field.name for field in QUARANTINE] == list(result.quarantined.columns)


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("value", math.inf, "observation.not_finite.value"),
        ("value", math.nan, "observation.value_or_missing"),
        ("missing", "empty", "observation.value_or_missing"),
        ("missing", "lost", "observation.domain.missing"),
        ("statistic", "guess", "observation.domain.statistic"),
        ("page", 0, "observation.domain.page"),
        ("confidence", 1.2, "observation.domain.confidence"),
        ("x0", 9999.0, "observation.box"),
        ("x1", math.nan, "observation.null.x1"),
        ("report_id", None, "observation.null.report_id"),
        ("base_n", -1, "observation.domain.base_n"),
        ("table_id", "../../etc", "observation.domain.table_id"),
    ],
)
def test_a_row_that_breaks_a_rule_is_kept_back_alone_with_its_code(column: str, value: object, code: str) -> None:
    broken = frame()
    broken.loc[2, column] = value
    result = validate(broken, [TABLE], [])
    assert list(result.quarantined["observation_id"]) == [frame().loc[2, "observation_id"]]
    assert code in result.quarantined["failed"].iloc[0].split()
    assert len(result.accepted) == 3
    errors = [issue for issue in result.issues if issue.severity == "error"]
    assert len(errors) == 1
    assert (errors[0].table_id, errors[0].row, errors[0].column) == (broken.loc[2, "table_id"], 2, 1)
    assert code in result.quarantined["failed"].iloc[0]
    ERRORS.validate(result.accepted, lazy=True)


def test_two_values_under_one_key_are_both_kept_back_whatever_the_index() -> None:
    doubled = pd.concat([frame(), frame().head(1)])  # the index repeats as well
    result = validate(doubled, [TABLE], [])
    assert list(result.quarantined["failed"]) == ["observation.duplicate.observation_id"] * 2
    assert len(result.accepted) == 3


@pytest.mark.parametrize(
    ("broken", "code"),
    [
        (frame().drop(columns="value"), "observation.columns"),
        (frame().assign(extra=1), "observation.columns"),
        (frame()[frame().columns[::-1]], "observation.columns"),
        (frame().assign(value=frame()["value"].astype("Int64")), "observation.type.value"),
    ],
)
def test_a_failure_without_a_row_rejects_the_whole_frame(broken: pd.DataFrame, code: str) -> None:
    result = validate(broken, [TABLE], [])
    assert len(result.accepted) == 0
    assert [field.name for field in OBSERVATION] == list(result.accepted.columns)
    assert len(result.quarantined) == 4
    assert code in result.quarantined["failed"].iloc[0].split()
    assert [issue.severity for issue in result.issues] == ["error"]


def test_a_cell_already_said_to_be_unreadable_gets_no_second_finding() -> None:
    broken = frame()
    broken.loc[0, "value"] = math.nan
    told = Issue("number.unparsed", "warning", "cannot read", 10, "p010-t1", 1, 1)
    result = validate(broken, [TABLE], [told])
    assert result.issues == (told,)
    assert len(result.quarantined) == 1


def test_no_values_is_no_fault_and_the_check_says_so() -> None:
    result = validate(observations("leeg", [], []), [], [])
    assert result.issues == ()
    assert all(check.tested == 0 and check.not_checked for check in result.checks)
