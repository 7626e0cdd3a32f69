"""Is a run of rows a table? A sum of what speaks for it and against it; a table from 1.6 on.

The weights were set by hand on documents of the ICDAR 2013 competition; the best single measure against charts
and prose is how well a column's phrases share an edge or a centre.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence
from typing import Final

from pipeline.extract.tables.columns import find_columns, span_of
from pipeline.extract.tables.marks import opens_caption, opens_figure
from pipeline.extract.tables.shapes import Column, Layout, Phrase, Row
from pipeline.extract.tables.tokens import has_digit, is_leader
from pipeline.geometry import overlap, snap
from pipeline.model import Box

ACCEPT: Final = 1.6
"""Sum from which a run is a table."""
AT_EDGE: Final = 0.35
"""A phrase shares an edge when it is off by less, em."""
NEUTRAL_ALIGNMENT: Final = 0.75
LONG_PHRASE: Final = 8
"""Words from which a phrase is more of a sentence than of a cell."""

_ENUMERATION = re.compile(r"^(?:[•▪■●○◦\-–—o§►➢]|\(?\w{1,3}[.)]|\d+(?:\.\d+)*\.?|\(\w+\)|\[\d+\])$")
_LEADER_INSIDE = re.compile(r"\.{4,}")
_PAGE_NUMBER = re.compile(r"^\d{1,3}$")
_CHAPTER = re.compile(r"^\d{1,2}(?:\.\d{1,2})*\.?$")
_AXIS_LABEL = re.compile(r"^-?[\d,]+(?:\.\d+)?%?$")


def opens_item(text: str) -> bool:
    """Does a text begin with the bullet or number of a list?"""
    return bool(_ENUMERATION.match(text.split(" ")[0]))


def table_evidence(layout: Layout, rows: Sequence[Row]) -> float:
    """The sum; 0 when there are no two columns and no two rows of several phrases."""
    full = [r for r in rows if len(r.phrases) >= 2]
    columns = find_columns(rows)
    if len(columns) < 2 or len(full) < 2:
        return 0.0
    phrases = [p for r in full for p in r.phrases]
    numeric = sum(p.numeric for p in phrases) / len(phrases)
    score = min(len(full), 6) / 6 + min(len(columns), 5) / 5 + 1.6 * numeric
    score += 0.3 * min(_full_width_rules(layout, rows, columns), 4)
    body = _body(full)
    aligned = alignment(full, columns)
    if len(body) < len(full):
        aligned = max(aligned, alignment(body, columns))
    score += 2.0 * (aligned - NEUTRAL_ALIGNMENT)
    score -= _list_or_contents(full, len(columns))
    score -= _chart(layout, rows, full, columns)
    if sum(len(p.words) >= LONG_PHRASE for p in phrases) > 0.3 * len(phrases):
        score -= 1.0
    if len(full) < 3 and numeric < 0.3:
        score -= 0.8
    if numeric == 1.0:
        score -= 1.0  # no text at all
    return score


def alignment(rows: Sequence[Row], columns: Sequence[Column]) -> float:
    """Share of phrases that stand at their column's usual left edge, right edge or centre, 0 to 1."""
    edges: tuple[Callable[[Phrase], float], ...] = (lambda p: p.x0, lambda p: p.x1, lambda p: p.center)
    own: dict[int, list[Phrase]] = {}
    for p in (p for r in rows for p in r.phrases):
        first, last = span_of(p, columns)
        if first == last:
            own.setdefault(first, []).append(p)
    good = total = 0
    for phrases in own.values():
        if len(phrases) < 3:
            continue
        tolerance = AT_EDGE * phrases[0].size
        good += max(_largest_cluster(sorted(edge(p) for p in phrases), tolerance) for edge in edges)
        total += len(phrases)
    return good / total if total else NEUTRAL_ALIGNMENT


def _largest_cluster(values: Sequence[float], tolerance: float) -> int:
    """Most of the sorted values within ``tolerance`` of one of them."""
    most = first = end = 0
    for x in values:
        while values[first] < x - tolerance:
            first += 1
        while end < len(values) and values[end] <= x + tolerance:
            end += 1
        most = max(most, end - first)
    return most


