"""Pages that are pictures: recognised, said so, and never trusted."""

from __future__ import annotations

import pytest
from PIL import Image, ImageDraw, ImageFont

from pipeline.extract import extract
from pipeline.extract.ocr import available
from pipeline.extract.ocr.pages import TRUSTED_AT_MOST, recognise
from pipeline.model import Box, Issue, Page

np = pytest.importorskip("numpy")
needs_ocr = pytest.mark.skipif(not available(), reason="the extra 'ocr' (RapidOCR) is not installed")

SCALE = 3
ROWS = [
    ("Region", "2017", "2018"),
    ("North", "412", "398"),
    ("South", "275", "301"),
    ("East", "88", "96"),
    ("West", "160", "155"),
]
SCAN = Page(1, 400, 300, (), state="no text layer", issues=(Issue("page.no_text_layer", "warning", "a picture", 1),))


def scanned(number: int, box: Box, pixels_per_point: float):
    """The page at three pixels a point, whatever was asked; as a renderer may."""
    picture = Image.new("RGB", (400 * SCALE, 300 * SCALE), "white")
    draw = ImageDraw.Draw(picture)
    font = ImageFont.load_default(10 * SCALE)
    for r, row in enumerate(ROWS):
        for x, text, anchor in zip((50, 220, 320), row, ("lm", "rm", "rm"), strict=True):
            draw.text((x * SCALE, (60 + 18 * r) * SCALE), text, "black", font, anchor=anchor)
    return np.asarray(picture), Box(0, 0, 400, 300)


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
def test_a_table_of_recognised_words_is_read_but_not_trusted() -> None:
    (table,) = extract(recognise([SCAN], scanned)).tables
    grid = {(c.row, c.column): c.text for c in table.cells}
    assert grid == {(r, c): text for r, row in enumerate(ROWS) for c, text in enumerate(row)}
    assert table.score <= TRUSTED_AT_MOST
    assert "its words were recognised from a picture" in table.reasons


def test_pages_with_text_are_not_rendered() -> None:
    def render(number: int, box: Box, pixels_per_point: float):
        raise AssertionError("a page with text was rendered")

    page = Page(1, 400, 300, (), state="empty")
    assert recognise([page], render) == (page,)
