"""How much of one file is taken in before it becomes a danger to the run, and how it is said."""

from __future__ import annotations

import sys
from typing import Literal

from pipeline.model import Issue
from pipeline.read.layer import PaintedPath

AT_ONE_OPENING = 100
"""Pages after which PDFium opens a file anew: until it is closed it keeps fonts and more of every page, 0.15 MB of each
where pages share none. Opening takes a few milliseconds."""
NO_LIMIT = sys.maxsize
BROKEN = (
    ValueError, TypeError, KeyError, IndexError, AttributeError, ArithmeticError, AssertionError, RecursionError,
)  # fmt: skip
"""What parsers written in Python raise over broken files, beside errors of their own."""
TINY = 8.0
"""Points: on a crowded page, paths smaller than this in both directions are dots of a chart or a map."""


_CODES = {"pages": "document.too_many_pages", "characters": "page.too_many_characters", "paths": "page.too_many_paths"}


def over_limit(
    what: Literal["pages", "characters", "paths"], found: int, taken: int, name: str = "", page: int | None = None
) -> tuple[Issue, ...]:
    """An issue when not everything was taken in; dots of a chart lost are no loss of data, text is."""
    if found <= taken:
        return ()
    where = f"Page {page}" if page is not None else name
    rest = "the smallest were passed over" if what == "paths" else "the rest was not read"
    return (
        Issue(
            _CODES[what],
            "warning" if what == "paths" else "error",
            f"{where} holds {found:,} {what}; {taken:,} were taken in and {rest}.",
            page=page,
        ),
    )


def thinned(paths: list[PaintedPath], most: int) -> list[PaintedPath]:
    """All paths, or on a crowded page those that are not tiny, at most ``most``; 0: no limit."""
    if not most or len(paths) <= most:
        return paths
    return [path for path in paths if _extent(path) >= TINY][:most]


def _extent(path: PaintedPath) -> float:
    """The larger of width and height, in points."""
    xs = [x for subpath in path.subpaths for x, _ in subpath.points]
    ys = [y for subpath in path.subpaths for _, y in subpath.points]
    return max(max(xs) - min(xs), max(ys) - min(ys))
