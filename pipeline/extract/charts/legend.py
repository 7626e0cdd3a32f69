"""Legend: small swatches in the bars' colours with a text beside each -> the series' names."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from pipeline.geometry import overlap
from pipeline.model import Box, Page, Word

SWATCH = 1.6
"""em. A swatch is at most this large."""
WORD_GAP = 0.7
"""em. A wider blank ends a legend entry."""
ALIKE = 0.2
"""Share of its larger side by which a swatch may differ from the others of its legend."""
TEXT_NEAR = 1.6
"""em. A legend's text begins at most this far right of its swatch."""


def color_distance(a: str, b: str) -> int:
    """Largest difference of two ``#rrggbb`` colours in one channel, 0 to 255."""
    return max(abs(int(a[i : i + 2], 16) - int(b[i : i + 2], 16)) for i in (1, 3, 5))


def legend_names(
    page: Page, colors: Sequence[str], bars: Collection[Box], own: Box, near: Box, em: float
) -> dict[str, tuple[str, Box]]:
    """Colour -> (name, box of the entry). Swatches are looked for within ``near``, apart from the ``bars`` of the page,
    the nearest to the ``own`` bars of the chart first.

    Entries in a row are cut at the next swatch; an entry of several lines is read while lines follow closely.
    """
    shapes = [(Box(*f[:4]), f.color) for f in page.fills] + [(Box(*c[:4]), c.fill) for c in page.curves]
    swatches = [
        (box, color)
        for box, color in shapes
        if color
        and box not in bars
        and any(color_distance(color, c) <= 2 for c in colors)
        and max(box.x1 - box.x0, box.bottom - box.top) <= SWATCH * em * 1.5
        and min(box.x1 - box.x0, box.bottom - box.top) <= SWATCH * em
        and near.x0 <= box.x0
        and box.x1 <= near.x1
        and near.top <= box.top
        and box.bottom <= near.bottom
    ]
    sizes = {(box.x1 - box.x0, box.bottom - box.top) for box, _ in swatches}
    found = (_named(page, colors, [one for one in swatches if _is_of(one[0], size)], own, em) for size in sorted(sizes))
    return max(found, key=len, default={})


def _is_of(box: Box, size: tuple[float, float]) -> bool:
    """Swatches of one legend are of one size; small bars that are not the chart's own are of many."""
    width, height = size
    alike = ALIKE * max(size)
    return abs(box.x1 - box.x0 - width) <= alike and abs(box.bottom - box.top - height) <= alike


def _named(
    page: Page, colors: Sequence[str], swatches: Sequence[tuple[Box, str]], own: Box, em: float
) -> dict[str, tuple[str, Box]]:
    names: dict[str, tuple[str, Box]] = {}
    for color in colors:
        same = sorted((b for b, c in swatches if color_distance(c, color) <= 2), key=lambda b: _distance(b, own))
        for box in same:
            words = _entry(page, box, [b for b, _ in swatches if b != box], em)
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


def _entry(page: Page, swatch: Box, others: Sequence[Box], em: float) -> list[Word]:
    middle = (swatch.top + swatch.bottom) / 2
    line = sorted(
        (w for w in page.words if w.x0 >= swatch.x1 - 1 and abs((w.top + w.bottom) / 2 - middle) < 0.5 * w.size),
        key=lambda w: w.x0,
    )
    end = min(
        (b.x0 for b in others if b.x0 > swatch.x1 and overlap(b.top, b.bottom, swatch.top, swatch.bottom) > 0),
        default=page.width,
    )
    words: list[Word] = []
    for word in line:
        before = words[-1].x1 if words else swatch.x1
        limit = (WORD_GAP if words else TEXT_NEAR) * em
        if word.x0 - before > limit or word.x1 > end + 0.2 * em:
            break
        words.append(word)
    return words
