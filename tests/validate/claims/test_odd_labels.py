"""Whatever stands in labels and text, holding the prose against the tables gives verdicts and never raises."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_up import DUTCH, ENGLISH, Report

from pipeline.validate.claims import check_claims
from pipeline.validate.rule import Material
from pipeline.validate.rules import repeated_cells

PRINTED = st.text(st.sampled_from("0123456789.,<>-–%()’ abN§\u00b9"), max_size=12)


@pytest.mark.parametrize("label", ["1.2.3.4.5.6", "0.8944.0.9116", "<1.000.000", "12,5,7", "<", "2018-2019", "..", ""])
def test_labels_that_look_like_numbers(label: str) -> None:
    report = Report()
    report.heading("Results", "1")
    report.table("Shares", ["A", "Total"], {label: [10, 20], f"{label} to 9": [30, 40], "more": [60, 40]}, "1.1")
    report.text("In A 10% and in total 40% said more (table 1.1).")
    found = check_claims(report.observations, report.blocks, ENGLISH)
    assert "10%" in list(found.frame["stated_raw"])


@settings(max_examples=60, deadline=None)
@given(st.lists(PRINTED, min_size=3, max_size=3, unique=True), PRINTED, PRINTED)
def test_any_labels_and_any_text(labels: list[str], column: str, text: str) -> None:
    report = Report()
    report.heading(text, "1")
    report.table(text, [column, "Totaal"], {label: [1 + k, 10 * k] for k, label in enumerate(labels)}, "1.1")
    report.text(f"Van {text} is {text}% tevreden, {labels[0]} procent niet.")
    found = check_claims(report.observations, report.blocks, DUTCH)
    assert set(found.frame["verdict"]) <= {"agrees", "rounds", "differs", "unmatched"}
    repeated_cells.collect(Material(report.observations, (), ()))
