"""From what a backend found to a Page: emphasis marked, hidden text set apart. Pure; shared by every backend."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.model import Box, Issue, Link, Page, Picture, Word
from pipeline.read.drawing import PaintedPath, read_drawing
from pipeline.read.emphasis import mark_raised, mark_underlined


def assemble_page(
    number: int,
    size: tuple[float, float],
    words: tuple[list[Word], list[Word]],
    paths: Iterable[PaintedPath],
    pictures: tuple[Picture, ...],
    links: tuple[Link, ...],
) -> Page:
    """``words``: visible ones and those the file itself declares invisible. ``size``: width, height in points."""
    width, height = size
    seen = [w for w in words[0] if _on_page(w, width, height)]
    hidden = [*words[1], *(w for w in words[0] if not _on_page(w, width, height))]
    drawn = read_drawing(paths, Box(0.0, 0.0, width, height))
    seen = mark_underlined(mark_raised(seen), drawn.rules)
    issues = (_hidden_text(number, hidden),) if hidden else ()
    return Page(
        number=number, width=width, height=height, words=tuple(seen), rules=drawn.rules, fills=drawn.fills,
        curves=drawn.curves, pictures=pictures, links=links, hidden=tuple(hidden),
        state="text" if seen else "empty", issues=issues,
    )


def _on_page(word: Word, width: float, height: float) -> bool:
    return 0 <= (word.x0 + word.x1) / 2 <= width and 0 <= (word.top + word.bottom) / 2 <= height


def _hidden_text(number: int, hidden: list[Word]) -> Issue:
    sample = " ".join(w.text for w in hidden[:6])
    return Issue(
        "page.hidden_text", "info",
        f"Page {number} holds {len(hidden)} words that nobody sees; they were left out of the data: {sample}",
        page=number,
    )
