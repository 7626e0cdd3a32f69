"""Which words of a file a person sees. What nobody sees never becomes data. Pure; shared by every backend."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from operator import attrgetter
from typing import Final, Literal, NamedTuple

from pipeline.geometry import area, intersection
from pipeline.model import Box, Issue, Word
from pipeline.read.color import rgb
from pipeline.read.layer import FoundWord, PageLayer, PaintedPath, Subpath, made

Reason = Literal["invisible", "off the page", "cut off", "clipped", "same colour", "covered"]

WHITE = (255, 255, 255)
SAME_COLOUR: Final = 6
"""Difference in each of red, green and blue (0 to 255) below which nobody tells text from what is behind it."""
PART_SEEN: Final = 0.2
"""A word counts as clipped when less than this share of its box is inside the clip."""
COVERED: Final = 0.95
"""... and as covered when one opaque fill hides this share of it."""
SMALLEST: Final = 0.01
"""Font size in points that leaves no visible trace."""
LEAST_SIDE: Final = 3.0
"""Points: a fill narrower than this is a rule and stands behind no word."""
OFF: Final = 0.05
"""Points by which a corner may lie off the box of its outline: drawing programs round."""
SAMPLE: Final = 6
"""Words quoted in an issue."""

WHY: dict[Reason, str] = {
    "invisible": "is declared invisible in the file",
    "off the page": "lies outside the page",
    "cut off": "continues a line beyond the edge of the page (it is cut off there)",
    "clipped": "lies outside the area that is painted",
    "same colour": "has the colour of what is behind it",
    "covered": "is covered by a filled area",
}


class Backdrop(NamedTuple):
    box: Box
    color: tuple[int, int, int] | None
    """None: a pattern, a shading or a picture, so any colour."""
    order: int
    hides: bool
    """It is opaque and fills its whole box."""


def set_apart(layer: PageLayer) -> tuple[list[Word], list[Word], tuple[Issue, ...]]:
    """Words seen, words hidden, and an issue for each reason to hide; both in the order of painting."""
    if not layer.words:
        return [], [], ()
    words = sorted(layer.words, key=attrgetter("order"))
    behind = _behind(words, sorted(_backdrops(layer), key=attrgetter("order")))
    reasons: dict[int, Reason] = {}
    for index in sorted(behind.keys() | _not_plain(words, layer)):
        reason = _declared(words[index], layer) or _painted_over(words[index], behind.get(index, []))
        if reason is not None:
            reasons[index] = reason
    seen = [found.word for index, found in enumerate(words) if index not in reasons]
    hidden = _cut_off([(words[index].word, reason) for index, reason in reasons.items()], seen, layer)
    return seen, [word for word, _ in hidden], _issues(layer.number, hidden)


def _not_plain(words: list[FoundWord], layer: PageLayer) -> set[int]:
    """All but most words: those are inside the page, painted whole, and darker than paper."""
    pale = {color for color in {found.word.color for found in words} if _is_lost(rgb(color), WHITE)}
    width, height = layer.width, layer.height
    return {
        index
        for index, (word, _, invisible, clip) in enumerate(words)
        if invisible
        or clip is not None
        or word.size <= SMALLEST
        or word.x0 < 0
        or word.top < 0
        or word.x1 > width
        or word.bottom > height
        or word.color in pale
    }


def _declared(found: FoundWord, layer: PageLayer) -> Reason | None:
    word = found.word
    if found.invisible or word.size <= SMALLEST:
        return "invisible"
    if not (0 <= word.x0 + word.x1 <= 2 * layer.width and 0 <= word.top + word.bottom <= 2 * layer.height):
        return "off the page"
    if found.clip is not None and intersection(word[:4], found.clip) < PART_SEEN * area(word[:4]):
        return "clipped"
    return None


def _painted_over(found: FoundWord, behind: list[Backdrop]) -> Reason | None:
    """``behind``: backdrops under the middle of the word, or over it, in the order of painting."""
    word = found.word
    if behind and any(b.order > found.order and b.hides and _covers(b.box, word) for b in behind):
        return "covered"
    under = [b for b in behind if b.order < found.order]
    return "same colour" if _is_lost(rgb(word.color), under[-1].color if under else WHITE) else None


@lru_cache(maxsize=4096)
def _is_lost(color: tuple[int, int, int] | None, paper: tuple[int, int, int] | None) -> bool:
    """Whether text of a colour cannot be told from what is behind it."""
    if color is None or paper is None:
        return False
    return max(abs(a - b) for a, b in zip(color, paper, strict=True)) <= SAME_COLOUR


def _covers(box: Box, word: Word) -> bool:
    return intersection(box, word[:4]) >= COVERED * area(word[:4])


def _behind(words: list[FoundWord], backdrops: list[Backdrop]) -> dict[int, list[Backdrop]]:
    """Backdrops around the middle of each word, by the word's index."""
    found: dict[int, list[Backdrop]] = {}
    if not backdrops:
        return found
    across = [(word.x0 + word.x1) / 2 for word, _, _, _ in words]
    levels = [(word.top + word.bottom) / 2 for word, _, _, _ in words]
    down = sorted(range(len(words)), key=levels.__getitem__)
    levels = [levels[index] for index in down]
    for backdrop in backdrops:
        x0, top, x1, bottom = backdrop.box
        for index in down[bisect_left(levels, top) : bisect_right(levels, bottom)]:
            if x0 <= across[index] <= x1:
                own = found.get(index)
                if own is None:
                    found[index] = [backdrop]
                else:
                    own.append(backdrop)
    return found


