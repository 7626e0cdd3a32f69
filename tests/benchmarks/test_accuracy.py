"""The measuring itself: what is taken away for a stress set, and when a figure counts as fallen."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

from pipeline.model import Fill, Page, Rule, Word

FOLDER = Path(__file__).parents[2] / "benchmarks"


@pytest.fixture(scope="module")
def accuracy() -> ModuleType:
    spec = importlib.util.spec_from_file_location("benchmark_accuracy", FOLDER / "accuracy.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def page() -> Page:
    rules = (Rule("h", 10, 90, 20, 1), Rule("v", 10, 90, 20, 1))
    return Page(1, 100, 100, (Word(10, 10, 20, 20, "a", 10),), rules, (Fill(0, 0, 50, 50),))


def test_stress_sets_keep_the_words_and_lose_the_drawing(accuracy: ModuleType, page: Page) -> None:
    assert accuracy.strip(page, "all") == page
    honly, none = accuracy.strip(page, "honly"), accuracy.strip(page, "none")
    assert [r.axis for r in honly.rules] == ["h"]
    assert none.rules == ()
    assert honly.fills == none.fills == ()
    assert honly.words == none.words == page.words


def test_a_figure_below_its_floor_is_named(accuracy: ModuleType) -> None:
    floors = {"icdar2013": {"exact": 0.9}, "icdar2013 none": {"exact": 0.4}}
    assert accuracy.fallen({"icdar2013": {"exact": 0.9}, "icdar2013 none": {"exact": 0.4}}, floors) == []
    [below] = accuracy.fallen({"icdar2013": {"exact": 0.88}}, floors)
    assert below == "icdar2013: exact is 0.8800, was 0.9000"


def test_less_evidence_is_given_more_slack(accuracy: ModuleType) -> None:
    floors = {"icdar2013": {"exact": 0.4}, "icdar2013 none": {"exact": 0.4}}
    fallen = accuracy.fallen({"icdar2013": {"exact": 0.397}, "icdar2013 none": {"exact": 0.397}}, floors)
    assert fallen == ["icdar2013: exact is 0.3970, was 0.4000"]


def test_one_false_value_more_is_a_fall(accuracy: ModuleType) -> None:
    floors = {"reports": {"false_values": 0.0}}
    assert accuracy.fallen({"reports": {"false_values": 0.0}}, floors) == []
    assert len(accuracy.fallen({"reports": {"false_values": 1.0}}, floors)) == 1


def test_every_floor_is_a_figure_that_is_measured(accuracy: ModuleType) -> None:
    floors = json.loads((FOLDER / "floors.json").read_text(encoding="utf-8"))
    measured = {"reports": set(accuracy.VALUES)}
    for dataset in ("icdar2013", "icdar2013 honly", "icdar2013 none", "latex"):
        measured[dataset] = set(accuracy.GRIDS)
    assert {name: set(figures) for name, figures in floors.items()} == measured
