"""Draw reports for printed.py: survey and other statistical tables at random, as HTML, with the truth of every value.

Six languages (printed_words.yaml), the KINDS of tables that statistical reports have, RULES from a full grid to none
at all; alignment, fonts, wrapped labels, captions, bases and marks of missing values as they come. The same seed gives
the same HTML. Only fair pages are drawn: no text runs out of its cell, and no table out of its page.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

import yaml

WORDS: dict[str, dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("printed_words.yaml").read_text("utf-8"))
MISSING_SHARE = 0.02
"""Cells of a survey that hold a mark in place of a number."""
MM = 72 / 25.4
PAPERS = {"A4": 210, "Letter": 215.9, "A4 landscape": 297}
"""Width in millimetres."""
GAP_MM = 9
"""Between two columns of text."""
NARROW = (90, 120)
"""Points at which labels are wrapped in some reports."""
WIDE = 150
"""Points that labels have at least in others."""
INDENT = 2
"""Letters that the label of a member may be moved in."""
FONTS = {
    "Liberation Sans": 0.63,
    "Liberation Serif": 0.6,
    "DejaVu Sans": 0.75,
    "Liberation Sans Narrow": 0.53,
    "DejaVu Serif": 0.75,
}
"""With the width of a letter in bold type, in parts of the font size, that no word exceeds on average."""
TRIES = 20
"""Tables drawn until one has room on the page; then the report has one less."""
RULES = {
    "grid": "td,th{border:.5pt solid #444}",
    "book": "table{border-top:1pt solid;border-bottom:1pt solid} thead tr:last-child th{border-bottom:.5pt solid}"
    " th.span{border-bottom:.4pt solid}",
    "zebra": "tr.second td,tr.second th{background:#e8eef4} thead th{background:#cfd8e3}",
    "none": "",
    "head": "thead tr:last-child th{border-bottom:.8pt solid #900}",
    "rowlines": "tbody td,tbody th{border-bottom:.4pt solid #aaa}",
    "darkhead": "thead th{background:#1d4b79;color:#fff} tbody td,tbody th{border-bottom:.4pt solid #ddd}",
}
Labels = tuple[str, ...]
"""Labels of a row or column from the outermost group to its own."""


class Cell(NamedTuple):
    """A cell of the body; its number is None for a mark of a missing value."""

    text: str
    number: float | None


class Row(NamedTuple):
    path: Labels
    cells: tuple[Cell, ...]


class Table(NamedTuple):
    kind: str
    columns: tuple[Labels, ...]
    rows: tuple[Row, ...]


class Style(NamedTuple):
    """How all tables of a report look."""

    css: str
    rules: str
    align: str
    letter: float
    """Points that a letter may be wide."""
    padding: float
    """Points at either side of a cell."""
    stub: float
    """Points that the column of labels has at least."""
    space: float
    """Points from the left to the right edge of the text."""
    group_cells: bool
    """Whether the row of a group has empty cells, or one cell over its width."""
    two_columns: bool


class Report(NamedTuple):
    name: str
    language: str
    style: Style
    tables: tuple[Table, ...]
    source: str
    """HTML, or flat OpenDocument text."""


class Hand:
    """Draws the cells of one table, with the signs of its language."""

    def __init__(self, words: dict[str, Any], chance: random.Random) -> None:
        self.words, self.chance = words, chance
        self.minus = chance.choice("-−–")
        self.percent = words["percent"] if chance.random() < 0.4 else ""
        self.mark = chance.choice(("-", "–", ".", "x", "n/a", "*"))

    def cell(self, number: float, decimals: int = 0, after: str = "") -> Cell:
        whole, _, rest = f"{abs(number):,.{decimals}f}".partition(".")
        text = whole.replace(",", self.words["thousands"]) + (self.words["decimal"] + rest if rest else "")
        return Cell((self.minus if number < 0 else "") + text + after, round(number, decimals))

    def count(self, low: int, high: int) -> Cell:
        return self.cell(self.chance.randint(low, high))

    def answer(self, number: float, decimals: int) -> Cell:
        """A cell of a survey: a share, now and then missing."""
        missing = self.chance.random() < MISSING_SHARE
        return Cell(self.mark, None) if missing else self.cell(number, decimals, self.percent)

    def bases(self, columns: Sequence[Labels]) -> list[Row]:
        """In most surveys the row that says how many were asked."""
        cells = tuple(self.count(40, 2500) for _ in columns)
        return [Row((self.words["base"],), cells)] if self.chance.random() < 0.6 else []

    def some(self, name: str, least: int, most: int) -> list[str]:
        found: list[str] = self.words[name][: self.chance.randint(least, most)]
        return found

    def groups(self) -> list[tuple[str, list[str]]]:
        return list(self.words["groups"].items())


Drawn = tuple[Sequence[Labels], list[Row]]
"""Columns and rows."""


def _asked(hand: Hand, columns: Sequence[Labels]) -> Drawn:
    """Answers below one another; those of a column make up a hundred, but for rounding."""
    answers, decimals = hand.some("answers", 4, 6), hand.chance.choice((0, 0, 1))
    shares = []
    for _ in columns:
        weights = [hand.chance.random() + 0.05 for _ in answers]
        shares.append([100 * weight / sum(weights) for weight in weights])
    rows = [
        Row((answer,), tuple(hand.answer(share[place], decimals) for share in shares))
        for place, answer in enumerate(answers)
    ]
    return columns, rows + hand.bases(columns)


def survey(hand: Hand) -> Drawn:
    above: Labels = (hand.words["level"],) if hand.chance.random() < 0.3 else ()
    columns = [(*above, body) for body in hand.some("bodies", 3, 5)]
    total, where = (hand.words["total"],), hand.chance.random()
    if where < 0.6:
        columns.insert(0 if where < 0.3 else len(columns), total)
    return _asked(hand, columns)


def groups_as_columns(hand: Hand) -> Drawn:
    return _asked(hand, [(group, name) for group, names in hand.chance.sample(hand.groups(), 2) for name in names])


def groups_as_rows(hand: Hand) -> Drawn:
    """The base stands above the groups: below them nothing would tell it from a member of the last."""
    columns, decimals = [(answer,) for answer in hand.some("answers", 4, 6)], hand.chance.choice((0, 0, 1))
    rows = [
        Row((group, name), tuple(hand.answer(hand.chance.uniform(1, 60), decimals) for _ in columns))
        for group, names in hand.groups()
        for name in names
    ]
    return columns, hand.bases(columns) + rows


def money(hand: Hand) -> Drawn:
    decimals, draw = hand.chance.choice((0, 1)), hand.chance
    columns = [(str(2017 + place),) for place in range(draw.randint(3, 5))]
    rows = [
        Row((item,), tuple(hand.cell(draw.choice((1, 1, 1, -1)) * draw.uniform(3, 90_000), decimals) for _ in columns))
        for item in hand.some("items", 4, 7)
    ]
    return columns, [
        *rows,
        Row((hand.words["total"],), tuple(hand.cell(draw.uniform(1000, 900_000), decimals) for _ in columns)),
    ]


def years(hand: Hand) -> Drawn:
    columns, decimals = [(body,) for body in hand.some("bodies", 3, 5)], hand.chance.choice((0, 1, 2))
    return columns, [
        Row((str(2008 + place),), tuple(hand.cell(hand.chance.uniform(1, 3000), decimals) for _ in columns))
        for place in range(hand.chance.randint(6, 12))
    ]


def pairs(hand: Hand) -> Drawn:
    """A count and its share side by side."""
    columns = [(body, sign) for body in hand.some("bodies", 2, 3) for sign in ("N", "%")]

    def row(label: str, least: int, most: int, share: Callable[[], float]) -> Row:
        cells = (hand.count(least, most) if sign == "N" else hand.cell(share(), 1) for _, sign in columns)
        return Row((label,), tuple(cells))

    rows = [row(answer, 3, 4000, lambda: hand.chance.uniform(1, 60)) for answer in hand.words["answers"]]
    return columns, [*rows, row(hand.words["total"], 3000, 9000, lambda: 100)]


def means(hand: Hand) -> Drawn:
    ends = [("Min", 1), ("Max", 5)] if hand.chance.random() < 0.5 else []

    def row(label: str) -> Row:
        mean, spread = (hand.cell(hand.chance.uniform(*ends), 2) for ends in ((1, 5), (0.3, 1.5)))
        return Row((label,), (mean, spread, hand.count(100, 3000), *(hand.cell(end) for _, end in ends)))

    labels = hand.words["answers"] + hand.some("items", 0, 4)
    return [("M",), ("SD",), ("n",), *((name,) for name, _ in ends)], [row(label) for label in labels]


KINDS: dict[str, Callable[[Hand], Drawn]] = {
    "survey": survey,
    "groups as columns": groups_as_columns,
    "groups as rows": groups_as_rows,
    "money": money,
    "years": years,
    "pairs": pairs,
    "means": means,
}
TOTALLED = ("money", "pairs")
"""Kinds whose last row is the total."""


def draw_style(chance: random.Random) -> Style:
    """Labels and heads are wrapped no narrower than their longest word (--stub, --head): it would run out."""
    pick = chance.choice
    rules, align, size = pick(list(RULES)), pick(("right", "right", "center", "left")), pick((7.5, 8, 8.5, 9, 10))
    paper, margin, font = pick(("A4", *PAPERS)), pick((15, 20, 25)), pick(list(FONTS))
    padding, two = pick((3, 5, 8)), chance.random() < 0.12
    stub = 0 if two else pick((0, 0, 0, WIDE))
    wrapped = pick([f"max-width:max({width}pt,var(--stub))" for width in NARROW] + [""])
    css = f"""
