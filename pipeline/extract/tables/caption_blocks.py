"""Captions on a page: the lines that open with a label, and the lines that read on from there.

Lengths in points; limits in em of the line they concern.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass

from pipeline.extract.tables.caption_labels import (
    Label,
    is_bracketed,
    opens_remainder,
    read_label,
    split_remainder,
)
from pipeline.extract.tables.caption_lines import TextLine, join_lines, plain_text
from pipeline.geometry import overlap, union
from pipeline.model import Caption

LEADING = 0.95
"""Lines of one caption stand at most this far apart, in em: twice the leading of double-spaced text is 1."""

PARAGRAPH_LEADING = 0.7
"""Lines of one paragraph stand at most this far apart, in em: single to one-and-a-half spacing."""

EDGE = 1.0
"""Left edges within one em are one edge: an indent is one to two em."""

TAB = 8.0
"""A title is set off from its label by at most this many em."""

_ENDS_SENTENCE = re.compile(r"[.:;!?]['’”\")\]]*$")
_LEADERS = re.compile(r"\.{4,}|(?:\. ){4,}|_{4,}|…{2,}")


@dataclass(frozen=True, slots=True)
class Start:
    """A line that opens a caption."""

    line: TextLine
    label: Label


def with_labels_joined(lines: Sequence[TextLine]) -> tuple[TextLine, ...]:
    """Lines in which a label set off by a tab (``Table 1:      Growth``) is one line with its title again."""
    out = list(lines)
    for line in lines:
        label = read_label(line.text)
        if label is None or label.rest:
            continue
        right = [
            k for k in lines if abs(k.mid - line.mid) < 0.3 * line.size and 0 < k.box.x0 - line.box.x1 < TAB * line.size
        ]
        title = min(right, key=lambda k: k.box.x0, default=None)
        if title and read_label(title.text) is None and not re.fullmatch(r"[\d.,%\s–-]+", title.text):
            out[out.index(line)] = TextLine((*line.words, *title.words))
            out.remove(title)
    return tuple(out)


def caption_starts(lines: Sequence[TextLine], body: float) -> tuple[Start, ...]:
    """Lines that open with a label and are neither prose about a table nor an entry of a contents page."""
    starts = []
    for line in lines:
        label = read_label(line.text)
        if label is None or _LEADERS.search(line.text) or _is_prose(label, line, body) or _reads_on(line, lines):
            continue
        starts.append(Start(line, label))
    return tuple(starts)


def _is_prose(label: Label, line: TextLine, body: float) -> bool:
    """``Table 2 shows that`` in the type of the running text; a caption's title begins with a capital."""
    plain = not line.bold and abs(line.size - body) < 0.1 * body
    return label.rest[:1].islower() and not label.stopped and plain


def _reads_on(line: TextLine, lines: Sequence[TextLine]) -> bool:
    """Is it the next line of a paragraph (``... as shown in`` / ``Table 2. The``)?"""
    for above in lines:
        gap = line.box.top - above.box.bottom
        if (
            -0.3 * line.size < gap < PARAGRAPH_LEADING * line.size
            and above.mid < line.mid - 0.5 * line.size
            and above.looks_like(line)
            and abs(above.box.x0 - line.box.x0) < 2 * EDGE * line.size
            and not _ENDS_SENTENCE.search(above.text)
            and read_label(above.text) is None
        ):
            return True
    return False


def lines_down(start: TextLine, lines: Sequence[TextLine], left: float, right: float, bottom: float) -> list[TextLine]:
    """The start and the lines that follow it closely within ``left`` to ``right``, down to ``bottom``.

    Ends at a wider gap, and at a line that stands beside others: that is a row, not a caption. A unit set to the
    right of a title is part of it.
    """
    inside = [k for k in lines if overlap(k.box.x0, k.box.x1, left, right) > 0]
    block = [start, *(k for k in _level(start, inside) if _is_aside(start, k))]
    for line in sorted(inside, key=lambda k: k.mid):
        last = block[-1]
        if line in block or line.mid <= last.mid + 0.3 * last.size:
            continue
        if line.mid > bottom or line.box.top - last.box.bottom > LEADING * max(line.size, last.size):
            break
        level = _level(line, inside)
        if not all(_is_aside(line, k) for k in level):
            break
        block += [line, *level]
    return block


def _level(line: TextLine, lines: Sequence[TextLine]) -> list[TextLine]:
    return [k for k in lines if k is not line and abs(k.mid - line.mid) < 0.4 * line.size]


def _is_aside(line: TextLine, beside: TextLine) -> bool:
    return beside.box.x0 > line.box.x1 and (is_bracketed(beside.text) or opens_remainder(beside.text))


def split_block(block: Sequence[TextLine], label: Label, right: float) -> tuple[list[TextLine], list[TextLine]]:
    """Lines of a labelled caption -> those of its title, those of its remainder.

    The remainder begins at a bracketed line, at a line in other type than the title, or at a unit or base line
    that would have fitted on the line before. ``right`` is where a full line would end.
    """
    first = 0 if label.rest or len(block) == 1 else 1  # a label alone: what follows is its title, whatever it looks
    style = _without_label(block[0], label) if first == 0 else block[1]
    right = max(right, *(k.box.x1 for k in block))
    for i in range(first + 1, len(block)):
        if style is None or _begins_remainder(block[i], block[i - 1], style, right):
            return list(block[:i]), list(block[i:])
    return list(block), []


def make_caption(
    titles: Sequence[TextLine], rest: Sequence[TextLine], label: Label | None, page: int, known: Container[str]
) -> Caption:
    """Lines of the title, label first, and of the remainder -> a caption."""
    texts = [label.rest if label else titles[0].text, *(line.text for line in titles[1:])]
    title, remainder = split_remainder(join_lines(texts, known))
    note = join_lines([t for t in (remainder, join_lines((line.text for line in rest), known)) if t])
    return Caption(
        kind="figure" if label and label.kind == "figure" else "table",
        label=label.word if label else "",
        number=label.number if label else None,
        title=title if label else title.rstrip(" :"),
        note=note or None,
        page=page,
        box=union(line.box for line in (*titles, *rest)),
    )


def _begins_remainder(line: TextLine, above: TextLine, style: TextLine, right: float) -> bool:
    if is_bracketed(line.text) or not line.looks_like(style):
        return True
    next_word = line.words[0].x1 - line.words[0].x0
    had_room = above.box.x1 + next_word + 0.5 * line.size < right
    return had_room and opens_remainder(line.text)


def _without_label(line: TextLine, label: Label) -> TextLine | None:
    """The part of the line after its label; None when there is nothing."""
    words = list(line.words)
    while words and len(plain_text(words)) > len(label.rest):
        words.pop(0)
    return TextLine(words) if words else None
