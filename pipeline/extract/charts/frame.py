"""One chart algorithm for both directions: a frame in which every bar grows to the right.

In a frame ``u`` runs along the bars (from the baseline outwards) and ``v`` across them (in reading order).
Horizontal bars: u = x, v = y. Vertical bars: u = -y, v = x. Lengths stay in points.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal, final

from pipeline.extract.charts.numbers import readings, unglue
from pipeline.model import Box, Word

Direction = Literal["horizontal", "vertical"]
USUAL_SIZE: Final = 10.0
"""Points, where no word tells the size of type."""


@final
class Piece:
    """A coloured rectangle that may be a bar or a segment of one. Compared by identity, never changed."""

    __slots__ = ("box", "color", "length", "thickness", "u0", "u1", "v0", "v1")

    def __init__(self, u0: float, u1: float, v0: float, v1: float, color: str, box: Box) -> None:
        self.u0: Final = u0
        self.u1: Final = u1
        self.v0: Final = v0
        self.v1: Final = v1
        self.color: Final = color
        self.box: Final = box
        self.length: Final = u1 - u0
        self.thickness: Final = v1 - v0


@final
class Token:
    """A word in the frame, or one of the labels that were set so close that they read as one word. Compared by
    identity, never changed."""

    __slots__ = ("text", "u", "u0", "u1", "v", "v0", "v1", "word")

    def __init__(self, u0: float, u1: float, v0: float, v1: float, text: str, word: Word) -> None:
        self.u0: Final = u0
        self.u1: Final = u1
        self.v0: Final = v0
        self.v1: Final = v1
        self.text: Final = text
        self.word: Final = word
        self.u: Final = (u0 + u1) / 2
        self.v: Final = (v0 + v1) / 2


@dataclass(frozen=True, slots=True)
class Frame:
    direction: Direction
    pieces: tuple[Piece, ...]
    em: float
    """Median font size on the page, in points."""
    slack: float
    """Points by which edges may lie off: almost nothing for a drawing, some pixels for a picture."""
    tokens: tuple[Token, ...] = ()
    numbers: tuple[Token, ...] = ()
    """Those of the tokens that are numbers."""
    labels: tuple[tuple[Token, tuple[Token, ...]], ...] = ()
    """The tokens that are numbers, or several set close, each with the numbers in it."""


def _turn(box: tuple[float, float, float, float], direction: Direction) -> tuple[float, float, float, float]:
    x0, top, x1, bottom = box
    return (x0, x1, top, bottom) if direction == "horizontal" else (-bottom, -top, x0, x1)


def frame_of(boxes: Iterable[tuple[Box, str]], direction: Direction, em: float, slack: float) -> Frame:
    """``boxes``: rectangles with their colour; ``em``, ``slack``: points. Words may be given later."""
    pieces = tuple([Piece(*_turn(box, direction), color, box) for box, color in boxes])
    return Frame(direction, pieces, em, slack)


def with_words(frame: Frame, words: Iterable[Word]) -> Frame:
    """``words``: those that may label the chart."""
    tokens = tuple([Token(*_turn(w[:4], frame.direction), w.text, w) for w in words])
    numbers = tuple([t for t in tokens if readings(t.text)])
    labels = tuple([(t, parts) for t in tokens if (parts := _numbers_in(t))])
    return replace(frame, tokens=tokens, numbers=numbers, labels=labels)


def _numbers_in(token: Token) -> tuple[Token, ...]:
    texts = unglue(token.text)
    if len(texts) == 1:
        return (token,) if readings(token.text) else ()
    width = (token.u1 - token.u0) / len(texts)
    return tuple(
        [
            Token(token.u0 + k * width, token.u0 + (k + 1) * width, token.v0, token.v1, text, token.word)
            for k, text in enumerate(texts)
            if readings(text)
        ]
    )


def em_of(words: Sequence[Word]) -> float:
    """Median font size, in points."""
    sizes = sorted([w.size for w in words])
    return sizes[len(sizes) // 2] if sizes else USUAL_SIZE
