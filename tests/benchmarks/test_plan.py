"""The play of a run on a cluster: what it must give where that can be said beforehand."""

from __future__ import annotations

import importlib
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

FOLDER = Path(__file__).parents[2] / "benchmarks"
TWO_SECONDS = np.array([2.0])


@pytest.fixture
def plan(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(FOLDER))
    return importlib.import_module("plan")


def test_without_trouble_it_is_work_divided_by_workers(plan: ModuleType) -> None:
    for workers in (1, 10, 100):
        played = plan.play(TWO_SECONDS, 10_000, workers, 1, stragglers=0.0, deaths=0.0, start=0.0)
        assert played.hours * 3600 == pytest.approx(10_000 * 2.0 / workers, rel=0.02)
        assert (played.deaths, played.busy) == (0, pytest.approx(1.0, abs=0.02))
    started = plan.play(TWO_SECONDS, 10_000, 1, 1, stragglers=0.0, deaths=0.0, start=5.0)
    assert started.hours * 3600 == pytest.approx(10_000 * (2.0 + 5.0 / plan.ITEMS_PER_WORKER), rel=0.01)


def test_trouble_costs_time_and_the_same_seed_gives_the_same(plan: ModuleType) -> None:
    plain = plan.play(TWO_SECONDS, 20_000, 20, 7, stragglers=0.0, deaths=0.0)
    dying = plan.play(TWO_SECONDS, 20_000, 20, 7, stragglers=0.0, deaths=5.0)
    slow = plan.play(TWO_SECONDS, 20_000, 20, 7, stragglers=0.01, deaths=0.0)
    assert dying.deaths > 0
    assert min(dying.hours, slow.hours) > plain.hours
    assert plan.play(TWO_SECONDS, 20_000, 20, 7) == plan.play(TWO_SECONDS, 20_000, 20, 7)
