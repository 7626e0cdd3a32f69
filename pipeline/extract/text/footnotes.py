"""Footnotes: small type at the foot of a column, under a short rule or opening with a raised mark."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.extract.text.lines import Line
from pipeline.geometry import overlap, union
from pipeline.model import Box, Page

SMALL = 0.95
"""Share of the body's size below which type is small."""
SHORT_RULE = (0.05, 0.5)
"""Length of the rule over footnotes as a share of the page's width."""
NEAR_RULE = 3.0
"""Share of the font size between that rule and the first note."""

TOGETHER = 2.0
"""Share of the font size: white between lines of one group of notes, and between a table and the notes under it."""
FOOT = 0.08
"""Share of the page's height at its foot where a line is no running text, but may not repeat to show it."""
FRAME = 1.5
"""Share of the body's size: a rule so close to the words of a table is its own."""
UNDERLINE = 0.4
"""Share of the font size: a rule so close under a word underlines it."""

MARK = re.compile(r"^\(?([0-9]{1,3}|[a-z]|[*†‡§¶#]{1,4})\)?[.:]?$")

_WORD = re.compile(r"[^\W\d_]{2}")

Span = tuple[float, float, float]
"""Start, end and height of a horizontal rule, in points."""


@dataclass(frozen=True, slots=True)
class Footnote:
    mark: str | None
    """None: the rest of a note of the page before."""
    lines: tuple[Line, ...]


def find_footnotes(page: Page, lines: Sequence[Line], figures: Sequence[Box], body: float) -> list[Footnote]:
    """Footnotes among the lines of one page, in order.

    ``figures`` are its tables and charts (small type right under one is its own note); ``body`` is the size of
    the running text, in points.
    """
    ordered = sorted(lines, key=lambda line: (line.box.top, line.box.x0))
    rules = _short_rules(page, ordered, figures, body)
    foot = (1 - FOOT) * page.height
    large = [line.box for line in ordered if line.size > SMALL * body and line.box.top < foot]
    notes: list[Footnote] = []
    for group in _by_column(_groups(ordered, body)):
        start = _under_rule(group, rules)
        if start is None and _is_foot(group, (*large, *figures)) and not _hangs(group, figures):
            start = next((n for n, line in enumerate(group) if line.mark is not None and mark_of(line)), None)
        if start is not None:
            notes += _split(group[start:])
    return notes


def mark_of(line: Line) -> str | None:
    """The mark a note opens with, if its first word is one."""
    match = MARK.match(line.words[0].text) if len(line.words) > 1 else None
    return match.group(1) if match else None


def _short_rules(page: Page, lines: Sequence[Line], figures: Sequence[Box], body: float) -> list[Span]:
    """Short horizontal rules that neither underline a word nor belong to a table."""
    found: list[Span] = []
    for r in page.rules:
        if r.axis != "h" or not SHORT_RULE[0] * page.width <= r.end - r.start <= SHORT_RULE[1] * page.width:
            continue
        border = FRAME * body
        if any(
            f.top - border <= r.at <= f.bottom + border and overlap(f.x0, f.x1, r.start, r.end) > 0 for f in figures
        ):
            continue
        if any(
            -UNDERLINE * line.size <= r.at - line.baseline <= UNDERLINE * line.size
            and overlap(line.box.x0, line.box.x1, r.start, r.end) > 0.5 * (r.end - r.start)
            for line in lines
        ):
            continue
        found.append((r.start, r.end, r.at))
    return found


def _groups(lines: Sequence[Line], body: float) -> list[list[Line]]:
    """Small lines that follow each other closely within a column."""
    groups: list[list[Line]] = []
    for line in lines:
        if line.size > SMALL * body:
            continue
        for group in groups:
            last = group[-1]
            if line.box.top - last.box.bottom <= TOGETHER * last.size and _share(line.box, union(o.box for o in group)):
                group.append(line)
                break
        else:
            groups.append([line])
    return groups


def _by_column(groups: Sequence[list[Line]]) -> list[list[Line]]:
    """Groups from the left column to the right one, and downwards within each."""
    columns: list[list[list[Line]]] = []
    for group in groups:
        box = union(line.box for line in group)
        for column in columns:
            if _share(box, union(line.box for other in column for line in other)):
                column.append(group)
                break
        else:
            columns.append([group])
    columns.sort(key=lambda column: min(line.box.x0 for group in column for line in group))
    return [group for column in columns for group in column]


def _share(a: Box, b: Box) -> bool:
    return overlap(a.x0, a.x1, b.x0, b.x1) > 0


def _under_rule(group: Sequence[Line], rules: Sequence[Span]) -> int | None:
    """Where notes begin: at the first line under the last short rule that stands at the left of the column."""
    for x0, x1, y in sorted(rules, key=lambda rule: -rule[2]):
        for at, line in enumerate(group):
            down = line.box.top - y + 0.3 * line.size
            if down >= 0 and abs(x0 - line.box.x0) <= 2 * line.size and overlap(x0, x1, line.box.x0, line.box.x1) > 0:
                if down <= NEAR_RULE * line.size:
                    return at
                break
    return None


def _is_foot(group: Sequence[Line], others: Sequence[Box]) -> bool:
    """Whether neither running text nor a figure stands below a group."""
    box = union(line.box for line in group)
    return not any(other.top >= box.bottom - 1 and _share(other, box) for other in others)


def _hangs(group: Sequence[Line], figures: Sequence[Box]) -> bool:
    box, size = union(line.box for line in group), group[0].size
    return any(-size <= box.top - f.bottom <= TOGETHER * size and _share(f, box) for f in figures)


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
    return [Footnote(mark, tuple(own)) for mark, own in notes if any(_WORD.search(line.text) for line in own)]


def _follows(mark: str, notes: Sequence[tuple[str | None, Sequence[Line]]]) -> bool:
    """Whether a mark that is not raised comes next: a line may also begin with a number by chance."""
    last = next((m for m, _ in reversed(notes) if m is not None), None)
    if last is None or not (mark.isdigit() and last.isdigit()):
        return True
    return int(mark) == int(last) + 1
