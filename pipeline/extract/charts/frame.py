"""One chart algorithm for both directions: a frame in which every bar grows to the right.

In a frame ``u`` runs along the bars (from the baseline outwards) and ``v`` across them (in reading order).
Horizontal bars: u = x, v = y. Vertical bars: u = -y, v = x. Lengths stay in points.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple

from pipeline.model import Box, Page, Word

Direction = Literal["horizontal", "vertical"]


class Piece(NamedTuple):
    """A coloured rectangle that may be a bar or a segment of one."""

    u0: float
    u1: float
    v0: float
    v1: float
    color: str
    box: Box

    @property
    def length(self) -> float:
        return self.u1 - self.u0

    @property
    def thickness(self) -> float:
        return self.v1 - self.v0


class Token(NamedTuple):
    """A word in the frame; several tokens when two labels were set so close that they read as one word."""

    u0: float
    u1: float
    v0: float
    v1: float
    text: str
    word: Word

    @property
    def u(self) -> float:
        return (self.u0 + self.u1) / 2

    @property
    def v(self) -> float:
        return (self.v0 + self.v1) / 2


@dataclass(frozen=True, slots=True)
class Frame:
    direction: Direction
    pieces: tuple[Piece, ...]
    tokens: tuple[Token, ...]
    em: float
    """Median font size on the page, in points."""
    slack: float
    """Points by which edges may lie off: almost nothing for a drawing, some pixels for a picture."""


def _turn(box: tuple[float, float, float, float], direction: Direction) -> tuple[float, float, float, float]:
    x0, top, x1, bottom = box
    return (x0, x1, top, bottom) if direction == "horizontal" else (-bottom, -top, x0, x1)


def frame_of(
    page: Page, direction: Direction, boxes: Iterable[tuple[Box, str]], words: Iterable[Word], slack: float
) -> Frame:
    """``boxes``: rectangles with their colour; ``words``: the words that may label the chart; ``slack``: points."""
    pieces = tuple(Piece(*_turn(box, direction), color, box) for box, color in boxes)
    tokens = tuple(Token(*_turn(w[:4], direction), w.text, w) for w in words)
    sizes = sorted(w.size for w in page.words)
    return Frame(direction, pieces, tokens, sizes[len(sizes) // 2] if sizes else 10.0, slack)
