"""Which headings stand over which row: from indents, style, sub-headings, section titles and totals.

The entries of a stub are read from top to bottom with a stack of open headings. Three kinds of heading: a section
title across the body; a heading whose rows are set in; and a flat one, whose rows begin at the same left edge. The
first two end where the indent says so. The end of a flat one is nowhere printed: it is taken to end at the next
heading of its weight, at a row set like the heading itself, at a total that does not name it, and below a subtotal
without a label.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING

from pipeline.clean.bases import names_base
from pipeline.clean.stub import INDENT_STEP

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.clean.stub import Entry, Style

TOTAL_STEMS = ("gesamt", "totaal", "total")
"""Compounds with these are totals among totals (``Gesamtschutz``), elsewhere they need not be."""
MOST_INDENTS = 6
"""More different left edges than this are no levels."""


@dataclass(slots=True)
class _Open:
    entry: Entry
    rank: int
    children: int = 0
    indented: bool | None = None


def row_paths(entries: Sequence[Entry]) -> Mapping[int, tuple[str, ...]]:
    """Row -> path of labels, outermost first, for every row of values. The last label is ``""`` when none is
    printed."""
    ranks = indent_ranks(entries)
    headings = {e.style for e in entries if not e.filled and e.text}
    stack: list[_Open] = []
    paths: dict[int, tuple[str, ...]] = {}
    base = _base_of_all(entries)
    for i, entry in enumerate(entries):
        rank = ranks[i]
        if not entry.text:
            paths[entry.row] = (*entry.outer, *(o.entry.text for o in stack), "")
            while stack and not stack[-1].indented and stack[-1].children:
                stack.pop()
            continue
        ends = _ends_group(entries, i)
        while stack and _closes(stack[-1], entry, rank, ends) and not _is_bare_row(entries, i):
            stack.pop()
        while i == base and stack and (stack[-1].entry.section or rank <= stack[-1].rank):
            stack.pop()
        if entry.filled or _is_bare_row(entries, i):
            paths[entry.row] = (*entry.outer, *(o.entry.text for o in stack), entry.text)
        for opened in stack:
            opened.children += 1
            if opened.indented is None:
                opened.indented = rank > opened.rank
        if not _is_bare_row(entries, i) and _opens(entry, rank, entries[i + 1 :], ranks[i + 1 :], headings):
            stack.append(_Open(entry, rank))
    return paths


def indent_ranks(entries: Sequence[Entry]) -> list[int]:
    """0 for the leftmost labels, 1 for those set in, and so on; all 0 where labels are not left-aligned."""
    labels = [e for e in entries if e.indent is not None and e.right is not None and not e.section]
    step = INDENT_STEP * max((e.style.size for e in labels), default=0.0)
    edges = [(e.indent or 0.0, e.right or 0.0) for e in labels]
    left = _clusters([x0 for x0, _ in edges], step)
    aligned = _most_aligned([x0 for x0, _ in edges], step)
    right = _most_aligned([x1 for _, x1 in edges], step)
    middle = _most_aligned([(x0 + x1) / 2 for x0, x1 in edges], step / 4)  # centring is exact
    if len(left) > MOST_INDENTS or max(right, middle) > aligned:
        return [0] * len(entries)
    starts = [min(cluster) for cluster in left]
    return [
        -1 if e.section else max(0, sum(e.indent >= s for s in starts) - 1) if e.indent is not None else 0
        for e in entries
    ]


def _clusters(edges: Sequence[float], step: float) -> list[list[float]]:
    """Edges in groups with gaps of at most ``step`` points inside."""
    groups: list[list[float]] = []
    for edge in sorted(edges):
        if groups and edge - groups[-1][-1] <= step:
            groups[-1].append(edge)
        else:
            groups.append([edge])
    return groups


def _most_aligned(positions: Sequence[float], step: float) -> int:
    """How many positions at most lie within ``step`` points of each other."""
    ordered = sorted(positions)
    return max((bisect_right(ordered, start + step) - i for i, start in enumerate(ordered)), default=0)


def _closes(opened: _Open, entry: Entry, rank: int, ends: bool) -> bool:
    if opened.entry.section or entry.section:
        return entry.section and bool(opened.children or not opened.entry.section)
    if entry.outer != opened.entry.outer or rank != opened.rank:
        return entry.outer != opened.entry.outer or rank < opened.rank
    if not entry.filled:
        return bool(opened.children) and not opened.entry.style.heavier(entry.style)
    if opened.indented:
        return True
    if entry.is_total:
        return ends and not _names(entry.text, opened.entry.text)
    return opened.children > 0 and _set_like(entry, opened)


def _ends_group(entries: Sequence[Entry], at: int) -> bool:
    """Whether a total stands below its group, not in it: it is called total and no more, or set apart from the row
    above, or only totals follow up to the next heading. ``Total expenditure`` among other rows is one of them."""
    entry = entries[at]
    if not entry.is_total:
        return False
    if len(re.findall(r"\w+", entry.text)) == 1 or (at and entries[at - 1].style != entry.style):
        return True
    following = list(takewhile(lambda e: e.filled, entries[at + 1 :]))
    return all(e.is_total or not e.text or e.text.casefold().startswith(TOTAL_STEMS) for e in following)


def _base_of_all(entries: Sequence[Entry]) -> int | None:
    """The only row that names a base, below the last of several headings: that of all rows, for the other groups would
    have none."""
    named = [i for i, e in enumerate(entries) if e.filled and names_base(e.text)]
    headings = [i for i, e in enumerate(entries) if not e.filled and e.text]
    return named[0] if len(named) == 1 and len(headings) > 1 and named[0] > headings[-1] else None


def _set_like(entry: Entry, opened: _Open) -> bool:
    """A row set like the heading itself (bold, italic), which tells headings apart from rows."""
    style = opened.entry.style
    return entry.style == style and (style.bold or style.italic or style.upper)


def _is_bare_row(entries: Sequence[Entry], at: int) -> bool:
    """A row that happens to have no values, among rows that begin with the same words and look the same."""
    entry = entries[at]
    if entry.filled or not entry.text or entry.section or at in (0, len(entries) - 1):
        return False
    around = (entries[at - 1], entries[at + 1])
    alike = all(e.filled and e.style == entry.style and e.text for e in around)
    return alike and len({" ".join(e.text.casefold().split()[:2]) for e in (entry, *around)}) == 1


def _names(total: str, heading: str) -> bool:
    """``Totaal personeelskosten`` is the total of ``Personeelskosten``."""
    words = set(re.findall(r"\w+", total.casefold()))
    return set(re.findall(r"\w+", heading.casefold())) <= words


def _opens(entry: Entry, rank: int, later: Sequence[Entry], ranks: Sequence[int], headings: set[Style]) -> bool:
    following = next(((e, r) for e, r in zip(later, ranks, strict=True) if e.text), None)
    if following is None:
        return False
    if not entry.filled:
        return True
    after, after_rank = following
    if after_rank > rank:
        return not after.is_total
    if after_rank < rank:
        return False
    marked = entry.style in headings and (entry.style.bold or entry.style.italic) and after.style != entry.style
    return entry.text.endswith(":") or (marked and entry.filled == 1 and not entry.is_total)
