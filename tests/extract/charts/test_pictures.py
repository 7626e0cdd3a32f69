"""Charts that are pictures: colours to rectangles, and (where the extra is installed) the whole reading."""

from __future__ import annotations

import pytest
from PIL import Image, ImageDraw, ImageFont

from pipeline.extract.charts.segments import color_rectangles
from pipeline.extract.ocr import available
from pipeline.model import Box, Page

np = pytest.importorskip("numpy")
COLORS = {"yes": (0, 97, 127), "no": (228, 0, 124)}
VALUES = {"Alpha": (70, 30), "Bravo": (55, 45), "Charlie": (20, 80)}
BOX = Box(50, 100, 450, 250)
"""The picture is 1200 x 450 pixels: three pixels a point."""


@pytest.fixture(scope="module")
def pixels():
    picture = Image.new("RGB", (1200, 450), "white")
    draw = ImageDraw.Draw(picture)
    font = ImageFont.load_default(26)
    for row, (name, pair) in enumerate(VALUES.items()):
        top, x = 30 + 90 * row, 240
        draw.text((220, top + 28), name, "black", font, anchor="rm")
        for value, color in zip(pair, COLORS.values(), strict=True):
            draw.rectangle((x, top, x + 8 * value - 1, top + 55), color)
            draw.text((x + 4 * value, top + 28), f"{value}%", "white", font, anchor="mm")
            x += 8 * value
    for tick in (0, 25, 50, 75, 100):
        draw.text((240 + 8 * tick, 320), f"{tick}%", "black", font, anchor="mm")
    for k, (name, color) in enumerate(COLORS.items()):
        draw.rectangle((400 + 200 * k, 390, 420 + 200 * k, 410), color)
        draw.text((435 + 200 * k, 400), name, "black", font, anchor="lm")
    return np.asarray(picture)


def test_every_segment_becomes_one_rectangle_in_points(pixels) -> None:
    bars = [f for f in color_rectangles(pixels, BOX) if f.x1 - f.x0 > 20]
    lengths = sorted(round(f.x1 - f.x0) for f in bars)
    assert lengths == sorted(round(8 * v / 3) for pair in VALUES.values() for v in pair)
    first = min(bars, key=lambda f: (f.top, f.x0))
    assert (first.x0, first.top) == pytest.approx((50 + 80, 100 + 10), abs=0.5)


@pytest.mark.skipif(not available(), reason="the extra 'ocr' (RapidOCR) is not installed")
def test_picture_is_read_like_a_drawn_chart(pixels) -> None:
    from pipeline.extract.charts.pictures import read_picture

    (chart,) = read_picture(Page(4, 595, 842, ()), BOX, pixels)
    got = {(b.category, b.series): b.label_value for b in chart.bars}
    assert got == {(n, s): float(v) for n, pair in VALUES.items() for s, v in zip(COLORS, pair, strict=True)}
    assert chart.engine == "picture"
    assert all(b.confidence >= 0.9 for b in chart.bars)
