"""Titles without a label: a bold, larger, coloured or capital line right above a table. Limits in em."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.extract.tables.caption_blocks import LEADING, Start
from pipeline.extract.tables.caption_labels import has_unit, is_bracketed, opens_remainder
from pipeline.extract.tables.caption_lines import Look, TextLine, same_size
from pipeline.geometry import overlap
from pipeline.model import Box, Table

TITLE_GAP = 1.9
"""A line without a label is a title when at most this far above, in em: a blank line and its leading."""

INDENT = 6.0
"""A title may begin this far to the left of an indented table, in em."""

BIGGER = 1.1
"""A title's type is at least this much larger than the running text's: one step, 11 on 10."""

MUCH_BIGGER = 1.5
"""A page title over a subtitle: three steps and more."""

SMALLER = 0.95
"""Unit lines are set smaller than the running text: half a point on ten."""

MAX_TITLE_LINES = 4
MAX_SMALL_LINES = 3
MAX_TITLE_WORDS = 40
"""More than this is a paragraph set in bold."""

_MARKED = re.compile(r"[*†‡§#]|\(?[\da-z]{1,2}\)\s")


def title_above(
    table: Table, tables: tuple[Table, ...], lines: Sequence[TextLine], starts: Sequence[Start], look: Look
) -> tuple[list[TextLine], list[TextLine]]:
    """Title lines and remainder lines right above a table that no label names; empty when there is none.

    A marked note that stands in between belongs to neither.
    """
    over = [t.box.bottom for t in tables if t.box.bottom <= table.box.top and _meet(t.box, table.box)]
    labels = {id(s.line) for s in starts}
    near = [k for k in lines if max(over, default=0.0) <= k.mid < table.box.top and _near(k, table.box)]
    titles: list[TextLine] = []
    small: list[TextLine] = []
    edge = table.box.top
    for line in sorted(near, key=lambda k: -k.mid):
        gap = edge - line.box.bottom
        if id(line) in labels or any(k is not line and abs(k.mid - line.mid) < 0.4 * line.size for k in near):
            break
        if titles and (gap > LEADING * line.size or not _same_title(line, titles[0])):
            break
        if titles or (gap <= TITLE_GAP * line.size and _is_display(line, look)):
            titles.insert(0, line)
        elif len(small) < MAX_SMALL_LINES and _is_small_line(line, near, gap, look):
            small.insert(0, line)
        else:
            break
        edge = line.box.top
    if not titles or len(titles) > MAX_TITLE_LINES or sum(len(k.words) for k in titles) > MAX_TITLE_WORDS:
        return [], []
    return titles, [k for k in small if not _MARKED.match(k.text)]


def _near(line: TextLine, box: Box) -> bool:
    """Above the table itself, or beginning a little to its left as headings do where tables are indented."""
    return overlap(line.box.x0, line.box.x1, box.x0 - INDENT * line.size, box.x1) > 0


def _meet(a: Box, b: Box) -> bool:
    return overlap(a.x0, a.x1, b.x0, b.x1) > 0


def _same_title(upper: TextLine, lower: TextLine) -> bool:
    """Two lines of one title: of one size; the upper may be the heavier."""
    return same_size(upper.size, lower.size) and (upper.bold or not lower.bold)


def _is_display(line: TextLine, look: Look) -> bool:
    """Set apart from the running text by weight, size, colour or capitals, and no sentence or marked note."""
    text = line.text
    if sum(c.isalpha() for c in text) < 3 or text.endswith((".", ",", ";")) or _MARKED.match(text):
        return False
    if text.endswith(":") and not line.bold:  # "The following table shows:" in a text of two sizes
        return False
    return line.bold or line.size >= BIGGER * look.size or line.color != look.color or text.isupper()


def _is_small_line(line: TextLine, near: Sequence[TextLine], gap: float, look: Look) -> bool:
    """May it stand between a title and its table: a bracketed, unit or marked line, or a page title's subtitle?"""
    over = max((k for k in near if k.mid < line.mid - 0.5 * line.size), key=lambda k: k.mid, default=None)
    if over is not None and over.size >= MUCH_BIGGER * line.size and _is_display(over, look):
        return line.box.top - over.box.bottom <= LEADING * over.size and gap <= TITLE_GAP * over.size
    small = line.size < SMALLER * look.size and has_unit(line.text)
    kind = small or is_bracketed(line.text) or opens_remainder(line.text) or _MARKED.match(line.text) is not None
    return kind and gap <= TITLE_GAP * line.size
