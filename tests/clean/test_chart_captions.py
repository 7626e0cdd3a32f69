"""A chart's caption says what its bars measure; a unit printed at the bars goes before."""

from __future__ import annotations

import pytest

from pipeline.clean import clean_charts
from pipeline.model import Bar, Box, Caption, Chart, NumberFormat

BOX = Box(0, 0, 100, 10)
DUTCH, ENGLISH = NumberFormat(",", (".",), "nl", "set here"), NumberFormat(".", (",",), "en", "set here")


def _clean(title: str, note: str | None, *values: float, unit: str | None = None, fmt: NumberFormat = DUTCH) -> Chart:
    bars = tuple(Bar(i, 0, f"Row {i}", "", v, v, BOX, "#123456", str(v), unit, 0.97) for i, v in enumerate(values))
    caption = Caption("figure", "Figuur", "1", title, note, 1, BOX)
    [chart] = clean_charts([Chart("p001-c1", 1, BOX, caption, "bar", bars, True, "vector")], fmt)
    return chart


@pytest.mark.parametrize(
    ("title", "note", "unit", "statistic"),
    [
        ("Gebruik van e-mail", "(in %)", "%", "percent"),
        ("Gebruik van e-mail (%)", None, "%", "percent"),
        ("Uitgaven", "(x € 1.000)", "EUR thousand", "amount"),
        ("Aantal inwoners", None, None, "count"),
        ("Deelnemers", "(aantal en %)", None, "count"),  # bars without a sign are the numbers
        ("Gemiddeld aantal dagen", None, None, "mean"),
        ("Bekendheid van het aantal", None, None, None),
    ],
)
def test_unit_and_statistic(title: str, note: str | None, unit: str | None, statistic: str | None) -> None:
    chart = _clean(title, note, 44.0, 32.0)
    assert {(bar.unit, bar.statistic) for bar in chart.bars} == {(unit, statistic)}


def test_a_unit_at_the_bars_goes_before_the_captions() -> None:
    chart = _clean("Uitgaven", "(x € 1.000)", 44.0, unit="%")
    assert [(bar.unit, bar.statistic) for bar in chart.bars] == [("%", "percent")]


def test_marks_with_decimals_are_means() -> None:
    whole, parts = (_clean("Mark given to the town", None, *v, fmt=ENGLISH) for v in ((7.0, 8.0), (7.1, 8.0)))
    assert {bar.statistic for bar in whole.bars} == {"score"}
    assert {bar.statistic for bar in parts.bars} == {"mean"}


def test_the_base() -> None:
    assert _clean("Gebruik", "(% van gemeenten, N = 263)", 44.0).base_n == 263
    assert _clean("Gebruik", "(%)", 44.0).base_n is None
