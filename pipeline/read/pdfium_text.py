"""Glyphs of a page through PDFium: boxes for every character, style once for each text object."""

from __future__ import annotations

import re
from ctypes import addressof, c_double, c_float, c_int, c_ubyte, c_uint, create_string_buffer
from math import atan2, degrees, hypot
from typing import NamedTuple

import numpy as np

from pipeline.read.color import hexadecimal
from pipeline.read.emphasis import BOLD, ITALIC
from pipeline.read.frame import Frame, Matrix, multiply
from pipeline.read.pdfium_library import PDFIUM
from pipeline.read.words import Glyphs, Style

SUBSET = re.compile(r"^[A-Z]{6}\+")
"""Tag that marks a font of which only the used glyphs are embedded."""
FLAG_ITALIC = 1 << 6
FLAG_FORCE_BOLD = 1 << 18
USUAL_DESCENT = 0.22
"""Share of the font size, where a font states none."""
SKEW = 0.1
"""Slant (horizontal over vertical) from which upright letters look italic: 6 degrees; fake italics have 12 to 20."""
HYPHENS = np.array([0x02, 0xAD, 0xFFFE], dtype=np.uint32)
"""What PDFium gives for a hyphen at the end of a line."""
SPACE = 0x20


class _Font(NamedTuple):
    name: str
    bold: bool
    italic: bool
    descent: float


