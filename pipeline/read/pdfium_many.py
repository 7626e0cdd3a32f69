"""What PDFium tells glyph by glyph and segment by segment, asked for many at once.

PDFium has no call that gives more than one. The loops are here for Python, and once more in ``_pdfium_many.c``, which
does without a foreign call from Python each time; where it was compiled at installation, ``MANY`` is that. Both give
the same: tests hold one against the other.

Pointers are addresses; they live as long as the page they belong to.
"""

from __future__ import annotations

from ctypes import addressof, c_float, c_int, c_uint, c_void_p, cast
from math import isfinite
from typing import NamedTuple, Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

from pipeline.read.frame import Matrix
from pipeline.read.layer import Point, Subpath
from pipeline.read.pdfium_library import PDFIUM

STROKE_ONLY = 1
"""Render mode of text of which only outlines are painted."""
BEZIER_TO, MOVE_TO = 1, 2
POINTS_OF_CURVE = 3
"""A Bezier curve comes as two control points and its end."""

Addresses: TypeAlias = npt.NDArray[np.uint64]
Indices: TypeAlias = npt.NDArray[np.int32]
Color = tuple[int, int, int, int]
"""Red, green, blue and alpha, 0 to 255."""
PathPoint = tuple[int, int, float, float]
"""Kind of the segment that ends here, 1 where it closes its subpath, x and y; control points are left out."""
Chain = tuple[tuple[Point, ...], bool, bool, tuple[float, float, float, float]]
"""A subpath on the page as seen: its points, whether it is curved, whether it is closed, and its bounds."""
Look = tuple[tuple[float, float, float, float], float, int, int, Color | None]
"""Of a text object: matrix without its shift, font size, render mode, font, colour (None: a pattern)."""
TextObject = tuple[Matrix, float, int, Color | None]
"""Matrix, font size, font, colour of its fill."""
Bounds = tuple[float, float, float, float]
"""Left, bottom, right, top."""
Path = tuple[bool, bool, Matrix, float, Color | None, Color | None, bool]
"""Filled, stroked, matrix, line width, fill, stroke (None: a pattern), see-through."""


class Many(Protocol):
    def codes(self, text: int, out: npt.NDArray[np.uint32], /) -> None:
        """The UTF-16 unit of each character."""

    def text_objects(self, text: int, blank: npt.NDArray[np.bool_], out: Addresses, /) -> None:
        """Address of each glyph's text object; 0 for a blank that PDFium made up. Raises ValueError: no room."""

    def loose_boxes(self, text: int, indices: Indices, out: npt.NDArray[np.float32], /) -> None:
        """Box of each of the glyphs: left, bottom, right, top. Raises ValueError: no room."""

    def origins(self, text: int, indices: Indices, out: npt.NDArray[np.float64], /) -> None:
        """Place of each of the glyphs on its baseline: x, y. Raises ValueError: no room."""

    def widths(self, fonts: Addresses, codes: npt.NDArray[np.uint32], out: npt.NDArray[np.float32], /) -> None:
        """Advance of each character at size 1 as its font states it; 0 where it does not. Raises ValueError."""

    def unmapped(self, text: int, indices: Indices, out: npt.NDArray[np.bool_], /) -> None:
        """Of each of the glyphs: whether the file does not say which character it is. Raises ValueError: no room."""

    def looks(self, text: int, objects: Addresses, indices: Indices, which: Indices, /) -> list[Look]:
        """Of text objects, by one glyph of each (``indices``). Those of one look that follow each other share one;
        ``which``: the place of each object's. Raises ValueError."""

    def painted(self, holder: int, is_form: bool, /) -> list[tuple[int, int]]:
        """Address and kind of each object of a page or a form, in the order of painting."""

    def text_object(self, pointer: int, /) -> TextObject: ...

    def path(self, pointer: int, /) -> Path | None:
        """None for a path that is not painted."""

    def subpaths(self, pointer: int, matrix: Matrix, /) -> list[Chain]:
        """Of a path, those of two points and more; none where a point lies nowhere."""

    def clip_bounds(self, clip: int, number: int, /) -> Bounds | None:
        """Of one of the paths of a clip; None where it has no line, or a point that lies nowhere."""

    def clip(self, pointer: int, /) -> tuple[int, tuple[int, ...]] | None:
        """Address of an object's clip, and those of the first points of its paths; None where nothing limits it."""


