"""What a statement is held against in a long report: enough, and not ever more."""

from __future__ import annotations

import pytest
from made_up import ENGLISH, Report

from pipeline.validate.claims import axes, check_claims
from pipeline.validate.claims.cells import Cells
from pipeline.validate.claims.matrix import Cell
from pipeline.validate.claims.ranked import Ranked
from pipeline.validate.claims.stated import Stated, stated_numbers

ANSWERS = {"Very noisy": [12, 31], "A little noisy": [40, 41], "Not noisy": [48, 28]}


def long_report(copies: int) -> Report:
    """The same question over and over under one heading, a page each."""
    report = Report()
    report.heading("Noise at home", "1")
    for page in range(1, copies + 1):
        report.page = page
        report.table("Noise in the evening", ["North", "South"], ANSWERS, f"1.{page}")
        report.text("In the north 12 per cent of the people say that it is very noisy.")
    return report


def looked_at(copies: int, monkeypatch: pytest.MonkeyPatch) -> float:
    """Labels read for one statement, on average."""
    read = 0
    as_it_is = axes.by_words

    def counted(*arguments: object) -> object:
        nonlocal read
        read += 1
        return as_it_is(*arguments)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(axes, "by_words", counted)
        report = long_report(copies)
        claims = check_claims(report.observations, report.blocks, ENGLISH)
    assert set(claims.frame["verdict"]) == {"agrees"}
    return read / len(claims.frame)


def test_a_statement_costs_the_same_in_a_report_twice_as_long(monkeypatch: pytest.MonkeyPatch) -> None:
    assert looked_at(160, monkeypatch) <= 1.1 * looked_at(80, monkeypatch)


def test_of_many_tables_under_one_heading_the_one_on_the_page_is_meant() -> None:
    report = long_report(100)
    frame = check_claims(report.observations, report.blocks, ENGLISH).frame
    found = [ids.split("-")[0] for ids in frame["observation_ids"]]
    assert found == [f"p{page:03d}" for page in frame["page"]]


def cell(value: float, statistic: str = "value", scale: float = 1.0) -> Cell:
    return Cell("p001-t1-r00-c00", value, None, statistic, scale, 1, 0, 0, False, 1.0)


def stated(text: str) -> Stated:
    [found] = stated_numbers(text, "en", ".")
    return found


@pytest.mark.parametrize(
    ("text", "direction", "one", "fits"),
    [
        ("it rose to 488", 0, cell(488), True),
        ("it rose to 488", 0, cell(488.6), False),
        ("€ 488,000 was spent", 0, cell(488, scale=1000), True),
        ("488 was spent", 0, cell(488, scale=1000), True),  # in the words of the table
        ("€ 487,000 was spent", 0, cell(488, scale=1000), False),
        ("it fell by 13", -1, cell(-13, "difference"), True),
        ("it rose by 13", 1, cell(-13, "difference"), False),
        ("it changed by 13", 0, cell(-13, "difference"), True),
        ("it changed by +13", 0, cell(-13, "difference"), False),
        ("a change of 13", 0, cell(-13), False),
    ],
)
def test_which_values_a_statement_allows(text: str, direction: int, one: Cell, fits: bool) -> None:
    # Beside others, which must not sway it.
    cells = Cells.of([cell(1, "difference"), one, cell(7, scale=1e6)])
    assert cells.fits(stated(text), direction).tolist() == [False, fits, False]


def test_nothing_comparable_is_no_candidate() -> None:
    assert not Ranked([])
