"""Which of a page's captions belongs to a chart."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.geometry import overlap
from pipeline.model import Box, Caption

REACH = 6.0
"""em. A caption ends at most this far above its chart (or begins this far below): a blank line and a legend."""


def figure_caption(captions: Sequence[Caption], box: Box, em: float) -> Caption | None:
    """The nearest caption over the chart, else under it; a table's caption never."""
    beside = [c for c in captions if overlap(c.box.x0, c.box.x1, box.x0, box.x1) > 0]
    for wanted in ([c for c in beside if c.kind == "figure"], [c for c in beside if not c.label]):
        above = [c for c in wanted if 0 <= box.top - c.box.bottom + em < REACH * em]
        below = [c for c in wanted if 0 <= c.box.top - box.bottom + em < REACH * em]
        if above:
            return max(above, key=lambda c: c.box.bottom)
        if below:
            return min(below, key=lambda c: c.box.top)
    return None
