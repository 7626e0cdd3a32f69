"""Footnotes: small type at the foot of a column, under a short rule or opening with a raised mark."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.extract.text.lines import Line
from pipeline.geometry import overlap
from pipeline.model import Page

SMALL = 0.95
"""Share of the body's size below which type is small."""
SHORT_RULE = (0.05, 0.5)
"""Length of the rule over footnotes as a share of the page's width."""
NEAR_RULE = 3.0
"""Share of the font size between that rule and the first note."""

MARK = re.compile(r"^(?:\(?([0-9]{1,3}|[a-z])\)?|([*†‡§¶#]{1,4}))$")


@dataclass(frozen=True, slots=True)
class Footnote:
    mark: str | None
    """None: the rest of a note of the page before."""
    lines: tuple[Line, ...]


def find_footnotes(page: Page, lines: Sequence[Line], body: float) -> list[Footnote]:
    """Footnotes among the lines of one page, in order; ``body`` is the size of its running text, in points."""
    ordered = sorted(lines, key=lambda line: (line.box.top, line.box.x0))
    rules = [r for r in page.rules if r.axis == "h" and _short(r.end - r.start, page.width)]
    notes: list[Footnote] = []
    for column in _feet(ordered, body):
        start = _start(column, [(r.start, r.end, r.at) for r in rules])
        if start is not None:
            notes += _split(column[start:])
    return notes


def mark_of(line: Line) -> str | None:
    """The mark a note opens with, if its first word is one."""
    match = MARK.match(line.words[0].text) if len(line.words) > 1 else None
    return (match.group(1) or match.group(2)) if match else None


def _short(length: float, width: float) -> bool:
    return SHORT_RULE[0] * width <= length <= SHORT_RULE[1] * width


def _feet(lines: Sequence[Line], body: float) -> list[list[Line]]:
    """For each column the small lines with no body type below them."""
    columns: list[list[Line]] = []
    large = [line for line in lines if line.size > SMALL * body]
    for line in lines:
        if line.size > SMALL * body or any(
            o.baseline > line.baseline and overlap(o.box.x0, o.box.x1, line.box.x0, line.box.x1) > 0 for o in large
        ):
            continue
        for column in columns:
            if any(overlap(o.box.x0, o.box.x1, line.box.x0, line.box.x1) > 0 for o in column):
                column.append(line)
                break
        else:
            columns.append([line])
    return columns


def _start(column: Sequence[Line], rules: Sequence[tuple[float, float, float]]) -> int | None:
    """Where the notes begin: under a short rule that stands at the column's left, else at a raised mark."""
    for at, line in enumerate(column):
        for x0, x1, y in rules:
            over = 0 <= line.box.top - y + 0.3 * line.size <= NEAR_RULE * line.size
            if over and abs(x0 - line.box.x0) <= 2 * line.size and overlap(x0, x1, line.box.x0, line.box.x1) > 0:
                return at
    return next((at for at, line in enumerate(column) if line.mark is not None and mark_of(line)), None)


def _split(lines: Sequence[Line]) -> list[Footnote]:
    raised = any(line.mark is not None for line in lines)
    notes: list[tuple[str | None, list[Line]]] = []
    for line in lines:
        mark = mark_of(line) if line.mark is not None or not raised else None
        if mark is not None and not raised and not _follows(mark, notes):
            mark = None
        if mark is not None or not notes:
            notes.append((mark, [line]))
        else:
            notes[-1][1].append(line)
    return [Footnote(mark, tuple(own)) for mark, own in notes]


def _follows(mark: str, notes: Sequence[tuple[str | None, Sequence[Line]]]) -> bool:
    """Whether a mark that is not raised comes next: a line may also begin with a number by chance."""
    last = next((m for m, _ in reversed(notes) if m is not None), None)
    if last is None or not (mark.isdigit() and last.isdigit()):
        return True
    return int(mark) == int(last) + 1
