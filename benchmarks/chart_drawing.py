"""Draw a plan of printed_charts.py as SVG: bars, labels, axis, legend, categories, in many looks.

Only fair charts are drawn: no text runs into another or out of its chart. A value has no label where there is no room
for one inside its segment.
"""

from __future__ import annotations

import math
from itertools import groupby

from chart_look import INK, LINE, Drawn, Look, Pen, dark, wrapped
from chart_plans import Plan, Planner, Row

GAP = 5.0
"""Points between a category and the axis, and between a bar and the number beside it (half)."""


def category(row: Row, look: Look, width: float) -> list[str]:
    """Lines of a category's label."""
    base = "" if row.base is None else f"(n = {row.base})"
    letters = int(width / look.letter)
    if base and look.base_below:
        return [*wrapped(row.label, letters), base]
    return wrapped(f"{row.label} {base}".strip().replace("n = ", "n\u00a0=\u00a0"), letters)


class Layout:
    """A chart under way: where things are, in points."""

    def __init__(self, plan: Plan, look: Look, planner: Planner) -> None:
        self.plan, self.look, self.planner = plan, look, planner
        self.pen = Pen(look)
        self.printed: set[tuple[int, int]] = set()
        self.left = self.right = self.top = self.bottom = 0.0
        """Of the plot."""

    def length(self, value: float) -> float:
        """Points from the axis to a value."""
        plan = self.plan
        whole = self.bottom - self.top if plan.upright else self.right - self.left
        return (value - plan.origin) / (plan.top - plan.origin) * whole

    def extent(self, amount: float) -> float:
        """Points that an amount is long."""
        return self.length(self.plan.origin + amount)

    def bar(self, start: float, length: float, across: float, thick: float, color: str) -> tuple[float, ...]:
        """Draw a bar that begins ``start`` points from the axis; its rectangle."""
        x, y, w, h = (
            (across, self.bottom - start - length, thick, length)
            if self.plan.upright
            else (self.left + start, across, length, thick)
        )
        radius = min(self.look.round * thick, length / 2)
        more = f' rx="{radius:.2f}"' if radius > 0.3 and not self.plan.stacked else ""
        more += ' stroke="#fff" stroke-width=".7"' if self.look.seam else ""
        self.pen.rectangle(x, y, w, h, color, more)
        return x, y, w, h

    def number(self, at: tuple[int, int], rectangle: tuple[float, ...], color: str) -> None:
        """Print a value at its bar."""
        plan, look = self.plan, self.look
        loss = plan.rows[at[0]].numbers[at[1]] < 0
        text = self.planner.text(plan, plan.rows[at[0]].numbers[at[1]])
        x, y, w, h = rectangle
        width, size = self.pen.width(text), look.size
        room = (h > 1.1 * size and w > width) if plan.upright else (w > width + 2 and h > size)
        ink = "#ffffff" if dark(color) else INK
        if plan.stacked:
            if room and plan.rows[at[0]].numbers[at[1]] >= look.least:
                self.pen.text(x + w / 2, y + h / 2, text, "middle", ink)
                self.printed.add(at)
            return
        self.printed.add(at)
        place = look.place if room and look.place != "end" and not loss else "end"
        if plan.upright:
            inside = y + 0.75 * size if place == "inside" else y + h - 0.75 * size
            outside = y + h + 0.7 * size if loss else y - 0.6 * size
            self.pen.text(x + w / 2, outside if place == "end" else inside, text, "middle",
                          INK if place == "end" else ink)  # fmt: skip
        elif loss:
            self.pen.text(x - GAP / 2, y + h / 2, text, "end")
        elif place == "end":
            self.pen.text(x + w + GAP / 2, y + h / 2, text)
        else:
            at_x, anchor = (x + w - 2, "end") if place == "inside" else (x + 2, "start")
            self.pen.text(at_x, y + h / 2, text, anchor, ink)

    def bars(self, place: int, across: float, thick: float) -> None:
        """All bars of a category, from ``across`` on."""
        plan = self.plan
        numbers = plan.rows[place].numbers
        before = sum(numbers[: plan.center]) + numbers[plan.center] / 2 if plan.center else 0.0
        start = self.length(0.0) - self.extent(before) if plan.origin <= 0 else 0.0
        for order, value in enumerate(numbers):
            color = self.color(place, order)
            length = self.extent(abs(value) - max(plan.origin, 0.0))
            if self.look.track and len(plan.series) == 1 and not plan.origin:
                self.bar(0.0, self.length(plan.top), across, thick, "#e6e6e6")
            rectangle = self.bar(start - length if value < 0 else start, length, across, thick, color)
            if plan.labelled:
                self.number((place, order), rectangle, color)
            if plan.stacked:
                start += length
            else:
                across += thick

    def color(self, place: int, order: int) -> str:
        total = self.plan.rows[place].total and len(self.plan.series) == 1
        return self.look.palette[1 if total else order]

    def legend(self, x: float, y: float, width: float) -> float:
        """Draw it from a top left corner on; the height it takes."""
        size, pen, at = self.look.size, self.pen, x
        line, start = LINE * size, y
        y += line / 2
        for order, name in enumerate(self.plan.series):
            across = 0.8 * size + 3 + pen.width(name) + 1.5 * size
            if at > x and at + across > x + width:
                at, y = x, y + line
            pen.swatch(at, y, self.look.palette[order])
            pen.text(at + 0.8 * size + 3, y, name)
            at += across
        return y + line / 2 - start

    def axis(self) -> None:
        """Ticks, lines of the grid and the baseline; drawn before the bars."""
        plan, look, pen = self.plan, self.look, self.pen
        decimals = 1 if plan.step % 1 else 0
        count = round((plan.top - plan.origin) / plan.step)
        values = [plan.origin + place * plan.step for place in range(count + 1)]
        texts = [self.planner.hand.cell(value, decimals, plan.sign).text for value in values]
        room = self.extent(plan.step)
        wide = look.size * 1.2 if plan.upright else max(map(pen.width, texts)) + 0.5 * look.size
        for place in range(0, count + 1, math.ceil(wide / room)):
            at, text = self.length(values[place]), texts[place]
            if plan.upright:
                if look.grid:
                    pen.line(self.left, self.bottom - at, self.right, self.bottom - at)
                if look.axis != "none":
                    pen.text(self.left - 4, self.bottom - at, text, "end")
            else:
                if look.grid:
                    pen.line(self.left + at, self.top, self.left + at, self.bottom)
                if look.axis != "none":
                    y = self.top - 0.8 * look.size if look.axis == "high" else self.bottom + 0.8 * look.size
                    pen.text(self.left + at, y, text, "middle")

    def foot(self) -> None:
        """The line that bars begin at."""
        if not self.look.baseline:
            return
        at = self.length(max(self.plan.origin, 0.0))
        if self.plan.upright:
            self.pen.line(self.left, self.bottom - at, self.right, self.bottom - at, "#555555", 0.75)
        else:
            self.pen.line(self.left + at, self.top, self.left + at, self.bottom, "#555555", 0.75)

    def behind(self, place: int, across: float, thick: float) -> None:
        """What stands behind a bar: a base at the edge of the chart, or the sum at the end of the bar."""
        plan, pen, size = self.plan, self.pen, self.look.size
        if not plan.aside:
            return
        text, middle = plan.aside[place], across + thick / 2
        end = self.length(sum(plan.rows[place].numbers))
        if plan.upright:
            pen.text(middle, self.bottom - end - 0.7 * size, text, "middle", bold=True)
        elif plan.kind == "summed":
            pen.text(self.left + end + GAP / 2, middle, text, bold=True)
        else:
            pen.text(self.right + GAP + pen.width("0000"), middle, text, "end")
            if not place:
                pen.text(self.right + GAP + pen.width("0000"), self.top - 0.4 * size, "n", "end")


