"""Faults planted in tables are found by the right rule at the right place; right tables give no finding."""

from __future__ import annotations

import cProfile
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from handmade import table, value

from pipeline.model import Axis, CleanTable, Issue, Note, Validation
from pipeline.tidy import observations
from pipeline.validate import validate

GROUPS = ["Gemeenten", "Rijk", "Provincie", "Uitvoering"]
ANSWERS = ["Wenselijk", "Neutraal", "Onwenselijk", "Weet niet"]
SHARES = [[81, 78, 75, 85], [16, 19, 20, 13], [2, 2, 5, 1], [1, 1, 0, 1]]
"""Columns of 100; a person can add them up."""


def run(*tables: CleanTable) -> Validation:
    return validate(observations("verslag", tables, []), tables, [])


def findings(*tables: CleanTable) -> list[tuple[str, str, int | None, int | None]]:
    return [(issue.code, issue.severity, issue.row, issue.column) for issue in run(*tables).issues]


def check(result: Validation, code: str) -> Any:
    return next(check for check in result.checks if check.code == code)


def changed(numbers: Sequence[Sequence[float]], row: int, column: int, number: float) -> list[list[float]]:
    copy = [list(line) for line in numbers]
    copy[row][column] = number
    return copy


# ------------------------------------------------------------------ shares of one whole


@pytest.mark.parametrize("total", [98, 99, 100, 101, 102])
def test_columns_that_miss_100_by_rounding_are_right(total: int) -> None:
    numbers = changed(SHARES, 0, 0, 81 + total - 100)
    result = run(table(numbers, ANSWERS, GROUPS))
    assert result.issues == ()
    assert check(result, "percent.total").tested == 4


def test_a_wrong_percentage_is_found_in_its_column_and_named() -> None:
    [issue] = run(table(changed(SHARES, 1, 2, 80), ANSWERS, GROUPS)).issues
    assert (issue.code, issue.severity) == ("percent.total", "warning")
    assert (issue.page, issue.table_id, issue.row, issue.column) == (10, "p010-t1", 2, 3)
    assert "160" in issue.message
    assert "80%" in issue.message
    assert "Provincie" in issue.message


def test_the_values_of_a_column_that_fails_lose_confidence_and_no_others() -> None:
    accepted = run(table(changed(SHARES, 1, 2, 80), ANSWERS, GROUPS)).accepted
    assert set(accepted.loc[accepted["column_label"] == "Provincie", "confidence"]) == {0.5}
    assert set(accepted.loc[accepted["column_label"] != "Provincie", "confidence"]) == {0.97}


def test_rows_may_be_the_wholes_as_well() -> None:
    across = [list(row) for row in zip(*SHARES, strict=True)]
    assert findings(table(across, GROUPS, ANSWERS)) == []
    assert findings(table(changed(across, 2, 1, 80), GROUPS, ANSWERS)) == [("percent.total", "warning", 3, 2)]


def test_each_group_of_rows_is_a_whole_of_its_own() -> None:
    rows = [("Geslacht", "Man"), ("Geslacht", "Vrouw"), ("Leeftijd", "Jong"), ("Leeftijd", "Oud")]
    numbers = [[54.5, 52.0], [45.5, 48.0], [13.0, 18.0], [87.0, 82.0]]
    result = run(table(numbers, rows, ["Ongewogen", "Gewogen"]))
    assert result.issues == ()
    assert check(result, "percent.total").tested == 4
    wrong = table(changed(numbers, 2, 0, 18.0), rows, ["Ongewogen", "Gewogen"])
    assert findings(wrong) == [("percent.total", "warning", None, 1)]


def test_one_decimal_allows_less_than_none() -> None:
    numbers = [[33.3, 50.0, 20.1], [33.3, 25.0, 30.2], [33.3, 25.0, 49.7]]
    assert findings(table(numbers, ["a", "b", "c"], ["x", "y", "z"])) == []
    assert [code for code, *_ in findings(table(changed(numbers, 0, 2, 20.7), ["a", "b", "c"], ["x", "y", "z"]))] == [
        "percent.total"
    ]


