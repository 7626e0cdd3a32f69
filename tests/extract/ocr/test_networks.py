"""How much a network is given at once, and that what comes of it is in order."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw
from scanned_page import ROWS, SCAN, scanned

pytest.importorskip("rapidocr", reason="the extra 'ocr' (RapidOCR) is not installed")

from rapidocr.ch_ppocr_rec.typings import TextRecInput, TextRecOutput

from pipeline.extract.ocr.networks import MOST_LINE, Recogniser, groups
from pipeline.extract.ocr.pages import recognise
from pipeline.model import Box


def test_text_above_a_large_blank_and_a_rule_is_found() -> None:
    def taller(number: int, box: Box, pixels_per_point: float):
        pixels, _ = scanned(number, box, pixels_per_point)
        drawn = Image.new("RGB", (pixels.shape[1], 2 * pixels.shape[0]), "white")
        drawn.paste(Image.fromarray(pixels))
        ImageDraw.Draw(drawn).line((0, 1500, drawn.width, 1500), "black", 3)
        return np.asarray(drawn), Box(0, 0, 400, 600)

    (page,) = recognise([SCAN], taller)
    assert sorted(word.text for word in page.words) == sorted(text for row in ROWS for text in row)


def test_groups_of_lines_are_alike_in_width_and_bounded() -> None:
    widths = [320.0] * 8 + [1500.0, 700.0, 2400.0, 650.0, 900.0]
    found = list(groups(widths))
    assert sorted(place for group in found for place in group) == list(range(len(widths)))
    assert [len(group) for group in found] == [6, 2, 2, 1, 1, 1]
    assert all(len(group) == 1 or len(group) * max(widths[k] for k in group) <= MOST_LINE for group in found)


class Lines:
    """Reads of a line how wide it is."""

    rec_image_shape = (3, 48, 320)

    def __call__(self, asked: TextRecInput) -> TextRecOutput:
        images = asked.img or []
        widths = [image.shape[1] for image in images]
        assert len(images) == 1 or 2 * sum(widths) <= MOST_LINE
        words = tuple(("word", asked.return_word_box, width) for width in widths)
        return TextRecOutput(images, tuple(map(str, widths)), [float(width) for width in widths], words)


def test_lines_come_back_in_the_order_they_were_asked_for() -> None:
    widths = [900, 20, 40, 1500, 30, 60, 50, 10]
    images = [np.zeros((24, width, 3), np.uint8) for width in widths]
    found = Recogniser(Lines())(TextRecInput(images, True))
    assert found.txts == tuple(map(str, widths))
    assert found.scores == [float(width) for width in widths]
    assert found.word_results == tuple(("word", True, width) for width in widths)