def draw_chart(plan: Plan, look: Look, planner: Planner) -> Drawn | None:
    """None when there is no room."""
    if plan.center:
        plan = plan._replace(origin=-plan.top)
    if not plan.labelled:
        look = look._replace(axis="low" if look.axis == "none" else look.axis)
    if plan.origin or plan.center:
        look = look._replace(track=False, axis="none" if plan.center else look.axis, grid=look.grid and not plan.center)
    layout = Layout(plan, look, planner)
    named = len(plan.series) > 1
    y = 4.0
    if named and look.legend == "above":
        y += layout.legend(6, y, look.space - 12) + 0.5 * look.size
    aside = 0.0
    if named and look.legend == "right":
        aside = max(map(layout.pen.width, plan.series)) + 3 * look.size
    drawn = _upright(layout, y, aside) if plan.upright else _across(layout, y, aside)
    if drawn is None:
        return None
    y = drawn
    if named and look.legend == "right":
        step = 1.6 * look.size
        top = (layout.top + layout.bottom - step * len(plan.series)) / 2
        for order, name in enumerate(plan.series):
            layout.pen.swatch(look.space - aside + 0.8 * look.size, top + order * step, look.palette[order])
            layout.pen.text(look.space - aside + 1.6 * look.size + 3, top + order * step, name)
    elif named and look.legend == "below":
        y += 0.4 * look.size
        y += layout.legend(layout.left, y, look.space - layout.left - 6)
    return Drawn(layout.pen.svg(y + 4), frozenset(layout.printed))


