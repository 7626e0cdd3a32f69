"""Both readings of every bar: the printed label, and the length measured on the scale."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.extract.charts.bars import Plot
from pipeline.extract.charts.categories import Category
from pipeline.extract.charts.frame import Piece, Token
from pipeline.extract.charts.numbers import decimals, readings, unit
from pipeline.extract.charts.scale import Scale
from pipeline.model import Bar, Box, Issue

SAME_SCALE = 0.05
"""Relative difference up to which two scales are the same one."""
DRAWING = 0.8
"""Points. Bars are drawn to about half a point at either end."""
AGREED, LABEL_ONLY, MEASURED_ONLY, DISAGREED = 0.97, 0.75, 0.6, 0.3
"""Confidence by what supports the value: two readings that agree, the label alone, the length alone, a conflict."""


@dataclass(frozen=True, slots=True)
class Reading:
    plot: Plot
    axis: Scale | None
    from_labels: Scale | None
    labels: Mapping[Piece, Token]
    names: Mapping[str, str]
    """Colour -> series."""
    slack: float
    """Points by which the edges of the rectangles may lie off."""

    @property
    def axis_agrees(self) -> bool | None:
        """Do ticks and labels tell the same scale? None where one of them is missing."""
        if not self.axis or not self.from_labels:
            return None
        return abs(self.axis.per_point / self.from_labels.per_point - 1) < SAME_SCALE

    @property
    def needs_legend(self) -> bool:
        """Several bars of a category are told apart by their colours alone."""
        return any(len({p.color for lane in group for p in lane.pieces}) > 1 for group in self.plot.groups)

    @property
    def scale(self) -> Scale | None:
        """The axis', unless the labels agree among themselves on another (a second axis, a cut axis)."""
        return self.from_labels if self.axis_agrees is False else self.axis or self.from_labels


def read_bars(
    page: int, reading: Reading, categories: Sequence[Category], loose: Sequence[Token]
) -> tuple[tuple[Bar, ...], tuple[Issue, ...]]:
    """Bars in reading order (row = category, column = series), and what was doubtful."""
    scale = reading.scale
    if scale is None:
        return (), ()
    series = list(dict.fromkeys(p.color for p in reading.plot.pieces))
    unit_of_chart = scale.unit or (reading.from_labels.unit if reading.from_labels else None)
    bars: list[Bar] = []
    issues: list[Issue] = []
    for row, (group, category) in enumerate(zip(reading.plot.groups, categories, strict=True)):
        for piece in (p for lane in group for p in lane.pieces):
            bar, issue = _bar(page, reading, scale, piece, (row, series.index(piece.color)))
            name = reading.names.get(piece.color, "")
            if not name and reading.needs_legend:
                bar = replace(bar, confidence=min(bar.confidence, LABEL_ONLY))
            bars.append(_named(bar, category, name, unit_of_chart))
            issues += [issue] if issue else []
        issues += _doubt(page, row, group[0].pieces[0].box, category)
    if reading.axis_agrees is False:
        issues.append(
            Issue(
                "chart.axis_differs",
                "warning",
                f"Page {page}: the chart's axis does not fit the values printed at its bars; the printed are given.",
                page,
            )
        )
    if len(series) > 1 and len(reading.names) < len(series):
        issues.append(
            Issue(
                "chart.no_legend",
                "warning",
                f"Page {page}: not every colour of the chart was found in a legend.",
                page,
            )
        )
    issues += [
        Issue(
            "chart.label_unmatched",
            "warning",
            f"Page {page}: the number {t.text!r} on the chart belongs to no bar.",
            page,
            box=None,
        )
        for t in loose
    ]
    return tuple(bars), tuple(issues)


def _bar(page: int, reading: Reading, scale: Scale, piece: Piece, at: tuple[int, int]) -> tuple[Bar, Issue | None]:
    measured = scale.value(piece.u0, piece.u1, reading.plot.baseline)
    token = reading.labels.get(piece)
    label: float | None = None
    confidence, issue = MEASURED_ONLY, None
    if token:
        label = min(readings(token.text), key=lambda v: abs(v - measured))
        rounding = 0.5 * 10.0 ** -decimals(token.text, label)
        confidence = LABEL_ONLY if reading.axis_agrees is False else AGREED
        if abs(label - measured) > rounding + (DRAWING + reading.slack) * abs(scale.per_point):
            confidence = DISAGREED
            issue = Issue(
                "chart.label_differs",
                "warning",
                f"Page {page}: the chart prints {token.text} but the bar is as long as {measured:.1f}.",
                page,
                row=at[0],
                column=at[1],
                box=piece.box,
            )
    raw = token.text if token else ""
    bar = Bar(
        at[0],
        at[1],
        "",
        "",
        label,
        round(measured, 2),
        piece.box,
        piece.color,
        raw,
        unit(raw) if raw else None,
        confidence,
    )
    return bar, issue


def _doubt(page: int, row: int, box: Box, category: Category) -> Iterator[Issue]:
    """What is not sure of the category of a row; ``box``: of its first bar."""
    if not category.name:
        message = f"Page {page}: a bar of the chart has no label beside it."
        yield Issue("chart.no_category", "warning", message, page, row=row, box=box)
    elif not category.sure:
        message = f"Page {page}: what stands beside a bar of the chart may not be all its label: {category.name!r}."
        yield Issue("chart.category_unsure", "warning", message, page, row=row, box=box)


def _named(bar: Bar, category: Category, series: str, unit_of_chart: str | None) -> Bar:
    confidence = bar.confidence if category.sure else min(bar.confidence, LABEL_ONLY)
    unit_of_bar = bar.unit or unit_of_chart
    return replace(
        bar, category=category.name, group=category.group, series=series, unit=unit_of_bar, confidence=confidence
    )
