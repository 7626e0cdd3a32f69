"""Lines of text around a table: words on one baseline, cut at the gaps between columns. Lengths in points."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from operator import attrgetter
from statistics import median
from typing import Final, TypeVar, final

from pipeline.geometry import union
from pipeline.model import Box, Word

_T = TypeVar("_T")

COLUMN_GAP: Final = 1.5
"""A gap wider than this many em parts two columns of text; a word space is .25 to .5 em, .9 when justified badly."""

SAME_SIZE: Final = 0.06
"""Sizes within this share are one size: real steps in type are at least half a point on eight (.0625)."""

USUAL_SIZE: Final = 10.0
"""Type size in points where there is no word to tell it by."""

_SUPERSCRIPT = str.maketrans("0123456789+-abcdefghijklmnoprstuvwxyz", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ")

FEW_WORDS: Final = 40
"""With fewer words beside its tables a page has no running text to tell a title from: five lines."""

BASELINE_SHARE: Final = 0.5
"""Words share a line when they overlap by half of the lower one: a raised mark still does."""


@final
class TextLine:
    """Words of one line in reading order, and how most of their characters look. Compared by identity, never
    changed."""

    __slots__ = ("bold", "box", "color", "italic", "mid", "size", "text", "words")

    def __init__(self, words: Sequence[Word]) -> None:
        """Size, weight, slant and colour of the majority of characters; the box leaves raised marks out of its
        height."""
        plain = [w for w in words if not w.raised] or list(words)
        first = plain[0]
        size, bold, italic, color = round(first.size, 1) or first.size, first.bold, first.italic, first.color
        box, text = union(words), " ".join([w.text for w in words])
        if len(plain) < len(words) or not all(_look_alike(first, w) for w in plain):
            size = _commonest_size(plain) or first.size
            body = [w for w in plain if same_size(w.size, size)]
            height = union(body)
            box = Box(box.x0, height.top, box.x1, height.bottom)
            bold = _mostly((w.bold, len(w.text)) for w in body)
            italic = _mostly((w.italic, len(w.text)) for w in body)
            color, text = _commonest_color(body), plain_text(words)
        self.words: Final = tuple(words)
        self.box: Final = box
        self.size: Final = size
        self.bold: Final = bold
        self.italic: Final = italic
        self.color: Final = color
        self.text: Final = text
        self.mid: Final = (box.top + box.bottom) / 2

    @property
    def width(self) -> float:
        return self.box.x1 - self.box.x0

    def looks_like(self, other: TextLine) -> bool:
        """Same size, weight and slant."""
        return same_size(self.size, other.size) and self.bold == other.bold and self.italic == other.italic


def same_size(a: float, b: float) -> bool:
    return abs(a - b) <= SAME_SIZE * max(a, b)


@dataclass(frozen=True, slots=True)
class Look:
    """What the running text of a page looks like."""

    size: float
    color: str | None


def look_of(free: Sequence[Word], taken: Sequence[Word] = ()) -> Look:
    """Size and colour of most characters outside tables; a page of few free words goes by its tables as well."""
    size = body_size(free)
    if len(free) < FEW_WORDS and taken:
        size = min(size, body_size(taken))
    return Look(size, _commonest_color([*free, *taken]))


def _look_alike(a: Word, b: Word) -> bool:
    return a.size == b.size and a.bold == b.bold and a.italic == b.italic and a.color == b.color


def text_lines(words: Iterable[Word]) -> tuple[TextLine, ...]:
    """Upright words -> lines from top to bottom, each cut where a column of text ends."""
    upright = [w for w in words if w.direction == 0]
    pieces = [piece for row in word_rows(upright) for piece in _cut(row)]
    return tuple(sorted((TextLine(p) for p in pieces), key=lambda line: (line.box.top, line.box.x0)))


def body_size(words: Iterable[Word]) -> float:
    """The commonest type size, weighted by characters."""
    return _commonest_size(list(words)) or USUAL_SIZE


def plain_text(words: Iterable[Word]) -> str:
    """Words as one text; raised marks glued to what they mark, as superscript characters (``km²``, ``Total¹``)."""
    text = ""
    for word in words:
        if word.raised and text:
            text += word.text.translate(_SUPERSCRIPT)
        else:
            text += f" {word.text}" if text else word.text
    return text


def join_lines(texts: Iterable[str], known: Container[str] = frozenset()) -> str:
    """Text of several lines as one, words broken at a line end put together.

    ``known`` holds words of the page in lower case: a broken word is joined without its hyphen unless the page
    has it with one (a compound that happened to break at its own hyphen).
    """
    whole = ""
    for text in texts:
        whole = _joined(whole, text, known) if whole and text else whole or text
    return whole


class KnownWords:
    """The words of a page in lower case, made so when first asked for: few pages have a caption or note with a word
    broken at a line end."""

    def __init__(self, words: Sequence[Word]) -> None:
        self._words = words

    def __contains__(self, word: object) -> bool:
        return word in self._known

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(w.text.strip(".,;:!?()[]‘’“”\"'").lower() for w in self._words)


def _joined(text: str, piece: str, known: Container[str]) -> str:
    soft = text.endswith("\u00ad")
    if not (soft or (len(text) > 1 and text[-1] in "-‐" and text[-2].isalpha() and piece[:1].islower())):
        # A number range or a compound may end a line at its dash: no blank belongs after it.
        bound = len(text) > 1 and text[-1] in "-‐/" and not text[-2].isspace() and piece[:1].isalnum()
        return text + piece if bound else f"{text} {piece}"
    stem, head = text.split()[-1], piece.split()[0].strip(".,;:!?)]’”\"'").lower()
    whole = f"{stem}{head}".lower()
    abbreviation = stem[:-1].isupper() and len(stem) > 2  # ICT-beleid, EU-landen: no word is broken there
    compound = whole in known and whole.replace(stem[-1], "", 1) not in known
    keep = not soft and (abbreviation or compound)
    return f"{text}{piece}" if keep else f"{text[:-1]}{piece}"


def word_rows(words: Iterable[Word]) -> list[list[Word]]:
    """Words that share a baseline, each row from left to right, rows from top to bottom."""
    rows: list[list[Word]] = []
    tallest: list[tuple[float, float]] = []  # top and bottom of the tallest word of each row
    for word in sorted(words, key=_down_the_page):
        top, bottom = word.top, word.bottom
        for k in range(len(rows) - 1, max(-1, len(rows) - 5), -1):
            its_top, its_bottom = tallest[k]
            shared = (bottom if bottom < its_bottom else its_bottom) - (top if top > its_top else its_top)
            if shared > BASELINE_SHARE * min(bottom - top, its_bottom - its_top):
                rows[k].append(word)
                if bottom - top > its_bottom - its_top:
                    tallest[k] = top, bottom
                break
        else:
            rows.append([word])
            tallest.append((top, bottom))
    return [sorted(row, key=_left_edge) for row in rows]


_left_edge = attrgetter("x0")
_size_of = attrgetter("size")
_color_of = attrgetter("color")


def _down_the_page(word: Word) -> tuple[float, float]:
    return word.top + word.bottom, word.x0


def _cut(row: Sequence[Word]) -> list[list[Word]]:
    if len(row) == 1:
        return [list(row)]
    gaps = [b.x0 - a.x1 for a, b in pairwise(row)]
    usual = median(gaps) if len(gaps) > 3 else 0.0
    pieces = [[row[0]]]
    for gap, word in zip(gaps, row[1:], strict=True):
        if gap > 2 * usual and gap > COLUMN_GAP * min(word.size, pieces[-1][-1].size):
            pieces.append([word])
        else:
            pieces[-1].append(word)
    return pieces


def _mostly(flags: Iterable[tuple[bool, int]]) -> bool:
    return sum([weight if flag else -weight for flag, weight in flags]) > 0


def _commonest_size(words: Sequence[Word]) -> float | None:
    """Points, rounded to a tenth. Most lines are of one size, which is told at once."""
    sizes: set[float] = set(map(_size_of, words))
    if len(sizes) == 1:
        return round(sizes.pop(), 1)
    weights: dict[float, int] = {}
    for w in words:
        size = w.size
        weights[size] = weights.get(size, 0) + len(w.text)
    return _commonest((round(size, 1), weight) for size, weight in weights.items())


def _commonest_color(words: Sequence[Word]) -> str | None:
    colors: set[str | None] = set(map(_color_of, words))
    return colors.pop() if len(colors) == 1 else _commonest((w.color, len(w.text)) for w in words)


def _commonest(values: Iterable[tuple[_T, int]]) -> _T | None:
    counts: dict[_T, int] = {}
    for value, weight in values:
        counts[value] = counts.get(value, 0) + weight
    return max(counts, key=counts.__getitem__) if counts else None
