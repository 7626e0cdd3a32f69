"""Put the charts of printed_charts.py into reports: captions, prose, bases, and the truth of every bar."""

from __future__ import annotations

import random
from collections.abc import Callable
from html import escape
from typing import NamedTuple

from chart_decoys import DECOYS
from chart_drawing import draw_chart
from chart_look import Drawn, Look, draw_look
from chart_plans import KINDS, Plan, Planner
from printed_reports import FONTS, MM, PAPERS, WORDS

TRIES = 20
"""Charts drawn until one has room on the page; then the report has one less."""
NEAR = 0.01
"""Share of the axis by which a value may be misread that is not printed."""
Draw = Callable[[Plan, Look, Planner], Drawn | None]


class Bar(NamedTuple):
    category: str
    group: str
    series: str
    number: float
    """As printed, or as drawn where nothing is printed."""
    printed: bool
    base: int | None


class Chart(NamedTuple):
    kind: str
    title: str
    base: int | None
    unit: str
    near: float
    """By how much a value may be misread that is not printed."""
    bars: tuple[Bar, ...]
    """None of what is no bar chart."""


class Report(NamedTuple):
    name: str
    look: str
    charts: tuple[Chart, ...]
    source: str
    """HTML."""


def truth(plan: Plan, drawn: Drawn, title: str, base: int | None) -> Chart:
    bars = tuple(
        Bar(row.label, row.group, series, round(number, plan.decimals) if printed else number, printed, row.base)
        for place, row in enumerate(plan.rows)
        for order, (series, number) in enumerate(zip(plan.series, row.numbers, strict=True))
        for printed in [(place, order) in drawn.printed]
    )
    return Chart(plan.kind, title, base, plan.unit, NEAR * (plan.top - plan.origin), bars)


class Writer:
    """Writes one report."""

    def __init__(self, seed: int, number: int) -> None:
        self.chance = random.Random(f"chart {seed}-{number}")
        self.language = self.chance.choice(list(WORDS))
        self.words = WORDS[self.language]
        self.font, self.size = self.chance.choice(list(FONTS)), self.chance.choice((7.0, 7.5, 8.0, 8.5, 9.5))
        self.paper, self.margin = self.chance.choice(("A4", "A4", *PAPERS)), self.chance.choice((15, 20, 25))
        self.space = (PAPERS[self.paper] - 2 * self.margin) * MM
        self.titles = self.chance.sample(self.words["captions"], len(self.words["captions"]))
        self.below, self.plain = self.chance.random() < 0.2, self.chance.random() < 0.25
        self.center = self.chance.random() < 0.2

    def look(self, space: float) -> Look:
        return draw_look(self.chance, self.font, self.size, 0.88 * FONTS[self.font] * self.size, space)

    def chart(self, order: int, space: float) -> tuple[Chart, str] | None:
        """A chart or a decoy, with its caption and note as HTML; None when nothing has room."""
        decoy = self.chance.random() < 0.2
        for _ in range(TRIES):
            planner, look = Planner(self.language, self.chance), self.look(space)
            if decoy:
                kind = self.chance.choice(list(DECOYS))
                return self.framed(order, planner, None, DECOYS[kind](planner, look), kind)
            make, upright = KINDS[self.chance.choice(list(KINDS))]
            plan = make(planner, upright)
            drawn = draw_chart(plan, look, planner)
            if drawn:
                return self.framed(order, planner, plan, drawn, plan.kind)
        return None

    def framed(self, order: int, planner: Planner, plan: Plan | None, drawn: Drawn, kind: str) -> tuple[Chart, str]:
        words, chance = planner.words, self.chance
        title, more = self.titles[order - 1], ""
        if plan and plan.unit and not (plan.labelled and plan.sign):
            more = chance.choice((f", {words['in_percent']}", f" ({words['in_percent']})"))
        elif plan and not plan.unit:
            more = f" ({words['mean' if plan.decimals else 'counted']})"
        base = chance.randint(180, 9000) if chance.random() < 0.5 else None
        asked = "" if base is None else f"{words['asked']}, n = {planner.hand.cell(base).text}. "
        note = (asked + words["source"] if chance.random() < 0.5 else asked).strip()
        head = "" if self.plain else f"{words['figure']} {order}{chance.choice(('. ', ': ', ' '))}"
        caption = f"<div class=caption>{escape(head + title + more)}</div>"
        below = f"<div class=note>{escape(note)}</div>" if note else ""
        body = drawn.svg + caption + below if self.below else caption + drawn.svg + below
        chart = truth(plan, drawn, title, base) if plan else Chart(kind, title, base, "", 0.0, ())
        return chart, f"<div class=whole>{body}</div>"

    def css(self) -> str:
        return f"""
@page{{size:{self.paper};margin:{self.margin}mm}} svg{{display:block;margin:4pt 0;overflow:visible}}
body{{font-family:'{self.font}';font-size:{self.size + 1.5}pt;line-height:1.35}} h2{{font-size:14pt}}
.whole{{break-inside:avoid}} .pair{{display:flex;gap:18pt}}
.caption{{font-weight:bold;font-size:{self.size + 0.5}pt;margin-top:10pt;{"text-align:center" if self.center else ""}}}
.note{{font-size:{self.size - 1}pt;color:#333;margin-bottom:10pt}}
table.shaded{{border-collapse:collapse;font-size:{self.size}pt}} th{{font-weight:normal;text-align:left}}
.shaded td{{padding:3pt 12pt;text-align:right}}"""

    def report(self, name: str) -> Report:
        chance, words = self.chance, self.words
        parts = [f"<h2>{chance.randint(1, 6)} {escape(chance.choice(words['captions']))}</h2>"]
        charts: list[Chart] = []
        order, count = 1, chance.randint(2, 4)
        while order <= count:
            parts.append(f"<p>{escape(' '.join(chance.sample(words['prose'], 3) + words['prose']))}</p>")
            pair = order < count and chance.random() < 0.15
            space = self.space / 2 - 10 if pair else self.space * chance.choice((1, 1, 0.8))
            found = [self.chart(order + place, space) for place in range(1 + pair)]
            order += len(found)
            kept = [one for one in found if one]
            charts += [chart for chart, _ in kept]
            both = "".join(html for _, html in kept)
            parts.append(f"<div class=pair>{both}</div>" if pair else both)
        head = f"<!doctype html>\n<html lang={self.language}><meta charset=utf-8><style>{self.css()}</style>"
        look = f"{self.language}, {self.font} {self.size}, {self.paper}"
        return Report(name, look, tuple(charts), "\n".join([head, "<body>", *parts, "</body></html>", ""]))


def draw_report(seed: int, number: int) -> Report:
    """The report of this seed and number: always the same."""
    return Writer(seed, number).report(f"c{seed}-{number:03d}")
