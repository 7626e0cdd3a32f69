"""Contents pages: their lines are no prose, and their entries witness headings elsewhere."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.extract.text.lexicon import CONTENTS_TITLES
from pipeline.extract.text.lines import Line

LEAST_ENTRIES = 3
"""A page with fewer entries is no contents page."""

_LEADERS = re.compile(r"^(?P<title>.*?\w.*?)\s*(?:[.…·_‥]\s?){4,}\s*(?P<page>\d{1,4}|[ivxlc]{1,6})?$")
_TRAILING = re.compile(r"^(?P<title>.*[^\W\d].*?)\s+(?P<page>\d{1,4})$")
_ALONE = re.compile(r"^\d{1,4}$")
NUMBERED = re.compile(
    r"^(?P<number>\d{1,2}(?:\.\d{1,2}){0,4}(?![\d.,]\d)|[A-Z](?:\.\d{1,2}){1,3}|[IVX]{1,5}(?=[.)\s]))"
    r"(?:[.)]\s*|\s+|(?<=\d)(?=[^\W\d]{2}))(?P<text>.*[^\W\d]{2}.*)$"
)
"""Number in front of a heading or an entry: ``3``, ``3.2``, ``B.1``, ``IV``."""


@dataclass(frozen=True, slots=True)
class Entry:
    title: str
    """Key of the title: letters and digits only, casefolded, without its number."""
    number: str | None
    indent: float
    """Left edge in points."""


def key_of(text: str) -> str:
    """What is left of a title when spelling, spacing and numbering are set aside."""
    match = NUMBERED.match(text)
    bare = match.group("text") if match else text
    return "".join(c for c in bare.casefold() if c.isalnum())


def find_contents(lines: Sequence[Line]) -> tuple[list[Line], list[Entry]]:
    """The lines of one page that belong to a table of contents, and its entries."""
    rows = _rows(lines)
    titled = any(text.strip(" .:").casefold() in CONTENTS_TITLES for _, text in rows)
    found = [(row, match) for row, text in rows if (match := _entry(text, titled)) is not None]
    if len(found) < LEAST_ENTRIES:
        return [], []
    if not any(_LEADERS.match(text) for _, text in rows) and not _rising([m.group("page") for _, m in found]):
        return [], []
    top = min(line.box.top for line in found[0][0])
    bottom = max(line.box.bottom for line in found[-1][0])
    own = [line for row, text in rows for line in row if top <= line.box.top and line.box.bottom <= bottom]
    own += [line for row, text in rows if text.strip(" .:").casefold() in CONTENTS_TITLES for line in row]
    return own, [_to_entry(row, match) for row, match in found]


def _rows(lines: Sequence[Line]) -> list[tuple[list[Line], str]]:
    """Lines of one baseline together: a page number may stand far right of its title."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda item: (round(item.baseline), item.box.x0)):
        if rows and abs(rows[-1][-1].baseline - line.baseline) <= 0.3 * line.size and _ALONE.match(line.text):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [(row, " ".join(line.text for line in row)) for row in rows]


def _entry(text: str, titled: bool) -> re.Match[str] | None:
    match = _LEADERS.match(text)
    return match if match or not titled else _TRAILING.match(text)


def _rising(pages: Sequence[str]) -> bool:
    numbers = [int(p) for p in pages if p and p.isdigit()]
    falls = sum(b < a for a, b in pairwise(numbers))
    return len(numbers) >= LEAST_ENTRIES and falls <= 1


def _to_entry(row: Sequence[Line], match: re.Match[str]) -> Entry:
    title = match.group("title").strip()
    numbered = NUMBERED.match(title)
    return Entry(key_of(title), numbered.group("number") if numbered else None, row[0].box.x0)
