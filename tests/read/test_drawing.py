"""Pages as pictures: what PDFium cannot draw, though another reader reads it, is said and costs nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from pipeline.config import Limits, Settings
from pipeline.errors import DamagedError
from pipeline.extract.charts import pictures
from pipeline.extract.ocr import pages
from pipeline.model import Box, Page, Picture
from pipeline.read import open_document
from pipeline.read.render import render, render_pages
from pipeline.run import run_report

Draw = Callable[..., Path]
WHOLE = Box(0, 0, 400, 300)


@pytest.fixture
def undrawable(draw_report: Draw) -> Path:
    """A report whose table of objects stops PDFium and not pdfminer."""
    path = draw_report("towns.pdf")
    path.write_bytes(path.read_bytes().replace(b" 00000 n", b" 00000 n<< (", 3))
    with pytest.raises(DamagedError):
        open_document(path, backend="pdfium")
    return path


def test_a_report_that_cannot_be_drawn_has_its_data_and_says_so(undrawable: Path, tmp_path: Path) -> None:
    outcome = run_report(undrawable, tmp_path / "out", Settings(backend="pdfplumber"))
    assert (outcome.error, outcome.counts["tables"], outcome.counts["values"]) == (None, 1, 9)
    assert {"document.not_drawn", "document.one_reader"} <= {issue.code for issue in outcome.issues}
    assert "data:image" not in (tmp_path / "out/towns/report.html").read_text("utf-8")
    facts = json.loads((tmp_path / "out/towns/report.json").read_text("utf-8"))
    assert [page["state"] for page in facts["pages"]] == ["tables"]


def test_no_pixels_come_of_it(undrawable: Path) -> None:
    assert render(undrawable, 1, WHOLE, 1.0) is None
    assert list(render_pages(undrawable, [1], 1.0, 500)) == []


def test_a_page_that_is_not_there_is_passed_over(draw_report: Draw) -> None:
    path = draw_report("towns.pdf")
    assert render(path, 2, WHOLE, 1.0) is None
    assert [number for number, _ in render_pages(path, [2, 1], 1.0, 500)] == [1]


def test_a_scan_that_cannot_be_drawn_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "available", lambda: True)
    scan = Page(3, 400, 300, (), state="no text layer")
    found = pages.recognised(scan, lambda number, box, pixels_per_point: None)
    assert found.state == "no text layer"
    [issue] = found.issues
    assert (issue.code, issue.severity, issue.page) == ("page.not_drawn", "warning", 3)


def test_a_picture_that_cannot_be_drawn_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "available", lambda: True)
    page = Page(2, 400, 300, (), pictures=(Picture(50, 50, 300, 200),))
    charts, issues = pictures.page_pictures(page, [page], (), lambda number, box, pixels_per_point: None)
    assert charts == ()
    [issue] = issues
    assert (issue.code, issue.page) == ("picture.unread", 2)
    assert "cannot be drawn" in issue.message


def test_a_locked_file_is_drawn_with_the_password_that_opens_it(tmp_path: Path) -> None:
    """Files up to PDF 1.7 hold passwords in Latin-1."""
    path = tmp_path / "locked.pdf"
    canvas = Canvas(str(path), pagesize=(400, 300), encrypt=StandardEncryption("\xe9t\xe9".encode("latin-1"), "owner"))
    canvas.rect(0, 0, 400, 300, fill=1)
    canvas.save()
    assert open_document(path, "\xe9t\xe9").page_count == 1
    drawn = render(path, 1, WHOLE, 1.0, "\xe9t\xe9")
    assert drawn is not None
    assert not drawn[0].any()
    assert render(path, 1, WHOLE, 1.0, "wrong") is None


@pytest.mark.parametrize("size", [(4000, 3000), (14000, 0.5)])
def test_no_page_takes_more_pixels_than_the_limit(size: tuple[float, float], tmp_path: Path) -> None:
    path = tmp_path / "large.pdf"
    canvas = Canvas(str(path), pagesize=size)
    canvas.showPage()
    canvas.save()
    drawn = render(path, 1, Box(0, 0, *size), 300.0, limits=Limits(render_megapixels=1))
    assert drawn is not None
    assert drawn[0].shape[0] * drawn[0].shape[1] <= 1.01e6
