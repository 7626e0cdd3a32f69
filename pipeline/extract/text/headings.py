"""Headings and the title: short lines set apart from the running text, with level and number."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.extract.text.contents import NUMBERED, Entry, key_of
from pipeline.extract.text.drafts import Draft
from pipeline.extract.text.lines import Style
from pipeline.geometry import overlap
from pipeline.model import Box

LARGER = 1.12
"""Share of the body's size from which type is that of a heading."""
SMALLEST, SMALLEST_OTHER = 0.95, 0.8
"""Share of the body's size below which type heads nothing; a bold other face may look large at a smaller size."""
TITLE = 1.3
"""Share of the body's size from which type on the first page is that of the title."""
MOST_LINES, MOST_WORDS = 3, 24
"""A heading is no longer."""
NEXT = 4.0
"""Share of the font size: what a heading stands over begins within it."""
LADDER = 3
"""So many lines in the style of headings on end head nothing."""
LEAST_PROSE = 3
"""Lines of a paragraph: a first page without one is a cover, and has a title but no headings."""
HABIT = 0.6
"""Share of the blocks in a style that must look like headings for it to be a style of headings."""
RICHER = 3
"""So many bold headings in a colour of their own: then lines that are merely bold are labels, not headings."""

Habits = Mapping[Style, tuple[int, float]]
"""For each style, how many blocks look like headings, and their share of all blocks in the style."""

Figures = Mapping[int, Sequence[Box]]
"""Boxes of tables and charts on each page."""

Rank = tuple[float, bool, bool]
"""Order of heading styles: larger, bold and upright ones stand higher; colour alone makes no level."""

_DASHES = "-–—•"
_ENDS_SENTENCE = re.compile(r"[.,;]$")


def body_style(drafts: Sequence[Draft]) -> Style | None:
    """The style of the running text: most characters, counting blocks of several lines before single lines."""
    long: Counter[Style] = Counter()
    short: Counter[Style] = Counter()
    for draft in drafts:
        target = long if len(draft.lines) > 1 else short
        for line in draft.lines:
            target[line.style] += len(line.text)
    for counts in (long, short):
        if counts:
            return max(counts, key=lambda s: counts[s])
    return None


def mark_headings(drafts: Sequence[Draft], entries: Sequence[Entry], figures: Figures) -> list[Draft]:
    """The drafts (in reading order), those that are headings or the title marked as such.

    A heading is short, set apart from the running text, and stands over something; an entry of a contents page
    with the same words makes up for what is missing. A caption without a number in the style of the headings
    is one of them.
    """
    body = body_style(drafts)
    if body is None:
        return list(drafts)
    titles = _titles(drafts, body)
    covers = {drafts[at].page for at in titles} - {d.page for d in drafts if len(d.lines) >= LEAST_PROSE}
    over = [_stands_over(drafts, at, figures) for at in range(len(drafts))]
    habits = _habits(drafts, over, body)
    rich = _is_rich(body, habits)
    witnesses = {entry.title for entry in entries}
    outline = _outline(drafts, over)
    marked: list[Draft] = []
    for at, draft in enumerate(drafts):
        if at in titles:
            draft = replace(draft, kind="title")
        elif _open(draft) and draft.page not in covers:
            known = at in outline or key_of(draft.plain) in witnesses
            if _may_head(draft, body, known) and (known or (over[at] and _set_apart(draft, body, habits, rich))):
                draft = replace(draft, kind="heading", number=_number(draft))
        marked.append(draft)
    return _promote_captions(_without_ladders(marked))


def _outline(drafts: Sequence[Draft], over: Sequence[bool]) -> set[int]:
    """Lines numbered as sections (``5.4.8``), in rising order: headings even in the type of the text."""
    found: list[tuple[int, tuple[int, ...]]] = []
    for at, draft in enumerate(drafts):
        number = _number(draft) if _open(draft) and over[at] and len(draft.lines) == 1 else None
        if number and number.replace(".", "").isdigit() and "." in number and not _ENDS_SENTENCE.search(draft.plain):
            found.append((at, tuple(int(part) for part in number.split("."))))
    rising = all(a < b for (_, a), (_, b) in pairwise(found))
    return {at for at, _ in found} if rising and len(found) > 1 else set()


def _without_ladders(drafts: Sequence[Draft]) -> list[Draft]:
    """Lines of one style that follow each other with nothing under them are labels (of a diagram, of a list)."""
    result = list(drafts)
    start = 0
    for at in range(1, len(drafts) + 1):
        if at < len(drafts) and _is_rung(drafts[at]) and drafts[at].style == drafts[start].style:
            continue
        if at - start >= LADDER and _is_rung(drafts[start]):
            result[start:at] = [replace(d, kind="paragraph") for d in drafts[start:at]]
        start = at
    return result


def _is_rung(draft: Draft) -> bool:
    return draft.kind == "heading" and draft.number is None


def _promote_captions(drafts: Sequence[Draft]) -> list[Draft]:
    styles = Counter(d.style for d in drafts if d.kind == "heading")
    return [
        replace(d, kind="heading", number=_number(d))
        if d.kind == "caption" and d.number is None and all(styles[line.style] >= 2 for line in d.lines)
        else d
        for d in drafts
    ]


