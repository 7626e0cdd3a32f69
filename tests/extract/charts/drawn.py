"""Bar charts drawn by hand, as pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.extract.charts import find_charts
from pipeline.model import Bar, Chart, Fill, Page, Word

COLORS = ("#1e5945", "#e4007c", "#b8c4c9")
BASE = 150.0
"""x at which horizontal bars begin; y at which columns do is 400."""


def word(text: str, x: float, top: float, align: str = "left", size: float = 8.0, bold: bool = False) -> Word:
    """``align`` says which point of the word stands at x."""
    width = 0.5 * size * len(text)
    x0 = {"left": x, "center": x - width / 2, "right": x - width}[align]
    return Word(x0, top, x0 + width, top + size, text, size, bold=bold)


def phrase(text: str, x: float, top: float, align: str = "left", bold: bool = False) -> list[Word]:
    """Words of 8 points with blanks of 2."""
    whole = sum(4.0 * len(part) + 2 for part in text.split()) - 2
    x -= {"left": 0, "center": whole / 2, "right": whole}[align]
    words = []
    for part in text.split():
        words.append(word(part, x, top, bold=bold))
        x = words[-1].x1 + 2
    return words


def page(words: Sequence[Word], fills: Sequence[Fill]) -> Page:
    return Page(3, 595, 842, tuple(words), (), tuple(fills))


def bars(values: Sequence[float], tops: Sequence[float], sign: str = "%", color: str = COLORS[0]) -> Page:
    """Horizontal bars, two points a unit and 12 high, with their values beside them and no other words."""
    fills = [Fill(BASE, top, BASE + 2 * value, top + 12, color) for value, top in zip(values, tops, strict=True)]
    words = [
        one
        for value, top in zip(values, tops, strict=True)
        for one in phrase(f"{value}{sign}", BASE + 2 * value + 4, top + 2)
    ]
    return page(words, fills)


def columns(values: Sequence[Sequence[float]], pitch: float = 60.0, labelled: bool = True) -> Page:
    """Columns 16 wide, two points a unit, the first under x = 150: those of a group touch; ticks from 0 to 100."""
    words, fills = [], []
    for place, group in enumerate(values):
        x = BASE + pitch * place - 8 * len(group)
        for order, value in enumerate(group):
            fills.append(Fill(x, 400 - 2 * value, x + 16, 400, COLORS[order]))
            words += [word(f"{value}%", x + 8, 390 - 2 * value, "center")] if labelled else []
            x += 16
    words += [word(f"{tick}%", BASE - 30, 396 - 2 * tick, "right") for tick in (0, 20, 40, 60, 80, 100)]
    return page(words, fills)


def legend(names: Sequence[str], x: float, top: float, across: float = 0.0, down: float = 0.0) -> Page:
    """Swatches of six points, each with its name."""
    words, fills = [], []
    for order, name in enumerate(names):
        left, high = x + order * across, top + order * down
        fills.append(Fill(left, high, left + 6, high + 6, COLORS[order]))
        words += phrase(name, left + 9, high - 1)
    return page(words, fills)


def together(*pages: Page, words: Sequence[Word] = ()) -> Page:
    """One page with all that is drawn."""
    return page([w for p in pages for w in p.words] + list(words), [f for p in pages for f in p.fills])


def only(drawn: Page) -> Chart:
    (chart,) = find_charts(drawn)
    return chart


def values(found: Sequence[Bar]) -> Mapping[tuple[str, str, str], float | None]:
    """Number printed at each bar, by group, category and series."""
    return {(bar.group, bar.category, bar.series): bar.label_value for bar in found}
