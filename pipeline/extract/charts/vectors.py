"""Bar charts drawn as vectors: rectangles -> plots -> scale, labels, legend, categories -> Chart.

Every bar is read twice: its printed label and its measured length. Where the two disagree by more than the
rounding of the print and of the drawing, an Issue stands and the confidence falls. Line and pie charts are
not read; nothing is invented for them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Final

from pipeline.extract.charts.bars import Plot, find_plots
from pipeline.extract.charts.categories import Category, categories_of
from pipeline.extract.charts.frame import Direction, Frame, Token, em_of, frame_of, with_words
from pipeline.extract.charts.labels import value_labels
from pipeline.extract.charts.legend import Swatches, legend_names
from pipeline.extract.charts.numbers import with_blanks
from pipeline.extract.charts.reading import Reading, read_bars
from pipeline.extract.charts.scale import axis_scale, label_scale
from pipeline.extract.charts.surroundings import figure_caption
from pipeline.geometry import intersection, union
from pipeline.model import Box, Caption, Chart, Page, Table, Word

DIRECTIONS: tuple[Direction, ...] = ("horizontal", "vertical")
AROUND: Final = 12.0
"""em. The legend of a chart stands within this distance above or below its bars."""
BESIDE: Final = 30.0
"""em. Beside it the longest bar may be much shorter than the plot."""
DRAWN: Final = 0.1
"""Points. Edges of drawn rectangles are this exact."""
COLOR_AGAIN: Final = 0.7
"""Share of the bars in colours that come again: a total may have one of its own."""
IN_TABLE: Final = 0.5
"""Share of a rectangle's area inside a table at which it is the table's shading, not a bar."""


def find_charts(
    page: Page, tables: Sequence[Table] = (), captions: Sequence[Caption] = (), slack: float = DRAWN
) -> tuple[Chart, ...]:
    """Charts of one page, top to bottom. ``tables``: those already found there; their shading is no bar.
    ``captions``: all of the page. ``slack``: points by which edges of the rectangles may lie off."""
    shading = [t.box for t in tables if page.number in t.pages]
    boxes = [(box, color) for box, color in rectangles(page) if not any(_inside(box, t) for t in shading)]
    em = em_of(page.words)
    frames = [frame_of(boxes, direction, em, slack) for direction in DIRECTIONS]
    plots = [find_plots(frame) for frame in frames]
    if not any(plots):  # as on most pages: their words need not be looked at
        return ()
    others = (*shading, *(c.box for c in captions))
    words = with_blanks(
        w for w in page.words if w.direction == 0 and not any(_inside(Box(*w[:4]), box) for box in others)
    )
    drawn = Swatches(page, em)
    found: list[Chart] = []
    for frame, candidates in zip(frames, plots, strict=True):
        named = with_words(frame, words)
        bars = {piece.box for plot in candidates for piece in plot.pieces}
        for plot in candidates:
            chart = read_plot(page.number, named, plot, captions, drawn, bars)
            if chart and not any(intersection(_bars(chart), _bars(other)) for other in found):
                found.append(chart)
    found.sort(key=lambda c: (c.box.top, c.box.x0))
    return tuple(_numbered(chart, order) for order, chart in enumerate(found, 1))


def _bars(chart: Chart) -> Box:
    """Around the bars alone: captions and legends of charts side by side may overlap."""
    return union(bar.box for bar in chart.bars)


def has_plots(page: Page, slack: float) -> bool:
    """Are there bars at all, whatever stands beside them? For pictures, whose words are costly."""
    boxes, em = rectangles(page), em_of(page.words)
    return any(find_plots(frame_of(boxes, direction, em, slack)) for direction in DIRECTIONS)


def rectangles(page: Page) -> list[tuple[Box, str]]:
    """Everything that may be a bar: filled rectangles, rounded ones, and very short bars read as thick rules."""
    white = "#ffffff"
    out = [(Box(*f[:4]), f.color) for f in page.fills if f.color and f.color != white]
    out += [(Box(*c[:4]), c.fill) for c in page.curves if c.fill and c.fill != white and not c.stroke]
    for r in page.rules:
        if r.color and r.color != white and r.width > 0:
            half = r.width / 2
            box = (
                Box(r.start, r.at - half, r.end, r.at + half)
                if r.axis == "h"
                else Box(r.at - half, r.start, r.at + half, r.end)
            )
            out.append((box, r.color))
    return list(dict.fromkeys(out))


def _inside(box: Box, table: Box) -> bool:
    size = (box.x1 - box.x0) * (box.bottom - box.top)
    return size > 0 and intersection(box, table) >= IN_TABLE * size


def read_plot(
    page: int, frame: Frame, plot: Plot, captions: Sequence[Caption], drawn: Swatches, bars: Collection[Box]
) -> Chart | None:
    """The chart that a plot's surroundings bear out; None without a scale or categories. ``bars``: of all plots."""
    axis = axis_scale(frame, plot)
    ticks: tuple[Token, ...] = axis[1] if axis else ()
    bars_box = union(p.box for p in plot.pieces)
    near = _grown(bars_box, BESIDE * frame.em, AROUND * frame.em)
    colors = list(dict.fromkeys(p.color for p in plot.pieces))
    names = legend_names(drawn, colors, bars, bars_box, near)
    taken = [*ticks, *(t for t in frame.tokens if any(_inside(Box(*t.word[:4]), box) for _, box in names.values()))]
    labels, loose = value_labels(frame, plot, taken)
    from_labels = label_scale([(t, p.length if p.u1 > plot.baseline else -p.length) for p, t in labels.items()])
    if axis is None and from_labels is None:
        return None
    reading = Reading(
        plot,
        axis[0] if axis else None,
        from_labels,
        labels,
        {c: n for c, (n, _) in names.items()},
        frame.slack,
    )
    taken += labels.values()
    categories = categories_of(frame, plot, taken, ticks)
    if not _borne_out(reading, categories):
        return None
    read, issues = read_bars(page, reading, categories, loose)
    words = [t.word for t in taken] + _label_words(frame, plot, categories)
    box = union([bars_box, *(w[:4] for w in words), *(b for _, b in names.values())])
    caption = figure_caption(captions, box, frame.em)
    return Chart("", page, box, caption, _kind(frame, plot), read, read=True, engine="vector", issues=issues)


