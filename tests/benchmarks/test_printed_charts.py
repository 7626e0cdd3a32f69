"""Printed charts: what is drawn has the lengths and words of the truth, and reading is held to it."""

from __future__ import annotations

import html
import importlib
import re
import shutil
from pathlib import Path
from types import ModuleType

import pandas as pd
import pytest

FOLDER = Path(__file__).parents[2] / "benchmarks"
NUMBERS = range(60)
RECTANGLE = re.compile(r'<rect x="([\d.-]+)" y="([\d.-]+)" width="([\d.]+)" height="([\d.]+)" fill="(#\w+)"')


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(FOLDER))  # the scripts import one another by their names
    return importlib.import_module("printed_charts")


@pytest.fixture
def drawing(printed: ModuleType) -> ModuleType:
    return importlib.import_module("chart_drawing")


@pytest.fixture
def plans(printed: ModuleType) -> ModuleType:
    return importlib.import_module("chart_plans")


@pytest.fixture
def look(drawing: ModuleType, plans: ModuleType):
    chance = importlib.import_module("random").Random(5)
    plain = importlib.import_module("chart_look").draw_look(chance, "Liberation Sans", 8.0, 4.4, 460.0)
    return plain._replace(panel="", track=False, seam=False, round=0, legend="below", axis="none", grid=False)


def test_a_seed_draws_the_same_html_and_another_seed_another(printed: ModuleType) -> None:
    first, again, other = (printed.draw_report(seed, 3).source for seed in (1, 1, 2))
    assert first == again != other


def test_every_kind_is_drawn_and_every_printed_label_stands_in_the_html(printed: ModuleType) -> None:
    kinds = set()
    for number in NUMBERS:
        report = printed.draw_report(1, number)
        texts = html.unescape(re.sub(r"<[^>]+>", " ", report.source))
        for chart in report.charts:
            kinds.add(chart.kind)
            for bar in chart.bars:
                assert all(word in texts for word in f"{bar.category} {bar.group} {bar.series}".split())
    assert kinds | {"cut axis"} >= set(printed.NAMES) | set(printed.DECOYS)  # a cut axis is rare


def test_bars_are_as_long_as_their_values(drawing: ModuleType, plans: ModuleType, look) -> None:
    planner = plans.Planner("en", importlib.import_module("random").Random(3))
    plan = plans.single(planner, False)
    rows = tuple(
        plans.Row(name, "", None, False, (number,)) for name, number in (("a", 20.0), ("b", 50.0), ("c", 35.0))
    )
    plan = plan._replace(rows=rows, decimals=0, sign="%", unit="%", step=10.0, top=50.0)
    drawn = drawing.draw_chart(plan, look, planner)
    widths = [float(width) for _, _, width, _, _ in RECTANGLE.findall(drawn.svg)]
    assert [round(width / widths[1], 3) for width in widths] == [0.4, 1.0, 0.7]
    assert all(f">{text}<" in drawn.svg for text in ("20%", "50%", "35%"))
    assert drawn.printed == {(0, 0), (1, 0), (2, 0)}


def test_a_share_without_room_for_its_number_has_none(drawing: ModuleType, plans: ModuleType, look) -> None:
    planner = plans.Planner("en", importlib.import_module("random").Random(3))
    plan = plans.stacked(planner, False)._replace(series=("yes", "no"), decimals=0, sign="%", aside=())
    rows = tuple(plans.Row(name, "", None, False, (share, 100 - share)) for name, share in (("a", 1.0), ("b", 50.0)))
    drawn = drawing.draw_chart(plan._replace(rows=rows), look, planner)
    assert drawn.printed == {(0, 1), (1, 0), (1, 1)}
    assert ">1%<" not in drawn.svg


def test_an_axis_ends_at_a_whole_step_beyond_the_greatest_value(plans: ModuleType) -> None:
    assert plans.steps(47.0) == (10.0, 50.0)
    assert plans.steps(100.0) == (20.0, 100.0)
    assert plans.steps(9.1) == (2.0, 10.0)


def frame(*rows: tuple[str, str, str | None, str | None, float, str, float]) -> pd.DataFrame:
    names = ("table_id", "row_label", "row_group", "column_label", "value", "value_raw", "confidence")
    return pd.DataFrame(rows, columns=names).assign(source="chart", unit="%", title="Use of things", base_n=pd.NA)


def test_a_bar_is_right_with_its_number_labels_and_group_and_trusted_only_when_printed(printed: ModuleType) -> None:
    bars = (
        printed.Bar("Men", "Sex", "Yes", 40.0, True, 120),
        printed.Bar("Women", "Sex", "Yes", 52.0, True, None),
        printed.Bar("Young", "Age", "Yes", 3.2, False, None),
        printed.Bar("Old", "Age", "Yes", 4.1, False, None),
    )
    chart = printed.Chart("stacked bars", "Use of things", None, "%", 1.0, bars)
    pie = printed.Chart("pie", "Work done", None, "", 0.0, ())
    observations = frame(
        ("c1", "Men (n = 120)", "Sex", "Yes", 40.0, "40%", 0.97),
        ("c1", "Women", None, "Yes", 52.0, "52%", 0.97),  # without its group
        ("c1", "Young", "Age", "Yes", 3.9, "", 0.6),  # measured
        ("c1", "Old", "Age", "Yes", 4.1, "4", 0.6),  # given out as printed
        ("c2", "Slice", None, None, 70.0, "70%", 0.97),
    )
    observations.loc[4, "title"] = "Figure 2 Work done"
    judged = printed.judge([chart, pie], observations)
    counted = judged.figures["stacked bars"]
    assert [counted[name] for name in ("bars", "right", "not trusted", "trusted and wrong")] == [4, 2, 2, 1]
    assert (counted["unit"], counted["title"], counted["base"]) == (2, 2, 1)
    assert judged.figures["pie"]["trusted and wrong"] == 1
    assert [bar.category for bar in judged.missing] == ["Women", "Old"]


def test_values_of_a_table_that_were_taken_from_a_chart_are_counted(printed: ModuleType) -> None:
    bars = (printed.Bar("Men", "", "", 40.0, True, None),)
    chart = printed.Chart("bars", "Use", None, "%", 1.0, bars)
    observations = frame(("t1", "Men", None, "%", 40.0, "40", 0.97), ("t1", "Women", None, "%", 41.0, "41", 0.5))
    judged = printed.judge([chart], observations.assign(source="table"))
    assert judged.figures["bars"]["as table"] == 1
    assert judged.missing == list(bars)


@pytest.mark.skipif(not any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), reason="no chromium")
def test_a_printed_report_is_read(printed: ModuleType, tmp_path: Path) -> None:
    from pipeline.extract import page_content
    from pipeline.read import open_document, read_pages

    kinds = {"bars", "columns", "grouped bars", "grouped columns", "stacked bars", "stacked columns", "summed"}
    reports = (printed.draw_report(1, number) for number in NUMBERS)
    report = next(report for report in reports if {chart.kind for chart in report.charts} <= kinds)
    (pdf,) = printed.print_reports([report], tmp_path)
    found = [chart for page in read_pages(open_document(pdf)) for chart in page_content(page).charts]
    assert len(found) == len(report.charts)
