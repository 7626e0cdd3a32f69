"""Text objects that are painted twice, a little apart, to look bold. PDFium leaves the second out of its text."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from math import hypot

from pipeline.read.pdfium_many import MANY, TextObject
from pipeline.read.words import is_bolder

BACK = 5
"""Text objects that lie between the two at most: so far PDFium looks back for the same text (CPDF_TextPage)."""


def doubled_objects(painted: Sequence[int], read: set[int]) -> frozenset[int]:
    """Of the objects in ``read`` (those PDFium gives characters of), the ones painted again a little apart.

    ``painted``: all text objects in the order of painting. One that is not in ``read`` has no character of its own:
    it is blank, or the same text as one just before it.
    """
    found: set[int] = set()
    look = cache(MANY.text_object)
    for index, pointer in enumerate(painted):
        if pointer not in read:
            again = MANY.text_object(pointer)
            for other in reversed(painted[max(0, index - BACK) : index]):
                if other in read and _is_twin(again, look(other)):
                    found.add(other)
                    break
    return frozenset(found)


def _is_twin(one: TextObject, other: TextObject) -> bool:
    """Whether two objects have one look and lie nearly on the same place."""
    placed, size, there = one[0], one[1], other[0]
    near = is_bolder(placed[4] - there[4], placed[5] - there[5], size * hypot(placed[2], placed[3]))
    return near and placed[:4] == there[:4] and one[1:] == other[1:]
