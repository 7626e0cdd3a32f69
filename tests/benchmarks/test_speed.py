"""The speed benchmark measures what it says: no figure is checked here, only that it is of the right work."""

from __future__ import annotations

import importlib
import json
from pathlib import Path
from subprocess import CalledProcessError
from types import ModuleType

import pypdfium2
import pytest

FOLDER = Path(__file__).parents[2] / "benchmarks"
SAMPLE = Path(__file__).parents[2] / "raw" / "digitalisering-overheid.pdf"


@pytest.fixture
def speed(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(FOLDER))  # the scripts import one another by their names
    return importlib.import_module("speed")


def test_every_ratio_is_of_tools_that_are_measured(speed: ModuleType) -> None:
    assert {name for upper, lower, _ in speed.RATIOS for name in (upper, lower)} <= set(speed.TOOLS)


def test_a_long_document_has_the_pages_asked_for_in_order(speed: ModuleType, tmp_path: Path) -> None:
    made = pypdfium2.PdfDocument(speed.repeated([SAMPLE], 17, tmp_path / "long.pdf", first=6))
    texts = [page.get_textpage().get_text_range() for page in made]
    sample = pypdfium2.PdfDocument(SAMPLE)
    wanted = [*range(5, len(sample)), *range(5, 12)][:17]
    assert texts == [sample[k].get_textpage().get_text_range() for k in wanted]


def test_the_median_of_the_rounds_counts_for_a_page_of_each_document(
    speed: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    costs = {"two": iter((9.0, 2.0, 4.0)), "one": iter((5.0, 6.0, 7.0))}
    monkeypatch.setattr(speed, "cost_of", lambda work, path: speed.Cost(cpu := next(costs[path.stem]), 2 * cpu))
    monkeypatch.setitem(speed.TOOLS, "one tool", ("sys", lambda path: None))
    paths = [speed.repeated([SAMPLE], count, tmp_path / f"{name}.pdf") for name, count in (("two", 2), ("one", 1))]
    assert speed.side_by_side(paths, ["one tool"], 3) == {"one tool": [speed.Cost(2.0, 4.0), speed.Cost(6.0, 12.0)]}


def test_a_command_counts_with_its_children_and_one_that_fails_is_no_figure(speed: ModuleType, tmp_path: Path) -> None:
    assert speed.started(["--help"]).cpu > 0
    with pytest.raises(CalledProcessError):
        speed.started(["run", str(SAMPLE), "--out", str(tmp_path / "out"), "--executor", "nonsense"], without_ocr=False)


def test_without_ocr_no_process_of_a_run_finds_an_engine(speed: ModuleType, tmp_path: Path) -> None:
    page = speed.repeated([SAMPLE], 1, tmp_path / "page.pdf", first=6)
    speed.started(["run", str(page), "--out", str(tmp_path / "out")], without_ocr=True)
    settings = json.loads((tmp_path / "out/page/run.json").read_text())["settings"]
    assert settings["recognisers"] == []


def test_a_further_unit_costs_the_same_however_many_there_are_when_only_the_start_comes_on_top(
    speed: ModuleType,
) -> None:
    linear = {number: speed.Cost(2.0 + 0.15 * number, 0.0, 200.0) for number in (10, 100, 1000)}
    told = list(speed.growth_table("page", linear))
    assert told[2:5] == [
        "| 10 | 3.5 | 350 |  | 200 |",
        "| 100 | 17.0 | 170 | 150 | 200 |",
        "| 1000 | 152.0 | 152 | 150 | 200 |",
    ]
    assert told[6].startswith("Start: 2.00 s. Each further one, last line / the one before: 1.00")
    grows = linear | {1000: speed.Cost(2.0 + 0.3 * 1000, 0.0)}
    assert ": 2.11 " in list(speed.growth_table("page", grows))[6]