def _body(full: Sequence[Row]) -> Sequence[Row]:
    """Rows from the first one with numbers on: spanners share no edge with the columns under them."""
    first = next((i for i, r in enumerate(full) if r.has_values()), 0)
    return full[first:]


def _full_width_rules(layout: Layout, rows: Sequence[Row], columns: Sequence[Column]) -> int:
    left, right = columns[0].x0, columns[-1].x1
    near = layout.horizontals.between(rows[0].top - 16, rows[-1].bottom + 16)
    return len(snap((r.at for r in near if overlap(r.start, r.end, left, right) > 0.8 * (right - left)), 4.0))


def _list_or_contents(full: Sequence[Row], columns: int) -> float:
    """Penalty for lists with bullets and for pages of contents."""
    enumerated = sum(bool(_ENUMERATION.match(r.first.text)) for r in full)
    sentences = sum(not r.phrases[-1].numeric for r in full)
    penalty = 2.0 if columns == 2 and enumerated > 0.6 * len(full) and sentences > 0.5 * len(full) else 0.0
    led = sum(any(is_leader(w.text) or _LEADER_INSIDE.search(w.text) for p in r.phrases for w in p.words) for r in full)
    last = [int(r.phrases[-1].text) for r in full if _PAGE_NUMBER.match(r.phrases[-1].text)]
    rising = len(set(last)) > 1 and all(a <= b for a, b in itertools.pairwise(last))
    chapters = columns == 3 and _are_chapters([r.first.text for r in full])
    if columns <= 3 and rising and len(last) > 0.7 * len(full) and (led > 0.4 * len(full) or chapters):
        penalty += 3.0
    return penalty


def _are_chapters(labels: Sequence[str]) -> bool:
    """Numbers of chapters and of sections in them, rising from one to the next: ``1``, ``1.1``, ``1.2``, ``2``."""
    numbers = [tuple(int(n) for n in t.rstrip(".").split(".")) for t in labels if _CHAPTER.match(t)]
    in_order = all(a < b for a, b in itertools.pairwise(numbers))
    return in_order and len(numbers) > 0.8 * len(labels) and len({len(n) for n in numbers}) > 1


def _chart(layout: Layout, rows: Sequence[Row], full: Sequence[Row], columns: Sequence[Column]) -> float:
    """Penalty for axes, for the territory of a figure's caption and for thinly filled columns."""
    density = sum(len(r.phrases) for r in full) / (len(columns) * len(full))
    penalty = 0.0
    if density < 0.3 and len(columns) > 3:
        penalty = 3.0
    elif density < 0.35:
        penalty = 1.0
    if _is_axis([r.first.text for r in full]) and (len(columns) <= 3 or density < 0.5):
        penalty += 2.5
    if is_figure(layout, Box(columns[0].x0, rows[0].top, columns[-1].x1, rows[-1].bottom)):
        penalty += 2.3
    return penalty


def _is_axis(labels: Sequence[str]) -> bool:
    """Numbers at equal steps other than 1: an axis of a chart."""
    ticks = [float(t.replace(",", "").rstrip("%")) for t in labels if _AXIS_LABEL.match(t) and has_digit(t)]
    steps = {round(b - a, 4) for a, b in itertools.pairwise(ticks)}
    return len(ticks) >= 4 and len(ticks) >= 0.6 * len(labels) and len(steps) == 1 and abs(steps.pop()) != 1


def is_figure(layout: Layout, box: Box) -> bool:
    """Is the nearest caption above (or, where there is none, just below) a figure's?"""
    x0, top, x1, bottom = box
    above = [
        p
        for p in layout.phrases
        if p.mid < top + p.size and overlap(p.x0, p.x1, x0 - 60, x1) > 0 and opens_caption(p.text)
    ]
    under = any(
        bottom - p.size < p.mid < bottom + 4 * p.size and overlap(p.x0, p.x1, x0, x1) > 0 and opens_figure(p.text)
        for p in layout.phrases
    )
    nearest = max(above, key=lambda p: p.mid, default=None)
    if nearest is None:
        return under
    prose = sum(nearest.mid + 3 * nearest.size < p.mid < top and overlap(p.x0, p.x1, x0, x1) > 0 for p in layout.prose)
    if opens_figure(nearest.text) and prose < 3:
        return True
    return under and (prose >= 3 or top - nearest.mid > 15 * nearest.size)
