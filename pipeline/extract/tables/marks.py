"""How a line of text begins: as a caption, as a figure's caption, as a note."""

from __future__ import annotations

import re

from pipeline.extract.tables.vocabulary import EXHIBIT_WORDS, FIGURE_WORDS, NOTE_WORDS, TABLE_WORDS


def _opens_with(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"^\s*(?:{'|'.join(words)})(?!\w)", re.IGNORECASE)


_CAPTION = _opens_with((*TABLE_WORDS, *FIGURE_WORDS, *EXHIBIT_WORDS))
_FIGURE = re.compile(rf"{_opens_with(FIGURE_WORDS).pattern}(?!\s+(?-i:[a-zà-ÿ]{{2}}))", re.IGNORECASE)
"""A small word after it makes a sentence of it: ``Figure out where``."""
_NOTE = re.compile(
    rf"^\s*(?:{'|'.join(NOTE_WORDS)})\s*[:.]|^[*†‡]+\s|^\(?[*†‡§]+\)?\s*\w+\s\w+\s\w+|^[¹²³⁴⁵]", re.IGNORECASE
)


def opens_caption(text: str) -> bool:
    return bool(_CAPTION.match(text))


def is_caption(text: str) -> bool:
    """More than a label: ``Table 3`` alone may be a cell, or be spoken of."""
    return len(text.split()) > 2 and opens_caption(text)


def opens_figure(text: str) -> bool:
    return bool(_FIGURE.match(text))


def opens_note(text: str) -> bool:
    return bool(_NOTE.match(text))
