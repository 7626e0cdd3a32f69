"""A chart that is a picture -> the coloured rectangles in it, by connected areas of one flat colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.model import Box, Fill

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LEVELS = 16
"""Steps per channel when colours are counted: flat fills survive, shading and photographs fall apart."""
NEAR = 14
"""Channel values (of 255) around a fill's colour that still count as it (compression, resampling)."""
SHARE = 0.0008
"""Share of the picture's pixels that a colour of bars must have: one bar of 1 % length and 1/40 height."""
FLAT = 0.75
"""Share of a picture that its frequent colours, paper and type among them, cover in a drawing; a photograph has
no such colours."""
MAX_AREAS = 400
"""Areas of one colour beyond which it is a texture."""
MAX_COLORS = 24
FULL = 0.55
"""Share of an area's bounding box that it fills. A label printed on a bar takes up to 40 % of a short one."""
CUT_GAP = 3
"""Pixels between two areas that a printed label has cut apart (its strokes are thin)."""
SEAM = 5
"""Pixels. A colour that occurs only in strips this narrow is the seam between two others."""
MIN_SIDE = 2
"""Pixels. Narrower areas are lines and the seams between colours."""
WHITE, BLACK = 243, 60
"""Brightest channel minimum of paper; brightest maximum of type (text is no bar)."""


def color_rectangles(pixels: NDArray[np.uint8], box: Box) -> tuple[Fill, ...]:
    """Filled rectangles in ``pixels`` (height x width x RGB), which show ``box`` of a page; boxes in points.

    Method: field notes of the project; per frequent colour ``inRange`` and connected components. Components
    of one colour that overlap along both axes after a label cut them are joined.
    """
    import cv2
    import numpy as np

    scale = (box.x1 - box.x0) / pixels.shape[1]
    fills: list[Fill] = []
    for color in _frequent_colors(pixels):
        low, high = np.clip(color.astype(int) - NEAR, 0, 255), np.clip(color.astype(int) + NEAR, 0, 255)
        mask = cv2.inRange(pixels, low.astype(np.uint8), high.astype(np.uint8))
        mask = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((MIN_SIDE, MIN_SIDE), np.uint8))
        _, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=4)
        if len(stats) > MAX_AREAS:
            continue
        areas = [a for a in _joined([tuple(int(v) for v in row) for row in stats[1:]]) if a[4] >= FULL * a[2] * a[3]]
        if all(min(a[2], a[3]) <= SEAM for a in areas):
            continue  # a blend of two neighbours' colours along their edge
        name = "#{:02x}{:02x}{:02x}".format(*(int(c) for c in color))
        fills += [
            Fill(
                box.x0 + x * scale,
                box.top + y * scale,
                box.x0 + (x + w) * scale,
                box.top + (y + h) * scale,
                name,
            )
            for x, y, w, h, _ in areas
            if max(w, h) > 4 * MIN_SIDE
        ]
    return tuple(fills)


def _joined(areas: list[tuple[int, ...]]) -> list[tuple[int, ...]]:
    """Areas (x, y, width, height, pixels) of one colour, joined where a label printed on them has cut them."""
    out: list[tuple[int, ...]] = []
    for area in sorted(areas, key=lambda a: -a[4]):
        merged = area
        while touching := [o for o in out if _cut_apart(o, merged)]:
            for other in touching:
                out.remove(other)
                x, y = min(merged[0], other[0]), min(merged[1], other[1])
                right = max(merged[0] + merged[2], other[0] + other[2])
                low = max(merged[1] + merged[3], other[1] + other[3])
                merged = (x, y, right - x, low - y, merged[4] + other[4])
        out.append(merged)
    return out


def _cut_apart(a: tuple[int, ...], b: tuple[int, ...]) -> bool:
    """Do two boxes share most of one side's extent with next to no gap along the other?"""
    for p, q in ((0, 1), (1, 0)):
        shared = min(a[p] + a[p + 2], b[p] + b[p + 2]) - max(a[p], b[p])
        gap = max(a[q], b[q]) - min(a[q] + a[q + 2], b[q] + b[q + 2])
        if shared >= 0.6 * min(a[p + 2], b[p + 2]) and gap <= CUT_GAP:
            return True
    return False


def _frequent_colors(pixels: NDArray[np.uint8]) -> list[NDArray[np.uint8]]:
    """Flat colours, most frequent first, paper and type left out; each the median of its bin. None in a photograph."""
    import numpy as np

    flat = pixels.reshape(-1, 3)
    bins = (flat // np.uint8(256 // LEVELS)).astype(np.int32) @ np.array([LEVELS * LEVELS, LEVELS, 1], dtype=np.int32)
    counts = np.bincount(bins, minlength=LEVELS**3)
    order = np.argsort(-counts, kind="stable")[: 4 * MAX_COLORS]
    if counts[order[:MAX_COLORS]].sum() < FLAT * len(flat):
        return []
    colors: list[NDArray[np.uint8]] = []
    for index in order:
        if counts[index] < SHARE * len(flat) or len(colors) == MAX_COLORS:
            break
        color = np.median(flat[bins == index], axis=0).astype(np.uint8)
        if color.min() >= WHITE or color.max() <= BLACK:
            continue
        if all(np.abs(color.astype(int) - other.astype(int)).max() > NEAR for other in colors):
            colors.append(color)
    return colors
