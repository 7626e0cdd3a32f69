"""What the charts of printed_charts.py show: values, categories and series at random, before anything is drawn."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from printed_reports import WORDS, Hand

MORE: dict[str, dict[str, str]] = yaml.safe_load(Path(__file__).with_name("chart_words.yaml").read_text("utf-8"))
STEPS = (1.0, 2.0, 2.5, 5.0)
"""Steps of an axis, times a power of ten."""
MOST_STEPS = 6


class Row(NamedTuple):
    """A category with its values, one a series."""

    label: str
    group: str
    base: int | None
    total: bool
    numbers: tuple[float, ...]
    """As drawn: not rounded."""


class Plan(NamedTuple):
    kind: str
    upright: bool
    """Columns; else bars from left to right."""
    stacked: bool
    rows: tuple[Row, ...]
    series: tuple[str, ...]
    """One without a name where the bars of a chart are all of one kind."""
    decimals: int
    sign: str
    """After every printed number: that of per cent, or nothing."""
    unit: str
    """``%`` or nothing."""
    step: float
    """Between two ticks."""
    top: float
    """End of the axis."""
    origin: float
    """Value at which bars begin: 0 but where the axis is cut."""
    labelled: bool
    """Whether values are printed at the bars."""
    aside: tuple[str, ...] = ()
    """What stands in a column behind the bars, one a row: their bases, or the sums of what is stacked."""
    center: int = 0
    """Series of a stacked bar up to which it lies left of the axis."""


class Planner:
    """Plans the charts of one report."""

    def __init__(self, language: str, chance: random.Random) -> None:
        self.words: dict[str, Any] = {**WORDS[language], **MORE[language]}
        self.chance = chance
        self.hand = Hand(WORDS[language], chance)

    def text(self, plan: Plan, number: float) -> str:
        return self.hand.cell(number, plan.decimals, plan.sign).text

    def labels(self, least: int, most: int, grouped: bool) -> list[tuple[str, str]]:
        """Categories, each with the title over its group."""
        count, chance = self.chance.randint(least, most), self.chance
        if grouped:
            groups = chance.sample(self.hand.groups(), chance.randint(2, 3))
            return [(name, title) for title, names in groups for name in names]
        names = chance.choice(("items", "bodies", "answers", "years"))
        if names == "years":
            return [(str(2023 - count + place), "") for place in range(count)]
        return [(label, "") for label in self.words[names][:count]]

    def rows(
        self, labels: list[tuple[str, str]], numbers: Callable[[], tuple[float, ...]], with_total: bool
    ) -> tuple[Row, ...]:
        bases = self.chance.random() < 0.2
        rows = [
            Row(label, group, self.chance.randint(31, 2600) if bases else None, False, numbers())
            for label, group in labels
        ]
        if with_total:
            base = self.chance.randint(900, 4800) if bases else None
            total = Row(self.words["total"], "", base, True, numbers())
            rows.insert(self.chance.choice((0, len(rows))) if not labels[0][1] else 0, total)
        return tuple(rows)


def steps(most: float) -> tuple[float, float]:
    """Distance of the ticks of an axis that holds ``most``, and its end."""
    power = 10.0 ** math.floor(math.log10(most / MOST_STEPS))
    step = next(part * power for part in (*STEPS, 10.0, 20.0) if most / (part * power) <= MOST_STEPS)
    return step, step * math.ceil(most / step - 1e-9)


def _percent(planner: Planner) -> dict[str, Any]:
    sign = planner.chance.choice((planner.words["percent"], "", planner.words["percent"]))
    return {"decimals": planner.chance.choice((0, 0, 0, 1)), "sign": sign, "unit": "%"}


def _measure(planner: Planner) -> tuple[dict[str, Any], Callable[[], float]]:
    """What single and grouped bars measure: mostly shares, else counts or means."""
    chance, what = planner.chance, planner.chance.random()
    if what < 0.7:
        most = chance.choice((95, 60, 30))
        return _percent(planner), lambda: chance.uniform(0.6, most)
    if what < 0.85:
        most = chance.choice((90, 900, 6000, 48_000))
        return {"decimals": 0, "sign": "", "unit": ""}, lambda: float(chance.randint(most // 30, most))
    return {"decimals": 1, "sign": "", "unit": ""}, lambda: chance.uniform(2, 9.6)


def _ended(rows: tuple[Row, ...], unit: str, chance: random.Random) -> tuple[float, float]:
    most = max(number for row in rows for number in row.numbers)
    whole = unit == "%" and chance.random() < 0.4
    return steps(100 if whole else most)


def stacked(planner: Planner, upright: bool) -> Plan:
    """Answers that make up a hundred in every bar."""
    chance = planner.chance
    series = tuple(planner.words["answers"][: chance.randint(2, 6)])

    def shares() -> tuple[float, ...]:
        weights = [chance.random() ** 2 + 0.015 for _ in series]
        return tuple(100 * weight / sum(weights) for weight in weights)

    grouped = not upright and chance.random() < 0.25
    labels = [one for one in planner.labels(3, 7, grouped) if one[0] not in series]
    labels = labels if len(labels) >= 3 else [(name, "") for name in planner.words["bodies"]]
    rows = planner.rows(labels, shares, chance.random() < 0.3)
    fixed: dict[str, Any] = {"step": chance.choice((10.0, 20.0, 25.0)), "top": 100.0, "origin": 0.0, "labelled": True}
    kind = "stacked columns" if upright else "stacked bars"
    plan = Plan(kind, upright, True, rows, series, **_percent(planner), **fixed)
    if not upright and chance.random() < 0.2:  # the bases of the bars, behind them
        return plan._replace(kind="with bases", aside=tuple(planner.hand.count(40, 3000).text for _ in rows))
    return plan


def summed(planner: Planner, upright: bool) -> Plan:
    """Counts on one another, with their sum at the end."""
    chance = planner.chance
    series = tuple(planner.words["answers"][: chance.randint(2, 3)])
    most = chance.choice((40, 300, 2000))
    labels = [(name, "") for name in planner.words["items"][: chance.randint(3, 6)]]
    rows = planner.rows(labels, lambda: tuple(float(chance.randint(most // 8, most)) for _ in series), False)
    sums = [sum(row.numbers) for row in rows]
    step, top = steps(max(sums))
    plan = Plan("summed", upright, True, rows, series, 0, "", "", step, top, 0.0, True)
    return plan._replace(aside=tuple(planner.text(plan, number) for number in sums))


def diverging(planner: Planner, upright: bool) -> Plan:
    """Answers left and right of an axis, each bar as long as any other."""
    plan = stacked(planner, False)
    while len(plan.series) < 4:
        plan = stacked(planner, False)
    return plan._replace(kind="diverging", aside=(), center=len(plan.series) // 2)


def changes(planner: Planner, upright: bool) -> Plan:
    """Gains and losses."""
    chance = planner.chance
    labels = planner.labels(3, 6, False)
    most = chance.choice((9, 40))
    rows = planner.rows(labels, lambda: (chance.choice((1, 1, -1)) * chance.uniform(0.06, 1) * most,), False)
    step, top = steps(max(abs(number) for row in rows for number in row.numbers))
    measure = _percent(planner)
    measure["decimals"] = 1
    return Plan("changes", upright, False, rows, ("",), **measure, step=step, top=top, origin=-top, labelled=True)


def grouped(planner: Planner, upright: bool) -> Plan:
    """Two or three bars at every category."""
    chance = planner.chance
    count = chance.randint(2, 3)
    years = tuple(str(2024 - 2 * (count - place)) for place in range(count))
    series = chance.choice((years, tuple(planner.words["answers"][:count]), tuple(planner.words["bodies"][:count])))
    measure, number = _measure(planner)
    labels = [one for one in planner.labels(3, 5, False) if one[0] not in series]
    labels = labels if len(labels) >= 3 and series != years else [(name, "") for name in planner.words["items"][:5]]
    rows = planner.rows(labels, lambda: tuple(number() for _ in series), chance.random() < 0.2)
    step, top = _ended(rows, measure["unit"], chance)
    kind = "grouped columns" if upright else "grouped bars"
    return Plan(kind, upright, False, rows, series, **measure, step=step, top=top, origin=0.0, labelled=True)


def single(planner: Planner, upright: bool) -> Plan:
    """One bar at every category."""
    chance = planner.chance
    measure, number = _measure(planner)
    in_groups = chance.random() < 0.3
    labels = planner.labels(3, 7, in_groups)
    rows = planner.rows(labels, lambda: (number(),), chance.random() < 0.3)
    if chance.random() < 0.1:  # a bar of no length
        place = len(rows) // 2
        rows = (*rows[:place], rows[place]._replace(numbers=(0.0,)), *rows[place + 1 :])
    step, top = _ended(rows, measure["unit"], chance)
    kind = "columns" if upright else "bars"
    return Plan(kind, upright, False, rows, ("",), **measure, step=step, top=top, origin=0.0, labelled=True)


def unlabelled(planner: Planner, upright: bool) -> Plan:
    """Values that only the axis tells; the axis of some is cut."""
    plan = planner.chance.choice((single, grouped, stacked))(planner, upright)
    sign = planner.words["percent"] if plan.unit else ""
    plan = plan._replace(kind="axis only", labelled=False, sign=sign, aside=())
    least = min(number for row in plan.rows for number in row.numbers)
    if plan.stacked or planner.chance.random() > 0.4 or least < 2 * plan.step:
        return plan
    return plan._replace(kind="cut axis", origin=plan.step * (math.floor(least / plan.step) - 1))


KINDS: dict[str, tuple[Callable[[Planner, bool], Plan], bool]] = {
    "stacked bars": (stacked, False),
    "grouped bars": (grouped, False),
    "bars": (single, False),
    "columns": (single, True),
    "grouped columns": (grouped, True),
    "stacked columns": (stacked, True),
    "summed": (summed, False),
    "summed, upright": (summed, True),
    "diverging": (diverging, False),
    "changes": (changes, False),
    "changes, upright": (changes, True),
    "axis only": (unlabelled, False),
    "axis only, upright": (unlabelled, True),
}
"""With whether their bars stand upright."""
NAMES = (*(name for name in KINDS if "upright" not in name), "with bases", "cut axis")
"""Kinds that charts are told by."""
