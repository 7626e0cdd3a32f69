"""Legend: small swatches in the bars' colours with a text beside each -> the series' names."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from operator import attrgetter
from typing import Final

from pipeline.geometry import overlap
from pipeline.model import Box, Page, Word

SWATCH: Final = 1.6
"""em. A swatch is at most this large."""
WORD_GAP: Final = 0.7
"""em. A wider blank ends a legend entry."""
ALIKE: Final = 0.2
"""Share of its larger side by which a swatch may differ from the others of its legend."""
TEXT_NEAR: Final = 1.6
"""em. A legend's text begins at most this far right of its swatch."""


def color_distance(a: str, b: str) -> int:
    """Largest difference of two ``#rrggbb`` colours in one channel, 0 to 255."""
    return max(abs(int(a[i : i + 2], 16) - int(b[i : i + 2], 16)) for i in (1, 3, 5))


class Swatches:
    """All of a page that may belong to a legend: small shapes, and the words beside them."""

    def __init__(self, page: Page, em: float) -> None:
        """``em``: size of type, in points."""
        self.em = em
        shapes = [(Box(*f[:4]), f.color) for f in page.fills] + [(Box(*c[:4]), c.fill) for c in page.curves]
        self.small = [(box, color) for box, color in shapes if color and _is_small(box, em)]
        self.words = sorted(page.words, key=attrgetter("x0")) if self.small else []
        self.starts = [word.x0 for word in self.words]
        self.lines: dict[Box, list[Word]] = {}

    def beside(self, swatch: Box) -> list[Word]:
        """Words right of a swatch and level with it, as far as they follow closely."""
        known = self.lines.get(swatch)
        if known is not None:
            return known
        middle = (swatch.top + swatch.bottom) / 2
        found: list[Word] = []
        edge = swatch.x1 + TEXT_NEAR * self.em
        for place in range(bisect_left(self.starts, swatch.x1 - 1), len(self.words)):
            word = self.words[place]
            if word.x0 > edge:
                break
            if abs((word.top + word.bottom) / 2 - middle) < 0.5 * word.size:
                found.append(word)
                edge = word.x1 + WORD_GAP * self.em
        self.lines[swatch] = found
        return found


def _is_small(box: Box, em: float) -> bool:
    width, height = box.x1 - box.x0, box.bottom - box.top
    return max(width, height) <= SWATCH * em * 1.5 and min(width, height) <= SWATCH * em


def legend_names(
    drawn: Swatches, colors: Sequence[str], bars: Collection[Box], own: Box, near: Box
) -> dict[str, tuple[str, Box]]:
    """Colour -> (name, box of the entry). Swatches are looked for within ``near``, apart from the ``bars`` of the page,
    the nearest to the ``own`` bars of the chart first.

    Entries in a row are cut at the next swatch; an entry of several lines is read while lines follow closely.
    """
    around = [(box, color) for box, color in drawn.small if _is_within(box, near) and box not in bars]
    alike = {color for color in {c for _, c in around} if any(color_distance(color, c) <= 2 for c in colors)}
    swatches = [(box, color) for box, color in around if color in alike]
    beside = {box: line for box, _ in swatches if (line := drawn.beside(box))}
    sizes = sorted({(box.x1 - box.x0, box.bottom - box.top) for box in beside})
    found = (_named(colors, [one for one in swatches if _is_of(one[0], size)], beside, own, drawn.em) for size in sizes)
    return max(found, key=len, default={})


def _is_within(box: Box, near: Box) -> bool:
    return near.x0 <= box.x0 and box.x1 <= near.x1 and near.top <= box.top and box.bottom <= near.bottom


def _is_of(box: Box, size: tuple[float, float]) -> bool:
    """Swatches of one legend are of one size; small bars that are not the chart's own are of many."""
    width, height = size
    alike = ALIKE * max(size)
    return abs(box.x1 - box.x0 - width) <= alike and abs(box.bottom - box.top - height) <= alike


def _named(
    colors: Sequence[str],
    swatches: Sequence[tuple[Box, str]],
    beside: Mapping[Box, Sequence[Word]],
    own: Box,
    em: float,
) -> dict[str, tuple[str, Box]]:
    """``beside``: the words beside a swatch, where there are any."""
    names: dict[str, tuple[str, Box]] = {}
    told = [(box, color) for box, color in swatches if box in beside]
    for color in colors:
        same = sorted((b for b, c in told if color_distance(c, color) <= 2), key=lambda b: _distance(b, own))
        for box in same:
            end = _next(box, [b for b, _ in swatches])
            words = [word for word in beside[box] if word.x1 <= end + 0.2 * em]
            if words:
                names[color] = (
                    " ".join(w.text for w in words),
                    Box(
                        box.x0,
                        min(box.top, *(w.top for w in words)),
                        max(w.x1 for w in words),
                        max(box.bottom, *(w.bottom for w in words)),
                    ),
                )
                break
    return names


def _distance(box: Box, other: Box) -> float:
    """Points between two boxes, along both axes together."""
    across = max(0.0, other.x0 - box.x1, box.x0 - other.x1)
    return across + max(0.0, other.top - box.bottom, box.top - other.bottom)


def _next(swatch: Box, others: Sequence[Box]) -> float:
    """Where the next swatch in its row begins."""
    level = (b.x0 for b in others if b.x0 > swatch.x1 and overlap(b.top, b.bottom, swatch.top, swatch.bottom) > 0)
    return min(level, default=math.inf)
