"""Text objects that are painted twice, a little apart, to look bold. PDFium leaves the second out of its text."""

from __future__ import annotations

from collections.abc import Sequence
from ctypes import addressof, c_float, c_uint
from functools import cache
from math import hypot
from typing import NamedTuple

from pipeline.read.pdfium_library import PDFIUM
from pipeline.read.words import is_bolder

BACK = 5
"""Text objects that lie between the two at most: so far PDFium looks back for the same text (CPDF_TextPage)."""


class _Look(NamedTuple):
    font: int
    size: float
    color: tuple[int, ...]
    turn: tuple[float, ...]
    """The matrix without its shift."""


def doubled_objects(painted: Sequence[int], read: set[int]) -> frozenset[int]:
    """Of the objects in ``read`` (those PDFium gives characters of), the ones painted again a little apart.

    ``painted``: all text objects in the order of painting. One that is not in ``read`` has no character of its own:
    it is blank, or the same text as one just before it.
    """
    found: set[int] = set()
    look = cache(_look)
    for index, pointer in enumerate(painted):
        if pointer not in read:
            before = [p for p in reversed(painted[max(0, index - BACK) : index]) if p in read]
            twin = next((other for other in before if _is_twin(look(pointer), look(other))), None)
            if twin is not None:
                found.add(twin)
    return frozenset(found)


def _is_twin(one: tuple[_Look, float, float], other: tuple[_Look, float, float]) -> bool:
    """Whether two objects have one look and lie nearly on the same place."""
    look, x, y = one
    other_look, other_x, other_y = other
    return other_look == look and is_bolder(x - other_x, y - other_y, look.size * hypot(*look.turn[2:]))


def _look(pointer: int) -> tuple[_Look, float, float]:
    floats, colors = (c_float * 7)(), (c_uint * 4)()
    address, first = addressof(floats), addressof(colors)
    PDFIUM.FPDFPageObj_GetMatrix(pointer, address)
    PDFIUM.FPDFTextObj_GetFontSize(pointer, address + 24)
    PDFIUM.FPDFPageObj_GetFillColor(pointer, first, first + 4, first + 8, first + 12)
    a, b, c, d, x, y, size = floats
    return _Look(PDFIUM.FPDFTextObj_GetFont(pointer) or 0, size, tuple(colors), (a, b, c, d)), x, y
