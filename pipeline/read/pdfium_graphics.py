"""Painted paths, shadings and pictures of a page through PDFium: form XObjects opened, clips applied."""

from __future__ import annotations

from collections.abc import Callable
from ctypes import addressof, c_float, c_int, c_uint
from math import isfinite
from typing import NamedTuple, cast

from pipeline.model import Box
from pipeline.read.color import of_bytes
from pipeline.read.frame import Matrix, apply, multiply
from pipeline.read.layer import PaintedPath, PaintedPicture, Point, Subpath
from pipeline.read.limits import TINY
from pipeline.read.pdfium_library import PDFIUM

TEXT, PATH, IMAGE, SHADING, FORM = 1, 2, 3, 4, 5
LINE_TO, BEZIER_TO, MOVE_TO = 0, 1, 2
OPAQUE = 255
DEEPEST_FORM = 12
"""Forms within forms; deeper ones are drawings that contain themselves."""
UNIT_SQUARE = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))


class Graphics(NamedTuple):
    paths: list[PaintedPath]
    pictures: list[PaintedPicture]
    texts: dict[int, tuple[int, Box | None]]
    """Order of painting and clip of each text object, by its address."""
    painted: int
    """Paths in the file."""
    passed_over: int
    """... of which so many were tiny ones on a crowded page."""