def test_what_rounding_could_do_but_seldom_does_is_an_info() -> None:
    # Sixteen values may be off by 8 in the worst case, but two deviations are 2.3.
    wide = [[6, 7, 6] for _ in range(14)] + [[8, 1, 8], [8, 1, 13]]
    labels = [f"antwoord {n}" for n in range(16)]
    assert findings(table(wide, labels, ["x", "y", "z"])) == [("percent.total_unusual", "info", None, 3)]


def test_below_one_per_cent_counts_as_up_to_one() -> None:
    t = table([[97, 98, 99], [2, 2, 1], [None, None, None]], ["a", "b", "c"], ["x", "y", "z"])
    below = replace(t, values=tuple(replace(v, missing="below_resolution", raw="<1%") if v.number is None else v
                                    for v in t.values))  # fmt: skip
    assert findings(below) == []


def test_multiple_response_is_left_out_by_its_sums_and_by_its_words() -> None:
    several = [[78, 64, 93], [52, 45, 81], [69, 55, 90]]
    by_sums = run(table(several, ["a", "b", "c"], ["x", "y", "z"]))
    assert by_sums.issues == ()
    assert "several" in check(by_sums, "percent.total").not_checked
    said = run(table(changed(SHARES, 0, 0, 90), ANSWERS, GROUPS, note="(meerdere antwoorden mogelijk)"))
    assert said.issues == ()
    assert "title or note" in check(said, "percent.total").not_checked
    noted = table(changed(SHARES, 0, 0, 90), ANSWERS, GROUPS)
    note = Note("Mehrfachnennungen möglich", 10, noted.table.box)
    assert run(replace(noted, table=replace(noted.table, notes=(note,)))).issues == ()


def test_a_selection_of_answers_is_left_out() -> None:
    result = run(table([[30, 28, 31], [20, 22, 19]], ["a", "b"], ["x", "y", "z"]))
    assert result.issues == ()
    assert "selection" in check(result, "percent.total").not_checked


def test_a_column_of_rates_beside_columns_of_shares_is_of_another_kind() -> None:
    numbers = [[15, 20, 82], [31, 30, 61], [25, 26, 90], [29, 24, 45]]
    result = run(table(numbers, ["a", "b", "c", "d"], ["Aandeel 2017", "Aandeel 2018", "Tevreden"]))
    assert result.issues == ()
    assert "another kind" in check(result, "percent.total").not_checked


def test_an_unmarked_row_of_hundreds_is_the_total_and_no_part() -> None:
    result = run(table([*SHARES, [100, 100, 100, 100]], [*ANSWERS, "Alles"], GROUPS))
    assert result.issues == ()
    assert check(result, "percent.total").tested == 4


# ------------------------------------------------------------------ printed totals

COUNTS = [[532, 168], [60, 79], [82, 234], [674, 481]]
PLACES = ["Noord", "Oost", "Zuid", "Totaal"]


def counts(numbers: Sequence[Sequence[float]], **changes: Any) -> CleanTable:
    names = changes.pop("columns", ["2017", "2018"])
    return table(numbers, PLACES, names, **{"statistic": "count", "total_rows": (3,)} | changes)


def test_a_total_that_is_the_sum_is_right_and_a_wrong_part_is_found_at_the_total() -> None:
    assert findings(counts(COUNTS)) == []
    [issue] = run(counts(changed(COUNTS, 1, 0, 600))).issues
    assert (issue.code, issue.severity, issue.row, issue.column) == ("total.differs", "warning", 4, 1)
    assert "674" in issue.message
    assert "1214" in issue.message


def test_a_wrong_total_of_a_single_list_is_found() -> None:
    rows = [f"R{n}" for n in range(1, 9)]
    right = [[10.0 * n] for n in range(1, 9)]
    single = {"statistic": "count", "total_rows": (8,)}
    assert findings(table([*right, [360]], [*rows, "Total"], ["Sales"], **single)) == []
    assert findings(table([*right, [999]], [*rows, "Total"], ["Sales"], **single)) == [
        ("total.differs", "warning", 9, 1)
    ]


def test_a_total_of_more_than_is_shown_is_not_checked() -> None:
    # Seven offices of thirty, as on the first of five pages: no column adds up, so nothing is claimed.
    result = run(counts([[371, 265], [149, 121], [135, 100], [11349, 5123]]))
    assert result.issues == ()
    assert "not the sum" in check(result, "total.differs").not_checked