class _OneByOne:
    """Foreign calls from Python; keeps the buffers that PDFium writes into."""

    def __init__(self) -> None:
        self._floats, self._colors, self._modes = (c_float * 6)(), (c_uint * 4)(), (c_int * 2)()

    def codes(self, text: int, out: npt.NDArray[np.uint32], /) -> None:
        units = np.zeros(len(out) + 1, dtype="<u2")
        written = PDFIUM.FPDFText_GetText(text, 0, len(out), units.ctypes.data) if len(out) else 1
        if written == len(units):  # one unit for each character and the end: none was left out or added
            out[:] = units[:-1]
        else:
            out[:] = [PDFIUM.FPDFText_GetUnicode(text, index) for index in range(len(out))]

    def text_objects(self, text: int, blank: npt.NDArray[np.bool_], out: Addresses, /) -> None:
        if len(out) != len(blank):
            raise ValueError(f"room for {len(blank)} objects is needed")
        ask, page = PDFIUM.FPDFText_GetTextObject, c_void_p(text)
        out[:] = [ask(page, index) for index in range(len(blank))]
        for index in np.flatnonzero(blank).tolist():
            if PDFIUM.FPDFText_IsGenerated(text, index):
                out[index] = 0

    def loose_boxes(self, text: int, indices: Indices, out: npt.NDArray[np.float32], /) -> None:
        if out.shape != (len(indices), 4):
            raise ValueError(f"room for {len(indices)} boxes is needed")
        ask, page = PDFIUM.FPDFText_GetLooseCharBox, c_void_p(text)
        address, place = out.ctypes.data, c_void_p()
        for index in indices.tolist():
            place.value = address
            ask(page, index, place)
            address += 16

    def origins(self, text: int, indices: Indices, out: npt.NDArray[np.float64], /) -> None:
        if out.shape != (len(indices), 2):
            raise ValueError(f"room for {len(indices)} origins is needed")
        address = out.ctypes.data
        for index in indices.tolist():
            PDFIUM.FPDFText_GetCharOrigin(text, index, address, address + 8)
            address += 16

    def widths(self, fonts: Addresses, codes: npt.NDArray[np.uint32], out: npt.NDArray[np.float32], /) -> None:
        if len(fonts) != len(codes) or len(out) != len(codes):
            raise ValueError(f"{len(codes)} characters need as many fonts and widths")
        address = addressof(self._floats)
        for k, (font, code) in enumerate(zip(fonts.tolist(), codes.tolist(), strict=True)):
            known = font and PDFIUM.FPDFFont_GetGlyphWidth(font, code, 1.0, address)
            out[k] = self._floats[0] if known else 0.0

    def unmapped(self, text: int, indices: Indices, out: npt.NDArray[np.bool_], /) -> None:
        if len(out) != len(indices):
            raise ValueError(f"room for {len(indices)} answers is needed")
        out[:] = [PDFIUM.FPDFText_HasUnicodeMapError(text, index) == 1 for index in indices.tolist()]

    def looks(self, text: int, objects: Addresses, indices: Indices, which: Indices, /) -> list[Look]:
        if len(indices) != len(objects) or len(which) != len(objects):
            raise ValueError(f"{len(objects)} objects need as many indices and places")
        found: list[Look] = []
        for k, (pointer, index) in enumerate(zip(objects.tolist(), indices.tolist(), strict=True)):
            look = self._look(text, pointer, index)
            if not found or look != found[-1]:
                found.append(look)
            which[k] = len(found) - 1
        return found

    def _look(self, text: int, pointer: int, index: int) -> Look:
        PDFIUM.FPDFText_GetMatrix(text, index, addressof(self._floats))
        a, b, c, d, _, _ = self._floats
        mode = PDFIUM.FPDFTextObj_GetTextRenderMode(pointer)
        color = self._stroke(pointer) if mode == STROKE_ONLY else self._fill(pointer)
        size, font = PDFIUM.FPDFText_GetFontSize(text, index), PDFIUM.FPDFTextObj_GetFont(pointer) or 0
        return (a, b, c, d), size, mode, font, color

    def painted(self, holder: int, is_form: bool, /) -> list[tuple[int, int]]:
        count = PDFIUM.FPDFFormObj_CountObjects if is_form else PDFIUM.FPDFPage_CountObjects
        ask = PDFIUM.FPDFFormObj_GetObject if is_form else PDFIUM.FPDFPage_GetObject
        pointers = [ask(holder, index) or 0 for index in range(count(holder))]
        return [(pointer, PDFIUM.FPDFPageObj_GetType(pointer)) for pointer in pointers]

    def text_object(self, pointer: int, /) -> TextObject:
        PDFIUM.FPDFPageObj_GetMatrix(pointer, addressof(self._floats))
        a, b, c, d, e, f = self._floats
        PDFIUM.FPDFTextObj_GetFontSize(pointer, addressof(self._floats))
        return (a, b, c, d, e, f), self._floats[0], PDFIUM.FPDFTextObj_GetFont(pointer) or 0, self._fill(pointer)

    def path(self, pointer: int, /) -> Path | None:
        address = addressof(self._modes)
        PDFIUM.FPDFPath_GetDrawMode(pointer, address, address + 4)
        filled, stroked = map(bool, self._modes)
        if not filled and not stroked:
            return None
        PDFIUM.FPDFPageObj_GetMatrix(pointer, addressof(self._floats))
        a, b, c, d, e, f = self._floats
        PDFIUM.FPDFPageObj_GetStrokeWidth(pointer, addressof(self._floats))
        width, fill, stroke = self._floats[0], self._fill(pointer), self._stroke(pointer)
        return (
            filled,
            stroked,
            (a, b, c, d, e, f),
            width,
            fill,
            stroke,
            bool(PDFIUM.FPDFPageObj_HasTransparency(pointer)),
        )

    def subpaths(self, pointer: int, matrix: Matrix, /) -> list[Chain]:
        ask = PDFIUM.FPDFPath_GetPathSegment
        path = self._points([ask(pointer, index) for index in range(PDFIUM.FPDFPath_CountSegments(pointer))])
        found: list[Chain] = []
        points: list[Point] = []
        curved = closed = False
        total = 0.0
        a, b, c, d, e, f = matrix
        for kind, last, x, y in path:
            if kind == MOVE_TO:
                if len(points) > 1:
                    found.append(Subpath.of(tuple(points), curved, closed))
                points, curved, closed = [], False, False
            elif kind == BEZIER_TO:
                curved = True
            if last == 1:
                closed = True
            points.append((a * x + c * y + e, b * x + d * y + f))
            total += x + y
        if len(points) > 1:
            found.append(Subpath.of(tuple(points), curved, closed))
        return found if isfinite(total) else []  # single numbers of PDFium's cannot add up to infinity

    def clip_bounds(self, clip: int, number: int, /) -> Bounds | None:
        ask, count = PDFIUM.FPDFClipPath_GetPathSegment, PDFIUM.FPDFClipPath_CountPathSegments(clip, number)
        points = self._points([ask(clip, number, index) for index in range(count)])
        starts = [k == 0 or kind == MOVE_TO for k, (kind, _, _, _) in enumerate(points)]
        alone = [start and after for start, after in zip(starts, [*starts[1:], True], strict=True)]
        places = [(x, y) for (_, _, x, y), lone in zip(points, alone, strict=True) if not lone]
        if not places or not all(isfinite(x) and isfinite(y) for _, _, x, y in points):
            return None
        xs, ys = zip(*places, strict=True)
        return min(xs), min(ys), max(xs), max(ys)

    def _points(self, segments: list[int]) -> list[PathPoint]:
        found: list[PathPoint] = []
        address, floats, of_curve = addressof(self._floats), self._floats, 0
        kind_of, is_last, place = (
            PDFIUM.FPDFPathSegment_GetType,
            PDFIUM.FPDFPathSegment_GetClose,
            PDFIUM.FPDFPathSegment_GetPoint,
        )
        for segment in segments:
            kind = kind_of(segment)
            if kind == MOVE_TO:
                of_curve = 0
            elif kind == BEZIER_TO:
                of_curve += 1
                if of_curve % POINTS_OF_CURVE:
                    continue
            place(segment, address, address + 4)
            found.append((kind, is_last(segment), floats[0], floats[1]))
        return found

    def clip(self, pointer: int, /) -> tuple[int, tuple[int, ...]] | None:
        clip = PDFIUM.FPDFPageObj_GetClipPath(pointer)
        count = PDFIUM.FPDFClipPath_CountPaths(clip) if clip else 0
        if count <= 0:
            return None
        return clip, tuple(PDFIUM.FPDFClipPath_GetPathSegment(clip, number, 0) or 0 for number in range(count))

    def _fill(self, pointer: int) -> Color | None:
        address = addressof(self._colors)
        known = PDFIUM.FPDFPageObj_GetFillColor(pointer, address, address + 4, address + 8, address + 12)
        return self._color() if known else None

    def _stroke(self, pointer: int) -> Color | None:
        address = addressof(self._colors)
        known = PDFIUM.FPDFPageObj_GetStrokeColor(pointer, address, address + 4, address + 8, address + 12)
        return self._color() if known else None

    def _color(self) -> Color:
        red, green, blue, alpha = self._colors
        return red, green, blue, alpha


class Ways(NamedTuple):
    one_by_one: Many
    compiled: Many | None
    """None where it was not compiled."""


def _ways() -> Ways:
    try:
        from pipeline.read import _pdfium_many as compiled
    except ImportError:
        return Ways(_OneByOne(), None)
    compiled.bind({name: cast(getattr(PDFIUM, name), c_void_p).value for name in compiled.names()})
    return Ways(_OneByOne(), compiled)


WAYS = _ways()
MANY: Many = WAYS.compiled or WAYS.one_by_one
