"""Draw charts at random, print them as a browser does, and hold what the product reads to what was drawn.

    python benchmarks/printed_charts.py [--seed 1] [--reports 40] [--keep FOLDER]

chart_plans.py makes up values, chart_look.py looks, chart_drawing.py draws, chart_reports.py sets charts with captions,
prose and notes; chromium prints them, and the PDFs go through a whole run, without OCR. A bar is right when its number
(to a hundredth of the axis where none is printed), category, group and series are the ones drawn, by their letters and
digits; it is trusted from the confidence of reliability.py on. A number that is not printed and is given out as if it
were is wrong. ``as table`` counts the trusted values that the tables' part takes from a chart. Of the right ones the
shares with the right unit, title and base are told. One hand draws and one program prints: the figures show faults and
tell one version from another, not how often reports of the world are misread.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
from chart_decoys import DECOYS
from chart_plans import NAMES
from chart_reports import Bar, Chart, Report, draw_report
from printed import PLACES, plain, print_reports, read_reports
from reliability import TRUSTED

SHOWN = 4
"""Values of a report that are shown of each sort of fault."""
OTHERS = "nothing drawn"
_BASE = re.compile(r"\(\s*n\s*=[^)]*\)")


class Given(NamedTuple):
    """A bar that was given out."""

    category: str
    group: str
    series: str
    number: float | None
    printed: bool
    confidence: float
    unit: str
    title: str
    base: float | None

    @property
    def trusted(self) -> bool:
        return self.confidence >= TRUSTED


class Judged(NamedTuple):
    figures: dict[str, Counter[str]]
    missing: list[Bar]
    wrong: list[Given]


def _text(value: Any) -> str:
    return "" if pd.isna(value) else str(value)


def label(text: str) -> str:
    """A category without its base, by letters and digits."""
    return plain(_BASE.sub(" ", text))


def given(observations: pd.DataFrame, source: str) -> dict[str, list[Given]]:
    """What was read, by the name of its chart or table."""
    found: dict[str, list[Given]] = defaultdict(list)
    for record in observations[observations["source"] == source].to_dict("records"):
        number = None if pd.isna(record["value"]) else round(float(record["value"]), PLACES)
        found[record["table_id"]].append(
            Given(
                label(_text(record["row_label"])),
                label(_text(record["row_group"])),
                label(_text(record["column_label"])),
                number,
                bool(_text(record["value_raw"])),
                record["confidence"],
                _text(record["unit"]),
                plain(_text(record["title"])),
                None if pd.isna(record["base_n"]) else float(record["base_n"]),
            )
        )
    return found


def same(chart: Chart, bar: Bar, value: Given) -> bool:
    """Whether a bar was read right."""
    if (value.category, value.group) != (label(bar.category), label(bar.group)):
        return False
    if (bar.series and value.series != label(bar.series)) or value.number is None or value.printed != bar.printed:
        return False
    off = abs(value.number - bar.number)
    return off < 10**-PLACES if bar.printed else off <= chart.near and not value.trusted


def shared(chart: Chart, values: Sequence[Given]) -> int:
    """How much of a drawn chart is in one that was read."""
    numbers = Counter(round(bar.number, PLACES) for bar in chart.bars) & Counter(one.number for one in values)
    names = {label(bar.category) for bar in chart.bars} & {one.category for one in values}
    return 2 * sum(numbers.values()) + len(names)


def drawn_as(charts: Sequence[Chart], values: Sequence[Given]) -> str:
    """The kind of the chart or decoy that these were read from: by its numbers and categories, else by its title."""
    best = max(charts, key=lambda chart: shared(chart, values), default=None)
    if best and shared(best, values):
        return best.kind
    titles = [chart.kind for chart in charts if values[0].title and plain(chart.title) in values[0].title]
    return titles[0] if titles else OTHERS


def judge(charts: Sequence[Chart], observations: pd.DataFrame) -> Judged:
    """Each bar drawn makes one of those given right; what was given in excess is wrong."""
    figures: dict[str, Counter[str]] = defaultdict(Counter)
    for chart in charts:
        figures[chart.kind].update({"charts": 1, "bars": len(chart.bars)})
    left = [(chart, bar) for chart in charts for bar in chart.bars]
    wrong = []
    for values in given(observations, "chart").values():
        kind = drawn_as(charts, values)
        for value in values:
            hit = next((one for one in left if same(*one, value)), None)
            count = figures[hit[0].kind if hit else kind]
            count["not trusted"] += not value.trusted
            if hit is None:
                count["trusted and wrong"] += value.trusted
                wrong.append(value)
                continue
            left.remove(hit)
            chart, bar = hit
            base = bar.base or chart.base
            count["right"] += 1
            count["unit"] += value.unit == chart.unit
            count["title"] += plain(chart.title) in value.title
            count["base"] += value.base == base
    for values in given(observations, "table").values():
        kind = drawn_as(charts, values)
        trusted = sum(value.trusted and value.number is not None for value in values)
        figures[kind]["as table"] += trusted if kind != "shaded table" else 0
    return Judged(dict(figures), [bar for _, bar in left], wrong)


def faults(report: Report, judged: Judged) -> Iterator[str]:
    """What went wrong in one report, in words."""
    if not judged.missing and not judged.wrong:
        return
    kinds = ", ".join(chart.kind for chart in report.charts)
    yield f"{report.name} ({report.look}; {kinds}): {len(judged.missing)} missing, {len(judged.wrong)} wrong"
    yield from (f"    missing {tuple(bar)}" for bar in judged.missing[:SHOWN])
    surest = sorted(judged.wrong, key=lambda one: -one.confidence)
    yield from (f"    wrong {tuple(one)}" for one in surest[:SHOWN])


def lines(counted: Mapping[str, Counter[str]]) -> Iterator[str]:
    """The table of figures in Markdown."""
    names = ("charts", "bars", "right", "share", "not trusted", "trusted and wrong", "as table")
    yield f"| | {' | '.join((*names, 'unit', 'title', 'base'))} |"
    yield "|---|" + "---:|" * (len(names) + 3)
    for kind, count in counted.items():
        share = f"{count['right'] / count['bars']:.3f}" if count["bars"] else "-"
        told = [f"{count[name] / count['right']:.2f}" if count["right"] else "-" for name in ("unit", "title", "base")]
        cells = [share if name == "share" else str(count[name]) for name in names]
        yield f"| {kind} | {' | '.join([*cells, *told])} |"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--reports", type=int, default=40)
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="keep HTML, PDFs and outputs here")
    asked = parser.parse_args()
    reports = [draw_report(asked.seed, number) for number in range(asked.reports)]
    counted: dict[str, Counter[str]] = {name: Counter() for name in ("all", *NAMES, *DECOYS, OTHERS)}
    with tempfile.TemporaryDirectory() as spare:
        folder = (asked.keep or Path(spare)).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        frames = read_reports(print_reports(reports, folder), folder / "out")
        for report, frame in zip(reports, frames, strict=True):
            judged = judge(report.charts, frame)
            for kind, figures in judged.figures.items():
                counted[kind].update(figures)
                counted["all"].update(figures)
            print("".join(f"{line}\n" for line in faults(report, judged)), end="", flush=True)
    print("", *lines({name: count for name, count in counted.items() if count.total()}), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
