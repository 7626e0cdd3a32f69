"""Glyphs of a page through PDFium: a box for every character, style once for each text object."""

from __future__ import annotations

from collections.abc import Sequence
from ctypes import addressof, c_float, create_string_buffer
from math import atan2, degrees, hypot
from typing import Final, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from pipeline.read.characters import BLANKS, UNREADABLE, as_seen
from pipeline.read.color import of_bytes
from pipeline.read.fonts import FLAG_FORCE_BOLD, FLAG_ITALIC, SKEW, descent_of, font_name, is_bold, is_italic
from pipeline.read.frame import Frame, direction_of, heading, multiply
from pipeline.read.pdfium_doubles import doubled_objects
from pipeline.read.pdfium_library import PDFIUM
from pipeline.read.pdfium_many import MANY, Look
from pipeline.read.words import Floats, Glyphs, Style, widest_gap

FILL_AND_STROKE: Final = 2
INVISIBLE: Final = 3
OVERHANG: Final = 0.01
"""Share of the font size by which the ink box may pass the advance before the two are taken to differ."""
MOST_OVERHANG: Final = 0.25
"""... and the most by which a letter hangs over its advance; above it the glyph is another one."""
IS_BLANK = np.zeros(max(map(ord, BLANKS)) + 2, dtype=bool)
"""By code point; the last stands for all that come after it."""
IS_BLANK[[ord(blank) for blank in BLANKS]] = True
USUAL_NAME: Final = 128
"""Bytes that the name of a font takes at most, but for the longest."""
LEVEL: Final = 0.01
"""Tangent of the angle below which text counts as level."""

Indices: TypeAlias = npt.NDArray[np.intp]
Indices32: TypeAlias = npt.NDArray[np.int32]
"""As the foreign calls take them."""
Codes: TypeAlias = npt.NDArray[np.uint32]
Pointers: TypeAlias = npt.NDArray[np.uint64]


class _Font(NamedTuple):
    pointer: int
    name: str
    bold: bool
    italic: bool
    descent: float
    space: float
    """Width of its blank at size 1; 0 where it has none."""


class _Objects(NamedTuple):
    """For each glyph: index of its style and font, points of advance for one unit of font size, whether its line is
    level in the file, cosine and sine of its line on the page, its baseline."""

    style: Indices
    font: Indices
    scale: Floats
    level: npt.NDArray[np.bool_]
    cosine: Floats
    sine: Floats
    baseline: Floats


class _Letters(NamedTuple):
    """The different characters of a page, font by font."""

    codes: list[int]
    fonts: Indices
    firsts: Indices
    """Index of the first glyph of each."""
    inverse: Indices
    """For each glyph: which of them it is."""

    @staticmethod
    def of(font: Indices, codes: Codes) -> _Letters:
        characters, which = _numbered(codes)
        letters, inverse = _numbered(font * len(characters) + which)
        firsts = np.zeros(len(letters), dtype=np.intp)
        firsts[inverse[::-1]] = np.arange(len(codes) - 1, -1, -1)  # of those of one letter the last set stands
        fonts, places = np.divmod(letters, len(characters))
        return _Letters(characters[places].tolist(), fonts, firsts, inverse)


class PageText(NamedTuple):
    glyphs: Glyphs
    styles: list[Style]
    objects: Pointers
    """Address of each glyph's text object."""


