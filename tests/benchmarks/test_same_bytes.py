"""The same PDFs give the same bytes, whatever the number of workers and the order of Python's sets."""

from __future__ import annotations

import importlib
import os
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

ROOT = Path(__file__).parents[2]


def draw(path: Path, report: int) -> str:
    canvas = Canvas(str(path), pagesize=(400, 300), invariant=1)
    for page in (1, 2):
        canvas.drawString(50, 280, f"In the north {report}{page}% said yes, and 41% in the south.")
        canvas.drawString(50, 265, f"Table {page} Towns in year {report}")
        rows = (("", "Yes", "No"), ("North", f"{report}{page}%", "30%"), ("South", "25%", "n.a."), ("West", "1", "2"))
        for row, cells in enumerate(rows):
            for column, text in enumerate(cells):
                canvas.drawString(55 + 90 * column, 240 - 20 * row, text)
        for k in range(5):
            canvas.line(50, 254 - 20 * k, 320, 254 - 20 * k)
        for k in range(4):
            canvas.line(50 + 90 * k, 254, 50 + 90 * k, 174)
        canvas.showPage()
    canvas.save()
    return str(path)


def test_workers_and_hash_seeds_change_no_byte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]))
    same_bytes = importlib.import_module("same_bytes")
    paths = [draw(tmp_path / f"report-{report}.pdf", report) for report in (1, 2, 3)]
    found = list(same_bytes.differing(paths, tmp_path / "out"))
    assert [(workers, seed, others) for workers, seed, others, _ in found] == [(2, "1", []), (2, "random", [])]
    assert all(count > 3 * 10 for *_, count in found)
