"""Values inside the table engine: what flows from words to a finished reading. Lengths in points."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Final, NamedTuple, final

from pipeline.extract.tables.tokens import has_digit, is_leader, is_number, is_symbol
from pipeline.model import Box, CellRole, Page, Word

Span = tuple[int, int]
"""First and last index, both included."""


@final
class Phrase:
    """Words of one line without a wide gap: the unit of everything here. Compared by identity, never changed.

    No dataclass, nor are Row and Slot: each page makes them by the hundred, and a frozen dataclass takes ten times as
    long.
    """

    __slots__ = ("bold", "bottom", "center", "mid", "numeric", "size", "text", "top", "words", "x0", "x1")

    def __init__(self, words: Iterable[Word]) -> None:
        """Box and size without leaders and raised marks: dots that run on are no part of a label's width."""
        all_words = tuple(words)
        solid = [w for w in all_words if not is_leader(w.text)] or list(all_words)
        plain = [w for w in solid if not w.raised] or solid
        tallest = plain[0]
        for w in plain:
            tallest = w if w.size > tallest.size else tallest
        x0, x1, bold = solid[0].x0, solid[0].x1, 0
        for w in solid:
            x0, x1, bold = min(x0, w.x0), max(x1, w.x1), bold + w.bold
        top, bottom = tallest.top, tallest.bottom
        self.words: Final = all_words
        self.x0: Final = x0
        self.top: Final = top
        self.x1: Final = x1
        self.bottom: Final = bottom
        self.size: Final = tallest.size
        self.bold: Final = bold * 2 > len(solid)
        self.numeric: Final = _is_numeric(plain)
        """More than half of its words are numbers or marks that stand for one."""
        self.text: Final = " ".join([w.text for w in all_words])
        self.mid: Final = (top + bottom) / 2
        """Middle of its height, and below of its width: kept, because they are asked for more than anything else."""
        self.center: Final = (x0 + x1) / 2


def _is_numeric(words: Sequence[Word]) -> bool:
    """Mostly numbers; or a number with something in brackets after it, as in ``12.2 (n=115)``."""
    texts = [w.text for w in words if not is_leader(w.text)]
    numbers = telling = 0
    for text in texts:
        if is_number(text):
            numbers, telling = numbers + 1, telling + 1
        elif not is_symbol(text):
            telling += 1
    if numbers * 2 > telling:
        return True
    return len(texts) >= 2 and has_digit(texts[0]) and is_number(texts[0]) and texts[1].startswith("(")


@final
class Row:
    """Phrases on one line, left to right. Compared by identity, never changed."""

    __slots__ = ("bottom", "mid", "phrases", "top")

    def __init__(self, phrases: tuple[Phrase, ...], top: float, bottom: float, mid: float) -> None:
        self.phrases: Final = phrases
        self.top: Final = top
        self.bottom: Final = bottom
        self.mid: Final = mid

    @property
    def text(self) -> str:
        return " ".join(p.text for p in self.phrases)

    @property
    def first(self) -> Phrase:
        return self.phrases[0]

    def has_values(self) -> bool:
        """A number stands right of the first phrase."""
        return any(p.numeric for p in self.phrases[1:])


def row(phrases: Iterable[Phrase]) -> Row:
    ordered = list(phrases)
    return row_at(ordered, centre(sorted(ordered, key=_height)))


def row_at(phrases: Sequence[Phrase], mid: float) -> Row:
    """``mid``: the median of their centres."""
    if len(phrases) == 1:
        only = phrases[0]
        return Row((only,), only.top, only.bottom, mid)
    top, bottom = phrases[0].top, phrases[0].bottom
    for p in phrases:
        top, bottom = min(top, p.top), max(bottom, p.bottom)
    return Row(tuple(sorted(phrases, key=_left_edge)), top, bottom, mid)


def box_of(phrases: Sequence[Phrase]) -> Box:
    """Around all of them; there is at least one."""
    x0, top, x1, bottom = phrases[0].x0, phrases[0].top, phrases[0].x1, phrases[0].bottom
    for p in phrases:
        x0, top, x1, bottom = min(x0, p.x0), min(top, p.top), max(x1, p.x1), max(bottom, p.bottom)
    return Box(x0, top, x1, bottom)