def test_a_total_column_is_checked_along_its_rows() -> None:
    numbers = [[244, 17, 261], [11, 59, 70], [63, 219, 282]]
    t = table(numbers, ["a", "b", "c"], ["x", "y", "Totaal"], statistic="count", total_columns=(2,))
    assert findings(t) == []
    wrong = table(changed(numbers, 1, 2, 79), ["a", "b", "c"], ["x", "y", "Totaal"], statistic="count",
                  total_columns=(2,))  # fmt: skip
    assert findings(wrong) == [("total.differs", "warning", 2, 3)]


def test_a_subtotal_of_accounts_is_known_by_the_other_year() -> None:
    numbers = [[790532, 737456], [-13585, -13223], [776947, 724233], [-600416, -562869], [176531, 161364]]
    rows = ["Bruto omzet", "Kortingen", "Netto omzet", "Kostprijs", "Resultaat"]
    assert findings(table(numbers, rows, ["2017", "2016"], statistic="amount", unit="EUR")) == []
    wrong = table(changed(numbers, 2, 1, 724333), rows, ["2017", "2016"], statistic="amount", unit="EUR")
    assert findings(wrong) == [("total.differs", "warning", 3, 2)], "one fault, one finding"


def test_rounded_amounts_may_miss_their_total_by_rounding() -> None:
    numbers = [[532, 168, 9], [60, 79, 8], [82, 234, 7], [675, 481, 24]]
    years = {"columns": ["2017", "2018", "2019"]}
    assert findings(counts(numbers, statistic="amount", unit="EUR", **years)) == []
    assert findings(counts(numbers, **years)) == [("total.differs_little", "info", 4, 1)], "counts are seldom rounded"
    assert findings(counts(changed(numbers, 3, 2, 25), **years)) == [], "these seem to be"


def test_the_total_row_of_percentages_that_reads_10_for_100_is_found() -> None:
    numbers = [*SHARES, [100, 10, 100, 100]]
    t = table(numbers, [*ANSWERS, "Totaal"], GROUPS, total_rows=(4,))
    assert findings(t) == [("total.differs", "warning", 5, 2)]


# ------------------------------------------------------------------ totals that are means

MEANS = [[44, 43, 55, 46], [32, 31, 20, 29], [22, 21, 25, 23], [61, 70, 64, 66], [12, 9, 10, 11]]
STATEMENTS = ["a", "b", "c", "d", "e"]


def means(numbers: Sequence[Sequence[float]], total: str = "Totaal") -> CleanTable:
    return table(numbers, STATEMENTS, ["ICT", "Beleid", "Overig", total], total_columns=(3,))


def test_a_total_between_its_groups_is_right_and_one_far_outside_is_found() -> None:
    result = run(means(MEANS))
    assert result.issues == ()
    assert check(result, "total.outside").tested == 5
    assert findings(means(changed(MEANS, 3, 3, 6))) == [("total.outside", "warning", 4, 4)]


def test_a_total_that_includes_others_may_lie_outside() -> None:
    said = run(means(changed(MEANS, 3, 3, 6), "Totaal (incl. overige org.)"))
    assert said.issues == ()
    assert "label says" in check(said, "total.outside").not_checked
    seen = run(means(changed(changed(MEANS, 3, 3, 6), 1, 3, 15)))
    assert seen.issues == ()


# ------------------------------------------------------------------ single values


def test_more_than_100_per_cent_is_found() -> None:
    several = [[78, 64, 93], [52, 45, 81], [69, 55, 90]]
    wrong = changed(several, 0, 1, 641)
    assert findings(table(wrong, ["a", "b", "c"], ["x", "y", "z"])) == [("percent.out_of_range", "warning", 1, 2)]


def test_changes_may_be_negative_and_over_100() -> None:
    assert findings(table([[500, 2], [-20, 3], [-31, 1]], ["a", "b", "c"], ["x", "y"])) == []
    assert findings(table([[500, 2], [20, 3]], ["a", "b"], ["Verandering", "y"])) == []