def _widest(layout: Layout) -> float:
    """Points that the widest number needs."""
    plan = layout.plan
    texts = [layout.planner.text(plan, number) for row in plan.rows for number in row.numbers]
    return max(map(layout.pen.width, (*texts, *plan.aside)))


def _across(layout: Layout, y: float, aside: float) -> float | None:
    """Bars from left to right; the y below them."""
    plan, look, pen = layout.plan, layout.look, layout.pen
    blocks = [category(row, look, look.wrap) for row in plan.rows]
    titles = {row.group for row in plan.rows} - {""}
    widest = max([pen.width(line) for lines in blocks for line in lines])
    layout.left = 4 + max(widest, *(0.5 * pen.width(title) for title in titles), 0) + GAP
    beyond = _widest(layout) + GAP if (plan.labelled and not plan.stacked) or plan.aside else 1.5 * look.size
    layout.left += _widest(layout) if plan.origin < 0 else 0
    layout.right = look.space - aside - beyond - 4
    if layout.right - layout.left < 12 * look.size:
        return None
    bars = 1 if plan.stacked else len(plan.series)
    thick = look.thick * look.size * (0.75 if bars > 1 else 1)
    slot = bars * thick
    y += 1.6 * look.size if look.axis == "high" or (plan.aside and plan.kind != "summed") else 0
    layout.top = y
    places, heads, at = [], [], y + 0.3 * thick
    for row, lines, before in zip(plan.rows, blocks, (None, *plan.rows), strict=False):
        if row.group and (before is None or row.group != before.group):
            heads.append((at + 0.8 * look.size, row.group))
            at += 1.7 * look.size
        if before and row.total != before.total:
            at += 0.6 * slot
        high = max(slot, len(lines) * LINE * look.size)
        places.append(at + (high - slot) / 2)
        at += high + look.gap * thick
    layout.bottom = at - look.gap * thick + 0.3 * thick
    layout.axis()
    for middle, title in heads:
        pen.text(4 if look.flush else layout.left - GAP, middle, title, "start" if look.flush else "end", bold=True)
    for place, lines in enumerate(blocks):
        layout.bars(place, places[place], thick)
        layout.behind(place, places[place], thick)
        x, anchor = (4.0, "start") if look.flush else (layout.left - GAP, "end")
        pen.block(x, places[place] + slot / 2, lines, anchor)
    layout.foot()
    return layout.bottom + (1.6 * look.size if look.axis == "low" else 0.3 * look.size)


def _upright(layout: Layout, y: float, aside: float) -> float | None:
    """Columns; the y below their categories."""
    plan, look, pen = layout.plan, layout.look, layout.pen
    sign = layout.planner.hand.cell(plan.top, 1 if plan.step % 1 else 0, plan.sign).text
    layout.left = 6 + (pen.width(sign) + GAP if look.axis != "none" else 0)
    layout.right = look.space - aside - 6
    extra = any(row.total for row in plan.rows)
    slot = (layout.right - layout.left) / (len(plan.rows) + 0.5 * extra)
    blocks = [category(row, look, slot - 0.6 * look.size) for row in plan.rows]
    if any(pen.width(line) > slot - 0.6 * look.size for lines in blocks for line in lines):
        return None
    bars = 1 if plan.stacked else len(plan.series)
    thick = slot / (bars + look.gap) if look.gap < 1 else slot / (bars + 1)
    if plan.labelled and _widest(layout) > (thick if bars > 1 else slot) - 2:
        return None
    layout.top = y + (1.5 * look.size if plan.labelled and (plan.aside or not plan.stacked) else 0.5 * look.size)
    layout.bottom = layout.top + (9 + 2 * look.thick) * look.size
    layout.axis()
    low = layout.bottom + (1.2 * look.size if plan.origin < 0 else 0)  # below the numbers of losses
    middles, at = [], layout.left
    for place, row in enumerate(plan.rows):
        if place and row.total != plan.rows[place - 1].total:
            at += 0.5 * slot
        layout.bars(place, at + (slot - bars * thick) / 2, thick)
        layout.behind(place, at + (slot - bars * thick) / 2, thick)
        middles.append(at + slot / 2)
        for order, line in enumerate(blocks[place]):
            pen.text(middles[-1], low + (0.9 + order * LINE) * look.size, line, "middle")
        at += slot
    layout.foot()
    low += (max(map(len, blocks)) * LINE + 0.4) * look.size
    if any(row.group for row in plan.rows):
        low += 0.8 * look.size
        for group, places in groupby(range(len(plan.rows)), key=lambda place: plan.rows[place].group):
            held = list(places)
            if group:
                pen.text((middles[held[0]] + middles[held[-1]]) / 2, low, group, "middle", bold=True)
        low += 0.8 * look.size
    return low