_left_edge = attrgetter("x0")
_height = attrgetter("mid")


def centre(phrases: Sequence[Phrase]) -> float:
    """Median of the centres of phrases that come by their centres."""
    half = len(phrases) // 2
    return phrases[half].mid if len(phrases) % 2 else (phrases[half - 1].mid + phrases[half].mid) / 2


class Line(NamedTuple):
    """A rule, or an edge of a fill, with its collinear pieces joined."""

    start: float
    end: float
    at: float


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines of one axis ordered by position, so that those between two positions are found at once."""

    items: tuple[Line, ...] = ()
    positions: tuple[float, ...] = field(default=(), repr=False)

    @staticmethod
    def of(lines: Iterable[Line]) -> Lines:
        items = tuple(sorted(lines, key=lambda line: line.at))
        return Lines(items, tuple(line.at for line in items))

    def between(self, low: float, high: float) -> tuple[Line, ...]:
        """Those strictly between two positions."""
        return self.items[bisect_right(self.positions, low) : bisect_left(self.positions, high)]


class Stack(NamedTuple):
    """Horizontal rules of one width, one below the other: the bands between them hold rows."""

    x0: float
    x1: float
    ys: tuple[float, ...]


class Column(NamedTuple):
    x0: float
    x1: float


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """A page as the table engine sees it."""

    page: Page
    phrases: tuple[Phrase, ...]
    horizontals: Lines
    verticals: Lines
    fill_tops: Lines
    """Upper and lower edges of fills."""
    fill_sides: Lines
    word_gap: float
    """The page's usual blank between words, in em."""
    size: float
    """The page's usual font size."""
    stacks: tuple[Stack, ...] = ()
    prose: frozenset[Phrase] = frozenset()
    """Phrases that are lines of running text."""

    def inside(self, box: Box, pad: float) -> list[Phrase]:
        """Phrases whose centre lies in the box."""
        return [
            p
            for p in self.phrases
            if box.x0 - pad <= p.center <= box.x1 + pad and box.top - pad <= p.mid <= box.bottom + pad
        ]


@dataclass(frozen=True, slots=True)
class Grid:
    """Rules that cross one another: an outline that may hold a table."""

    box: Box
    horizontals: tuple[Line, ...]
    verticals: tuple[Line, ...]
    xs: tuple[float, ...]
    ys: tuple[float, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Region:
    """A place that may hold a table, with the evidence that points to it: a grid of rules, or rows of text."""

    box: Box
    rows: tuple[Row, ...]
    grid: Grid | None = None


@final
class Slot:
    """A cell of a reading: its rows and columns (first and last), and what stands in it. Never changed."""

    __slots__ = ("column0", "column1", "phrases", "role", "row0", "row1")

    def __init__(
        self, row0: int, row1: int, column0: int, column1: int, phrases: tuple[Phrase, ...], role: CellRole = "body"
    ) -> None:
        self.row0: Final = row0
        self.row1: Final = row1
        self.column0: Final = column0
        self.column1: Final = column1
        self.phrases: Final = phrases
        self.role: Final = role

    @property
    def numeric(self) -> bool:
        return any(p.numeric for p in self.phrases)

    def at(self, rows: Span, columns: Span) -> Slot:
        return Slot(rows[0], rows[1], columns[0], columns[1], self.phrases, self.role)

    def holding(self, phrases: tuple[Phrase, ...]) -> Slot:
        return Slot(self.row0, self.row1, self.column0, self.column1, phrases, self.role)

    def named(self, role: CellRole) -> Slot:
        return Slot(self.row0, self.row1, self.column0, self.column1, self.phrases, role)


@dataclass(frozen=True, slots=True)
class Reading:
    """One finished way to read a region."""

    engine: str
    slots: tuple[Slot, ...]
    score: float = 0.0
    margin: float | None = None
    reasons: tuple[str, ...] = ()

    @property
    def box(self) -> Box:
        return box_of([p for s in self.slots for p in s.phrases])