class GraphicsReader:
    """Reads one loaded page; keeps the buffers that PDFium writes into."""

    def __init__(self, matrix: Matrix, most_paths: int) -> None:
        """``matrix``: from the page's user space to the page as seen. ``most_paths``: a page with more is crowded."""
        self._matrix = matrix
        self._most = most_paths
        self._paths: list[PaintedPath] = []
        self._pictures: list[PaintedPicture] = []
        self._texts: dict[int, tuple[int, Box | None]] = {}
        self._clips: dict[tuple[object, ...], Box | None] = {}
        self._order = self._painted = self._passed_over = 0
        self._floats = (c_float * 6)()
        self._address = addressof(self._floats)
        self._colors = (c_uint * 4)()
        self._modes = (c_int * 2)()

    def read(self, page: int) -> Graphics:
        count = PDFIUM.FPDFPage_CountObjects(page)
        self._crowded = count > self._most
        for index in range(count):
            self._object(PDFIUM.FPDFPage_GetObject(page, index), self._matrix, 0)
        return Graphics(self._paths, self._pictures, self._texts, self._painted, self._passed_over)

    def _object(self, pointer: int, matrix: Matrix, depth: int) -> None:
        kind = PDFIUM.FPDFPageObj_GetType(pointer)
        self._order += 1
        if kind == TEXT:
            self._texts[pointer] = (self._order, self._clip(pointer, matrix))
        elif kind == PATH:
            self._path(pointer, matrix)
        elif kind == IMAGE:
            whole = _around([apply(self._own(pointer, matrix), *corner) for corner in UNIT_SQUARE])
            seen = _common(whole, self._clip(pointer, matrix))
            if seen is not None:
                self._pictures.append(PaintedPicture(seen, "", self._order))
        elif kind == SHADING:
            self._shading(pointer, matrix)
        elif kind == FORM and depth < DEEPEST_FORM:
            own = self._own(pointer, matrix)
            for index in range(PDFIUM.FPDFFormObj_CountObjects(pointer)):
                self._object(PDFIUM.FPDFFormObj_GetObject(pointer, index), own, depth + 1)

    def _own(self, pointer: int, matrix: Matrix) -> Matrix:
        PDFIUM.FPDFPageObj_GetMatrix(pointer, self._address)
        return multiply(cast("Matrix", tuple(self._floats)), matrix)

    def _path(self, pointer: int, matrix: Matrix) -> None:
        address = addressof(self._modes)
        PDFIUM.FPDFPath_GetDrawMode(pointer, address, address + 4)
        filled, stroked = bool(self._modes[0]), bool(self._modes[1])
        if not filled and not stroked:
            return
        self._painted += 1
        if self._painted > self._most:
            self._crowded = True
        own = self._own(pointer, matrix)
        if self._crowded and (self._is_tiny(pointer, own) or len(self._paths) >= self._most):
            self._passed_over += 1
            return
        subpaths = self._subpaths(pointer, own)
        if not subpaths:
            return
        PDFIUM.FPDFPageObj_GetStrokeWidth(pointer, self._address)
        a, b, c, d, _, _ = own
        width = self._floats[0] * abs(a * d - b * c) ** 0.5
        fill, alpha = self._color(pointer, PDFIUM.FPDFPageObj_GetFillColor) if filled else (None, 0)
        stroke, _ = self._color(pointer, PDFIUM.FPDFPageObj_GetStrokeColor) if stroked else (None, 0)
        opaque = alpha == OPAQUE and not PDFIUM.FPDFPageObj_HasTransparency(pointer)
        clip = self._clip(pointer, matrix)
        self._paths.append(PaintedPath(subpaths, filled, stroked, fill, stroke, width, self._order, opaque, clip))

    def _is_tiny(self, pointer: int, own: Matrix) -> bool:
        address = self._address
        PDFIUM.FPDFPageObj_GetBounds(pointer, address, address + 4, address + 8, address + 12)
        left, bottom, right, top = self._floats[:4]
        scale = abs(own[0] * own[3] - own[1] * own[2]) ** 0.5
        return bool(max(right - left, top - bottom) * scale < TINY)

    def _shading(self, pointer: int, matrix: Matrix) -> None:
        """A shading fills its clip: bars of a chart are often drawn so. Its colour is a range, so None."""
        clip = self._clip(pointer, matrix)
        if clip is not None:
            corners = ((clip.x0, clip.top), (clip.x1, clip.top), (clip.x1, clip.bottom), (clip.x0, clip.bottom))
            outline = Subpath(corners, curved=False, closed=True)
            self._paths.append(PaintedPath((outline,), True, False, None, None, 0.0, self._order, opaque=False))

    def _subpaths(self, pointer: int, matrix: Matrix) -> tuple[Subpath, ...]:
        count, ask = PDFIUM.FPDFPath_CountSegments(pointer), PDFIUM.FPDFPath_GetPathSegment
        return self._chains([ask(pointer, index) for index in range(count)], matrix)

    def _chains(self, segments: list[int], matrix: Matrix) -> tuple[Subpath, ...]:
        found: list[Subpath] = []
        points: list[Point] = []
        curved = closed = False
        beziers = 0
        address, floats = self._address, self._floats
        kind_of, is_last, place = (
            PDFIUM.FPDFPathSegment_GetType,
            PDFIUM.FPDFPathSegment_GetClose,
            PDFIUM.FPDFPathSegment_GetPoint,
        )
        a, b, c, d, e, f = matrix
        for segment in segments:
            kind = kind_of(segment)
            if kind == MOVE_TO:
                if len(points) > 1:
                    found.append(Subpath(tuple(points), curved, closed))
                points, curved, closed, beziers = [], False, False, 0
            elif kind == BEZIER_TO:
                curved, beziers = True, beziers + 1
            closed = closed or is_last(segment) == 1
            if kind == BEZIER_TO and beziers % 3:
                continue  # a control point
            place(segment, address, address + 4)
            x, y = floats[0], floats[1]
            if not (isfinite(x) and isfinite(y)):
                return ()
            points.append((a * x + c * y + e, b * x + d * y + f))
        if len(points) > 1:
            found.append(Subpath(tuple(points), curved, closed))
        return tuple(found)

    def _clip(self, pointer: int, matrix: Matrix) -> Box | None:
        """Box that holds all of the object that is painted; None when nothing limits it."""
        path = PDFIUM.FPDFPageObj_GetClipPath(pointer)
        count = PDFIUM.FPDFClipPath_CountPaths(path) if path else 0
        if count <= 0:
            return None
        # Objects under one clip share its outline, whose first point then has one address while the page is loaded.
        firsts = [PDFIUM.FPDFClipPath_GetPathSegment(path, number, 0) for number in range(count)]
        key = (matrix, *firsts)
        if key not in self._clips:
            self._clips[key] = self._clip_box(path, count, matrix)
        return self._clips[key]

    def _clip_box(self, path: int, count: int, matrix: Matrix) -> Box | None:
        box = None
        for number in range(count):
            length = PDFIUM.FPDFClipPath_CountPathSegments(path, number)
            segments = [PDFIUM.FPDFClipPath_GetPathSegment(path, number, k) for k in range(length)]
            points = [p for chain in self._chains(segments, matrix) for p in chain.points]
            if points:
                box = _common(_around(points), box) or Box(points[0][0], points[0][1], points[0][0], points[0][1])
        return box

    def _color(self, pointer: int, ask: Callable[..., int]) -> tuple[str | None, int]:
        """Colour and alpha 0 to 255; None for a pattern."""
        address = addressof(self._colors)
        if not ask(pointer, address, address + 4, address + 8, address + 12):
            return None, 0
        red, green, blue, alpha = self._colors
        return of_bytes(red, green, blue), alpha


def _around(points: list[Point]) -> Box:
    xs, ys = zip(*points, strict=True)
    return Box(min(xs), min(ys), max(xs), max(ys))


def _common(box: Box, clip: Box | None) -> Box | None:
    """What of the box lies in the clip; None when nothing does."""
    if clip is None:
        return box
    x0, top = max(box.x0, clip.x0), max(box.top, clip.top)
    x1, bottom = min(box.x1, clip.x1), min(box.bottom, clip.bottom)
    return Box(x0, top, x1, bottom) if x0 <= x1 and top <= bottom else None
