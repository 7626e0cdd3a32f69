"""Running heads and page numbers: lines that stand at the same place on many pages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from pipeline.extract.text.contents import key_of
from pipeline.extract.text.drafts import Draft
from pipeline.extract.text.lexicon import OF_WORDS, PAGE_WORDS
from pipeline.extract.text.lines import Line
from pipeline.model import Page

EDGE = 0.13
"""Share of the page's height, at its top and its foot, where running heads stand."""
SAME_PLACE = 3.0
"""Points by which the place of a running head may vary from page to page."""
ALIKE = 0.5
"""Share of the shorter text that two running heads begin or end with in common."""
RULE = 0.5
"""Share of the page's width of a rule that parts a running head from the page."""

MOST_ON_DIVIDER = 3
"""Blocks on a page that only announces a chapter: its word, its number, its title."""

Furniture = Literal["running_head", "page_number"]

_PAGE = "|".join(PAGE_WORDS)
_OF = "|".join(OF_WORDS)
PAGE_NUMBER = re.compile(
    rf"^[\s\-–—|•.]*(?:(?:{_PAGE})\.?\s*)?((?:[A-Z]-)?\d{{1,4}}|[ivxlc]+)(?:\s*(?:/|{_OF})\s*\d{{1,4}})?[\s\-–—|•.]*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Candidate:
    page: int
    line: Line
    at: float
    """Middle of the line from the nearest edge, in points (negative: from the foot)."""
    text: str
    ruled: bool


def find_furniture(pages: Sequence[Page], lines: Sequence[Sequence[Line]]) -> dict[int, Furniture]:
    """Kind of each line that is furniture, by ``id`` of the line; ``lines`` go with ``pages``."""
    found: dict[int, Furniture] = {}
    candidates = [c for page, own in zip(pages, lines, strict=True) for c in _candidates(page, own)]
    for c in candidates:
        same = [o for o in candidates if o.page != c.page and abs(o.at - c.at) <= SAME_PLACE]
        if _is_page_number(c, same, len(pages)):
            found[id(c.line)] = "page_number"
        elif _is_running_head(c, same, len(pages)):
            found[id(c.line)] = "running_head"
    return found


def mark_dividers(drafts: Sequence[Draft]) -> list[Draft]:
    """A page that holds nothing but the title of the chapter on the next one is furniture, like a running head."""
    by_page: dict[int, list[Draft]] = {}
    for draft in drafts:
        if draft.kind not in ("running_head", "page_number"):
            by_page.setdefault(draft.page, []).append(draft)
    titles = {page: {key_of(d.plain) for d in own if d.kind == "heading"} for page, own in by_page.items()}
    dividers = {
        page
        for page, own in by_page.items()
        if len(own) <= MOST_ON_DIVIDER
        and titles[page]
        and any(titles[page] & titles.get(page + step, set()) for step in (1, 2))
    }
    return [
        replace(d, kind="running_head", level=None, number=None)
        if d.page in dividers and d.kind != "page_number"
        else d
        for d in drafts
    ]


def _candidates(page: Page, lines: Sequence[Line]) -> list[_Candidate]:
    result = []
    edge = EDGE * page.height
    for line in lines:
        middle = (line.box.top + line.box.bottom) / 2
        if edge < middle < page.height - edge:
            continue
        at = middle if middle <= edge else middle - page.height
        text = re.sub(r"\d+", "#", line.text.casefold())
        result.append(_Candidate(page.number, line, at, text, _ruled(page, line, at > 0)))
    return result


def _ruled(page: Page, line: Line, head: bool) -> bool:
    """Whether a long rule runs close under a head or over a foot."""
    low, high = (
        (line.box.bottom - 1, line.box.bottom + line.size)
        if head
        else (
            line.box.top - line.size,
            line.box.top + 1,
        )
    )
    return any(r.axis == "h" and low <= r.at <= high and r.end - r.start >= RULE * page.width for r in page.rules)


def _is_page_number(c: _Candidate, same: Sequence[_Candidate], pages: int) -> bool:
    if not (match := PAGE_NUMBER.match(c.line.text)):
        return False
    if pages == 1:
        return True
    number = _number(match)
    for other in same:
        theirs = PAGE_NUMBER.match(other.line.text)
        if theirs and number is not None and (value := _number(theirs)) is not None:
            if (value - number) * (other.page - c.page) > 0:
                return True
        elif theirs:
            return True
    return False


def _number(match: re.Match[str]) -> int | None:
    digits = re.sub(r"\D", "", match.group(1))
    return int(digits) if digits else None


def _is_running_head(c: _Candidate, same: Sequence[_Candidate], pages: int) -> bool:
    alike = {o.page for o in same if o.line.size == c.line.size and (o.text == c.text or _alike(o.text, c.text))}
    exact = {o.page for o in same if o.text == c.text}
    ruled = {o.page for o in same if o.ruled and o.line.style == c.line.style}
    return len(exact) >= (1 if pages <= 8 else 2) or len(alike) >= 2 or (c.ruled and len(ruled) >= 2)


def _alike(a: str, b: str) -> bool:
    least = ALIKE * min(len(a), len(b))
    return least >= 4 and (_common(a, b) >= least or _common(a[::-1], b[::-1]) >= least)


def _common(a: str, b: str) -> int:
    return next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
