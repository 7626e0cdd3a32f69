"""What a network is given at once is bounded, and what comes of it is as if it had been given all."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
from scanned_page import ROWS, SCAN, scanned

pytest.importorskip("rapidocr", reason="the extra 'ocr' (RapidOCR) is not installed")

from rapidocr.ch_ppocr_det.utils import TextDetOutput
from rapidocr.ch_ppocr_rec.typings import TextRecInput, TextRecOutput

from pipeline.extract import ocr
from pipeline.extract.ocr import networks
from pipeline.extract.ocr.networks import MOST_LINE, MOST_PIXELS, STEP, Detector, Recogniser, groups, tiles
from pipeline.extract.ocr.pages import recognise
from pipeline.model import Box


@pytest.mark.parametrize("size", [(736, 736), (1984, 1408), (1408, 2016), (736, 3424), (2016, 2016), (32, 320)])
def test_tiles_are_small_and_count_for_each_pixel_as_one(size: tuple[int, int]) -> None:
    counted = np.zeros(size)
    for rows, columns in tiles(*size):
        assert all(end % STEP == 0 for span in (rows, columns) for end in (span.first, span.last))
        weights = np.outer(rows.weights(), columns.weights())
        assert weights.size <= MOST_PIXELS
        counted[rows.first : rows.last, columns.first : columns.last] += weights
    assert np.allclose(counted, 1)


def test_at_its_bounds_inside_the_picture_a_tile_counts_for_nothing() -> None:
    for rows, columns in tiles(1984, 1408):
        for span, size in ((rows, 1984), (columns, 1408)):
            ends = [end for end, outer in ((0, span.first == 0), (-1, span.last == size)) if not outer]
            assert all(span.weights()[end] < 0.01 for end in ends)
            assert len(ends) == (span.first > 0) + (span.last < size)


def test_chances_of_all_tiles_are_put_together_before_lines_are_made_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    picture = np.random.default_rng(1).integers(0, 255, (640, 960, 3), np.uint8)
    seen: list[np.ndarray] = []

    def lines_of(chances: np.ndarray, shape: tuple[int, int]) -> tuple[list[object], list[float]]:
        seen.append(chances)
        return [], []

    step = SimpleNamespace(
        resize=lambda image: image, normalize=lambda image: image / 255, permute=lambda image: image.transpose(2, 0, 1)
    )
    whole = SimpleNamespace(
        get_preprocess=lambda: step, session=lambda given: given[:, :1], postprocess_op=lines_of, sorted_boxes=None
    )
    monkeypatch.setattr(networks, "MOST_PIXELS", 150_000)
    assert len(list(tiles(640, 960))) > 4
    assert Detector(whole)(picture).boxes is None
    [chances] = seen
    assert np.allclose(chances[0, 0], picture[:, :, 0] / 255, atol=1e-6)


def test_words_that_tiles_cut_through_are_read_whole_and_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(networks, "MOST_PIXELS", 120_000)
    given: list[int] = []
    session = ocr._engine().text_det.whole.session
    monkeypatch.setattr(
        ocr._engine().text_det.whole, "session", lambda tile: given.append(tile[0, 0].size) or session(tile)
    )
    (page,) = recognise([SCAN], scanned)
    assert len(given) > 9
    assert max(given) <= 120_000
    assert sorted(word.text for word in page.words) == sorted(text for row in ROWS for text in row)


def test_text_of_a4_at_the_resolution_of_scans_is_looked_for_as_fine_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[int, ...]] = []

    def nothing(image: np.ndarray) -> TextDetOutput:
        seen.append(image.shape)
        return TextDetOutput()

    a4 = np.full((2339, 1654, 3), 255, np.uint8)
    monkeypatch.setattr(ocr._engine(), "text_det", nothing)
    assert ocr.read_words(a4, Box(0, 0, 595, 842)) == ()
    assert seen == [a4.shape]


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
