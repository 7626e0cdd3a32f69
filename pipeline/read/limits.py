"""How much of one file is taken in before it becomes a danger to the run, and how it is said."""

from __future__ import annotations

from typing import Literal

from pipeline.model import Issue

MOST_PAGES = 20_000
"""Files with more are bombs: a page tree that repeats itself."""
MOST_CHARACTERS = 50_000
"""On one page; the densest printed table has about 20,000."""
MOST_PATHS = 20_000
"""On one page; beyond it only paths of some size are taken in (see ``TINY``)."""
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
