"""Glyphs of a page through PDFium: an origin for every character, advance and style once for each kind.

PDFium's own boxes are not used: they grow with the ink of a letter (an italic f reaches into the next word) and are
wrong on turned text. Origin and advance width give the typesetter's box at any angle.
"""

from __future__ import annotations

from ctypes import addressof, c_double, c_float, c_uint, create_string_buffer
from math import atan2, degrees, hypot
from typing import NamedTuple, cast

import numpy as np
import numpy.typing as npt

from pipeline.read.color import hexadecimal
from pipeline.read.fonts import FLAG_FORCE_BOLD, FLAG_ITALIC, SKEW, descent_of, font_name, is_bold, is_italic
from pipeline.read.frame import Frame, Matrix, direction_of, heading, multiply
from pipeline.read.pdfium_library import PDFIUM
from pipeline.read.words import Floats, Glyphs, Style

FILL_AND_STROKE, STROKE, INVISIBLE = 2, 1, 3
OVERHANG = 0.01
"""Share of the font size by which the ink box may pass the advance before the two are taken to differ."""
HYPHENS = np.array([0x02, 0xAD, 0xFFFE], dtype=np.uint32)
"""What PDFium gives for a hyphen at the end of a line."""
LEVEL = 0.01
"""Tangent of the angle below which text counts as level."""
UNREADABLE = 0xFFFD
SPACE = 0x20

Indices = npt.NDArray[np.intp]
Codes = npt.NDArray[np.uint32]


class _Font(NamedTuple):
    pointer: int
    name: str
    bold: bool
    italic: bool
    descent: float


class _TextObject(NamedTuple):
    style: int
    font: int
    scale: float
    """Points of advance for one unit of font size."""


