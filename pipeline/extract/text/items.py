"""Marks that open list items: bullets, numbers and letters that stand apart from their text."""

from __future__ import annotations

import re

from pipeline.extract.text.lines import Line

APART = 0.5
"""Share of the font size: a number or an initial farther from its text is a mark by its place alone."""

_BULLET = re.compile(r"^(?:[^\w\s(\[\"'“‘„«<>+%€$£&@=§]|o)$")
_NUMBER = re.compile(r"^\(?\d{1,3}[.)]$|^\(?[a-z][.)]$|^\(?[A-Z]\)$|^\(?[ivx]{1,5}[.)]$|^\(?[IVX]{2,5}[.)]$")
_BARE = re.compile(r"^(?:\d{1,3}|[A-Z]\.|[IVX]{1,4}\.?)$")


def is_list_mark(text: str) -> bool:
    """Whether a word may open a list item."""
    return bool(_BULLET.match(text) or _NUMBER.match(text) or _BARE.match(text))


def starts_item(line: Line) -> bool:
    """Whether a line begins with a mark and goes on behind it."""
    if len(line.words) < 2 or line.mark is not None:
        return False
    first = line.words[0].text
    return is_bullet(line) or bool(_NUMBER.match(first)) or (bool(_BARE.match(first)) and _apart(line))


def is_bullet(line: Line) -> bool:
    """Whether a line begins with a bullet, which no sentence holds there by chance."""
    if len(line.words) < 2 or not _BULLET.match(first := line.words[0].text):
        return False
    return line.words[-1].text != first and (first != "o" or _apart(line))


def follows(item: Line, line: Line) -> bool:
    """Whether a line begins with the number or letter after that of an item's first line."""
    if not (starts_item(item) and starts_item(line)):
        return False
    a, b = (re.sub(r"[().]", "", one.words[0].text) for one in (item, line))
    if a.isdigit() and b.isdigit():
        return int(b) == int(a) + 1
    return len(a) == len(b) == 1 and ord(b) == ord(a) + 1


def _apart(line: Line) -> bool:
    return line.words[1].x0 - line.words[0].x1 > APART * line.size
