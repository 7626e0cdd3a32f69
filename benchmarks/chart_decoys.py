"""Draw what is no bar chart for printed_charts.py: lines, pies, shaded tables, figures in boxes, spans of time."""

from __future__ import annotations

import math
from collections.abc import Callable
from html import escape

from chart_look import INK, LINE, Drawn, Look, Pen, dark
from chart_plans import Planner, steps


def lines(planner: Planner, look: Look) -> Drawn:
    """Two or three lines over years, with ticks, marked points, and numbers at some points."""
    chance, pen, size = planner.chance, Pen(look), look.size
    years, most = chance.randint(4, 8), chance.choice((40.0, 90.0, 900.0))
    step, top = steps(most)
    left, right, high, low = 6 + 5 * look.letter, look.space - 12, 2 * size, 16 * size
    for place in range(round(top / step) + 1):
        y = low - (low - high) * place * step / top
        pen.line(left, y, right, y)
        pen.text(left - 4, y, planner.hand.cell(place * step).text, "end")
    labelled = chance.random() < 0.6
    across = [left + (right - left) * (place + 0.5) / years for place in range(years)]
    for place, x in enumerate(across):
        pen.text(x, low + size, str(2024 - years + place), "middle")
    names = planner.words["bodies"][: chance.randint(1, 3)]
    for order, _ in enumerate(names):
        color = look.palette[order]
        values = [chance.uniform(0.1, 0.95) * most for _ in range(years)]
        points = [(x, low - (low - high) * value / top) for x, value in zip(across, values, strict=True)]
        path = " ".join(f"{x:.2f},{y:.2f}" for x, y in points)
        pen.parts.append(f'<polyline points="{path}" fill="none" stroke="{color}" stroke-width="1.5"/>')
        for (x, y), value in zip(points, values, strict=True):
            if look.swatch == "square":
                pen.rectangle(x - 2, y - 2, 4, 4, color)
            if labelled and order == 0:
                pen.text(x, y - size, planner.hand.cell(value).text, "middle")
    at = left
    for order, name in enumerate(names):
        pen.swatch(at, low + 3 * size, look.palette[order])
        pen.text(at + size + 3, low + 3 * size, name)
        at += pen.width(name) + 3 * size
    return Drawn(pen.svg(low + 4.5 * size), frozenset())


def pie(planner: Planner, look: Look) -> Drawn:
    """Slices with their shares, and a legend."""
    chance, pen, size = planner.chance, Pen(look), look.size
    names = planner.words["answers"][: chance.randint(3, 5)]
    weights = [chance.random() + 0.15 for _ in names]
    radius = 6 * size
    x0, y0, angle = 8 * size, radius + 1.5 * size, -math.pi / 2
    for order, (name, weight) in enumerate(zip(names, weights, strict=True)):
        turn = 2 * math.pi * weight / sum(weights)
        ends = [(x0 + radius * math.cos(a), y0 + radius * math.sin(a)) for a in (angle, angle + turn)]
        (ax, ay), (bx, by) = ends
        pen.parts.append(
            f'<path d="M{x0:.2f} {y0:.2f} L{ax:.2f} {ay:.2f} A{radius:.2f} {radius:.2f} 0 {int(turn > math.pi)} 1 '
            f'{bx:.2f} {by:.2f} Z" fill="{look.palette[order]}"/>'
        )
        middle = angle + turn / 2
        share = planner.hand.cell(100 * weight / sum(weights), 0, planner.words["percent"]).text
        ink = "#ffffff" if dark(look.palette[order]) else INK
        pen.text(x0 + 0.65 * radius * math.cos(middle), y0 + 0.65 * radius * math.sin(middle), share, "middle", ink)
        pen.swatch(2 * x0 + size, 3 * size + order * 1.6 * size, look.palette[order])
        pen.text(2 * x0 + 2.5 * size, 3 * size + order * 1.6 * size, name)
        angle += turn
    return Drawn(pen.svg(2 * radius + 3 * size), frozenset())


def shaded(planner: Planner, look: Look) -> Drawn:
    """A table whose cells are shaded by their value."""
    chance, words = planner.chance, planner.words
    heads = words["bodies"][: chance.randint(2, 4)]
    rows = []
    for label in words["answers"][: chance.randint(3, 6)]:
        cells = [chance.uniform(1, 80) for _ in heads]
        shown = "".join(
            f'<td style="background:rgba(29,75,121,{cell / 100:.2f})">{planner.hand.cell(cell).text}</td>'
            for cell in cells
        )
        rows.append(f"<tr><th>{escape(label)}</th>{shown}</tr>")
    head = "".join(f"<th>{escape(name)}</th>" for name in heads)
    return Drawn(f"<table class=shaded><tr><th></th>{head}</tr>{''.join(rows)}</table>", frozenset())


