"""Headings and the title: short lines set apart from the running text, with level and number."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipeline.extract.text.contents import NUMBERED, Entry, key_of
from pipeline.extract.text.drafts import Draft
from pipeline.extract.text.lines import Style
from pipeline.geometry import overlap

LARGER = 1.12
"""Share of the body's size from which type is that of a heading."""
TITLE = 1.3
"""Share of the body's size from which type on the first page is that of the title."""
MOST_LINES, MOST_WORDS = 3, 24
"""A heading is no longer."""
NEXT = 4.0
"""Share of the font size: what a heading stands over begins within it."""
HABIT = 0.6
"""Share of the blocks in a style that must look like headings for it to be a style of headings."""
RICHER = 3
"""So many headings in colour or larger type: then lines that are merely bold are labels, not headings."""

Habits = Mapping[Style, tuple[int, float]]
"""For each style, how many blocks look like headings, and their share of all blocks in the style."""

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


def mark_headings(drafts: Sequence[Draft], entries: Sequence[Entry]) -> list[Draft]:
    """The drafts (in reading order), those that are headings or the title marked as such."""
    body = body_style(drafts)
    if body is None:
        return list(drafts)
    titles = _titles(drafts, body)
    habits = _habits(drafts, body)
    witnesses = {entry.title: entry for entry in entries}
    rich = _is_rich(drafts, body, habits)
    heads: list[int] = []
    for at, draft in enumerate(drafts):
        if not _open(draft) or at in titles:
            continue
        known = key_of(draft.plain) in witnesses
        if _may_head(draft, body, known) and (
            known or (_stands_over(drafts, at) and _set_apart(draft, body, habits, rich))
        ):
            heads.append(at)
    marked = list(drafts)
    for at in heads:
        marked[at] = replace(drafts[at], kind="heading", number=_number(drafts[at]))
    for at in titles:
        marked[at] = replace(drafts[at], kind="title")
    return marked


def set_levels(drafts: Sequence[Draft]) -> list[Draft]:
    """Level of each heading: depth of its number, else the rank of its style among those of numbered ones."""
    depths: dict[Style, Counter[int]] = {}
    styles: set[Style] = set()
    for draft in drafts:
        if draft.kind == "heading":
            styles.add(draft.style)
            if draft.number is not None:
                depths.setdefault(draft.style, Counter())[_depth(draft.number)] += 1
    levels: dict[Style, int] = {}
    last = 0
    for style in sorted(styles, key=_rank):
        last = depths[style].most_common(1)[0][0] if style in depths else last + 1
        levels[style] = last
    return [
        replace(d, level=_depth(d.number) if d.number is not None else levels[d.style]) if d.kind == "heading" else d
        for d in drafts
    ]


def _depth(number: str) -> int:
    return number.count(".") + 1


def _rank(style: Style) -> tuple[float, bool, bool, str]:
    return -style.size, not style.bold, style.italic, str(style.color)


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
    found = {at for at in first if drafts[at].style.size == size and len(drafts[at].lines) <= 2 * MOST_LINES}
    return found if len(found) <= 2 else set()


def _may_head(draft: Draft, body: Style, known: bool) -> bool:
    text = draft.plain
    letters = [c for c in text if c.isalpha()]
    if len(draft.lines) > MOST_LINES or len(text.split()) > MOST_WORDS or len(letters) < 3:
        return False
    if known:
        return True
    if _ENDS_SENTENCE.search(text) or (text.endswith(":") and draft.style.size <= LARGER * body.size):
        return False
    return letters[0].isupper() or _number(draft) is not None


def _apart(style: Style, body: Style) -> tuple[bool, bool, bool]:
    """Whether a style is larger than the body's, bolder, or otherwise other (colour, face, italic)."""
    if style.size < 0.95 * body.size:
        return False, False, False
    other = style.color != body.color or _family(style) != _family(body) or (style.italic and not body.italic)
    return style.size >= LARGER * body.size, style.bold and not body.bold, other


def _family(style: Style) -> str:
    """Name of a face without its weight and slope."""
    return re.split(r"[-,]", style.font)[0]


def _habits(drafts: Sequence[Draft], body: Style) -> Habits:
    alike: Counter[Style] = Counter()
    every: Counter[Style] = Counter()
    for at, draft in enumerate(drafts):
        if not _open(draft):
            continue
        every[draft.style] += 1
        if _may_head(draft, body, known=False) and _stands_over(drafts, at):
            alike[draft.style] += 1
    return {style: (alike[style], alike[style] / count) for style, count in every.items()}


def _is_rich(drafts: Sequence[Draft], body: Style, habits: Habits) -> bool:
    count = 0
    for style, (number, share) in habits.items():
        larger, bold, _ = _apart(style, body)
        if share >= HABIT and (larger or (bold and style.color != body.color)):
            count += number
    return count >= RICHER


def _set_apart(draft: Draft, body: Style, habits: Habits, rich: bool) -> bool:
    larger, bold, other = _apart(draft.style, body)
    number, share = habits.get(draft.style, (0, 0.0))
    if larger:
        return True
    if bold:
        return (other and draft.style.color != body.color) or not rich or _number(draft) is not None
    return other and number >= 2 and share >= HABIT


def _stands_over(drafts: Sequence[Draft], at: int) -> bool:
    """Whether something of its page follows under a block, in its column and near it, or it ends the page."""
    draft = drafts[at]
    box = draft.box
    following = [d for d in drafts[at + 1 : at + 6] if d.page == draft.page]
    if not following:
        return False
    return any(
        overlap(box.x0, box.x1, d.box.x0, d.box.x1) > 0
        and -0.5 * draft.style.size <= d.box.top - box.bottom <= NEXT * max(draft.style.size, 10.0)
        for d in following
    )