class TextReader:
    """Reads the glyphs of one loaded page; keeps the buffers that PDFium writes into."""

    def __init__(self, text_page: int, frame: Frame, painted: Sequence[int] = ()) -> None:
        """``painted``: addresses of all text objects in the order of painting, to find text that is painted twice."""
        self._page = text_page
        self._frame = frame
        self._painted = painted
        self._doubled: frozenset[int] = frozenset()
        self._styles: dict[Style, int] = {}
        self._fonts: dict[int, int] = {}
        self._known: list[_Font] = []

    def read(self, limit: int) -> PageText:
        """Glyphs in the order of the file, at most ``limit``; blanks taken out and noted in ``after_blank``."""
        codes, halves = self._codes(min(limit, PDFIUM.FPDFText_CountChars(self._page)))
        blank = IS_BLANK[np.minimum(codes, len(IS_BLANK) - 1)]
        pointers = np.zeros(len(codes), dtype=np.uint64)
        MANY.text_objects(self._page, blank, pointers)
        pointers[halves] = 0
        drawn = np.flatnonzero(pointers)
        if not drawn.size:
            return PageText(NO_GLYPHS, [], pointers[drawn])
        codes, blank, pointers = codes[drawn], blank[drawn], pointers[drawn]
        indices = drawn.astype(np.int32)
        objects = self._objects(indices, pointers)
        letters = _Letters.of(objects.font, codes)
        shown, width = self._shown(letters, indices[letters.firsts])
        start, end = self._lines(indices, width * objects.scale, pointers, objects)
        kept = np.flatnonzero(~blank & (shown > 0))
        after_blank = np.zeros(len(kept) + 1, dtype=np.bool_)
        after_blank[np.searchsorted(kept, np.flatnonzero(blank))] = True
        text = shown[kept].tobytes().decode("utf-32-le")
        glyphs = Glyphs(text, start[kept], end[kept], objects.baseline[kept], objects.style[kept], after_blank[:-1])
        return PageText(glyphs, list(self._styles), pointers[kept])

    def _codes(self, count: int) -> tuple[Codes, Indices]:
        """Code points, and the indices that stand for no glyph of their own: PDFium gives a character beyond U+FFFF
        (the italic letters of mathematics) as two surrogates, both with the box of the glyph."""
        codes = np.zeros(max(0, count), dtype=np.uint32)
        MANY.codes(self._page, codes)
        if ((codes < 0xD800) | ((codes >= 0xE000) & (codes < 0x110000))).all():
            return codes, np.zeros(0, dtype=np.intp)
        return _joined_surrogates(codes.tolist())

    def _objects(self, indices: Indices32, pointers: Pointers) -> _Objects:
        """What each glyph shares with its text object, asked once for each run of its glyphs."""
        firsts = np.flatnonzero(np.append(True, pointers[1:] != pointers[:-1]))
        own, leading, origins = pointers[firsts], indices[firsts], np.zeros((len(firsts), 2))
        MANY.origins(self._page, leading, origins)
        self._doubled = doubled_objects(self._painted, set(own.tolist()))
        run = np.zeros(len(own), dtype=np.int32)
        looks = MANY.looks(self._page, own, leading, run)
        doubled = np.fromiter(map(self._doubled.__contains__, own.tolist()), np.bool_, len(own))
        runs, place = _numbered(2 * run + doubled)
        number: dict[tuple[Look, bool], int] = {}
        kinds = [number.setdefault((looks[key // 2], key % 2 == 1), len(number)) for key in runs.tolist()]
        which = np.array(kinds)[place]
        style, font, scale, level, cosine, sine = (
            np.array(values)[which] for values in zip(*(self._look(*look) for look in number), strict=True)
        )
        x, y = self._on_page(origins[:, 0], origins[:, 1])
        lengths = np.diff(np.append(firsts, len(pointers)))
        shared = (style, font, scale, level, cosine, sine, y * cosine - x * sine)
        return _Objects(*[np.repeat(values, lengths) for values in shared])

    def _on_page(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        a, b, c, d, e, f = self._frame.matrix
        return a * x + c * y + e, b * x + d * y + f

    def _look(self, look: Look, doubled: bool) -> tuple[int, int, float, bool, float, float]:
        """Indices of style and font, scale and level (see ``_Objects``), cosine and sine of the line."""
        matrix, units, mode, pointer, color = look
        a, b, c, d, _, _ = multiply((*matrix, 0.0, 0.0), self._frame.matrix)
        number = self._font(pointer)
        font = self._known[number]
        along, across = hypot(a, b), hypot(c, d)
        height = abs(a * d - b * c) / (along or 1.0)
        angle = round(degrees(atan2(b, a))) % 360
        slant = abs(a * c + b * d) / (along * across or 1.0)
        size = round(abs(units) * height, 3)
        style = Style(
            font.name,
            size,
            font.bold or mode == FILL_AND_STROKE or doubled,
            font.italic or slant > SKEW,
            of_bytes(*color[:3]) if color else None,
            direction_of(angle),
            angle,
            font.descent * size,
            widest_gap(abs(units) * along, font.space),
            mode == INVISIBLE,
        )
        level = matrix[0] > 0 and abs(matrix[1]) < LEVEL * matrix[0]
        place = self._styles.setdefault(style, len(self._styles))
        return place, number, abs(units) * along, level, *heading(angle)

    def _font(self, pointer: int) -> int:
        if pointer not in self._fonts:
            self._fonts[pointer] = len(self._known)
            self._known.append(_read_font(pointer))
        return self._fonts[pointer]

    def _lines(self, indices: Indices32, width: Floats, pointers: Pointers, objects: _Objects) -> tuple[Floats, Floats]:
        """Start and end of each glyph along its own line.

        PDFium's loose box is the advance, grown by ink that hangs over. Where it is not as wide as the font says, or
        the text is turned, the origin is asked; then the next glyph's start, or the font (``width``, in points), tells
        the true end.
        """
        boxes = np.zeros((len(indices), 4), dtype=np.float32)
        MANY.loose_boxes(self._page, indices, boxes)
        left, bottom, right, top = boxes.T.astype(np.float64)
        cosine, sine = objects.cosine, objects.sine
        (ax, ay), (bx, by) = self._on_page(left, bottom), self._on_page(right, top)
        a, b = ax * cosine + ay * sine, bx * cosine + by * sine
        start, end = np.minimum(a, b), np.maximum(a, b)
        odd = np.flatnonzero((np.abs(end - start - width) > OVERHANG * objects.scale) | ~objects.level)
        origins = np.zeros((len(odd), 2))
        MANY.origins(self._page, indices[odd], origins)
        x, y = self._on_page(origins[:, 0], origins[:, 1])
        start[odd] = x * cosine[odd] + y * sine[odd]
        following = np.append(np.where(pointers[1:] == pointers[:-1], start[1:], np.inf), np.inf)
        drawn = np.where(objects.level, end, start + np.where(width > 0, width, end - start))
        end[odd] = _ends(start[odd], drawn[odd], width[odd], following[odd], objects.scale[odd])
        return start, end

    def _shown(self, letters: _Letters, firsts: Indices32) -> tuple[Codes, Floats]:
        """Of each glyph: code of the character as seen, 0 for one without a shape, and its advance for one unit of font
        size as the font states it, 0 where it does not."""
        seen = [as_seen(chr(code)) for code in letters.codes]
        shown = np.array([ord(character) if character else 0 for character in seen], dtype=np.uint32)
        fonts = np.array([font.pointer for font in self._known], dtype=np.uint64)[letters.fonts]
        width, unmapped = np.zeros(len(seen), dtype=np.float32), np.zeros(len(seen), dtype=np.bool_)
        MANY.widths(fonts, np.where(shown > 0, shown, ord(" ")).astype(np.uint32), width)
        MANY.unmapped(self._page, firsts, unmapped)
        shown[unmapped] = ord(UNREADABLE)
        return shown[letters.inverse], width.astype(np.float64)[letters.inverse]


def _numbered(values: npt.NDArray[np.integer]) -> tuple[Indices, Indices]:
    """The different ones among small whole numbers, in order, and of each number which of them it is."""
    there = np.zeros(int(values.max()) + 1, dtype=np.bool_)
    there[values] = True
    different = np.flatnonzero(there)
    place = np.empty(len(there), dtype=np.intp)
    place[different] = np.arange(len(different))
    return different, place[values]


def _joined_surrogates(codes: Sequence[int]) -> tuple[Codes, Indices]:
    """Each pair of surrogates as one code point at its first place, and the second places; a lone one is unreadable."""
    out, halves = np.array(codes, dtype=np.uint32), []
    for index, code in enumerate(codes):
        if 0xD800 <= code < 0xDC00 and index + 1 < len(codes) and 0xDC00 <= codes[index + 1] < 0xE000:
            out[index] = 0x10000 + ((code - 0xD800) << 10) + (codes[index + 1] - 0xDC00)
            halves.append(index + 1)
        elif 0xD800 <= code < 0xE000 or code >= 0x110000:
            out[index] = ord(UNREADABLE)
    return out, np.array(halves, dtype=np.intp)


def _ends(start: Floats, drawn: Floats, width: Floats, following: Floats, scale: Floats) -> Floats:
    """Ends of glyphs whose ink is not as wide as the font's advance for their character.

    Either ink hangs over (then the next glyph starts at the advance) or several glyphs stand for one character, such
    as a ligature named after its first letter (then the ink is right).
    """
    advanced = start + width
    hangs = (width > 0) & (drawn > advanced)
    known = hangs & (following > start) & (following < drawn)
    small = hangs & ~known & (drawn - advanced <= MOST_OVERHANG * scale)
    return np.where(known, np.maximum(following, np.minimum(advanced, drawn)), np.where(small, advanced, drawn))


def _read_font(pointer: int) -> _Font:
    if not pointer:
        return _Font(0, "", False, False, descent_of("", None), 0.0)
    buffer = create_string_buffer(USUAL_NAME)
    needed = PDFIUM.FPDFFont_GetBaseFontName(pointer, addressof(buffer), USUAL_NAME)
    if needed > USUAL_NAME:
        buffer = create_string_buffer(needed)
        PDFIUM.FPDFFont_GetBaseFontName(pointer, addressof(buffer), needed)
    name = font_name(buffer.value.decode("utf-8", "replace"))
    flags = max(0, PDFIUM.FPDFFont_GetFlags(pointer))
    descent = c_float()
    known = PDFIUM.FPDFFont_GetDescent(pointer, 1.0, addressof(descent))
    space = c_float()
    PDFIUM.FPDFFont_GetGlyphWidth(pointer, ord(" "), 1.0, addressof(space))
    return _Font(
        pointer,
        name,
        is_bold(name) or bool(flags & FLAG_FORCE_BOLD),
        is_italic(name) or bool(flags & FLAG_ITALIC),
        descent_of(name, descent.value if known else None, PDFIUM.FPDFFont_GetIsEmbedded(pointer) == 1),
        space.value,
    )


_EMPTY = np.zeros(0)
NO_GLYPHS = Glyphs("", _EMPTY, _EMPTY, _EMPTY, _EMPTY.astype(np.intp), _EMPTY.astype(np.bool_))
