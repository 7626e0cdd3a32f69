"""Painted paths to what a person sees: rules, fills and curves. Pure; shared by every backend.

A backend hands over ``PaintedPath``s in page coordinates; what is a rule and what a fill is decided here only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Final, NamedTuple

from pipeline.model import Box, Curve, Fill, Rule
from pipeline.read.color import is_white
from pipeline.read.layer import PaintedPath, Point, Subpath, made

THIN: Final = 3.2
"""A painted bar up to this many points thick is a rule; report rules reach 3 pt, the lowest bars start above."""
SHORTEST_RULE: Final = 2.0
"""Shorter marks (points) are dots, ticks and arrow heads."""
STRAIGHT: Final = 0.5
"""Points by which the two ends of an upright or level stroke may differ: drawing programs round."""
WHITE_MARGIN: Final = 2.0
"""Points by which a white rule may stick out of the fill it divides."""


class Drawing(NamedTuple):
    rules: tuple[Rule, ...]
    fills: tuple[Fill, ...]
    curves: tuple[Curve, ...]


def read_drawing(paths: Iterable[PaintedPath], page: Box) -> Drawing:
    """Sort painted paths into rules, fills and curves; what lies wholly outside ``page`` is left out.

    White rules count only where they cross a fill that is not white.
    """
    rules: list[Rule] = []
    fills: list[Fill] = []
    curves: list[Curve] = []
    for path in paths:
        visible = page if path.clip is None else _common(path.clip, page)
        for subpath in path.subpaths:
            for shape in _shapes(path, subpath):
                seen = _within(shape, visible)
                if isinstance(seen, Rule):
                    rules.append(seen)
                elif isinstance(seen, Fill):
                    fills.append(seen)
                elif seen is not None:
                    curves.append(seen)
    tinted = [f for f in fills if not is_white(f.color)]
    rules = [r._replace(kind="white") if is_white(r.color) else r for r in rules]
    return Drawing(tuple(r for r in rules if r.kind == "ink" or _crosses(r, tinted)), tuple(fills), tuple(curves))


def _shapes(path: PaintedPath, subpath: Subpath) -> Iterator[Rule | Fill | Curve]:
    points = subpath.points
    x0, top, x1, bottom = subpath.bounds
    if not subpath.curved:
        if path.filled and min(x1 - x0, bottom - top) <= THIN and (len(points) > 2 or not path.stroked):
            yield from _rule(x0, top, x1, bottom, path.fill)
            return
        if _is_rectangle(points):
            if path.filled:
                yield made(Fill, (x0, top, x1, bottom, path.fill, path.stroked))
            if path.stroked:
                yield from _strokes(_outline(x0, top, x1, bottom), path)
            return
        if path.stroked and not path.filled and _is_level_and_upright(points):
            yield from _strokes(points if not subpath.closed else (*points, points[0]), path)
            return
    colors = path.fill if path.filled else None, path.stroke if path.stroked else None
    yield made(Curve, (x0, top, x1, bottom, *colors, points))


def _strokes(points: tuple[Point, ...], path: PaintedPath) -> Iterator[Rule | Fill]:
    """The segments of a stroked chain; one stroked wider than a rule is seen as a filled rectangle."""
    half = path.line_width / 2
    for (ax, ay), (bx, by) in pairwise(points):
        if (ax, ay) == (bx, by):
            continue
        level = abs(bx - ax) >= abs(by - ay)
        box = (min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))
        if path.line_width > THIN:
            wide = (0.0, half) if level else (half, 0.0)
            yield Fill(box[0] - wide[0], box[1] - wide[1], box[2] + wide[0], box[3] + wide[1], path.stroke)
        else:
            yield from _rule(*box, path.stroke, path.line_width)


def _rule(
    x0: float, top: float, x1: float, bottom: float, color: str | None, width: float | None = None
) -> Iterator[Rule]:
    if x1 - x0 >= bottom - top:
        if x1 - x0 > SHORTEST_RULE:
            yield made(Rule, ("h", x0, x1, (top + bottom) / 2, bottom - top if width is None else width, color, "ink"))
    elif bottom - top > SHORTEST_RULE:
        yield made(Rule, ("v", top, bottom, (x0 + x1) / 2, x1 - x0 if width is None else width, color, "ink"))


def _outline(x0: float, top: float, x1: float, bottom: float) -> tuple[Point, ...]:
    return ((x0, top), (x1, top), (x1, bottom), (x0, bottom), (x0, top))


def _is_level_and_upright(points: tuple[Point, ...]) -> bool:
    before_x, before_y = points[0]
    for x, y in points:
        if abs(x - before_x) > STRAIGHT < abs(y - before_y):
            return False
        before_x, before_y = x, y
    return True


def _is_rectangle(points: tuple[Point, ...]) -> bool:
    if len(points) != 4 and not (len(points) == 5 and _same(points[0], points[4])):
        return False
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = points[:4]
    straight = _is_level_and_upright((*points[:4], points[0]))
    return straight and abs((ax + cx) - (bx + dx)) <= STRAIGHT and abs((ay + cy) - (by + dy)) <= STRAIGHT


def _same(a: Point, b: Point) -> bool:
    return abs(a[0] - b[0]) <= STRAIGHT and abs(a[1] - b[1]) <= STRAIGHT


def _crosses(rule: Rule, fills: list[Fill]) -> bool:
    middle = (rule.start + rule.end) / 2
    x, y = (middle, rule.at) if rule.axis == "h" else (rule.at, middle)
    return any(
        f.x0 - WHITE_MARGIN < x < f.x1 + WHITE_MARGIN and f.top - WHITE_MARGIN < y < f.bottom + WHITE_MARGIN
        for f in fills
    )


def _common(one: Box, other: Box) -> Box:
    return Box(max(one.x0, other.x0), max(one.top, other.top), min(one.x1, other.x1), min(one.bottom, other.bottom))


def _within(shape: Rule | Fill | Curve, visible: Box) -> Rule | Fill | Curve | None:
    """The part of the shape inside ``visible``; None when nothing is left. Curves keep all their points."""
    if isinstance(shape, Rule):
        along, across = (0, 1) if shape.axis == "h" else (1, 0)
        if not visible[across] <= shape.at <= visible[across + 2]:
            return None
        if shape.start >= visible[along] and shape.end <= visible[along + 2]:
            return shape  # it was made longer than SHORTEST_RULE
        start, end = max(shape.start, visible[along]), min(shape.end, visible[along + 2])
        return shape._replace(start=start, end=end) if end - start > SHORTEST_RULE else None
    x0, top, x1, bottom = shape[:4]
    if x0 >= visible.x0 and top >= visible.top and x1 <= visible.x1 and bottom <= visible.bottom:
        return shape
    part = _common(Box(x0, top, x1, bottom), visible)
    if part.x0 > part.x1 or part.top > part.bottom:
        return None
    return shape._replace(x0=part.x0, top=part.top, x1=part.x1, bottom=part.bottom)