def _backdrops(layer: PageLayer) -> Iterable[Backdrop]:
    for picture in layer.pictures:
        yield Backdrop(picture.box, None, picture.order, hides=False)
    for path in layer.paths:
        if path.filled:
            yield from _filled(path)


def _filled(path: PaintedPath) -> Iterable[Backdrop]:
    """The areas of one fill that are large enough to stand behind a word. A curved, slanted or pierced outline covers
    less than its box: then any colour."""
    clip = path.clip
    for subpath in path.subpaths:
        x0, top, x1, bottom = subpath.bounds
        if clip is not None:
            x0, top, x1, bottom = max(x0, clip.x0), max(top, clip.top), min(x1, clip.x1), min(bottom, clip.bottom)
        if min(x1 - x0, bottom - top) > LEAST_SIDE:
            alone = path.opaque and not subpath.curved and len(path.subpaths) == 1
            whole = alone and _fills_its_box(subpath)
            box = made(Box, (x0, top, x1, bottom))
            yield made(Backdrop, (box, rgb(path.fill) if whole else None, path.order, whole))


def _fills_its_box(subpath: Subpath) -> bool:
    """Whether all points of an outline without curves lie in corners of its box."""
    x0, top, x1, bottom = subpath.bounds
    return all(min(x - x0, x1 - x) <= OFF and min(y - top, bottom - y) <= OFF for x, y in subpath.points)


def _cut_off(hidden: list[tuple[Word, Reason]], seen: list[Word], layer: PageLayer) -> list[tuple[Word, Reason]]:
    """Text off the page that continues a line on it is lost content, not a printer's mark."""
    if not any(reason == "off the page" for _, reason in hidden):
        return hidden
    lines = defaultdict(list)
    for word in seen:
        if word.x1 > layer.width - 2 * word.size or word.x0 < 2 * word.size:
            lines[round(word.bottom)].append(word)

    def continues(word: Word) -> bool:
        near_lines = (w for y in (-1, 0, 1) for w in lines.get(round(word.bottom) + y, ()))
        return any(min(abs(word.x0 - w.x1), abs(w.x0 - word.x1)) <= 2 * word.size for w in near_lines)

    return [(w, "cut off" if r == "off the page" and continues(w) else r) for w, r in hidden]


def _issues(number: int, hidden: list[tuple[Word, Reason]]) -> tuple[Issue, ...]:
    by_reason: dict[Reason, list[str]] = defaultdict(list)
    for word, reason in hidden:
        by_reason[reason].append(word.text)
    return tuple(
        Issue(
            "page.cut_off" if reason == "cut off" else "page.hidden_text",
            "warning" if reason in ("cut off", "covered") else "info",
            f"Page {number}: text that {WHY[reason]} was left out of the data ({len(texts)} "
            f"word{'s' if len(texts) > 1 else ''}: {' '.join(texts[:SAMPLE])}{' ...' if len(texts) > SAMPLE else ''}).",
            page=number,
        )
        for reason, texts in by_reason.items()
    )
