"""Text is looked for in bands with little memory, and found as on the whole picture."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw
from scanned_page import ROWS, SCAN, scanned

pytest.importorskip("rapidocr", reason="the extra 'ocr' (RapidOCR) is not installed")

from rapidocr import RapidOCR

from pipeline.extract import ocr
from pipeline.extract.ocr import detector, networks
from pipeline.extract.ocr.detector import LAYERS, BandedNetwork, Detector, spans
from pipeline.extract.ocr.pages import recognise
from pipeline.extract.ocr.parts import Part
from pipeline.model import Box

NEAR = 2e-3
"""The network's own means are sums of floats one after another, and of a blank page wrong in the fourth digit; what is
text and what is not is told at 0.3."""
SAME = 1e-6


def given(band: np.ndarray) -> np.ndarray:
    return (band.transpose(2, 0, 1)[np.newaxis] / np.float32(127.5) - 1).astype(np.float32)


def picture(name: str) -> np.ndarray:
    """Height x width x 3, the sides multiples of 32."""
    table = Image.fromarray(scanned(1, Box(0, 0, 400, 300), 3)[0])
    drawn = Image.new("RGB", {"wide": (1184, 320), "tall": (320, 1184)}.get(name, (640, 896)), "white")
    draw = ImageDraw.Draw(drawn)
    if name == "photograph":
        noise = np.random.default_rng(1).integers(0, 255, (40, 30, 3), np.uint8)
        drawn = Image.fromarray(noise).resize(drawn.size)
    if name in ("wide", "tall", "text above a blank", "inverted"):
        drawn.paste(table.crop((130, 130, 450, 420)))
    if name == "inverted":
        drawn = Image.fromarray(255 - np.asarray(drawn))
    if name == "a word in a corner":
        drawn.paste(table.crop((100, 130, 300, 190)), (420, 820))
    if name == "a rule and a fill":
        draw.line((0, 700, 640, 700), "black", 3)
        draw.rectangle((0, 0, 400, 400), (0, 80, 160))
    return np.asarray(drawn)


@pytest.fixture(scope="module")
def whole() -> Any:
    """RapidOCR's own network."""
    return RapidOCR(params={"EngineConfig.onnxruntime.intra_op_num_threads": 1})._load_det_model().session.session


@pytest.fixture(scope="module")
def banded() -> BandedNetwork:
    return ocr._engine().text_det.network


@pytest.mark.parametrize(
    "name",
    [
        "text above a blank",
        "wide",
        "tall",
        "inverted",
        "a word in a corner",
        "a rule and a fill",
        "photograph",
        "blank",
    ],
)
def test_bands_show_what_the_whole_picture_shows(
    name: str, whole: Any, banded: BandedNetwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = picture(name)
    (expected,) = whole.run(None, {banded.network.input: given(drawn)})
    at_once = banded(drawn, given)
    monkeypatch.setattr(detector, "ROOM", 0)
    monkeypatch.setattr(detector, "LEAST_ROOM", 8_000_000)
    in_bands = banded(drawn, given)
    assert np.abs(in_bands - at_once).max() < SAME
    assert np.abs(in_bands - expected).max() < NEAR


def test_a_band_is_small_whatever_the_picture(banded: BandedNetwork, monkeypatch: pytest.MonkeyPatch) -> None:
    """In pixels of the picture times the bytes of the largest layer."""
    seen: list[tuple[float, int]] = []

    class Watched:
        def __init__(self, session: Any, part: Part) -> None:
            self.session, self.part = session, part

        def run(self, made: list[str], maps: dict[str, np.ndarray]) -> Any:
            name = self.part.maps[0]
            stride = banded.network.strides[name]
            seen.append((maps[name][0, 0].size * stride**2 * self.part.widest * LAYERS, len(seen)))
            return self.session.run(made, maps)

    watched = [Watched(s, part) for s, part in zip(banded.sessions, banded.network.parts, strict=True)]
    monkeypatch.setattr(banded, "sessions", watched)
    monkeypatch.setattr(detector, "ROOM", 0)
    monkeypatch.setattr(detector, "LEAST_ROOM", 8_000_000)
    banded(picture("blank"), given)
    assert len(seen) > 2 * len(banded.sessions)
    assert max(seen)[0] <= 8_000_000


@pytest.mark.parametrize(
    ("length", "width", "room"), [(1984, 1408, 0), (736, 736, 10**8), (5888, 736, 10**7), (32, 32, 0)]
)
def test_bands_are_all_of_a_picture_once_and_see_what_is_near(length: int, width: int, room: int) -> None:
    part = Part(b"", "", None, (), (), reach=64, coarsest=32, widest=24.0)
    found = list(spans(part, length, width, room))
    assert [found[0].first, found[-1].last] == [0, length]
    assert all(before.last == after.first for before, after in itertools.pairwise(found))
    assert all(end % 32 == 0 for span in found for end in span)
    assert all(span.seen_first == max(0, span.first - 64) for span in found)
    assert all(span.seen_last == min(length, span.last + 64) for span in found)


def test_words_that_bands_cut_through_are_read_whole_and_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(detector, "ROOM", 0)
    monkeypatch.setattr(detector, "LEAST_ROOM", 10_000_000)
    (page,) = recognise([SCAN], scanned)
    assert sorted(word.text for word in page.words) == sorted(text for row in ROWS for text in row)


def test_a_network_that_cannot_be_cut_is_run_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(network: object) -> None:
        raise ValueError("it is not known how far Softmax looks")

    monkeypatch.setattr(detector, "cut", unknown)
    made = networks.engine()
    assert not isinstance(made.text_det, Detector)
    pixels, _ = scanned(1, Box(0, 0, 400, 300), 3)
    assert "412" in made(pixels, use_cls=False).txts


def test_the_weights_of_a_network_are_in_memory_once() -> None:
    assert ocr._engine().text_det.whole.session is None
