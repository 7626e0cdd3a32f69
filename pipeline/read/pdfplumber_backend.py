"""The reference reader: pdfplumber, corrected where it is known to be wrong. The only file that imports it."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pdfplumber
from pdfplumber.page import Page as PlumberPage
from pdfplumber.page import PDFPageAggregatorWithMarkedContent, PDFPageInterpreter
from pdfplumber.utils import extract_words
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from pipeline.errors import DamagedError
from pipeline.model import Box, Char, Document, Link, Page, Picture, Word
from pipeline.read import color, drawing, emphasis
from pipeline.read.assemble import assemble_page
from pipeline.read.frame import apply, frame

X_TOLERANCE_RATIO = 0.17
"""Gap between two words as a share of the font size; half of the narrowest space in common fonts."""
Y_TOLERANCE_RATIO = 0.2
"""Distance of two baselines on one line, as a share of the font size."""
ParseErrors = (
    PdfminerException, MalformedPDFException, ValueError, TypeError, KeyError, IndexError, AttributeError,
    ArithmeticError, AssertionError, RecursionError,
)
"""What pdfplumber and pdfminer raise on a broken page."""


class _Recorder(PDFPageAggregatorWithMarkedContent):
    """Keeps what pdfminer knows and forgets: render mode of text, colour spaces and true width of strokes."""

    render_mode = 0

    def render_string(self, textstate: Any, seq: Any, ncs: Any, graphicstate: Any) -> None:
        self.render_mode = textstate.render
        super().render_string(textstate, seq, ncs, graphicstate)

    def render_char(self, *args: Any, **kwargs: Any) -> float:
        advance: float = super().render_char(*args, **kwargs)
        if self.cur_item._objs:
            self.cur_item._objs[-1].render_mode = self.render_mode
        return advance

    def paint_path(self, gstate: Any, stroke: bool, fill: bool, evenodd: bool, path: Any) -> None:
        before = len(self.cur_item._objs)
        super().paint_path(gstate, stroke, fill, evenodd, path)
        a, b, c, d, *_ = self.ctm
        for painted in self.cur_item._objs[before:]:
            painted.ncs, painted.scs = gstate.ncs, gstate.scs
            painted.seen_width = gstate.linewidth * abs(a * d - b * c) ** 0.5


class _SeenPage(PlumberPage):
    @property
    def layout(self) -> Any:
        if not hasattr(self, "_layout"):
            device = _Recorder(self.pdf.rsrcmgr, pageno=self.page_number, laparams=None)
            PDFPageInterpreter(self.pdf.rsrcmgr, device).process_page(self.page_obj)
            self._layout = device.get_result()
        return self._layout

    def process_object(self, obj: Any) -> dict[str, Any]:
        attributes: dict[str, Any] = super().process_object(obj)
        for name in ("render_mode", "seen_width"):
            if hasattr(obj, name):
                attributes[name] = getattr(obj, name)
        if hasattr(obj, "matrix") and "text" in attributes:
            attributes["direction"] = _direction(obj.matrix)
        return attributes


class PdfplumberBackend:
    name = "pdfplumber"

    def open(self, path: Path, password: str | None = None) -> Document:
        with _opened(path, password) as pdf:
            info = pdf.metadata
            return Document(
                path=path,
                sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
                page_count=len(pdf.pages),
                title=_text(info.get("Title")),
                producer=_text(info.get("Producer")),
                backend=self.name,
            )

    def pages(
        self, document: Document, numbers: Sequence[int] | None = None, password: str | None = None
    ) -> Iterator[Page]:
        with _opened(document.path, password) as pdf:
            for number in numbers if numbers is not None else range(1, len(pdf.pages) + 1):
                page = _SeenPage(pdf, pdf.pages[number - 1].page_obj, number)
                yield _read_page(page)
                page.close()
                pdf.pages[number - 1].close()

    def characters(
        self, document: Document, number: int, box: Box | None = None, password: str | None = None
    ) -> tuple[Char, ...]:
        with _opened(document.path, password) as pdf:
            page = _SeenPage(pdf, pdf.pages[number - 1].page_obj, number)
            _shift(page)
            found = (
                Char(c["x0"], c["top"], c["x1"], c["bottom"], c["text"], c["size"], c["fontname"]) for c in page.chars
            )
            return tuple(c for c in found if box is None or _centre_in(c, box))


def _centre_in(item: Char, box: Box) -> bool:
    return box.x0 <= (item.x0 + item.x1) / 2 <= box.x1 and box.top <= (item.top + item.bottom) / 2 <= box.bottom


def _opened(path: Path, password: str | None) -> pdfplumber.PDF:
    try:
        return pdfplumber.open(path, password=password)
    except PdfminerException as error:
        raise DamagedError(f"{path.name}: {error}") from error


def _text(value: object) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _read_page(page: _SeenPage) -> Page:
    width, height = _shift(page)
    words, hidden = _words(page.chars)
    paths = [_path(o) for o in (*page.lines, *page.rects, *page.curves)]
    pictures = tuple(Picture(i["x0"], i["top"], i["x1"], i["bottom"], str(i.get("name") or "")) for i in page.images)
    links = tuple(Link(a["x0"], a["top"], a["x1"], a["bottom"], a["uri"]) for a in page.hyperlinks)
    return assemble_page(page.page_number, (width, height), (words, hidden), paths, pictures, links)


def _shift(page: _SeenPage) -> tuple[float, float]:
    """Move all objects from media box to what is seen of it; returns width and height as seen.

    pdfplumber turns a crop box wrongly on rotated pages, so the offset is worked out from the raw boxes.
    """
    media, crop = (_ordered(b) for b in (page.page_obj.mediabox, page.page_obj.cropbox))
    crop = (max(crop[0], media[0]), max(crop[1], media[1]), min(crop[2], media[2]), min(crop[3], media[3]))
    if crop[0] >= crop[2] or crop[1] >= crop[3]:
        crop = media
    whole, seen = frame(*media, page.rotation), frame(*crop, page.rotation)
    (wx, wy), (sx, sy) = apply(whole.matrix, 0, 0), apply(seen.matrix, 0, 0)
    dx, dy = sx - wx - page.mediabox[0], sy - wy - page.mediabox[1]
    for objects in page.objects.values():
        for o in objects:
            o["x0"], o["x1"], o["top"], o["bottom"] = o["x0"] + dx, o["x1"] + dx, o["top"] + dy, o["bottom"] + dy
            if "path" in o:
                o["path"] = [(op, *((x + dx, y + dy) for x, y in points)) for op, *points in o["path"]]
    return seen.width, seen.height


def _ordered(box: Sequence[float]) -> tuple[float, float, float, float]:
    return (min(box[0], box[2]), min(box[1], box[3]), max(box[0], box[2]), max(box[1], box[3]))


def _direction(matrix: Sequence[float]) -> int:
    """Reading direction, clockwise degrees, of text drawn with ``matrix`` (y upwards)."""
    a, b = matrix[0], matrix[1]
    if abs(a) >= abs(b):
        return 0 if a >= 0 else 180
    return 270 if b > 0 else 90


def _words(chars: list[dict[str, Any]]) -> tuple[list[Word], list[Word]]:
    """Visible words and words drawn in the invisible render mode."""
    groups: dict[tuple[int, bool], list[dict[str, Any]]] = defaultdict(list)
    for char in chars:
        groups[char["direction"], char["render_mode"] == 3].append(char)
    words: list[Word] = []
    hidden: list[Word] = []
    for (direction, invisible), group in groups.items():
        turned = [_turn(c, direction) for c in group]
        found = extract_words(
            turned, x_tolerance_ratio=X_TOLERANCE_RATIO, y_tolerance_ratio=Y_TOLERANCE_RATIO, y_tolerance=2,
            extra_attrs=["fontname", "size", "non_stroking_color", "ncs"],
        )
        (hidden if invisible else words).extend(_word(w, direction) for w in found)
    return words, hidden


def _turn(char: dict[str, Any], direction: int) -> dict[str, Any]:
    """The character as if its line read from left to right."""
    x0, top, x1, bottom = char["x0"], char["top"], char["x1"], char["bottom"]
    match direction:
        case 90:
            x0, top, x1, bottom = top, -x1, bottom, -x0
        case 180:
            x0, top, x1, bottom = -x1, -bottom, -x0, -top
        case 270:
            x0, top, x1, bottom = -bottom, x0, -top, x1
    size = char["size"] if direction in (0, 180) else bottom - top
    return {**char, "x0": x0, "top": top, "x1": x1, "bottom": bottom, "doctop": top, "upright": 1, "size": size}


def _word(found: dict[str, Any], direction: int) -> Word:
    x0, top, x1, bottom = found["x0"], found["top"], found["x1"], found["bottom"]
    match direction:
        case 90:
            x0, top, x1, bottom = -bottom, x0, -top, x1
        case 180:
            x0, top, x1, bottom = -x1, -bottom, -x0, -top
        case 270:
            x0, top, x1, bottom = top, -x1, bottom, -x0
    font = str(found["fontname"])
    return Word(
        x0, top, x1, bottom, found["text"], found["size"], font,
        bold=bool(emphasis.BOLD.search(font)), italic=bool(emphasis.ITALIC.search(font)),
        color=color.from_components(found["non_stroking_color"], found["ncs"]), direction=direction,
    )


def _path(o: dict[str, Any]) -> drawing.PaintedPath:
    operators = o["path"]
    points = tuple(p[-1] for _, *p in operators if p)
    subpath = drawing.Subpath(points, any(op in "cvy" for op, *_ in operators), operators[-1][0] == "h")
    return drawing.PaintedPath(
        (subpath,), bool(o["fill"]), bool(o["stroke"]),
        color.from_components(o["non_stroking_color"], o.get("ncs")) if o["fill"] else None,
        color.from_components(o["stroking_color"], o.get("scs")) if o["stroke"] else None,
        o["seen_width"],
    )
