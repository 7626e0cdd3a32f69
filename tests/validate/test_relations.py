"""Relations that a table prints between its columns: learnt from the rows that hold, told where one does not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from handmade import table

from pipeline.model import CleanTable, Validation
from pipeline.tidy import observations
from pipeline.validate import Thresholds, validate


def run(*tables: CleanTable, thresholds: Thresholds | None = None) -> Validation:
    return validate(observations("verslag", tables, []), tables, [], thresholds=thresholds)


def findings(*tables: CleanTable) -> list[tuple[str, str, int | None, int | None]]:
    return [(issue.code, issue.severity, issue.row, issue.column) for issue in run(*tables).issues]


def columns(made: CleanTable, **kinds: Sequence[object]) -> CleanTable:
    """The table with a statistic, a unit and a raw text of its own for each column."""
    at = {axis.index: k for k, axis in enumerate(made.columns)}
    values = tuple(
        replace(v, **{name: per_column[at[v.column]] for name, per_column in kinds.items()})  # type: ignore[arg-type]
        for v in made.values
    )
    return replace(made, values=values)


def changed(numbers: Sequence[Sequence[float]], row: int, column: int, number: float) -> list[list[float]]:
    copy = [list(line) for line in numbers]
    copy[row][column] = number
    return copy


# ------------------------------------------------------------------ differences

STATEMENTS = [f"stelling {letter}" for letter in "abcdefgh"]
COMPARED = [
    [36, 59, -23],
    [31, 53, -22],
    [45, 39, 6],
    [43, 40, 3],
    [39, 40, -1],
    [46, 34, 12],
    [51, 30, 21],
    [19, 32, -13],
]


def compared(numbers: Sequence[Sequence[float]]) -> CleanTable:
    made = table(numbers, STATEMENTS, ["ICT", "Overig", "Verschil"])
    return columns(made, statistic=["percent", "percent", "difference"], unit=["%", "%", "percentage point"])


def test_differences_that_are_those_of_their_columns_are_right_also_when_rounded() -> None:
    assert findings(compared(COMPARED)) == []
    assert findings(compared(changed(COMPARED, 0, 2, -22))) == [], "36.4 and 58.6 make 22.2"


@pytest.mark.parametrize(("row", "column", "number"), [(0, 2, 23), (2, 0, 75), (5, 1, 43)])
def test_a_difference_that_is_not_that_of_its_columns_is_found(row: int, column: int, number: float) -> None:
    assert findings(compared(changed(COMPARED, row, column, number))) == [("difference.differs", "warning", row + 1, 3)]


def test_a_change_in_per_cent_of_the_first_year_is_known() -> None:
    numbers = [[92, 96, 4.3], [164, 181, 10.4], [388, 412, 6.2], [1250, 1415, 13.2], [6840, 6669, -2.5]]
    kinds = {"statistic": ["amount", "amount", "difference"], "unit": ["EUR", "EUR", "%"]}
    rows = STATEMENTS[: len(numbers)]
    assert findings(columns(table(numbers, rows, ["2018", "2019", "Change"]), **kinds)) == []
    wrong = columns(table(changed(numbers, 3, 2, 31.2), rows, ["2018", "2019", "Change"]), **kinds)
    assert findings(wrong) == [("difference.differs", "warning", 4, 3)]


def test_changes_since_a_poll_that_is_not_printed_are_not_checked() -> None:
    numbers = [[35, 36, -1], [23, 24, 1], [6, 5, 0], [9, 9, -1], [11, 11, 1], [10, 11, 1]]
    kinds = {"statistic": ["percent", "percent", "difference"], "unit": ["%", "%", "percentage point"]}
    result = run(columns(table(numbers, STATEMENTS[:6], ["forsa", "Emnid", "+/-"]), **kinds))
    assert [issue.code for issue in result.issues if issue.code.startswith("difference")] == []


# ------------------------------------------------------------------ counts and percentages

COUNTS = [[532, 38], [168, 12], [60, 4], [79, 6], [82, 6], [234, 17], [205, 14], [55, 4], [1415, 100]]
PLACES = ["Gemeente", "Rijk", "Provincie", "Uitvoering", "Veiligheid", "Onderwijs", "Zorg", "Overig", "Totaal"]


def counted(numbers: Sequence[Sequence[float]]) -> CleanTable:
    made = table(numbers, PLACES, ["Aantal", "Aandeel"], total_rows=(8,))
    return columns(made, statistic=["count", "percent"], unit=[None, "%"])


def test_counts_that_are_their_percentages_are_right_and_a_wrong_one_is_found() -> None:
    assert findings(counted(COUNTS)) == []
    found = findings(counted(changed(COUNTS, 5, 1, 71)))
    assert ("share.differs", "warning", 6, 2) in found
    [issue] = [i for i in run(counted(changed(COUNTS, 5, 1, 71))).issues if i.code == "share.differs"]
    for part in ("71", "234", "1415", "17"):
        assert part in issue.message


def test_a_column_that_slipped_by_a_row_is_one_finding() -> None:
    slipped = [[lower[0], here[1]] for here, lower in zip(COUNTS, [*COUNTS[1:], COUNTS[-1]], strict=True)]
    found = [code for code, *_ in findings(counted(slipped))]
    assert found.count("column.slipped") == 1
    assert "share.differs" not in found


def test_counts_beside_percentages_of_something_else_are_not_held_against_them() -> None:
    numbers = [[120, 7], [80, 91], [33, 12], [210, 45], [95, 63]]
    result = run(columns(table(numbers, STATEMENTS[:5], ["Aantal", "Tevreden"]), statistic=["count", "percent"],
                         unit=[None, "%"]))  # fmt: skip
    assert [issue.code for issue in result.issues if issue.code.startswith("share")] == []
    [check] = [check for check in result.checks if check.code == "share.differs"]
    assert "not those of the counts" in str(check.not_checked)


# ------------------------------------------------------------------ weighted means

WEIGHTED = [
    [36, 59, 54],
    [31, 53, 48],
    [45, 39, 40],
    [43, 40, 40],
    [39, 40, 40],
    [46, 34, 37],
    [51, 30, 35],
    [19, 32, 29],
]


def weighted(numbers: Sequence[Sequence[float]], bases: Sequence[int] = (122, 410, 532)) -> CleanTable:
    return table(numbers, STATEMENTS, ["ICT", "Overig", "Totaal"], total_columns=(2,), bases=bases)


def test_a_total_that_is_the_mean_of_its_groups_is_right_and_one_that_is_not_is_found() -> None:
    assert findings(weighted(WEIGHTED)) == []
    assert findings(weighted(changed(WEIGHTED, 2, 2, 44))) == [("total.weighted", "warning", 3, 3)]
    assert findings(weighted(changed(WEIGHTED, 0, 1, 69))) == [("total.weighted", "warning", 1, 3)]


def test_groups_that_are_not_all_are_not_averaged() -> None:
    result = run(weighted(changed(WEIGHTED, 2, 2, 44), bases=(122, 310, 532)))
    assert [issue.code for issue in result.issues if issue.code == "total.weighted"] == []


# ------------------------------------------------------------------ bases

GROUPS = ["Man", "Vrouw", "Totaal"]


def based(bases: Sequence[int], page: int = 10, names: Sequence[str] = GROUPS) -> CleanTable:
    totals = tuple(k for k, name in enumerate(names) if name == "Totaal")
    numbers = [[float(10 * (k + 1))] * len(names) for k in range(3)]
    return table(numbers, STATEMENTS[:3], names, total_columns=totals, bases=bases, page=page)


def test_a_group_larger_than_all_together_is_found() -> None:
    assert findings(based((229, 303, 532))) == []
    assert findings(based((929, 303, 532))) == [("base.over_total", "warning", None, 1)]


def test_groups_that_nearly_make_the_total_are_told_as_a_note() -> None:
    assert findings(based((229, 301, 532))) == [("base.sum", "info", None, 3)]


def test_a_label_that_stands_for_more_people_beside_other_groups_is_no_fault() -> None:
    one = based((600, 687, 1287), names=["Klein", "Groot", "Totaal"])
    other = based((600, 569, 118, 1287), 11, ["Klein", "Groot", "Grootste", "Totaal"])
    assert findings(one, other) == []


# ------------------------------------------------------------------ decimals


def test_a_decimal_mark_lost_is_found_and_whole_numbers_among_others_are_right() -> None:
    means = [[7.1, 7.4], [6.3, 6.7], [5.8, 6.1], [6.9, 6.8], [6.6, 6.4]]
    kinds = {"statistic": "mean", "unit": None}
    assert findings(table(means, STATEMENTS[:5], ["2018", "2019"], **kinds)) == []
    assert findings(table(changed(means, 2, 1, 61), STATEMENTS[:5], ["2018", "2019"], **kinds)) == [
        ("decimals.lost", "warning", 3, 2)
    ]
    assert findings(table(changed(means, 2, 1, 8), STATEMENTS[:5], ["2018", "2019"], **kinds)) == []


# ------------------------------------------------------------------ thresholds


def test_a_profile_may_set_what_a_check_allows() -> None:
    cut = changed(COMPARED, 0, 2, -25)
    assert [i.code for i in run(compared(cut)).issues] == ["difference.differs"]
    assert run(compared(cut), thresholds=Thresholds(rounding=1.0)).issues == (), "numbers that are cut off, not rounded"