def set_levels(drafts: Sequence[Draft]) -> list[Draft]:
    """Level of each heading: depth of its number, else the rank of its style among those of numbered ones.

    Numbers count from below the headings without one that stand over them all (parts, appendices).
    """
    depths: dict[Rank, Counter[int]] = {}
    ranks: Counter[Rank] = Counter()
    for draft in drafts:
        if draft.kind == "heading":
            ranks[_rank(draft.style)] += 1
            if draft.number is not None:
                depths.setdefault(_rank(draft.style), Counter())[_depth(draft.number)] += 1
    over = sum(count > 1 for rank, count in ranks.items() if depths and rank < min(depths))
    levels: dict[Rank, int] = {}
    last = 0
    for rank in sorted(ranks):
        last = over + depths[rank].most_common(1)[0][0] if rank in depths else last + 1
        levels[rank] = last
    return [
        replace(d, level=over + _depth(d.number) if d.number is not None else levels[_rank(d.style)])
        if d.kind == "heading"
        else d
        for d in drafts
    ]


def _depth(number: str) -> int:
    return number.count(".") + 1


def _rank(style: Style) -> Rank:
    return -style.size, not style.bold, style.italic


def _open(draft: Draft) -> bool:
    """Whether a block may still turn out to be a heading."""
    return draft.kind == "paragraph" or (draft.kind == "list_item" and _number(draft) is not None)


def _number(draft: Draft) -> str | None:
    match = NUMBERED.match(draft.plain)
    return match.group("number") if match else None


def _titles(drafts: Sequence[Draft], body: Style) -> set[int]:
    """The largest type of the first page with text, when no page has larger headings in number."""
    if not drafts:
        return set()
    page = drafts[0].page
    first = [at for at, d in enumerate(drafts) if d.page == page and d.kind == "paragraph"]
    size = max((drafts[at].style.size for at in first), default=0.0)
    later = [d for d in drafts if d.page != page and d.style.size > size and d.kind == "paragraph"]
    if size < TITLE * body.size or len(later) > 1:
        return set()
    start = next(at for at in first if drafts[at].style.size == size)
    before = [d for d in drafts[:start] if d.kind == "paragraph" and len(d.lines) >= LEAST_PROSE]
    if before or _number(drafts[start]) is not None or _ENDS_SENTENCE.search(drafts[start].plain):
        return set()
    found = {start}
    while start + 1 in first and drafts[start + 1].style.size == size:
        start += 1
        found.add(start)
    return found if sum(len(drafts[at].lines) for at in found) <= 2 * MOST_LINES else set()


def _may_head(draft: Draft, body: Style, known: bool) -> bool:
    text = draft.plain
    letters = [c for c in text if c.isalpha()]
    if len(draft.lines) > MOST_LINES or len(text.split()) > MOST_WORDS or len(letters) < 3:
        return False
    if known:
        return True
    larger, bold, other = _apart(draft.style, body)
    number = _number(draft)
    if _ENDS_SENTENCE.search(text) and not (number is not None and (larger or bold)):
        return False
    if text.endswith(":") and not larger and not (bold and other):
        return False
    return number is not None or (letters[0].isupper() and text[0] not in _DASHES)


def _apart(style: Style, body: Style) -> tuple[bool, bool, bool]:
    """Whether a style is larger than the body's, bolder, or otherwise other (colour, face, italic)."""
    face = _family(style) != _family(body)
    if style.size < (SMALLEST_OTHER if face and style.bold else SMALLEST) * body.size:
        return False, False, False
    other = style.color != body.color or face or (style.italic and not body.italic)
    return style.size >= LARGER * body.size, style.bold and not body.bold, other


def _family(style: Style) -> str:
    """Name of a face without its weight and slope."""
    return re.split(r"[-,]", style.font)[0]


def _habits(drafts: Sequence[Draft], over: Sequence[bool], body: Style) -> Habits:
    alike: Counter[Style] = Counter()
    every: Counter[Style] = Counter()
    for draft, stands in zip(drafts, over, strict=True):
        if _open(draft):
            every[draft.style] += 1
            alike[draft.style] += stands and _may_head(draft, body, known=False)
    return {style: (alike[style], alike[style] / count) for style, count in every.items()}


def _is_rich(body: Style, habits: Habits) -> bool:
    count = 0
    for style, (number, share) in habits.items():
        larger, bold, _ = _apart(style, body)
        if share >= HABIT and bold and not larger and style.color != body.color:
            count += number
    return count >= RICHER


def _set_apart(draft: Draft, body: Style, habits: Habits, rich: bool) -> bool:
    larger, bold, other = _apart(draft.style, body)
    number, share = habits.get(draft.style, (0, 0.0))
    if larger:
        return True
    if bold:
        return (other and draft.style.color != body.color) or not rich or _number(draft) is not None
    return other and (number >= 2 or _number(draft) is not None) and share >= HABIT


def _stands_over(drafts: Sequence[Draft], at: int, figures: Figures) -> bool:
    """Whether a block or a figure follows under a block, in its column and near it."""
    draft = drafts[at]
    box = draft.box
    under = [d.box for d in drafts[at + 1 : at + 6] if d.page == draft.page]
    return any(
        overlap(box.x0, box.x1, b.x0, b.x1) > 0
        and -0.5 * draft.style.size <= b.top - box.bottom <= NEXT * max(draft.style.size, 10.0)
        for b in (*under, *figures.get(draft.page, ()))
    )
