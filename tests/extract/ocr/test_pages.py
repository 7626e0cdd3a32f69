"""Pages that are pictures: recognised, said so, and not trusted on the word of one engine."""

from __future__ import annotations

import pytest
from scanned_page import ROWS, SCAN, scanned

from pipeline.clean import clean_content
from pipeline.extract import extract, ocr
from pipeline.extract.ocr import available, vote
from pipeline.extract.ocr.pages import recognise
from pipeline.model import Box, Page

needs_ocr = pytest.mark.skipif(not available(), reason="the extra 'ocr' (RapidOCR) is not installed")


@needs_ocr
def test_words_stand_where_the_picture_shows_them() -> None:
    (page,) = recognise([SCAN], scanned)
    assert page.state == "text"
    assert [i.code for i in page.issues] == ["page.no_text_layer", "page.recognised"]
    words = {w.text: w for w in page.words}
    assert set(words) == {text for row in ROWS for text in row}
    assert words["412"].x1 == pytest.approx(220, abs=3)
    assert (words["412"].top + words["412"].bottom) / 2 == pytest.approx(78, abs=3)
    assert {w.origin for w in page.words} == {"ocr"}


@needs_ocr
def test_what_one_engine_read_alone_is_given_but_not_trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vote, "available", lambda: False)
    pages = recognise([SCAN], scanned)
    content = extract(pages)
    (table,) = content.tables
    grid = {(c.row, c.column): c.text for c in table.cells}
    assert grid == {(r, c): text for r, row in enumerate(ROWS) for c, text in enumerate(row)}
    values = clean_content(content, pages)[0][0].values
    assert len(values) == 8
    assert all(value.confidence <= vote.ALONE for value in values)
    assert "its words were recognised from a picture" in table.reasons


def test_pages_with_text_are_not_rendered() -> None:
    def render(number: int, box: Box, pixels_per_point: float):
        raise AssertionError("a page with text was rendered")

    page = Page(1, 400, 300, (), state="empty")
    assert recognise([page], render) == (page,)


@needs_ocr
def test_an_engine_without_memory_says_so_as_any_other_code(monkeypatch: pytest.MonkeyPatch) -> None:
    from rapidocr.inference_engine.onnxruntime.main import ONNXRuntimeError

    def run_out(*args: object, **kwargs: object) -> None:
        raise ONNXRuntimeError("Traceback:\n  RUNTIME_EXCEPTION : Status Message: std::bad_alloc")

    monkeypatch.setattr(ocr, "_engine", lambda: run_out)
    with pytest.raises(MemoryError):
        recognise([SCAN], scanned)
