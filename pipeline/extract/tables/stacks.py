"""Step 3: stacks of horizontal rules of one width: a table whose rows are ruled and whose columns are not."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.tables.marks import is_caption
from pipeline.extract.tables.shapes import Layout, Phrase, Stack
from pipeline.geometry import overlap, snap

NARROWEST = 12.0
"""Least width of a stack, em."""
SAME_END = 4.0
"""Rules of one stack start and end within this many points."""
TALLEST_BAND = 14.0
"""Largest distance between two rules of one stack, em."""
CELL_WIDTH = 0.8
"""Text wider than this share of a stack is no cell of it."""
OUT = 1.0
"""Text runs out beside the rules of a table by more, em."""
SENTENCE = 8
"""Words from which a line is more of a sentence than of a cell."""
SAME_RULE = 4.0
SAME_EDGE = 3.0


def find_stacks(layout: Layout) -> tuple[Stack, ...]:
    """Stacks of three or more rules whose bands hold a label and a number, or share left edges."""
    open_stacks: list[tuple[float, float, list[float]]] = []
    for line in layout.horizontals.items:
        if line.end - line.start < NARROWEST * layout.size:
            continue
        for x0, x1, ys in open_stacks:
            aligned = abs(x0 - line.start) < SAME_END and abs(x1 - line.end) < SAME_END
            near = line.at - ys[-1] < TALLEST_BAND * layout.size
            if aligned and near and not _parts(layout, (x0, x1), ys[-1], line.at):
                ys.append(line.at)
                break
        else:
            open_stacks.append((line.start, line.end, [line.at]))
    stacks = (Stack(x0, x1, tuple(snap(ys, SAME_RULE))) for x0, x1, ys in open_stacks)
    return tuple(s for s in stacks if len(s.ys) >= 3 and _holds_rows(layout, s))


def _parts(layout: Layout, sides: tuple[float, float], above: float, below: float) -> bool:
    """Does a caption, or a line of text that runs out beside the rules, stand between two rules?"""
    for p in layout.phrases:
        if not (above < p.mid < below and overlap(p.x0, p.x1, *sides) > 0):
            continue
        out = p.x0 < sides[0] - OUT * p.size or p.x1 > sides[1] + OUT * p.size
        if is_caption(p.text) or (out and len(p.words) >= SENTENCE):
            return True
    return False


def bands(layout: Layout, stack: Stack) -> list[list[Phrase]]:
    """The phrases between each two neighbouring rules."""
    return [
        [p for p in layout.phrases if above < p.mid < below and stack.x0 - 5 < p.x0 and p.x1 < stack.x1 + 5]
        for above, below in zip(stack.ys, stack.ys[1:], strict=False)
    ]


def _holds_rows(layout: Layout, stack: Stack) -> bool:
    rows = bands(layout, stack)
    width = stack.x1 - stack.x0
    good = sum(
        any(p.numeric and p.x0 > stack.x0 + 0.25 * width for p in band) and any(not p.numeric for p in band)
        for band in rows
    )
    if good >= 2 and good >= 0.5 * len(rows):
        return True
    return len(rows) >= 3 and _share_an_edge(rows, stack)


def _share_an_edge(rows: list[list[Phrase]], stack: Stack) -> bool:
    """Tables of text: a left edge that most bands have and no phrase crosses."""
    right_of_stub = stack.x0 + 0.12 * (stack.x1 - stack.x0)
    return any(
        edge > right_of_stub
        and sum(any(abs(p.x0 - edge) < SAME_EDGE for p in band) for band in rows) >= 0.7 * len(rows)
        and not any(p.x0 < edge - 4 and p.x1 > edge + 2 for band in rows for p in band)
        for edge in snap((p.x0 for band in rows for p in band), SAME_EDGE)
    )


def in_one_band(layout: Layout, block: Sequence[Phrase]) -> bool:
    """Do all lines lie between the same two rules of a stack, and leave room for other cells beside them?"""
    first, last = block[0], block[-1]
    width = max(p.x1 for p in block) - min(p.x0 for p in block)
    return any(
        width < CELL_WIDTH * (stack.x1 - stack.x0)
        and stack.x0 - 5 < first.x0
        and first.x1 < stack.x1 + 5
        and any(
            above - 2 < first.mid and last.mid < below + 2 for above, below in zip(stack.ys, stack.ys[1:], strict=False)
        )
        for stack in layout.stacks
    )