@page{{size:{paper};margin:{margin}mm}}
body{{font-family:'{font}';font-size:{size + 1.5}pt;line-height:1.35}} h2{{font-size:14pt}}
body{{{f"column-count:2;column-gap:{GAP_MM}mm" if two else ""}}} .whole{{break-inside:avoid}}
table{{border-collapse:collapse;width:{"100%" if two else pick(("100%", "auto", "80%"))}}}
table{{font-size:{size}pt;margin:4pt 0}} td,th{{padding:{pick((1, 2, 3, 4))}pt {padding}pt}}
td,th{{text-align:{align};vertical-align:{pick(("top", "middle", "bottom"))}}}
th{{font-weight:normal}} td{{white-space:nowrap}} tr{{break-inside:avoid}}
th.stub{{text-align:left;{f"min-width:{stub}pt" if stub else wrapped}}}
th.member{{padding-left:{padding + pick((0, 6, 11))}pt}}
thead th{{font-weight:{pick(("bold", "bold", "normal"))};text-align:{pick((align, "center"))}}}
thead th{{{pick(("", "max-width:max(60pt,var(--head))"))}}} th.span{{text-align:center}}
tr.group th{{font-weight:{pick(("bold", "normal"))};{pick(("", "font-style:italic"))}}} tr.total *{{font-weight:bold}}
.caption{{{pick(("font-weight:bold", "font-style:italic", "color:#335"))};font-size:{size + 0.5}pt;margin-top:10pt}}
.note{{font-size:{size - 1}pt;color:#333;margin-bottom:10pt}}
{RULES[rules]}
"""
    space = (PAPERS[paper] - 2 * margin - (GAP_MM if two else 0)) * MM / (2 if two else 1)
    return Style(css, rules, align, FONTS[font] * size, padding, stub, space, chance.random() < 0.5, two)


def longest(texts: Sequence[str]) -> int:
    """Letters of the longest word."""
    return max(len(word) for text in texts for word in text.split())


def labels(table: Table) -> list[str]:
    return [label for row in table.rows for label in row.path]


def fits(table: Table, style: Style) -> bool:
    """Whether there is room for the longest word of every column, and for every value on one line."""
    letters = [
        max(longest(path[-1:]), *(len(row.cells[place].text) for row in table.rows))
        for place, path in enumerate(table.columns)
    ]
    stub = max(style.stub, (longest(labels(table)) + INDENT) * style.letter)
    return stub + sum(letters) * style.letter + 2 * style.padding * (len(letters) + 1) <= style.space


def drawn_table(table: Table, style: Style) -> str:
    """HTML."""
    depth = max(map(len, table.columns))
    top = [f"<th class=stub rowspan={depth}></th>"]
    for first, run in groupby(table.columns, key=lambda path: path[0]):
        members = list(run)
        place = f"rowspan={depth}" if len(members[0]) == 1 else f"class=span colspan={len(members)}"
        top.append(f"<th {place}>{escape(first)}</th>")
    below = [f"<th>{escape(path[1])}</th>" for path in table.columns if len(path) > 1]
    lines = [f"<tr>{''.join(cells)}</tr>" for cells in (top, below) if cells]
    heads = [label for path in table.columns for label in path]
    widths = ";".join(
        f"--{name}:{longest(texts) * style.letter:.1f}pt" for name, texts in (("stub", labels(table)), ("head", heads))
    )
    body = "\n".join(_drawn_rows(table, style))
    return f'<table style="{widths}">\n<thead>{"".join(lines)}</thead>\n<tbody>\n{body}\n</tbody></table>'


def _drawn_rows(table: Table, style: Style) -> Iterator[str]:
    group, width = "", len(table.columns)
    for place, row in enumerate(table.rows):
        member = len(row.path) > 1
        if member and row.path[0] != group:
            group = row.path[0]
            span, cells = ("", "<td></td>" * width) if style.group_cells else (f" colspan={width + 1}", "")
            yield f"<tr class=group><th class=stub{span}>{escape(group)}</th>{cells}</tr>"
        total = table.kind in TOTALLED and row is table.rows[-1]
        look = "total" if total else ("first", "second")[place % 2]
        stub = f'<th class="stub{" member" if member else ""}">{escape(row.path[-1])}</th>'
        yield f"<tr class={look}>{stub}{''.join(f'<td>{escape(cell.text)}</td>' for cell in row.cells)}</tr>"


def draw_table(
    words: dict[str, Any],
    style: Style,
    chance: random.Random,
    kinds: Mapping[str, Callable[[Hand], Drawn]] = KINDS,
    hand: type[Hand] = Hand,
) -> Table | None:
    """None when nothing drawn has room. Surveys come twice as often as each other of the kinds."""
    for _ in range(TRIES):
        kind = chance.choice(("survey", *kinds))
        columns, rows = kinds[kind](hand(words, chance))
        table = Table(kind, tuple(columns), tuple(rows))
        if fits(table, style):
            return table
    return None


def draw_report(seed: int, number: int) -> Report:
    """The report of this seed and number: always the same."""
    chance = random.Random(f"{seed}-{number}")
    language = chance.choice(list(WORDS))
    words, style, below = WORDS[language], draw_style(chance), chance.random() < 0.2
    parts = [f"<h2>{chance.randint(1, 6)} {escape(chance.choice(words['captions']))}</h2>"]
    tables = []
    for order in range(1, chance.randint(2, 4) + 1):
        sentences = chance.sample(words["prose"], len(words["prose"])) + words["prose"]
        parts.append(f"<p>{escape(' '.join(sentences))}</p>")
        name = f"{words['table']} {chance.choice(('', '2.'))}{order}{chance.choice(('. ', ': ', ' ', ' – '))}"
        caption = f"<div class=caption>{escape(name + chance.choice(words['captions']))}</div>"
        note = f"<div class=note>{escape(words['source'])}</div>" if chance.random() < 0.6 else ""
        table = draw_table(words, style, chance)
        if table:
            tables.append(table)
            drawn = drawn_table(table, style)
            parts.append(f"<div class=whole>{drawn + caption if below else caption + drawn}{note}</div>")
    head = f"<!doctype html>\n<html lang={language}><meta charset=utf-8><style>{style.css}</style>"
    html = "\n".join([head, "<body>", *parts, "</body></html>", ""])
    return Report(f"s{seed}-{number:03d}", language, style, tuple(tables), html)
