"""Painted paths, shadings and pictures of a page through PDFium: form XObjects opened, clips applied."""

from __future__ import annotations

from collections.abc import Iterable
from ctypes import addressof, c_float
from typing import Final, NamedTuple, cast

from pipeline.model import Box
from pipeline.read.color import of_bytes
from pipeline.read.frame import Matrix, apply, multiply
from pipeline.read.layer import PaintedPath, PaintedPicture, Point, Subpath, made
from pipeline.read.limits import TINY
from pipeline.read.pdfium_library import PDFIUM
from pipeline.read.pdfium_many import MANY, Bounds, Color

TEXT: Final = 1
PATH: Final = 2
IMAGE: Final = 3
SHADING: Final = 4
FORM: Final = 5
OPAQUE: Final = 255
DEEPEST_FORM: Final = 12
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

    def read(self, page: int) -> Graphics:
        painted = MANY.painted(page, False)
        self._crowded = len(painted) > self._most
        for pointer, kind in painted:
            self._object(pointer, kind, self._matrix, 0)
        return Graphics(self._paths, self._pictures, self._texts, self._painted, self._passed_over)

    def _object(self, pointer: int, kind: int, matrix: Matrix, depth: int) -> None:
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
            for inner, inner_kind in MANY.painted(pointer, True):
                self._object(inner, inner_kind, own, depth + 1)

    def _own(self, pointer: int, matrix: Matrix) -> Matrix:
        PDFIUM.FPDFPageObj_GetMatrix(pointer, self._address)
        return multiply(cast("Matrix", tuple(self._floats)), matrix)

    def _path(self, pointer: int, matrix: Matrix) -> None:
        path = MANY.path(pointer)
        if path is None:
            return
        filled, stroked, placed, line_width, fill, stroke, see_through = path
        self._painted += 1
        if self._painted > self._most:
            self._crowded = True
        own = multiply(placed, matrix)
        if self._crowded and (self._is_tiny(pointer, own) or len(self._paths) >= self._most):
            self._passed_over += 1
            return
        subpaths = tuple([made(Subpath, chain) for chain in MANY.subpaths(pointer, own)])
        if not subpaths:
            return
        a, b, c, d, _, _ = own
        width = line_width * abs(a * d - b * c) ** 0.5
        opaque = filled and fill is not None and fill[3] == OPAQUE and not see_through
        colors = _named(fill) if filled else None, _named(stroke) if stroked else None
        clip = self._clip(pointer, matrix)
        fields = (subpaths, filled, stroked, *colors, width, self._order, opaque, clip)
        self._paths.append(made(PaintedPath, fields))

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
            outline = Subpath.of(corners, curved=False, closed=True)
            self._paths.append(PaintedPath((outline,), True, False, None, None, 0.0, self._order, opaque=False))

    def _clip(self, pointer: int, matrix: Matrix) -> Box | None:
        """Box that holds all of the object that is painted; None when nothing limits it."""
        clip = MANY.clip(pointer)
        if clip is None:
            return None
        path, firsts = clip
        # Objects under one clip share its outline, whose first point then has one address while the page is loaded.
        key = (matrix, firsts)
        if key not in self._clips:
            self._clips[key] = _clip_box([MANY.clip_bounds(path, number) for number in range(len(firsts))], matrix)
        return self._clips[key]


def _clip_box(paths: Iterable[Bounds | None], matrix: Matrix) -> Box | None:
    """What the paths of a clip have in common; a box without extent where that is nothing."""
    box = None
    for bounds in paths:
        if bounds is not None:
            x0, y0, x1, y1 = bounds
            corners = [apply(matrix, x, y) for x, y in ((x0, y0), (x1, y1), (x0, y1), (x1, y0))]
            box = _common(_around(corners), box) or Box(*corners[0], *corners[0])
    return box


def _named(color: Color | None) -> str | None:
    """``#rrggbb``; None for a pattern."""
    return of_bytes(color[0], color[1], color[2]) if color else None


def _around(points: list[Point]) -> Box:
    x0, top = x1, bottom = points[0]
    for x, y in points:
        x0, top, x1, bottom = min(x0, x), min(top, y), max(x1, x), max(bottom, y)
    return Box(x0, top, x1, bottom)


def _common(box: Box, clip: Box | None) -> Box | None:
    """What of the box lies in the clip; None when nothing does."""
    if clip is None:
        return box
    x0, top = max(box.x0, clip.x0), max(box.top, clip.top)
    x1, bottom = min(box.x1, clip.x1), min(box.bottom, clip.bottom)
    return Box(x0, top, x1, bottom) if x0 <= x1 and top <= bottom else None
