"""A sentence that is right is never said to differ, however it is put; one that is wrong and plain is found."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_up import DUTCH, ENGLISH, Report

from pipeline.validate.claims import check_claims

GROUPS = {
    "en": ["Young people", "Families", "Pensioners", "Total"],
    "nl": ["Jongeren", "Gezinnen", "Ouderen", "Totaal"],
}
ROWS = {
    "en": ["Goes to the library", "Plays a team sport", "Visits a museum", "Sings in a choir"],
    "nl": ["Gaat naar de bibliotheek", "Doet aan een teamsport", "Bezoekt een museum", "Zingt in een koor"],
}
SAYINGS = {
    "en": (
        "{value} per cent of {group} {row}.",
        "Among {group}, {value}% {row}.",
        "The share that {row} is {value} per cent among {group}.",
        "{group} often {row} ({value}%).",
        "Of {group}, {value}% do so: they {row}.",
        "{value}% {row}, we asked {group}.",
    ),
    "nl": (
        "{value} procent van {group} {row}.",
        "Onder {group} is dat {value}%: {row}.",
        "Het aandeel dat {row} is {value} procent onder {group}.",
        "{group} zeggen vaak: {row} ({value}%).",
        "Van {group} {row} {value} procent.",
    ),
}
SUBJECT = {"en": "Leisure of residents (%)", "nl": "Vrije tijd van inwoners (%)"}
STYLE = {"en": ENGLISH, "nl": DUTCH}

numbers = st.lists(st.lists(st.integers(1, 99), min_size=4, max_size=4), min_size=4, max_size=4)


def report_of(language: str, values: list[list[int]]) -> Report:
    report = Report()
    report.heading(SUBJECT[language], "3.1")
    rows = dict(zip(ROWS[language], values, strict=True))
    report.table(SUBJECT[language], GROUPS[language], rows, "3.1")
    return report


@pytest.mark.parametrize("language", ["en", "nl"])
@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(values=numbers, data=st.data())
def test_right_sentences_are_never_alarms(language: str, values: list[list[int]], data: st.DataObject) -> None:
    report = report_of(language, values)
    for _ in range(3):
        r, c = data.draw(st.integers(0, 3)), data.draw(st.integers(0, 3))
        saying = data.draw(st.sampled_from(SAYINGS[language]))
        row = ROWS[language][r].casefold()
        group = GROUPS[language][c].casefold() if c < 3 else {"en": "all residents", "nl": "alle inwoners"}[language]
        report.text(saying.format(value=values[r][c], group=group, row=row).capitalize())
    found = check_claims(report.observations, report.blocks, STYLE[language])
    assert set(found.frame["verdict"]) == {"agrees"}
    assert found.issues == ()


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("saying", [0, 1])
def test_wrong_sentences_that_are_plain_are_found(language: str, saying: int) -> None:
    values = [[31, 42, 53, 41], [62, 27, 9, 33], [18, 22, 35, 24], [4, 6, 11, 7]]
    report = report_of(language, values)
    stated = SAYINGS[language][saying].format(
        value=88, group=GROUPS[language][1].casefold(), row=ROWS[language][1].casefold()
    )
    report.text(stated.capitalize())
    found = check_claims(report.observations, report.blocks, STYLE[language])
    assert list(found.frame["verdict"]) == ["differs"]
    assert list(found.frame["compared_value"]) == [27.0]
