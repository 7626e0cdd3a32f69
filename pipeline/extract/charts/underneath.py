"""Texts under the columns of a vertical chart -> categories, and titles that span several of them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from pipeline.extract.charts.bars import Plot
from pipeline.extract.charts.categories import APART, LINE_GAP, Category, Line, bands, joined, lines_of, middle_of
from pipeline.extract.charts.frame import Frame, Token

CENTERED = 0.5
"""em. A text stands under the middle of its columns to within this."""
ALONE = 1.2
"""Distances of two categories. A total set apart stands this far from the others."""
SPAN = 0.7
"""em. A wider blank parts two texts on one line; so does any blank between two categories."""


def categories_below(frame: Frame, plot: Plot, free: Sequence[Token]) -> tuple[Category, ...]:
    """One for each group of columns. ``free``: words below the baseline that are nothing else."""
    middles = [middle_of(group) for group in plot.groups]
    edges = [low for low, _ in bands(plot)] + [bands(plot)[-1][1]]
    names: list[list[Line]] = [[] for _ in middles]
    bottom = float("inf")
    for texts in _levels(frame, plot, free, edges):
        texts = [text for text in texts if not _is_under_none(text, middles)]
        first = texts[0][0].word if texts else None
        apart = first is not None and first.top - bottom > APART * first.size
        if apart or any(_is_off(text, middles, edges, frame) for text in texts) or _are_heads(texts, names):
            return _under_titles(frame, texts, names, middles)
        for text in texts:
            names[_band(text, edges)].append(text)
            bottom = max(t.word.bottom for t in text)
    return tuple(Category(joined(lines)) for lines in names)


def _under_titles(
    frame: Frame, texts: Sequence[Line], names: Sequence[Sequence[Line]], middles: Sequence[float]
) -> tuple[Category, ...]:
    """Categories whose names are followed by ``texts``, which are none. One alone names the axis, or is a note."""
    spans = _spans(frame, texts, middles) if len(texts) > 1 else [""] * len(middles)
    groups = spans or [""] * len(middles)
    return tuple(Category(joined(lines), group, spans is not None) for lines, group in zip(names, groups, strict=True))


def _levels(frame: Frame, plot: Plot, free: Sequence[Token], edges: Sequence[float]) -> Iterator[list[Line]]:
    """Lines below the axis, each in its texts, while they follow closely; what lies beside the columns is left out."""
    edge, reach = plot.floor, 2 * LINE_GAP * frame.em
    for line in lines_of([t for t in free if plot.floor - t.u0 < len(edges) * reach]):
        if edge - max(t.u1 for t in line) > reach:
            return
        texts = [text for text in _texts(line, edges[1:-1], frame) if edges[0] <= _middle(text) < edges[-1]]
        if texts:
            edge, reach = min(t.u0 for text in texts for t in text), LINE_GAP * frame.em
            yield texts


def _texts(line: Line, cuts: Sequence[float], frame: Frame) -> list[Line]:
    texts = [[line[0]]]
    for before, token in itertools.pairwise(line):
        if token.v0 - before.v1 > SPAN * frame.em or any(before.v1 <= cut <= token.v0 for cut in cuts):
            texts.append([])
        texts[-1].append(token)
    return [tuple(text) for text in texts]


def _middle(text: Line) -> float:
    return (text[0].v0 + text[-1].v1) / 2


def _band(text: Line, edges: Sequence[float]) -> int:
    return sum(_middle(text) >= edge for edge in edges[1:-1])


def _is_off(text: Line, middles: Sequence[float], edges: Sequence[float], frame: Frame) -> bool:
    """Not in the middle, or under other columns as well."""
    band, slack = _band(text, edges), CENTERED * frame.em
    wide = text[0].v0 < edges[band] - slack or text[-1].v1 > edges[band + 1] + slack
    return wide or abs(_middle(text) - middles[band]) > slack


def _is_under_none(text: Line, middles: Sequence[float]) -> bool:
    """A category whose column has no length: halfway where one is missing."""
    steps = [b - a for a, b in itertools.pairwise(middles)]
    pitch = min(steps, default=0.0)
    return any(
        b - a > 1.5 * pitch and min(_middle(text) - a, b - _middle(text)) > 0.75 * pitch
        for a, b in itertools.pairwise(middles)
    )


def _are_heads(texts: Sequence[Line], names: Sequence[Sequence[Line]]) -> bool:
    """Titles that happen to stand under the middle one of three categories: in bold, under names that are not."""
    bold = all(t.word.bold for text in texts for t in text)
    return bold and len(texts) < len(names) and any(not t.word.bold for lines in names for line in lines for t in line)


def _spans(frame: Frame, titles: Sequence[Line], middles: Sequence[float]) -> list[str] | None:
    """For each category the title over it, when each title stands under the middle of its run of categories and the
    runs follow each other; None when they do not."""
    for start in range(len(middles)):
        runs = _runs([_middle(title) for title in titles], middles, start, CENTERED * frame.em)
        if runs:
            names = [""] * len(middles)
            for title, run in zip(titles, runs, strict=True):
                for place in run:
                    names[place] = joined([title])
            return names
    return None


def _runs(titles: Sequence[float], middles: Sequence[float], start: int, off: float) -> list[range] | None:
    """Categories of each title, from the ``start``-th on; one before or behind them has none if it stands apart."""
    runs = []
    first = start
    for title in titles:
        ends = (e for e in range(start, len(middles)) if abs((middles[start] + middles[e]) / 2 - title) <= off)
        end = next(ends, None)
        if end is None:
            return None
        runs.append(range(start, end + 1))
        start = end + 1
    steps = [b - a for a, b in itertools.pairwise(middles)]
    alone = [steps[place - 1] for place in (first, start) if 0 < place < len(middles)]
    if first > 1 or start < len(middles) - 1 or any(step <= ALONE * min(steps) for step in alone):
        return None
    return runs