def _borne_out(reading: Reading, categories: Sequence[Category]) -> bool:
    """Most bars are named; where no printed value speaks for the chart, all are, most in colours that come again."""
    named = sum(bool(category.name) for category in categories)
    if reading.from_labels:
        return named * 2 >= len(categories)
    colors = Counter(p.color for p in reading.plot.pieces)
    again = sum(count for count in colors.values() if count > 1)
    return named == len(categories) and again >= COLOR_AGAIN * len(reading.plot.pieces)


def _grown(box: Box, beside: float, above: float) -> Box:
    return Box(box.x0 - beside, box.top - above, box.x1 + beside, box.bottom + above)


def _label_words(frame: Frame, plot: Plot, categories: Sequence[Category]) -> list[Word]:
    texts = {part for one in categories for part in f"{one.group} {one.name}".split()}
    low, high = plot.groups[0][0].v0 - plot.thickness, plot.groups[-1][-1].v1 + plot.thickness
    return [
        t.word
        for t in frame.tokens
        if t.text in texts
        and t.u1 <= plot.floor + 0.4 * frame.em
        and low < t.v < high
        and plot.floor - t.u1 < 14 * frame.em
    ]


def _kind(frame: Frame, plot: Plot) -> str:
    shape = "stacked" if plot.stacked else "grouped" if any(len(g) > 1 for g in plot.groups) else "single"
    return f"{shape} {frame.direction} bars"


def _numbered(chart: Chart, order: int) -> Chart:
    chart_id = f"p{chart.page:03d}-c{order}"
    return replace(chart, id=chart_id, issues=tuple(replace(i, table_id=chart_id) for i in chart.issues))
