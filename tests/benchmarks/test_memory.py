"""The memory benchmark counts all processes of a run, and tells those documents that take most."""

from __future__ import annotations

import importlib
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

FOLDER = Path(__file__).parents[2] / "benchmarks"
MEGABYTES = 60
TAKES = f"import time; held = b'x' * ({MEGABYTES} << 20); time.sleep(0.5)"
"""A program that takes that much."""
STARTS = f"import subprocess, sys; held = b'x' * ({MEGABYTES} << 20); subprocess.run([sys.executable, '-c', {TAKES!r}])"
"""One that takes as much itself, and starts the other."""


@pytest.fixture
def memory(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(FOLDER))  # the scripts import one another by their names
    return importlib.import_module("memory")


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="needs /proc")
def test_all_processes_of_a_run_are_told_together_and_the_first_alone(memory: ModuleType) -> None:
    with memory.watched() as most:
        subprocess.run([sys.executable, "-c", STARTS], check=True)
    first, together = most
    assert MEGABYTES < first < 2 * MEGABYTES
    assert 2 * MEGABYTES < together < 4 * MEGABYTES


def test_the_documents_that_take_most_come_first_and_those_over_are_counted(memory: ModuleType) -> None:
    peaks = [
        memory.Peak("low", 100, 30, 120, 1),
        memory.Peak("high", 390, 30, 410, 2),
        memory.Peak("mid", 200, 30, 220, 3),
    ]
    told = list(memory.table_of(peaks, 2))
    assert [line.split(" | ")[0] for line in told[2:4]] == ["| high", "| mid"]
    assert told[-1] == "3 documents, 1 of them 400 MB or more; 6 s of CPU"


def test_a_document_that_is_refused_counts_like_any_other(memory: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "none.pdf").write_text("not a PDF")
    assert memory.peak_of(tmp_path / "none.pdf").worker > 10
