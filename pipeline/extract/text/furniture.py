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
from pipeline.extract.text.sheets import Sheet, free_lines
from pipeline.model import Page

EDGE = 0.13
"""Share of the page's height, at its top and its foot, where running heads stand."""
NUMBER_EDGE = 0.18
"""The same for a page number, which its value proves."""
SMALL = 0.95
"""Share of the body's size below which type is small."""
SAME_PLACE = 3.0
"""Points by which the place of a running head may vary from page to page."""
ALIKE = 0.5
"""Share of the shorter text that two running heads begin or end with in common."""
RULE = 0.5
"""Share of the page's width of a rule that parts a running head from the page."""

WINDOW = 8
"""Pages before and after one that are searched for the same running head."""
FEW = 8
"""Pages of a document in which one repetition shows a running head; in a longer one it takes two."""
MOST_ON_DIVIDER = 3
"""Blocks on a page that only announces a chapter: its word, its number, its title."""

Furniture = Literal["running_head", "page_number"]

_PAGE = "|".join(PAGE_WORDS)
_OF = "|".join(OF_WORDS)
PAGE_NUMBER = re.compile(
    rf"^[\W_]*(?:(?:{_PAGE})\.?\s*)?((?:[A-Z]{{1,3}}[-–.]|\d{{1,2}}[-–])?\d{{1,4}}|[ivxlc]+)(?:\s*(?:/|{_OF})\s*\d{{1,4}})?[\W_]*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Candidate:
    page: int
    height: float
    line: Line
    at: float
    """Middle of the line from the nearest edge, in points (negative: from the foot)."""
    text: str
    ruled: bool
    first: bool
    """Whether no other line stands higher on the page."""
    number: re.Match[str] | None


def find_furniture(sheets: Sequence[Sheet], body: float) -> dict[int, Furniture]:
    """Kind of each line that is furniture, by ``id`` of the line; ``body``: size of the running text, in points."""
    found: dict[int, Furniture] = {}
    by_page = [_candidates(sheet) for sheet in sheets]
    for at, own in enumerate(by_page):
        near = by_page[max(0, at - WINDOW) : at] + by_page[at + 1 : at + 1 + WINDOW]
        others = [o for candidates in near for o in candidates]
        for c in own:
            if _is_page_number(c, others, len(sheets)):
                found[id(c.line)] = "page_number"
            elif _is_running_head(c, [o for o in others if abs(o.at - c.at) <= SAME_PLACE], len(sheets), body):
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


def _candidates(sheet: Sheet) -> list[_Candidate]:
    result = []
    page = sheet.page
    edge = NUMBER_EDGE * page.height
    highest = min((line.box.top for line in sheet.lines), default=0.0)
    for line in free_lines(sheet):
        middle = (line.box.top + line.box.bottom) / 2
        if edge < middle < page.height - edge:
            continue
        at = middle if middle <= edge else middle - page.height
        text = re.sub(r"[\d\W_]+", " ", line.text.casefold()).strip()
        result.append(
            _Candidate(
                page=page.number,
                height=page.height,
                line=line,
                at=at,
                text=text,
                ruled=_ruled(page, line, at > 0),
                first=line.box.top - highest <= SAME_PLACE,
                number=PAGE_NUMBER.match(line.text),
            )
        )
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


def _is_page_number(c: _Candidate, others: Sequence[_Candidate], pages: int) -> bool:
    """A number that rises with the pages: at the same place, or by one a page wherever it stands at that edge."""
    if (match := c.number) is None:
        return False
    if pages == 1:
        return True
    number = _number(match)
    for other in others:
        theirs = other.number
        if not theirs or (other.at > 0) != (c.at > 0):
            continue
        near, value, step = abs(other.at - c.at) <= SAME_PLACE, _number(theirs), other.page - c.page
        if number is None or value is None:
            if near and number == value:
                return True
        elif value - number == step or (near and (value - number) * step > 0):
            return True
    return False


def _number(match: re.Match[str]) -> int | None:
    digits = re.findall(r"\d+", match.group(1))
    return int(digits[-1]) if digits else None


def _is_running_head(c: _Candidate, same: Sequence[_Candidate], pages: int, body: float) -> bool:
    if abs(c.at) > EDGE * c.height:
        return False
    alike = {o.page for o in same if o.line.size == c.line.size and _alike(o.text, c.text)}
    exact = {o.page for o in same if o.text == c.text} if c.text else set()
    ruled = {o.page for o in same if o.ruled and o.line.style == c.line.style}
    small = {o.page for o in same if o.first and o.line.style == c.line.style and o.line.size < SMALL * body}
    least = 1 if pages <= FEW else 2
    return len(exact) >= least or len(alike) >= 2 or (c.ruled and len(ruled) >= 2) or (c.first and len(small) >= least)


def _alike(a: str, b: str) -> bool:
    least = ALIKE * min(len(a), len(b))
    return least >= 4 and (_common(a, b) >= least or _common(a[::-1], b[::-1]) >= least)


def _common(a: str, b: str) -> int:
    return next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