def boxes(planner: Planner, look: Look) -> Drawn:
    """Coloured boxes, each with a large number and a few words."""
    chance, pen, size = planner.chance, Pen(look), look.size
    count = chance.randint(3, 5)
    width = look.space / count
    for place, name in enumerate(planner.words["items"][:count]):
        color = look.palette[chance.choice((0, place))]
        pen.rectangle(place * width + 3, 3, width - 6, 6 * size, color, ' rx="4"' if look.round else "")
        ink = "#ffffff" if dark(color) else INK
        share = planner.hand.cell(chance.uniform(3, 97), 0, planner.words["percent"]).text
        middle = place * width + width / 2
        pen.parts.append(
            f'<text x="{middle:.2f}" y="{2.9 * size:.2f}" font-size="{1.8 * size:.1f}" text-anchor="middle" '
            f'fill="{ink}">{escape(share)}</text>'
        )
        for order, line in enumerate(name.split(" ")[:2]):
            pen.text(middle, (4 + order * LINE) * size, line, "middle", ink)
    return Drawn(pen.svg(6 * size + 6), frozenset())


def spans(planner: Planner, look: Look) -> Drawn:
    """Bars from one year to another (a plan of work), with the years at the axis and the months at some bars."""
    chance, pen, size = planner.chance, Pen(look), look.size
    left, right, high = 4 + 24 * look.letter, look.space - 12, 2 * size
    step = (right - left) / 6
    tasks = planner.words["items"][: chance.randint(4, 7)]
    low = high + 2.2 * size * len(tasks)
    for place in range(7):
        pen.text(left + place * step, 0.8 * size, str(2018 + place), "middle")
        pen.line(left + place * step, high, left + place * step, low)
    same = chance.random() < 0.4
    for place, name in enumerate(tasks):
        start = 0.0 if same and place < 3 else chance.uniform(0, 3)
        length = chance.uniform(0.5, 3)
        y = high + 2.2 * size * place
        color = look.palette[chance.choice((0, 1))]
        pen.rectangle(left + start * step, y + 0.3 * size, length * step, 1.6 * size, color)
        pen.text(left - 6, y + 1.1 * size, name[:24], "end")
        if chance.random() < 0.5:
            pen.text(left + (start + length) * step + 3, y + 1.1 * size, str(round(12 * length)))
    return Drawn(pen.svg(low + 4), frozenset())


def ranges(planner: Planner, look: Look) -> Drawn:
    """Floating bars from a least to a greatest value, both printed, over a scale."""
    chance, pen, size = planner.chance, Pen(look), look.size
    left, right, high = 4 + 24 * look.letter, look.space - 30, 2 * size
    names = planner.words["bodies"][: chance.randint(3, 5)]
    low = high + 2.2 * size * len(names)
    for place in range(6):
        pen.text(left + place * (right - left) / 5, low + size, planner.hand.cell(20 * place).text, "middle")
    for place, name in enumerate(names):
        least, most = chance.uniform(5, 40), chance.uniform(55, 99)
        y = high + 2.2 * size * place
        start, end = (left + (right - left) * value / 100 for value in (least, most))
        pen.rectangle(start, y + 0.3 * size, end - start, 1.6 * size, look.palette[0])
        pen.text(start - 3, y + 1.1 * size, planner.hand.cell(least).text, "end")
        pen.text(end + 3, y + 1.1 * size, planner.hand.cell(most).text)
        pen.text(left - 6, y + 1.1 * size, name[:24], "end")
    return Drawn(pen.svg(low + 2 * size), frozenset())


def dots(planner: Planner, look: Look) -> Drawn:
    """Two dots on a line for every category, with their numbers."""
    chance, pen, size = planner.chance, Pen(look), look.size
    left, right = 4 + 24 * look.letter, look.space - 30
    names = planner.words["bodies"][: chance.randint(3, 5)]
    for place, name in enumerate(names):
        y = (1.2 + 2 * place) * size
        pen.line(left, y, right, y)
        pen.text(left - 6, y, name[:24], "end")
        for order in range(2):
            value = chance.uniform(5, 95)
            x = left + (right - left) * value / 100
            pen.parts.append(f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{size / 2:.2f}" fill="{look.palette[order]}"/>')
            pen.text(x, y - 0.95 * size, planner.hand.cell(value).text, "middle")
    return Drawn(pen.svg((1 + 2 * len(names)) * size), frozenset())


DECOYS: dict[str, Callable[[Planner, Look], Drawn]] = {
    "lines": lines,
    "pie": pie,
    "shaded table": shaded,
    "boxes": boxes,
    "spans of time": spans,
    "ranges": ranges,
    "dots": dots,
}