class TextReader:
    """Reads the glyphs of one loaded page; keeps the buffers that PDFium writes into."""

    def __init__(self, text_page: int, frame: Frame) -> None:
        self.text_page = text_page
        self.frame = frame
        self.styles: dict[Style, int] = {}
        self._fonts: dict[int, _Font] = {}
        self._floats = (c_float * 6)()
        self._doubles = (c_double * 2)()
        self._colors = (c_uint * 4)()

    def read(self) -> tuple[Glyphs, list[Style]]:
        """Glyphs in the order of the file, blanks taken out and noted in ``after_blank``."""
        count = PDFIUM.FPDFText_CountChars(self.text_page)
        if count <= 0:
            return _no_glyphs(), []
        codes = self._codes(count)
        objects = np.array([PDFIUM.FPDFText_GetTextObject(self.text_page, i) or 0 for i in range(count)], dtype=np.uint64)
        drawn = objects != 0
        codes[drawn & np.isin(codes, HYPHENS)] = ord("-")
        codes[~drawn] = SPACE
        blank = np.fromiter((chr(c).isspace() or c < SPACE for c in codes), dtype=bool, count=count)
        kept = np.flatnonzero(~blank)
        if not kept.size:
            return _no_glyphs(), []
        boxes = self._boxes(kept)
        style, baseline = self._styles_of(kept, objects)
        styles = list(self.styles)
        start, end = self._along(boxes, np.array([s.direction for s in styles])[style])
        after_blank = np.zeros(len(kept), dtype=bool)
        after_blank[1:] = np.diff(np.cumsum(blank & drawn)[kept]) > 0
        text = codes[kept].tobytes().decode("utf-32-le", "replace")
        return Glyphs(text, start, end, baseline, style, after_blank), styles

    def _codes(self, count: int) -> np.ndarray:
        buffer = create_string_buffer(2 * count + 2)
        written = PDFIUM.FPDFText_GetText(self.text_page, 0, count, addressof(buffer))
        units = np.frombuffer(buffer.raw, dtype="<u2")[:count]
        if written == count + 1 and not ((units >= 0xD800) & (units < 0xE000)).any():
            return units.astype(np.uint32)
        codes = [PDFIUM.FPDFText_GetUnicode(self.text_page, i) for i in range(count)]
        return np.array([c if c < 0xD800 or 0xE000 <= c < 0x110000 else 0xFFFD for c in codes], dtype=np.uint32)

    def _boxes(self, indices: np.ndarray) -> np.ndarray:
        """Loose boxes as PDFium gives them: left, top, right, bottom in user space."""
        buffer = np.zeros((len(indices), 4), dtype=np.float32)
        address, loose, page = buffer.ctypes.data, PDFIUM.FPDFText_GetLooseCharBox, self.text_page
        for k, index in enumerate(indices.tolist()):
            loose(page, index, address + 16 * k)
        return buffer.astype(np.float64)

    def _styles_of(self, indices: np.ndarray, objects: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Style index and baseline of each glyph, asked once for each text object."""
        pointers, firsts, inverse = np.unique(objects[indices], return_index=True, return_inverse=True)
        style = np.empty(len(pointers), dtype=np.intp)
        baseline = np.empty(len(pointers))
        for k, pointer in enumerate(pointers.tolist()):
            style[k], baseline[k] = self._object(pointer, int(indices[firsts[k]]))
        return style[inverse], baseline[inverse]

    def _object(self, pointer: int, index: int) -> tuple[int, float]:
        floats, address = self._floats, addressof(self._floats)
        PDFIUM.FPDFText_GetMatrix(self.text_page, index, address)
        a, b, c, d, e, f = multiply(tuple(floats), self.frame.matrix)
        mode = PDFIUM.FPDFTextObj_GetTextRenderMode(pointer)
        font = self._font(PDFIUM.FPDFTextObj_GetFont(pointer) or 0)
        size = round(PDFIUM.FPDFText_GetFontSize(self.text_page, index) * hypot(c, d), 3)
        direction = round(degrees(atan2(b, a)) / 90) % 4 * 90
        x, y = self._origin(index)
        along = {0: y, 90: -x, 180: -y, 270: x}[direction]
        slant = abs(a * c + b * d) / (hypot(a, b) * hypot(c, d) or 1.0)
        style = Style(
            font.name, size, font.bold or mode == 2, font.italic or slant > SKEW, self._color(pointer, mode == 1),
            direction, font.descent * size, mode == 3,
        )
        return self.styles.setdefault(style, len(self.styles)), along

    def _origin(self, index: int) -> tuple[float, float]:
        address = addressof(self._doubles)
        PDFIUM.FPDFText_GetCharOrigin(self.text_page, index, address, address + 8)
        x, y = self._doubles
        a, b, c, d, e, f = self.frame.matrix
        return a * x + c * y + e, b * x + d * y + f

    def _color(self, pointer: int, stroked: bool) -> str | None:
        ask = PDFIUM.FPDFPageObj_GetStrokeColor if stroked else PDFIUM.FPDFPageObj_GetFillColor
        address = addressof(self._colors)
        if not ask(pointer, address, address + 4, address + 8, address + 12):
            return None
        red, green, blue, _ = self._colors
        return hexadecimal(red / 255, green / 255, blue / 255)

    def _font(self, pointer: int) -> _Font:
        if pointer not in self._fonts:
            self._fonts[pointer] = _read_font(pointer)
        return self._fonts[pointer]

    def _along(self, boxes: np.ndarray, direction: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        a, b, c, d, e, f = self.frame.matrix
        x = np.stack([a * boxes[:, 0] + c * boxes[:, 1], a * boxes[:, 2] + c * boxes[:, 3]]) + e
        y = np.stack([b * boxes[:, 0] + d * boxes[:, 1], b * boxes[:, 2] + d * boxes[:, 3]]) + f
        sign = np.where((direction == 180) | (direction == 270), -1.0, 1.0)
        u = np.where((direction == 90) | (direction == 270), y, x) * sign
        return u.min(axis=0), u.max(axis=0)


def _read_font(pointer: int) -> _Font:
    if not pointer:
        return _Font("", False, False, USUAL_DESCENT)
    needed = PDFIUM.FPDFFont_GetBaseFontName(pointer, None, 0)
    buffer = create_string_buffer(max(1, needed))
    PDFIUM.FPDFFont_GetBaseFontName(pointer, addressof(buffer), needed)
    name = SUBSET.sub("", buffer.value.decode("utf-8", "replace"))
    flags = max(0, PDFIUM.FPDFFont_GetFlags(pointer))
    descent = c_float()
    known = PDFIUM.FPDFFont_GetDescent(pointer, 1.0, addressof(descent))
    return _Font(
        name,
        bool(BOLD.search(name)) or bool(flags & FLAG_FORCE_BOLD),
        bool(ITALIC.search(name)) or bool(flags & FLAG_ITALIC),
        -descent.value if known else USUAL_DESCENT,
    )


def _no_glyphs() -> Glyphs:
    nothing = np.zeros(0)
    return Glyphs("", nothing, nothing, nothing, np.zeros(0, dtype=np.intp), np.zeros(0, dtype=bool))
