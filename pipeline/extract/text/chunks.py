"""Lines to chunks: lines of one paragraph, heading or list item, found bottom-up by nearness and style."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.extract.text.items import follows, is_bullet, starts_item
from pipeline.extract.text.lexicon import NOTE_WORDS
from pipeline.extract.text.lines import Line
from pipeline.geometry import overlap, union
from pipeline.model import Box

FAR = 2.4
"""Share of the font size: lines farther apart never belong to one paragraph."""
LOOSE = 1.18
"""Share of the usual distance of baselines above which a new paragraph begins."""
USUAL = 1.3
"""Distance of baselines as a share of the font size where a document shows none."""
BLANK = 0.25
"""Usual width of a blank as a share of the font size."""
NEAR_LEFT = 3.0
"""Share of the font size: lines of one column begin so near each other."""
INDENT = 0.8
"""Share of the font size: a first line so far in begins a paragraph."""
SAME_SIZE = 0.06
"""Share by which sizes of lines in one paragraph may differ."""
ENDS = re.compile(r"[.!?:…][\"'”’»)\]⁰¹²³⁴⁵⁶⁷⁸⁹*]*$")
"""A line that may end a paragraph."""
OPENS_ITEM = re.compile(r"[.!?:;,]$")
"""How the line before a numbered item ends."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Lines that belong together, top to bottom."""

    lines: tuple[Line, ...]

    @property
    def box(self) -> Box:
        return union(line.box for line in self.lines)

    @property
    def first(self) -> Line:
        return self.lines[0]


Pitches = dict[float, float]
"""Usual distance of baselines (points) for each font size (points, halves)."""


def pitches(pages: Iterable[Sequence[Line]]) -> Pitches:
    """The commonest distance to the next line below, for each font size over the whole document.

    Long lines count for more: a list of short ones is not set like running text.
    """
    seen: dict[float, Counter[float]] = {}
    for lines in pages:
        for above, below in _pairs(sorted(lines, key=lambda line: line.box.top)):
            distance = below.baseline - above.baseline
            weight = min(len(above.text), len(below.text))
            seen.setdefault(above.size, Counter())[round(distance * 4) / 4] += weight
    return {size: _mode(counts) for size, counts in seen.items()}


def _mode(counts: Counter[float]) -> float:
    """Middle of the fullest half point, the smaller one when two are equally full."""
    return max(counts, key=lambda d: (counts[d] + counts[d + 0.25] + counts[d - 0.25], counts[d], -d))


def _pairs(lines: Sequence[Line]) -> Iterable[tuple[Line, Line]]:
    for at, line in enumerate(lines):
        below = _below(line, lines[at + 1 :])
        if below is not None and line.style == below.style:
            yield line, below


def _below(line: Line, rest: Sequence[Line]) -> Line | None:
    for other in rest:
        if other.box.top - line.box.bottom > FAR * line.size:
            return None
        if overlap(line.box.x0, line.box.x1, other.box.x0, other.box.x1) > 0 and other.baseline > line.baseline:
            return other
    return None


def chunk_lines(lines: Sequence[Line], usual: Pitches) -> list[Chunk]:
    """Chunks of the lines of one region of a page (a column may hold several; none spans two)."""
    ordered = sorted(lines, key=lambda line: (line.box.top, line.box.x0))
    right = _right_edges(ordered)
    chunks: list[list[Line]] = []
    for line in ordered:
        home = _home(line, chunks, usual, right)
        if home is None:
            chunks.append([line])
        else:
            home.append(line)
    return [Chunk(tuple(chunk)) for chunk in chunks]


def _home(line: Line, chunks: Sequence[list[Line]], usual: Pitches, right: dict[int, float]) -> list[Line] | None:
    """The chunk that the line continues: the one right above it, when style, distance and form agree."""
    best: list[Line] | None = None
    for chunk in reversed(chunks[-40:]):
        last = chunk[-1]
        if last.baseline >= line.box.bottom - 0.3 * line.size or overlap(*_x(last), *_x(line)) <= 0:
            continue
        if best is None or last.baseline > best[-1].baseline:
            best = chunk
    if best is None:
        return None
    room = _has_room(best[-1], line, right.get(id(best[-1]), 0.0))
    return best if _same_style(best, line, room) and _continues(best, line, usual, room) else None


def _has_room(last: Line, line: Line, right: float) -> bool:
    """Whether the first word of ``line`` would have fitted behind ``last``: then the break was meant."""
    return right - last.box.x1 - BLANK * line.size >= line.opening() + line.size


def _x(line: Line) -> tuple[float, float]:
    return line.box.x0, line.box.x1


def _same_style(chunk: Sequence[Line], line: Line, room: bool) -> bool:
    """Whether the line is set like the chunk, or only emphasised (a link, a title) in a sentence that runs on."""
    a, b = chunk[-1].style, line.style
    if abs(a.size - b.size) > SAME_SIZE * max(a.size, b.size):
        return False
    if a[1:] == b[1:]:
        return True
    if room:
        return False
    if ENDS.search(chunk[-1].text):
        return a.bold == b.bold and len(chunk) > 1
    return a.bold == b.bold or len(chunk) > 1


def _continues(chunk: Sequence[Line], line: Line, usual: Pitches, room: bool) -> bool:
    last = chunk[-1]
    size = max(last.size, line.size)
    distance = line.baseline - last.baseline
    if distance > LOOSE * usual.get(line.size, USUAL * size) + 0.3:
        return False
    if line.mark is not None or opens_note(line.text):
        return False
    if is_bullet(line) or (starts_item(line) and (room or OPENS_ITEM.search(last.text) or follows(chunk[0], line))):
        return False
    if line.box.x0 - last.box.x0 > INDENT * size and not _centred(last, line):
        # first-line indent, unless the chunk is an item or a note with a hanging indent
        hanging = len(chunk) == 1 and (starts_item(last) or last.mark is not None)
        if not hanging and ENDS.search(last.text):
            return False
    return not (room and ENDS.search(last.text))


def opens_note(text: str) -> bool:
    """Whether a text begins with a word like source and a colon."""
    word, colon, _ = text.partition(":")
    return bool(colon) and word.strip(" *()").casefold() in NOTE_WORDS


def _centred(a: Line, b: Line) -> bool:
    return abs((a.box.x0 + a.box.x1) - (b.box.x0 + b.box.x1)) < 0.5 * a.size


def _right_edges(lines: Sequence[Line]) -> dict[int, float]:
    """For each line the right edge of its column: the farthest end of lines of its size that begin near it.

    Lines that reach over what stands right of it on its row are of another, wider column.
    """
    edges: dict[int, float] = {}
    for line in lines:
        x0, top, x1, bottom = line.box
        beside = [o.box.x0 for o in lines if o.box.x0 > x1 and o.box.top < bottom and top < o.box.bottom]
        barrier = min(beside, default=float("inf"))
        near = [
            o.box.x1
            for o in lines
            if abs(o.box.x0 - x0) <= NEAR_LEFT * line.size
            and o.box.x1 <= barrier
            and abs(o.size - line.size) <= SAME_SIZE * line.size
        ]
        edges[id(line)] = max(near)
    return edges
