"""Painted paths and pictures of a page through PDFium, form XObjects opened."""

from __future__ import annotations

from collections.abc import Callable
from ctypes import addressof, c_float, c_int, c_uint
from typing import NamedTuple, cast

from pipeline.model import Box
from pipeline.read.color import hexadecimal
from pipeline.read.frame import Matrix, apply, multiply
from pipeline.read.layer import PaintedPath, PaintedPicture, Point, Subpath
from pipeline.read.pdfium_library import PDFIUM

TEXT, PATH, IMAGE, SHADING, FORM = 1, 2, 3, 4, 5
LINE_TO, BEZIER_TO, MOVE_TO = 0, 1, 2
OPAQUE = 255
DEEPEST_FORM = 12
"""Forms within forms; deeper ones are drawings that contain themselves."""


class Graphics(NamedTuple):
    paths: list[PaintedPath]
    pictures: list[PaintedPicture]
    text_order: dict[int, int]
    """Order of painting of each text object, by its address."""


class GraphicsReader:
    """Reads one loaded page; keeps the buffers that PDFium writes into."""

    def __init__(self) -> None:
        self._found = Graphics([], [], {})
        self._order = 0
        self._matrix = (c_float * 6)()
        self._colors = (c_uint * 4)()
        self._point = (c_float * 2)()
        self._modes = (c_int * 2)()

    def read(self, page: int, matrix: Matrix) -> Graphics:
        for index in range(PDFIUM.FPDFPage_CountObjects(page)):
            self._object(PDFIUM.FPDFPage_GetObject(page, index), matrix, 0)
        return self._found

    def _object(self, pointer: int, matrix: Matrix, depth: int) -> None:
        kind = PDFIUM.FPDFPageObj_GetType(pointer)
        self._order += 1
        if kind == TEXT:
            self._found.text_order[pointer] = self._order
        if kind not in (PATH, IMAGE, FORM):
            return
        PDFIUM.FPDFPageObj_GetMatrix(pointer, addressof(self._matrix))
        own = multiply(cast("Matrix", tuple(self._matrix)), matrix)
        if kind == PATH:
            self._path(pointer, own)
        elif kind == IMAGE:
            corners = [apply(own, x, y) for x, y in ((0, 0), (1, 0), (0, 1), (1, 1))]
            xs, ys = zip(*corners, strict=True)
            self._found.pictures.append(PaintedPicture(Box(min(xs), min(ys), max(xs), max(ys)), "", self._order))
        elif depth < DEEPEST_FORM:
            for index in range(PDFIUM.FPDFFormObj_CountObjects(pointer)):
                self._object(PDFIUM.FPDFFormObj_GetObject(pointer, index), own, depth + 1)

    def _path(self, pointer: int, matrix: Matrix) -> None:
        address = addressof(self._modes)
        PDFIUM.FPDFPath_GetDrawMode(pointer, address, address + 4)
        filled, stroked = bool(self._modes[0]), bool(self._modes[1])
        if not filled and not stroked:
            return
        subpaths = self._subpaths(pointer, matrix)
        if not subpaths:
            return
        width = c_float()
        PDFIUM.FPDFPageObj_GetStrokeWidth(pointer, addressof(width))
        a, b, c, d, _, _ = matrix
        fill, alpha = self._color(pointer, PDFIUM.FPDFPageObj_GetFillColor) if filled else (None, 0)
        stroke, _ = self._color(pointer, PDFIUM.FPDFPageObj_GetStrokeColor) if stroked else (None, 0)
        opaque = alpha == OPAQUE and not PDFIUM.FPDFPageObj_HasTransparency(pointer)
        self._found.paths.append(
            PaintedPath(
                subpaths, filled, stroked, fill, stroke, width.value * abs(a * d - b * c) ** 0.5, self._order, opaque
            )
        )

    def _subpaths(self, pointer: int, matrix: Matrix) -> tuple[Subpath, ...]:
        found: list[Subpath] = []
        points: list[Point] = []
        curved = closed = False
        beziers = 0
        address, point = addressof(self._point), self._point
        a, b, c, d, e, f = matrix
        for index in range(PDFIUM.FPDFPath_CountSegments(pointer)):
            segment = PDFIUM.FPDFPath_GetPathSegment(pointer, index)
            kind = PDFIUM.FPDFPathSegment_GetType(segment)
            if kind == MOVE_TO:
                if len(points) > 1:
                    found.append(Subpath(tuple(points), curved, closed))
                points, curved, closed, beziers = [], False, False, 0
            elif kind == BEZIER_TO:
                curved, beziers = True, beziers + 1
            closed = bool(PDFIUM.FPDFPathSegment_GetClose(segment)) or closed
            if kind == BEZIER_TO and beziers % 3:
                continue  # a control point
            PDFIUM.FPDFPathSegment_GetPoint(segment, address, address + 4)
            x, y = point
            points.append((a * x + c * y + e, b * x + d * y + f))
        if len(points) > 1:
            found.append(Subpath(tuple(points), curved, closed))
        return tuple(found)

    def _color(self, pointer: int, ask: Callable[..., int]) -> tuple[str | None, int]:
        """Colour and alpha 0 to 255; None for a pattern."""
        address = addressof(self._colors)
        if not ask(pointer, address, address + 4, address + 8, address + 12):
            return None, 0
        red, green, blue, alpha = self._colors
        return hexadecimal(red / 255, green / 255, blue / 255), alpha
