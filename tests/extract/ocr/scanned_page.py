"""A page that is a picture of one table."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from pipeline.model import Box, Issue, Page

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
