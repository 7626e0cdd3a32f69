"""What a backend hands over for one page, before it is decided what a person sees of it."""

from __future__ import annotations

from typing import NamedTuple

from pipeline.model import Box, Issue, Link, Word

Point = tuple[float, float]

made = tuple.__new__
"""``made(Word, fields)``: a NamedTuple of all its fields, in a quarter of the time that a call of the class takes. For
those made by the hundred on every page."""


class FoundWord(NamedTuple):
    word: Word
    order: int
    """Place in the order of painting, counted over words, paths and pictures together."""
    invisible: bool = False
    """The file itself says that it is not painted (render mode 3)."""
    clip: Box | None = None
    """Only what lies in here is painted."""


class Subpath(NamedTuple):
    """A chain of points in page coordinates; a curve's control points are not among them."""

    points: tuple[Point, ...]
    curved: bool
    closed: bool
    bounds: tuple[float, float, float, float]
    """Left, top, right and bottom of its points."""

    @staticmethod
    def of(points: tuple[Point, ...], curved: bool, closed: bool) -> Subpath:
        """Raises ValueError without a point."""
        xs, ys = zip(*points, strict=True)
        return Subpath(points, curved, closed, (min(xs), min(ys), max(xs), max(ys)))


class PaintedPath(NamedTuple):
    """One painted path. Colours are ``#rrggbb``; None where not painted so, or painted with a pattern."""

    subpaths: tuple[Subpath, ...]
    filled: bool
    stroked: bool
    fill: str | None
    stroke: str | None
    line_width: float
    order: int = 0
    opaque: bool = True
    clip: Box | None = None


class PaintedPicture(NamedTuple):
    box: Box
    name: str = ""
    order: int = 0


class PageLayer(NamedTuple):
    """All of one page, in points of the page as seen."""

    number: int
    width: float
    height: float
    words: list[FoundWord]
    paths: list[PaintedPath]
    pictures: list[PaintedPicture]
    links: tuple[Link, ...] = ()
    issues: tuple[Issue, ...] = ()
