"""Boxes on pages -> the part of a page picture to show, and outlines to draw on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.geometry import union

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pipeline.report.facts import Facts
    from pipeline.report.pictures import Frame

    Boxed = Sequence[float]

MARGIN = 12.0
"""Points around a region: about a line, so that its edge is seen to be its edge."""

CONTEXT = 30.0
"""Points above and below the place of a finding: two lines or three."""

LEAST_WIDTH = 300.0
"""Points: half a page. A narrower part would be blown up to large letters."""


class Crops:
    """Cuts parts out of the pages that have a picture."""

    def __init__(self, pictures: Iterable[Frame]) -> None:
        self.pictures: Mapping[int, Frame] = {picture.page: picture for picture in pictures}

    def region(self, page: int | None, boxes: Iterable[Boxed]) -> Facts | None:
        """All of ``boxes`` with a margin; None where that page has no picture or there is no box."""
        return self._cut(page, list(boxes), MARGIN, MARGIN)

    def place(self, page: int | None, boxes: Iterable[Boxed], around: Boxed | None = None) -> Facts | None:
        """``boxes`` with the lines above and below, as wide as ``around``, the region they stand in."""
        wanted = list(boxes)
        if not wanted:
            return None
        x0, top, x1, bottom = union(wanted)
        wide = (min(x0, around[0]), top, max(x1, around[2]), bottom) if around else (x0, top, x1, bottom)
        crop = self._cut(page, [wide], MARGIN, CONTEXT)
        return crop and {**crop, "outlines": {"place": outline(wanted)}}

    def _cut(self, page: int | None, boxes: Sequence[Boxed], beside: float, above: float) -> Facts | None:
        picture = self.pictures.get(page or 0)
        if picture is None or not boxes:
            return None
        x0, top, x1, bottom = union(boxes)
        x0, x1 = x0 - beside, x1 + beside
        missing = max(0.0, LEAST_WIDTH - (x1 - x0)) / 2
        x0, x1 = max(0.0, x0 - missing), min(picture.width, x1 + missing)
        top, bottom = max(0.0, top - above), min(picture.height, bottom + above)
        if x1 <= x0 or bottom <= top:
            return None
        return {"page": page, "view": f"{x0:.0f} {top:.0f} {x1 - x0:.0f} {bottom - top:.0f}", "tall": bottom - top}


def outline(boxes: Iterable[Boxed]) -> str:
    """One SVG path around each box: far smaller than an element each."""
    return "".join(
        f"M{x0 - 1:.1f} {top - 1:.1f}h{x1 - x0 + 2:.1f}v{bottom - top + 2:.1f}H{x0 - 1:.1f}z"
        for x0, top, x1, bottom in boxes
    )
