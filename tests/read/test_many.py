"""What is asked of PDFium in Python and what is asked in C: the same answers."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from reportlab.pdfgen.canvas import Canvas

from pipeline.read import open_document, pdfium_graphics, pdfium_text, read_pages
from pipeline.read.pdfium_library import PDFIUM
from pipeline.read.pdfium_many import WAYS, Many

SAMPLE = Path(__file__).parents[2] / "raw" / "digitalisering-overheid.pdf"
TEXT, PATH, FORM = 1, 2, 5
SLANTED = (1.1, 0.3, -0.2, -0.9, 7.0, 300.0)
compiled = pytest.mark.skipif(WAYS.compiled is None, reason="no C compiler was there when the project was installed")


@pytest.fixture
def drawn(tmp_path: Path) -> Path:
    """One page: outlined, rotated and plain text, a curve and a square in a clip, in a form, and a pattern."""
    canvas = Canvas(str(tmp_path / "drawn.pdf"), pagesize=(400, 300), invariant=1)
    canvas.drawString(20, 280, "Totaal 12,5")
    canvas.drawString(20, 260, "Outlined", mode=1)
    canvas.saveState()
    canvas.rotate(30)
    canvas.drawString(200, 50, "askew")
    canvas.restoreState()
    canvas.beginForm("inner")
    canvas.setFillColorRGB(1, 0, 0)
    canvas.rect(10, 10, 50, 20, stroke=0, fill=1)
    canvas.endForm()
    canvas.saveState()
    clip = canvas.beginPath()
    clip.rect(100, 100, 80, 60)
    canvas.clipPath(clip, stroke=0, fill=0)
    canvas.circle(140, 130, 50, stroke=1, fill=0)
    canvas.doForm("inner")
    canvas.restoreState()
    canvas.saveState()
    clip = canvas.beginPath()
    clip.rect(200, 20, 60, 60)
    canvas.clipPath(clip, stroke=0, fill=0)
    canvas.linearGradient(200, 20, 260, 80, ("#ff0000", "#0000ff"))
    canvas.restoreState()
    canvas.save()
    return tmp_path / "drawn.pdf"


def told(many: Many, path: Path) -> list[object]:
    """All answers for all pages of a file, objects named by the order of their painting and not by their address."""
    handle = PDFIUM.FPDF_LoadDocument(str(path).encode(), None)
    found: list[object] = []
    for number in range(PDFIUM.FPDF_GetPageCount(handle)):
        page = PDFIUM.FPDF_LoadPage(handle, number)
        text = PDFIUM.FPDFText_LoadPage(page)
        found += [*told_of_objects(many, page, False), *told_of_text(many, text)]
        PDFIUM.FPDFText_ClosePage(text)
        PDFIUM.FPDF_ClosePage(page)
    PDFIUM.FPDF_CloseDocument(handle)
    return found


def told_of_objects(many: Many, holder: int, is_form: bool) -> list[object]:
    found: list[object] = []
    for pointer, kind in many.painted(holder, is_form):
        clip = many.clip(pointer)
        found.append((kind, [many.clip_bounds(clip[0], k) for k in range(len(clip[1]))] if clip else None))
        if kind == PATH:
            found.append((many.path(pointer), many.subpaths(pointer, SLANTED)))
        elif kind == TEXT:
            matrix, size, _, color = many.text_object(pointer)
            found.append((matrix, size, color))
        elif kind == FORM:
            found += told_of_objects(many, pointer, True)
    return found


def told_of_text(many: Many, text: int) -> list[object]:
    count = PDFIUM.FPDFText_CountChars(text)
    codes = np.zeros(count, dtype=np.uint32)
    many.codes(text, codes)
    blank = np.array([chr(code).isspace() for code in codes.tolist()], dtype=bool)
    objects = np.zeros(count, dtype=np.uint64)
    many.text_objects(text, blank, objects)
    indices = np.flatnonzero(objects).astype(np.int32)
    boxes = np.zeros((len(indices), 4), dtype=np.float32)
    many.loose_boxes(text, indices, boxes)
    fonts: dict[int, int] = {}
    own: dict[int, int] = {0: 0}
    origins = np.zeros((len(indices), 2))
    many.origins(text, indices, origins)
    unmapped = np.zeros(len(indices), dtype=bool)
    many.unmapped(text, indices, unmapped)
    which = np.zeros(len(indices), dtype=np.int32)
    told = many.looks(text, objects[indices], indices, which)
    used = np.array([look[3] for look in told], dtype=np.uint64)[which]
    letters = codes[indices]
    widths = np.ones(len(indices), dtype=np.float32)
    many.widths(used * (letters != ord("e")), letters, widths)
    looks = [(*look[:3], fonts.setdefault(look[3], len(fonts)), look[4]) for look in told]
    return [
        [own.setdefault(pointer, len(own)) for pointer in objects.tolist()],
        codes.tolist(),
        boxes.tolist(),
        looks,
        which.tolist(),
        origins.tolist(),
        unmapped.tolist(),
        widths.tolist(),
    ]


@compiled
def test_both_ways_tell_the_same_of_a_drawn_page(drawn: Path) -> None:
    assert WAYS.compiled is not None
    assert told(WAYS.compiled, drawn) == told(WAYS.one_by_one, drawn)


@compiled
def test_both_ways_read_the_same_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    assert WAYS.compiled is not None
    read = []
    for way in WAYS:
        monkeypatch.setattr(pdfium_text, "MANY", way)
        monkeypatch.setattr(pdfium_graphics, "MANY", way)
        read.append(list(read_pages(open_document(SAMPLE, backend="pdfium"))))
    assert read[0] == read[1]
    assert sum(len(page.words) for page in read[0]) > 1000


@pytest.fixture(params=[pytest.param("one_by_one"), pytest.param("compiled", marks=compiled)])
def many(request: pytest.FixtureRequest) -> Many:
    found: Many = getattr(WAYS, request.param)
    return found


def test_a_circle_is_four_curves_without_their_control_points(many: Many, tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "circle.pdf"), pagesize=(200, 200), invariant=1)
    outline = canvas.beginPath()
    outline.circle(100, 100, 50)
    outline.close()
    canvas.drawPath(outline, stroke=1, fill=0)
    canvas.save()
    handle = PDFIUM.FPDF_LoadDocument(str(tmp_path / "circle.pdf").encode(), None)
    page = PDFIUM.FPDF_LoadPage(handle, 0)
    ((pointer, kind),) = many.painted(page, False)
    ((points, curved, closed, bounds),) = many.subpaths(pointer, (1.0, 0.0, 0.0, -1.0, 10.0, 200.0))
    path = many.path(pointer)
    PDFIUM.FPDF_ClosePage(page)
    PDFIUM.FPDF_CloseDocument(handle)
    assert kind == PATH
    assert [(round(x), round(y)) for x, y in points[1:]] == [(110, 50), (60, 100), (110, 150), (160, 100)]
    assert points[0] == pytest.approx(points[-1])
    assert (curved, closed) == (True, True)
    assert bounds == pytest.approx((60, 50, 160, 150), abs=0.01)
    assert path is not None
    assert path[:2] == (False, True)
    assert path[5] == (0, 0, 0, 255)


def test_room_that_is_too_small_is_refused_and_not_written_over(many: Many) -> None:
    with pytest.raises(ValueError, match="3 objects"):
        many.text_objects(0, np.zeros(3, dtype=bool), np.zeros(2, dtype=np.uint64))
    with pytest.raises(ValueError, match="2 boxes"):
        many.loose_boxes(0, np.zeros(2, dtype=np.int32), np.zeros((3, 4), dtype=np.float32))
    with pytest.raises(ValueError, match="as many"):
        many.looks(0, np.zeros(2, dtype=np.uint64), np.zeros(1, dtype=np.int32), np.zeros(2, dtype=np.int32))
    with pytest.raises(ValueError, match="places"):
        many.looks(0, np.zeros(2, dtype=np.uint64), np.zeros(2, dtype=np.int32), np.zeros(1, dtype=np.int32))
    with pytest.raises(ValueError, match="2 origins"):
        many.origins(0, np.zeros(2, dtype=np.int32), np.zeros((1, 2)))
    with pytest.raises(ValueError, match="2 answers"):
        many.unmapped(0, np.zeros(2, dtype=np.int32), np.zeros(1, dtype=bool))
    for fonts, room in ((1, 2), (2, 1)):
        with pytest.raises(ValueError, match="2 characters"):
            many.widths(
                np.zeros(fonts, dtype=np.uint64), np.zeros(2, dtype=np.uint32), np.zeros(room, dtype=np.float32)
            )
