"""What a network is given at once is bounded, and what comes of it is as if it had been given all."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
from scanned_page import ROWS, SCAN, scanned

pytest.importorskip("rapidocr", reason="the extra 'ocr' (RapidOCR) is not installed")

from rapidocr.ch_ppocr_rec.typings import TextRecInput, TextRecOutput

from pipeline.extract import ocr
from pipeline.extract.ocr import networks
from pipeline.extract.ocr.networks import MOST_LINE, MOST_PIXELS, OVERLAP, STEP, Detector, Recogniser, groups, tiles
from pipeline.extract.ocr.pages import recognise


@pytest.mark.parametrize("size", [(736, 736), (1984, 1408), (1408, 2016), (736, 3424), (2016, 2016), (32, 320)])
def test_tiles_own_each_pixel_once_and_see_beyond_their_own(size: tuple[int, int]) -> None:
    owned = np.zeros(size, int)
    for rows, columns in tiles(*size):
        assert (rows.last - rows.first) * (columns.last - columns.first) <= MOST_PIXELS
        owned[rows.own_first : rows.own_last, columns.own_first : columns.own_last] += 1
        for span, whole in zip((rows, columns), size, strict=True):
            assert span.first % STEP == span.last % STEP == 0
            assert span.own_first - span.first == min(OVERLAP, span.own_first)
            assert span.last - span.own_last == min(OVERLAP, whole - span.own_last)
    assert owned.min() == owned.max() == 1


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
    assert np.array_equal(chances[0, 0], (picture[:, :, 0] / 255).astype(np.float32))


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