def test_a_ratio_a_little_over_100_is_an_info_and_a_lone_negative_as_well() -> None:
    turnout = table([[82.9, 111.01, 77.95]], ["Opkomst"], ["x", "y", "z"])
    assert findings(turnout) == [("percent.over_whole", "info", 1, 2)]
    assert findings(table([[40, 20], [31, -5]], ["a", "b"], ["x", "y"])) == [("percent.negative", "info", 2, 2)]


def test_a_row_or_column_without_label_is_one_finding_each() -> None:
    t = table([[1, 2], [4, 8], [16, 33]], ["a", "", "c"], ["x", "y"], statistic="count")
    assert findings(t) == [("label.missing", "warning", 2, None)]
    t = table([[1, 2], [4, 8], [16, 33]], ["a", "b", "c"], ["x", ""], statistic="count")
    assert findings(t) == [("label.missing", "warning", None, 2)]


def test_a_table_without_any_header_is_an_info() -> None:
    t = table([[1, 2], [4, 8], [16, 33]], ["a", "b", "c"], ["", ""], statistic="count")
    assert findings(t) == [("label.no_header", "info", None, None)]


def test_a_subtotal_under_a_rule_needs_no_label() -> None:
    t = table([[-9589, -9482], [-214, -11], [-9803, -9493]], ["Belasting", "Derden", ""], ["2017", "2016"],
              statistic="amount", unit="EUR")  # fmt: skip
    assert findings(t) == []


# ------------------------------------------------------------------ the report as a whole


def test_a_number_used_twice_is_one_info() -> None:
    tables = [table(SHARES, ANSWERS, GROUPS, page=page, number="3.5") for page in (18, 21, 23)]
    [issue] = run(*tables).issues
    assert (issue.code, issue.severity) == ("table.number_repeated", "info")
    assert "18, 21, 23" in issue.message


def test_one_base_that_differs_where_the_others_agree_is_found() -> None:
    bases = (229, 168, 60, 79)
    first = table(SHARES, ANSWERS, GROUPS, page=10, bases=bases)
    assert findings(first, table(SHARES, ANSWERS, GROUPS, page=11, bases=bases)) == []
    second = table(SHARES, ANSWERS, GROUPS, page=11, bases=(299, *bases[1:]))
    assert findings(first, second) == [("base.differs", "warning", None, 1)]
    subset = table(SHARES, ANSWERS, GROUPS, page=11, bases=(120, 80, 30, 79))
    assert findings(first, subset) == []


def test_findings_of_earlier_stages_come_first_and_once() -> None:
    issue = Issue("number.unparsed", "warning", "cannot read", 10, "p010-t1", 9, 9)
    t = replace(table(SHARES, ANSWERS, GROUPS), issues=(issue,))
    assert validate(observations("verslag", [t], []), [t], [issue]).issues == (issue,)


def calls(rows: int) -> int:
    """Calls of functions that the checks of a table of so many rows make; unlike seconds, the same on every machine."""
    count = {"statistic": "count", "unit": None}
    kinds = [count, count, count, {"statistic": "percent", "unit": "%"}, {"statistic": "difference", "unit": None}]
    numbers = [[5 + n % 97, 7 + n % 89] for n in range(rows)]
    values = [
        value(1 + n, 1 + k, float(number), **kinds[k])
        for n, (a, b) in enumerate(numbers)
        for k, number in enumerate((a, b, a + b, round(100 * a / (a + b)), a - b))
    ]
    columns = [Axis(1 + k, (name,), is_total=k == 2) for k, name in enumerate(("2017", "2018", "Totaal", "%", "+/-"))]
    axes = tuple(Axis(1 + n, (f"gemeente {n} in provincie {n % 12}",)) for n in range(rows))
    made = replace(table([[1.0]], ["a"], ["x"]), rows=axes, columns=tuple(columns), values=tuple(values))
    frame = observations("verslag", [made], [])
    profile = cProfile.Profile()
    profile.runcall(validate, frame, [made], [])
    return sum(entry.callcount for entry in profile.getstats())


def test_work_grows_with_the_cells_of_a_table_and_not_with_their_square() -> None:
    calls(10)  # what is imported and compiled once
    assert calls(2000) < 10 * calls(250)