class TextReader:
    """Reads the glyphs of one loaded page; keeps the buffers that PDFium writes into."""

    def __init__(self, text_page: int, frame: Frame) -> None:
        self._page = text_page
        self._frame = frame
        self._styles: dict[Style, int] = {}
        self._fonts: dict[int, int] = {}
        self._known: list[_Font] = []
        self._floats = (c_float * 6)()
        self._colors = (c_uint * 4)()
        self._point = (c_double * 2)()

    def read(self) -> tuple[Glyphs, list[Style]]:
        """Glyphs in the order of the file, blanks taken out and noted in ``after_blank``."""
        codes = self._codes(PDFIUM.FPDFText_CountChars(self._page))
        blank = np.fromiter((chr(c).isspace() or c < SPACE and c != 2 for c in codes.tolist()), bool, len(codes))
        kept = np.flatnonzero(~blank)
        if not kept.size:
            return _NOTHING, []
        typed = np.zeros(len(codes), dtype=np.intp)
        generated = PDFIUM.FPDFText_IsGenerated
        for index in np.flatnonzero(blank).tolist():
            typed[index] = not generated(self._page, index)
        after_blank = np.diff(np.cumsum(typed)[kept], prepend=0) > 0
        pointers = np.array([PDFIUM.FPDFText_GetTextObject(self._page, i) or 0 for i in kept.tolist()], dtype=np.uint64)
        kept, after_blank, pointers = (a[pointers != 0] for a in (kept, after_blank, pointers))
        style, font, scale = self._objects(kept, pointers)
        x, y = self._origins(kept)
        codes, advance = self._advances(kept, codes[kept], font, scale)
        self._widen_ligatures(kept, x, y, advance)
        styles = list(self._styles)
        turn = np.array([heading(s.angle) for s in styles])[style]
        start, baseline = x * turn[:, 0] + y * turn[:, 1], y * turn[:, 0] - x * turn[:, 1]
        text = codes.tobytes().decode("utf-32-le", "replace")
        return Glyphs(text, start, start + advance, baseline, style, after_blank), styles

    def _codes(self, count: int) -> Codes:
        if count <= 0:
            return np.zeros(0, dtype=np.uint32)
        buffer = create_string_buffer(2 * count + 2)
        written = PDFIUM.FPDFText_GetText(self._page, 0, count, addressof(buffer))
        units = np.frombuffer(buffer.raw, dtype="<u2")[:count]
        if written == count + 1 and not ((units >= 0xD800) & (units < 0xE000)).any():
            return units.astype(np.uint32)
        codes = (PDFIUM.FPDFText_GetUnicode(self._page, i) for i in range(count))
        return np.array([c if c < 0xD800 or 0xE000 <= c < 0x110000 else UNREADABLE for c in codes], dtype=np.uint32)

    def _origins(self, indices: Indices) -> tuple[Floats, Floats]:
        points = np.zeros((len(indices), 2))
        address, ask, page = points.ctypes.data, PDFIUM.FPDFText_GetCharOrigin, self._page
        for index in indices.tolist():
            ask(page, index, address, address + 8)
            address += 16
        a, b, c, d, e, f = self._frame.matrix
        x, y = points[:, 0], points[:, 1]
        return a * x + c * y + e, b * x + d * y + f

    def _objects(self, indices: Indices, pointers: npt.NDArray[np.uint64]) -> tuple[Indices, Indices, Floats]:
        """Style, font and scale of each glyph, asked once for each text object."""
        unique, firsts, inverse = np.unique(pointers, return_index=True, return_inverse=True)
        found = [
            self._object(pointer, index)
            for pointer, index in zip(unique.tolist(), indices[firsts].tolist(), strict=True)
        ]
        style, font, scale = (np.array(column)[inverse] for column in zip(*found, strict=True))
        return style, font, scale

    def _object(self, pointer: int, index: int) -> _TextObject:
        PDFIUM.FPDFText_GetMatrix(self._page, index, addressof(self._floats))
        a, b, c, d, _, _ = multiply(cast("Matrix", tuple(self._floats)), self._frame.matrix)
        units = PDFIUM.FPDFText_GetFontSize(self._page, index)
        mode = PDFIUM.FPDFTextObj_GetTextRenderMode(pointer)
        number = self._font(PDFIUM.FPDFTextObj_GetFont(pointer) or 0)
        font = self._known[number]
        along, across = hypot(a, b), hypot(c, d)
        angle = round(degrees(atan2(b, a))) % 360
        slant = abs(a * c + b * d) / (along * across or 1.0)
        size = round(abs(units) * across, 3)
        style = Style(
            font.name, size, font.bold or mode == FILL_AND_STROKE, font.italic or slant > SKEW,
            self._color(pointer, mode == STROKE), direction_of(angle), angle, font.descent * size, mode == INVISIBLE,
        )
        return _TextObject(self._styles.setdefault(style, len(self._styles)), number, units * along)

    def _color(self, pointer: int, stroked: bool) -> str | None:
        ask = PDFIUM.FPDFPageObj_GetStrokeColor if stroked else PDFIUM.FPDFPageObj_GetFillColor
        address = addressof(self._colors)
        if not ask(pointer, address, address + 4, address + 8, address + 12):
            return None
        red, green, blue, _ = self._colors
        return hexadecimal(red / 255, green / 255, blue / 255)

    def _font(self, pointer: int) -> int:
        if pointer not in self._fonts:
            self._fonts[pointer] = len(self._known)
            self._known.append(_read_font(pointer))
        return self._fonts[pointer]

    def _advances(self, indices: Indices, codes: Codes, font: Indices, scale: Floats) -> tuple[Codes, Floats]:
        """Codes with what cannot be read marked, and the advance of each glyph in points."""
        keys = font.astype(np.int64) << 32 | codes
        unique, firsts, inverse = np.unique(keys, return_index=True, return_inverse=True)
        width = np.empty(len(unique))
        shown = np.empty(len(unique), dtype=np.uint32)
        for k, first in enumerate(firsts.tolist()):
            index, code = int(indices[first]), int(codes[first])
            width[k] = self._advance(index, code, self._known[font[first]].pointer, float(scale[first]))
            shown[k] = UNREADABLE if PDFIUM.FPDFText_HasUnicodeMapError(self._page, index) else code
        shown[np.isin(shown, HYPHENS)] = ord("-")
        return shown[inverse], width[inverse] * scale

    def _widen_ligatures(self, indices: Indices, x: Floats, y: Floats, advance: Floats) -> None:
        """Letters of one ligature share its origin: each gets the width of the whole, so that no gap follows."""
        twin = (np.diff(x) == 0) & (np.diff(y) == 0)
        for k in np.flatnonzero(np.append(twin, False) | np.append(False, twin)).tolist():
            index = int(indices[k])
            PDFIUM.FPDFText_GetLooseCharBox(self._page, index, addressof(self._floats))
            left, top, right, bottom = self._floats[:4]
            PDFIUM.FPDFText_GetMatrix(self._page, index, addressof(self._floats))
            level = abs(self._floats[0]) >= abs(self._floats[1])
            advance[k] = right - left if level else top - bottom

    def _advance(self, index: int, code: int, font: int, scale: float) -> float:
        """Advance for one unit of font size: the font's own, unless the ink shows that this is another glyph's."""
        address, point = addressof(self._floats), addressof(self._point)
        known = font and PDFIUM.FPDFFont_GetGlyphWidth(font, code, 1.0, address)
        stated = self._floats[0] if known else 0.0
        PDFIUM.FPDFText_GetMatrix(self._page, index, address)
        a, b = self._floats[:2]
        level = a > 0 and abs(b) < LEVEL * a
        if stated > 0.0 and not level or not scale:
            return stated
        PDFIUM.FPDFText_GetLooseCharBox(self._page, index, address)
        PDFIUM.FPDFText_GetCharOrigin(self._page, index, point, point + 8)
        left, top, right, bottom = self._floats[:4]
        drawn = (right - self._point[0] if level else max(right - left, top - bottom)) / scale
        if stated <= 0.0 or stated > drawn + OVERHANG or stated < drawn / 2:
            return max(0.0, drawn)
        return stated


def _read_font(pointer: int) -> _Font:
    if not pointer:
        return _Font(0, "", False, False, descent_of("", None))
    needed = PDFIUM.FPDFFont_GetBaseFontName(pointer, None, 0)
    buffer = create_string_buffer(max(1, needed))
    PDFIUM.FPDFFont_GetBaseFontName(pointer, addressof(buffer), needed)
    name = font_name(buffer.value.decode("utf-8", "replace"))
    flags = max(0, PDFIUM.FPDFFont_GetFlags(pointer))
    descent = c_float()
    known = PDFIUM.FPDFFont_GetDescent(pointer, 1.0, addressof(descent))
    return _Font(
        pointer, name,
        is_bold(name) or bool(flags & FLAG_FORCE_BOLD),
        is_italic(name) or bool(flags & FLAG_ITALIC),
        descent_of(name, descent.value if known else None, PDFIUM.FPDFFont_GetIsEmbedded(pointer) == 1),
    )


_NOTHING = Glyphs("", *(np.zeros(0) for _ in range(3)), np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.bool_))
